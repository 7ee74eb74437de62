"""Two reports of the same reporter for one day made one (合并反馈)."""

from __future__ import annotations

from dataclasses import replace

from homework.report import MAX_MINUTES, Assignment, Minutes, Report


def merge_reports(old: Report, new: Report, *, adds: bool = False) -> Report:
    """The same subject replaces, a new subject adds; 没有作业 replaces everything.

    `adds`: said with 还有, other homework of the same subject stands beside the old.

    A total stated earlier stays true only while nothing of it changes: new subjects with minutes
    are added to it, anything else lets it go.
    """
    if new.no_homework or old.no_homework:
        stands = new if new.no_homework or new.assignments else old
        return replace(stands, burdens=old.burdens | new.burdens)
    replaced = {a.subject for a in new.assignments}
    kept = tuple(
        a
        for a in old.assignments
        if a.subject not in replaced or (adds and _is_another(a, new.assignments))
    )
    return replace(
        old,
        assignments=kept + new.assignments,
        irregularities=old.irregularities | new.irregularities,
        burdens=old.burdens | new.burdens,
        stated_total=_total(old, new, changed=len(kept) != len(old.assignments)),
        difficulty=new.difficulty or old.difficulty,
        unknown_minutes_accepted=old.unknown_minutes_accepted,
    )


def _is_another(old: Assignment, new: tuple[Assignment, ...]) -> bool:
    """True where none of the new ones is this one, said again or completed."""
    own = [each for each in new if each.subject is old.subject]
    return all(each.content and each.content != old.content for each in own)


def _total(old: Report, new: Report, *, changed: bool) -> Minutes | None:
    if new.stated_total is not None or old.stated_total is None or not new.assignments:
        return new.stated_total or old.stated_total
    if changed:
        return None
    return _added(old.stated_total, new.assignments)


def _added(total: Minutes, assignments: tuple[Assignment, ...]) -> Minutes | None:
    low, high = total.low, total.high
    for each in assignments:
        if each.minutes is None:
            return None
        low += each.minutes.low
        high = None if high is None or each.minutes.high is None else high + each.minutes.high
    if low > MAX_MINUTES or (high or 0) > MAX_MINUTES:
        return None
    return Minutes(low, high)
