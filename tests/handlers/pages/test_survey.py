"""The questionnaire's page: once a unit, changed until it closes, nothing typed is lost."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date, datetime, timedelta
from typing import Any

import pytest
import sqlalchemy as sa
from flask import Flask
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from clock import SHANGHAI, FrozenClock
from context import Context
from handlers.pages.device import COOKIE
from homework.consent import CONSENT_VERSION
from homework.measures import breach_kinds
from homework.surveys import Respondent
from models.reporting.assignments import AssignmentRow
from models.reporting.reports import ReportRow
from models.surveys.codes import replace_code
from models.surveys.questionnaires import SurveyReply
from models.surveys.rounds import close_survey, issue_codes
from tests.people import Cast
from tests.rounds import again, link, slip, start

ORDINARY = {"role": "parent", "a-load": "fit", "a-minutes": "40", "a-mood": "4"}


@pytest.fixture
def path(cast: Cast, context: Context) -> str:
    """The questionnaire's address for 三年级2班."""
    return f"/q/{link(context, start(context))}"


def send(client: FlaskClient, path: str, **changes: Any) -> TestResponse:
    """Open the form and send it; None takes a field back."""
    client.get(path)
    fields = {**ORDINARY, **{name.replace("__", "-"): value for name, value in changes.items()}}
    return client.post(
        path, data={key: value for key, value in fields.items() if value is not None}
    )


def family(app: Flask, cast: Cast, context: Context, devices: int) -> list[FlaskClient]:
    """So many phones of one family of 三年级2班, all of them joined by its slip."""
    own_slip = slip(context, cast.school_class(3, 2))
    browsers = [app.test_client() for _ in range(devices)]
    for browser in browsers:
        join(browser, own_slip)
    return browsers


def join(browser: FlaskClient, own_slip: str) -> None:
    """Report once through a slip, which binds the device."""
    browser.get(own_slip)
    browser.post(own_slip, data={"day": "2026-11-23", "m-chinese": "20"})


def replies(context: Context) -> Sequence[Any]:
    with context.store.reading() as connection:
        return connection.execute(sa.select(SurveyReply.__table__)).all()


def page(answer: TestResponse) -> str:
    return answer.get_data(as_text=True)


def test_answers_are_kept_and_read_back_on_the_receipt(
    client: FlaskClient, path: str, context: Context
) -> None:
    answer = send(client, path, a__load="heavy", a__why=["amount", "late"], a__bedtime="00:30")

    assert answer.status_code == 303
    receipt = page(client.get(answer.location))
    assert "量大、开始晚" in receipt
    assert "40分钟" in receipt
    assert "4(1 低落,5 愉快)" in receipt
    assert "0:30" in receipt
    assert [row.answers["bedtime"] for row in replies(context)] == [24 * 60 + 30]


def test_sending_again_changes_the_answer_and_adds_none(
    client: FlaskClient, path: str, context: Context
) -> None:
    send(client, path)
    send(client, path)
    send(client, path, a__minutes="55")

    assert [row.answers["minutes"] for row in replies(context)] == [55]
    assert 'value="55"' in page(client.get(path))


def test_two_devices_are_two_units(app: Flask, path: str, context: Context) -> None:
    for _ in range(2):
        send(app.test_client(), path)

    assert len(replies(context)) == 2


def test_a_family_with_a_slip_counts_once_and_its_second_device_sees_nothing(
    app: Flask, cast: Cast, context: Context
) -> None:
    path = f"/q/{link(context, start(context))}"
    first, second = family(app, cast, context, 2)
    send(first, path, a__suggestion="少抄一点")

    assert "少抄一点" not in page(second.get(path))
    assert send(second, path, a__load="heavy", a__why="hard").status_code == 303
    assert [row.answers["load"] for row in replies(context) if row.is_counted] == ["fit"]


def test_no_page_tells_a_device_with_a_photographed_slip_whether_the_family_answered(
    app: Flask, cast: Cast, context: Context
) -> None:
    path = f"/q/{link(context, start(context))}"
    told = []
    for has_answered in (True, False):
        mother, stranger = family(app, cast, context, 2)
        if has_answered:
            send(mother, path)
        told.append(_everything_told(stranger, path))

    assert told[0] == told[1]


def _everything_told(browser: FlaskClient, path: str) -> list[tuple[int, str, list[str]]]:
    """Status, page and names of headers at every step of answering and changing the answer."""
    answers = [browser.get(path), send(browser, path), browser.get(f"{path}/done")]
    answers += [browser.get(path), send(browser, path, a__minutes="70"), browser.get("/me")]
    return [
        (
            each.status_code,
            # Tokens, and the addresses and handles of one's own rows on /me.
            re.sub(r'(name="(?:csrf_token|report|reply)" value="|/h/)[^"?]*', r"\1", page(each)),
            sorted(each.headers.keys()),
        )
        for each in answers
    ]


def test_a_slips_fourth_device_answers_and_never_counts(
    app: Flask, cast: Cast, context: Context
) -> None:
    path = f"/q/{link(context, start(context))}"
    devices = family(app, cast, context, 4)

    assert send(devices[3], path).status_code == 303
    assert send(devices[0], path, a__load="heavy", a__why="hard").status_code == 303
    assert [row.answers["load"] for row in replies(context) if row.is_counted] == ["heavy"]


def test_a_device_that_joins_a_family_later_keeps_one_reply(
    app: Flask, cast: Cast, context: Context
) -> None:
    path = f"/q/{link(context, start(context))}"
    own_slip = slip(context, cast.school_class(3, 2))
    first, second = app.test_client(), app.test_client()
    for browser in (first, second):
        send(browser, path)
        join(browser, own_slip)
    assert send(first, path, a__minutes="50").status_code == 303

    assert send(second, path, a__minutes="60").status_code == 303
    counted = {row.answers["minutes"]: row.is_counted for row in replies(context)}
    assert counted == {50: True, 60: False}


def test_the_second_device_counts_once_the_first_has_taken_its_answer_back(
    app: Flask, cast: Cast, context: Context
) -> None:
    path = f"/q/{link(context, start(context))}"
    first, second = family(app, cast, context, 2)
    for browser in (first, second):
        send(browser, path)
    first.post("/me/delete", data={"sure": "yes"})

    send(second, path, a__minutes="60")
    assert [row.is_counted for row in replies(context)] == [True]


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"role": None}, "请选是谁在填"),
        ({"role": "teacher"}, "请选是谁在填"),
        ({"a__load": None}, "这一题还没有填"),
        ({"a__load": "enormous"}, "请从列出的选项里选"),
        ({"a__load": "heavy"}, "这一题还没有填"),  # then its reason is asked for
        ({"a__load": "heavy", "a__why": ["amount", "hard", "late"]}, "最多选2项"),
        ({"a__books": "二十"}, "请填一个整数"),
        ({"a__books": "21"}, "请填0到20本之间"),
        ({"a__minutes": "很久"}, "没看懂时间"),
        ({"a__minutes": "500"}, "请填0到480"),
        ({"a__bedtime": "25:00"}, "没看懂钟点"),
        ({"a__suggestion": "长" * 51}, "最多50个"),
    ],
)
def test_a_mistake_is_said_beside_its_question_and_nothing_typed_is_lost(
    client: FlaskClient, path: str, context: Context, changes: dict[str, Any], words: str
) -> None:
    answer = send(client, path, **{"a__suggestion": "请分层", **changes})

    assert answer.status_code == 422
    assert words in page(answer)
    assert 'value="4" checked' in page(answer)
    assert (changes.get("a__suggestion") or "请分层") in page(answer)
    assert replies(context) == []


def test_a_chip_stays_ticked_beside_its_empty_field(client: FlaskClient, path: str) -> None:
    answer = send(client, path, a__load=None, a__minutes=["45", ""])

    assert 'name="a-minutes" value="45" checked' in page(answer)


def test_what_a_condition_does_not_ask_is_dropped(
    client: FlaskClient, path: str, context: Context
) -> None:
    send(client, path, a__why="hard", a__marks="3", a__nonsense="1")

    assert set(replies(context)[0].answers) == {"load", "minutes", "mood"}


def test_own_words_are_encrypted_and_shown_to_their_author(
    client: FlaskClient, path: str, context: Context
) -> None:
    send(client, path, a__suggestion="=1+1 <b>少抄</b>")

    (row,) = replies(context)
    assert "suggestion" not in row.answers
    assert "少抄" not in row.texts_sealed
    assert "&lt;b&gt;少抄" in page(client.get(path))


def test_who_would_rather_not_is_kept_nowhere_and_finds_a_way_on(
    client: FlaskClient, path: str, context: Context
) -> None:
    form = page(client.get(path))
    assert f'href="{path}/no">不填</a>' in form
    assert "同意按隐私说明记下;点“不填”,什么也不记" in form
    assert "第1版" in form
    assert client.get_cookie(COOKIE) is not None

    refused = client.get(f"{path}/no")

    assert refused.status_code == 200
    assert "没有记下任何内容" in page(refused)
    assert f'href="{path}">回到问卷</a>' in page(refused)
    assert client.get_cookie(COOKIE) is None
    assert replies(context) == []
    assert send(client, path).status_code == 303


def test_who_leaves_a_change_unsent_keeps_what_was_answered(
    client: FlaskClient, path: str, context: Context
) -> None:
    send(client, path)
    assert "不改了</a>" in page(client.get(path))

    client.get(f"{path}/no")

    assert [row.answers["minutes"] for row in replies(context)] == [40]
    assert "这是您填过的" in page(client.get(path))


def test_refusing_a_questionnaire_does_not_forget_the_answers_of_another(
    client: FlaskClient, path: str, context: Context
) -> None:
    other = f"/q/{link(context, start(context, 'weekly-sleep'))}"
    send(client, path)

    client.get(f"{other}/no")

    assert "这是您填过的" in page(client.get(path))


def test_refusing_the_report_form_does_not_forget_the_answers_of_a_questionnaire(
    client: FlaskClient, cast: Cast, path: str
) -> None:
    send(client, path)

    client.get(f"/r/{cast.school_class(3, 2).public_link}/no")

    assert "这是您填过的" in page(client.get(path))


def test_after_closing_nothing_is_taken_or_changed(
    client: FlaskClient, path: str, context: Context, clock: FrozenClock
) -> None:
    send(client, path)
    clock.jump(clock.now() + timedelta(days=8))

    assert client.get(path).status_code == 410
    assert send(client, path, a__minutes="90").status_code == 410
    assert [row.answers["minutes"] for row in replies(context)] == [40]


def test_before_a_round_opens_its_link_says_when(
    client: FlaskClient, cast: Cast, context: Context, clock: FrozenClock
) -> None:
    survey = start(context, opens_on=date(2026, 11, 30))
    path = f"/q/{link(context, survey)}"
    clock.jump(datetime(2026, 11, 30, 6, 59, 59, tzinfo=SHANGHAI))

    early = page(client.get(path))
    assert "11月30日(周一)07:00开始" in early
    assert client.post(path, data=ORDINARY).status_code == 409
    assert replies(context) == []

    clock.jump(datetime(2026, 11, 30, 7, 0, tzinfo=SHANGHAI))
    assert send(client, path).status_code == 303
    assert again(context, survey.number).closes_at.astimezone(SHANGHAI).date() == date(2026, 12, 7)


def test_a_round_may_be_ended_before_it_began(
    client: FlaskClient, cast: Cast, context: Context
) -> None:
    survey = start(context, opens_on=date(2026, 11, 30))
    now = context.clock.now()

    assert context.store.write(lambda connection: close_survey(connection, survey, now))

    assert client.get(f"/q/{link(context, survey)}").status_code == 410


def test_a_round_that_closes_while_a_form_is_open_says_so(
    client: FlaskClient, cast: Cast, context: Context
) -> None:
    survey = start(context)
    path = f"/q/{link(context, survey)}"
    client.get(path)
    now = context.clock.now()
    context.store.write(lambda connection: close_survey(connection, survey, now))

    assert client.post(path, data=ORDINARY).status_code == 410


def test_a_link_that_leads_nowhere_is_not_found(client: FlaskClient, path: str) -> None:
    for wrong in ("/q/shifan-nothing", "/q/nothing", path[:-1] + "!"):
        answer = client.get(wrong)
        assert answer.status_code == 404
        assert "重新扫问卷的二维码" in answer.get_data(as_text=True)
        assert 'href="/me"' in answer.get_data(as_text=True)
        assert client.post(wrong, data=ORDINARY).status_code == 404


def test_a_form_without_its_token_is_shown_again_with_what_was_typed(
    app: Flask, path: str, context: Context
) -> None:
    app.config["WTF_CSRF_ENABLED"] = True

    answer = app.test_client().post(path, data={**ORDINARY, "a-suggestion": "请分层"})

    assert answer.status_code == 400
    assert "请分层" in page(answer)
    assert replies(context) == []


def test_a_code_counts_once_on_whichever_phone(app: Flask, cast: Cast, context: Context) -> None:
    public = link(context, start(context, needs_code=True))
    first, second = context.store.write(lambda connection: issue_codes(connection, public, 2))
    path = f"/q/{public}"
    mine, other = app.test_client(), app.test_client()

    assert "还没有" not in page(send(mine, path, code=first))
    assert send(mine, path, code="").status_code == 422
    assert "没有找到这个填写码" in page(send(mine, path, code="0000zzzz"))
    assert send(mine, path, code=first.upper(), a__minutes="55").status_code == 303
    assert "已经填过一份" in page(send(other, path, code=first))
    assert send(mine, path, code=second).status_code == 303  # twins
    assert sorted(row.answers["minutes"] for row in replies(context)) == [40, 55]


def test_teachers_answer_their_own_questions_through_their_own_link(
    client: FlaskClient, cast: Cast, context: Context
) -> None:
    survey = start(context, roles=frozenset(Respondent))

    send(client, f"/q/{link(context, survey, '')}", role=None, a__marks="2")

    (row,) = replies(context)
    assert (row.role, row.school_class_id, row.answers["marks"]) == ("teacher", None, 2)


DAILY = {
    "role": "parent",
    "a-homework": "some",
    "a-chinese": "30",
    "a-maths": "25",
    "a-form": "written",
    "a-finished": "yes",
    "a-irregularities": ["parent_mark"],
    "a-family": "15",
}


def daily(client: FlaskClient, path: str, **changes: Any) -> TestResponse:
    taken_back = dict.fromkeys(ORDINARY)
    return send(client, path, **{**taken_back, **DAILY, **changes})


def test_a_daily_load_answer_is_the_days_report(
    client: FlaskClient, cast: Cast, context: Context
) -> None:
    path = f"/q/{link(context, start(context, 'daily-load'))}"

    assert daily(client, path).status_code == 303
    with context.store.reading() as connection:
        report = connection.execute(sa.select(ReportRow.__table__)).one()
        items = connection.execute(
            sa.select(AssignmentRow.__table__).order_by(AssignmentRow.position)
        ).all()
    assert (report.day, report.written_low, report.family_low) == (date(2026, 11, 23), 55, 15)
    assert breach_kinds(report.breaches) == ("parent_mark",)
    assert [(each.subject, each.minutes_low) for each in items] == [
        ("语文", 30),
        ("数学", 25),
        ("其他", 15),
    ]


def test_a_daily_load_answer_leaves_what_the_form_said_of_other_subjects(
    client: FlaskClient, cast: Cast, context: Context
) -> None:
    form = f"/r/{cast.school_class(3, 2).public_link}"
    client.get(form)
    client.post(form, data={"day": "2026-11-23", "m-english": "20"})
    path = f"/q/{link(context, start(context, 'daily-load'))}"
    daily(client, path)

    daily(client, path, **{"a-maths": None, "a-chinese": "35", "a-family": None})

    with context.store.reading() as connection:
        items = connection.execute(
            sa.select(AssignmentRow.subject, AssignmentRow.minutes_low).order_by(
                AssignmentRow.subject
            )
        ).all()
        reports = connection.scalar(sa.select(sa.func.count()).select_from(ReportRow))
    assert sorted(map(tuple, items)) == [("英语", 20), ("语文", 35)]
    assert reports == 1


@pytest.mark.parametrize("needs_code", [False, True], ids=["link", "code"])
def test_deleting_everything_of_mine_deletes_my_replies_only(
    app: Flask, cast: Cast, context: Context, needs_code: bool
) -> None:
    public = link(context, start(context, needs_code=needs_code))
    codes = context.store.write(lambda connection: issue_codes(connection, public, 2))
    mine, other = app.test_client(), app.test_client()
    for browser, code in zip((mine, other), codes, strict=True):
        minutes = "55" if browser is other else "40"
        assert send(browser, f"/q/{public}", code=code, a__minutes=minutes).status_code == 303

    mine.post("/me/delete")

    assert [row.answers["minutes"] for row in replies(context)] == [55]


def test_the_notice_it_was_sent_under_is_kept_with_a_reply_and_goes_with_it(
    client: FlaskClient, path: str, context: Context
) -> None:
    assert f'name="consent" value="{CONSENT_VERSION}"' in page(client.get(path))
    send(client, path, consent=str(CONSENT_VERSION))

    assert [row.consent_version for row in replies(context)] == [CONSENT_VERSION]
    (own,) = client.get("/me/download").get_json()["surveys"]
    assert own["consent_version"] == CONSENT_VERSION
    client.post("/me/withdraw-consent")
    assert replies(context) == []


def test_a_notice_that_changed_meanwhile_is_shown_before_anything_is_kept(
    client: FlaskClient, path: str, context: Context
) -> None:
    answer = send(client, path, consent=str(CONSENT_VERSION - 1), a__suggestion="少抄一点")

    assert answer.status_code == 409
    assert "隐私说明刚有更新" in page(answer)
    assert "少抄一点" in page(answer)
    assert replies(context) == []


def test_a_code_that_was_taken_is_replaced_and_the_familys_answer_counts(
    app: Flask, cast: Cast, context: Context
) -> None:
    survey = start(context, needs_code=True)
    path = f"/q/{link(context, survey)}"
    (code,) = context.store.write(lambda connection: issue_codes(connection, path[3:], 1))
    thief, family = app.test_client(), app.test_client()
    send(thief, path, code=code, a__load="fit")
    refused = send(family, path, code=code, a__load="heavy", a__why="hard")
    assert "请向学校换一个填写码" in page(refused)

    fresh = context.store.write(
        lambda connection: replace_code(connection, context.keys, survey, code)
    )

    assert replies(context) == []
    assert send(thief, path, code=code).status_code == 422
    assert send(family, path, code=fresh, a__load="heavy", a__why="hard").status_code == 303
    assert [row.answers["load"] for row in replies(context)] == ["heavy"]


def test_a_code_of_another_class_opens_nothing(
    client: FlaskClient, cast: Cast, context: Context
) -> None:
    survey = start(context, needs_code=True)
    ours, theirs = link(context, survey, "3-2"), link(context, survey, "3-1")
    (code,) = context.store.write(lambda connection: issue_codes(connection, theirs, 1))

    assert send(client, f"/q/{ours}", code=code).status_code == 422
    assert replies(context) == []


def test_a_stranger_sees_no_receipt(app: Flask, path: str) -> None:
    send(app.test_client(), path)

    answer = app.test_client().get(f"{path}/done")

    assert (answer.status_code, answer.location) == (303, path)


def test_a_device_answers_once_for_each_childs_class(
    client: FlaskClient, cast: Cast, context: Context
) -> None:
    survey = start(context)
    for slug in ("3-1", "3-2", "3-1"):
        send(client, f"/q/{link(context, survey, slug)}")

    assert len(replies(context)) == 2


def test_a_day_without_homework_is_a_report_too(
    client: FlaskClient, cast: Cast, context: Context
) -> None:
    path = f"/q/{link(context, start(context, 'daily-load'))}"
    daily(client, path)
    daily(client, path, **{"a-homework": "none"})

    with context.store.reading() as connection:
        report = connection.execute(sa.select(ReportRow.__table__)).one()
    assert (report.no_homework, report.item_count) == (True, 0)
