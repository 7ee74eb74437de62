"""Codes that follow the account: made once by accounts that may, never in the way of the posters."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.commands.printed import CONFIG, Office, codes_of, texts_of
from tests.wechat.mean_api import STABLE_TOKEN, Handler, MeanApi, Tokens, errs, says

CREATE = "/cgi-bin/qrcode/create"
ACCOUNT = """\
id = "main"
kind = "{kind}"
app_id = "wx0123456789abcdef"
app_secret = "0123456789abcdef0123456789abcdef"
original_id = "gh_0123456789ab"
webhook_token = "ZhangWang3Ban2026"
aes_key = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQ"
api_base = "{base}"
"""


@pytest.fixture
def api() -> Iterator[MeanApi]:
    made = MeanApi()
    made.script(STABLE_TOKEN, Tokens())
    made.script(CREATE, code_of_its_scene)
    yield made
    made.stop()


def scenes(api: MeanApi) -> list[str]:
    """What WeChat was asked to put into codes, in order."""
    asked = [call.json for call in api.calls_to(CREATE)]
    assert all(each["action_name"] == "QR_LIMIT_STR_SCENE" for each in asked)
    return [str(each["action_info"]["scene"]["scene_str"]) for each in asked]  # type: ignore[index]  # JSON


def code_of_its_scene(handler: Handler) -> None:
    """WeChat's answer: an address in which a test can tell the scene."""
    scene = scenes(handler.server.api)[-1]
    says({"ticket": "t", "url": f"http://weixin.qq.com/q/{scene}"})(handler)


def office(folder: Path, api: MeanApi, kind: str = "verified_service") -> Office:
    account = ACCOUNT.format(kind=kind, base=api.base)
    words = CONFIG.replace('id = "main"\nkind = "link"\n', account)
    return Office.set_up(folder, words.replace('"8" = 2, "9" = 2', '"8" = 1'))


def links(out: Path) -> list[str]:
    return [code.text for page in codes_of(out / "follow" / "posters.pdf") for code in page]


def test_a_verified_service_account_gets_a_second_set_of_posters(
    tmp_path: Path, api: MeanApi
) -> None:
    school, out = office(tmp_path, api), tmp_path / "out"

    assert school.run("qr", "--out", str(out)) == 0

    pages = [page[0].text for page in codes_of(out / "posters.pdf")[1:]]
    own = [page.rpartition("/r/")[2] for page in pages]
    assert scenes(api) == [f"c_{link}" for link in own]
    assert links(out) == [f"http://weixin.qq.com/q/c_{link}" for link in own]
    for words in texts_of(out / "follow" / "posters.pdf"):
        assert "关注" in words
        assert "公众号管理员可能看到" in words
    assert len(list((out / "follow").glob("*.png"))) == 3


def test_a_code_is_made_once(tmp_path: Path, api: MeanApi) -> None:
    school = office(tmp_path, api)

    for name in ("first", "second"):
        assert school.run("qr", "--out", str(tmp_path / name)) == 0

    assert len(scenes(api)) == 3
    assert links(tmp_path / "first") == links(tmp_path / "second")


@pytest.mark.parametrize("kind", ["personal", "verified_subscription", "service"])
def test_an_account_that_may_not_is_not_asked(tmp_path: Path, api: MeanApi, kind: str) -> None:
    school = office(tmp_path, api, kind)

    assert school.run("qr", "--out", str(tmp_path / "out")) == 0

    assert api.calls == []
    assert not (tmp_path / "out" / "follow").exists()


def test_a_refusal_is_said_and_the_posters_are_there(
    tmp_path: Path, api: MeanApi, capsys: pytest.CaptureFixture[str]
) -> None:
    school, out = office(tmp_path, api), tmp_path / "out"
    api.script(CREATE, code_of_its_scene, errs(45009))

    assert school.run("qr", "--out", str(out)) == 0

    assert "关注码没有取全" in capsys.readouterr().err
    assert len(codes_of(out / "posters.pdf")) == 4
    assert len(links(out)) == 1

    api.script(CREATE, code_of_its_scene)
    assert school.run("qr", "--out", str(out)) == 0
    assert len(links(out)) == 3
