"""The school's staff (教职工): who they are, signing in, duty, and the log of what they did."""
