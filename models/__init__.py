"""What we keep (存储): typed tables by subject, each with the few functions that read and write it."""
