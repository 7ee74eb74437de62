"""The program as one starts it."""

from __future__ import annotations

import json
import os
import signal
import sqlite3
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
import requests

from bench.ports import free_port
from simulator.__main__ import is_loopback, main
from simulator.accounts import AccountFileError, read_accounts
from tests.patience import PATIENCE
from tests.simulator.conftest import account_entry
from tests.simulator.program import APP_ID

ROOT = Path(__file__).parents[2]


def write(path: Path, content: Any) -> Path:
    path.write_text(json.dumps(content, ensure_ascii=False), encoding="utf-8")
    return path


@pytest.mark.parametrize(
    ("host", "loopback"),
    [
        ("127.0.0.1", True),
        ("127.9.9.9", True),
        ("localhost", True),
        ("::1", True),
        ("0.0.0.0", False),
        ("192.168.1.5", False),
        ("example.com", False),
    ],
)
def test_it_listens_on_this_machine_only(host: str, loopback: bool) -> None:
    assert is_loopback(host) == loopback


def test_another_host_is_refused_before_anything_starts(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = write(tmp_path / "a.json", account_entry())

    assert main(["--account", str(file), "--host", "0.0.0.0"]) == 2
    assert "this machine only" in capsys.readouterr().err


def test_every_mistake_of_the_account_file_is_named_at_once(tmp_path: Path) -> None:
    file = write(
        tmp_path / "a.json", [{"app_id": "wx1", "color": "red"}, account_entry(kind="huge")]
    )

    with pytest.raises(AccountFileError) as caught:
        read_accounts(file)

    said = str(caught.value)
    for mistake in (
        "unknown key color",
        "app_secret is missing",
        "original_id is missing",
        "'huge'",
    ):
        assert mistake in said


@pytest.mark.parametrize(
    ("changes", "mistake"),
    [
        ({"aes_key": "short"}, "EncodingAESKey"),
        ({"mode": "secret"}, "'secret'"),
        ({"webhook_url": "http://127.0.0.1", "webhook_token": ""}, "webhook_token is missing"),
        ({"templates": {"T": {"fields": {}}}}, "title"),
    ],
)
def test_a_wrong_account_is_refused(tmp_path: Path, changes: dict[str, Any], mistake: str) -> None:
    file = write(tmp_path / "a.json", account_entry(**changes))

    with pytest.raises(AccountFileError, match=mistake):
        read_accounts(file)


def test_two_accounts_with_one_id_are_refused(tmp_path: Path) -> None:
    file = write(tmp_path / "a.json", [account_entry(), account_entry()])

    with pytest.raises(AccountFileError, match="twice"):
        read_accounts(file)


@pytest.mark.processes
def test_what_it_knows_survives_a_kill(tmp_path: Path) -> None:
    entry = account_entry(people=[{"name": "王主任", "openid": "oDean"}])
    file, state = write(tmp_path / "a.json", entry), tmp_path / "sim.db"
    first, url = start(file, state)
    try:
        requests.post(f"{url}/sim/people/oDean/follow", json={}, timeout=PATIENCE)
    finally:
        first.kill()
        first.wait()

    second, url = start(file, state)
    try:
        (dean,) = requests.get(f"{url}/sim/people", timeout=PATIENCE).json()
        clock = requests.get(f"{url}/sim/clock", timeout=PATIENCE).json()
    finally:
        second.send_signal(signal.SIGTERM)
        assert second.wait(timeout=PATIENCE) == 0

    assert (dean["name"], dean["following"], dean["pinned"]) == ("王主任", True, True)
    assert clock["offset_seconds"] == 3600
    assert sqlite3.connect(state).execute("PRAGMA integrity_check").fetchone() == ("ok",)


def start(file: Path, state: Path) -> tuple[subprocess.Popen[str], str]:
    port = free_port()
    command = [sys.executable, "-m", "simulator", "--account", str(file), "--state", str(state)]
    process = subprocess.Popen(
        [*command, "--port", str(port), "--clock-offset", "3600"],
        cwd=ROOT,
        stdout=subprocess.PIPE,
        text=True,
        env={**os.environ, "PYTHONUNBUFFERED": "1"},
    )
    assert process.stdout is not None
    said = process.stdout.readline()
    process.stdout.close()
    assert f"127.0.0.1:{port}" in said
    return process, f"http://127.0.0.1:{port}"


def test_several_accounts_live_side_by_side(tmp_path: Path) -> None:
    other = account_entry(app_id="wxfedcba9876543210", original_id="gh_other")

    accounts = read_accounts(write(tmp_path / "a.json", [account_entry(), other]))

    assert [account.app_id for account in accounts] == [APP_ID, "wxfedcba9876543210"]
    assert "0123456789abcdef0123" not in repr(accounts)
