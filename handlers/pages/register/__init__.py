"""The class register's page (登记页), on the classroom's computer."""
