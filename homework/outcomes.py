"""What judging finds (判定结果): outcome, stage and the evidence under them."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from homework.policy.rules import Rule
from homework.thresholds import DEFAULTS, Thresholds
from homework.totals import median_ranks


class Outcome(StrEnum):
    """未超标, 超标, 样本不足 or too near to tell."""

    WITHIN = "within"
    OVER = "over"
    UNDECIDED = "undecided"


class Stage(StrEnum):
    """How sure the school is of a breach: 线索, 疑似; after a person's check 证实 or 推翻."""

    LEAD = "lead"
    SUSPECTED = "suspected"
    CONFIRMED = "confirmed"
    REFUTED = "refuted"


@dataclass(frozen=True, slots=True)
class Verdict:
    """One rule, one class, one day. `measured` and `limit` are in the rule's unit.

    `measured` is the figure people read: the low median (中间值) of the units' lower ends; of a
    categorical breach, that of the units that name it. `lows` and `highs` are every counting
    unit's ends, sorted, an open end as None. `units_total` adds the leads. `register_agrees` is
    None where the class's register is missing or does not settle it.
    """

    rule: Rule
    outcome: Outcome
    stage: Stage | None
    measured: int | None
    limit: int
    units: int
    units_over: int
    units_strong: int
    units_total: int
    register_measured: int | None
    register_agrees: bool | None
    lows: tuple[int, ...]
    highs: tuple[int | None, ...]

    @property
    def is_suspected(self) -> bool:
        return self.stage is Stage.SUSPECTED

    @property
    def evidence(self) -> dict[str, object]:
        """Everything the verdict rests on, ready for JSON."""
        return {
            "rule": f"{self.rule.pack}/{self.rule.id}",
            "clause": self.rule.clause,
            "statistic": self.rule.statistic.value,
            "limit": self.limit,
            "units": self.units,
            "units_over": self.units_over,
            "units_strong": self.units_strong,
            "units_total": self.units_total,
            "lows": list(self.lows),
            "highs": list(self.highs),
            "interval": self.interval,
            "p80": self.p80,
            "register": self.register_measured,
            "register_agrees": self.register_agrees,
        }

    @property
    def interval(self) -> list[int | None] | None:
        """Where the median of all families lies with 90 % confidence (five units or more)."""
        if not self.lows:
            return None
        first, last = median_ranks(self.units)
        return [self.lows[first], self.highs[last]]

    @property
    def p80(self) -> int | None:
        """What four families in five do not exceed: shown beside a ceiling (最多不超过)."""
        return self.lows[-(-4 * self.units // 5) - 1] if self.lows else None

    def may_be_public(self, thresholds: Thresholds = DEFAULTS) -> bool:
        """Whether "within" may be said aloud; else 反馈不足,不作判断, and no class is named."""
        if self.outcome is not Outcome.WITHIN:
            return False
        return self.register_agrees is True or self.units >= thresholds.public_within_units
