"""How fast alerts leave (发送速度): the real sender against a platform that answers after 50 ms."""

from __future__ import annotations

import secrets
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import sqlalchemy as sa
from wechatpy import WeChatClient
from wechatpy.session.memorystorage import MemoryStorage

from bench.answerer import DELAY_SECONDS
from bench.delivery_staff import Staff
from bench.ports import free_port
from bench.programs import is_listening, wait_for
from bench.servers import ROOT
from bench.weather import NoChannels, model_plan
from clock import SystemClock
from models.pushes.outbox import Push, PushState
from scheduler.clients import Clients
from scheduler.jobs.send import Sender
from scheduler.shift import Shift
from wechat.account import Account, AccountKind, Template

_FIELDS = {"school_class": "thing2", "finding": "thing5", "stage": "phrase3", "time": "time4"}


@dataclass(frozen=True, slots=True)
class Speed:
    """One line of the table; `ceiling` is concurrency over the platform's 50 ms."""

    name: str
    at_once: int
    messages: int
    seconds: float
    cpu_seconds: float
    memory: tuple[float, float]

    @property
    def rate(self) -> float:
        return self.messages / self.seconds

    @property
    def grown(self) -> float:
        """Megabytes of resident memory from start to end."""
        return self.memory[1] - self.memory[0]

    @property
    def share(self) -> float:
        """Of the ceiling, 0 to 1."""
        return self.rate * DELAY_SECONDS / self.at_once


@contextmanager
def platform() -> Iterator[str]:
    """The platform's address, while it runs in a process of its own."""
    port = free_port()
    process = subprocess.Popen([sys.executable, "-m", "bench.answerer", str(port)], cwd=ROOT)
    try:
        if not wait_for(lambda: is_listening(port), 30):
            raise TimeoutError("the platform did not come up")
        yield f"http://127.0.0.1:{port}"
    finally:
        process.kill()
        process.wait()


def measure_ours(api_base: str, messages: int, at_once: int) -> Speed:
    """So many alerts, a person each, from the outbox on SQLite to SENT."""
    with tempfile.TemporaryDirectory() as folder:
        staff = Staff(Path(folder), model_plan(), SystemClock())
        account = Account(
            "main",
            AccountKind.VERIFIED_SERVICE,
            app_id="wx0123456789abcdef",
            app_secret="0" * 32,
            api_base=api_base,
            templates={"alert": Template("T", _FIELDS)},
        )
        staff.hire(messages)
        staff.queue()
        shift = Shift(
            store=staff.store,
            keys=staff.keys,
            clock=staff.clock,
            base_url="http://bench.test",
            plans={staff.plan.id: staff.plan},
            accounts={"main": account},
            holder=secrets.token_hex(8),
        )
        clients = Clients(shift.accounts, staff.store, staff.keys, staff.clock)
        sender = Sender(shift, clients, NoChannels(), at_once)
        try:
            return _timed("ours", messages, at_once, lambda: _send_all(shift, sender))
        finally:
            sender.close()
            clients.close()
            _expect_all_sent(staff, messages)
            staff.store.close()


def _send_all(shift: Shift, sender: Sender) -> None:
    while True:
        shift.renew()
        if not sender.send_due():
            return


def _expect_all_sent(staff: Staff, messages: int) -> None:
    with staff.store.reading() as connection:
        sent = connection.scalar(
            sa.select(sa.func.count()).select_from(Push).where(Push.state == PushState.SENT)
        )
    if sent != messages:
        raise AssertionError(f"{sent} of {messages} are SENT")


def measure_wechatpy(api_base: str, messages: int, at_once: int) -> Speed:
    """wechatpy's own client without a store: in a loop, or from a pool of threads."""
    session = MemoryStorage()
    session.set("wx_access_token", "bench-token", 7200)

    class Local(WeChatClient):  # type: ignore[misc]  # wechatpy ships no types
        API_BASE_URL = f"{api_base}/cgi-bin/"

    client = Local("wx", "secret", session=session)
    client.expires_at = int(time.time()) + 7200
    data = {key: {"value": "三年级2班"} for key in _FIELDS.values()}

    def send(number: int) -> Any:  # whatever wechatpy makes of the answer
        return client.message.send_template(f"o{number}", "T", data, url="http://bench.test")

    if at_once == 1:
        return _timed(
            "wechatpy, in a loop", messages, 1, lambda: [send(n) for n in range(messages)]
        )
    from requests.adapters import HTTPAdapter

    client._http.mount("http://", HTTPAdapter(pool_maxsize=at_once))
    with ThreadPoolExecutor(at_once) as pool:
        name = "wechatpy, thread pool"
        return _timed(name, messages, at_once, lambda: list(pool.map(send, range(messages))))


def _timed(name: str, messages: int, at_once: int, work: Callable[[], object]) -> Speed:
    memory, began, cpu = _resident(), time.perf_counter(), time.process_time()
    work()
    seconds, used = time.perf_counter() - began, time.process_time() - cpu
    return Speed(name, at_once, messages, seconds, used, (memory, _resident()))


def _resident() -> float:
    """Resident memory of this process, in megabytes."""
    for line in Path("/proc/self/status").read_text().splitlines():
        if line.startswith("VmRSS:"):
            return int(line.split()[1]) / 1024
    return 0.0
