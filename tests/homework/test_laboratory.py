"""The laboratory itself (实验室): its families, its weeks, and gates that can be broken."""

from __future__ import annotations

import sqlite3
from collections import Counter
from dataclasses import replace
from pathlib import Path
from statistics import median

import pytest

from bench.lab.certainties import bursts, unbound_effects, ways_past_a_check
from bench.lab.contests import (
    city_rules,
    judge_city,
    stream_medians,
    tick,
    whole_tick,
)
from bench.lab.evening import CLASSES_A_SCHOOL, HOUSEHOLDS, class_id, fill, grade_of
from bench.lab.families import CAP, Plan, Truth, answers, honest_rows, liar_rows, share_over
from bench.lab.gates import GATES, SELECTED, volunteers, wary
from bench.lab.settings import SETTINGS, Line, costs
from bench.lab.weeks import Cell, Panel, simulate
from homework.measures import MEASURE_FIELDS, Measures
from homework.thresholds import Thresholds
from homework.totals import UnitMeasures
from homework.verdicts import judge_class_day

SEED = 7
LITERAL = Thresholds(min_over_units=1, over_share=0.01)
"""一旦发现…及时曝光: any one report over the cap."""


def test_honest_families_centre_on_the_truth() -> None:
    said = answers(Truth(1.0))
    assert median(said) == CAP
    assert 0.009 < said.count(0) / len(said) < 0.02
    round_tens = sum(minutes % 10 == 0 for minutes in said) / len(said)
    assert 0.6 < round_tens < 0.75


def test_more_families_are_over_the_more_there_is_to_do() -> None:
    shares = [share_over(Truth(load)) for load in (0.5, 0.7, 0.8, 0.9, 1.1, 1.5)]
    assert shares == sorted(shares)
    assert shares[2] == pytest.approx(0.18, abs=0.02)


def test_self_selection_multiplies_the_voices_over_the_cap() -> None:
    def odds(selection: float) -> float:
        lows: list[int] = [row[0] for row in honest_rows(Truth(0.8), selection=selection)]
        over = sum(low > CAP for low in lows)
        return over / (len(lows) - over)

    assert odds(3.0) == pytest.approx(3 * odds(1.0))
    assert odds(1.5) == pytest.approx(1.5 * odds(1.0))


def test_liars_keep_to_their_plan() -> None:
    truth = Truth(0.7)
    assert {row[0] for row in liar_rows(Plan.SUPPRESS, truth, 0)} == {20}
    assert {row[0] for row in liar_rows(Plan.ALTERNATE, truth, 0)} == {90}
    assert liar_rows(Plan.ALTERNATE, truth, 1) == honest_rows(truth)
    assert min(row[0] for row in liar_rows(Plan.MIMIC, truth, 0)) >= 25


def test_a_seed_gives_the_same_weeks_again() -> None:
    cell = volunteers(0.8)
    assert simulate(cell, 50, SEED) == simulate(cell, 50, SEED)
    assert simulate(cell, 200, SEED) != simulate(cell, 200, SEED + 1)


def test_as_many_report_as_participation_says() -> None:
    weeks = simulate(volunteers(0.8, 0.2), 400, SEED)
    assert weeks.reports / (5 * weeks.weeks) == pytest.approx(9, rel=0.03)
    # Of 45, 18 % are over the cap and report 60 % of the time, the others 20 %.
    selected = simulate(volunteers(0.8, 0.2, 3.0), 400, SEED)
    assert selected.reports / (5 * selected.weeks) == pytest.approx(12.2, rel=0.04)


def test_the_literal_rule_breaks_the_gates_and_ours_keeps_them() -> None:
    gates = {gate.name: gate for gate in GATES}
    for name in ("V2", "V3"):
        gate = gates[name]
        (cell,) = gate.cells
        assert gate.is_kept(gate.share(simulate(cell, 300, SEED))), f"{name}, seed {SEED}"
        literal = replace(cell, thresholds=LITERAL)
        assert not gate.is_kept(gate.share(simulate(literal, 300, SEED))), f"{name}, seed {SEED}"


def test_a_rule_that_sees_nothing_breaks_the_gates_of_finding() -> None:
    blind = Thresholds(min_over_units=500, strong_units=500)
    for gate in GATES:
        if gate.at_least:
            cell = replace(gate.cells[0], thresholds=blind)
            assert not gate.is_kept(gate.share(simulate(cell, 40, SEED))), gate.name


def test_publication_on_one_suspicious_day_would_break_g1() -> None:
    (gate,) = [gate for gate in GATES if gate.name == "G1"]
    hasty = Thresholds(two_days_over_share=0.5, second_day_units=1)
    shares = [
        gate.share(simulate(replace(cell, thresholds=hasty), 300, SEED))
        for cell in gate.cells
        if (cell.truth.load, cell.honest, cell.liars) == (0.8, 8, 2)
    ]
    assert not gate.is_kept(gate.worst(shares))


def test_the_wary_setting_halves_false_suspicion_under_self_selection() -> None:
    usual = simulate(SELECTED, 400, SEED).suspected_week_share
    careful = simulate(wary(SELECTED), 400, SEED).suspected_week_share
    assert usual > 0.7
    assert careful < usual / 2


def test_a_panel_is_asked_only_about_suspicions_and_clears_most() -> None:
    alone = replace(SELECTED, panel=Panel())
    weeks = simulate(alone, 200, SEED)
    assert weeks.asked % Panel().size == 0
    assert weeks.asked >= weeks.suspected_days * Panel().size
    assert weeks.suspected_week_share < 0.2


def test_a_line_of_the_table_adds_up_checks_of_a_school_of_24() -> None:
    line = Line(SETTINGS[0], 0.1, 3.0)
    always = {
        line.cell(load): simulate(Cell(Truth(3.0), 12), 2, SEED)
        for load in (0.6, 0.7, 0.8, 0.9, 1.1, 1.2, 1.3, 1.5)
    }
    assert costs(line, always).checks == 22
    assert costs(line, always).missed_week == 0


def test_unbound_reports_change_nothing_and_no_way_leads_past_a_check() -> None:
    assert unbound_effects(60, SEED) == 0
    assert ways_past_a_check() == []


def test_a_rush_is_held_and_an_evening_is_not() -> None:
    assert bursts(12, 0, 300, SEED) <= 0.01
    assert bursts(4, 12, 100, SEED) >= 0.98


def test_a_citys_evening_is_judged_as_every_class_alone(tmp_path: Path) -> None:
    store = tmp_path / "city.sqlite"
    assert fill(store, 2, SEED) > 3 * 2 * CLASSES_A_SCHOOL * HOUSEHOLDS
    expected: Counter[str] = Counter()
    with sqlite3.connect(store) as connection:
        columns = ", ".join(MEASURE_FIELDS)
        query = f"SELECT school_class_id, unit_id, {columns} FROM report"
        rows = connection.execute(query).fetchall()
    for school_class in range(2 * CLASSES_A_SCHOOL):
        units = [
            UnitMeasures(row[1], Measures(**dict(zip(MEASURE_FIELDS, row[2:], strict=True))))
            for row in rows
            if row[0] == class_id(school_class)
        ]
        assert len(units) == HOUSEHOLDS
        verdicts = judge_class_day(city_rules(grade_of(school_class)), units)
        expected["classes"] += 1
        expected["verdicts"] += len(verdicts)
        expected["suspected"] += sum(verdict.is_suspected for verdict in verdicts)
    assert judge_city(store).found == dict(expected)
    assert expected["suspected"] > 0
    assert tick(store, [3, 40]).found["classes"] == 2
    assert whole_tick(store, [3, 40]).found["classes"] == 2
    assert stream_medians(store).found["groups"] > 2 * CLASSES_A_SCHOOL
