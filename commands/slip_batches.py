"""Batches of family slips (成批的家庭反馈条): made in the store, then drawn on A4."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import sqlalchemy as sa

from commands.printing import save
from context import Context
from homework.plan import SchoolPlan
from homework.school import read_slug
from homework.slips import slips_until
from models.families.slips import (
    MOST_A_CLASS,
    Slip,
    add_slips,
    close_expired,
    close_unused,
    count_slips,
    issue_slips,
)
from models.schools import ClassKey, SchoolClass, classes_of
from opening import NotReady
from paper.slips import ClassSlips, PrintedSlip, SlipSheet, draw_slips
from wechat.account import AccountKind

_DEFAULT_COUNT = 45


@dataclass(frozen=True, slots=True)
class Desk:
    """The school that slips are made for; `day` is the one whose class names are printed."""

    context: Context
    plan: SchoolPlan
    day: date

    def classes(self, slug: str | None = None) -> list[SchoolClass]:
        """The school's classes, or the one that people call 3-2; raises NotReady."""
        if slug is not None:
            _require_slug(slug)
        with self.context.store.reading() as connection:
            found = [
                each
                for each in classes_of(connection, self.plan.id, self.day)
                if each.grade(self.day) in self.plan.classes and slug in (None, each.slug(self.day))
            ]
        if not found:
            raise NotReady(f"{self.plan.name}没有 {slug or '任何'} 班。班级写在配置的 classes 里")
        return found


def _require_slug(slug: str) -> None:
    try:
        read_slug(slug)
    except ValueError:
        raise NotReady("班级要写成 年级-班号,例如 3-2") from None


@dataclass(frozen=True, slots=True)
class Batch:
    """A class's new slips in the order of printing: (short code, address) of each."""

    name: str
    slug: str
    slips: Sequence[tuple[str, str]]


@dataclass(frozen=True, slots=True)
class Wish:
    """How many for which classes: `is_extra` adds to what they have, `replaces` closes what nobody
    uses, `is_new_year` closes earlier school years' and refuses where this year's are out."""

    classes: Sequence[SchoolClass]
    count: int | None = None
    is_extra: bool = False
    replaces: bool = False
    is_new_year: bool = False


class _AlreadyIssued(Exception):
    """This school year's slips are out."""


def issue(desk: Desk, wish: Wish) -> list[Batch]:
    """Make the slips of every class, all or none; raises NotReady."""
    counts = [_count(desk, each, wish.count) for each in wish.classes]
    now = desk.context.clock.now()

    def job(connection: sa.Connection) -> list[Batch]:
        if wish.is_new_year:
            if count_slips(connection, desk.plan.id, desk.day):
                raise _AlreadyIssued
            close_expired(connection, desk.plan.id, now)
        made = []
        for each, count in zip(wish.classes, counts, strict=True):
            key = ClassKey(each.school_id, each.id)
            if wish.replaces:
                close_unused(connection, key, now)
            make = add_slips if wish.is_extra else issue_slips
            made.append(batch_of(desk, each, make(connection, key, count, now)))
        return made

    try:
        return desk.context.store.write(job)
    except _AlreadyIssued:
        raise NotReady("本学年已经发过家庭反馈条。补印用:slips --class 3-2 --add 张数") from None


def batch_of(desk: Desk, school_class: SchoolClass, slips: Sequence[Slip]) -> Batch:
    """Slips of a class, with their public addresses."""
    return Batch(
        school_class.name(desk.day),
        school_class.slug(desk.day),
        [(slip.code, desk.context.address(f"/h/{slip.link}")) for slip in slips],
    )


def draw(desk: Desk, made: Sequence[Batch], path: Path) -> None:
    """Save the batches as one PDF, for its owner alone; says how far it is."""
    from rich.progress import track

    account = desk.context.accounts[desk.plan.account_id]
    shared = SlipSheet(
        desk.plan.name,
        slips_until(desk.context.clock.now().date()),
        has_chat=account.kind is not AccountKind.LINK,
    )
    sheets = (
        ClassSlips(each.name, [PrintedSlip(address, code) for code, address in each.slips])
        for each in track(made, description="家庭反馈条")
    )
    save(path, draw_slips(shared, sheets), is_secret=True)


def _count(desk: Desk, school_class: SchoolClass, asked: int | None) -> int:
    known = desk.plan.class_sizes.get(school_class.slug(desk.day), _DEFAULT_COUNT)
    count = known if asked is None else asked
    if not 1 <= count <= MOST_A_CLASS:
        raise NotReady(f"张数要在 1 到 {MOST_A_CLASS} 之间")
    return count
