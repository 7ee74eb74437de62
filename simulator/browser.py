"""The browser inside each phone (微信内网页): its own cookies, WeChat's name, its owner known to OAuth.

Every phone of the wall lives in one real browser and would share its cookies; a page that knows
people by a cookie would take them all for one. So each phone fetches through a small proxy of its
own, which keeps the cookies, and takes away the headers that forbid framing.
"""

from __future__ import annotations

import contextlib
import re
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import parse_qs, urlencode, urljoin, urlsplit

import requests

USER_AGENT = (
    "Mozilla/5.0 (iPhone; CPU iPhone OS 18_7 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko)"
    " Mobile/15E148 MicroMessenger/8.0.68(0x1800442b) NetType/WIFI Language/zh_CN"
)
OWNER_HEADER = "X-Sim-Openid"
_GO = "/__go?"
_PASSED_ON = (
    "Accept",
    "Accept-Language",
    "Content-Type",
    "Range",
    "If-None-Match",
    "Sec-Fetch-Dest",
)
_NOT_PASSED_BACK = {
    "connection",
    "content-encoding",
    "content-length",
    "date",
    "keep-alive",
    "location",
    "server",
    "set-cookie",
    "strict-transport-security",
    "transfer-encoding",
    "x-frame-options",
}
_LOCAL = {"127.0.0.1", "localhost", "::1"}


def origin_of(url: str) -> str:
    parts = urlsplit(url)
    return f"{parts.scheme}://{parts.netloc}"


def is_local(url: str) -> bool:
    """Tell whether a phone's browser may fetch it: pages of this machine only."""
    parts = urlsplit(url)
    host = parts.hostname or ""
    return parts.scheme == "http" and (host in _LOCAL or host.endswith(".localhost"))


class PhoneBrowser:
    """One phone's browser: a proxy on a port of its own, standing before one site at a time."""

    def __init__(self, openid: str) -> None:
        self.openid = openid
        self.origin = ""
        self.session = requests.Session()
        self.session.trust_env = False  # no machine-wide proxy for pages of this machine
        handler = type("Handler", (_Handler,), {"phone": self})
        self._server = ThreadingHTTPServer(("127.0.0.1", 0), handler)
        self._server.daemon_threads = True
        threading.Thread(target=self._server.serve_forever, args=(0.1,), daemon=True).start()

    @property
    def base(self) -> str:
        return f"http://127.0.0.1:{self._server.server_port}"

    def address(self, url: str) -> str:
        """Return where the real browser finds this page."""
        return self.base + _GO + urlencode({"url": url})

    def fetch(
        self, method: str, target: str, headers: dict[str, str], body: bytes
    ) -> requests.Response:
        sent = {
            **headers,
            "User-Agent": USER_AGENT,
            "Accept-Encoding": "identity",
            OWNER_HEADER: self.openid,
        }
        url = self.origin + target
        return self.session.request(
            method, url, headers=sent, data=body or None, allow_redirects=False, timeout=30
        )

    def close(self) -> None:
        self._server.shutdown()
        self._server.server_close()
        self.session.close()


class Browsers:
    """The browsers opened so far, by person."""

    def __init__(self) -> None:
        self._open: dict[str, PhoneBrowser] = {}
        self._lock = threading.Lock()

    def of(self, openid: str) -> PhoneBrowser:
        with self._lock:
            if openid not in self._open:
                self._open[openid] = PhoneBrowser(openid)
            return self._open[openid]

    def close(self) -> None:
        with self._lock:
            for browser in self._open.values():
                browser.close()
            self._open.clear()


class _Handler(BaseHTTPRequestHandler):
    phone: PhoneBrowser

    def do_GET(self) -> None:
        if self.path.startswith(_GO):
            self._go(parse_qs(self.path.removeprefix(_GO)).get("url", [""])[0])
        else:
            self._pass("GET", b"")

    def do_POST(self) -> None:
        self._pass("POST", self.rfile.read(int(self.headers.get("Content-Length") or 0)))

    def _go(self, url: str) -> None:
        """Stand before another site, and lead the browser to its page."""
        if not is_local(url):
            self.send_error(403)
            return
        self.phone.origin = origin_of(url)
        parts = urlsplit(url)
        self._redirect(302, (parts.path or "/") + (f"?{parts.query}" if parts.query else ""))

    def _redirect(self, status: int, location: str) -> None:
        self.send_response(status)
        self.send_header("Location", location)
        self.send_header("Content-Length", "0")
        self.end_headers()

    def _pass(self, method: str, body: bytes) -> None:
        if self.headers.get("Host") != urlsplit(self.phone.base).netloc or not self.phone.origin:
            self.send_error(403)
            return
        try:
            answer = self.phone.fetch(method, self.path, self._headers(), body)
        except requests.RequestException:
            self._write(502, {"Content-Type": "text/html; charset=utf-8"}, _UNREACHABLE.encode())
            return
        if "Location" in answer.headers:
            target = urljoin(self.phone.origin + self.path, answer.headers["Location"])
            self._redirect(answer.status_code, led(self.phone, target))
            return
        self._write(answer.status_code, _kept(answer.headers), _own(self.phone, answer))

    def _headers(self) -> dict[str, str]:
        sent = {name: self.headers[name] for name in _PASSED_ON if self.headers.get(name)}
        for name in ("Origin", "Referer"):
            if value := self.headers.get(name):
                sent[name] = value.replace(self.phone.base, self.phone.origin)
        return sent

    def _write(self, status: int, headers: dict[str, str], body: bytes) -> None:
        self.send_response(status)
        for name, value in headers.items():
            self.send_header(name, value)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        with contextlib.suppress(ConnectionError):
            self.wfile.write(body)

    def log_message(self, format: str, *args: object) -> None:
        pass


def led(phone: PhoneBrowser, target: str) -> str:
    """Return where a redirect has to lead so that the phone stays in its own browser."""
    if origin_of(target) == phone.origin:
        return target.removeprefix(phone.origin) or "/"
    return phone.address(target) if is_local(target) else target


def _kept(headers: requests.structures.CaseInsensitiveDict[str]) -> dict[str, str]:
    kept = {k: v for k, v in headers.items() if k.lower() not in _NOT_PASSED_BACK}
    for name in list(kept):
        if name.lower() == "content-security-policy":
            kept[name] = re.sub(r"frame-ancestors[^;]*;?", "", kept[name])
    return kept


def _own(phone: PhoneBrowser, answer: requests.Response) -> bytes:
    """Make a page's own absolute addresses relative, or a tap would leave the phone."""
    if not answer.headers.get("Content-Type", "").startswith("text/html"):
        return answer.content
    origin = re.escape(phone.origin.encode())
    return re.sub(rb'((?:href|src|action)=")' + origin + rb"(?=/)", rb"\1", answer.content)


_UNREACHABLE = (
    '<!doctype html><meta charset="utf-8"><meta name="viewport" content="width=device-width">'
    '<body style="font:16px sans-serif;text-align:center;padding-top:30vh;color:#888">'
    "网页打不开,请确认它的程序正在运行"
)
