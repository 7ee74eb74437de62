"""The state machine of a push: every arrow, every limit, and what may not happen."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest
import sqlalchemy as sa

from clock import FrozenClock
from homework.plan import SchoolPlan
from models.database.store import Store
from models.leases import Held, LeaseLost
from models.pushes.delivery import (
    mark_in_doubt,
    mark_parked,
    mark_refused,
    mark_sent,
    next_try,
    step_onto,
)
from models.pushes.events import DeliveryEvent, note_delivery
from models.pushes.outbox import Push, Rung
from models.schools import save_school
from tests.models.desk import Desk

Act = Callable[[Desk, Push], object]


@pytest.fixture
def desk(store: Store, plan: SchoolPlan, clock: FrozenClock) -> Desk:
    store.write(lambda connection: save_school(connection, plan, clock.now().date()))
    return Desk(store, plan, clock)


def sent(desk: Desk, push: Push) -> None:
    desk.write(mark_sent, push, "77", desk.clock.now())


def busy(desk: Desk, push: Push) -> None:
    desk.write(mark_refused, push, "微信系统繁忙", next_try(push, desk.clock.now()))


def refused(desk: Desk, push: Push) -> None:
    desk.write(mark_refused, push, "没有关注", None)


def parked(desk: Desk, push: Push) -> None:
    desk.write(mark_parked, push, "用完了", desk.clock.now() + timedelta(hours=4, minutes=5))


def in_doubt(desk: Desk, push: Push) -> None:
    desk.write(mark_in_doubt, push, "没有回答", desk.clock.now())


def in_doubt_for_good(desk: Desk, push: Push) -> None:
    desk.write(mark_in_doubt, push, "没有回答", desk.clock.now(), repeatable=False)


def event(desk: Desk, msg_id: str = "77", *, success: bool = True) -> bool:
    told = DeliveryEvent("main", ["staff:1"], msg_id, success, "success" if success else "failed")
    return bool(desk.write(note_delivery, told, desk.clock.now()))


@pytest.mark.parametrize(
    ("act", "state"),
    [
        (sent, "sent"),
        (busy, "pending"),
        (refused, "failed"),
        (parked, "pending"),
        (in_doubt, "pending"),
        (in_doubt_for_good, "unknown"),
    ],
)
def test_what_follows_a_call(desk: Desk, act: Act, state: str) -> None:
    desk.queue("a")
    act(desk, desk.claim_one())

    assert desk.states() == [state]


def test_a_claim_is_durable_before_any_byte_leaves(desk: Desk) -> None:
    desk.queue("a")
    push = desk.claim_one()

    [row] = desk.rows()
    assert (row.state, row.attempts, row.lease_epoch) == ("sending", 1, desk.held.epoch)
    assert row.first_try_at == desk.clock.now()
    assert push.client_msg_id == row.client_msg_id
    assert desk.claim() == []


def test_the_same_push_is_queued_once(desk: Desk) -> None:
    assert desk.queue("a") is not None
    assert desk.queue("a") is None
    assert desk.queue("a", generation=1) is not None


def test_a_definite_no_is_tried_again_at_the_fixed_distances(desk: Desk) -> None:
    desk.queue("a")
    waits = []
    for _ in range(6):
        busy(desk, desk.claim_one())
        [row] = desk.rows()
        waits.append((row.due_at - desk.clock.now()).total_seconds())
        desk.later(seconds=waits[-1])

    assert waits == [5, 10, 30, 75, 180, 300]


def test_a_dead_sender_s_push_is_sent_again_under_the_same_id(desk: Desk) -> None:
    desk.queue("a")
    first = desk.claim_one()
    desk.later(seconds=61)

    again = desk.claim_one()

    assert (again.client_msg_id, again.attempts) == (first.client_msg_id, 2)
    assert again.is_ambiguous


def test_who_takes_over_need_not_wait_for_the_dead_one_s_claim_to_end(desk: Desk) -> None:
    desk.queue("a")
    desk.claim_one()
    desk.restart()

    assert desk.claim_one().is_ambiguous


@pytest.mark.parametrize(("seconds", "state"), [(539, "sending"), (540, "unknown")])
def test_after_nine_minutes_of_doubt_nothing_is_sent_again(
    desk: Desk, seconds: int, state: str
) -> None:
    desk.queue("a")
    in_doubt(desk, desk.claim_one())
    desk.later(seconds=seconds)

    desk.claim()

    assert desk.states() == [state]


def test_the_limit_is_looked_at_when_the_push_is_claimed(desk: Desk) -> None:
    desk.queue("a")
    in_doubt(desk, desk.claim_one())
    desk.later(seconds=6)  # planned for now, but nobody comes for ten minutes
    desk.later(minutes=10)

    assert desk.claim() == []
    assert desk.states() == ["unknown"]


def test_a_clock_set_back_ends_the_doubt_instead_of_stretching_it(desk: Desk) -> None:
    desk.queue("a")
    in_doubt(desk, desk.claim_one())
    desk.clock.jump(desk.clock.now() - timedelta(days=1))

    assert desk.claim() == []
    assert desk.states() == ["unknown"]


def test_a_clock_set_back_does_not_hold_up_what_was_never_tried(desk: Desk) -> None:
    desk.queue("a")
    desk.clock.jump(desk.clock.now() - timedelta(days=1))

    assert len(desk.claim()) == 1


def test_a_message_that_cannot_be_repeated_is_in_doubt_for_good_when_its_sender_dies(
    desk: Desk,
) -> None:
    desk.queue("a")
    assert desk.write(step_onto, desk.claim_one(), Rung.CUSTOMER_SERVICE)
    desk.restart()

    assert desk.claim() == []
    assert desk.states() == ["unknown"]


def test_a_sender_that_lost_its_claim_can_neither_step_on_nor_mark(desk: Desk) -> None:
    desk.queue("a")
    old = desk.claim_one()
    desk.restart()
    desk.claim_one()

    assert not desk.write(step_onto, old, Rung.CUSTOMER_SERVICE)
    sent(desk, old)
    refused(desk, old)

    assert desk.states() == ["sending"]


def test_nobody_claims_without_the_lease(desk: Desk) -> None:
    desk.queue("a")
    desk.held = Held("scheduler", "another", desk.held.epoch)

    with pytest.raises(LeaseLost):
        desk.claim()
    assert desk.states() == ["pending"]


def test_a_used_up_quota_parks_a_push_as_if_it_had_never_been_tried(desk: Desk) -> None:
    desk.queue("a")
    parked(desk, desk.claim_one())

    [row] = desk.rows()
    assert (row.attempts, row.first_try_at) == (0, None)
    assert desk.claim() == []


def test_parked_at_midnight_it_waits_for_the_morning(desk: Desk) -> None:
    desk.queue("a")
    parked(desk, desk.claim_one())
    desk.later(hours=4, minutes=5)
    assert desk.claim() == []  # 00:05: people sleep

    desk.later(hours=7)
    assert len(desk.claim()) == 1


@pytest.mark.parametrize(("hours", "state"), [(11.9, "sending"), (12.1, "expired")])
def test_what_is_twelve_hours_old_is_news_no_more(desk: Desk, hours: float, state: str) -> None:
    desk.clock.jump(desk.clock.now().replace(hour=8))
    desk.queue("a")
    desk.later(hours=hours)

    desk.claim()

    assert desk.states() == [state]


def test_what_hygiene_held_does_not_age_meanwhile(desk: Desk) -> None:
    desk.clock.jump(desk.clock.now().replace(hour=22, minute=45))
    desk.queue("a")
    assert desk.claim() == []
    desk.later(hours=14)

    assert len(desk.claim()) == 1


def test_a_success_event_delivers_by_its_id(desk: Desk) -> None:
    desk.queue("a")
    sent(desk, desk.claim_one())

    assert event(desk)
    assert desk.states() == ["delivered"]


@pytest.mark.parametrize("msg_id", ["0", "", "123456"])
def test_an_event_without_a_known_id_finds_the_push_whose_answer_was_lost(
    desk: Desk, msg_id: str
) -> None:
    desk.queue("a")
    in_doubt_for_good(desk, desk.claim_one())

    assert event(desk, msg_id)
    assert desk.states() == ["delivered"]


def test_an_event_told_twice_does_not_deliver_the_next_push(desk: Desk) -> None:
    desk.queue("a")
    sent(desk, desk.claim_one())
    event(desk)
    desk.queue("b")
    desk.later(minutes=10)
    desk.write(mark_sent, desk.claim_one(), "78", desk.clock.now())

    assert not event(desk)
    assert desk.states() == ["delivered", "sent"]


def test_a_message_the_platform_did_not_show_goes_on_to_the_next_rung(desk: Desk) -> None:
    desk.queue("a")
    sent(desk, desk.claim_one())

    event(desk, success=False)

    push = desk.claim_one()
    assert (push.rung, push.is_ambiguous) == ("subscription", False)


def test_on_the_last_rung_it_has_failed(desk: Desk) -> None:
    desk.queue("a")
    push = desk.claim_one()
    desk.write(step_onto, push, Rung.SUBSCRIPTION)
    sent(desk, push)

    event(desk, success=False)

    assert desk.states() == ["failed"]


def test_an_event_of_a_stranger_fits_nothing(desk: Desk) -> None:
    desk.queue("a", "staff:2")
    sent(desk, desk.claim_one())

    assert not event(desk)


@pytest.mark.parametrize(
    "words",
    [
        "state = 'sending'",
        "state = 'sent'",
        "state = 'unknown'",
        "state = 'carried'",
        "state = 'expired', is_ambiguous = true",
    ],
)
def test_the_database_itself_refuses_a_state_without_its_proof(desk: Desk, words: str) -> None:
    desk.queue("a")

    with pytest.raises(sa.exc.IntegrityError):
        desk.write(lambda connection: connection.execute(sa.text(f"UPDATE push SET {words}")))
