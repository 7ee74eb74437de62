"""Doctor against the local WeChat: green where all is well, red with a useful sentence elsewhere."""

from __future__ import annotations

import os
import threading
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from werkzeug.serving import make_server

from app import create_app
from bench.school import School
from commands.doctor import examine, machine
from commands.doctor.accounts import _clock
from commands.doctor.findings import Finding, Health
from commands.doctor.machine import _sqlite
from commands.doctor.templates import _template
from context import Context
from models.database.lockfile import LockFile
from models.leases import SCHEDULER, take_lease
from settings import Settings, read_settings
from wechat.account import AccountKind, Template
from wechat.client import Client
from wechat.menus import Button
from wechat.tokens import MemoryTokenStore

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
    ours = setup.school.offset
    setup.school.sim("clock", {"offset_seconds": ours + 60 * minutes})
    finding = _clock(setup.context, setup.context.accounts["main"])
    setup.school.sim("clock", {"offset_seconds": ours})

    assert words in finding.words
    assert (finding.health is Health.BAD) is (minutes != 0)


def test_a_process_that_keeps_everybody_from_writing_is_named(
    setup: Setup, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(machine, "_WRITES_WITHIN", 0.2)
    lock = LockFile(setup.context.store.lock_path)
    with lock.held():
        finding = machine._writing(setup.context)
    lock.close()

    assert f"进程 {os.getpid()} 占着写锁不动" in finding.words
    assert finding.health is Health.BAD


def test_a_menu_is_compared_with_our_address(setup: Setup) -> None:
    def line() -> str:
        return next(str(each) for each in setup.findings() if each.about.endswith("菜单"))

    assert "现在没有菜单" in line()
    client = Client(setup.context.accounts["main"], MemoryTokenStore())
    elsewhere: Button = {"name": "校园网", "type": "view", "url": "https://elsewhere.test/"}
    report: Button = {"name": "填写", "type": "view", "url": f"{setup.context.base_url}/me"}
    client.create_menu({"button": [elsewhere]})
    assert "没有一个通到本程序" in line()
    client.create_menu({"button": [elsewhere, {"name": "更多", "sub_button": [report]}]})
    client.close()

    assert line() == "✓ 公众号 main 菜单:校园网、填写;其中 1 个通到本程序"


def test_a_template_the_platform_may_not_list_is_no_mistake() -> None:
    def listing(**contents: str) -> dict[str, frozenset[str]]:
        return {name: frozenset([key]) for name, key in contents.items()}

    ours = Template("OURS", {"school_class": "thing2"})
    old_ones_only = _template("模板", ours, lambda: listing(OLD="keyword1"))
    others_of_a_category = _template("模板", ours, lambda: listing(OTHER="thing1"))

    assert (old_ones_only.health, others_of_a_category.health) == (Health.NOTE, Health.BAD)


def test_everything_wrong_at_once_is_named_at_once(setup: Setup) -> None:
    templates = {
        "alert": Template(
            "NOTICE", {"school_class": "phrase3", "stage": "number5", "mood": "thing9"}
        ),
        "alert_notice": Template("NOTICE", {"school_class": "thing2", "time": "phrase3"}),
        "welcome": Template("ALERT", {"school_class": "thing2"}),
    }
    wrong = setup.with_account(webhook_token="another", templates=templates)
    plan = replace(wrong.plans["shifan"], channels=("nosuch://secret-key",))

    red = setup.red(replace(wrong, plans={"shifan": plan})).splitlines()

    address = f"{setup.context.base_url}/wechat/main"
    assert red == [
        f"✗ 公众号 main 回调:{address} 回答 HTTP 403:请查反向代理,或令牌 Token 是否一致",
        "✗ 公众号 main 模板 alert:程序没有 mood 这个值,请从 fields 里去掉;"
        "phrase3 太短,放不下“三年级2班”;number5 要数字,现在是“待核实”;"
        "公众号的模板列表(1个)里没有 NOTICE,编号不对时微信会拒收(40037):"
        "请在公众平台核对模板ID,并确认是这个公众号的",
        "✗ 公众号 main 模板 alert_notice:phrase3 要 1 到 5 个汉字,现在是“2026年11月24日 13:00”;"
        "模板里的 thing5 没有填,微信会拒收;模板里的 time4 没有填,微信会拒收",
        "✗ 公众号 main 模板 welcome:程序没有这个用途,请改成 alert、alert_notice 或 remind",
        "✗ 示范小学 提醒:第1个通知渠道(nosuch://…)apprise 不认识,请查写法",
    ]


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
