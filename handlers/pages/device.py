"""The device that reports (设备): a signed, long-lived cookie instead of a login."""

from __future__ import annotations

import secrets

from flask import Response, after_this_request, g, request
from itsdangerous import BadSignature, URLSafeSerializer
from werkzeug.wrappers import Response as BaseResponse

from context import Context

COOKIE = "hw_device"
_MAX_AGE = 400 * 24 * 3600  # the longest a browser keeps a cookie


def device_subject(context: Context) -> str:
    """The subject id of the device that asks; a new device gets its cookie with the answer.

    The cookie is given with the form, not with the report: two taps on 发送 that each made a
    device would count one family twice.
    """
    device = _known(context) or g.setdefault("new_device", secrets.token_urlsafe(16))
    _keep(context, device)
    return context.keys.subject_id("device", device)


def known_device_subject(context: Context) -> str | None:
    """The same for a page that must not make a device of every visitor; None for a stranger."""
    device = _known(context)
    return None if device is None else context.keys.subject_id("device", device)


def forget_device(response: BaseResponse) -> BaseResponse:
    """Take the cookie back: what this browser says next is a stranger's."""
    response.delete_cookie(COOKIE, path="/")
    return response


def _known(context: Context) -> str | None:
    try:
        return str(_signer(context).loads(request.cookies.get(COOKIE, "")))
    except BadSignature:
        return None


def _keep(context: Context, device: str) -> None:
    if g.get("device_kept"):
        return
    g.device_kept = True

    @after_this_request
    def set_cookie(response: Response) -> Response:
        response.set_cookie(
            COOKIE,
            str(_signer(context).dumps(device)),
            max_age=_MAX_AGE,
            path="/",
            secure=context.base_url.startswith("https:"),
            httponly=True,
            samesite="Lax",
        )
        return response


def _signer(context: Context) -> URLSafeSerializer:
    return URLSafeSerializer(context.keys.cookie, salt="device")
