"""The ladder: template, notice, customer-service message, inbox; never two of them for one push."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from itertools import pairwise
from typing import Any

import pytest
import sqlalchemy as sa

from context import Context
from homework.alerts import Audience, Reason
from models.account.followers import save_follower
from models.account.reply_windows import Contact, grant_notice, note_contact
from models.pushes.outbox import NewPush, Push, find_stuck, queue_push
from models.staff.people import Role, TypedCode, add_staff, bind_staff
from scheduler.channels import ChannelError
from scheduler.jobs.send import Sender
from scheduler.shift import Shift
from wechat.account import Account, AccountKind, Template
from wechat.errcodes import ErrorKind
from wechat.errors import WeChatError, in_doubt
from wechat.results import Sent

BUSY = WeChatError(ErrorKind.RETRY, "忙", errcode=-1)
REFUSES = WeChatError(ErrorKind.PERMANENT, "关闭了接收", errcode=48002)
NO_WINDOW = WeChatError(ErrorKind.PERMANENT, "窗口已关", errcode=45015)
USED_UP = WeChatError(ErrorKind.QUOTA, "用完了", errcode=45009)
BAD_TEMPLATE = WeChatError(ErrorKind.CONFIGURATION, "模板无效", errcode=40037)
DOUBT = in_doubt("test")


@dataclass
class Phone:
    """A client whose answers the test decides; `sent` is what the person saw."""

    account: Account
    answers: dict[str, Exception] = field(default_factory=dict)
    sent: list[str] = field(default_factory=list)
    calls: list[str] = field(default_factory=list)

    def send_template(self, *_: Any) -> Sent:
        return self._answer("template")

    def send_subscription(self, *_: Any) -> Sent:
        return self._answer("notice")

    def send_text(self, *_: Any) -> Sent:
        return self._answer("text")

    def _answer(self, rung: str) -> Sent:
        self.calls.append(rung)
        if rung in self.answers:
            raise self.answers[rung]
        self.sent.append(rung)
        return Sent("1")

    def of(self, account_id: str) -> Phone:
        return self

    def send(self, address: str, text: str, link: str) -> None:
        """A second channel."""
        if "channel" in self.answers:
            raise ChannelError("机器人没有收下")
        self.sent.append(f"{address} {text} {link}")


@dataclass
class Scene:
    """One member of the staff, one push, one sender."""

    context: Context
    phone: Phone
    subject: str
    recipient: str

    def write(self, act: Callable[..., Any], *arguments: Any) -> Any:
        return self.context.store.write(lambda connection: act(connection, *arguments))

    def wrote(self) -> None:
        now = self.context.clock.now()
        self.write(note_contact, "main", self.subject, Contact.MESSAGE, now)

    def consented(self) -> None:
        self.write(grant_notice, "main", self.subject, "NOTICE")

    def queue(self, recipient: str = "") -> None:
        fields = {"template": {}, "text": "一行", "path": "/console", "number": 1}
        to = recipient or self.recipient
        new = NewPush("shifan", "main", to, Audience.OPERATOR, Reason.SUSPECTED, fields, about="a")
        self.write(queue_push, new, self.context.clock.now())

    def deliver(self) -> tuple[list[str], str]:
        """Send what is due; what was seen, and the push's state."""
        shift = Shift(
            store=self.context.store,
            keys=self.context.keys,
            clock=self.context.clock,
            base_url=self.context.base_url,
            plans=self.context.plans,
            accounts=self.context.accounts,
            holder="one",
        )
        shift.renew()
        sender = Sender(shift, self.phone, self.phone)  # type: ignore[arg-type]  # plays both
        sender.send_due()
        sender.close()
        with self.context.store.reading() as connection:
            state = connection.scalar(sa.select(Push.state).order_by(Push.id))
        return self.phone.sent, str(state)


@pytest.fixture
def scene(context: Context) -> Scene:
    templates = {"alert": Template("ALERT"), "alert_notice": Template("NOTICE")}
    account = Account("main", AccountKind.VERIFIED_SERVICE, templates=templates)
    subject, now = context.keys.subject_id("main", "oDean"), context.clock.now()
    sealed = context.keys.seal("oDean")

    def job(connection: sa.Connection) -> int:
        staff_id, code = add_staff(connection, "shifan", Role.DEAN, "王", now)
        bind_staff(connection, TypedCode("main", subject, code), now)
        save_follower(connection, "main", subject, openid_sealed=sealed)
        return staff_id

    staff_id = context.store.write(job)
    plan = replace(context.plans["shifan"], channels=("robot",))
    context = replace(context, plans={"shifan": plan})
    return Scene(context, Phone(account), subject, f"staff:{staff_id}")


@pytest.mark.parametrize(
    ("answers", "has_credit", "has_window", "seen", "state"),
    [
        ({}, True, True, ["template"], "sent"),
        ({"template": REFUSES}, True, True, ["notice"], "sent"),
        ({"template": REFUSES}, False, True, ["text"], "sent"),
        ({"template": BAD_TEMPLATE}, False, True, ["text"], "sent"),
        ({"template": USED_UP}, False, True, ["text"], "sent"),
        # Nothing is open: the inbox has it at the next contact.
        ({"template": REFUSES}, False, False, [], "failed"),
        ({"template": REFUSES, "text": NO_WINDOW}, False, True, [], "failed"),
        # Worth another try: busy, a template that may be repaired, tomorrow's quota.
        ({"template": BUSY}, True, True, [], "pending"),
        ({"template": BAD_TEMPLATE}, False, False, [], "pending"),
        ({"template": USED_UP}, False, False, [], "pending"),
        # In doubt: the next rung might show it a second time.
        ({"template": DOUBT}, True, True, [], "pending"),
        ({"template": REFUSES, "notice": DOUBT}, True, True, [], "unknown"),
        ({"template": REFUSES, "text": DOUBT}, False, True, [], "unknown"),
    ],
)
def test_how_far_down_a_push_goes(
    scene: Scene,
    answers: dict[str, Exception],
    has_credit: bool,
    has_window: bool,
    seen: list[str],
    state: str,
) -> None:
    scene.phone.answers = answers
    if has_credit:
        scene.consented()
    if has_window:
        scene.wrote()
    scene.queue()

    assert scene.deliver() == (seen, state)


@pytest.mark.parametrize(
    ("kind", "has_window", "seen", "state"),
    [
        (AccountKind.VERIFIED_SERVICE, False, ["template"], "sent"),
        (AccountKind.TEST, False, ["template"], "sent"),
        (AccountKind.VERIFIED_SUBSCRIPTION, True, ["text"], "sent"),
        (AccountKind.VERIFIED_SUBSCRIPTION, False, [], "failed"),
        (AccountKind.PERSONAL, True, [], "failed"),
        (AccountKind.SERVICE, True, [], "failed"),
    ],
)
def test_every_kind_of_account_has_its_ladder(
    scene: Scene, kind: AccountKind, has_window: bool, seen: list[str], state: str
) -> None:
    scene.phone.account = replace(scene.phone.account, kind=kind)
    if has_window:
        scene.wrote()
    scene.queue()

    assert scene.deliver() == (seen, state)


def test_the_sixth_customer_service_message_of_a_window_is_not_sent(scene: Scene) -> None:
    scene.phone.account = replace(scene.phone.account, kind=AccountKind.VERIFIED_SUBSCRIPTION)
    scene.wrote()
    from datetime import timedelta

    for generation in range(6):
        fields = {"template": {}, "text": "一行", "path": "/console", "number": generation}
        new = NewPush(
            *("shifan", "main", scene.recipient, Audience.OPERATOR, Reason.SUSPECTED, fields),
            about=f"{generation}",
        )
        scene.write(queue_push, new, scene.context.clock.now())
        scene.deliver()
        scene.context.clock.sleep(timedelta(minutes=11).total_seconds())

    assert scene.phone.sent == ["text"] * 5


def test_what_the_operator_has_to_mend_is_tried_less_and_less_and_shows_as_stuck(
    scene: Scene,
) -> None:
    scene.phone.answers = {"template": BAD_TEMPLATE}
    scene.queue()
    began = scene.context.clock.now()
    tries = []
    for _ in range(50):
        called = len(scene.phone.calls)
        scene.deliver()
        if len(scene.phone.calls) > called:
            tries.append((scene.context.clock.now() - began).total_seconds() / 60)
        scene.context.clock.sleep(120)

    assert tries[:5] == [0, 6, 12, 24, 48]  # looked at every two minutes
    assert all(30 <= after - before <= 32 for before, after in pairwise(tries[4:]))
    with scene.context.store.reading() as connection:
        stuck = find_stuck(connection, "shifan", scene.context.clock.now())
    assert stuck is not None
    assert (stuck.count, stuck.since, stuck.error) == (1, began, BAD_TEMPLATE.words)

    scene.phone.answers = {}
    scene.context.clock.sleep(1800)
    assert scene.deliver() == (["template"], "sent")
    with scene.context.store.reading() as connection:
        assert find_stuck(connection, "shifan", scene.context.clock.now()) is None


def test_a_second_channel_gets_the_text_and_the_link(scene: Scene) -> None:
    scene.queue("channel:0")

    assert scene.deliver() == (["robot 一行 http://school.test/console"], "sent")


def test_a_robot_that_says_no_is_tried_again(scene: Scene) -> None:
    scene.phone.answers = {"channel": ChannelError("x")}
    scene.queue("channel:0")

    assert scene.deliver() == ([], "pending")


@pytest.mark.parametrize(
    ("answers", "state"),
    [
        ({"template": ValueError("a bug")}, "pending"),
        # By this rung it would be shown a second time.
        ({"template": REFUSES, "text": ValueError("a bug")}, "unknown"),
    ],
)
def test_a_bug_in_sending_leaves_the_push_in_doubt(
    scene: Scene, answers: dict[str, Exception], state: str
) -> None:
    scene.phone.answers = answers
    scene.wrote()
    scene.queue()

    assert scene.deliver() == ([], state)
