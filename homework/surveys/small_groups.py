"""Small groups (小样本): what must stay hidden so that no sum shown gives a few families away."""

from __future__ import annotations

from collections.abc import Hashable, Mapping
from typing import TypeVar

FLOOR = 5
"""Fewer answers than this are never shown, nor left over between two figures that are."""

Part = TypeVar("Part", bound=Hashable)


def hidden_parts(counts: Mapping[Part, int]) -> frozenset[Part]:
    """Which parts of a whole must be hidden where the whole itself is shown.

    Small ones are; and where those together are still few, so is the next smallest, since the
    whole less the parts shown would give them away. A part that nobody answered in is not hidden.
    """
    hidden = {part for part, count in counts.items() if 0 < count < FLOOR}
    others = sorted(
        (part for part, count in counts.items() if count >= FLOOR),
        key=lambda part: (counts[part], str(part)),
    )
    for part in others:
        if not hidden or sum(counts[each] for each in hidden) >= FLOOR:
            break
        hidden.add(part)
    return frozenset(hidden)


def shown_while_open(count_by_batch: Mapping[int, int]) -> frozenset[int]:
    """Which batches of arrivals live figures may hold.

    Answers arrive in batches of at least five. The last full one is held back: else the step from
    the last live figure to the final one could be a single family.
    """
    if not count_by_batch:
        return frozenset()
    newest = max(count_by_batch)
    full = newest if count_by_batch[newest] >= FLOOR else newest - 1
    return frozenset(batch for batch in count_by_batch if batch < full)


def next_batch(newest: int | None, size: int) -> int:
    """The batch that the next answer belongs to, after the newest one of so many answers."""
    if newest is None:
        return 0
    return newest + 1 if size >= FLOOR else newest
