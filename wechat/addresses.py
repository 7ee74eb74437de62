"""Which hosts we talk to (接口域名): the platform's, or the one server configured in their place."""

from __future__ import annotations

from urllib.parse import urlsplit, urlunsplit

OFFICIAL_HOSTS = frozenset({"api.weixin.qq.com", "mp.weixin.qq.com", "open.weixin.qq.com"})


class OutsideHost(ValueError):
    """An address that is none of the platform's."""


def rebase(api_base: str, url: str) -> str:
    """The address to call instead of a platform address.

    A base outside weixin.qq.com (a local WeChat) stands for all three hosts; one inside (a nearer
    data centre) for `api.` alone, since the others exist once. Raises OutsideHost for any other
    address.
    """
    base, target = urlsplit(api_base), urlsplit(url)
    if base.netloc and (target.scheme, target.netloc) == (base.scheme, base.netloc):
        return url
    if target.scheme != "https" or target.netloc not in OFFICIAL_HOSTS:
        raise OutsideHost(target.hostname or "no host")
    is_official = (base.hostname or "").endswith(".weixin.qq.com")
    if is_official and target.netloc != "api.weixin.qq.com":
        return url
    path = base.path.rstrip("/") + target.path
    return urlunsplit((base.scheme, base.netloc, path, target.query, target.fragment))
