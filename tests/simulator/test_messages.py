"""Template and customer-service messages: who may get one, how often, and what is shown."""

from __future__ import annotations

import contextlib
from typing import Any

import pytest

from simulator.errcodes import Refusal
from simulator.fields import as_shown, check_value
from tests.simulator.conftest import TEMPLATE, Platform
from tests.simulator.program import APP_ID, Program


def custom(wechat: Platform, openid: str, text: str = "您好") -> int:
    body = {"touser": openid, "msgtype": "text", "text": {"content": text}}
    return int(wechat.call("/cgi-bin/message/custom/send", body)["errcode"])


def test_a_template_message_is_shown_as_a_card_and_its_delivery_reported(
    wechat: Platform, program: Program
) -> None:
    wechat.person("oDean")

    told = wechat.template("oDean", "alert-1")

    (card,) = wechat.look("shown?client_msg_id=alert-1")
    assert card["template"]["title"] == "作业量核实提醒"
    assert card["template"]["fields"][0] == {"key": "thing2", "label": "班级", "value": "三年级2班"}
    assert card["template"]["url"] == "http://127.0.0.1/case"
    event = program.wait_for("TEMPLATESENDJOBFINISH")
    assert (event["MsgID"], event["Status"]) == (str(told["msgid"]), "success")


def test_one_client_msg_id_is_one_message_for_ten_minutes(wechat: Platform) -> None:
    wechat.person("oDean")
    first = wechat.template("oDean", "alert-1")
    wechat.control("clock", offset_seconds=590)
    again = wechat.template("oDean", "alert-1")

    assert (again["errcode"], again["msgid"]) == (0, first["msgid"])
    assert len(wechat.look("shown?client_msg_id=alert-1")) == 1
    wechat.control("clock", offset_seconds=610)
    wechat.template("oDean", "alert-1")
    assert len(wechat.look("shown?client_msg_id=alert-1")) == 2


def test_one_client_msg_id_reaches_two_people(wechat: Platform) -> None:
    for openid in ("oDean", "oLi"):
        wechat.person(openid)
        wechat.template(openid, "alert-1")

    assert [m["openid"] for m in wechat.look("shown?client_msg_id=alert-1")] == ["oDean", "oLi"]


def test_a_template_message_needs_a_known_follower_and_template(wechat: Platform) -> None:
    wechat.person("oDean")
    wechat.person("oChen", follows=False)
    body = {"touser": "oDean", "template_id": "OTHER", "data": {}}

    assert wechat.template("oNobody")["errcode"] == 40003
    assert wechat.template("oChen")["errcode"] == 43004
    assert wechat.call("/cgi-bin/message/template/send", body)["errcode"] == 40037


def test_a_template_message_must_fill_every_field(wechat: Platform) -> None:
    wechat.person("oDean")
    data = {"thing2": {"value": "三年级2班"}}

    told = wechat.call(
        "/cgi-bin/message/template/send",
        {"touser": "oDean", "template_id": TEMPLATE, "data": data},
    )

    assert told["errcode"] == 47003
    assert told["errmsg"].startswith("argument invalid! data.time4.value is empty rid: ")
    assert wechat.look("shown") == []


def test_only_some_kinds_of_account_may_send_templates(wechat: Platform) -> None:
    wechat.person("oDean")
    told = {}
    for kind in ("personal", "verified_subscription", "service", "verified_service", "test"):
        wechat.world.accounts.change(APP_ID, {"kind": kind})
        told[kind] = wechat.template("oDean")["errcode"]

    assert told == {
        "personal": 48001,
        "verified_subscription": 48001,
        "service": 48001,
        "verified_service": 0,
        "test": 0,
    }


def test_a_test_account_checks_no_field_types(wechat: Platform) -> None:
    wechat.person("oDean")
    wechat.world.accounts.change(APP_ID, {"kind": "test"})

    assert wechat.template("oDean", thing2="字" * 30)["errcode"] == 0
    assert wechat.look("shown")[0]["template"]["fields"][0]["value"] == "字" * 20


def test_somebody_who_refuses_templates_sees_none_and_the_account_learns_it_later(
    wechat: Platform, program: Program
) -> None:
    wechat.person("oDean")
    wechat.control("people/oDean", refuses_templates=True)

    assert wechat.template("oDean", "alert-1")["errcode"] == 0

    assert program.wait_for("TEMPLATESENDJOBFINISH")["Status"] == "failed:user block"
    assert wechat.look("shown?client_msg_id=alert-1") == []


FITS = [
    ("thing2", "三年级2班书面作业80分上限60待核实了", True),
    ("thing2", "字" * 20, True),
    ("thing2", "字" * 21, False),
    ("thing2", "两\n行", False),
    ("character_string1", "A-12 #3", True),
    ("character_string1", "三班", False),
    ("character_string1", "x" * 33, False),
    ("time4", "15:01", True),
    ("time4", "2026年11月23日 20:15", True),
    ("time4", "2026年11月23日 20:15~2026年11月23日 21:00", True),
    ("time4", "今晚八点", False),
    ("time4", "25:00", False),
    ("date3", "2026年11月23日", True),
    ("date3", "11月23日", False),
    ("number5", "156", True),
    ("number5", "15.5", True),
    ("number5", "156分", False),
    ("amount1", "¥12.50元", True),
    ("amount1", "12345678901", False),
    ("phone_number1", "0512-12345678", True),
    ("phone_number1", "打电话", False),
    ("phrase3", "待核实", True),
    ("phrase3", "已核实证实了", False),
    ("phrase3", "abc", False),
    ("name1", "王主任", True),
    ("name1", "字" * 11, False),
    ("letter1", "ABC", True),
    ("letter1", "A1", False),
    ("first", "随便\n什么" * 50, True),
    ("remark", "free", True),
]


@pytest.mark.parametrize(("key", "value", "fits"), FITS)
def test_typed_fields_take_what_the_platform_takes(key: str, value: str, fits: bool) -> None:
    refused = (
        contextlib.nullcontext() if fits else pytest.raises(Refusal, match=f"data.{key}.value")
    )

    with refused:
        check_value(key, value)


def test_a_constant_takes_only_what_was_agreed() -> None:
    check_value("const1", "待核实", ["待核实", "已核实"])
    with pytest.raises(Refusal):
        check_value("const1", "别的", ["待核实", "已核实"])


def test_a_line_of_a_card_has_twenty_characters_and_no_pictures() -> None:
    assert as_shown("😀" + "字" * 25) == "字" * 20


def test_after_a_message_five_may_be_sent_within_forty_eight_hours(wechat: Platform) -> None:
    wechat.person("oZhang")
    wechat.control("clock", offset_seconds=100)
    assert custom(wechat, "oZhang") == 45015
    wechat.control("people/oZhang/text", text="你好")

    assert [custom(wechat, "oZhang") for _ in range(6)] == [0] * 5 + [45047]
    wechat.control("people/oZhang/text", text="还在吗")
    assert custom(wechat, "oZhang") == 0
    wechat.control("clock", offset_seconds=100 + 48 * 3600 + 5)
    assert custom(wechat, "oZhang") == 45015


def test_after_a_follow_three_may_be_sent_within_a_minute(wechat: Platform) -> None:
    wechat.person("oZhang")

    assert [custom(wechat, "oZhang") for _ in range(4)] == [0, 0, 0, 45047]
    wechat.control("clock", offset_seconds=61)
    assert custom(wechat, "oZhang") == 45015


def test_a_customer_service_text_has_at_most_2048_bytes(wechat: Platform) -> None:
    wechat.person("oZhang")
    wechat.control("people/oZhang/text", text="你好")

    assert custom(wechat, "oZhang", "字" * 683) == 45002
    assert custom(wechat, "oZhang", "字" * 682) == 0


@pytest.mark.parametrize(
    ("body", "errcode"),
    [
        ({"msgtype": "text", "text": {"content": ""}}, 44004),
        ({"msgtype": "text"}, 40035),
        ({"msgtype": "image", "image": {}}, 41006),
        ({"msgtype": "news", "news": {"articles": [{}, {}]}}, 45008),
        ({"msgtype": "dance", "dance": {}}, 40035),
    ],
)
def test_a_customer_service_message_must_be_whole(
    wechat: Platform, body: dict[str, Any], errcode: int
) -> None:
    wechat.person("oZhang")

    told = wechat.call("/cgi-bin/message/custom/send", {"touser": "oZhang", **body})

    assert told["errcode"] == errcode


def test_tapping_a_line_of_a_msgmenu_opens_only_the_short_window(
    wechat: Platform, program: Program
) -> None:
    wechat.person("oZhang")
    wechat.control("clock", offset_seconds=100)
    wechat.control("people/oZhang/tap", text="满意", id="101")

    codes = [custom(wechat, "oZhang") for _ in range(4)]

    assert codes == [0, 0, 0, 45047]
    assert program.messages("text")[0]["bizmsgmenuid"] == "101"
