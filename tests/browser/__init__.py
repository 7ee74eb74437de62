"""Pages in headless Chromium (浏览器测试)."""
