"""A school under test (被测学校): its config, its local WeChat, its scheduler, as real processes."""

from __future__ import annotations

import json
import subprocess
import time
from dataclasses import dataclass, field
from datetime import datetime
from functools import partial
from pathlib import Path
from typing import Any

import requests

from bench.ports import free_port
from bench.programs import Programs, is_listening, wait_for
from clock import SHANGHAI
from commands.init import initialise
from context import Context
from homework.report import Assignment, Kind, Minutes, Report, Subject
from models.account.followers import choose_class, save_follower
from models.families.reporters import Door
from models.reporting.intake import About, Said, Speaker, take_in
from models.schools import ClassKey, SchoolClass, find_class
from models.staff.people import Role, TypedCode, add_staff, bind_staff
from opening import open_context
from settings import read_settings

DEAN = "oDean"
APP_ID = "wx0123456789abcdef"
_ALERT_KEYS = {"thing2": "班级", "thing5": "情况", "phrase3": "状态", "time4": "时间"}
_FIELDS = '{ school_class = "thing2", finding = "thing5", stage = "phrase3", time = "time4" }'
_CONFIG = """\
[site]
base_url = "http://127.0.0.1:{web}"
data_dir = "{folder}/data"
demo = true
clock_offset = {offset}
{database}
[[account]]
id = "main"
kind = "verified_service"
app_id = "{app_id}"
app_secret = "0123456789abcdef0123456789abcdef"
original_id = "gh_bench"
webhook_token = "benchtoken"
mode = "plain"
api_base = "http://127.0.0.1:{wechat}"
[account.templates.alert]
id = "ALERT"
fields = {fields}
[account.templates.alert_notice]
id = "NOTICE"
fields = {fields}
[[school]]
id = "shifan"
name = "示范小学"
account = "main"
classes = {{ "1" = 4, "2" = 4, "3" = 4, "4" = 4, "5" = 4, "6" = 4 }}
[school.alerts]
quiet = "03:00-03:01"
"""


_EVENING = datetime(2026, 11, 23, 18, 5, tzinfo=SHANGHAI)
"""When every run begins: a Monday of term, no quiet hour and no day off near, and the hours of the
day's own jobs over: a spot check's list, drawn by whoever acts first, is a message more or less."""


@dataclass
class School:
    """One folder with everything in it; `close` ends every process that was started."""

    folder: Path
    database: str = ""  # SQLite in the folder unless named
    wechat_port: int = field(default_factory=free_port)
    web_port: int = field(default_factory=free_port)
    programs: Programs = field(init=False)

    def __post_init__(self) -> None:
        self.programs = Programs(self.folder)
        self.offset = round(_EVENING.timestamp() - time.time())
        self.config = self.folder / "config.toml"
        database = f'[database]\nurl = "{self.database}"\n' if self.database else ""
        self.config.write_text(
            _CONFIG.format(
                folder=self.folder.as_posix(),
                web=self.web_port,
                app_id=APP_ID,
                wechat=self.wechat_port,
                database=database,
                fields=_FIELDS,
                offset=self.offset,
            ),
            encoding="utf-8",
        )
        initialise(read_settings(self.config))
        self.context = self.open()
        self._start_wechat()
        self.hire(DEAN, Role.DEAN, "教导处")

    def open(self) -> Context:
        return open_context(read_settings(self.config))

    def _start_wechat(self) -> None:
        account = {
            "app_id": APP_ID,
            "app_secret": "0123456789abcdef0123456789abcdef",
            "original_id": "gh_bench",
            "name": "bench",
            "kind": "verified_service",
            "webhook_url": "",
            "webhook_token": "benchtoken",
            "aes_key": "abcdefghijklmnopqrstuvwxyz0123456789ABCDEFG",
            "mode": "plain",
            "templates": {
                "ALERT": {"title": "提醒", "fields": _ALERT_KEYS},
                "NOTICE": {"title": "提醒(订阅)", "kind": "subscription", "fields": _ALERT_KEYS},
            },
        }
        file = self.folder / "account.json"
        file.write_text(json.dumps(account, ensure_ascii=False), encoding="utf-8")
        self.programs.start(
            [
                *("-m", "simulator", "--port", str(self.wechat_port)),
                *("--state", str(self.folder / "wechat.db"), "--account", str(file)),
                *("--clock-offset", str(self.offset)),
            ],
            "wechat",
        )
        wait_for(lambda: self.sim("clock") is not None, 30)

    def scheduler(
        self, lease: float = 4.0, fail: str = "", name: str = "scheduler", tick: float = 0.3
    ) -> subprocess.Popen[bytes]:
        """Start a scheduler with a short lease, and a failpoint where one is named."""
        pace = ("--tick", str(tick), "--lease", str(lease))
        command = ["scheduler", "--config", str(self.config), *pace]
        return self.programs.start_ours(command, name, fail)

    def server(self, fail: str = "") -> None:
        """Start the web server, two workers, and have the local WeChat deliver to it."""
        place = ("--port", str(self.web_port), "--workers", "2")
        self.programs.start_ours(["serve", "--config", str(self.config), *place], "web", fail)
        if not wait_for(lambda: is_listening(self.web_port), 60):
            raise TimeoutError(self.programs.log("web")[-2000:])
        address = f"http://127.0.0.1:{self.web_port}/wechat/main"
        self.sim(f"accounts/{APP_ID}", {"webhook_url": address})

    def sim(self, path: str, body: Any = None) -> Any:
        """Ask the local WeChat's control interface; None while it is not up."""
        address = f"http://127.0.0.1:{self.wechat_port}/sim/{path}"
        try:
            if body is None:
                return requests.get(address, timeout=60).json()
            return requests.post(address, json=body, timeout=60).json()
        except requests.ConnectionError:
            return None

    def follow(self, openid: str, name: str) -> None:
        """Somebody follows the account, before it has a server to hear of it."""
        self.sim("people", {"name": name, "openid": openid})
        self.sim(f"people/{openid}/follow", {})

    def hire(self, openid: str, role: Role, name: str, **details: Any) -> None:
        """A member of the staff who follows the account and has sent their code."""
        self.follow(openid, name)
        context = self.context
        subject, now = context.keys.subject_id("main", openid), context.clock.now()
        sealed = context.keys.seal(openid)

        def job(connection: Any) -> None:
            _, code = add_staff(connection, "shifan", role, name, now, **details)
            bind_staff(connection, TypedCode("main", subject, code), now)
            save_follower(connection, "main", subject, openid_sealed=sealed, is_subscribed=True)

        context.store.write(job)

    def join(self, openid: str, grade: int, number: int) -> None:
        """A parent who follows the account and has scanned the poster of a class."""
        self.follow(openid, "家长")
        key = ClassKey("shifan", self.school_class(grade, number).id)
        subject = self.context.keys.subject_id("main", openid)
        self.context.store.write(lambda c: choose_class(c, "main", subject, key))

    def school_class(self, grade: int, number: int) -> SchoolClass:
        with self.context.store.reading() as connection:
            day = self.context.clock.now().date()
            found = find_class(connection, "shifan", grade, number, day)
        assert found is not None
        return found

    def report_over(self, grade: int, number: int) -> None:
        """Four families of a class report far more than its cap."""
        context = self.context
        now = context.clock.now()
        school_class = self.school_class(grade, number)
        about = About(ClassKey("shifan", school_class.id), grade, now.date())
        homework = Assignment(Subject.MATHS, "卷子", Minutes.exactly(85), Kind.WRITTEN)
        for family in range(4):
            speaker = Speaker(f"{grade}-{number}-{family}", Door.CHAT)
            said = Said(speaker, about, Report(assignments=(homework,)), now)
            saving = partial(take_in, plan=context.plans["shifan"], said=said)
            context.store.write(saving)

    def shown(self) -> list[dict[str, Any]]:
        """Every template message anyone was ever shown."""
        return [each for each in self.sim("shown") or [] if each["client_msg_id"]]

    def close(self) -> None:
        self.context.store.close()
        self.programs.close()
