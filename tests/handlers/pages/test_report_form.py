"""The parents' report page, as a browser without scripts uses it."""

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
from homework.measures import breach_kinds
from models.database.writer import NotCommitted
from models.days.class_days import ClassDay
from models.reporting.assignments import AssignmentRow
from models.reporting.reports import ReportRow
from tests.people import Cast

MONDAY = date(2026, 11, 23)
ORDINARY = {"m-chinese": "20", "m-maths": "30"}


@pytest.fixture
def link(cast: Cast) -> str:
    """What the poster of 三年级2班 opens."""
    return f"/r/{cast.school_class(3, 2).public_link}"


@pytest.fixture
def young_link(cast: Cast) -> str:
    """The same of 一年级3班."""
    return f"/r/{cast.school_class(1, 3).public_link}"


def send(client: FlaskClient, link: str, **fields: Any) -> TestResponse:
    """Open the form and send it; underscores in names stand for the hyphen."""
    client.get(link)
    named = {name.replace("__", "-"): value for name, value in fields.items()}
    return client.post(link, data={"day": MONDAY.isoformat(), **named})


def page(answer: TestResponse) -> str:
    return answer.get_data(as_text=True)


def kept(context: Context) -> Sequence[Any]:
    with context.store.reading() as connection:
        return connection.execute(sa.select(ReportRow.__table__)).all()


def assignments(context: Context) -> Sequence[Any]:
    with context.store.reading() as connection:
        return connection.execute(
            sa.select(AssignmentRow.__table__).order_by(AssignmentRow.position)
        ).all()


def version(context: Context) -> int:
    with context.store.reading() as connection:
        return connection.scalar(sa.select(ClassDay.version)) or 0


def test_the_form_names_the_class_the_day_and_who_does_not_see_it(
    client: FlaskClient, link: str
) -> None:
    words = page(client.get(link))

    assert "三年级2班" in words
    assert "11月23日(周一)" in words
    assert "老师看不到是谁填的" in words


def test_the_device_is_a_signed_cookie_that_scripts_cannot_read(
    client: FlaskClient, link: str
) -> None:
    cookies = client.get(link).headers.getlist("Set-Cookie")

    device = next(each for each in cookies if each.startswith(COOKIE))
    assert "HttpOnly" in device
    assert "SameSite=Lax" in device


def test_two_taps_and_send_are_a_report(client: FlaskClient, link: str, context: Context) -> None:
    answer = client.post(link, data=ORDINARY | {"day": MONDAY.isoformat()})

    assert answer.status_code == 303
    (row,) = kept(context)
    assert (row.day, row.door, row.counts) == (MONDAY, "page", True)
    assert (row.written_low, row.written_high) == (50, 50)


def test_the_receipt_repeats_what_was_understood_and_how_to_correct_it(
    client: FlaskClient, link: str
) -> None:
    answer = send(client, link, m__chinese="20", x__maths="25", c__maths="练习册12页")

    words = page(client.get(answer.location))

    assert re.search(r"语文.*?20分钟.*?数学.*?练习册12页.*?25分钟", words, re.DOTALL)
    assert "11月24日(周二)12:00前再填一次" in words
    assert "未经人工核实不会公布" in words


def test_sending_again_replaces_what_this_device_said(
    client: FlaskClient, link: str, context: Context
) -> None:
    send(client, link, **{"m-chinese": "20"})

    send(client, link, **{"m-english": "40"})

    assert len(kept(context)) == 1
    assert [(row.subject, row.minutes_low) for row in assignments(context)] == [("英语", 40)]


def test_a_double_tap_is_one_report_and_one_judging(
    client: FlaskClient, link: str, context: Context
) -> None:
    send(client, link, **ORDINARY)
    before = version(context)

    send(client, link, **ORDINARY)

    assert len(kept(context)) == 1
    assert version(context) == before


def test_what_was_said_is_filled_in_again_for_correcting(client: FlaskClient, link: str) -> None:
    send(client, link, **{"m-chinese": "20", "x-maths": "25", "f-maths": "unfinished"})

    words = page(client.get(link))

    assert 'name="m-chinese" value="20" checked' in words
    assert 'name="x-maths" value="25"' in words
    assert 'name="f-maths" value="unfinished" checked' in words


def test_one_device_never_sees_or_overwrites_another(
    app: Flask, client: FlaskClient, link: str, context: Context
) -> None:
    send(client, link, **ORDINARY, **{"c-chinese": "抄写第五课"})
    other = app.test_client()

    answer = send(other, link, **{"m-english": "10"})

    seen = page(other.get(link)) + page(other.get(answer.location)) + page(other.get("/me"))
    assert "抄写第五课" not in seen
    assert len(kept(context)) == 2


def test_no_homework_is_one_tap(client: FlaskClient, link: str, context: Context) -> None:
    answer = send(client, link, no_homework="1")

    assert "没有作业" in page(client.get(answer.location))
    assert kept(context)[0].no_homework


def test_no_homework_beside_homework_is_asked_about_and_nothing_is_lost(
    client: FlaskClient, link: str, context: Context
) -> None:
    answer = send(client, link, no_homework="1", **ORDINARY)

    assert answer.status_code == 422
    assert "上面已经填了作业" in page(answer)
    assert 'name="m-maths" value="30" checked' in page(answer)
    assert not kept(context)


@pytest.mark.parametrize(
    ("fields", "low", "high", "at_school", "family"),
    [
        ({"m-maths": "30"}, 30, 30, False, False),
        ({"x-maths": "25"}, 25, 25, False, False),
        ({"m-maths": "30", "x-maths": "25"}, 25, 25, False, False),  # typing is the later word
        ({"x-maths": "半小时"}, 30, 30, False, False),
        ({"x-maths": "２５"}, 25, 25, False, False),  # full-width digits of a Chinese keyboard
        ({"m-maths": "school"}, None, None, True, False),
        ({"m-maths": "40", "f-maths": "unfinished"}, 40, None, False, False),
        ({"m-maths": "20", "f-maths": "part"}, 20, None, True, False),
        ({"m-maths": "20", "f-maths": "family"}, 20, 20, False, True),
        ({"c-maths": "练习册"}, None, None, False, False),  # how long is not guessed
    ],
)
def test_each_field_becomes_what_it_says(
    client: FlaskClient,
    link: str,
    context: Context,
    fields: dict[str, str],
    low: int | None,
    high: int | None,
    at_school: bool,
    family: bool,
) -> None:
    assert send(client, link, **fields).status_code == 303

    (row,) = assignments(context)
    assert (row.minutes_low, row.minutes_high) == (low, high)
    assert (row.done_at_school, row.family_added) == (at_school, family)


@pytest.mark.parametrize("typed", ["0", "481", "99999", "²", "很久", "-5", "1" * 8])
def test_minutes_that_cannot_be_are_said_at_the_field_and_kept(
    client: FlaskClient, link: str, context: Context, typed: str
) -> None:
    answer = send(client, link, **{"m-chinese": "20", "x-maths": typed})

    assert answer.status_code == 422
    assert "用时请填1到480之间的分钟数" in page(answer)
    assert f'name="x-maths" value="{typed}"' in page(answer)
    assert 'name="m-chinese" value="20" checked' in page(answer)
    assert not kept(context)


def test_a_content_that_is_too_long_is_asked_back_and_not_cut(
    client: FlaskClient, link: str, context: Context
) -> None:
    typed = "抄" * 61

    answer = send(client, link, **{"m-maths": "30", "c-maths": typed})

    assert answer.status_code == 422
    assert "内容请写短些,不超过60个字" in page(answer)
    assert f'value="{typed}"' in page(answer)
    assert not kept(context)


def test_an_unlikely_time_counts_once_it_is_confirmed(
    client: FlaskClient, link: str, context: Context
) -> None:
    asked = send(client, link, **{"x-maths": "300"})
    assert asked.status_code == 422
    assert "300分钟" in page(asked)

    assert send(client, link, sure="1", **{"x-maths": "300"}).status_code == 303
    assert kept(context)[0].written_low == 300


def test_grades_one_and_two_are_asked_for_the_kind(
    client: FlaskClient, young_link: str, context: Context
) -> None:
    asked = send(client, young_link, **{"m-chinese": "20"})
    assert asked.status_code == 422
    assert "口头、实践,还是书面" in page(asked)

    assert send(client, young_link, **{"m-chinese": "20", "k-chinese": "oral"}).status_code == 303
    assert kept(context)[0].written_low == 0


def test_unfinished_without_minutes_is_asked_back(client: FlaskClient, link: str) -> None:
    answer = send(client, link, **{"f-maths": "unfinished"})

    assert answer.status_code == 422
    assert "停笔时写了多少分钟" in page(answer)


def test_an_empty_form_is_told_what_to_do(client: FlaskClient, link: str, context: Context) -> None:
    answer = send(client, link)

    assert answer.status_code == 422
    assert "还没有填" in page(answer)
    assert not kept(context)


def test_words_are_read_by_the_same_reader_as_the_chat(
    client: FlaskClient, link: str, context: Context
) -> None:
    send(client, link, words="语文抄写20分钟 数学练习册半小时")

    assert [(row.subject, row.minutes_low) for row in assignments(context)] == [
        ("语文", 20),
        ("数学", 30),
    ]


def test_words_complete_what_was_tapped_and_never_count_it_twice(
    client: FlaskClient, link: str, context: Context
) -> None:
    send(client, link, words="语文抄写第5课20分钟,英语听读10分钟", **{"m-chinese": "20"})

    rows = assignments(context)
    assert [(row.subject, row.minutes_low) for row in rows] == [("语文", 20), ("英语", 10)]
    assert "抄写" in rows[0].content


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        ("三年级4班语文20分钟", "这里只记三年级2班"),
        ("昨天数学卷子写了一个半小时", "像是另一天"),
        ("作业太多了", "没有读出作业"),
        ("语文" * 300, "太长了"),
    ],
)
def test_words_that_cannot_be_taken_come_back_with_the_reason(
    client: FlaskClient, link: str, context: Context, words: str, sentence: str
) -> None:
    answer = send(client, link, words=words)

    assert answer.status_code == 422
    assert sentence in page(answer)
    assert words in page(answer)
    assert not kept(context)


def test_unreadable_words_beside_taps_do_not_block_them_and_are_not_kept_in_silence(
    client: FlaskClient, link: str, context: Context
) -> None:
    answer = send(client, link, words="作业太多了", **ORDINARY)

    assert "没读出作业,没有保存" in page(client.get(answer.location))
    assert len(kept(context)) == 1


def test_ticked_irregularities_are_kept(client: FlaskClient, link: str, context: Context) -> None:
    send(client, link, irregularity=["parent_mark", "nonsense"], **ORDINARY)

    assert breach_kinds(kept(context)[0].breaches) == ("parent_mark",)


def test_a_day_that_closed_while_the_page_was_open_keeps_nothing_and_loses_nothing(
    client: FlaskClient, link: str, context: Context, clock: FrozenClock
) -> None:
    client.get(link)
    clock.jump(datetime(2026, 11, 24, 12, 0, tzinfo=SHANGHAI))

    answer = client.post(link, data=ORDINARY | {"day": MONDAY.isoformat()})

    assert answer.status_code == 409
    assert "11月23日(周一)的反馈已在11月24日(周二)12:00截止" in page(answer)
    assert 'name="m-chinese" value="20" checked' in page(answer)
    assert not kept(context)


def test_one_minute_before_closing_the_day_is_still_open(
    client: FlaskClient, link: str, context: Context, clock: FrozenClock
) -> None:
    clock.jump(datetime(2026, 11, 24, 11, 59, tzinfo=SHANGHAI))

    assert send(client, link, **ORDINARY).status_code == 303
    assert kept(context)[0].day == MONDAY


def test_in_the_morning_yesterday_is_meant_and_today_can_be_chosen(
    client: FlaskClient, link: str, clock: FrozenClock
) -> None:
    clock.jump(datetime(2026, 11, 24, 8, 0, tzinfo=SHANGHAI))

    words = page(client.get(link))

    assert 'name="day" value="2026-11-23"' in words
    assert f'href="{link}?day=2026-11-24"' in words


def test_the_last_day_before_days_off_says_what_it_covers(
    client: FlaskClient, link: str, clock: FrozenClock
) -> None:
    clock.jump(datetime(2026, 11, 28, 10, 0, tzinfo=SHANGHAI))

    words = page(client.get(link))

    assert "11月27日(周五)的作业" in words
    assert "11月30日(周一)上学前" in words


@pytest.mark.parametrize("path", ["/r/shifan-0000000000", "/r/nothing", "/h/0000", "/r/-"])
def test_a_wrong_link_is_told_in_plain_words(client: FlaskClient, path: str) -> None:
    answer = client.get(path)

    assert answer.status_code == 404
    assert "重新扫" in page(answer)
    assert "选班级,继续填" in page(answer)


def test_a_link_to_a_day_that_has_ended_says_so(client: FlaskClient, link: str) -> None:
    ended = page(client.get(f"{link}?day=2026-11-20"))
    open_day = page(client.get(f"{link}?day=2026-11-23"))

    words = "11月20日(周五)的反馈已截止,这一页填的是11月23日(周一)的作业"
    assert words in ended
    assert "已截止" not in open_day


def test_a_form_without_its_token_comes_back_whole(
    app: Flask, client: FlaskClient, link: str, context: Context
) -> None:
    app.config["WTF_CSRF_ENABLED"] = True

    answer = send(client, link, **ORDINARY)

    assert answer.status_code == 400
    assert "请再点一次" in page(answer)
    assert 'name="m-chinese" value="20" checked' in page(answer)
    assert not kept(context)


def test_what_could_not_be_committed_is_not_called_a_success(
    client: FlaskClient, link: str, context: Context, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*_: object) -> None:
        raise NotCommitted("the disk is full")

    client.get(link)
    monkeypatch.setattr(context.store, "write", refuse)

    answer = client.post(link, data=ORDINARY | {"day": MONDAY.isoformat()})

    assert answer.status_code == 503
    assert "刚才没有记下" in page(answer)
    assert 'name="m-chinese" value="20" checked' in page(answer)


def test_typed_words_are_shown_as_words_not_as_markup(client: FlaskClient, link: str) -> None:
    answer = send(client, link, **{"m-maths": "20", "c-maths": "<script>alert(1)</script>"})

    assert "<script>alert(1)" not in page(client.get(answer.location))


def test_a_class_that_was_asked_for_a_year_ago_keeps_its_link(
    client: FlaskClient, link: str, clock: FrozenClock
) -> None:
    clock.forward(timedelta(days=365))

    assert "四年级2班" in page(client.get(link))


def test_the_subjects_of_last_time_are_offered_at_once(
    client: FlaskClient, link: str, clock: FrozenClock
) -> None:
    def offered_before_the_fold() -> str:
        return page(client.get(link)).partition("更多学科")[0]

    assert 'data-subject="科学"' not in offered_before_the_fold()
    send(client, link, **{"m-chinese": "20", "m-science": "10"})
    clock.jump(datetime(2026, 11, 24, 20, 0, tzinfo=SHANGHAI))

    assert 'data-subject="科学"' in offered_before_the_fold()
    assert "checked" not in page(client.get(link))


def test_words_come_back_the_same_however_often_they_are_edited(
    client: FlaskClient, link: str, context: Context
) -> None:
    def words_again() -> str:
        found = re.search(
            r'<textarea class="words".*?>(.*?)</textarea>', page(client.get(link)), re.DOTALL
        )
        assert found
        return found[1]

    send(client, link, words="语文抄写20分钟 语文背诵10分钟 语文小练笔40分钟没写完")
    first, measured = words_again(), kept(context)[0].all_low

    for _ in range(3):
        send(client, link, words=words_again())

    assert words_again() == first
    assert kept(context)[0].all_low == measured == 70
