"""Doctor against the local WeChat: green where all is well, red with a useful sentence elsewhere."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest
from werkzeug.serving import make_server

from app import create_app
from bench.school import School
from commands.doctor import examine
from commands.doctor.accounts import _clock
from commands.doctor.findings import Finding, Health
from commands.doctor.machine import _sqlite
from context import Context
from models.leases import SCHEDULER, take_lease
from settings import Settings, read_settings
from wechat.account import AccountKind, Template

pytestmark = [
    pytest.mark.processes,
    # One of apprise's two hundred plug-ins still imports it.
    pytest.mark.filterwarnings("ignore:'imghdr' is deprecated:DeprecationWarning"),
]


@dataclass
class Setup:
    """A school with everything a real one needs, on this machine."""

    settings: Settings
    context: Context
    school: School

    def findings(self, context: Context | None = None) -> list[Finding]:
        return list(examine(self.settings, context or self.context))

    def red(self, context: Context | None = None) -> str:
        """The red lines, one below the other."""
        return "\n".join(str(f) for f in self.findings(context) if f.health is Health.BAD)

    def with_account(self, **changes: object) -> Context:
        account = replace(self.context.accounts["main"], **changes)  # type: ignore[arg-type]  # any
        return replace(self.context, accounts={"main": account})


@pytest.fixture(scope="module")
def setup(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Setup]:
    school = School(tmp_path_factory.mktemp("doctor"))
    settings = read_settings(school.config)
    context = school.context
    now = context.clock.now()
    hour = timedelta(hours=1)
    context.store.write(lambda c: take_lease(c, SCHEDULER, "test", hour, now))
    port = int(settings.site.base_url.rpartition(":")[2])
    server = make_server("127.0.0.1", port, create_app(context), threaded=True)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield Setup(settings, context, school)
    server.shutdown()
    thread.join()
    server.server_close()
    school.close()


def test_a_good_set_up_has_no_red_line(setup: Setup) -> None:
    assert setup.red() == ""


def test_a_wrong_secret_is_named(setup: Setup) -> None:
    assert "AppSecret 不对" in setup.red(setup.with_account(app_secret="f" * 32))


def test_a_refused_address_is_printed(setup: Setup) -> None:
    setup.school.sim("faults", {"path": "/cgi-bin/stable_token", "fault": "ip_refused", "times": 1})

    red = setup.red()

    assert "IP 白名单里加上 127.0.0.1" in red


def test_an_unknown_template_is_named(setup: Setup) -> None:
    account = setup.context.accounts["main"]
    wrong = {"alert": Template("NOBODY-S", account.templates["alert"].fields)}

    assert "NOBODY-S" in setup.red(setup.with_account(templates=wrong))


def test_a_field_the_template_has_not_and_one_left_out_are_named(setup: Setup) -> None:
    fields = {"school_class": "thing9", "finding": "thing5", "stage": "phrase3", "time": "time4"}
    red = setup.red(setup.with_account(templates={"alert": Template("ALERT", fields)}))

    assert "模板里没有 thing9 这个字段" in red
    assert "模板里的 thing2 没有填" in red


def test_a_webhook_that_cannot_be_reached_is_red(setup: Setup) -> None:
    red = setup.red(replace(setup.context, base_url="http://127.0.0.1:9"))

    assert "网页服务:打不开" in red
    assert "回调:http://127.0.0.1:9/wechat/main 打不开" in red


def test_a_webhook_with_another_token_is_red(setup: Setup) -> None:
    assert "令牌 Token" in setup.red(setup.with_account(webhook_token="another"))


def test_nobody_to_tell_is_red(setup: Setup) -> None:
    linked = setup.with_account(kind=AccountKind.LINK)

    assert "发现超标时谁也通知不到" in setup.red(linked)
    plan = replace(setup.context.plans["shifan"], channels=("json://127.0.0.1:9/x",))
    assert "谁也通知不到" not in setup.red(replace(linked, plans={"shifan": plan}))


def test_a_channel_nobody_knows_is_red_and_not_printed(setup: Setup) -> None:
    plan = replace(setup.context.plans["shifan"], channels=("nosuch://secret-key",))
    red = setup.red(replace(setup.context, plans={"shifan": plan}))

    assert "nosuch" in red
    assert "secret-key" not in red


def test_domain_files_are_served_and_checked(setup: Setup) -> None:
    folder = setup.settings.site.data_dir / "verify"
    folder.mkdir()
    (folder / "MP_verify_abc123.txt").write_text("abc123")

    lines = [str(finding) for finding in setup.findings()]

    assert "✓ 域名校验:MP_verify_abc123.txt 能打开" in lines
    assert "域名校验" in setup.red(replace(setup.context, base_url="http://127.0.0.1:9"))


@pytest.mark.parametrize(("minutes", "words"), [(-10, "快"), (10, "慢"), (0, "一致")])
def test_a_clock_that_is_off_is_red(setup: Setup, minutes: int, words: str) -> None:
    class Handler(BaseHTTPRequestHandler):
        def do_HEAD(self) -> None:
            self.send_response_only(200)
            moment = datetime.now(UTC) + timedelta(minutes=minutes)
            self.send_header("Date", format_datetime(moment, usegmt=True))
            self.send_header("Content-Length", "0")
            self.end_headers()

        def log_message(self, *args: object) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    address = f"http://127.0.0.1:{server.server_port}"
    finding = _clock(replace(setup.context.accounts["main"], api_base=address))
    server.shutdown()
    thread.join()
    server.server_close()

    assert words in finding.words
    assert (finding.health is Health.BAD) is (minutes != 0)


@pytest.mark.parametrize(
    ("version", "words"),
    [
        ((3, 31, 1), "太旧"),
        ((3, 40, 1), "WAL 检查点缺陷"),
        ((3, 44, 6), "SQLite 3.44.6"),
        ((3, 51, 3), "SQLite 3.51.3"),
    ],
)
def test_the_version_of_sqlite_is_judged(version: tuple[int, ...], words: str) -> None:
    assert words in _sqlite(version).words


def test_a_dead_scheduler_is_red(setup: Setup, tmp_path: Path) -> None:
    class Later:
        def now(self) -> datetime:
            return setup.context.clock.now() + timedelta(hours=2)

        monotonic = setup.context.clock.monotonic
        sleep = setup.context.clock.sleep

    assert "没有动静" in setup.red(replace(setup.context, clock=Later()))
