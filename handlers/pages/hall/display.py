"""The hall display (大厅公示屏): the page, the same facts as JSON, and the sheet of paper."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from flask import Blueprint, Response, abort, json, render_template, request

from handlers.context import get_context
from handlers.pages.hall.slides import slides_of
from homework.board import Board, Finding, Freshness, Standing, compose
from homework.days import day_words
from homework.plan import PublicationMode, SchoolPlan
from homework.wording import hall as wording
from models.hall.board import board_facts

bp = Blueprint("hall", __name__, url_prefix="/hall")


@dataclass(frozen=True, slots=True)
class _Hall:
    plan: SchoolPlan
    board: Board
    now: datetime

    @property
    def age(self) -> int | None:
        """Seconds since reports were last judged; None where they never were."""
        if self.board.data_at is None:
            return None
        return max(0, int((self.now - self.board.data_at).total_seconds()))


@bp.get("/<school>")
def show_hall(school: str) -> str:
    """The display. `page` turns it for a browser without scripts."""
    hall = _read(school)
    slides = slides_of(hall.board)
    page = request.args.get("page", "0")
    shown = int(page) % len(slides) if page.isascii() and page.isdecimal() else 0
    return render_template(
        "hall/display.html",
        hall=hall,
        slides=slides,
        shown=shown,
        following=(shown + 1) % len(slides),
        counts=wording.counts(hall.board),
        place=wording.place(shown + 1, len(slides)),
        today=day_words(hall.now.date()),
        data_at=_clock_words(hall),
        words=wording,
    )


@bp.get("/<school>.json")
def show_facts(school: str) -> Response:
    """The same facts for scripts; 304 while they are the same, the age always in the headers."""
    hall = _read(school)
    facts = _facts(hall)
    tag = hashlib.sha256(json.dumps(facts, sort_keys=True).encode()).hexdigest()[:20]
    timed = facts | {
        "generated_at": hall.now.isoformat(timespec="seconds"),
        "data_at": hall.board.data_at and _local(hall).isoformat(timespec="seconds"),
        "age_seconds": hall.age,
    }
    answer = Response(json.dumps(timed, ensure_ascii=False), mimetype="application/json")
    answer.set_etag(tag)
    answer.headers["Cache-Control"] = "no-cache"
    answer.headers["X-Hall-Now"] = str(int(hall.now.timestamp() * 1000))
    answer.headers["X-Hall-Age"] = "" if hall.age is None else str(hall.age)
    answer.make_conditional(request)
    return answer


@bp.get("/<school>/print")
def show_sheet(school: str) -> str:
    """The A4 公示单 with a place for the seal, and the line for an LED strip."""
    hall = _read(school)
    board = hall.board
    return render_template(
        "hall/sheet.html",
        hall=hall,
        rows=[_sheet_row(each) for each in (*board.findings, *board.corrections, *board.closed)],
        counts=wording.counts(board),
        led=wording.led_line(hall.plan.name, board),
        is_dead=board.freshness is Freshness.DEAD,
        today=f"{hall.now.year}年{hall.now.month}月{hall.now.day}日",
        day=day_words(board.day),
        words=wording,
    )


def _read(school: str) -> _Hall:
    context = get_context()
    plan = context.plans.get(school)
    if plan is None:
        abort(404)
    now = context.clock.now()
    with context.store.reading() as connection:
        facts = board_facts(connection, plan, now)
    is_trial = plan.publication.mode is not PublicationMode.FORMAL
    return _Hall(plan, compose(facts, plan.thresholds, is_trial, now), now)


def _local(hall: _Hall) -> datetime:
    assert hall.board.data_at is not None
    return hall.board.data_at.astimezone(hall.now.tzinfo)


def _clock_words(hall: _Hall) -> str:
    return "" if hall.board.data_at is None else f"{_local(hall):%H:%M}"


def _facts(hall: _Hall) -> dict[str, Any]:
    board = hall.board
    return {
        "school": hall.plan.id,
        "name": hall.plan.name,
        "mode": hall.plan.publication.mode,
        "day": board.day.isoformat(),
        "state": board.freshness,
        "findings": _plain(board.findings),
        "corrections": _plain(board.corrections),
        "closed": _plain(board.closed),
        "kept": [{"class": label.name, "slug": label.slug} for label in board.kept],
        "practical": [{"class": label.name, "slug": label.slug} for label in board.practical],
        "counts": {
            "findings": len(board.findings),
            "corrections": len(board.corrections),
            "closed": len(board.closed),
            "checking": board.checking_count,
            "kept": board.kept_count,
            "undecided": board.undecided_count,
        },
    }


def _plain(findings: Iterable[Finding]) -> list[Mapping[str, Any]]:
    return [
        {
            "class": each.label.name,
            "slug": each.label.slug,
            "day": each.day.isoformat(),
            "rule": each.rule_name,
            "measured": each.measured,
            "permitted": each.permitted,
            "unit": each.unit,
            "standing": each.standing,
            "answer": each.answer,
            "relapsed_from": each.relapsed_from and each.relapsed_from.isoformat(),
        }
        for each in findings
    ]


def _sheet_row(finding: Finding) -> Mapping[str, str]:
    is_counted = finding.measured is not None and finding.permitted > 0
    about = "约" if finding.unit == "分钟" else ""
    measured = f"{about}{finding.measured}{finding.unit}" if is_counted else "有"
    return {
        "class_name": finding.label.name,
        "day": f"{finding.day.month}月{finding.day.day}日",
        "rule": finding.rule_name,
        "measured": "不成立" if finding.standing is Standing.CORRECTED else measured,
        "permitted": f"{finding.permitted}{finding.unit}" if is_counted else "不应有",
        "standing": wording.STANDING_WORDS[finding.standing],
        "answer": finding.answer or "未说明",
        "tone": finding.standing,
    }
