"""The words the reader knows are consistent, and a school can add its own."""

from __future__ import annotations

import pytest

from homework.reading import VOCABULARY, read_report
from homework.reading.traditional import SIMPLIFIED, TRADITIONAL
from homework.reading.vocabulary import Role
from homework.report import Kind, Subject


@pytest.mark.parametrize("subject", list(Subject))
def test_every_subject_can_be_named(subject: Subject) -> None:
    named = {s for w in VOCABULARY.words.values() if w.role is Role.SUBJECT for s in w.subjects}

    assert subject in named


def test_a_word_of_homework_never_hides_a_subject() -> None:
    names = [w.text for w in VOCABULARY.words.values() if w.role is Role.SUBJECT]
    full = [n for n in names if not VOCABULARY.words[n].is_weak and not n.isascii()]
    hiding = {
        w.text
        for w in VOCABULARY.words.values()
        if w.role in (Role.ACTION, Role.THING, Role.NEUTRAL)
        and any(name in w.text for name in full)
    }

    assert hiding == set()


def test_traditional_characters_pair_off() -> None:
    assert len(TRADITIONAL) == len(SIMPLIFIED)


def test_a_school_adds_its_own_words() -> None:
    own = VOCABULARY.extended(
        subjects={"数奥": Subject.MATHS, "国学": Subject.CHINESE},
        contents={"百词": Kind.WRITTEN, "目P": Kind.WRITTEN, "晨诵": Kind.ORAL},
        hints={"百词": Subject.ENGLISH},
    )

    said = read_report("国学晨诵10分钟 数奥20分钟", own).report.assignments
    (hinted,) = read_report("百词20分钟", own).report.assignments

    assert [(a.subject, a.kind) for a in said] == [
        (Subject.CHINESE, Kind.ORAL),
        (Subject.MATHS, None),
    ]
    assert (hinted.subject, hinted.kind) == (Subject.ENGLISH, Kind.WRITTEN)
    assert read_report("国学晨诵10分钟").report.assignments[0].subject is Subject.OTHER


def test_a_latin_word_is_not_found_inside_another() -> None:
    found = [f.word.text for f in VOCABULARY.find("already homeward unit3")]

    assert found == ["unit"]
