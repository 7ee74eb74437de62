"""How long it took (时长): minutes read from every way of saying so, and never from another number.

A duration is an *atom* (半小时, 1小时20分, 三刻钟, 40') with what stands around it: a first figure (20到,
20、30), a sum (20+15), a count (10分钟×2), or a word that turns it into a range (不到, 以内).
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from homework.reading.clocks import find_clock_ranges
from homework.reading.duration import Duration, as_minutes
from homework.reading.duration_atoms import ATOM, interval_of
from homework.reading.duration_joins import join_neighbours, with_first_figures
from homework.reading.duration_words import scoped, widened
from homework.reading.lazy import lazy
from homework.reading.not_minutes import is_other_number, is_sport_set
from homework.reading.taken_back import without_taken_back
from homework.reading.text import normalise
from homework.report import Minutes

# Every atom contains one of these; a message without any is not searched at all.
UNIT_SIGN = lazy(r"[分时刻钟点hm'节:]")


TITLE = lazy(r"《[^《》\n]{0,60}》|\"[^\"\n]{1,40}\"")


MAX_DURATIONS = 60


def find_durations(matched: str) -> list[Duration]:
    """The durations of a message that stand, in order, without overlap."""
    return without_taken_back(matched, find_said_durations(matched))


def find_said_durations(matched: str) -> list[Duration]:
    """All of them, with those that the message takes back: a correction names them both."""
    if UNIT_SIGN.search(matched) is None:
        return []
    clocks = [Duration(c.start, c.end, c.minutes, c.minutes) for c in find_clock_ranges(matched)]
    found: list[Duration] = []
    taken = iter([*clocks, None])
    clock = next(taken)
    for duration in _find_atoms(matched, clocks):
        while clock is not None and clock.start < duration.start:
            found.append(clock)
            clock = next(taken)
        found.append(duration)
    while clock is not None:
        found.append(clock)
        clock = next(taken)
    return join_neighbours(matched, [scoped(matched, d) for d in found[:MAX_DURATIONS]])


def read_minutes(text: str) -> Minutes | None:
    """The minutes of one duration phrase, as an interval; None where it says none."""
    matched = normalise(text).matched
    found = find_durations(TITLE.sub(lambda t: "\ue000" * len(t.group()), matched))
    if not found:
        return None
    totals = [d for d in found if d.is_total]
    if len(found) == 1 or totals:
        return (totals or found)[-1].minutes
    low = sum(d.low for d in found)
    high = None if any(d.high is None for d in found) else sum(d.high or 0 for d in found)
    return as_minutes(low, high)


def _find_atoms(matched: str, clocks: list[Duration]) -> Iterator[Duration]:
    taken_until = count = 0
    for atom in ATOM.finditer(matched):
        if clocks and any(c.start < atom.end() and atom.start() < c.end for c in clocks):
            continue
        duration = _read_atom(matched, atom, taken_until)
        if count >= MAX_DURATIONS:
            return
        if duration is not None:
            count += 1
            yield duration
            taken_until = duration.end


def _read_atom(matched: str, atom: re.Match[str], taken_until: int) -> Duration | None:
    window = matched[max(taken_until, atom.start() - 16) : atom.start()]
    if is_other_number(matched, atom, window):
        return None
    interval = interval_of(atom)
    if interval is None or is_sport_set(matched, atom, window, interval):
        return None
    found = Duration(atom.start(), atom.end(), *interval)
    return widened(matched, with_first_figures(window, found, atom))
