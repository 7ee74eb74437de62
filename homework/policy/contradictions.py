"""When two rules of one pack contradict each other (自相矛盾)."""

from __future__ import annotations

from datetime import date

from homework.policy.rules import Bound, Rule


def contradiction(one: Rule, other: Rule) -> str | None:
    """Why both cannot hold, in words for the IT teacher; None where they can."""
    if one.key != other.key or one.days is not other.days or not _meet(one, other):
        return None
    grades = "、".join(str(grade) for grade in one.grades if grade in other.grades)
    if one.bound is other.bound:
        if one.statistic is not other.statistic:
            return None  # 平均不超过 60, 最多不超过 90: both can be kept
        return f"{grades}年级的{one.name}同时限 {one.limit} 和 {other.limit} {one.unit}"
    cap, minimum = (one, other) if one.bound is Bound.AT_MOST else (other, one)
    if minimum.limit <= cap.limit:
        return None
    return f"{grades}年级的{one.name}不多于 {cap.limit} 又不少于 {minimum.limit} {one.unit}"


def _meet(one: Rule, other: Rule) -> bool:
    starts_before_end = (one.valid_from or date.min) <= (other.valid_to or date.max)
    ends_after_start = (other.valid_from or date.min) <= (one.valid_to or date.max)
    return starts_before_end and ends_after_start and not set(one.grades).isdisjoint(other.grades)
