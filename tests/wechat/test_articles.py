"""A draft in the account's own box: what is asked of the platform, and who may not ask."""

from __future__ import annotations

import json
from dataclasses import replace

import pytest

from tests.wechat.mean_api import MeanApi, errs, says
from wechat.account import Account, AccountKind
from wechat.articles import Article
from wechat.client import Client, ErrorKind, WeChatError
from wechat.tokens import MemoryTokenStore

MATERIAL, DRAFT = "/cgi-bin/material/add_material", "/cgi-bin/draft/add"
ARTICLE = Article(
    "月报", ["公示<b>1次", "", "谢谢&再见"], "https://zuoye.example/hall/shifan/month"
)


def test_a_draft_has_a_cover_and_its_words_are_no_markup(api: MeanApi, client: Client) -> None:
    api.script(MATERIAL, says({"media_id": "COVER", "url": "http://x"}))
    api.script(DRAFT, says({"media_id": "DRAFT"}))

    assert client.add_draft(ARTICLE, b"\x89PNG") == "DRAFT"

    [draft] = api.calls_to(DRAFT)
    [article] = json.loads(draft.body)["articles"]
    assert article["thumb_media_id"] == "COVER"
    assert article["title"] == "月报"
    assert article["content"] == "<p>公示&lt;b&gt;1次</p><p>谢谢&amp;再见</p>"
    assert b"\x89PNG" in api.calls_to(MATERIAL)[0].body


def test_a_cover_that_is_refused_leaves_no_draft(api: MeanApi, client: Client) -> None:
    api.script(MATERIAL, errs(45001))

    with pytest.raises(WeChatError):
        client.add_draft(ARTICLE, b"\x89PNG")

    assert api.calls_to(DRAFT) == []


def test_an_account_that_lost_the_right_asks_for_nothing(api: MeanApi, account: Account) -> None:
    personal = replace(account, kind=AccountKind.PERSONAL, api_base=api.base)
    client = Client(personal, MemoryTokenStore())

    with pytest.raises(WeChatError) as refused:
        client.add_draft(ARTICLE, b"\x89PNG")

    assert refused.value.kind is ErrorKind.CONFIGURATION
    assert api.calls == []
    client.close()
