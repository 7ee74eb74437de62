"""Other ways to build the same webhook (对照), measured beside ours in the same run."""
