"""One job a file (任务): each safe to run twice and from two processes."""
