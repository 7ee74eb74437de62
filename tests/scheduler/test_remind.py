"""Reminders: only who asked, on a school day, once, while the family has said nothing."""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace
from datetime import datetime
from pathlib import Path

import pytest
import sqlalchemy as sa

from clock import SHANGHAI, FrozenClock
from context import Context
from homework.wording import reminders as wording
from models.account.followers import find_follower
from models.account.reply_windows import ReplyWindow, has_window
from models.families.reminders import Reminder
from models.holdings.forgetting import forget_as_parent
from scheduler.clients import Clients
from scheduler.jobs.remind import remind_parents
from scheduler.shift import Shift
from tests.handlers.chat.conftest import cast_of, issue_slip
from tests.handlers.pages.test_one_person import chat_link
from tests.local_wechat import local_wechat
from tests.people import ACCOUNT, Cast
from tests.simulator.conftest import SECRET
from tests.simulator.program import APP_ID
from wechat.account import AccountKind
from wechat.errcodes import ErrorKind
from wechat.errors import WeChatError
from wechat.results import Sent

REMINDER = wording.reminder("三年级2班")


@dataclass
class Phones:
    """WeChat's side: what reached whom, or an error for everybody."""

    error: WeChatError | None = None
    shown: list[tuple[str, str]] = field(default_factory=list)

    def of(self, account_id: str) -> Phones:
        return self

    def send_text(self, openid: str, text: str) -> Sent:
        if self.error is not None:
            raise self.error
        self.shown.append((openid, text))
        return Sent()


@pytest.fixture
def phones() -> Phones:
    return Phones()


@pytest.fixture
def shift(context: Context) -> Shift:
    made = Shift(
        store=context.store,
        keys=context.keys,
        clock=context.clock,
        base_url=context.base_url,
        plans=context.plans,
        accounts=context.accounts,
        holder="one",
    )
    return made


def at(clock: FrozenClock, shift: Shift, day: int, hour: int, minute: int = 0) -> Shift:
    """The scheduler's next tick, at this moment of November."""
    clock.jump(datetime(2026, 11, day, hour, minute, tzinfo=SHANGHAI))
    assert shift.renew()
    return shift


def run(shift: Shift, phones: Phones) -> int:
    return remind_parents(shift, phones)  # type: ignore[arg-type]  # plays the clients


def subject(cast: Cast, person: str = "张") -> str:
    return cast.context.keys.subject_id(ACCOUNT, cast.openid(person))


def sealed(cast: Cast, person: str = "张") -> str | None:
    with cast.context.store.reading() as connection:
        row = find_follower(connection, ACCOUNT, subject(cast, person))
    return row.openid_sealed if row is not None else None


def test_who_asked_is_reminded_once_at_the_hour(
    cast: Cast, shift: Shift, phones: Phones, clock: FrozenClock
) -> None:
    clock.jump(datetime(2026, 11, 23, 16, 0, tzinfo=SHANGHAI))
    assert cast.say("张", "提醒 20:00").startswith("好,上学日20:00")

    assert run(at(clock, shift, 23, 19, 59), phones) == 0
    assert run(at(clock, shift, 23, 20, 0), phones) == 1
    assert run(at(clock, shift, 23, 20, 1), phones) == 0
    assert phones.shown == [(cast.openid("张"), REMINDER)]
    assert run(at(clock, shift, 24, 20, 5), phones) == 1  # within 48 hours of the last word


def test_nobody_else_is_ever_written_to(
    cast: Cast, shift: Shift, phones: Phones, clock: FrozenClock
) -> None:
    cast.say("陈", "三年级2班")
    cast.say("张", "数学30分钟")

    assert run(at(clock, shift, 24, 20), phones) == 0
    assert sealed(cast) is None


@pytest.mark.parametrize("day", [28, 29])
def test_a_day_off_is_left_alone(
    cast: Cast, shift: Shift, phones: Phones, clock: FrozenClock, day: int
) -> None:
    clock.jump(datetime(2026, 11, 27, 21, 0, tzinfo=SHANGHAI))
    cast.say("张", "提醒 20:00")

    assert run(at(clock, shift, day, 20), phones) == 0


def test_the_weekly_day_without_homework_is_left_alone(
    cast: Cast, shift: Shift, phones: Phones, clock: FrozenClock
) -> None:
    cast.say("张", "提醒 20:00")
    plan = shift.plans["shifan"]
    calendar = replace(plan.calendar, no_homework_weekday=2)
    shift.plans = {"shifan": replace(plan, calendar=calendar)}

    assert run(at(clock, shift, 24, 20), phones) == 0


def test_who_has_reported_in_the_chat_or_on_the_page_is_left_alone(
    cast: Cast, context: Context, shift: Shift, phones: Phones, clock: FrozenClock
) -> None:
    cast.say("张", "提醒 20:00")
    at(clock, shift, 24, 18)
    cast.say("张", "数学30分钟")
    assert run(at(clock, shift, 24, 20), phones) == 0
    assert run(at(clock, shift, 25, 16), phones) == 0

    path = chat_link(cast)
    page = cast.client.get(path).get_data(as_text=True)
    token = re.findall(r'name="csrf_token" value="([^"]+)"', page)[0]
    [via] = re.findall(r'name="via" value="([^"]+)"', page)
    sent = {"csrf_token": token, "via": via, "day": "2026-11-25", "m-maths": "30"}
    assert cast.client.post(path.partition("?")[0], data=sent).status_code == 303
    assert run(at(clock, shift, 25, 20), phones) == 0


def test_no_reminder_tells_whether_another_of_the_slip_has_reported(
    cast: Cast, shift: Shift, phones: Phones, clock: FrozenClock
) -> None:
    issue_slip(cast, 3, 2, "k7m2xq4p")
    cast.say("张", "绑定 k7m2xq4p")
    cast.say("张", "提醒 20:00")
    cast.say("妈妈", "绑定 k7m2xq4p")
    at(clock, shift, 24, 18)
    cast.say("妈妈", "数学30分钟")

    assert run(at(clock, shift, 24, 20), phones) == 1


def test_a_child_of_another_class_does_not_count_for_this_one(
    cast: Cast, shift: Shift, phones: Phones, clock: FrozenClock
) -> None:
    cast.say("张", "提醒 20:00")
    at(clock, shift, 24, 18)
    cast.say("张", "五年级1班 数学30分钟")
    cast.say("张", "三年级2班")

    assert run(at(clock, shift, 24, 20), phones) == 1


def test_without_a_window_nothing_is_tried(
    cast: Cast, shift: Shift, phones: Phones, clock: FrozenClock
) -> None:
    cast.say("张", "提醒 20:00")

    assert run(at(clock, shift, 26, 20), phones) == 0  # more than 48 hours after the last word
    assert phones.shown == []


def test_wechats_no_is_believed_and_not_tried_again(
    cast: Cast, shift: Shift, phones: Phones, clock: FrozenClock
) -> None:
    cast.say("张", "提醒 20:00")
    phones.error = WeChatError(ErrorKind.PERMANENT, "窗口已关", errcode=45015)

    assert run(at(clock, shift, 24, 20), phones) == 0
    phones.error = None
    assert run(at(clock, shift, 24, 20, 1), phones) == 0
    with cast.context.store.reading() as connection:
        assert not has_window(connection, ACCOUNT, subject(cast), clock.now())


def test_a_program_that_was_down_does_not_remind_in_the_night(
    cast: Cast, shift: Shift, phones: Phones, clock: FrozenClock
) -> None:
    cast.say("张", "提醒 20:00")

    assert run(at(clock, shift, 24, 20, 45), phones) == 0


def test_stopping_forgets_the_wish_and_the_identity(
    cast: Cast, shift: Shift, phones: Phones, clock: FrozenClock
) -> None:
    assert cast.say("张", "不用提醒") == wording.NONE_TO_STOP
    cast.say("张", "提醒 8点半")
    assert sealed(cast) is not None

    assert cast.say("张", "不用提醒了") == wording.STOPPED

    assert sealed(cast) is None
    assert run(at(clock, shift, 24, 20, 30), phones) == 0


@pytest.mark.parametrize("leaves", [True, False])
def test_whoever_leaves_or_deletes_is_forgotten(cast: Cast, context: Context, leaves: bool) -> None:
    cast.say("张", "提醒 20:00")
    if leaves:
        cast.event("张", "unsubscribe")
    else:
        context.store.write(lambda c: forget_as_parent(c, ACCOUNT, subject(cast)))

    with context.store.reading() as connection:
        assert connection.scalar(sa.select(sa.func.count()).select_from(Reminder)) == 0
        windows = sa.select(sa.func.count()).where(ReplyWindow.subject_id == subject(cast))
        assert connection.scalar(windows) == 0
    assert sealed(cast) is None


def test_another_hour_the_same_evening_reminds_no_second_time(
    cast: Cast, shift: Shift, phones: Phones, clock: FrozenClock
) -> None:
    clock.jump(datetime(2026, 11, 23, 16, 0, tzinfo=SHANGHAI))
    cast.say("张", "提醒 20:00")
    assert run(at(clock, shift, 23, 20, 0), phones) == 1

    cast.say("张", "提醒 21:00")

    assert run(at(clock, shift, 23, 21, 0), phones) == 0
    assert run(at(clock, shift, 24, 21, 0), phones) == 1


@pytest.mark.parametrize(
    ("words", "hour"),
    [
        ("每天晚上八点提醒我", "20:00"),
        ("20点半提醒我一下", "20:30"),
        ("晚上9:15提醒", "21:15"),
        ("请提醒我 7点", "19:00"),
        ("改成提醒 21:30", "21:30"),
    ],
)
def test_an_hour_is_understood_as_people_say_it(cast: Cast, words: str, hour: str) -> None:
    assert cast.say("张", words).startswith(f"好,上学日{hour}")


@pytest.mark.parametrize(
    "words", ["不再提醒", "不用提醒了", "别再提醒我了", "取消提醒", "我不想再给我发提醒了", "退订"]
)
def test_stopping_is_understood_as_people_say_it(cast: Cast, words: str) -> None:
    cast.say("张", "提醒 20:00")

    assert cast.say("张", words) == wording.STOPPED
    assert sealed(cast) is None


def test_a_member_of_the_staff_who_stops_can_still_be_alerted(cast: Cast) -> None:
    cast.say("王", "三年级2班")
    cast.say("王", "提醒 20:00")
    assert sealed(cast, "王") is not None

    cast.say("王", "不用提醒")

    assert sealed(cast, "王") is not None


def test_who_names_no_hour_is_told_how(cast: Cast) -> None:
    assert cast.say("张", "提醒") == wording.HOW


@pytest.mark.parametrize("words", ["提醒 23:30", "提醒 25:00", "提醒 20:99"])
def test_an_hour_nobody_should_be_written_at_is_asked_again(cast: Cast, words: str) -> None:
    assert cast.say("张", words) == wording.OTHER_HOUR


def test_an_account_that_cannot_says_so(cast: Cast, context: Context) -> None:
    accounts = {
        key: replace(each, kind=AccountKind.PERSONAL) for key, each in context.accounts.items()
    }
    people = cast_of(replace(context, accounts=accounts), *context.plans.values())

    assert people.say("张", "提醒 20:00") == wording.CANNOT
    assert people.event("张", "CLICK", "remind") == wording.CANNOT
    assert sealed(people) is None


def test_it_arrives_on_the_phone_of_a_local_wechat(
    cast: Cast, context: Context, shift: Shift, clock: FrozenClock, tmp_path: Path
) -> None:
    cast.say("张", "提醒 20:00")
    openid = cast.openid("张")
    with local_wechat(tmp_path) as wechat:
        account = replace(
            context.accounts[ACCOUNT], app_id=APP_ID, app_secret=SECRET, api_base=wechat.url
        )
        shift.accounts = {ACCOUNT: account}
        wechat.person(openid)
        wechat.control(f"people/{openid}/text", text="提醒 20:00")  # opens the window there, too
        clients = Clients(shift.accounts, shift.store, shift.keys, clock)
        at(clock, shift, 24, 20)

        assert [remind_parents(shift, clients) for _ in range(2)] == [1, 0]
        clients.close()

        shown = [each["text"] for each in wechat.look(f"people/{openid}/messages?after=0")]
    assert shown.count(REMINDER) == 1
