"""The manual names everything one can turn, break or call."""

from __future__ import annotations

from dataclasses import fields
from pathlib import Path

from simulator.endpoints import ENDPOINTS, OPEN_ENDPOINTS
from simulator.faults import Fault
from simulator.server import create_app
from simulator.settings import Settings
from tests.simulator.conftest import Platform

MANUAL = (Path(__file__).parents[2] / "docs" / "simulator.md").read_text(encoding="utf-8")


def test_every_fault_is_in_the_manual() -> None:
    assert [fault for fault in Fault if f"`{fault}`" not in MANUAL] == []


def test_every_setting_is_in_the_manual() -> None:
    assert [f.name for f in fields(Settings) if f"`{f.name}`" not in MANUAL] == []


def test_every_endpoint_is_in_the_manual() -> None:
    paths = [*ENDPOINTS, *OPEN_ENDPOINTS, "/connect/oauth2/authorize"]

    assert [path for path in paths if path.removeprefix("/cgi-bin/") not in MANUAL] == []


def test_every_control_call_is_in_the_manual(wechat: Platform) -> None:
    rules = [rule.rule for rule in create_app(wechat.world).url_map.iter_rules()]
    control = [rule for rule in rules if rule.startswith("/sim/people/<openid>/")]

    assert len(control) > 10
    assert [rule for rule in control if f"/{rule.split('/')[-1]}" not in MANUAL] == []
