"""A tiny account program behind the webhook, written on wechatpy: the other side of the wire."""

from __future__ import annotations

import threading
from collections.abc import Callable
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qsl, urlsplit

import xmltodict
from wechatpy.crypto import WeChatCrypto

from tests.patience import wait_until

TOKEN = "test-token"
AES_KEY = "abcdefghijklmnopqrstuvwxyz0123456789ABCDEFG"
APP_ID = "wx0123456789abcdef"
ORIGINAL_ID = "gh_0123456789ab"

Message = dict[str, Any]  # whatever xmltodict finds


@dataclass
class Delivery:
    query: dict[str, str]
    body: bytes
    message: Message


def reply_xml(message: Message, text: str) -> str:
    text = text.replace("]]>", "]]]]><![CDATA[>")
    return (
        f"<xml><ToUserName><![CDATA[{message['FromUserName']}]]></ToUserName>"
        f"<FromUserName><![CDATA[{message['ToUserName']}]]></FromUserName>"
        f"<CreateTime>1714112446</CreateTime><MsgType><![CDATA[text]]></MsgType>"
        f"<Content><![CDATA[{text}]]></Content></xml>"
    )


@dataclass
class Program:
    """Answers every text with `收到:…`; a test may put another `answer` in its place."""

    deliveries: list[Delivery] = field(default_factory=list)
    status: int = 200
    is_stopping: threading.Event = field(default_factory=threading.Event)
    answer: Callable[[Message], str] = lambda message: (
        reply_xml(message, f"收到:{message['Content']}") if "Content" in message else "success"
    )
    encrypts: bool = True
    port: int = 0

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}/wechat"

    def messages(self, kind: str) -> list[Message]:
        return [
            d.message
            for d in self.deliveries
            if kind in (d.message.get("Event"), d.message["MsgType"])
        ]

    def never(self, message: Message) -> str:
        """An answer that does not come while the test lasts."""
        self.is_stopping.wait()
        return "success"

    def wait_for(self, kind: str) -> Message:
        """Return the first message of a kind, waiting until a worker has delivered it."""
        return wait_until(lambda: self.messages(kind))[0]

    def handle(self, query: dict[str, str], body: bytes) -> bytes:
        crypto = WeChatCrypto(TOKEN, AES_KEY, APP_ID)
        plain: Any = body
        if query.get("encrypt_type") == "aes":
            args = (query["msg_signature"], query["timestamp"], query["nonce"])
            plain = crypto.decrypt_message(body, *args)
        message = xmltodict.parse(plain)["xml"]
        self.deliveries.append(Delivery(query, body, message))
        answer = self.answer(message)
        if answer.startswith("<xml>") and query.get("encrypt_type") == "aes" and self.encrypts:
            answer = crypto.encrypt_message(answer, query["nonce"], query["timestamp"])
        return answer.encode()


class QuietServer(ThreadingHTTPServer):
    daemon_threads = True

    def handle_error(self, request: Any, client_address: Any) -> None:
        pass  # the simulator hangs up on purpose


def start(program: Program) -> ThreadingHTTPServer:
    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            query = dict(parse_qsl(urlsplit(self.path).query))
            body = self.rfile.read(int(self.headers["Content-Length"]))
            self.respond(program.handle(query, body))

        def do_GET(self) -> None:
            query = dict(parse_qsl(urlsplit(self.path).query))
            self.respond(query.get("echostr", "").encode())

        def respond(self, answer: bytes) -> None:
            self.send_response(program.status)
            self.send_header("Content-Length", str(len(answer)))
            self.end_headers()
            self.wfile.write(answer)

        def log_message(self, *args: Any) -> None:
            pass

    server = QuietServer(("127.0.0.1", 0), Handler)
    program.port = server.server_port
    threading.Thread(target=server.serve_forever, args=(0.02,), daemon=True).start()
    return server
