"""A yes to one reminder: from the chat to WeChat's page and back, and what it then allows."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path

import pytest
import requests
import sqlalchemy as sa

from app import create_app
from clock import SHANGHAI, FrozenClock
from context import Context
from handlers.pages.remind import make_state
from homework.wording import reminders as wording
from models.account.reply_windows import NoticeCredit
from scheduler.clients import Clients
from scheduler.jobs.remind import remind_parents
from scheduler.shift import Shift
from simulator.browser import OWNER_HEADER, USER_AGENT
from tests.local_wechat import local_wechat
from tests.patience import PATIENCE
from tests.people import ACCOUNT, Cast, account_for_tests
from tests.simulator.conftest import SECRET, Platform, account_entry
from tests.simulator.program import APP_ID
from wechat.account import AccountKind, Template

ONE_TIME = "TEMPLATE-REMIND"
HOME = "http://school.test"
LINK = re.compile(rf"{HOME}(/remind/\S+)")


@pytest.fixture
def wechat(tmp_path: Path) -> Iterator[Platform]:
    templates = {**account_entry()["templates"], ONE_TIME: {"title": "提醒", "kind": "one_time"}}
    with local_wechat(tmp_path, templates=templates) as platform:
        yield platform


@pytest.fixture
def context(context: Context, wechat: Platform) -> Context:
    """The school, whose account is the local WeChat's."""
    account = account_for_tests()
    own = replace(
        account,
        app_id=APP_ID,
        app_secret=SECRET,
        api_base=wechat.url,
        templates={**account.templates, "remind": Template(ONE_TIME)},
    )
    return replace(context, accounts={ACCOUNT: own})


def asked_link(cast: Cast) -> str:
    found = LINK.search(cast.say("张", "提醒 20:00"))
    assert found is not None
    return found[1]


def answer(cast: Cast, wechat: Platform, link: str, answer: str, owner: str = "张") -> str:
    """Open the link on a phone and answer WeChat's page; what our page then says."""
    openid = cast.openid(owner)
    wechat.person(openid)
    asked = cast.client.get(link)
    assert asked.status_code == 302
    assert asked.location.endswith("#wechat_redirect")
    page = asked.location.partition("#")[0]
    phone = {OWNER_HEADER: openid, "User-Agent": USER_AGENT}
    assert requests.get(page, headers=phone, timeout=PATIENCE).status_code == 200
    led = requests.get(
        f"{page}&answer={answer}", headers=phone, timeout=PATIENCE, allow_redirects=False
    )
    back = cast.client.get(led.headers["Location"].removeprefix(HOME))
    assert back.status_code == 303
    assert "openid" not in back.location
    return cast.client.get(back.location.removeprefix(HOME)).get_data(as_text=True)


def credits(cast: Cast) -> list[int]:
    with cast.context.store.reading() as connection:
        return list(connection.scalars(sa.select(NoticeCredit.remaining)))


def remind(context: Context, clock: FrozenClock, day: int, hour: int = 20) -> int:
    """The scheduler's tick at this moment of November."""
    clock.jump(datetime(2026, 11, day, hour, tzinfo=SHANGHAI))
    shift = Shift(
        store=context.store,
        keys=context.keys,
        clock=clock,
        base_url=context.base_url,
        plans=context.plans,
        accounts=context.accounts,
        holder="one",
    )
    assert shift.renew()
    clients = Clients(shift.accounts, shift.store, shift.keys, clock)
    try:
        return remind_parents(shift, clients)
    finally:
        clients.close()


def cards(cast: Cast, wechat: Platform) -> list[dict[str, object]]:
    said = wechat.look(f"people/{cast.openid('张')}/messages")
    return [each["template"] for each in said if each.get("template")]


def test_a_yes_bridges_the_days_nothing_is_said(
    cast: Cast, wechat: Platform, context: Context, clock: FrozenClock
) -> None:
    clock.jump(datetime(2026, 11, 27, 19, tzinfo=SHANGHAI))  # Friday
    link = asked_link(cast)

    assert wording.AGREED[0] in answer(cast, wechat, link, "yes")
    assert credits(cast) == [1]
    # Monday: the 48 hours are over, the yes is still good; once.
    assert [remind(context, clock, 30), remind(context, clock, 30)] == [1, 0]
    (card,) = cards(cast, wechat)
    assert card["title"] == wording.TITLE
    assert card["fields"] == [
        {"key": "content", "label": "", "value": wording.one_time("三年级2班")}
    ]
    assert card["url"] == f"{HOME}/o/main"
    assert credits(cast) == [0]
    clock.jump(datetime(2026, 12, 1, 20, tzinfo=SHANGHAI))
    assert remind(context, clock, 30) == 0


def test_while_a_window_is_open_the_yes_is_kept(
    cast: Cast, wechat: Platform, context: Context, clock: FrozenClock
) -> None:
    answer(cast, wechat, asked_link(cast), "yes")
    wechat.control(f"people/{cast.openid('张')}/text", text="提醒 20:00")  # opens the window there

    assert remind(context, clock, 24) == 1

    assert credits(cast) == [1]
    assert cards(cast, wechat) == []


def test_a_window_that_wechat_calls_shut_leads_on_to_the_yes(
    cast: Cast, wechat: Platform, context: Context, clock: FrozenClock
) -> None:
    """Ours believes it open (the day's second word never reached the platform)."""
    answer(cast, wechat, asked_link(cast), "yes")
    wechat.world.clock.move(3 * 86400)

    assert remind(context, clock, 24) == 1

    assert len(cards(cast, wechat)) == 1
    assert credits(cast) == [0]


def test_a_no_allows_nothing(cast: Cast, wechat: Platform) -> None:
    assert wording.NOT_AGREED[0] in answer(cast, wechat, asked_link(cast), "no")

    assert credits(cast) == []


def test_whoever_agreed_is_not_asked_again_until_it_is_used(cast: Cast, wechat: Platform) -> None:
    answer(cast, wechat, asked_link(cast), "yes")

    assert LINK.search(cast.say("张", "提醒 20:30")) is None
    assert credits(cast) == [1]  # another hour keeps the yes


def test_a_forwarded_link_allows_nobody(cast: Cast, wechat: Platform) -> None:
    assert wording.LINK_ENDED[0] in answer(cast, wechat, asked_link(cast), "yes", owner="陈")

    assert credits(cast) == []


def test_who_said_stop_meanwhile_is_not_written_to(cast: Cast, wechat: Platform) -> None:
    link = asked_link(cast)
    cast.say("张", "不再提醒")

    assert wording.LINK_ENDED[0] in answer(cast, wechat, link, "yes")
    assert credits(cast) == []


def test_stopping_forgets_the_yes(cast: Cast, wechat: Platform) -> None:
    answer(cast, wechat, asked_link(cast), "yes")

    assert cast.say("张", "不用提醒了") == wording.STOPPED

    assert credits(cast) == []


def test_an_old_link_says_how_to_get_another(cast: Cast, clock: FrozenClock) -> None:
    link = asked_link(cast)
    clock.forward(timedelta(minutes=10))

    asked = cast.client.get(link)

    assert asked.status_code == 303
    assert asked.location == f"{HOME}/remind/done/ended"


@pytest.mark.parametrize(
    "query",
    [
        "action=confirm",
        "action=confirm&openid={openid}&template_id=TEMPLATE-REMIND&scene=1&reserved=00",
        "action=confirm&openid={openid}&template_id=OTHER&scene=1&reserved={state}",
        "action=confirm&openid={openid}&template_id=TEMPLATE-REMIND&scene=2&reserved={state}",
        "action=confirm&openid={openid}&template_id=TEMPLATE-REMIND&scene=x&reserved={state}",
        "action=confirm&openid=oOther&template_id=TEMPLATE-REMIND&scene=1&reserved={state}",
    ],
)
def test_an_invented_answer_allows_nothing(cast: Cast, clock: FrozenClock, query: str) -> None:
    from handlers.links import Visitor

    cast.say("张", "提醒 20:00")
    openid, keys = cast.openid("张"), cast.context.keys
    state = make_state(keys, Visitor(ACCOUNT, keys.subject_id(ACCOUNT, openid)), clock.now())

    back = cast.client.get(f"/remind/main/back?{query.format(openid=openid, state=state)}")

    assert back.status_code == 303
    assert credits(cast) == []


@pytest.mark.parametrize("kind", [AccountKind.TEST, AccountKind.VERIFIED_SUBSCRIPTION])
def test_the_table_of_rights_decides_whether_it_is_offered(
    cast: Cast, context: Context, kind: AccountKind
) -> None:
    accounts = {ACCOUNT: replace(context.accounts[ACCOUNT], kind=kind)}
    people = object.__new__(Cast)
    people.context = replace(context, accounts=accounts)
    people.client = create_app(people.context).test_client()

    offered = LINK.search(people.say("张", "提醒 20:00"))

    assert (offered is not None) == (kind is AccountKind.VERIFIED_SUBSCRIPTION)
    if offered is None:
        assert people.client.get("/remind/main?t=x").status_code == 404
