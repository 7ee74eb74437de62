"""Drawing again (复核抽签): a day's draw made once more from what was written down."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

import sqlalchemy as sa

from homework.plan import SchoolPlan
from homework.spotchecks import Draw, DrawSize, Pot, closing_seed, draw, promised
from models.spot_checks.drawing import find_draw, find_seed, register_lines, words_in
from models.spot_checks.records import SpotDraw, SpotPromise, SpotSeed
from models.spot_checks.salts import find_promise, lots_of


@dataclass(frozen=True, slots=True)
class Verified:
    """A day's draw made again. `matches` only where the seed is the hash of its lines, was written
    down before the draw, the registers are still those that were hashed, the salt is the one that
    was promised (no later than the seed), and the draw is the same."""

    seed: SpotSeed
    stored: SpotDraw
    promise: SpotPromise | None
    again: Draw
    seed_is_hash: bool
    registers_unchanged: bool

    @property
    def was_before(self) -> bool:
        return self.seed.published_at < self.stored.drawn_at

    @property
    def same_draw(self) -> bool:
        return ",".join(self.again.drawn) == self.stored.drawn

    @property
    def matches(self) -> bool:
        return (
            self.seed_is_hash
            and self.was_before
            and self.salt_kept
            and self.registers_unchanged
            and self.same_draw
        )

    @property
    def salt_kept(self) -> bool:
        """Whether the revealed salt is the promised one, and was promised before the seed stood or
        with it. A draw from before there were salts has neither."""
        if self.promise is None or self.stored.salt is None:
            return self.promise is None and self.stored.salt is None
        return (
            promised(self.stored.salt) == self.promise.salt_hash
            and self.promise.promised_at <= self.seed.published_at
        )

    @property
    def promised_before(self) -> bool:
        """Whether the salt was promised before its seed existed, so that neither was chosen to fit."""
        return self.promise is not None and self.promise.promised_at < self.seed.published_at


def verify_draw(connection: sa.Connection, plan: SchoolPlan, day: date) -> Verified | None:
    """Draw a day again from what was written down; None where nothing was drawn."""
    seed, stored = find_seed(connection, plan.id, day), find_draw(connection, plan.id, day)
    if seed is None or stored is None:
        return None
    lines = seed.lines.split("\n")
    pot = Pot(words_in(stored.classes), words_in(stored.had_turn), words_in(stored.blind))
    size = DrawSize(stored.most_classes, stored.most_grades)
    registered = [line for line in lines if line.partition("|")[0] not in ("reports", "before")]
    return Verified(
        seed,
        stored,
        find_promise(connection, plan.id, day),
        draw(lots_of(seed.seed, stored.salt), day, pot, size),
        closing_seed(lines) == seed.seed,
        register_lines(connection, plan, seed.closed_day) == sorted(registered),
    )
