"""What every page shares (页面框架): security headers, asset addresses, CSRF, friendly error pages."""

from __future__ import annotations

import hashlib
import os
from functools import lru_cache
from pathlib import Path
from urllib.parse import urlsplit

from flask import Flask, Response, render_template, request, url_for
from flask_wtf.csrf import CSRFProtect
from markupsafe import Markup
from werkzeug.exceptions import HTTPException

from handlers.context import Context
from handlers.floods import protect_from_floods
from handlers.pages.compressing import compress
from homework.wording import console_door as door

MAX_BODY = 64 * 1024
_YEAR = 365 * 24 * 3600
_WORDS = {
    400: ("这一步没有完成", "页面可能放得太久了。请返回上一页刷新后再试。"),
    403: ("这个页面打不开", "链接可能已经失效。请重新扫码,或从公众号的回复里再打开一次。"),
    404: ("没有找到这个页面", "链接可能不完整或已停用。请重新扫班级二维码。"),
    405: ("这个页面打不开", "请返回上一页再试一次。"),
    413: ("内容太长了", "请少写一些再提交。"),
    429: ("操作太频繁", "请过几分钟再试。"),
    500: ("系统出了点问题", "刚才的操作没有完成,请稍后再试一次。已记录,管理员会处理。"),
    503: ("系统正忙", "刚才的操作没有记下,请过一会儿再提交一次。"),
}

csrf = CSRFProtect()

_Extra = dict[str, str]


def protect(application: Flask, context: Context) -> None:
    """Give an app its headers, CSRF protection, error pages and the `asset()` of its templates."""
    is_https = urlsplit(context.base_url).scheme == "https"
    application.config.update(
        MAX_CONTENT_LENGTH=MAX_BODY,
        MAX_FORM_PARTS=200,
        MAX_FORM_MEMORY_SIZE=MAX_BODY,
        SESSION_COOKIE_HTTPONLY=True,
        SESSION_COOKIE_SAMESITE="Lax",
        SESSION_COOKIE_SECURE=is_https,
        SESSION_COOKIE_NAME="hw_form",
        WTF_CSRF_TIME_LIMIT=None,  # a parent may leave the page open all evening
        WTF_CSRF_SSL_STRICT=False,  # WeChat's browser sends no Referer
    )
    csrf.init_app(application)
    protect_from_floods(application)
    application.jinja_env.globals["asset"] = asset
    application.jinja_env.filters["typeset"] = _typeset
    # Last registered runs first: headers are set on the answer before it is wrapped.
    application.after_request(compress)
    application.after_request(_Headers(context, is_https))
    application.register_error_handler(HTTPException, _show_error)
    application.register_error_handler(Exception, _show_bug)


_STATIC = Path(__file__).resolve().parent.parent.parent / "static"


def asset(name: str) -> str:
    """The address of a static file, changing with its content, so that it may be kept for a year."""
    try:
        modified = os.stat(f"{_STATIC}/{name}").st_mtime_ns
    except OSError:
        return url_for("static", filename=name)
    return _address(name, modified)


def _typeset(page: Markup) -> Markup:
    """A part of a page with the stops that Chinese is printed with; its values were escaped before."""
    from paper.breaking import typeset

    return Markup(typeset(str(page)))  # no sign of markup is made


@lru_cache(maxsize=128)
def _address(name: str, modified: int) -> str:
    version = hashlib.sha256((_STATIC / name).read_bytes()).hexdigest()[:10]
    return url_for("static", filename=name, v=version)


class _Headers:
    """Puts the security headers on every answer."""

    def __init__(self, context: Context, is_https: bool) -> None:
        ancestors = " ".join(context.frame_ancestors) or "'none'"
        self._policy = (
            "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; "
            "font-src 'self'; connect-src 'self'; base-uri 'none'; form-action 'self'; "
            f"frame-ancestors {ancestors}"
        )
        self._is_https = is_https

    def __call__(self, response: Response) -> Response:
        headers = response.headers
        headers.setdefault("X-Content-Type-Options", "nosniff")
        headers.setdefault("Referrer-Policy", "no-referrer")
        if response.mimetype == "text/html":
            headers.setdefault("Content-Security-Policy", self._policy)
            # WeChat's browser does not always honour no-cache.
            headers.setdefault("Cache-Control", "no-store")
        if request.endpoint == "static" and "v" in request.args:
            headers["Cache-Control"] = f"public, max-age={_YEAR}, immutable"
        if self._is_https:
            headers.setdefault("Strict-Transport-Security", f"max-age={_YEAR}")
        return response


def _show_error(error: HTTPException) -> Response | HTTPException | tuple[str, int, _Extra]:
    code = error.code or 500
    if code < 400:
        return error
    title, words = _WORDS.get(code, _WORDS[500] if code >= 500 else _WORDS[404])
    onward = {}
    if request.path.startswith("/console"):
        title, words = door.ERRORS.get(code, (title, words))
        onward = {"onward": "/console", "onward_words": door.HOME}
    wait = getattr(error, "retry_after", None)
    extra: _Extra = {} if wait is None else {"Retry-After": str(wait)}
    return render_template("error.html", title=title, words=words, **onward), code, extra


def _show_bug(error: Exception) -> tuple[str, int]:
    from flask import current_app

    from models.database.writer import NotCommitted

    current_app.logger.error("no page for %s", request.endpoint, exc_info=error)
    code = 503 if isinstance(error, NotCommitted) else 500
    title, words = _WORDS[code]
    return render_template("error.html", title=title, words=words), code
