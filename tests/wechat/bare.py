"""Bare wechatpy 1.8.18, pointed at the mean platform and otherwise as it is installed."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlsplit, urlunsplit

import requests
from requests.adapters import HTTPAdapter
from wechatpy import WeChatClient


class Redirecting(HTTPAdapter):
    """Sends what is meant for the platform to the local server, and changes nothing else."""

    def __init__(self, base: str) -> None:
        super().__init__()
        self._base = urlsplit(base)

    def send(self, request: requests.PreparedRequest, *args: Any, **kwargs: Any) -> Any:
        address = urlsplit(str(request.url))
        request.url = urlunsplit((self._base.scheme, self._base.netloc, *address[2:]))
        return super().send(request, *args, **kwargs)


def bare_client(base: str, secret: str = "canary-secret-4f1d", **kwargs: Any) -> Any:
    client = WeChatClient("wxb11529c136998cb6", secret, **kwargs)
    client._http.mount("https://", Redirecting(base))
    client._http.trust_env = False
    return client
