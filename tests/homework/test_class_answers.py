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


@pytest.mark.parametrize(
    ("state", "answers", "may"),
    [
        (CaseState.CLOSED, [], True),
        (CaseState.CLOSED, [ClassAnswer.ADJUSTED], True),
        (CaseState.CLOSED, [ClassAnswer.REGISTER_WRONG], False),
        # Taken back later, but it was in dispute once.
        (CaseState.CLOSED, [ClassAnswer.TWO_DAYS, ClassAnswer.ADJUSTED], False),
        (CaseState.PUBLIC, [], False),
        (CaseState.CONFIRMED, [ClassAnswer.ADJUSTED], False),
        (CaseState.CORRECTED, [], False),
        (CaseState.REFUTED, [], False),
    ],
)
def test_only_closed_cases_that_nobody_disputed_are_for_appraisal(
    state: CaseState, answers: list[str], may: bool
) -> None:
    assert for_appraisal(state, answers) is may


def test_only_adjusted_does_not_dispute() -> None:
    assert [answer for answer in ClassAnswer if not contests(answer)] == [ClassAnswer.ADJUSTED]
    assert not contests(None)
