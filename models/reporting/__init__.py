"""What families say (反馈): reports taken in, kept, corrected and withdrawn."""
