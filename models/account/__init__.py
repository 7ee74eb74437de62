"""The WeChat account's side (公众号): what it delivered, who follows it, what the chat remembers."""
