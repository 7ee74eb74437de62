"""kill -9 while an evening is played: nothing acknowledged is lost, nobody is alerted twice."""

from __future__ import annotations

import os
import random
import secrets
import signal
import threading
import time
from collections import Counter
from pathlib import Path

import pytest
import requests
import sqlalchemy as sa

from commands.demo.account import ACCOUNT
from commands.demo.evening import DEAN, Play, Progress
from commands.demo.home import Demo
from models.families.reporters import Door, Reporter
from models.reporting.assignments import AssignmentRow
from models.reporting.reports import ReportRow
from tests.patience import PATIENCE, wait_until
from tests.processes.conftest import Running, running_demo

pytestmark = pytest.mark.processes


def kill(pid: int) -> None:
    try:
        os.kill(pid, signal.SIGKILL)
    except ProcessLookupError:
        pass


def web_workers(parent: int) -> list[int]:
    """The worker processes of a web server: its children that have threads of their own."""
    found: list[int] = []
    for task in Path(f"/proc/{parent}/task").glob("*/children"):
        found.extend(int(pid) for pid in task.read_text().split())
    return found


VICTIMS = ("worker", "web", "scheduler") * 2
FAMILIES_BETWEEN_KILLS = 8


class Killer(threading.Thread):
    """Kills a web worker, the web server's parent and the scheduler in turn.

    Counts families, not seconds: a fast machine plays the evening in a few seconds, a slow one in
    a minute, and both must lose all six."""

    def __init__(self, running: Running, luck: random.Random) -> None:
        super().__init__(daemon=True)
        self.killed: Counter[str] = Counter()
        self._running, self._luck = running, luck
        self._spoken = 0
        self._progressed = threading.Condition()

    def note(self, progress: Progress) -> None:
        with self._progressed:
            self._spoken = progress.done
            self._progressed.notify()

    def run(self) -> None:
        for number, victim in enumerate(VICTIMS, start=1):
            self._wait_until_spoken(number * FAMILIES_BETWEEN_KILLS)
            self._kill(victim)

    def _wait_until_spoken(self, families: int) -> None:
        with self._progressed:
            self._progressed.wait_for(lambda: self._spoken >= families)

    def _kill(self, victim: str) -> None:
        # The one killed before may still be coming back.
        kill(self._luck.choice(wait_until(lambda: self._targets(victim))))
        self.killed[victim] += 1

    def _targets(self, victim: str) -> list[int]:
        pids = self._running.children.pids()
        return web_workers(pids["web"]) if victim == "worker" else [pids[victim]]


def shown_alerts(demo: Demo, openid: str) -> list[str]:
    answer = requests.get(f"{demo.wechat_url}/sim/people/{openid}/messages", timeout=PATIENCE)
    return [
        field["value"]
        for message in answer.json()
        if message.get("template")
        for field in message["template"]["fields"]
        if field["label"] == "班级"
    ]


def stored(demo: Demo) -> dict[str, tuple[str, int]]:
    """subject id → (door, how many reports) of everybody who has a report."""
    context = demo.open()
    try:
        with context.store.reading() as connection:
            rows = connection.execute(
                sa.select(Reporter.subject_id, Reporter.door, sa.func.count())
                .join(
                    ReportRow,
                    sa.and_(
                        ReportRow.school_id == Reporter.school_id,
                        ReportRow.reporter_id == Reporter.id,
                    ),
                )
                .group_by(Reporter.subject_id, Reporter.door)
            )
            return {row[0]: (row[1], row[2]) for row in rows}
    finally:
        context.store.close()


def test_killing_web_and_scheduler_during_an_evening_loses_and_repeats_nothing(
    demo_folder: Path,
) -> None:
    seed = secrets.randbits(31)
    print(f"seed {seed}")
    with running_demo(demo_folder) as running:
        play = Play(running.demo, seed)
        killer = Killer(running, random.Random(seed))
        killer.start()
        expected = play.play(killer.note).expected
        killer.join(PATIENCE)
        # The scheduler that came back waits for a dead one's lease before it acts.
        wait_until(lambda: shown_alerts(running.demo, DEAN))
        wait_until_healthy(running.demo)

        rows = stored(running.demo)
        keys = running.keys()
        lost = [
            openid
            for openid in {openid for openid, _ in play.acknowledged}
            if keys.subject_id(ACCOUNT, openid) not in rows
        ]
        assert killer.killed == Counter(VICTIMS)
        assert len(play.acknowledged) > 50  # else nothing was promised, and nothing could be lost
        assert lost == []
        assert all(reports == 1 for _, reports in rows.values())
        assert wrong_minutes(running.demo, play) == []
        pages = sum(door == Door.PAGE for door, _ in rows.values())
        assert pages == sum(not family.chats for family in play.families)
        assert shown_alerts(running.demo, DEAN) == [expected]


def wrong_minutes(demo: Demo, play: Play) -> list[tuple[str, dict[str, int | None]]]:
    """Families all of whose words were acknowledged, and whose stored minutes are not what they said."""
    said: dict[str, set[str]] = {}
    for openid, text in play.acknowledged:
        said.setdefault(openid, set()).add(text[:2])
    context = demo.open()
    wrong = []
    with context.store.reading() as connection:
        for family in play.families:
            if not family.chats or not {"语文", "数学", "英语"} <= said.get(family.openid, set()):
                continue
            subject_id = context.keys.subject_id(ACCOUNT, family.openid)
            minutes: dict[str, int | None] = {
                row.subject: row.minutes_low
                for row in connection.execute(
                    sa.select(AssignmentRow.subject, AssignmentRow.minutes_low)
                    .join(ReportRow, ReportRow.id == AssignmentRow.report_id)
                    .join(Reporter, Reporter.id == ReportRow.reporter_id)
                    .where(Reporter.subject_id == subject_id)
                )
            }
            chinese, maths, english = family.minutes
            # The correction may have been refused aloud, and then the first figure stands.
            right = [
                minutes.get("语文") == chinese,
                minutes.get("数学") in (maths, maths - 5, maths + 5),
                minutes.get("英语") == english,
            ]
            if not all(right):
                wrong.append((family.openid, minutes))
    context.store.close()
    return wrong


def test_two_schedulers_at_once_send_one_alert(demo_folder: Path) -> None:
    with running_demo(demo_folder, schedulers=2) as running:
        demo = running.demo
        links = requests.get(f"{demo.url}/demo/classes.json", timeout=PATIENCE).json()
        for number in range(4):
            openid = f"oTwo{number}"
            say(demo, "", {"openid": openid, "name": f"家长{number}"})
            say(demo, f"/{openid}/scan", {"scene": links["3-2"]["scene"]})
            say(demo, f"/{openid}/text", {"text": f"数学卷子{80 + number}分钟"})
        wait_until(lambda: shown_alerts(demo, DEAN))
        time.sleep(5)  # two more ticks of both, in which a second alert would come

        assert shown_alerts(demo, DEAN) == [links["3-2"]["name"]]


def say(demo: Demo, path: str, body: dict[str, str]) -> None:
    requests.post(
        f"{demo.wechat_url}/sim/people{path}", json=body, timeout=PATIENCE
    ).raise_for_status()


def wait_until_healthy(demo: Demo) -> None:
    """Everything comes back by itself: database, scheduler's heartbeat, empty outbox."""

    def healthy() -> bool:
        try:
            return requests.get(f"{demo.url}/healthz", timeout=PATIENCE).status_code == 200
        except (requests.ConnectionError, requests.Timeout):
            return False

    wait_until(healthy)
