"""A local WeChat on a free port, one account, one program behind it."""

from __future__ import annotations

import json
import threading
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest
import requests

from simulator.__main__ import make_world
from simulator.accounts import Accounts, read_accounts
from simulator.clock import SHANGHAI
from simulator.server import serve
from simulator.world import World
from tests.patience import PATIENCE
from tests.simulator import program as program_module
from tests.simulator.program import AES_KEY, APP_ID, ORIGINAL_ID, TOKEN, Program

SECRET = "0123456789abcdef0123456789abcdef"
TEMPLATE = "TEMPLATE_ONE"
SUBSCRIPTION = "TEMPLATE_TWO"
NOON = datetime(2026, 11, 18, 12, tzinfo=SHANGHAI).timestamp()


class MidMonth:
    """In place of the time module: it is noon in mid-month whenever a test begins, so that no
    quota's day or month ends under it."""

    monotonic = staticmethod(time.monotonic)

    def __init__(self) -> None:
        self._began = time.monotonic()

    def time(self) -> float:
        return NOON + time.monotonic() - self._began


@dataclass
class Platform:
    """The running simulator, as a test talks to it."""

    url: str
    world: World
    http: requests.Session = field(default_factory=requests.Session)

    def control(self, where: str, /, **body: Any) -> Any:
        answer = self.http.post(f"{self.url}/sim/{where}", json=body, timeout=PATIENCE)
        assert answer.status_code < 500, answer.text
        return answer.json()

    def look(self, path: str) -> Any:
        return self.http.get(f"{self.url}/sim/{path}", timeout=PATIENCE).json()

    def person(self, openid: str, *, follows: bool = True) -> str:
        self.control("people", name=openid, openid=openid)
        if follows:
            self.control(f"people/{openid}/follow")
        return openid

    def token(self) -> str:
        asked = {"grant_type": "client_credential", "appid": APP_ID, "secret": SECRET}
        return str(
            self.http.post(f"{self.url}/cgi-bin/stable_token", json=asked, timeout=PATIENCE).json()[
                "access_token"
            ]
        )

    def call(self, path: str, body: Any = None, **query: str) -> Any:
        """Call the API with a good token: POST if there is a body, else GET."""
        if "access_token" not in query:
            query["access_token"] = self.token()
        url = f"{self.url}{path}"
        if body is None:
            return self.http.get(url, params=query, timeout=PATIENCE).json()
        data = body if isinstance(body, bytes) else json.dumps(body, ensure_ascii=False).encode()
        return self.http.post(url, params=query, data=data, timeout=PATIENCE).json()

    def template(self, openid: str, client_msg_id: str | None = None, **values: str) -> Any:
        data = {"thing2": "三年级2班", "time4": "2026年11月23日 20:15", **values}
        body: dict[str, Any] = {
            "touser": openid,
            "template_id": TEMPLATE,
            "url": "http://127.0.0.1/case",
            "data": {key: {"value": value} for key, value in data.items()},
        }
        if client_msg_id:
            body["client_msg_id"] = client_msg_id
        return self.call("/cgi-bin/message/template/send", body)


def account_entry(**changes: Any) -> dict[str, Any]:
    return {
        "app_id": APP_ID,
        "app_secret": SECRET,
        "original_id": ORIGINAL_ID,
        "name": "作业秤",
        "kind": "verified_service",
        "webhook_token": TOKEN,
        "aes_key": AES_KEY,
        "mode": "safe",
        "templates": {
            TEMPLATE: {"title": "作业量核实提醒", "fields": {"thing2": "班级", "time4": "时间"}},
            SUBSCRIPTION: {
                "title": "核实结果",
                "kind": "subscription",
                "fields": {"thing1": "结果"},
            },
        },
        **changes,
    }


@pytest.fixture
def program() -> Iterator[Program]:
    program = Program()
    server = program_module.start(program)
    yield program
    program.is_stopping.set()
    server.shutdown()
    server.server_close()


@pytest.fixture
def wechat(tmp_path: Path, program: Program, monkeypatch: pytest.MonkeyPatch) -> Iterator[Platform]:
    monkeypatch.setattr("simulator.clock.time", MidMonth())
    file = tmp_path / "account.json"
    file.write_text(json.dumps([account_entry(webhook_url=program.url)]), encoding="utf-8")
    world = make_world(
        Accounts(read_accounts(file)), tmp_path / "sim.db", 0.0, "http://127.0.0.1:1"
    )
    world.settings = world.settings.change(
        {"delivery_delay": 0.01, "retry_seconds": 0.05, "reply_timeout": PATIENCE}
    )
    server = serve(world, "127.0.0.1", 0)
    thread = threading.Thread(target=server.serve_forever, args=(0.02,), daemon=True)
    thread.start()
    platform = Platform(f"http://127.0.0.1:{server.port}", world)
    yield platform
    platform.http.close()
    server.shutdown()
    thread.join()
    server.server_close()
    world.close()
