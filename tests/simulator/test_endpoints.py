"""The rest of the platform's interfaces: menu, codes, followers, tags, media, mass, drafts, upkeep."""

from __future__ import annotations

import io
from typing import Any

import pytest
import requests
from PIL import Image

from simulator.accounts import Kind
from simulator.capabilities import Capability, may
from simulator.crypto import sign_page
from simulator.endpoints import ENDPOINTS
from tests.patience import PATIENCE, wait_until
from tests.simulator.conftest import SECRET, SUBSCRIPTION, Platform
from tests.simulator.program import APP_ID, Program

MENU = {
    "button": [
        {"type": "view", "name": "填写作业", "url": "http://127.0.0.1/r"},
        {"name": "我的", "sub_button": [{"type": "click", "name": "撤回", "key": "undo"}]},
    ]
}
COLUMNS = {
    "personal": set(),
    "service": {"menu"},
    "verified_subscription": {
        "customer_service", "mass", "users", "material", "menu", "one_time", "publish",
    },
    "verified_service": {str(capability) for capability in Capability},
    "test": {
        "customer_service", "users", "material", "menu", "one_time", "publish", "template",
        "qrcode", "oauth",
    },
}  # fmt: skip


@pytest.mark.parametrize("kind", list(Kind))
def test_each_kind_of_account_may_do_what_the_platform_grants_it(kind: Kind) -> None:
    assert {str(c) for c in Capability if may(kind, c)} == COLUMNS[kind]


def test_every_guarded_endpoint_refuses_an_account_without_the_right(wechat: Platform) -> None:
    wechat.world.accounts.change(APP_ID, {"kind": "personal"})
    token = wechat.token()

    def errcode(path: str, method: str) -> int:
        answer = wechat.http.request(
            method, wechat.url + path, params={"access_token": token}, data=b"{}", timeout=PATIENCE
        )
        return int(answer.json().get("errcode", 0))

    refused = {path for path, e in ENDPOINTS.items() if errcode(path, e.method) == 48001}

    assert refused == {path for path, endpoint in ENDPOINTS.items() if endpoint.needs}


def test_a_menu_is_kept_shown_and_tapped(wechat: Platform, program: Program) -> None:
    wechat.person("oZhang")
    assert wechat.call("/cgi-bin/menu/get")["errcode"] == 46003
    wechat.call("/cgi-bin/menu/create", MENU)

    wechat.control("people/oZhang/menu", key="undo")
    opened = wechat.control("people/oZhang/menu", key="填写作业")

    assert wechat.call("/cgi-bin/menu/get")["menu"] == MENU
    assert wechat.look("wall")["accounts"][0]["menu"] == MENU
    (click,) = program.messages("CLICK")
    assert click["EventKey"] == "undo"
    assert opened["open"] == "http://127.0.0.1/r"
    assert program.wait_for("VIEW")["EventKey"] == "http://127.0.0.1/r"
    assert wechat.control("people/oZhang/menu", key="other")["status"] == "no_such_button"


@pytest.mark.parametrize(
    ("button", "errcode"),
    [
        ({"type": "click", "name": "名字太长了吧", "key": "k"}, 40018),
        ({"type": "click", "name": "好", "key": "k" * 129}, 40019),
        ({"type": "view", "name": "好", "url": "javascript:1"}, 40020),
        ({"name": "好", "sub_button": [{"type": "click", "name": "一", "key": "1"}] * 6}, 40023),
    ],
)
def test_a_menu_has_limits(wechat: Platform, button: dict[str, Any], errcode: int) -> None:
    assert wechat.call("/cgi-bin/menu/create", {"button": [button]})["errcode"] == errcode


def test_a_code_is_a_picture_until_it_expires(wechat: Platform, program: Program) -> None:
    wechat.person("oZhang")
    made = wechat.call(
        "/cgi-bin/qrcode/create",
        {
            "action_name": "QR_SCENE",
            "expire_seconds": 100,
            "action_info": {"scene": {"scene_id": 7}},
        },
    )
    url = f"{wechat.url}/cgi-bin/showqrcode"

    picture = requests.get(url, params={"ticket": made["ticket"]}, timeout=PATIENCE)
    wechat.control("people/oZhang/scan", scene=made["url"])
    wechat.control("clock", offset_seconds=101)

    assert made["expire_seconds"] == 100
    assert Image.open(io.BytesIO(picture.content)).format == "PNG"
    assert program.messages("SCAN")[0]["EventKey"] == "7"
    assert requests.get(url, params={"ticket": made["ticket"]}, timeout=PATIENCE).status_code == 404
    assert wechat.control("people/oZhang/scan", scene=made["url"])["status"] == "open"


@pytest.mark.parametrize(
    ("action", "scene", "errcode"),
    [
        ("QR_STR_SCENE", {"scene_str": ""}, 40035),
        ("QR_STR_SCENE", {"scene_str": "x" * 65}, 40035),
        ("QR_STR_SCENE", {"scene_str": "x" * 64}, None),
        ("QR_SCENE", {"scene_id": 0}, 40035),
        ("QR_LIMIT_SCENE", {"scene_id": 100_001}, 40035),
        ("QR_LIMIT_SCENE", {"scene_id": 100_000}, None),
        ("QR_OTHER", {"scene_id": 1}, 40035),
    ],
)
def test_a_scene_has_limits(
    wechat: Platform, action: str, scene: dict[str, Any], errcode: int | None
) -> None:
    body = {"action_name": action, "action_info": {"scene": scene}}

    assert wechat.call("/cgi-bin/qrcode/create", body).get("errcode") == errcode


def test_of_a_follower_the_platform_tells_no_name(wechat: Platform) -> None:
    wechat.person("oZhang", follows=False)
    wechat.control("people/oZhang/scan", scene="class_3_2")
    followed = wechat.call("/cgi-bin/user/info", openid="oZhang")
    wechat.control("people/oZhang/unfollow")
    left = wechat.call("/cgi-bin/user/info", openid="oZhang")

    assert (followed["nickname"], followed["qr_scene_str"]) == ("", "class_3_2")
    assert left == {"subscribe": 0, "openid": "oZhang"}
    assert wechat.call("/cgi-bin/user/info", openid="oNobody")["errcode"] == 40003


def test_unfollowing_is_told_and_forgets_the_windows(wechat: Platform, program: Program) -> None:
    wechat.person("oZhang")
    wechat.control("people/oZhang/text", text="你好")
    wechat.control("people/oZhang/unfollow")
    wechat.control("people/oZhang/follow")
    body = {"touser": "oZhang", "msgtype": "text", "text": {"content": "好"}}

    codes = [wechat.call("/cgi-bin/message/custom/send", body)["errcode"] for _ in range(4)]

    assert len(program.messages("unsubscribe")) == 1
    assert codes == [0, 0, 0, 45047]


def test_followers_are_listed_and_tagged(wechat: Platform) -> None:
    for openid in ("oA", "oB", "oC"):
        wechat.person(openid)
    tag = wechat.call("/cgi-bin/tags/create", {"tag": {"name": "三年级"}})["tag"]["id"]
    wechat.call("/cgi-bin/tags/members/batchtagging", {"tagid": tag, "openid_list": ["oA", "oB"]})

    assert wechat.call("/cgi-bin/user/get")["data"]["openid"] == ["oA", "oB", "oC"]
    assert wechat.call("/cgi-bin/user/tag/get", {"tagid": tag})["data"]["openid"] == ["oA", "oB"]
    assert wechat.call("/cgi-bin/tags/create", {"tag": {"name": "三年级"}})["errcode"] == 45157
    assert wechat.call("/cgi-bin/user/info", openid="oA")["tagid_list"] == [tag]
    wechat.call("/cgi-bin/tags/delete", {"tag": {"id": tag}})
    assert wechat.call("/cgi-bin/user/tag/get", {"tagid": tag})["errcode"] == 45159


def test_a_subscription_notice_costs_one_consent(wechat: Platform, program: Program) -> None:
    wechat.person("oZhang")
    body = {"touser": "oZhang", "template_id": SUBSCRIPTION, "data": {"thing1": {"value": "属实"}}}

    def send() -> int:
        return int(wechat.call("/cgi-bin/message/subscribe/bizsend", body)["errcode"])

    assert send() == 43101
    wechat.control("people/oZhang/consent", template_id=SUBSCRIPTION)
    wechat.control("people/oZhang/consent", template_id=SUBSCRIPTION, accepts=False)
    assert [send(), send()] == [0, 43101]
    popups = program.messages("subscribe_msg_popup_event")
    answers = [p["SubscribeMsgPopupEvent"]["List"]["SubscribeStatusString"] for p in popups]
    assert answers == ["accept", "reject"]
    program.wait_for("subscribe_msg_sent_event")


def test_a_person_gets_four_mass_messages_a_month(wechat: Platform, program: Program) -> None:
    for openid in ("oA", "oB"):
        wechat.person(openid)
    body = {"filter": {"is_to_all": True}, "msgtype": "text", "text": {"content": "公示"}}
    before = len(wechat.look("shown?openid=oA"))

    for number in range(5):
        wechat.call("/cgi-bin/message/mass/sendall", {**body, "clientmsgid": f"m{number}"})
    again = wechat.call("/cgi-bin/message/mass/sendall", {**body, "clientmsgid": "m0"})

    assert len(wechat.look("shown?openid=oA")) - before == 4
    assert (again["errcode"], again["msg_id"]) == (45065, 1)
    assert program.wait_for("MASSSENDJOBFINISH")["Status"] == "send success"


def test_media_can_be_fetched_for_three_days(wechat: Platform) -> None:
    query = {"access_token": wechat.token(), "type": "image"}
    url = f"{wechat.url}/cgi-bin/media/upload"
    files = {"media": ("a.jpg", b"\xff\xd8picture", "image/jpeg")}
    made = requests.post(url, params=query, files=files, timeout=PATIENCE).json()

    def fetch() -> requests.Response:
        asked = {"access_token": wechat.token(), "media_id": made["media_id"]}
        return requests.get(f"{wechat.url}/cgi-bin/media/get", params=asked, timeout=PATIENCE)

    assert fetch().content == b"\xff\xd8picture"
    wechat.control("clock", offset_seconds=3 * 86400 + 1)
    assert fetch().json()["errcode"] == 40007


@pytest.mark.parametrize(
    ("kind", "size", "errcode"), [("dance", 1, 40004), ("image", 0, 41005), ("thumb", 65537, 45001)]
)
def test_an_upload_has_limits(wechat: Platform, kind: str, size: int, errcode: int) -> None:
    query = {"access_token": wechat.token(), "type": kind}
    files = {"media": ("a.jpg", b"x" * size, "image/jpeg")}

    told = requests.post(
        f"{wechat.url}/cgi-bin/media/upload", params=query, files=files, timeout=PATIENCE
    )

    assert told.json()["errcode"] == errcode


def test_what_a_person_sends_can_be_fetched(wechat: Platform, program: Program) -> None:
    wechat.person("oZhang")
    wechat.control("people/oZhang/image")
    wechat.control("people/oZhang/voice")
    (image,), (voice,) = program.messages("image"), program.messages("voice")

    def fetch(media_id: str) -> bytes:
        asked = {"access_token": wechat.token(), "media_id": media_id}
        return requests.get(
            f"{wechat.url}/cgi-bin/media/get", params=asked, timeout=PATIENCE
        ).content

    assert Image.open(io.BytesIO(fetch(image["MediaId"]))).format == "PNG"
    assert fetch(voice["MediaId"]).startswith(b"#!AMR\n")


def test_a_draft_is_published_and_can_be_read(wechat: Platform, program: Program) -> None:
    wechat.person("oZhang")
    article = {"title": "公示", "content": "<p>三年级2班</p>", "thumb_media_id": "t"}
    draft = wechat.call("/cgi-bin/draft/add", {"articles": [article]})["media_id"]
    publish_id = wechat.call("/cgi-bin/freepublish/submit", {"media_id": draft})["publish_id"]

    event = program.wait_for("PUBLISHJOBFINISH")["PublishEventInfo"]
    told = wechat.call("/cgi-bin/freepublish/get", {"publish_id": publish_id})

    assert (event["publish_id"], event["publish_status"]) == (publish_id, "0")
    path = told["article_detail"]["item"][0]["article_url"].removeprefix("http://127.0.0.1:1")
    page = requests.get(wechat.url + path, timeout=PATIENCE)
    assert "三年级2班" in page.text
    assert page.headers["Content-Security-Policy"] == "sandbox"
    assert wechat.call("/cgi-bin/draft/get", {"media_id": draft})["errcode"] == 40007


def test_quotas_are_told_and_cleared_ten_times_a_month(wechat: Platform) -> None:
    wechat.call("/cgi-bin/user/get")
    asked = {"cgi_path": "/cgi-bin/user/get"}
    before = wechat.call("/cgi-bin/openapi/quota/get", asked)["quota"]
    codes = [wechat.call("/cgi-bin/clear_quota", {"appid": APP_ID})["errcode"] for _ in range(11)]
    after = wechat.call("/cgi-bin/openapi/quota/get", asked)["quota"]

    assert before == {"daily_limit": 500, "used": 1, "remain": 499}
    assert codes == [0] * 10 + [48006]
    assert after["used"] == 0
    by_secret = {"appid": APP_ID, "appsecret": SECRET}
    assert wechat.http.post(
        f"{wechat.url}/cgi-bin/clear_quota/v2", params=by_secret, timeout=PATIENCE
    ).json()["errcode"] == 48006  # fmt: skip


def test_a_refused_call_can_be_looked_up_by_its_rid(wechat: Platform) -> None:
    refused = wechat.call("/cgi-bin/message/custom/send", {"touser": "oNobody"})
    rid = refused["errmsg"].split("rid: ")[1]

    told = wechat.call("/cgi-bin/openapi/rid/get", {"rid": rid})["request"]

    assert told["request_url"] == "/cgi-bin/message/custom/send"
    assert "oNobody" in told["request_body"]


def test_no_secret_is_written_into_the_log(wechat: Platform) -> None:
    token = wechat.token()
    ticket = wechat.call("/cgi-bin/ticket/getticket", type="jsapi")["ticket"]

    log = str(wechat.look("requests"))

    assert SECRET not in log
    assert token not in log
    assert ticket not in log


def test_the_page_ticket_stays_the_same(wechat: Platform) -> None:
    first = wechat.call("/cgi-bin/ticket/getticket", type="jsapi")["ticket"]

    assert wechat.call("/cgi-bin/ticket/getticket", type="jsapi")["ticket"] == first
    assert len(sign_page(first, "n", "1", "http://127.0.0.1/")) == 40


def test_the_accounts_address_can_be_verified(wechat: Platform, program: Program) -> None:
    assert wechat.control("verify")["ok"]
    assert (
        wechat.call("/cgi-bin/callback/check", {"action": "all"})["ping"][0]["package_loss"] == "0%"
    )
    program.status = 500
    assert not wechat.control("verify")["ok"]


def test_a_late_duplicate_can_be_sent_from_the_log(wechat: Platform, program: Program) -> None:
    wechat.person("oZhang")
    wechat.control("people/oZhang/text", text="数学30分钟", msg_id=7)
    latest = wechat.look("deliveries?limit=1")[0]

    told = wechat.http.post(
        f"{wechat.url}/sim/deliveries/{latest['id']}/again", timeout=PATIENCE
    ).json()

    assert told[0]["status"] == "replied"
    assert [m["MsgId"] for m in program.messages("text")] == ["7", "7"]


def test_delivery_events_may_come_twice_or_fail(wechat: Platform, program: Program) -> None:
    wechat.person("oDean")
    wechat.control(
        "settings",
        delivery_events="twice",
        delivery_status="failed: system failed",
        delivery_msgid="zero",
    )
    wechat.template("oDean", "alert-1")
    wait_until(lambda: len(program.messages("TEMPLATESENDJOBFINISH")) == 2)

    events = program.messages("TEMPLATESENDJOBFINISH")

    assert [(e["MsgID"], e["Status"]) for e in events] == [("0", "failed: system failed")] * 2


@pytest.mark.parametrize(
    "changes",
    [{"retry_nonce": "other"}, {"tries": "3"}, {"tries": -1}, {"quotas": 1}, {"colour": 1}],
)
def test_a_setting_that_makes_no_sense_is_refused(
    wechat: Platform, changes: dict[str, Any]
) -> None:
    assert "error" in wechat.control("settings", **changes)


def test_a_page_of_another_site_can_control_nothing(wechat: Platform) -> None:
    url = f"{wechat.url}/sim/people"

    assert (
        requests.post(url, headers={"Origin": "https://evil.example"}, timeout=PATIENCE).status_code
        == 403
    )
    assert requests.get(url, headers={"Host": "evil.example"}, timeout=PATIENCE).status_code == 403
