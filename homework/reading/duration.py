"""A duration (时长) as it was said: an interval of minutes at a place, and what it is about."""

from __future__ import annotations

from dataclasses import dataclass, replace

from homework.report import MAX_MINUTES, Minutes


@dataclass(frozen=True, slots=True)
class Duration:
    """A stretch of text that says minutes; `high` is None for 至少 and 没写完.

    `shares` holds the figures of a list (分别30,40,20分钟), one for each subject said before.
    `count_of` is the measure word of a duration said per piece (每遍5分钟).
    """

    start: int
    end: int
    low: float
    high: float | None
    is_total: bool = False  # 一共、加起来
    is_each: bool = False  # 每科、各
    shares: tuple[float, ...] = ()
    count_of: str = ""

    def times(self, factor: float) -> Duration:
        """The duration of `factor` pieces."""
        if factor == 1:
            return self
        high = None if self.high is None else self.high * factor
        return replace(self, low=self.low * factor, high=high)

    @property
    def is_too_long(self) -> bool:
        """True where the figure is longer than any evening."""
        return max(self.low, self.high or 0) > MAX_MINUTES

    @property
    def minutes(self) -> Minutes | None:
        """None where the figure is longer than any evening: it is asked back."""
        return as_minutes(self.low, self.high)


def as_minutes(low: float, high: float | None) -> Minutes | None:
    """None where the figure is longer than any evening."""
    if max(low, high or 0) > MAX_MINUTES:
        return None
    whole = round(low)
    return Minutes(whole, None if high is None else max(whole, round(high)))
