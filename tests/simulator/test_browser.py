"""The browser in each phone: cookies of its own, frames allowed, and only pages of this machine."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler
from typing import Any

import pytest
import requests

from tests.patience import PATIENCE
from tests.simulator.conftest import Platform
from tests.simulator.program import QuietServer


class Site(BaseHTTPRequestHandler):
    """A page that knows its visitors by a cookie and does not want to be framed."""

    def do_GET(self) -> None:
        if self.path == "/elsewhere":
            return self.answer(302, "", {"Location": "https://example.com/"})
        seen = self.headers.get("Cookie", "nobody")
        agent = "MicroMessenger" in self.headers["User-Agent"]
        origin = f"http://127.0.0.1:{self.server.server_port}"  # type: ignore[attr-defined]
        page = f'{seen} {agent} <a href="{origin}/next">next</a>'
        headers = {
            "X-Frame-Options": "DENY",
            "Content-Security-Policy": "default-src 'self'; frame-ancestors 'none'",
            "Content-Type": "text/html",
        }
        if "Cookie" not in self.headers:
            headers["Set-Cookie"] = f"visitor={id(self.headers)}; HttpOnly; SameSite=Strict"
        self.answer(200, page, headers)

    def do_POST(self) -> None:
        self.answer(200, self.headers["Origin"], {})

    def answer(self, status: int, page: str, headers: dict[str, str]) -> None:
        self.send_response(status)
        for name, value in headers.items():
            self.send_header(name, value)
        self.send_header("Content-Length", str(len(page.encode())))
        self.end_headers()
        self.wfile.write(page.encode())

    def log_message(self, *args: Any) -> None:
        pass


@pytest.fixture
def site() -> Iterator[str]:
    server = QuietServer(("127.0.0.1", 0), Site)
    threading.Thread(target=server.serve_forever, args=(0.02,), daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    server.server_close()


def open_page(wechat: Platform, openid: str, url: str) -> requests.Response:
    address = wechat.control(f"people/{openid}/browse", url=url)["address"]
    return requests.get(address, timeout=PATIENCE)


def test_each_phone_keeps_its_own_cookies(wechat: Platform, site: str) -> None:
    for openid in ("oZhang", "oChen"):
        wechat.person(openid)
        assert open_page(wechat, openid, site).text.startswith("nobody True")

    zhang = open_page(wechat, "oZhang", site).text
    chen = open_page(wechat, "oChen", site).text

    assert zhang.startswith("visitor=")
    assert chen.startswith("visitor=")
    assert zhang.split()[0] != chen.split()[0]


def test_a_page_may_be_framed_and_its_links_stay_inside(wechat: Platform, site: str) -> None:
    wechat.person("oZhang")

    page = open_page(wechat, "oZhang", site)

    assert "X-Frame-Options" not in page.headers
    assert "frame-ancestors" not in page.headers["Content-Security-Policy"]
    assert "Set-Cookie" not in page.headers
    assert '<a href="/next">' in page.text


def test_a_form_seems_to_come_from_the_page_itself(wechat: Platform, site: str) -> None:
    wechat.person("oZhang")
    open_page(wechat, "oZhang", site)
    base = wechat.world.browsers.of("oZhang").base

    told = requests.post(f"{base}/send", headers={"Origin": base}, timeout=PATIENCE)

    assert told.text == site


def test_other_machines_are_left_to_the_real_browser(wechat: Platform, site: str) -> None:
    wechat.person("oZhang")
    url = "https://example.com/page"

    assert wechat.control("people/oZhang/browse", url=url)["address"] == url
    open_page(wechat, "oZhang", site)
    base = wechat.world.browsers.of("oZhang").base
    led = requests.get(f"{base}/elsewhere", timeout=PATIENCE, allow_redirects=False)
    assert led.headers["Location"] == "https://example.com/"
    assert requests.get(f"{base}/__go?url={url}", timeout=PATIENCE).status_code == 403


def test_a_page_that_is_not_there_says_so_in_chinese(wechat: Platform) -> None:
    wechat.person("oZhang")

    page = open_page(wechat, "oZhang", "http://127.0.0.1:9/nothing")

    assert page.status_code == 502
    assert "网页打不开" in page.content.decode()
