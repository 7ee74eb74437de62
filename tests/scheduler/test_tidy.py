"""Tidying: what is past its keeping time goes, what is not stays, and only the holder does it."""

from __future__ import annotations

from datetime import timedelta

import sqlalchemy as sa

from clock import FrozenClock
from context import Context
from models.account.followers import Follower, save_follower
from models.account.inbound import Delivered, Inbound, insert_first, record_failure
from scheduler.jobs.tidy import purge
from scheduler.shift import Shift


def shift_of(context: Context) -> Shift:
    return Shift(
        store=context.store,
        keys=context.keys,
        clock=context.clock,
        base_url=context.base_url,
        plans=context.plans,
        accounts=context.accounts,
        holder="one",
    )


def deliveries(context: Context) -> dict[str, bool]:
    """Every delivery that is kept, and whether words are kept with it."""
    with context.store.reading() as connection:
        rows = connection.execute(sa.select(Inbound.dedup_key, Inbound.text_sealed))
        return {row[0]: row[1] is not None for row in rows}


def receive(context: Context, key: str, *, failed: bool = False) -> None:
    now = context.clock.now()
    if failed:
        context.store.write(
            lambda c: record_failure(c, Delivered("main", key, "s" * 32), "抱歉", "sealed", now)
        )
    else:
        context.store.write(lambda c: insert_first(c, "main", key, now))


def test_deliveries_go_after_thirty_days_and_failed_words_after_seven(
    context: Context, clock: FrozenClock
) -> None:
    shift = shift_of(context)
    receive(context, "old")
    receive(context, "failed", failed=True)
    clock.forward(timedelta(days=8))
    receive(context, "new", failed=True)
    shift.renew()
    purge(shift)
    assert deliveries(context) == {"old": False, "failed": False, "new": True}

    clock.forward(timedelta(days=23))
    shift.renew()
    purge(shift)

    assert deliveries(context) == {"new": False}


def test_words_that_waited_for_a_class_are_forgotten_when_their_time_is_over(
    context: Context, clock: FrozenClock
) -> None:
    shift = shift_of(context)
    until = clock.now() + timedelta(minutes=30)
    context.store.write(
        lambda c: save_follower(
            c, "main", "s" * 32, conversation={"text": "数学"}, open_until=until
        )
    )
    clock.forward(timedelta(minutes=31))
    shift.renew()

    purge(shift)

    with context.store.reading() as connection:
        assert connection.scalar(sa.select(Follower.conversation)) is None


def test_a_stand_by_deletes_nothing(context: Context, clock: FrozenClock) -> None:
    receive(context, "old")
    clock.forward(timedelta(days=40))

    purge(shift_of(context))

    assert deliveries(context) == {"old": False}
