"""The context of the app that handles the current request (运行环境)."""

from __future__ import annotations

from typing import cast

from flask import current_app

from context import Context

__all__ = ["Context", "get_context", "put_context"]

_NAME = "homework"


def put_context(extensions: dict[str, object], context: Context) -> None:
    """Attach the context to an app's extensions."""
    extensions[_NAME] = context


def get_context() -> Context:
    """The context of the app that handles the current request."""
    return cast(Context, current_app.extensions[_NAME])
