"""What we claim about speed, statistics and faults (性能与效果), as programs that print a table."""
