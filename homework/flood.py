"""Floods (限速): how many in one go, how many after that, and how long whoever is too fast waits."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Pace:
    """`burst` at once, then one every `every` seconds."""

    burst: int
    every: float


@dataclass(frozen=True, slots=True)
class Bucket:
    """What one sender has used up, at a moment of a clock that never runs backwards."""

    used: float = 0.0
    at: float = 0.0

    def emptied(self, pace: Pace, now: float) -> float:
        """How much is still used at `now`."""
        return max(0.0, self.used - (now - self.at) / pace.every)


def admit(bucket: Bucket, pace: Pace, now: float) -> tuple[Bucket, float]:
    """Let one through, or say how many seconds it has to wait (0.0: it is through).

    Being refused uses nothing up: whoever waits as long as told is let through.
    """
    used = bucket.emptied(pace, now)
    if used + 1 > pace.burst:
        return Bucket(used, now), (used + 1 - pace.burst) * pace.every
    return Bucket(used + 1, now), 0.0
