"""A local WeChat (本地微信): the platform's HTTP API, its callbacks, and phones to type on.

A program of its own: it knows nothing of the program it is talking to.
"""
