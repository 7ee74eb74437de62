"""Warning before exposing (先提醒): a register over its cap is told at once to who can still mend it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

import sqlalchemy as sa

from homework.alerts import Audience, Reason
from homework.balancing import Change, fitting_changes, resting
from homework.plan import Balancer
from homework.policy import effective_rules
from homework.wording import staff_register as wording
from models.pushes.outbox import LOST, NewPush, Push, PushState, queue_push
from models.registers.fairness import turns_of
from models.registers.revisions import Filing, SavedRegister, revisions_of, save_register
from models.staff.people import Role, StaffMember, staff_of

_UNSEEN = (PushState.SUPERSEDED, *LOST)


@dataclass(frozen=True, slots=True)
class _Warning:
    """A saved register and whom to tell of it."""

    filing: Filing
    saved: SavedRegister
    recipients: tuple[str, ...]
    now: datetime


def file_register(connection: sa.Connection, filing: Filing, now: datetime) -> SavedRegister | None:
    """Save a register and, in the same transaction, tell who balances the class's homework.

    1. What an earlier revision of today had queued and nobody was sent yet is taken back.
    2. A register over a cap of today is told at once, with the filing's first change.
    3. One that keeps its caps again is told to whoever was sent the warning; nothing is recorded.
    None where the class had said exactly the same before. Raises TooManyRevisions.
    """
    saved = save_register(connection, filing, now)
    if saved is None or not saved.stands or filing.day != now.date():
        return saved
    people = _balancers(staff_of(connection, filing.plan.id), filing)
    about = _Warning(filing, saved, tuple(f"staff:{person.id}" for person in people), now)
    warned = _take_back(connection, about)
    if saved.is_over:
        _queue(connection, about, about.recipients, _over_fields(about))
    elif _was_over(connection, about):
        _queue(connection, about, warned, _mended_fields(about))
    return saved


def with_changes(connection: sa.Connection, filing: Filing) -> Filing:
    """The same with the smallest changes that fit, best first, in fair turns.

    The search takes its time, so it is made before the write and not inside it.
    """
    return replace(filing, changes=smallest_changes(connection, filing))


def smallest_changes(connection: sa.Connection, filing: Filing) -> tuple[Change, ...]:
    """The smallest changes after which a register keeps its caps; () where it does."""
    plan, day = filing.plan, filing.day
    rules = effective_rules(plan.packs, filing.grade, day, plan.calendar)
    turns = replace(
        turns_of(connection, filing.key, day), resting=resting(plan.register.rotation, day)
    )
    return fitting_changes(filing.register, rules, filing.grade, turns)


def _balancers(staff: Iterable[StaffMember], filing: Filing) -> list[StaffMember]:
    """Who owns the balance of the class's homework, by the school's own choice."""
    balancer = filing.plan.register.balancer
    slug = filing.school_class.slug(filing.day)
    return [
        person
        for person in staff
        if (
            balancer is not Balancer.GRADE_LEADER
            and person.role == Role.HOMEROOM
            and person.homeroom_class == slug
        )
        or (
            balancer is not Balancer.HOMEROOM
            and person.role == Role.GRADE_LEADER
            and person.grade == filing.grade
        )
    ]


def _take_back(connection: sa.Connection, about: _Warning) -> tuple[str, ...]:
    """Withdraw earlier warnings that are not on their way; returns who may have read one."""
    earlier = range(1, about.saved.revision.number)
    ids = [
        _push(about, recipient, {}, number).client_msg_id
        for recipient in about.recipients
        for number in earlier
    ]
    of_these = sa.and_(Push.school_id == about.filing.plan.id, Push.client_msg_id.in_(ids))
    connection.execute(
        sa.update(Push)
        .where(of_these, Push.state == PushState.PENDING, sa.not_(Push.is_ambiguous))
        .values(state=PushState.SUPERSEDED)
    )
    seen = set(
        connection.scalars(sa.select(Push.recipient).where(of_these, Push.state.not_in(_UNSEEN)))
    )
    return tuple(each for each in about.recipients if each in seen)


def _was_over(connection: sa.Connection, about: _Warning) -> bool:
    known = revisions_of(connection, about.filing.key, about.filing.day)
    return len(known) > 1 and known[-2].is_over


def _queue(
    connection: sa.Connection, about: _Warning, recipients: Iterable[str], fields: dict[str, Any]
) -> None:
    for recipient in recipients:
        new = _push(about, recipient, fields, about.saved.revision.number)
        queue_push(connection, new, about.now)


def _push(about: _Warning, recipient: str, fields: dict[str, Any], number: int) -> NewPush:
    filing = about.filing
    return NewPush(
        school_id=filing.plan.id,
        account_id=filing.plan.account_id,
        recipient=recipient,
        audience=Audience.OWN_TEACHERS,
        reason=Reason.REGISTER_OVER,
        fields=fields,
        about=f"register {filing.school_class.id} {filing.day.isoformat()}",
        generation=number,
    )


def _over_fields(about: _Warning) -> dict[str, Any]:
    filing = about.filing
    over = wording.RegisterOver(
        class_name=filing.school_class.name(filing.day),
        day=filing.day,
        next_day=filing.plan.calendar.next_school_day(filing.day),
        register=filing.register,
        excesses=filing.excesses,
        change=filing.changes[0] if filing.changes else None,
        adjust_until=filing.plan.register.adjust_until,
        is_late=about.saved.revision.is_late,
    )
    return _fields(about, wording.over_values(over, about.now), wording.over_text(over))


def _mended_fields(about: _Warning) -> dict[str, Any]:
    filing = about.filing
    name = filing.school_class.name(filing.day)
    values = wording.mended_values(name, filing.register, about.now)
    return _fields(about, values, wording.mended_text(name, filing.register))


def _fields(about: _Warning, template: dict[str, str], text: str) -> dict[str, Any]:
    slug = about.filing.school_class.slug(about.now.date())
    path = f"/console/registers/{slug}/{about.filing.day.isoformat()}"
    return {"template": template, "text": text, "path": path}
