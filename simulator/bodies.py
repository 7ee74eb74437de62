"""The JSON of a control call (控制接口的请求体)."""

from __future__ import annotations

from typing import Any

from flask import abort, request

from simulator.errcodes import Json


def body() -> Json:
    """Return the request's JSON object, whatever its Content-Type; no body is an empty one."""
    found: Any = request.get_json(force=True, silent=True) if request.get_data() else {}
    if not isinstance(found, dict):
        abort(400)
    return found
