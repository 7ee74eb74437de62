"""Pages (页面): what people open in a browser."""
