"""Pushes (消息送达): who is told what, the outbox, and how each one travels."""
