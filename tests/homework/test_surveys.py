"""Questionnaires as values: files, answers, tallies, cells, and daily load as a report."""

from __future__ import annotations

import csv
import io
from datetime import datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from homework.days import SHANGHAI, SchoolCalendar
from homework.report import Assignment, Irregularity, Kind, Minutes, Report, Subject
from homework.surveys import (
    Answers,
    Question,
    QuestionKind,
    Respondent,
    TemplateMistakes,
    merged,
    read_answers,
    read_template,
    report_from,
    tally,
)
from homework.surveys.cells import safe_cell, to_csv
from homework.surveys.tallies import value_words
from homework.surveys.windows import window_from
from tests.rounds import SHIPPED, every_kind, shipped

PARENT = Respondent.PARENT
NAMES = sorted(path.stem for path in SHIPPED.glob("*.toml"))


@pytest.mark.parametrize("name", NAMES)
def test_a_shipped_questionnaire_reads_and_is_no_longer_than_the_advice(name: str) -> None:
    template, _ = shipped(name)

    assert 8 <= len(template.questions) <= 15
    assert not {"name", "phone", "姓名", "电话"} & {each.key for each in template.questions}


def test_four_questionnaires_are_shipped() -> None:
    assert NAMES == ["daily-load", "monthly-quality", "termly-burden", "weekly-sleep"]


def test_the_example_of_the_guide_is_a_questionnaire() -> None:
    guide = (SHIPPED.parents[2] / "docs" / "surveys.md").read_text(encoding="utf-8")
    example = guide.split("```toml\n")[1].split("```")[0]

    assert len(read_template("guide", example).questions) == 4


def test_every_mistake_of_a_file_is_named_at_once() -> None:
    text = """
title = ""
intro = "x"
roles = ["parent", "cat"]
colour = "red"
[[question]]
key = "A"
kind = "single"
words = "?"
choices = { one = "一" }
[[question]]
key = "b"
kind = "essay"
words = "?"
[[question]]
key = "b"
kind = "number"
words = "?"
low = 9
high = 3
when = { question = "later", choices = ["x"] }
feeds = "weather"
"""
    with pytest.raises(TemplateMistakes) as caught:
        read_template("mine", text)

    said = "\n".join(caught.value.mistakes)
    for words in (
        "colour",
        "title",
        "roles 只能是",
        "小写字母",
        "两个选项",
        "kind",
        "重复",
        "when",
        "low、high",
        "weather",
    ):
        assert words in said


def test_a_file_that_is_no_toml_is_refused_in_a_sentence() -> None:
    with pytest.raises(TemplateMistakes, match="不是有效的 TOML:第2行第11列附近写错了"):
        read_template("mine", 'intro = "x"\ntitle = "x\n')


SOUND = 'title = "x"\nintro = "x"\n[[question]]\nkey = "a"\nwords = "?"\n'


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ('title = "x"\nintro = "x"\nquestion = ["x"]', "每道题写成 [[question]]"),
        (SOUND + 'kind = ["single"]', "第1题 kind 只能是"),
        (SOUND + 'kind = "text"\nrequired = "yes"', "第1题 required 写 true 或 false"),
        (SOUND + 'kind = "text"\nonly = ["dean"]', "第1题 only 只能是"),
        (SOUND + 'kind = "text"\nmost = 2', "第1题 只有 multiple 题有 most"),
        (SOUND + 'kind = "scale"\nends = ["低"]', "第1题 ends 写成"),
        (SOUND + 'kind = "text"\nends = ["低", "高"]', "第1题 只有 scale 题有 ends"),
        (SOUND + 'kind = "text"\nwhen = { question = "a", choices = 5 }', "第1题 when 写成"),
        (f'title = "{"长" * 81}"\n' + SOUND[12:] + 'kind = "text"', "title 太长"),
    ],
)
def test_a_mistake_is_said_with_its_question_and_breaks_nothing(text: str, words: str) -> None:
    with pytest.raises(TemplateMistakes) as caught:
        read_template("mine", text)

    assert [each for each in caught.value.mistakes if words in each]


def read(**fields: str | list[str]) -> dict[str, object]:
    sent = {key: [value] if isinstance(value, str) else value for key, value in fields.items()}
    found = read_answers(every_kind(), PARENT, sent)
    return {**found.answers, **{f"!{key}": words for key, words in found.mistakes.items()}}


@pytest.mark.parametrize(
    ("fields", "answers"),
    [
        ({"load": "fit"}, {"load": "fit"}),
        ({"load": ["fit", "heavy"], "why": "hard"}, {"load": "heavy", "why": ("hard",)}),
        (
            {"load": "heavy", "why": ["late", "amount", "late"]},
            {"load": "heavy", "why": ("amount", "late")},
        ),
        ({"load": "fit", "minutes": ["30", "半小时"]}, {"load": "fit", "minutes": 30}),
        ({"load": "fit", "minutes": "1小时20分"}, {"load": "fit", "minutes": 80}),
        ({"load": "fit", "minutes": "三十五"}, {"load": "fit", "minutes": 35}),
        ({"load": "fit", "minutes": "480"}, {"load": "fit", "minutes": 480}),
        ({"load": "fit", "bedtime": "21:30"}, {"load": "fit", "bedtime": 21 * 60 + 30}),
        ({"load": "fit", "bedtime": "22点半"}, {"load": "fit", "bedtime": 22 * 60 + 30}),
        ({"load": "fit", "bedtime": "0:10"}, {"load": "fit", "bedtime": 24 * 60 + 10}),
        ({"load": "fit", "mood": "5", "books": "0"}, {"load": "fit", "mood": 5, "books": 0}),
        ({"load": "fit", "suggestion": " 少抄\x00 "}, {"load": "fit", "suggestion": "少抄"}),
        ({"load": "fit", "marks": "3"}, {"load": "fit"}),  # asked of teachers only
    ],
)
def test_answers_are_read_as_meant(
    fields: dict[str, str | list[str]], answers: dict[str, object]
) -> None:
    assert read(**fields) == answers


@pytest.mark.parametrize(
    ("key", "value"),
    [
        ("minutes", "481"),
        ("minutes", "²"),
        ("minutes", "9" * 5000),
        ("minutes", "半小时到一小时"),  # an interval is no answer to keep
        ("books", "-1"),
        ("books", "3.5"),
        ("bedtime", "26:00"),
        ("bedtime", "21:75"),
        ("mood", "6"),
        ("mood", "0"),
        ("suggestion", "字" * 51),
    ],
)
def test_what_cannot_be_an_answer_is_a_mistake_at_its_question(key: str, value: str) -> None:
    assert set(read(load="fit", **{key: value})) == {"load", f"!{key}"}


@pytest.mark.parametrize(
    ("key", "typed", "said"),
    [
        ("bedtime", "18:00", 18 * 60),
        ("bedtime", "3:00", 27 * 60),
        ("wake", "10:00", 10 * 60),
    ],
)
def test_a_clock_time_at_its_ends_is_taken(key: str, typed: str, said: int) -> None:
    weekly, _ = shipped("weekly-sleep")

    assert read_answers(weekly, PARENT, {key: [typed]}).answers == {key: said}


@pytest.mark.parametrize(
    ("key", "typed", "words"),
    [
        ("bedtime", "9:30", "请填18:00到次日3:00之间的钟点"),
        ("bedtime", "17:59", "请填18:00到次日3:00之间的钟点"),
        ("wake", "18:40", "请填4:00到10:00之间的钟点"),
    ],
)
def test_half_past_nine_in_the_morning_is_no_bedtime(key: str, typed: str, words: str) -> None:
    weekly, _ = shipped("weekly-sleep")

    assert words in read_answers(weekly, PARENT, {key: [typed]}).mistakes[key]


def test_a_file_without_a_clocks_end_asks_of_the_whole_day() -> None:
    text = (SHIPPED / "weekly-sleep.toml").read_text(encoding="utf-8")
    older = read_template("older", text.replace("high = 1620\n", ""))

    assert read_answers(older, PARENT, {"bedtime": ["17:59"]}).answers == {"bedtime": 41 * 60 + 59}


def test_minutes_out_of_bounds_are_told_with_their_unit() -> None:
    weekly, _ = shipped("weekly-sleep")

    said = read_answers(weekly, PARENT, {"exercise": ["301"]}).mistakes["exercise"]

    assert said == "请填0到300分钟之间的数。"


@given(
    st.dictionaries(
        st.sampled_from(["load", "why", "books", "minutes", "bedtime", "mood", "suggestion"]),
        st.lists(st.text(max_size=60), max_size=3),
    )
)
@settings(deadline=None, print_blob=True)
def test_no_text_breaks_the_reading(fields: dict[str, list[str]]) -> None:
    found = read_answers(every_kind(), PARENT, fields)

    assert not set(found.answers) & set(found.mistakes)


MINUTES = Question("m", QuestionKind.MINUTES, "多久?", high=480)
BEDTIME = Question("b", QuestionKind.CLOCK, "几点?", low=720, high=1439)


def test_the_middle_is_the_lower_of_two_and_no_outlier_moves_it() -> None:
    found = tally(MINUTES, [20, 30, 40, 480])

    assert (found.units, found.middle, found.spread) == (4, 30, (20, 40))


def test_bedtimes_around_midnight_have_their_middle_in_the_night() -> None:
    found = tally(BEDTIME, [23 * 60, 23 * 60 + 40, 24 * 60 + 20])

    assert found.middle is not None
    assert value_words(BEDTIME, found.middle) == "23:40"


@given(st.lists(st.integers(0, 480), min_size=1, max_size=60))
@settings(deadline=None, print_blob=True)
def test_every_measured_answer_falls_into_exactly_one_band(values: list[int]) -> None:
    found = tally(MINUTES, values)

    assert sum(share.count for share in found.shares) == len(values)
    assert len(found.shares) <= 7


def test_a_multiple_choice_counts_each_tick_of_those_who_answered() -> None:
    why = every_kind().question("why")

    found = tally(why, [("amount",), ("amount", "late")])

    assert [(share.label, found.percent(share)) for share in found.shares] == [
        ("量大", 100),
        ("太难", 0),
        ("开始晚", 50),
    ]


@pytest.mark.parametrize(
    "text",
    [
        "=1+1",
        "+1",
        "-1",
        "@SUM(A1)",
        "\t=1",
        "\r=1",
        "\x00=1",
        "\uff1d1",
        "\uff0b1",
        "\uff0d1",
        "\uff20a",
        " =1",
        "|cmd",
    ],
)
def test_a_cell_never_begins_a_formula(text: str) -> None:
    assert str(safe_cell(text)).startswith("'")


@given(st.text())
@settings(deadline=None, print_blob=True)
def test_no_text_makes_a_formula_of_a_csv(text: str) -> None:
    rows = list(csv.reader(io.StringIO(to_csv([[text, 1]]).decode("utf-8-sig"), newline="")))

    assert len(rows) == 1
    assert (
        not rows[0][0]
        .lstrip(" \t\r\n\u3000\ufeff\xa0")
        .startswith(tuple("=+-@\uff1d\uff0b\uff0d\uff20"))
    )


def test_numbers_stay_numbers_in_cells() -> None:
    assert (safe_cell(-3), safe_cell(None), safe_cell("三年级")) == (-3, None, "三年级")


DAILY: Answers = {
    "homework": "some",
    "chinese": 30,
    "maths": 25,
    "form": "written",
    "finished": "yes",
    "irregularities": ("parent_mark",),
    "family": 15,
}
LOAD, _ = shipped("daily-load")


def test_daily_load_is_a_report() -> None:
    report = report_from(LOAD, DAILY)

    assert report.assignments[:2] == (
        Assignment(Subject.CHINESE, minutes=Minutes.exactly(30), kind=Kind.WRITTEN),
        Assignment(Subject.MATHS, minutes=Minutes.exactly(25), kind=Kind.WRITTEN),
    )
    assert report.assignments[2].family_added
    assert report.irregularities == {Irregularity.PARENT_MARK}


def test_what_was_not_finished_has_an_open_end() -> None:
    report = report_from(LOAD, {**DAILY, "finished": "no"})

    assert report.assignments[0].minutes == Minutes(30, None)


@pytest.mark.parametrize(
    ("answers", "report"),
    [
        ({"homework": "none"}, Report(no_homework=True)),
        ({"homework": "unsure"}, Report()),
        ({"homework": "some"}, Report()),
        ({"homework": "some", "chinese": 0}, Report()),
    ],
)
def test_daily_load_guesses_nothing(answers: Answers, report: Report) -> None:
    assert report_from(LOAD, answers) == report


def test_a_changed_reply_replaces_what_it_told_before_and_nothing_else() -> None:
    english = Assignment(Subject.ENGLISH, minutes=Minutes.exactly(20))
    before = report_from(LOAD, DAILY)
    kept = Report((english, *before.assignments), irregularities=before.irregularities)

    after = merged(kept, before, report_from(LOAD, {"homework": "some", "maths": 40}))

    assert [(each.subject, each.minutes) for each in after.assignments] == [
        (Subject.ENGLISH, Minutes.exactly(20)),
        (Subject.MATHS, Minutes.exactly(40)),
    ]
    assert after.irregularities == frozenset()


CALENDAR = SchoolCalendar(known_years=frozenset({2026, 2027}))


@pytest.mark.parametrize(
    ("name", "now", "closes", "day"),
    [
        ("daily-load", "2026-11-23 20:00", "2026-11-24 12:00", "2026-11-23"),
        ("daily-load", "2026-11-23 08:00", "2026-11-24 12:00", "2026-11-23"),
        ("daily-load", "2026-11-21 09:00", "2026-11-23 12:00", "2026-11-20"),  # a Saturday
        ("weekly-sleep", "2026-11-23 20:00", "2026-11-27 22:00", "None"),
    ],
)
def test_a_round_closes_with_its_day_or_after_its_days(
    name: str, now: str, closes: str, day: str
) -> None:
    at = datetime.strptime(now, "%Y-%m-%d %H:%M").replace(tzinfo=SHANGHAI)

    window = window_from(shipped(name)[0], at, CALENDAR)

    assert f"{window.closes_at:%Y-%m-%d %H:%M}" == closes
    assert str(window.day) == day
