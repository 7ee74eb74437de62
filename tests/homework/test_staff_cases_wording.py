"""What staff read after a check fits its fields, carries what to reply, and holds no figure."""

from __future__ import annotations

from datetime import date, datetime

import pytest

from homework.alerts import Reason
from homework.days import SHANGHAI
from homework.wording import staff_cases as wording
from homework.wording.staff import THING_LIMIT, Finding

AT = datetime(2026, 11, 24, 12, 0, tzinfo=SHANGHAI)
ABOUT = Finding(
    31, "三年级12班", date(2026, 11, 23), "周末和节假日书面作业总量", 80, 60, "分钟", 12, 9
)

TEXTS = {
    Reason.PLEASE_ANSWER: wording.please_answer(ABOUT, AT, date(2026, 11, 20)),
    Reason.ANSWERED: wording.answered(ABOUT, "在校已完成大部分"),
    Reason.PUBLISHED: wording.published(ABOUT, AT.date()),
    Reason.RECTIFY: wording.rectify(ABOUT, "示小作改〔2026〕3号", ["语文", "数学"], AT),
    Reason.REPLY_DUE: wording.reply_due(ABOUT, "示小作改〔2026〕3号", AT),
    Reason.REPLY_LATE: wording.reply_late(ABOUT, "示小作改〔2026〕3号"),
    Reason.MAY_CLOSE: wording.may_close(ABOUT, 5),
    Reason.CLOSED: wording.closed(ABOUT, 5),
    Reason.CORRECTED: wording.cleared(ABOUT, "示小作改〔2026〕3号"),
}


def test_every_reason_after_a_check_has_words() -> None:
    assert set(TEXTS) == set(wording.STAGES)


@pytest.mark.parametrize("reason", TEXTS)
def test_a_push_fits_its_fields_and_holds_no_figure_of_families(reason: Reason) -> None:
    words = wording.words_of(ABOUT, reason, TEXTS[reason], AT)

    assert len(words.template["finding"]) <= THING_LIMIT
    assert len(words.template["school_class"]) <= THING_LIMIT
    assert len(words.template["stage"]) <= 5
    for figure in ("80", "60", "12户", "9户"):
        assert figure not in words.template["finding"]
        assert figure not in words.text
    assert not set("!\uff01") & set(words.text)
    assert len(words.text.splitlines()) <= 4


def test_the_template_says_what_to_reply() -> None:
    words = wording.words_of(ABOUT, Reason.PLEASE_ANSWER, "", AT)

    assert words.template["finding"].endswith(' 回"说明31"')


def test_the_menu_of_answers_is_one_message() -> None:
    assert len(wording.answer_menu(999999, "三年级12班 11月23日(周一) 书面作业").encode()) < 2000
