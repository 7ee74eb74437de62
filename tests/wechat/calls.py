"""What the tests of calls share: one template message, and the error a call ends in."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from wechat.client import Client, Sent, WeChatError

VALUES = {
    "school_class": "三年级2班",
    "finding": "书面作业80分(上限60)",
    "stage": "待核实",
    "time": "2026年11月23日 20:15",
}


def send(client: Client) -> Sent:
    return client.send_template("oWang", "alert", VALUES, "https://school.example/c/3", "a1")


def error_of(call: Callable[[], object]) -> WeChatError:
    with pytest.raises(WeChatError) as caught:
        call()
    return caught.value
