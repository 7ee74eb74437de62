"""The class's five answers, typed and shown, and which of them dispute a finding."""

from __future__ import annotations

import pytest

from homework.cases import CaseState
from homework.class_answers import (
    ANSWER_WORDS,
    ClassAnswer,
    answer_words,
    contests,
    for_appraisal,
    read_answer,
)


@pytest.mark.parametrize("answer", ClassAnswer)
def test_an_answer_is_read_by_its_words_and_by_its_place_in_the_menu(answer: ClassAnswer) -> None:
    assert read_answer(ANSWER_WORDS[answer]) is answer
    assert read_answer(f" {ANSWER_WORDS[answer]}。") is answer
    assert read_answer(str(list(ClassAnswer).index(answer) + 1)) is answer
    assert answer_words(answer) == ANSWER_WORDS[answer]


@pytest.mark.parametrize("words", ["", "0", "6", "11", "99999999999", "１", "数学老师布置的"])
def test_anything_else_is_no_answer(words: str) -> None:
    assert read_answer(words) is None


def test_only_closed_cases_that_nobody_disputed_are_for_appraisal() -> None:
    may = [state for state in CaseState if for_appraisal(state, was_contested=False)]

    assert may == [CaseState.CLOSED]
    assert not for_appraisal(CaseState.CLOSED, was_contested=True)


def test_only_adjusted_does_not_dispute() -> None:
    assert [answer for answer in ClassAnswer if not contests(answer)] == [ClassAnswer.ADJUSTED]
    assert not contests(None)
