"""The numbers a verdict turns on (判定参数): defaults that a school may change in its config."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Thresholds:
    """Counts are of units (households, else reporters); shares are of 1.

    `over_share` is the share of reporting units over the cap that makes a class suspected. One
    half takes reports as they come; s / (1 + s) allows for families over the cap reporting s
    times as often as the others (docs/verdicts.md has what each costs).
    """

    quorum: int = 3  # fewer units: undecided
    min_over_units: int = 3
    over_share: float = 0.5
    strong_units: int = 6  # so many far over the cap cannot be outvoted
    strong_share: float = 0.0  # and at least this share of those that reported
    strong_factor: float = 1.25
    margin: float = 0.10  # above a cap that holds "in principle"
    categorical_units: int = 3
    categorical_share: float = 1 / 3
    public_within_units: int = 5  # fewer: 反馈不足,不作判断

    two_days_units: int = 8
    two_days_class_share: float = 0.20
    small_class: int = 25  # below this many pupils
    small_class_units: int = 5
    small_class_share: float = 0.30
    two_days_over_share: float = 2 / 3
    second_day_units: int = 5
    within_school_days: int = 5
    binding_age_days: int = 7

    burst_share: float = 0.6
    burst_minutes: int = 10
    burst_units: int = 6  # so many of eight reports inside ten minutes are no coincidence

    silent_school_days: int = 5  # no report for so many: a blind spot
    unanimous_units: int = 6  # so many identical reports at once

    def __hash__(self) -> int:
        # A key of a cache on the hot path; schools differ in these, and equality looks at all.
        return hash((self.quorum, self.over_share))

    def __post_init__(self) -> None:
        if not 0 < self.over_share <= 1 or not 0 < self.categorical_share <= 1:
            raise ValueError("a share lies between 0 and 1")
        if self.quorum < 1 or self.min_over_units < 1 or self.categorical_units < 1:
            raise ValueError("a quorum is at least 1")
        if self.strong_factor < 1 or self.margin < 0:
            raise ValueError("a factor below the cap itself")


DEFAULTS = Thresholds()


def reaches(count: int, share: float, units: int) -> bool:
    """Whether `count` is at least `share` of `units`; a third of twelve is four, not 4.0000001."""
    return count + 1e-9 >= share * units
