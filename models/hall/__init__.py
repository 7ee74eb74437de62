"""What the public may read (公示): notices, the hall's facts, the month."""
