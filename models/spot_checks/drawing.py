"""Drawing (抽签): the seed of closed registers written down, then the draw made from it."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from datetime import date, datetime

import sqlalchemy as sa

from homework.alerts import Audience, Reason
from homework.plan import SchoolPlan
from homework.registers import Register
from homework.school import school_year
from homework.spotchecks import Draw, DrawSize, Pot, closing_seed, draw
from homework.wording import staff_spotcheck as wording
from models.days.silence import blind_classes
from models.pushes.outbox import NewPush, queue_push
from models.registers.revisions import registers_on
from models.reporting.reports import ReportRow
from models.schools import SchoolClass, classes_of
from models.spot_checks.records import SpotCheck, SpotDraw, SpotSeed
from models.spot_checks.salts import find_promise, lots_of, promise_salt
from models.staff.duty import on_duty


def publish_seed(connection: sa.Connection, plan: SchoolPlan, now: datetime) -> int:
    """Write down today's seed: the hash of the last closed day's registers. 1 where it is new.

    It stands in the database, and on the page, before anything is drawn from it. Where the salt of
    today was not promised yesterday (the first day, or no program ran), it is promised with it.
    """
    today = now.date()
    if find_seed(connection, plan.id, today) is not None:
        return 0
    promise_salt(connection, plan.id, today, now)
    closed_day = plan.calendar.previous_school_day(today)
    lines = _closing_lines(connection, plan, closed_day)
    connection.execute(
        sa.insert(SpotSeed).values(
            school_id=plan.id,
            day=today,
            closed_day=closed_day,
            lines="\n".join(lines),
            seed=closing_seed(lines),
            published_at=now,
        )
    )
    return 1


def _closing_lines(connection: sa.Connection, plan: SchoolPlan, day: date) -> list[str]:
    """What is hashed: every standing register, how many reports there were, the seed before.

    The last two keep a school without registers from a seed that anybody can foretell.
    """
    lines = register_lines(connection, plan, day)
    reports = connection.scalar(
        sa.select(sa.func.count()).where(ReportRow.school_id == plan.id, ReportRow.day == day)
    )
    before = connection.scalar(
        sa.select(SpotSeed.seed)
        .where(SpotSeed.school_id == plan.id)
        .order_by(SpotSeed.day.desc())
        .limit(1)
    )
    return sorted([*lines, f"reports|{reports}", f"before|{before or ''}"])


def register_lines(connection: sa.Connection, plan: SchoolPlan, day: date) -> list[str]:
    """A line for each class's standing register of a day: class, revision, hash of its entries."""
    registers = registers_on(connection, plan.id, day)
    return sorted(
        f"{school_class.slug(day)}|{saved.revision.number}|{_digest(saved.revision.register)}"
        for school_class in classes_of(connection, plan.id, day)
        if (saved := registers.get(school_class.id)) is not None
    )


def _digest(register: Register) -> str:
    digest = hashlib.sha256()
    for each in register.entries:
        words = (each.subject, each.minutes, each.kind, each.content, each.is_noon)
        rest = (each.is_optional, each.set_in_class, each.difficulty)
        digest.update("|".join(map(str, (*words, *rest))).encode() + b"\n")
    return digest.hexdigest()


def draw_today(connection: sa.Connection, plan: SchoolPlan, now: datetime) -> int:
    """Draw today's classes from today's seed and salt and tell who is on duty; returns how many.

    Nothing is drawn twice, and nothing before its seed was written down. The salt is revealed, and
    the next school day's is promised: before the registers that will make its seed are written.
    """
    today = now.date()
    seed = find_seed(connection, plan.id, today)
    if seed is None or find_draw(connection, plan.id, today) is not None:
        return 0
    classes = _drawable(connection, plan, today)
    if not classes:
        return 0
    pot = _pot(connection, plan, classes, now)
    size = DrawSize(plan.register.spot_classes, plan.register.spot_grades)
    promise = find_promise(connection, plan.id, today)
    salt = promise.salt if promise else None
    drawn = draw(lots_of(seed.seed, salt), today, pot, size)
    _save_draw(connection, plan, pot, drawn, drawn_at=now, salt=salt)
    promise_salt(connection, plan.id, plan.calendar.next_school_day(today), now)
    by_slug = {each.slug(today): each for each in classes}
    rows = [
        {"school_id": plan.id, "day": today, "school_class_id": by_slug[slug].id, "place": place}
        for place, slug in enumerate(drawn.drawn)
    ]
    connection.execute(sa.insert(SpotCheck), [{**row, "note": ""} for row in rows])
    _tell_duty(connection, plan, [by_slug[slug].name(today) for slug in drawn.drawn], now)
    return len(rows)


def _drawable(connection: sa.Connection, plan: SchoolPlan, day: date) -> list[SchoolClass]:
    return [
        each for each in classes_of(connection, plan.id, day) if each.grade(day) in plan.classes
    ]


def _pot(
    connection: sa.Connection, plan: SchoolPlan, classes: Sequence[SchoolClass], now: datetime
) -> Pot:
    day = now.date()
    before = connection.execute(
        sa.select(SpotDraw.day, SpotDraw.round_after)
        .where(SpotDraw.school_id == plan.id, SpotDraw.day < day)
        .order_by(SpotDraw.day.desc())
        .limit(1)
    ).one_or_none()
    # In a new school year 3-2 is another class: the round begins anew.
    is_running = before is not None and school_year(before.day) == school_year(day)
    slugs = {each.slug(day) for each in classes}
    had_turn = (
        set(words_in(before.round_after)) & slugs if before is not None and is_running else ()
    )
    # Of the last day that is over: nobody has heard of today yet.
    over = plan.calendar.previous_school_day(day)
    blind = blind_classes(connection, plan, classes, over, now)
    return Pot(
        sorted(slugs),
        sorted(had_turn),
        sorted(each.slug(day) for each in classes if each.id in blind),
    )


def _save_draw(
    connection: sa.Connection,
    plan: SchoolPlan,
    pot: Pot,
    drawn: Draw,
    **made: object,  # drawn_at, salt
) -> None:
    connection.execute(
        sa.insert(SpotDraw).values(
            school_id=plan.id,
            day=drawn.day,
            **made,
            classes=",".join(pot.classes),
            had_turn=",".join(pot.had_turn),
            blind=",".join(pot.blind),
            drawn=",".join(drawn.drawn),
            round_after=",".join(sorted(drawn.round_after)),
            most_classes=plan.register.spot_classes,
            most_grades=plan.register.spot_grades,
        )
    )


def _tell_duty(
    connection: sa.Connection, plan: SchoolPlan, names: Sequence[str], now: datetime
) -> None:
    for person in on_duty(connection, plan.id, now.date()):
        new = NewPush(
            school_id=plan.id,
            account_id=plan.account_id,
            recipient=f"staff:{person.id}",
            audience=Audience.OPERATOR,
            reason=Reason.SPOT_CHECK,
            about=f"spot {now.date().isoformat()}",
            fields={
                "template": wording.drawn_values(names, now),
                "text": wording.drawn_text(names),
                "path": "/console/spot-checks",
            },
        )
        queue_push(connection, new, now)


def find_seed(connection: sa.Connection, school_id: str, day: date) -> SpotSeed | None:
    """The seed that was written down for a day's draw."""
    row = connection.execute(
        sa.select(*SpotSeed.__table__.c).where(SpotSeed.school_id == school_id, SpotSeed.day == day)
    ).one_or_none()
    return SpotSeed(**row._mapping) if row else None


def find_draw(connection: sa.Connection, school_id: str, day: date) -> SpotDraw | None:
    """A day's draw."""
    row = connection.execute(
        sa.select(*SpotDraw.__table__.c).where(SpotDraw.school_id == school_id, SpotDraw.day == day)
    ).one_or_none()
    return SpotDraw(**row._mapping) if row else None


def words_in(listed: str) -> list[str]:
    """The words of a column that lists them, separated by commas."""
    return [word for word in listed.split(",") if word]
