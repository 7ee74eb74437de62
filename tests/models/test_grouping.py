"""What one person gets: one push at a time, together, in decent hours; and the ladder's ledger."""

from __future__ import annotations

from datetime import timedelta

import pytest

from clock import FrozenClock
from homework.alerts import Audience, Reason
from homework.plan import SchoolPlan
from models.account.reply_windows import (
    Contact,
    close_windows,
    grant_notice,
    note_contact,
    spend_notice,
    spend_window,
)
from models.database.store import Store
from models.pushes.delivery import mark_in_doubt, mark_parked, mark_refused, mark_sent
from models.pushes.outbox import Push
from models.schools import save_school
from tests.models.desk import Desk


@pytest.fixture
def desk(store: Store, plan: SchoolPlan, clock: FrozenClock) -> Desk:
    store.write(lambda connection: save_school(connection, plan, clock.now().date()))
    return Desk(store, plan, clock)


def send(desk: Desk, push: Push) -> None:
    desk.write(mark_sent, push, str(push.id), desk.clock.now())


def test_the_first_goes_at_once_and_the_rest_of_ten_minutes_as_one(desk: Desk) -> None:
    desk.queue("a")
    send(desk, desk.claim_one())
    for about in "bcd":
        desk.later(minutes=1)
        desk.queue(about)
        assert desk.claim() == []

    desk.later(minutes=7)
    together = desk.claim_one()

    assert together.reason == Reason.TOGETHER
    assert together.fields["text"] == "一行 b\n一行 c\n一行 d"
    assert together.fields["path"] == "/console#waiting"  # both stand first there, past the grid
    send(desk, together)
    assert desk.states() == ["sent"] * 5


def test_a_suspected_class_waits_behind_no_list_of_spot_checks(desk: Desk) -> None:
    desk.queue("draw", reason=Reason.SPOT_CHECK)
    send(desk, desk.claim_one())
    desk.later(minutes=1)
    desk.queue("answer", reason=Reason.ANSWERED)
    assert desk.claim() == []

    desk.later(minutes=1)
    desk.queue("a")
    assert desk.claim_one().reason == Reason.SUSPECTED


def test_two_suspected_classes_refused_once_wait_behind_no_list_either(desk: Desk) -> None:
    desk.queue("draw", reason=Reason.SPOT_CHECK)
    send(desk, desk.claim_one())
    desk.later(minutes=1)
    desk.queue("a")
    desk.queue("b")
    together = desk.claim_one()
    assert together.reason == Reason.TOGETHER

    desk.write(mark_refused, together, "微信系统繁忙", desk.clock.now())
    desk.later(seconds=5)

    assert desk.claim_one().id == together.id


def test_people_do_not_wait_for_one_another(desk: Desk) -> None:
    for person in range(5):
        desk.queue("a", f"staff:{person}")
        desk.queue("b", f"staff:{person}")

    claimed = desk.claim()

    assert sorted(push.recipient for push in claimed) == [f"staff:{n}" for n in range(5)]
    assert desk.claim() == []  # one a person is under way


def test_what_travels_together_stands_where_its_carrier_stands(desk: Desk) -> None:
    desk.queue("a")
    desk.queue("b")
    carrier = desk.claim_one()
    assert desk.states() == ["carried", "carried", "sending"]

    desk.write(mark_in_doubt, carrier, "?", desk.clock.now(), repeatable=False)
    assert desk.states() == ["unknown"] * 3


def test_a_carrier_that_was_tried_keeps_its_words(desk: Desk) -> None:
    desk.queue("a")
    desk.queue("b")
    carrier = desk.claim_one()
    desk.write(mark_refused, carrier, "忙", desk.clock.now() + timedelta(seconds=5))
    desk.queue("c")
    desk.later(seconds=5)

    again = desk.claim_one()

    assert (again.id, again.fields) == (carrier.id, carrier.fields)


def test_a_parked_carrier_sets_free_what_it_carried(desk: Desk) -> None:
    desk.queue("a")
    desk.queue("b")
    desk.write(mark_parked, desk.claim_one(), "用完了", desk.clock.now() + timedelta(hours=12))
    desk.queue("c")
    send(desk, desk.claim_one())
    desk.later(hours=12)

    together = desk.claim_one()

    assert together.fields["text"] == "一行 a\n一行 b"


def test_a_push_in_doubt_goes_before_all_others_of_its_recipient(desk: Desk) -> None:
    desk.queue("a")
    first = desk.claim_one()
    desk.write(mark_in_doubt, first, "?", desk.clock.now())
    desk.queue("b")
    assert desk.claim() == []  # its window is open: the first may have been read

    desk.later(seconds=5)
    assert desk.claim_one().id == first.id


def test_an_evening_has_six_pushes_and_the_rest_comes_in_the_morning(desk: Desk) -> None:
    desk.clock.jump(desk.clock.now().replace(hour=16))
    sent = 0
    for minute in range(0, 180, 5):
        desk.queue(f"m{minute}")
        for push in desk.claim():
            send(desk, push)
            sent += 1
        desk.later(minutes=5)

    assert sent == 6
    desk.clock.jump(desk.clock.now().replace(hour=7, minute=5) + timedelta(days=1))
    assert desk.claim_one().reason == Reason.TOGETHER
    assert "pending" not in desk.states()


def test_a_principal_gets_two_a_day(desk: Desk) -> None:
    desk.clock.jump(desk.clock.now().replace(hour=8))
    sent = 0
    for hour in range(12):
        desk.queue(f"h{hour}", audience=Audience.PRINCIPAL)
        for push in desk.claim():
            send(desk, push)
            sent += 1
        desk.later(hours=1)

    assert sent == 2


def test_nobody_is_woken(desk: Desk) -> None:
    desk.clock.jump(desk.clock.now().replace(hour=23))
    desk.queue("a")
    for _ in range(48):
        assert desk.claim() == []
        desk.later(minutes=10)

    desk.later(minutes=5)
    assert len(desk.claim()) == 1


def test_a_message_opens_five_for_two_days_and_a_scan_three_for_a_minute(desk: Desk) -> None:
    now = desk.clock.now()

    def spend(**later: float) -> bool:
        return bool(desk.write(spend_window, "main", "s", now + timedelta(**later)))

    assert not spend()
    desk.write(note_contact, "main", "s", Contact.SCAN, now)
    desk.write(note_contact, "main", "s", Contact.MESSAGE, now)

    # The scan's three close first and go first, as the platform counts.
    assert [spend() for _ in range(3)] == [True] * 3
    assert [spend(hours=47) for _ in range(6)] == [True] * 5 + [False]
    desk.write(note_contact, "main", "s", Contact.MESSAGE, now)
    assert not spend(hours=48)
    assert spend(hours=47)
    desk.write(close_windows, "main", "s")
    assert not spend()


def test_a_notice_is_paid_for_by_one_consent(desk: Desk) -> None:
    desk.write(grant_notice, "main", "s", "T")
    desk.write(grant_notice, "main", "s", "T")

    spent = [desk.write(spend_notice, "main", "s", "T") for _ in range(3)]

    assert spent == [True, True, False]
    assert not desk.write(spend_notice, "main", "s", "U")
