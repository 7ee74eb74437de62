"""The demo's school (示范小学): its config, its account at the local WeChat, its people."""

from __future__ import annotations

import json
import secrets
import string
import time
from datetime import UTC, datetime, timedelta
from functools import cached_property, partial
from pathlib import Path
from typing import Any

import requests

from clock import SHANGHAI
from commands.demo.account import NAMES, SCHOOL, account_file
from commands.init import initialise
from context import Context
from homework.days import day_words
from models.staff import Role, add_staff, staff_of
from opening import open_context
from settings import Settings, read_settings

EVENING_HOUR = 19
_UP_WITHIN = 40.0

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

[school.publication]
mode = "formal"
answer_until = "none"

[school.rectification]
prefix = "示小作改"

[school.channels]
urls = ["json://127.0.0.1:{wechat_port}/sim/robot"]
"""


class Demo:
    """Where a demo lives: its folder, its ports, its files."""

    def __init__(self, data_dir: Path, port: int) -> None:
        self.data_dir = data_dir
        self.port = port
        self.wechat_port = port + 1
        self.url = f"http://127.0.0.1:{port}"
        self.wechat_url = f"http://127.0.0.1:{self.wechat_port}"
        self.config_path = data_dir / "config.toml"
        self.account_path = data_dir / "account.json"

    @cached_property
    def settings(self) -> Settings:
        """The settings, once `prepare` has written them."""
        return read_settings(self.config_path)

    def clock_offset(self) -> float:
        """Seconds by which the demo's clock is ahead of the machine's."""
        return self.settings.site.clock_offset.total_seconds()

    def now(self) -> datetime:
        """The demo's time."""
        return (datetime.now(UTC) + timedelta(seconds=self.clock_offset())).astimezone(SHANGHAI)

    def opening_words(self) -> str:
        """11月23日(周一) 19:00, for the welcome."""
        now = self.now()
        return f"{day_words(now.date())} {now:%H:%M}"

    def open(self) -> Context:
        """The store and all the rest, for seeding; close its store afterwards."""
        return open_context(self.settings)


def prepare(demo: Demo) -> None:
    """Write the demo's files where there are none, and bring its database up to date."""
    demo.data_dir.mkdir(parents=True, exist_ok=True)
    if not demo.config_path.exists():
        values = {
            "app_id": "wx" + secrets.token_hex(8),
            "app_secret": secrets.token_hex(16),
            "token": secrets.token_hex(12),
            "aes_key": "".join(secrets.choice(string.ascii_letters) for _ in range(43)),
        }
        _write_config(demo, values, 0)
        _write_config(demo, values, _offset_to_evening(read_settings(demo.config_path)))
        initialise(demo.settings)
        account = account_file(demo, values)
        demo.account_path.write_text(json.dumps(account, ensure_ascii=False), encoding="utf-8")
    initialise(demo.settings)


def _write_config(demo: Demo, values: dict[str, str], offset: int) -> None:
    text = _CONFIG.format(
        url=demo.url,
        data=demo.data_dir.as_posix(),
        wechat=demo.wechat_url,
        wechat_port=demo.wechat_port,
        offset=offset,
        **values,
    )
    demo.config_path.write_text(text, encoding="utf-8")


def _offset_to_evening(settings: Settings) -> int:
    """Seconds from now to 19:00 of the last school day, today included."""
    now = datetime.now(UTC).astimezone(SHANGHAI)
    day = settings.schools[0].calendar.last_school_day(now.date())
    evening = datetime(day.year, day.month, day.day, EVENING_HOUR, tzinfo=SHANGHAI)
    return round((evening - now).total_seconds())


def wait_until_up(demo: Demo) -> None:
    """Wait for the three programs to answer; raises TimeoutError with the log to look at."""
    deadline = time.monotonic() + _UP_WITHIN
    waiting = {"wechat": f"{demo.wechat_url}/sim/clock", "web": f"{demo.url}/healthz"}
    while waiting:
        for name, address in list(waiting.items()):
            if _answers(address):
                del waiting[name]
        if time.monotonic() > deadline:
            logs = "、".join(str(demo.data_dir / "log" / f"{name}.log") for name in waiting)
            raise TimeoutError(f"{_UP_WITHIN:.0f} 秒内没有起来,请看 {logs}")
        if waiting:
            time.sleep(0.1)


def _answers(address: str) -> bool:
    try:
        return requests.get(address, timeout=2).status_code in (200, 503)
    except (requests.ConnectionError, requests.Timeout):  # pages may still be loading
        return False


def seed(demo: Demo) -> None:
    """Put the demo's people in place, through the chat as real people would."""
    context = demo.open()
    now = context.clock.now()
    try:
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
