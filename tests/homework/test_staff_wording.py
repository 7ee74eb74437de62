"""Every alert there can be fits the typed fields of a template, and says its figures whole."""

from __future__ import annotations

import itertools
import re
from datetime import date, datetime

import pytest

from homework.alerts import Audience, Reason
from homework.cases import CaseState
from homework.days import SHANGHAI
from homework.policy import Rule, read_pack
from homework.school import class_name
from homework.wording import console, staff_chat
from homework.wording.staff import Finding, alert_text, template_values
from homework.wording.staff_digests import (
    Morning,
    Part,
    digest_text,
    digest_values,
    together_text,
    together_values,
)
from tests.people import PACKS
from wechat.fields import fit_fields

DAY = date(2026, 11, 23)
NOW = datetime(2026, 11, 23, 20, 15, tzinfo=SHANGHAI)
KEYS = {"school_class": "thing2", "finding": "thing5", "stage": "phrase3", "time": "time4"}
RULES = [
    rule
    for path in sorted(PACKS.glob("*.toml"))
    for rule in read_pack(path.stem, path.read_text(encoding="utf-8")).rules
]
ALERTS = [Reason.SUSPECTED, Reason.GRAVE, Reason.PLEASE_COMPARE, Reason.RESOLVED]
ALERTS += [Reason.CORRECTED, Reason.ESCALATED, Reason.UNHANDLED, Reason.CONFIDENTIAL]


def found(rule: Rule, grade: int, number: int, measured: int | None) -> Finding:
    name = class_name(grade, number)
    return Finding(7, name, DAY, rule.name, measured, rule.limit, rule.unit, 12, 9)


def fits(values: dict[str, str]) -> bool:
    """Whether the platform takes the values as they are, with nothing cut off by the fitting."""
    return fit_fields(KEYS, values) == {
        KEYS[name]: {"value": value} for name, value in values.items()
    }


def test_there_are_rules_to_compose() -> None:
    assert len(RULES) > 70


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: f"{rule.pack}/{rule.id}")
def test_every_class_and_rule_fits_the_fields(rule: Rule) -> None:
    measures = (None, 0, 9, rule.limit + 1, 480, 1439)
    for grade, number, measured in itertools.product(rule.grades, (1, 10, 60), measures):
        about = found(rule, grade, number, measured)
        for audience, reason in itertools.product(Audience, ALERTS):
            values = template_values(about, audience, reason, NOW)

            assert fits(values), values
            if about.has_cap and audience in (Audience.OPERATOR, Audience.PRINCIPAL):
                # The rule's name gives way, never the figures.
                assert f"{measured}" in values["finding"]
                assert f"(上限{rule.limit})" in values["finding"]


@pytest.mark.parametrize("count", [1, 2, 9, 25, 400])
def test_pushes_that_go_together_fit_the_fields(count: int) -> None:
    parts = [
        Part(
            template_values(found(rule, rule.grades[0], 10, 480), Audience.OPERATOR, reason, NOW),
            "一行",
        )
        for rule, reason in itertools.islice(itertools.product(RULES, ALERTS), count)
    ]

    assert fits(together_values(parts, NOW))
    assert together_text(parts).count("\n") <= 8


@pytest.mark.parametrize(
    "name", ["示范小学", "重庆市沙坪坝区树人景瑞小学校东海校区与科学城校区联合校"]
)
def test_the_digest_fits_the_fields(name: str) -> None:
    for states in ([], [CaseState.SUSPECTED], list(CaseState) * 99):
        assert fits(digest_values(Morning(name, DAY, states, [3, 5]), NOW))


def test_the_digest_counts_how_cases_stand_and_names_what_may_not_have_arrived() -> None:
    states = [CaseState.SUSPECTED, CaseState.SUSPECTED, CaseState.CONFIRMED]

    assert digest_text(Morning("示范小学", DAY, states, [5, 3])) == (
        "【晨报】示范小学 11月23日(周一):共3件,2件待核实,1件已证实。\n"
        '3号、5号的提醒可能没有送到您,回"今日"看待办。'
    )


def test_a_class_s_own_teachers_read_no_figure_and_no_count() -> None:
    about = found(RULES[1], 3, 2, 80)
    for audience in (Audience.OWN_TEACHERS, Audience.GRADE_LEADER):
        words = alert_text(about, audience, Reason.PLEASE_COMPARE)
        values = template_values(about, audience, Reason.PLEASE_COMPARE, NOW)

        assert "80" not in words + values["finding"]
        assert "户" not in words


def test_the_leading_group_reads_the_figures() -> None:
    rule = next(rule for rule in RULES if rule.limit == 60 and rule.grades[0] == 3)

    assert alert_text(found(rule, 3, 2, 80), Audience.GROUP, Reason.SUSPECTED) == (
        f"【待核实】三年级2班 11月23日(周一) {rule.name}:12户反馈,9户超过60分钟,中间值80分钟。"
    )


def test_an_office_has_one_name_in_the_chat_and_in_the_console() -> None:
    assert console.ROLE == staff_chat.ROLE_WORDS
    assert staff_chat.ROLE_WORDS["admin"] == "管理员"
    assert not re.search("信息老师|IT老师", staff_chat.WRONG_CODE + console.NO_CLASSES)
