"""What is true of homework (作业): pure rules, no I/O, no clock, no framework."""
