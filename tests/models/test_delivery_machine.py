"""Random crashes, replies and clocks against the real delivery functions: nothing lost in silence,
nothing shown twice (hypothesis)."""

from __future__ import annotations

from collections import Counter
from datetime import timedelta

from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule, run_state_machine_as_test

from clock import FrozenClock
from homework.alerts import Reason
from homework.plan import SchoolPlan
from models.database.store import Store
from models.pushes.delivery import mark_in_doubt, mark_parked, mark_refused, mark_sent, next_try
from models.pushes.events import DeliveryEvent, note_delivery
from models.pushes.outbox import LOST, Push, PushState
from models.schools import save_school
from tests import stores
from tests.conftest import EVENING
from tests.models.desk import Desk

REMEMBERS = timedelta(minutes=10)
LISTED = (PushState.UNKNOWN, *LOST)
PEOPLE = ("staff:1", "staff:2")


class Platform:
    """What WeChat does with a client_msg_id: the same one is shown once within ten minutes."""

    def __init__(self, clock: FrozenClock) -> None:
        self._clock = clock
        self._seen: dict[tuple[str, str], float] = {}
        self.shown: Counter[tuple[str, str]] = Counter()

    def take(self, push: Push) -> None:
        key = (push.recipient, push.client_msg_id)
        now = self._clock.monotonic()
        if now - self._seen.get(key, -1e9) > REMEMBERS.total_seconds():
            self.shown[key] += 1
            self._seen[key] = now


class Delivery(RuleBasedStateMachine):
    """`store` and `plan` come from the test."""

    store: Store
    plan: SchoolPlan

    def __init__(self) -> None:
        super().__init__()
        stores.empty(self.store)
        self.clock = FrozenClock(EVENING)
        self.store.write(lambda c: save_school(c, self.plan, self.clock.now().date()))
        self.desk = Desk(self.store, self.plan, self.clock)
        self.platform = Platform(self.clock)
        self.queued = 0

    @rule(person=st.sampled_from(PEOPLE))
    def alert(self, person: str) -> None:
        self.queued += self.desk.queue(f"case{self.queued}", person) is not None

    @rule(outcome=st.sampled_from(["ok", "lost", "lost", "crash after", "crash before"]))
    def send(self, outcome: str) -> None:
        self.send_as(outcome)

    @rule(outcome=st.sampled_from(["busy", "no", "quota"]))
    def send_refused(self, outcome: str) -> None:
        self.send_as(outcome)

    def send_as(self, outcome: str) -> None:
        """What is due goes out, and all of it meets the same fate."""
        for push in self.desk.claim(4):
            if outcome in ("ok", "lost", "crash after"):
                self.platform.take(push)
            self.settle(push, outcome)

    def settle(self, push: Push, outcome: str) -> None:
        now, write = self.clock.now(), self.desk.write
        is_no = outcome in ("busy", "no", "quota")
        if outcome == "ok":
            write(mark_sent, push, str(push.id), now)
        elif outcome == "lost" or (is_no and push.is_ambiguous):
            write(mark_in_doubt, push, "?", now)
        elif outcome == "no":
            write(mark_refused, push, "no", None)
        elif outcome == "quota":
            write(mark_parked, push, "quota", now + timedelta(hours=4))
        elif is_no:
            write(mark_refused, push, "busy", next_try(push, now))
        else:
            self.desk.restart()  # the process died with the claim in its hands

    @rule(person=st.sampled_from(PEOPLE), has_id=st.booleans())
    def tell(self, person: str, has_id: bool) -> None:
        """A delivery event, true to what was shown."""
        for push in self.desk.rows():
            is_meant = push.recipient == person and push.state == PushState.SENT
            if is_meant and push.carried_by is None:
                shown = self.platform.shown[push.recipient, push.client_msg_id] > 0
                assert shown
                msg_id = (push.msg_id if has_id else None) or "0"
                event = DeliveryEvent("main", [person], msg_id, True)
                self.desk.write(note_delivery, event, self.clock.now())
                return

    @rule(seconds=st.sampled_from([5, 61, 530, 545, 620, 5000]))
    def wait(self, seconds: int) -> None:
        self.clock.forward(timedelta(seconds=seconds))

    @rule(hours=st.sampled_from([-24, 24]))
    def jump(self, hours: int) -> None:
        self.clock.jump(self.clock.now() + timedelta(hours=hours))

    @invariant()
    def nothing_is_shown_twice(self) -> None:
        assert all(count == 1 for count in self.platform.shown.values())

    @invariant()
    def nothing_is_lost_in_silence(self) -> None:
        rows = {row.id: row for row in self.desk.rows()}
        alerts = [row for row in rows.values() if row.reason != Reason.TOGETHER]
        assert len(alerts) == self.queued
        for row in alerts:
            carrier = rows[row.carried_by] if row.carried_by else row
            is_shown = self.platform.shown[carrier.recipient, carrier.client_msg_id] > 0
            is_waiting = row.state in (PushState.PENDING, PushState.SENDING, PushState.CARRIED)
            assert is_shown or is_waiting or row.state in LISTED, row.state

    @invariant()
    def one_push_a_recipient_is_under_way(self) -> None:
        busy = [row.recipient for row in self.desk.rows() if row.state == PushState.SENDING]
        assert len(busy) == len(set(busy))


def test_whatever_happens_nothing_is_lost_in_silence_or_shown_twice(
    store: Store, plan: SchoolPlan
) -> None:
    examples = 60 if store.is_sqlite else 15
    run_state_machine_as_test(
        type("Bound", (Delivery,), {"store": store, "plan": plan}),
        settings=settings(
            max_examples=examples,
            stateful_step_count=30,
            deadline=None,
            print_blob=True,
            # Shrinking on a database takes minutes; the steps are short enough to read.
            phases=(Phase.explicit, Phase.reuse, Phase.generate),
            suppress_health_check=list(HealthCheck),
        ),
    )
