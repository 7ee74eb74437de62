"""Tests of wechat/ (微信接口)."""
