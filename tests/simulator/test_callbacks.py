"""Callbacks: three modes, the five seconds, the three tries, and what the person sees."""

from __future__ import annotations

import contextlib
import socket
import threading
import time

import pytest

from simulator.callbacks import OUT_OF_SERVICE
from tests.patience import PATIENCE, wait_until
from tests.simulator.conftest import Platform
from tests.simulator.program import APP_ID, Message, Program, reply_xml


@pytest.mark.parametrize("mode", ["safe", "compatible", "plain"])
def test_in_every_mode_words_arrive_and_the_reply_is_shown(
    wechat: Platform, program: Program, mode: str
) -> None:
    wechat.world.accounts.change(APP_ID, {"mode": mode})
    zhang = wechat.person("oZhang")

    told = wechat.control("people/oZhang/text", text="数学30分钟 <&]]>")

    assert told["status"] == "replied"
    assert told["replies"][0]["text"] == "收到:数学30分钟 <&]]>"
    bubbles = wechat.look(f"people/{zhang}/messages")
    assert [b["from"] for b in bubbles] == ["person", "person", "account"]
    last = program.deliveries[-1]
    assert (b"<MsgType>" in last.body) == (mode != "safe")
    assert (b"<Encrypt>" in last.body) == (mode != "plain")
    assert last.query["openid"] == zhang


def test_an_account_that_is_too_slow_is_tried_three_times_with_the_same_message(
    wechat: Platform, program: Program
) -> None:
    wechat.person("oZhang")
    wechat.control("settings", reply_timeout=0.5)
    program.answer = program.never
    program.deliveries.clear()

    told = wechat.control("people/oZhang/text", text="数学30分钟")

    assert told["status"] == "no_answer"
    assert [a["failure"] for a in told["deliveries"][0]["attempts"]] == ["timeout"] * 3
    wait_until(lambda: program.deliveries)  # on a busy machine a try may be cut before it is read
    assert len({d.message["MsgId"] for d in program.deliveries}) == 1
    assert len({d.query["nonce"] for d in program.deliveries}) == 1
    assert wechat.look("people/oZhang/messages")[-1]["text"] == OUT_OF_SERVICE


def test_retries_may_be_signed_afresh(wechat: Platform, program: Program) -> None:
    wechat.person("oZhang")
    wechat.control("settings", retry_nonce="fresh")
    program.status = 500
    program.deliveries.clear()

    wechat.control("people/oZhang/text", text="数学30分钟")

    assert len({d.query["nonce"] for d in program.deliveries}) == 3
    assert len({d.message["MsgId"] for d in program.deliveries}) == 1


def test_tries_begin_retry_seconds_apart(wechat: Platform, program: Program) -> None:
    wechat.person("oZhang")
    wechat.control("settings", retry_seconds=0.4)
    program.status = 502

    started = time.monotonic()
    wechat.control("people/oZhang/text", text="数学30分钟")

    assert time.monotonic() - started >= 0.8


def test_a_reply_in_the_second_try_is_shown_once_and_no_error(
    wechat: Platform, program: Program
) -> None:
    wechat.person("oZhang")
    wechat.control("settings", reply_timeout=2)
    answer = program.answer

    def slow_first(message: Message) -> str:
        program.answer = answer
        wechat.control("settings", reply_timeout=PATIENCE)  # for the second try
        return program.never(message)

    program.answer = slow_first

    told = wechat.control("people/oZhang/text", text="数学30分钟")

    assert told["status"] == "replied"
    assert [b["text"] for b in wechat.look("shown?openid=oZhang")] == ["收到:数学30分钟"]


@pytest.mark.parametrize("answer", ["success", ""])
def test_silence_shows_nothing(wechat: Platform, program: Program, answer: str) -> None:
    wechat.person("oZhang")
    program.answer = lambda _: answer

    told = wechat.control("people/oZhang/text", text="你好")

    assert (told["status"], told["replies"]) == ("silent", [])
    assert wechat.look("people/oZhang/messages")[-1]["from"] == "person"


@pytest.mark.parametrize(
    ("answer", "reason"),
    [
        ('{"errcode":0}', "not XML"),
        ("<html></html>", "not <xml>"),
        (reply_xml({"FromUserName": "oLi", "ToUserName": "gh_0123456789ab"}, "好"), "ToUserName"),
        (reply_xml({"FromUserName": "oZhang", "ToUserName": "gh_0123456789ab"}, " "), "empty"),
        (
            reply_xml({"FromUserName": "oZhang", "ToUserName": "gh_0123456789ab"}, "好" * 683),
            "2048",
        ),
    ],
)
def test_a_malformed_reply_puts_the_account_out_of_service_and_is_not_tried_again(
    wechat: Platform, program: Program, answer: str, reason: str
) -> None:
    wechat.person("oZhang")
    program.answer = lambda _: answer
    program.deliveries.clear()

    told = wechat.control("people/oZhang/text", text="你好")

    assert told["status"] == "malformed"
    assert reason in told["deliveries"][0]["reason"]
    assert len(program.deliveries) == 1
    assert wechat.look("people/oZhang/messages")[-1]["kind"] == "error"


def test_in_safe_mode_a_bare_reply_is_malformed(wechat: Platform, program: Program) -> None:
    wechat.person("oZhang")
    program.encrypts = False

    told = wechat.control("people/oZhang/text", text="你好")

    assert told["deliveries"][0]["reason"] == "in safe mode a reply must be encrypted"


def test_copies_of_a_message_arrive_together_and_only_one_reply_is_shown(
    wechat: Platform, program: Program
) -> None:
    wechat.person("oZhang")
    program.deliveries.clear()
    all_four = threading.Barrier(4, timeout=PATIENCE)  # breaks unless four are inside at once
    answer = program.answer

    def together(message: Message) -> str:
        all_four.wait()
        return answer(message)

    program.answer = together

    told = wechat.control("people/oZhang/text", text="数学30分钟", msg_id=77, copies=4)

    assert [d.message["MsgId"] for d in program.deliveries] == ["77"] * 4
    assert len(told["replies"]) == 4
    assert len(wechat.look("shown?openid=oZhang")) == 1


def test_a_late_message_arrives_after_a_younger_one(wechat: Platform, program: Program) -> None:
    wechat.person("oZhang")
    program.deliveries.clear()
    old = {"create_time": 1714112445, "delay_seconds": 60, "wait": False}

    wechat.control("people/oZhang/text", text="先说的", **old)
    wechat.control("people/oZhang/text", text="后说的")
    wechat.control("clock", offset_seconds=61)
    wait_until(lambda: len(program.deliveries) == 2)

    assert [d.message["Content"] for d in program.deliveries] == ["后说的", "先说的"]
    assert program.deliveries[1].message["CreateTime"] == "1714112445"


def test_only_a_follower_can_write(wechat: Platform) -> None:
    wechat.person("oZhang", follows=False)

    assert wechat.control("people/oZhang/text", text="你好")["status"] == "not_following"


def test_following_by_a_code_and_scanning_later_are_two_different_events(
    wechat: Platform, program: Program
) -> None:
    wechat.person("oZhang", follows=False)
    body = {"action_name": "QR_STR_SCENE", "action_info": {"scene": {"scene_str": "class_301"}}}
    ticket = wechat.call("/cgi-bin/qrcode/create", body)["ticket"]

    wechat.control("people/oZhang/scan", scene="class_301")
    wechat.control("people/oZhang/scan", scene="class_301")

    first, second = program.messages("event")
    assert (first["Event"], first["EventKey"]) == ("subscribe", "qrscene_class_301")
    assert (second["Event"], second["EventKey"]) == ("SCAN", "class_301")
    assert first["Ticket"] == second["Ticket"] == ticket


def test_a_reply_that_drips_is_cut_at_the_limit(wechat: Platform) -> None:
    """A socket's own timeout would start anew with every byte, and the drip never end."""
    dripping = socket.create_server(("127.0.0.1", 0))

    def drip() -> None:
        with dripping, contextlib.suppress(OSError):
            connection, _ = dripping.accept()
            with connection:
                connection.sendall(b"HTTP/1.1 200 OK\r\nContent-Length: 1000000\r\n\r\n")
                while True:  # until the other side has had enough
                    connection.sendall(b" ")
                    time.sleep(0.05)

    thread = threading.Thread(target=drip, daemon=True)
    thread.start()
    address = f"http://127.0.0.1:{dripping.getsockname()[1]}/"
    wechat.person("oZhang")
    wechat.world.accounts.change(APP_ID, {"webhook_url": address})
    wechat.control("settings", reply_timeout=0.5, tries=1)

    told = wechat.control("people/oZhang/text", text="你好")

    assert told["deliveries"][0]["attempts"][0]["failure"] == "timeout"
    thread.join(PATIENCE)
