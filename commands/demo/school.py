"""The demo's school (示范小学): its config and its people, put in place and waited for."""

from __future__ import annotations

import json
import secrets
import string
import time
from collections.abc import Collection
from datetime import datetime
from functools import partial
from typing import Any

import requests

from clock import SHANGHAI, SystemClock
from commands.demo.account import NAMES, SCHOOL, account_file
from commands.demo.home import Demo
from commands.demo.menu import make_menu
from commands.init import initialise
from context import Context
from models.staff.people import Role, add_staff, staff_of
from settings import Settings, read_settings

EVENING_HOUR = 19
_UP_WITHIN = 40.0
"""Seconds somebody looks at a terminal before they want to be told where the logs are."""

STAFF: tuple[tuple[str, Role, str, dict[str, Any]], ...] = (
    ("oDean", Role.DEAN, "教导处", {}),
    ("oPrincipal", Role.PRINCIPAL, "周校长", {}),
    ("oHomeroom", Role.HOMEROOM, "林老师", {"homeroom_class": "3-2"}),
    ("oLeader", Role.GRADE_LEADER, "李老师", {"grade": 3}),
)
"""Who works at the school: openid, role, what the school calls them, and details."""

_CONFIG = """\
[site]
base_url = "{url}"
data_dir = "{data}"
demo = true
clock_offset = {offset}

[[account]]
id = "main"
kind = "verified_service"
app_id = "{app_id}"
app_secret = "{app_secret}"
original_id = "gh_shifan"
webhook_token = "{token}"
aes_key = "{aes_key}"
mode = "safe"
api_base = "{wechat}"

[account.templates.alert]
id = "TEMPLATE-ALERT"
fields = {{ school_class = "thing2", finding = "thing5", stage = "phrase3", time = "time4" }}

[[school]]
id = "shifan"
name = "示范小学"
account = "main"
policy = ["national-2021"]
classes = {{ "1" = 4, "2" = 4, "3" = 4, "4" = 4, "5" = 4, "6" = 4 }}
"""
_WAYS = """
[account.templates.remind]
id = "TEMPLATE-REMIND"

[school.publication]
mode = "formal"
answer_until = "none"

[school.rectification]
prefix = "示小作改"

[school.channels]
urls = ["json://127.0.0.1:{wechat_port}/sim/robot"]
"""


def prepare(demo: Demo, ways: str = _WAYS, offset: int | None = None) -> None:
    """Write the demo's files where there are none, and bring its database up to date.

    `ways` is what the school does its own way, as the rest of its config; `offset` moves its
    clock, to an evening where none is given.
    """
    demo.data_dir.mkdir(parents=True, exist_ok=True)
    if not demo.config_path.exists():
        values = {
            "app_id": "wx" + secrets.token_hex(8),
            "app_secret": secrets.token_hex(16),
            "token": secrets.token_hex(12),
            "aes_key": "".join(secrets.choice(string.ascii_letters) for _ in range(43)),
        }
        _write_config(demo, values, ways, offset or 0)
        if offset is None:
            evening = _offset_to_evening(read_settings(demo.config_path))
            _write_config(demo, values, ways, evening)
        initialise(demo.settings)
        account = account_file(demo, values)
        demo.account_path.write_text(json.dumps(account, ensure_ascii=False), encoding="utf-8")
    initialise(demo.settings)


def _write_config(demo: Demo, values: dict[str, str], ways: str, offset: int) -> None:
    text = (_CONFIG + ways).format(
        url=demo.url,
        data=demo.data_dir.as_posix(),
        wechat=demo.wechat_url,
        wechat_port=demo.wechat_port,
        offset=offset,
        **values,
    )
    demo.config_path.write_text(text, encoding="utf-8")


def _offset_to_evening(settings: Settings) -> int:
    """Seconds from now to 19:00 of the last school day, today included; before days off, to the day
    before: a Friday's homework may take three evenings, and nobody's would be too much."""
    now, calendar = SystemClock().now(), settings.schools[0].calendar
    day = calendar.last_school_day(now.date())
    while calendar.covers_days_off(day):
        day = calendar.previous_school_day(day)
    evening = datetime(day.year, day.month, day.day, EVENING_HOUR, tzinfo=SHANGHAI)
    return round((evening - now).total_seconds())


def wait_until_up(demo: Demo, *, healthy: bool = False, within: float = _UP_WITHIN) -> None:
    """Wait for local WeChat and the website to answer, or for the website to find all of it healthy;
    raises TimeoutError with the log to look at."""
    fine = (200,) if healthy else (200, 503)
    deadline = time.monotonic() + within
    waiting = {"wechat": f"{demo.wechat_url}/sim/clock", "web": f"{demo.url}/healthz"}
    while waiting:
        for name, address in list(waiting.items()):
            if _answers(address, fine):
                del waiting[name]
        if time.monotonic() > deadline:
            logs = "、".join(str(demo.data_dir / "log" / f"{name}.log") for name in waiting)
            raise TimeoutError(f"{within:.0f} 秒内没有起来,请看 {logs}")
        if waiting:
            time.sleep(0.1)


def _answers(address: str, fine: Collection[int]) -> bool:
    try:
        return requests.get(address, timeout=2).status_code in fine
    except (requests.ConnectionError, requests.Timeout):  # pages may still be loading
        return False


def seed(demo: Demo) -> None:
    """Put the demo's people in place, through the chat as real people would."""
    context = demo.open()
    now = context.clock.now()
    try:
        make_menu(context)
        for openid, name in NAMES.items():
            _post(demo, "/sim/people", {"openid": openid, "name": name})
        for openid, role, called, details in STAFF:
            if _has(context, called):
                continue
            adding = partial(
                add_staff, school_id=SCHOOL, role=role, name=called, now=now, **details
            )
            _, code = context.store.write(adding)
            _post(demo, f"/sim/people/{openid}/follow", {})
            _post(demo, f"/sim/people/{openid}/text", {"text": f"我是 {code}"})
    finally:
        context.store.close()


def _has(context: Context, called: str) -> bool:
    with context.store.reading() as connection:
        return any(person.name == called for person in staff_of(connection, SCHOOL))


def _post(demo: Demo, path: str, body: dict[str, Any]) -> dict[str, Any]:
    answer = requests.post(demo.wechat_url + path, json=body, timeout=30)
    reply: dict[str, Any] = answer.json()
    return reply
