"""A web worker must not outlive its server: an orphan keeps the port, and nothing can start again."""

from __future__ import annotations

import os
import subprocess
import sys

import pytest

from tests.patience import PATIENCE

LIVE_UNDER = """
import sys, time
from commands.worker import die_with_parent
from tests.patience import PATIENCE
die_with_parent(int(sys.argv[1]))
print("alive", flush=True)
sys.stdin.read()
"""


def worker_of(server: int) -> subprocess.Popen[str]:
    return subprocess.Popen(
        [sys.executable, "-c", LIVE_UNDER, str(server)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )


def test_a_worker_lives_while_its_server_does() -> None:
    with worker_of(os.getpid()) as worker:
        assert worker.stdout is not None
        assert worker.stdout.readline() == "alive\n"


@pytest.mark.skipif(sys.platform == "win32", reason="ended processes have no number there")
def test_a_worker_whose_server_was_killed_while_it_started_ends_at_once() -> None:
    gone = subprocess.Popen([sys.executable, "-c", ""])
    gone.wait()
    with worker_of(gone.pid) as worker:
        assert worker.stdout is not None
        assert worker.stdout.readline() == ""
        assert worker.wait(PATIENCE) == 1
