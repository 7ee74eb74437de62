"""A school under test (被测学校): its config, its local WeChat, its scheduler, as real processes."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from typing import Any

import requests

from bench.servers import ROOT, free_port
from commands.init import initialise
from context import Context
from homework.report import Assignment, Kind, Minutes, Report, Subject
from models.followers import save_follower
from models.intake import About, Speaker, record_report
from models.reporters import Door
from models.schools import ClassKey, find_class
from models.staff import Role, TypedCode, add_staff, bind_staff
from opening import open_context
from settings import read_settings

DEAN, DEPUTY = "oDean", "oDeputy"
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
app_id = "wx0123456789abcdef"
app_secret = "0123456789abcdef0123456789abcdef"
original_id = "gh_bench"
webhook_token = "benchtoken"
mode = "plain"
api_base = "http://127.0.0.1:{wechat}"
[account.templates.alert]
id = "ALERT"
fields = {fields}
[[school]]
id = "shifan"
name = "示范小学"
account = "main"
classes = {{ "1" = 4, "2" = 4, "3" = 4, "4" = 4, "5" = 4, "6" = 4 }}
[school.alerts]
quiet = "03:00-03:01"
"""


def offset_to_afternoon(now: float) -> int:
    """Seconds to add so that it is 13:00 of a school day in Shanghai: no quiet hour is near."""
    day = int((now + 8 * 3600) // 86400)
    while (day + 3) % 7 >= 5:  # 1970-01-01 was a Thursday
        day -= 1
    return int(day * 86400 - 8 * 3600 + 13 * 3600 - now)


@dataclass
class School:
    """One folder with everything in it; `close` ends every process that was started."""

    folder: Path
    database: str = ""  # SQLite in the folder unless named
    wechat_port: int = field(default_factory=free_port)
    processes: list[subprocess.Popen[bytes]] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.offset = offset_to_afternoon(time.time())
        self.config = self.folder / "config.toml"
        database = f'[database]\nurl = "{self.database}"\n' if self.database else ""
        self.config.write_text(
            _CONFIG.format(
                folder=self.folder.as_posix(),
                web=free_port(),
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
        self._hire(DEAN, Role.DEAN, "教导处")

    def open(self) -> Context:
        return open_context(read_settings(self.config))

    def _start_wechat(self) -> None:
        account = {
            "app_id": "wx0123456789abcdef",
            "app_secret": "0123456789abcdef0123456789abcdef",
            "original_id": "gh_bench",
            "name": "bench",
            "kind": "verified_service",
            "webhook_url": "",
            "webhook_token": "benchtoken",
            "aes_key": "abcdefghijklmnopqrstuvwxyz0123456789ABCDEFG",
            "mode": "plain",
            "templates": {"ALERT": {"title": "提醒", "fields": _ALERT_KEYS}},
        }
        file = self.folder / "account.json"
        file.write_text(json.dumps(account, ensure_ascii=False), encoding="utf-8")
        self.spawn(
            [
                *(sys.executable, "-m", "simulator", "--port", str(self.wechat_port)),
                *("--state", str(self.folder / "wechat.db"), "--account", str(file)),
                *("--clock-offset", str(self.offset)),
            ],
            "wechat",
        )
        wait_for(lambda: self.sim("clock") is not None, 30)

    def spawn(
        self, command: list[str], name: str, environ: Mapping[str, str] | None = None
    ) -> subprocess.Popen[bytes]:
        with (self.folder / f"{name}.log").open("ab") as log:
            process = subprocess.Popen(
                command,
                cwd=ROOT,
                env={**os.environ, **(environ or {})},
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
            )
        self.processes.append(process)
        return process

    def scheduler(
        self, lease: float = 1.5, fail: str = "", name: str = "scheduler"
    ) -> subprocess.Popen[bytes]:
        """Start a scheduler with a short lease, and a failpoint where one is named."""
        environ = {"HW_TESTING": "1", **({"HW_FAIL": fail} if fail else {})}
        command = [sys.executable, "app.py", "scheduler", "--config", str(self.config)]
        return self.spawn([*command, "--tick", "0.3", "--lease", str(lease)], name, environ)

    def sim(self, path: str, body: Any = None) -> Any:
        """Ask the local WeChat's control interface; None while it is not up."""
        address = f"http://127.0.0.1:{self.wechat_port}/sim/{path}"
        try:
            if body is None:
                return requests.get(address, timeout=10).json()
            return requests.post(address, json=body, timeout=10).json()
        except requests.ConnectionError:
            return None

    def _hire(self, openid: str, role: Role, name: str) -> None:
        self.sim("people", {"name": name, "openid": openid})
        self.sim(f"people/{openid}/follow", {})
        context = self.context
        subject, now = context.keys.subject_id("main", openid), context.clock.now()
        sealed = context.keys.seal(openid)

        def job(connection: Any) -> None:
            _, code = add_staff(connection, "shifan", role, name, now)
            bind_staff(connection, TypedCode("main", subject, code), now)
            save_follower(connection, "main", subject, openid_sealed=sealed, is_subscribed=True)

        context.store.write(job)

    def report_over(self, grade: int, number: int) -> None:
        """Four families of a class report far more than its cap."""
        context = self.context
        now = context.clock.now()
        day = now.date()
        with context.store.reading() as connection:
            school_class = find_class(connection, "shifan", grade, number, day)
        assert school_class is not None
        about = About(ClassKey("shifan", school_class.id), grade, day)
        homework = Assignment(Subject.MATHS, "卷子", Minutes.exactly(85), Kind.WRITTEN)
        for family in range(4):
            speaker = Speaker(f"{grade}-{number}-{family}", Door.CHAT)
            said = Report(assignments=(homework,))
            saving = partial(
                record_report,
                plan=context.plans["shifan"],
                speaker=speaker,
                about=about,
                report=said,
                now=now,
            )
            context.store.write(saving)

    def shown(self) -> list[dict[str, Any]]:
        """Every template message anyone was ever shown."""
        return [each for each in self.sim("shown") or [] if each["client_msg_id"]]

    def close(self) -> None:
        self.context.store.close()
        for process in self.processes:
            if process.poll() is None:
                process.send_signal(signal.SIGCONT)
                process.kill()
            process.wait()


def wait_for(is_true: Callable[[], object], seconds: float) -> bool:
    """Poll until something is true; False when it was not in time."""
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline:
        if is_true():
            return True
        time.sleep(0.05)
    return False
