"""The address parents open (网址): its form, and the files that WeChat wants at its root."""

from __future__ import annotations

from collections.abc import Iterator
from urllib.parse import urlsplit

import requests

from commands.doctor.findings import Finding, bad, good, note
from context import Context
from settings import Settings
from wechat.account import AccountKind

_SECONDS = 5
_EXAMPLE = "zuoye.example.edu.cn"


def examine(settings: Settings, context: Context) -> Iterator[Finding]:
    """The public address as WeChat's browser will meet it."""
    yield _form(settings)
    yield _answer(context)
    if any(account.kind is not AccountKind.LINK for account in context.accounts.values()):
        yield from _domain_files(settings, context)


def _form(settings: Settings) -> Finding:
    parts = urlsplit(settings.site.base_url)
    if settings.demo:
        return good("网址", f"{settings.site.base_url}(演示)")
    if parts.hostname == _EXAMPLE:
        return bad("网址", f"base_url 还是样例里的 {_EXAMPLE}:改成学校自己的,它印在海报上")
    if parts.scheme != "https":
        return bad("网址", "base_url 不是 https:家长填的内容会在网络上被看到,请配置证书")
    if parts.port not in (None, 443):
        return note("网址", "base_url 带端口:网页授权和 JS 接口域名不能带端口")
    return good("网址", settings.site.base_url)


def _answer(context: Context) -> Finding:
    try:
        answer = _get(context.address("/healthz"))
    except requests.RequestException as error:
        words = f"打不开({type(error).__name__})。请确认 serve 在运行、反向代理和防火墙放行"
        return bad("网页服务", words)
    if answer.status_code in (200, 503):
        return good("网页服务", "能打开")
    return bad("网页服务", f"回答 HTTP {answer.status_code},不像是本程序,请查反向代理")


def _domain_files(settings: Settings, context: Context) -> Iterator[Finding]:
    folder = settings.site.data_dir / "verify"
    files = sorted(folder.glob("MP_verify_*.txt"))
    if not files:
        yield note("域名校验", f"还没有。公众平台给的 MP_verify_*.txt 请放进 {folder}")
    for file in files:
        try:
            same = _get(context.address(file.name)).text == file.read_text(encoding="utf-8")
        except requests.RequestException:
            same = False
        if same:
            yield good("域名校验", f"{file.name} 能打开")
        else:
            yield bad("域名校验", f"{context.address(file.name)} 打不开,微信校验不会通过")


def _get(address: str) -> requests.Response:
    with requests.Session() as session:
        session.trust_env = False  # a proxy of this shell is not what the outside goes through
        return session.get(address, timeout=_SECONDS, allow_redirects=False)
