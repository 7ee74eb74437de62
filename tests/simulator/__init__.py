"""The local WeChat's own tests."""
