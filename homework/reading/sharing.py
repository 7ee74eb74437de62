"""Minutes shared out (时长分摊): said once for several subjects, things or pieces."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import replace

from homework.reading.drafts import Draft
from homework.reading.duration import Duration
from homework.reading.numbers import NUMBER, read_number
from homework.reading.pieces import Break


def spread_each(drafts: list[Draft]) -> None:
    """语文抄写,数学口算,每科20分钟: minutes said of each reach back to what has none yet.

    口算、练习册各10分钟 of one subject counts once for each thing said.
    """
    for place, draft in enumerate(drafts):
        each = next((d for d in draft.durations if d.is_each and d.count_of in _OF_SUBJECTS), None)
        if each is None or each.shares or len(draft.subjects) > 1:
            continue
        before = _untimed_before(drafts, place)
        if before:
            draft.durations = [each]
            for earlier in before:
                earlier.durations = [each]
        elif each.count_of == "" and all(d.subjects == draft.subjects for d in drafts):
            things = sum(p.has_content for d in drafts for p in d.pieces)
            times = each.times(max(things, 1))
            draft.durations = [times if d is each else d for d in draft.durations]


_OF_SUBJECTS = ("", "科", "门", "样", "项", "种")


def _untimed_before(drafts: list[Draft], place: int) -> list[Draft]:
    """The first draft of each other subject, back to the nearest one with minutes."""
    start = place
    while start and not drafts[start - 1].durations:
        start -= 1
    found = {d.subjects: d for d in reversed(drafts[start:place])}
    found.pop(drafts[place].subjects, None)
    return list(found.values())


def spread_shares(drafts: list[Draft]) -> None:
    """语文抄词,数学口算,英语听读,分别20、15、10分钟: a figure each, in the order they were said."""
    for place, draft in enumerate(drafts):
        listed = next((d for d in draft.durations if d.shares), None)
        if listed is None or len(draft.subjects) > 1 or len(draft.durations) > 1:
            continue
        run = drafts[place - len(listed.shares) + 1 : place + 1]
        if len(run) != len(listed.shares) or any(d.durations for d in run[:-1]):
            continue
        if len({d.subjects for d in run}) == len(run):
            for each, minutes in zip(run, listed.shares, strict=True):
                each.durations = [replace(listed, low=minutes, high=minutes, shares=())]


def drop_sums(drafts: list[Draft]) -> None:
    """写了35分钟,加练10分钟,合计45分钟: a sum of what was said of the subject adds nothing."""
    for draft in drafts:
        for total in [d for d in draft.durations if d.is_total]:
            own = [d for each in drafts if each.subjects == draft.subjects for d in each.durations]
            parts = [d.low for d in own if not d.is_total]
            if len(parts) > 1 and abs(sum(parts) - total.low) <= total.low / 10:
                draft.durations = [d for d in draft.durations if d is not total]


def merge_split_mentions(drafts: list[Draft]) -> None:
    """语文1.5h … 语文是作文: minutes in one place and content in another are one assignment."""
    for draft in list(drafts):
        if draft.has_content or not draft.durations:
            continue
        for other in drafts:
            if other is not draft and other.subjects == draft.subjects and other.has_content:
                if not other.durations:
                    other.durations = draft.durations
                    drafts.remove(draft)
                    break


def include_earlier(drafts: list[Draft]) -> None:
    """背诵、抄写 20分钟: the minutes at the end are for all that was said before in one breath."""
    for index, draft in enumerate(drafts):
        if not draft.durations:
            continue
        reaches_far = any(d.is_total for d in draft.durations)
        joined = draft.pieces[0].before < Break.ITEM and draft.pieces[0].mention is None
        for earlier in reversed(drafts[:index]):
            if earlier.durations or earlier.subjects != draft.subjects:
                break
            if not (joined or reaches_far):
                break
            earlier.is_included = True
            joined = earlier.pieces[0].before < Break.ITEM and earlier.pieces[0].mention is None


COUNT = rf"(?P<count>{NUMBER})\ ?(?:个)?"


def times_said(text: str, duration: Duration) -> float:
    """卷子2张,每张20分钟: how often a duration said per piece counts."""
    if not duration.count_of or duration.count_of in "科门人样项种":
        return 1
    counted = re.search(COUNT + duration.count_of, text)
    return (read_number(counted.group("count")) if counted else None) or 1


def minutes_of(durations: Iterable[Duration], text: str = "") -> tuple[float, float | None]:
    """The sum of the durations said of one assignment; a total among them replaces its parts."""
    said = [d.times(times_said(text, d)) for d in durations]
    if len(said) == 1:
        return said[0].low, said[0].high
    totals = [d for d in said if d.is_total]
    counted = totals[-1:] if totals else said
    low = sum(d.low for d in counted)
    if any(d.high is None for d in counted):
        return low, None
    return low, sum(d.high or 0 for d in counted)
