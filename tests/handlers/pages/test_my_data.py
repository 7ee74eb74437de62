"""My data: a person sees, takes back, downloads and deletes what they said, and nobody else's."""

from __future__ import annotations

import csv
import re
from typing import Any

import pytest
import sqlalchemy as sa
from flask import Flask
from flask.testing import FlaskClient

from context import Context
from handlers.links import LINK_LASTS, Visitor, make_link_token
from models.families.reporters import Reporter
from models.holdings.everything import HOLDINGS
from models.reporting.assignments import AssignmentRow
from models.reporting.reports import ReportRow
from models.surveys.questionnaires import SurveyReply
from tests.people import ACCOUNT, Cast
from tests.rounds import link as survey_link
from tests.rounds import start

MONDAY = "2026-11-23"


@pytest.fixture
def link(cast: Cast) -> str:
    return f"/r/{cast.school_class(3, 2).public_link}"


def say(client: FlaskClient, link: str, content: str = "抄写第五课") -> None:
    client.get(link)
    client.post(link, data={"day": MONDAY, "m-chinese": "20", "c-chinese": content})


def page(client: FlaskClient, path: str = "/me") -> str:
    return client.get(path).get_data(as_text=True)


def count(context: Context, table: Any) -> int:
    with context.store.reading() as connection:
        return connection.scalar(sa.select(sa.func.count()).select_from(table)) or 0


def handle(client: FlaskClient) -> str:
    found = re.search(r'name="report" value="(\d+)"', page(client))
    assert found
    return found[1]


def test_a_person_sees_what_this_device_said(client: FlaskClient, link: str) -> None:
    say(client, link)

    assert "抄写第五课" in page(client)


def test_a_stranger_sees_an_empty_page_and_gets_no_device(client: FlaskClient) -> None:
    answer = client.get("/me")

    assert "还没有记录" in answer.get_data(as_text=True)
    assert not any("hw_device" in each for each in answer.headers.getlist("Set-Cookie"))


def test_a_report_can_be_taken_back(client: FlaskClient, link: str, context: Context) -> None:
    say(client, link)

    client.post("/me/withdraw", data={"report": handle(client)})

    assert count(context, ReportRow) == 0
    assert count(context, AssignmentRow) == 0


def test_nobody_takes_back_anothers_report(
    app: Flask, client: FlaskClient, link: str, context: Context
) -> None:
    say(client, link)
    other = app.test_client()
    say(other, link, "别的")

    other.post("/me/withdraw", data={"report": handle(client)})

    assert count(context, ReportRow) == 2


@pytest.mark.parametrize("number", ["", "abc", "-1", "9" * 40, "²"])
def test_a_handle_that_is_none_changes_nothing(
    client: FlaskClient, link: str, context: Context, number: str
) -> None:
    say(client, link)

    assert client.post("/me/withdraw", data={"report": number}).status_code == 303
    assert count(context, ReportRow) == 1


def test_deleting_everything_leaves_no_row_and_forgets_the_device(
    client: FlaskClient, link: str, context: Context
) -> None:
    say(client, link)

    answer = client.post("/me/delete")

    assert answer.status_code == 303
    assert count(context, ReportRow) == count(context, AssignmentRow) == 0
    assert count(context, Reporter) == 0
    assert client.get_cookie("hw_device") is None


def test_everything_can_be_downloaded(client: FlaskClient, link: str) -> None:
    say(client, link)

    answer = client.get("/me/download")

    assert answer.headers["Content-Disposition"].startswith("attachment")
    (report,) = answer.get_json()["reports"]
    assert report["class"] == "三年级2班"
    assert report["assignments"][0]["minutes"] == [20, 20]


def token_of(context: Context, cast: Cast, person: str) -> str:
    subject = context.keys.subject_id(ACCOUNT, cast.openid(person))
    return make_link_token(context.keys, Visitor(ACCOUNT, subject), context.clock.now())


def test_a_total_said_for_everything_at_once_is_listed_and_downloaded(
    client: FlaskClient, link: str
) -> None:
    client.get(link)
    sent = client.post(link, data={"day": "2026-11-23", "words": "作业一共写了70分钟"})
    assert sent.status_code == 303

    assert re.search(r"一共.*70分钟", page(client, "/me"), re.DOTALL)
    assert ",一共,70分钟," in page(client, "/me/download?as=csv")
    assert '"stated_total": [\n        70,\n        70\n      ]' in page(client, "/me/download")


def test_a_link_from_the_chat_opens_after_one_tap(
    client: FlaskClient, cast: Cast, context: Context
) -> None:
    cast.say("张", "数学口算30分钟")
    token = token_of(context, cast, "张")

    assert "口算" not in page(client, f"/me?t={token}")  # a scanner's GET shows and does nothing
    client.post("/me/enter", data={"t": token})

    assert "口算" in page(client)


def test_a_link_that_is_old_opens_nothing_and_says_how_to_go_on(
    client: FlaskClient, cast: Cast, context: Context, clock: Any
) -> None:
    cast.say("张", "数学口算30分钟")
    token = token_of(context, cast, "张")
    clock.forward(LINK_LASTS)

    ended = page(client, f"/me?t={token}")
    assert "再回复一次" in ended
    assert 'href="/me"' in ended
    client.post("/me/enter", data={"t": token})
    assert "口算" not in page(client)


def test_the_notice_names_what_is_kept_and_wechats_own_back_office(client: FlaskClient) -> None:
    words = page(client, "/privacy")

    assert "不问姓名、手机号、学号" in words
    assert "公众号管理员可能" in words


def test_a_page_without_its_token_deletes_nothing(
    app: Flask, client: FlaskClient, link: str, context: Context
) -> None:
    say(client, link)
    app.config["WTF_CSRF_ENABLED"] = True

    answer = client.post("/me/delete")

    assert answer.location == "/me"
    assert count(context, ReportRow) == 1


def test_the_notice_lists_everything_that_is_held_of_a_parent_and_for_how_long(
    client: FlaskClient,
) -> None:
    words = page(client, "/privacy")

    for each in HOLDINGS:
        assert each.title in words
        for part in each.held:
            assert part.what in words
            assert f"保留:{part.keep.words}" in words


def answer_survey(client: FlaskClient, context: Context, **changes: str) -> None:
    path = f"/q/{survey_link(context, start(context))}"
    client.get(path)
    fields = {"role": "parent", "a-load": "fit", "a-minutes": "40", "a-mood": "4", **changes}
    assert client.post(path, data=fields).status_code == 303


def test_answers_to_questionnaires_are_listed_and_can_be_taken_back(
    app: Flask, client: FlaskClient, context: Context
) -> None:
    answer_survey(client, context)
    words = page(client)
    assert "每种题一道" in words
    assert "40分钟" in words
    found = re.search(r'name="reply" value="(\w+)"', words)
    assert found

    app.test_client().post("/me/withdraw-reply", data={"reply": found[1]})
    assert count(context, SurveyReply) == 1
    client.post("/me/withdraw-reply", data={"reply": found[1]})

    assert count(context, SurveyReply) == 0


def test_the_page_names_the_answers_that_nobody_can_find_again(client: FlaskClient) -> None:
    assert "任何人都认不出哪份是您的" in page(client)


def test_a_table_for_excel_runs_nothing_that_was_typed(
    client: FlaskClient, link: str, context: Context
) -> None:
    say(client, link, content="=1+1")
    answer_survey(client, context, **{"a-suggestion": "@SUM(1)"})

    answer = client.get("/me/download?as=csv")

    assert "csv" in answer.headers["Content-Disposition"]
    rows = list(csv.reader(answer.get_data().decode("utf-8-sig").splitlines()))
    cells = [cell for row in rows for cell in row]
    assert rows[1][:4] == ["作业反馈", "三年级2班", MONDAY, "语文"]
    assert "'=1+1" in cells
    assert "'@SUM(1)" in cells
    assert not [cell for cell in cells if cell[:1] in set("=+-@")]


def test_what_was_said_in_the_chat_is_corrected_in_the_chat(
    client: FlaskClient, cast: Cast, context: Context
) -> None:
    cast.say("张", "数学口算30分钟")
    client.post("/me/enter", data={"t": token_of(context, cast, "张")})

    assert "在公众号对话框里再说一遍" in page(client)
