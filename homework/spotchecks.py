"""The daily draw of classes to look at (抽查), which anyone can recompute with a SHA-256 program."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from hashlib import sha256

from homework.school import read_slug


@dataclass(frozen=True, slots=True)
class DrawSize:
    """How many classes a day, out of how many grades at most (每天抽查一至两个年级的两个班级)."""

    classes: int = 2
    grades: int = 2


TWO_CLASSES = DrawSize()


@dataclass(frozen=True, slots=True)
class Pot:
    """What is drawn from: the school's classes as slugs, those that have had their turn in the
    running round, and those that are a blind spot (盲区) today."""

    classes: Collection[str]
    had_turn: Collection[str] = ()
    blind: Collection[str] = ()


@dataclass(frozen=True, slots=True)
class Draw:
    """The classes drawn for `day`, as slugs in the order of drawing.

    `round_after` are the classes that have had their turn in the running round, today's included:
    `had_turn` of the next day's pot.
    """

    day: date
    seed: str
    drawn: tuple[str, ...]
    round_after: frozenset[str]


def closing_seed(lines: Iterable[str]) -> str:
    """The seed for the next draw: SHA-256 of the closed day's lines, sorted, each ended by \\n.

    It is published when the day closes, before anything is drawn from it.
    """
    digest = sha256()
    for line in sorted(lines):
        digest.update(line.encode() + b"\n")
    return digest.hexdigest()


def promised(salt: str) -> str:
    """What is published of a salt while it is secret: its SHA-256, the day before the draw."""
    return sha256(salt.encode()).hexdigest()


def salted(seed: str, salt: str) -> str:
    """What lots are drawn with: SHA-256 of `seed|salt`.

    The seed alone would let whoever reads it at noon know the classes half an hour early; the
    salt was promised before the seed existed, so nobody could choose it to fit.
    """
    return sha256(f"{seed}|{salt}".encode()).hexdigest()


def lot(seed: str, day: date, name: str) -> str:
    """The lot of a class: SHA-256 of `seed|2026-11-23|3-2`; the smallest is drawn first."""
    return sha256(f"{seed}|{day.isoformat()}|{name}".encode()).hexdigest()


def draw(seed: str, day: date, pot: Pot, size: DrawSize = TWO_CLASSES) -> Draw:
    """Draw the day's classes, none twice before all have had their turn.

    1. Where any class is a blind spot, the one with the smallest lot takes the first place,
       whether or not it has had its turn.
    2. The classes that have not had their turn follow in the order of their lots; one of a further
       grade is passed over once there are classes of as many grades as allowed.
    3. When all have had their turn a new round begins and step 2 goes on with every class.
    """
    everyone = sorted(set(pot.classes), key=read_slug)
    lots = sorted(everyone, key=lambda name: lot(seed, day, name))
    drawn = [each for each in lots if each in pot.blind][:1]
    had_turn = {*pot.had_turn, *drawn}
    _fill(drawn, [each for each in lots if each not in had_turn], size)
    had_turn |= set(drawn)
    if had_turn.issuperset(everyone):
        of_the_old_round = len(drawn)
        _fill(drawn, [each for each in lots if each not in drawn], size)
        had_turn = set(drawn[of_the_old_round:])
    return Draw(day, seed, tuple(drawn), frozenset(had_turn))


def _fill(drawn: list[str], waiting: Sequence[str], size: DrawSize) -> None:
    grades = {read_slug(each)[0] for each in drawn}
    for each in waiting:
        grade = read_slug(each)[0]
        if len(drawn) < size.classes and (grade in grades or len(grades) < size.grades):
            drawn.append(each)
            grades.add(grade)
