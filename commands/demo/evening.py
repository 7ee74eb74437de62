"""An evening played fast (演一个晚上): sixty families over HTTP, then the alert that must come."""

from __future__ import annotations

import json
import random
import secrets
import subprocess
import sys
import threading
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

import requests

from commands.demo.account import SCHOOL
from commands.demo.families import NONSENSE, Family, families_of, over_class
from commands.demo.home import Demo
from commands.demo.past_cases import newest_case
from commands.demo.visitor import Visitor
from models.schools import ClassKey, classes_of

_THREADS = 8
_ALERT_WITHIN = 60.0
_ROOT = Path(__file__).resolve().parent.parent.parent
DEAN = "oDean"
_RECEIPT_WORDS = ("已记", "已改", "已补全")
"""What only a reply says that promises a report is kept."""


@dataclass(slots=True)
class Progress:
    """How far the evening is; written to a file for the demo's front page."""

    run: int
    total: int
    done: int = 0
    sent: dict[str, int] = field(default_factory=lambda: {"chat": 0, "page": 0, "nonsense": 0})
    unanswered: int = 0
    stage: str = "playing"
    seconds: float = 0.0
    alerted: list[str] = field(default_factory=list)
    expected: str = ""
    number: int | None = None
    """What the alert's case is called by: 收到7."""


class Play:
    """One run of the evening."""

    def __init__(self, demo: Demo, seed: int) -> None:
        self._demo = demo
        self._visitor = Visitor(demo)
        self._lock = threading.Lock()
        self._began = time.monotonic()
        self._run = _next_run(demo)
        self._luck = random.Random(seed)
        self.families = families_of(self._run, self._luck)
        self.progress = Progress(self._run, total=len(self.families))
        self.acknowledged: list[tuple[str, str]] = []

    def play(self, show: Callable[[Progress], None]) -> Progress:
        """Let every family speak, then wait for the alert; `show` is called as it goes."""
        links = self._visitor.class_links()
        self.progress.expected = links[over_class(self._run)]["name"]
        before = self._visitor.alerted_classes(DEAN)
        with ThreadPoolExecutor(_THREADS) as pool:
            seeds = [self._luck.randrange(1 << 30) for _ in self.families]
            jobs = [
                pool.submit(self._one_family, family, links[family.slug], seed, show)
                for family, seed in zip(self.families, seeds, strict=True)
            ]
            for job in jobs:
                job.result()
        self._wait_for_alert(before, show)
        return self.progress

    def _one_family(
        self,
        family: Family,
        link: dict[str, str],
        seed: int,
        show: Callable[[Progress], None],
    ) -> None:
        luck = random.Random(seed)
        if family.chats:
            self._chat(family, link, luck)
        else:
            self._fill_in(family, link, luck)
        if luck.random() < 0.4:
            self._babble(family, luck)
        self._note(show, done=1)

    def _chat(self, family: Family, link: dict[str, str], luck: random.Random) -> None:
        self._visitor.follow(family.openid, family.name, link["scene"])
        for text in family.texts(luck):
            copies = 3 if luck.random() < 0.15 else 1
            replies = self._visitor.say(family.openid, text, copies)
            self._count("chat", bool(replies))
            if any(word in reply for reply in replies for word in _RECEIPT_WORDS):
                with self._lock:
                    self.acknowledged.append((family.openid, text))

    def _fill_in(self, family: Family, link: dict[str, str], luck: random.Random) -> None:
        device = self._visitor.device(link["address"])
        for sheet in family.sheets(luck):
            self._count("page", device.send(sheet))

    def _babble(self, family: Family, luck: random.Random) -> None:
        openid = family.openid if family.chats else f"{family.openid}s"
        self._visitor.meet(openid, f"{family.name}(路过)")
        self._count("nonsense", bool(self._visitor.say(openid, luck.choice(NONSENSE), 1)))

    def _count(self, door: str, answered: bool) -> None:
        with self._lock:
            self.progress.sent[door] += 1
            self.progress.unanswered += 0 if answered else 1

    def _note(self, show: Callable[[Progress], None], done: int = 0) -> None:
        with self._lock:
            self.progress.done += done
            self.progress.seconds = round(time.monotonic() - self._began, 1)
            write_progress(self._demo, self.progress)
            show(self.progress)

    def _wait_for_alert(self, before: list[str], show: Callable[[Progress], None]) -> None:
        self.progress.stage = "waiting"
        deadline = time.monotonic() + _ALERT_WITHIN
        while time.monotonic() < deadline:
            fresh = [name for name in self._visitor.alerted_classes(DEAN) if name not in before]
            self.progress.alerted = sorted(set(fresh))
            if self.progress.expected in self.progress.alerted:
                self.progress.number = _case_number(self._demo, over_class(self._run))
                break
            self._note(show)
            time.sleep(0.5)
        self.progress.stage = "done"
        self._note(show)


def _case_number(demo: Demo, slug: str) -> int:
    """The number of a class's newest case."""
    context = demo.open()
    try:
        with context.store.reading() as connection:
            today = context.clock.now().date()
            classes = classes_of(connection, SCHOOL, today)
            found = next(each for each in classes if each.slug(today) == slug)
            return newest_case(connection, ClassKey(SCHOOL, found.id))
    finally:
        context.store.close()


def play(demo: Demo, seed: int | None) -> int:
    """`demo --play`: play an evening in the demo that is running; 0 when only the right class
    was alerted."""
    if not demo.config_path.exists() or not _is_up(demo):
        print("演示还没有开着。先在另一个窗口运行 make demo。", file=sys.stderr)
        return 2
    seed = secrets.randbits(31) if seed is None else seed
    run = Play(demo, seed)
    print(f"随机种子 {seed};{len(run.families)} 户家庭")
    progress = _shown_while_playing(run)
    sent = progress.sent
    print(
        f"{sent['chat']} 条对话反馈、{sent['page']} 份网页反馈、{sent['nonsense']} 条闲话,"
        f"{progress.unanswered} 条没有得到回答,共 {progress.seconds:.0f} 秒"
    )
    print(f"教导处手机收到的提醒:{'、'.join(progress.alerted) or '(没有)'}")
    print(f"真正超标的班级:{progress.expected}")
    if progress.alerted != [progress.expected]:
        print("不对:应当正好是这一个班。", file=sys.stderr)
        return 1
    number = progress.number
    print(
        f"接下来:在教导处的手机上回 收到{number}、核实{number} 电话、公示{number},再看大厅公示屏。"
    )
    return 0


def _shown_while_playing(run: Play) -> Progress:
    from rich.progress import BarColumn, TextColumn
    from rich.progress import Progress as Bar

    with Bar(
        TextColumn("{task.description}"), BarColumn(), TextColumn("{task.completed}/{task.total}")
    ) as bar:
        task = bar.add_task("演一个晚上", total=run.progress.total)
        return run.play(lambda progress: bar.update(task, completed=progress.done))


def write_progress(demo: Demo, progress: Progress) -> None:
    """Keep the progress where the web worker finds it, whole at any moment."""
    path = demo.data_dir / "play.json"
    fresh = path.with_suffix(".new")
    fresh.write_text(json.dumps(asdict(progress), ensure_ascii=False), encoding="utf-8")
    fresh.replace(path)


def _next_run(demo: Demo) -> int:
    path = demo.data_dir / "play.json"
    if not path.exists():
        return 0
    previous: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
    return int(previous["run"]) + 1


def _is_up(demo: Demo) -> bool:
    try:
        return requests.get(f"{demo.wechat_url}/sim/clock", timeout=2).status_code == 200
    except requests.ConnectionError:
        return False


class Requests:
    """Starts a play when the front page's button asked for one; one at a time."""

    def __init__(self, demo: Demo) -> None:
        self._demo = demo
        self._path = demo.data_dir / "play.request"
        self._playing: subprocess.Popen[bytes] | None = None

    def __call__(self) -> None:
        if self._playing is not None and self._playing.poll() is None:
            return
        if not self._path.exists():
            return
        self._path.unlink()
        command = [sys.executable, str(_ROOT / "app.py"), "demo", "--play"]
        where = ["--port", str(self._demo.port), "--data", str(self._demo.data_dir)]
        self._playing = subprocess.Popen([*command, *where], cwd=_ROOT)
