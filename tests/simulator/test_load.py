"""Many people at once: nothing lost, nothing shown twice."""

from __future__ import annotations

import json
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import requests

from simulator.people import add_person, set_following
from tests.patience import PATIENCE
from tests.simulator.conftest import TEMPLATE, Platform
from tests.simulator.program import Program


def test_three_hundred_messages_of_sixty_people_at_once_each_get_their_own_reply(
    wechat: Platform, program: Program
) -> None:
    account = wechat.world.accounts.first()
    openids = [f"oParent{number:02}" for number in range(60)]
    for openid in openids:
        set_following(wechat.world, add_person(wechat.world, account, openid, openid))

    def say(number: int) -> Any:
        url = f"{wechat.url}/sim/people/{openids[number % 60]}/text"
        return requests.post(url, json={"text": f"数学{number}分钟"}, timeout=PATIENCE).json()

    with ThreadPoolExecutor(32) as pool:
        told = list(pool.map(say, range(300)))

    assert [t["replies"][0]["text"] for t in told] == [f"收到:数学{n}分钟" for n in range(300)]
    assert len({m["MsgId"] for m in program.messages("text")}) == 300
    assert len(wechat.look("shown")) == 300


def test_one_client_msg_id_sent_by_many_at_once_is_shown_once(wechat: Platform) -> None:
    wechat.person("oDean")
    token = wechat.token()
    data = {"thing2": {"value": "三年级2班"}, "time4": {"value": "20:15"}}
    body = {"touser": "oDean", "template_id": TEMPLATE, "client_msg_id": "a", "data": data}
    raw = json.dumps(body, ensure_ascii=False).encode()

    def send(_: int) -> int:
        url = f"{wechat.url}/cgi-bin/message/template/send"
        answer = requests.post(url, params={"access_token": token}, data=raw, timeout=PATIENCE)
        return int(answer.json()["msgid"])

    with ThreadPoolExecutor(16) as pool:
        msgids = set(pool.map(send, range(48)))

    assert len(msgids) == 1
    assert len(wechat.look("shown?client_msg_id=a")) == 1
