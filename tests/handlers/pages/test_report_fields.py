"""Fields and reports are two forms of one thing: filling in again what was said changes nothing."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st
from werkzeug.datastructures import MultiDict

from handlers.pages.report.again import fields_of
from handlers.pages.report.fields import read_fields
from handlers.pages.report.rows import Fields, key_of, subjects_for
from homework.report import (
    MAX_MINUTES,
    Assignment,
    Burden,
    Irregularity,
    Kind,
    Minutes,
    Report,
    Slot,
    Subject,
)
from homework.wording import pages as wording
from homework.wording.burdens import BURDEN_WORDS

GRADE = 5


@st.composite
def rows(draw: st.DrawFn, subject: Subject) -> Assignment:
    """Anything one row of the form can say."""
    low = draw(st.none() | st.integers(1, MAX_MINUTES))
    is_open = draw(st.booleans())
    at_school = draw(st.booleans())
    content = draw(st.sampled_from(["", "练习册12页"]))
    kind = draw(st.none() | st.sampled_from(Kind))
    if low is None and not at_school and not content and kind is None:
        content = "练习册12页"
    return Assignment(
        subject,
        content,
        None if low is None else Minutes(low, None if is_open else low),
        kind,
        slot=draw(st.sampled_from([None, Slot.NOON])),
        is_optional=draw(st.booleans()),
        done_at_school=at_school,
        family_added=draw(st.booleans()),
    )


@st.composite
def reports(draw: st.DrawFn) -> Report:
    subjects = draw(st.lists(st.sampled_from(subjects_for(GRADE)), unique=True, min_size=1))
    ordered = sorted(subjects, key=subjects_for(GRADE).index)
    return Report(
        assignments=tuple(draw(rows(subject)) for subject in ordered),
        irregularities=draw(st.frozensets(st.sampled_from(Irregularity))),
        burdens=draw(st.frozensets(st.sampled_from(Burden))),
        difficulty=draw(st.none() | st.integers(1, 5)),
    )


@given(reports())
@settings(max_examples=200, deadline=None, print_blob=True)
def test_a_report_survives_the_form(report: Report) -> None:
    fields = fields_of(report, GRADE)
    fields["sure"] = "1"

    assert read_fields(fields, GRADE).report == report


names = st.sampled_from(
    [f"{letter}-{key_of(subject)}" for subject in subjects_for(GRADE) for letter in "mxkfc"]
    + ["irregularity", "burden", "difficulty", "no_homework", "sure", "words", "day"]
)


@given(st.lists(st.tuples(names, st.text(max_size=12))))
@settings(max_examples=300, deadline=None, print_blob=True)
def test_whatever_is_posted_is_a_report_or_a_sentence(pairs: list[tuple[str, str]]) -> None:
    fields: Fields = MultiDict(pairs)

    filled = read_fields(fields, GRADE)

    assert (filled.report is None) == bool(filled.mistakes)


def test_two_assignments_of_a_subject_are_filled_in_as_words() -> None:
    copying = Assignment(Subject.CHINESE, "抄写", Minutes.exactly(20))
    reciting = Assignment(Subject.CHINESE, "背诵", Minutes.exactly(10), Kind.ORAL)

    fields = fields_of(Report(assignments=(copying, reciting)), GRADE)

    assert fields["words"] == "语文抄写20分钟\n语文背诵(口头)10分钟"


def test_every_irregularity_burden_and_kind_has_its_words() -> None:
    assert set(wording.IRREGULARITY_WORDS) == set(Irregularity)
    assert set(wording.KIND_WORDS) == set(Kind)
    assert set(BURDEN_WORDS) == set(Burden)


def test_a_junior_class_is_offered_its_own_subjects() -> None:
    assert Subject.PHYSICS in subjects_for(8)
    assert Subject.PHYSICS not in subjects_for(5)
