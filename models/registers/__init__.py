"""What a class says of itself (登记): its register, its teachers' entries, warnings in time."""
