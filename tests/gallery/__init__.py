"""Every page of a school that has seen everything (画廊): to be looked at by people."""
