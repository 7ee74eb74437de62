"""What we do with each request (请求处理): the webhook, the chat, the pages."""
