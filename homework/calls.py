"""Calls (电话核实): whom the school rings, in which order, and what three clear answers say.

The program knows no telephone number: it draws an order of numbers on the class list, which the
school keeps itself.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum
from random import Random

LEAST_CLEAR = 3
"""Families that gave a clear answer, before a call list settles anything."""


class CallOutcome(StrEnum):
    """How one call ended."""

    OVER = "over"
    WITHIN = "within"
    UNSURE = "unsure"
    NO_ANSWER = "no_answer"
    DECLINED = "declined"


OUTCOME_WORDS = {
    CallOutcome.OVER: "说超过",
    CallOutcome.WITHIN: "说没超",
    CallOutcome.UNSURE: "说不清",
    CallOutcome.NO_ANSWER: "没接通",
    CallOutcome.DECLINED: "不愿说",
}


@dataclass(frozen=True, slots=True)
class CallTally:
    """What a class's calls add up to so far."""

    over: int = 0
    within: int = 0
    other: int = 0

    @property
    def clear(self) -> int:
        return self.over + self.within

    @property
    def is_enough(self) -> bool:
        return self.clear >= LEAST_CLEAR

    @property
    def confirms(self) -> bool:
        """Enough families, and more of them say so than not."""
        return self.is_enough and self.over > self.within

    @property
    def words(self) -> str:
        """问到4户:3户说超过,1户说没超."""
        return f"问到{self.clear}户:{self.over}户说超过,{self.within}户说没超"


def draw_order(size: int, chance: Random) -> list[int]:
    """The numbers 1 to `size` of a class list, in the order in which they are rung."""
    order = list(range(1, size + 1))
    chance.shuffle(order)
    return order


def tally(outcomes: Iterable[CallOutcome]) -> CallTally:
    """Count how the calls ended."""
    ended = list(outcomes)
    over = ended.count(CallOutcome.OVER)
    within = ended.count(CallOutcome.WITHIN)
    return CallTally(over, within, len(ended) - over - within)
