"""Faults on request: each spoils a call in its own way, and only as often as asked."""

from __future__ import annotations

import contextlib
import json
from typing import Any

import pytest
import requests

from tests.patience import PATIENCE, wait_until
from tests.simulator.conftest import TEMPLATE, Platform

SEND = "/cgi-bin/message/template/send"


def post(wechat: Platform, timeout: float = PATIENCE) -> requests.Response:
    data = {"thing2": {"value": "三年级2班"}, "time4": {"value": "20:15"}}
    body = {"touser": "oDean", "template_id": TEMPLATE, "client_msg_id": "a", "data": data}
    return requests.post(
        f"{wechat.url}{SEND}",
        params={"access_token": wechat.token()},
        data=json.dumps(body, ensure_ascii=False).encode(),
        timeout=timeout,
        allow_redirects=False,
        headers={"Connection": "close"},
    )


def spoil(wechat: Platform, fault: str, **more: Any) -> None:
    wechat.person("oDean")
    wechat.control("settings", hang_seconds=15, drip_seconds=0.5)
    wechat.control("faults", path=SEND, fault=fault, **more)


@pytest.mark.parametrize(
    ("fault", "errcode"),
    [
        ("busy", -1),
        ("token_revoked", 40001),
        ("expired_token", 42001),
        ("quota", 45009),
        ("minute_quota", 45011),
        ("frozen_secret", 40243),
        ("ip_refused", 40164),
    ],
)
def test_a_refusing_fault_says_no_in_the_usual_form_and_sends_nothing(
    wechat: Platform, fault: str, errcode: int
) -> None:
    spoil(wechat, fault)

    data = {k: {"value": v} for k, v in {"thing2": "三年级2班", "time4": "20:15"}.items()}
    body = {"touser": "oDean", "template_id": TEMPLATE, "client_msg_id": "a", "data": data}
    told = wechat.call(SEND, body)

    assert told["errcode"] == errcode
    assert " rid: " in told["errmsg"]
    assert wechat.look("shown") == []
    assert wechat.call(SEND, body)["errcode"] == 0


@pytest.mark.parametrize("fault", ["token_revoked", "expired_token"])
def test_after_a_token_fault_the_stable_token_is_a_new_one(wechat: Platform, fault: str) -> None:
    spoil(wechat, fault)
    before = wechat.token()

    wechat.call(SEND, {"touser": "oDean"})

    assert wechat.token() != before


@pytest.mark.parametrize("fault", ["timeout_before", "timeout_after_accepting", "drip"])
def test_a_caller_without_patience_gets_nothing_in_time(wechat: Platform, fault: str) -> None:
    spoil(wechat, fault)

    with pytest.raises(requests.RequestException):
        # requests takes its timeout anew for every byte: only silence ends in one.
        post(wechat, timeout=0.1)


@pytest.mark.parametrize("fault", ["close", "close_after_accepting", "truncated"])
def test_a_connection_may_end_early(wechat: Platform, fault: str) -> None:
    spoil(wechat, fault)

    with pytest.raises(requests.RequestException):
        post(wechat)


@pytest.mark.parametrize(
    ("fault", "count"),
    [
        ("timeout_before", 0),
        ("timeout_after_accepting", 1),
        ("close", 0),
        ("close_after_accepting", 1),
        ("http_502", 0),
        ("http_502_after_accepting", 1),
        ("truncated", 1),
        ("empty", 0),
    ],
)
def test_a_fault_says_whether_the_message_went_out(
    wechat: Platform, fault: str, count: int
) -> None:
    spoil(wechat, fault)

    with contextlib.suppress(requests.RequestException):
        post(wechat, timeout=0.3)

    # The caller has given up; a busy machine may still be carrying the call out.
    wait_until(lambda: len(wechat.look("shown?client_msg_id=a")) >= count)
    assert len(wechat.look("shown?client_msg_id=a")) == count


@pytest.mark.parametrize(
    ("fault", "status", "start"),
    [
        ("http_502", 502, "<html>"),
        ("html", 200, "<html>"),
        ("redirect", 302, ""),
        ("empty", 200, ""),
        ("list", 200, "[]"),
        ("null", 200, "null"),
        ("object", 200, "{}"),
    ],
)
def test_an_answer_may_be_no_answer(wechat: Platform, fault: str, status: int, start: str) -> None:
    spoil(wechat, fault)

    told = post(wechat)

    assert told.status_code == status
    assert told.text[:6] == start


def test_an_answer_may_be_eight_megabytes(wechat: Platform) -> None:
    spoil(wechat, "huge")

    assert len(post(wechat).content) > 8_000_000


def test_a_fault_ends_after_its_times_and_begins_after_its_skip(wechat: Platform) -> None:
    spoil(wechat, "busy", times=2, skip=1)
    wechat.control("settings", delivery_events="off")

    codes = [post(wechat).json()["errcode"] for _ in range(4)]

    assert codes == [0, -1, -1, 0]


def test_a_fault_for_ever_lasts_until_it_is_cleared(wechat: Platform) -> None:
    spoil(wechat, "busy", times=-1)

    assert {post(wechat).json()["errcode"] for _ in range(5)} == {-1}
    wechat.http.delete(f"{wechat.url}/sim/faults", timeout=PATIENCE)
    assert post(wechat).json()["errcode"] == 0


def test_calls_are_counted_by_path(wechat: Platform) -> None:
    spoil(wechat, "busy")
    post(wechat)
    post(wechat)

    assert wechat.look("calls")[SEND] == 2


def test_an_unknown_fault_is_named(wechat: Platform) -> None:
    assert "timeout_after_accepting" in wechat.control("faults", fault="earthquake")["error"]
