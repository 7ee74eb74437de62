"""What the client asks of the platform, and what it makes of the answers."""

from __future__ import annotations

import socket
import threading
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

import pytest

from tests.patience import PATIENCE
from tests.wechat.calls import VALUES, error_of
from tests.wechat.mean_api import (
    CUSTOM,
    STABLE_TOKEN,
    TEMPLATE,
    MeanApi,
    Tokens,
    errs,
    hangs_up,
    says,
)
from wechat.account import Account, AccountKind
from wechat.client import Client, ErrorKind, Follower, QrCode, Sent, Timeouts, WeChatError
from wechat.reading import read_reply
from wechat.tokens import AccessToken, MemoryTokenStore

SUBSCRIPTION = "/cgi-bin/message/subscribe/bizsend"
QRCODE = "/cgi-bin/qrcode/create"
MENU = "/cgi-bin/menu/create"
USER = "/cgi-bin/user/info"
OAUTH = "/sns/oauth2/access_token"
TICKET = "/cgi-bin/ticket/getticket"
YES = says({"errcode": 0, "errmsg": "ok", "msgid": 7})


def send(client: Client, **changes: str) -> Sent:
    return client.send_template("oWang", "alert", VALUES | changes, "", "a1")


@pytest.mark.parametrize(
    ("errcode", "kind", "is_permanent"),
    [
        (-1, ErrorKind.RETRY, False),
        (45011, ErrorKind.RETRY, False),
        (45009, ErrorKind.QUOTA, False),
        (43004, ErrorKind.PERMANENT, True),
        (40003, ErrorKind.PERMANENT, True),
        (43101, ErrorKind.PERMANENT, True),
        (45015, ErrorKind.PERMANENT, True),
        (40037, ErrorKind.CONFIGURATION, False),
        (48001, ErrorKind.CONFIGURATION, False),
        (47003, ErrorKind.BAD_REQUEST, False),
        (43999, ErrorKind.PERMANENT, True),
        (99999, ErrorKind.CONFIGURATION, False),
    ],
)
def test_a_refusal_is_definite_and_says_what_to_do(
    api: MeanApi, client: Client, errcode: int, kind: ErrorKind, is_permanent: bool
) -> None:
    api.script(TEMPLATE, errs(errcode))

    error = error_of(lambda: send(client))

    assert (error.errcode, error.kind, error.is_permanent) == (errcode, kind, is_permanent)
    assert not error.is_ambiguous
    assert error.rid == "6a5b4c3d-11112222-33334444"
    assert len(api.calls_to(TEMPLATE)) == 1


def test_a_refused_field_is_named(api: MeanApi, client: Client) -> None:
    api.script(TEMPLATE, errs(47003, "argument invalid! data.thing5.value invalid rid: abcdefgh"))

    assert error_of(lambda: send(client)).field == "thing5"


def test_an_expired_token_in_mid_batch_is_renewed_once_and_nothing_is_sent_twice(
    api: MeanApi, client: Client
) -> None:
    api.script(TEMPLATE, YES, YES, errs(42001), YES)

    sent = [send(client) for _ in range(6)]

    assert [one.msg_id for one in sent] == ["7"] * 6
    assert len(api.calls_to(TEMPLATE)) == 7
    assert len(api.calls_to(STABLE_TOKEN)) == 2


def test_threads_whose_token_expired_together_renew_it_once(api: MeanApi, client: Client) -> None:
    together = threading.Barrier(8, timeout=PATIENCE)  # none is refused before all have asked

    def by_token(handler: Any) -> None:
        if "token-2" not in handler.path:
            together.wait()
        (YES if "token-2" in handler.path else errs(42001))(handler)

    api.script(STABLE_TOKEN, Tokens(seconds=0.05))
    api.script(TEMPLATE, by_token)
    send_threads = [threading.Thread(target=send, args=(client,)) for _ in range(8)]

    for thread in send_threads:
        thread.start()
    for thread in send_threads:
        thread.join(PATIENCE)

    assert len(api.calls_to(STABLE_TOKEN)) == 2
    assert len(api.calls_to(TEMPLATE)) == 16


def test_what_the_platform_has_already_counts_as_sent(api: MeanApi, client: Client) -> None:
    api.script(TEMPLATE, errs(40241))

    assert send(client) == Sent(is_repeat=True)


def test_a_connection_that_is_refused_leaves_no_doubt_one_that_breaks_does(
    api: MeanApi, client: Client, local_account: Account, store: MemoryTokenStore
) -> None:
    api.script(TEMPLATE, hangs_up)
    broken = error_of(lambda: send(client))
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        nobody = replace(local_account, api_base=f"http://127.0.0.1:{listener.getsockname()[1]}")
    unreachable = Client(nobody, store)
    assert store.current()  # so that it is the message itself that cannot leave
    absent = error_of(lambda: send(unreachable))

    assert (broken.is_ambiguous, broken.kind) == (True, ErrorKind.RETRY)
    assert (absent.is_ambiguous, absent.kind) == (False, ErrorKind.RETRY)
    unreachable.close()


def test_addresses_that_do_not_answer_share_the_deadline(
    local_account: Account, monkeypatch: pytest.MonkeyPatch
) -> None:
    full = socket.socket()  # its queue takes one connection; the next ones are left hanging
    full.bind(("127.0.0.1", 0))
    full.listen(0)
    waiting = [socket.socket() for _ in range(3)]
    for one in waiting:
        one.setblocking(False)
        one.connect_ex(full.getsockname())
    address = (socket.AF_INET, socket.SOCK_STREAM, 6, "", full.getsockname())
    real = socket.getaddrinfo

    def eighty(host: str, *args: Any, **kwargs: Any) -> Any:
        return [address] * 80 if host == "school.example" else real(host, *args, **kwargs)

    monkeypatch.setattr(socket, "getaddrinfo", eighty)
    account = replace(local_account, api_base="http://school.example:1")
    store = MemoryTokenStore()
    store.save(AccessToken("token-1", datetime(2999, 1, 1, tzinfo=UTC)))
    tried: list[object] = []
    connect = socket.socket.connect

    def counted(self: socket.socket, to: Any) -> None:
        tried.append(to)
        connect(self, to)

    monkeypatch.setattr(socket.socket, "connect", counted)
    client = Client(account, store, timeouts=Timeouts(0.3, 0.3, 0.8))

    error = error_of(lambda: send(client))

    assert len(tried) <= 3  # a third of a second each
    assert not error.is_ambiguous
    client.close()
    for one in (full, *waiting):
        one.close()


def test_values_are_fitted_and_what_cannot_fit_is_refused_before_sending(
    api: MeanApi, client: Client
) -> None:
    api.script(TEMPLATE, YES)

    send(client, finding="书面作业" * 10)
    error = error_of(lambda: send(client, time="晚上"))

    data = api.calls_to(TEMPLATE)[0].json["data"]
    assert isinstance(data, dict)
    assert data["thing5"] == {"value": ("书面作业" * 10)[:19] + "…"}
    assert (error.kind, error.field) == (ErrorKind.BAD_REQUEST, "time4")
    assert len(api.calls_to(TEMPLATE)) == 1


def test_a_purpose_without_a_template_is_the_operators_matter(client: Client) -> None:
    error = error_of(lambda: client.send_template("oWang", "digest", VALUES, "", "a1"))

    assert error.kind is ErrorKind.CONFIGURATION
    assert "digest" in error.words


def test_a_subscription_notice_is_sent_without_empty_parts(api: MeanApi, client: Client) -> None:
    api.script(SUBSCRIPTION, says({"errcode": 0, "errmsg": "ok"}))

    assert client.send_subscription("oWang", "alert", VALUES, "") == Sent()
    client.send_subscription("oWang", "alert", VALUES, "https://school.example/c/3")

    first, second = (call.json for call in api.calls_to(SUBSCRIPTION))
    assert set(first) == {"touser", "template_id", "data"}
    assert second["page"] == "https://school.example/c/3"


def test_a_customer_service_text_is_cleaned_and_cut(api: MeanApi, client: Client) -> None:
    api.script(CUSTOM, says({"errcode": 0, "errmsg": "ok"}))

    client.send_text("oWang", "\ud800\x00" + "数" * 700)

    [call] = api.calls_to(CUSTOM)
    assert call.json["text"] == {"content": "数" * 666}


def test_qr_codes_are_for_good_or_for_a_while(api: MeanApi, client: Client) -> None:
    api.script(
        QRCODE, says({"ticket": "gQH", "url": "http://weixin.qq.com/q/02", "expire_seconds": 60})
    )

    assert client.create_qrcode("class_3-2") == QrCode("gQH", "http://weixin.qq.com/q/02")
    client.create_qrcode("class_3-2", 2_592_000)

    lasting, passing = (call.json for call in api.calls_to(QRCODE))
    scene = {"scene": {"scene_str": "class_3-2"}}
    assert lasting == {"action_name": "QR_LIMIT_STR_SCENE", "action_info": scene}
    assert passing == {
        "action_name": "QR_STR_SCENE",
        "action_info": scene,
        "expire_seconds": 2_592_000,
    }
    for scene_text, seconds in (("", None), ("x" * 65, None), ("x", 2_592_001), ("x", 0)):
        with pytest.raises(WeChatError):
            client.create_qrcode(scene_text, seconds)


def test_a_good_menu_is_sent_and_a_bad_one_is_not(api: MeanApi, client: Client) -> None:
    api.script(MENU, says({"errcode": 0, "errmsg": "ok"}))
    client.create_menu(
        {"button": [{"type": "view", "name": "填作业", "url": "https://school.example/r"}]}
    )

    error = error_of(
        lambda: client.create_menu(
            {"button": [{"type": "click", "name": "很长很长的菜单名", "key": "k"}]}
        )
    )

    assert error.kind is ErrorKind.BAD_REQUEST
    assert len(api.calls_to(MENU)) == 1
    assert "填作业".encode() in api.calls_to(MENU)[0].body


def test_a_follower_is_known_by_scene_and_no_longer_by_name(api: MeanApi, client: Client) -> None:
    api.script(
        USER,
        says({"subscribe": 1, "openid": "oWang", "nickname": "", "qr_scene_str": "class_3-2"}),
        says({"subscribe": 0, "openid": "oWang"}),
    )

    assert client.user_info("oWang") == Follower("oWang", True, None, "class_3-2")
    assert client.user_info("oWang") == Follower("oWang", False)


def test_a_visitor_is_recognised_and_a_snapshot_is_marked(api: MeanApi, client: Client) -> None:
    reply = {"access_token": "web", "expires_in": 7200, "refresh_token": "r", "openid": "oWang"}
    api.script(
        OAUTH, says(reply), says(reply | {"is_snapshotuser": 1}), errs(40163), says({"openid": "o"})
    )

    genuine, snapshot = client.exchange_code("C1"), client.exchange_code("C2")
    used, short = (error_of(lambda: client.exchange_code("C")) for _ in range(2))

    assert (genuine.openid, genuine.is_snapshot, snapshot.is_snapshot) == ("oWang", False, True)
    assert used.kind is ErrorKind.RESTART
    assert short.kind is ErrorKind.RETRY
    assert not api.calls_to(STABLE_TOKEN)


def test_pages_are_signed_with_one_ticket_until_it_is_nearly_over(
    api: MeanApi, client: Client
) -> None:
    api.script(TICKET, says({"errcode": 0, "ticket": "T", "expires_in": 7200}))

    first = client.page_signature("https://school.example/r/3-2")
    second = client.page_signature("https://school.example/r/3-2")

    assert first["nonceStr"] != second["nonceStr"]
    assert len(api.calls_to(TICKET)) == 1
    assert api.calls_to(TICKET)[0].query["type"] == "jsapi"


@pytest.mark.parametrize("kind", [AccountKind.LINK, AccountKind.PERSONAL, AccountKind.SERVICE])
def test_what_an_account_may_not_do_is_refused_without_a_call(
    api: MeanApi, local_account: Account, kind: AccountKind
) -> None:
    client = Client(replace(local_account, kind=kind), MemoryTokenStore())

    for call in (
        lambda: send(client),
        lambda: client.send_text("oWang", "x"),
        lambda: client.create_qrcode("x"),
        lambda: client.exchange_code("C"),
    ):
        error = error_of(call)
        assert (error.kind, error.errcode) == (ErrorKind.CONFIGURATION, 48001)
    assert not api.calls
    client.close()


def test_the_addresses_deliveries_come_from_are_listed(api: MeanApi, client: Client) -> None:
    api.script("/cgi-bin/getcallbackip", says({"ip_list": ["203.0.113.7"]}))

    assert client.callback_addresses() == ["203.0.113.7"]
    api.script("/cgi-bin/getcallbackip", says({"errcode": 0}))
    assert error_of(client.callback_addresses).kind is ErrorKind.RETRY


@pytest.mark.parametrize("body", [b"{}", b"[]", b"null", b"", b'{"errcode":null}'])
def test_a_reply_that_says_nothing_is_never_a_yes(body: bytes) -> None:
    assert error_of(lambda: read_reply(body)).is_ambiguous
    assert read_reply(b'{"errcode":"0"}') == {"errcode": "0"}
