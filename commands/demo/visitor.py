"""What people of the demo do over HTTP (来访者): talk at the local WeChat, fill in the page."""

from __future__ import annotations

import threading
import time
from collections.abc import Mapping
from html.parser import HTMLParser
from typing import Any
from urllib.parse import urljoin

import requests

from commands.demo.home import Demo
from homework.wording import parents

_APOLOGIES = (parents.NOT_COMMITTED, parents.SORRY)
_PATIENCE = 120.0
"""Seconds a person keeps trying while a server is being restarted under them."""


class Visitor:
    """Speaks to the local WeChat's control interface and to the web server."""

    def __init__(self, demo: Demo) -> None:
        self._demo = demo
        self._local = threading.local()

    def class_links(self) -> dict[str, dict[str, str]]:
        """Every class by slug: name, address of its page, scene of its code."""
        links: dict[str, dict[str, str]] = (
            self._session().get(f"{self._demo.url}/demo/classes.json", timeout=10).json()
        )
        return links

    def meet(self, openid: str, name: str) -> None:
        """Make sure this person exists and follows the account."""
        self._post("/sim/people", {"openid": openid, "name": name})
        self._post(f"/sim/people/{openid}/follow", {})

    def follow(self, openid: str, name: str, scene: str) -> None:
        """Follow by a class's code."""
        self._post("/sim/people", {"openid": openid, "name": name})
        self._post(f"/sim/people/{openid}/scan", {"scene": scene})

    def say(self, openid: str, text: str, copies: int) -> list[str]:
        """Say something; what the account answered, without apologies for not having kept it."""
        reply = self._post(f"/sim/people/{openid}/text", {"text": text, "copies": copies})
        texts = [each.get("text", "") for each in reply.get("replies", [])]
        return [each for each in texts if each not in _APOLOGIES]

    def alerted_classes(self, openid: str) -> list[str]:
        """The classes named by template messages on a phone."""
        answer = self._session().get(
            f"{self._demo.wechat_url}/sim/people/{openid}/messages", timeout=10
        )
        names = []
        for message in answer.json():
            for shown in (message.get("template") or {}).get("fields", []):
                if shown["label"] == "班级":
                    names.append(shown["value"])
        return names

    def device(self, address: str) -> Device:
        """A browser that has never been here."""
        return Device(address)

    def _session(self) -> requests.Session:
        if not hasattr(self._local, "session"):
            self._local.session = requests.Session()
        session: requests.Session = self._local.session
        return session

    def _post(self, path: str, body: dict[str, Any]) -> dict[str, Any]:
        answer = self._session().post(self._demo.wechat_url + path, json=body, timeout=40)
        reply: dict[str, Any] = answer.json()
        return reply


class Device:
    """One family's browser: keeps its cookies, fills in the form as it finds it."""

    def __init__(self, address: str) -> None:
        self._address = address
        self._session = requests.Session()

    def send(self, fields: Mapping[str, str]) -> bool:
        """Open the form, fill it in, send it; again while the server is away. True when thanked."""
        deadline = time.monotonic() + _PATIENCE
        while time.monotonic() < deadline:
            try:
                if self._try(fields):
                    return True
            except requests.RequestException:
                pass
            time.sleep(0.2)
        return False

    def _try(self, fields: Mapping[str, str]) -> bool:
        page = self._session.get(self._address, timeout=10)
        if page.status_code != 200:
            return False
        form = _Form()
        form.feed(page.text)
        target = urljoin(page.url, form.action)
        answer = self._session.post(
            target, data={**form.hidden, **fields}, timeout=10, allow_redirects=False
        )
        return answer.status_code == 303


class _Form(HTMLParser):
    """The hidden fields and the address of a page's first form that is posted."""

    def __init__(self) -> None:
        super().__init__()
        self.action = ""
        self.hidden: dict[str, str] = {}
        self._inside = False
        self._seen = False

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        named = {name: value or "" for name, value in attrs}
        if tag == "form" and not self._seen and named.get("method", "").lower() == "post":
            self._inside = self._seen = True
            self.action = named.get("action", "")
        elif tag == "input" and self._inside and named.get("type") == "hidden":
            self.hidden[named.get("name", "")] = named.get("value", "")

    def handle_endtag(self, tag: str) -> None:
        if tag == "form":
            self._inside = False
