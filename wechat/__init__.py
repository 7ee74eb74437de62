"""How WeChat speaks (微信接口): deliveries in, replies and calls out; knows nothing of homework."""
