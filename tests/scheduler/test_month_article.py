"""The month's article: drafted once a month, tried once a day, only where the account may."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from typing import cast

import pytest
import sqlalchemy as sa

from clock import SHANGHAI, FrozenClock
from context import Context
from models.pushes.outbox import Push
from models.staff.people import Role, add_staff
from scheduler.clients import Clients
from scheduler.jobs.month_article import COVER, draft_month
from scheduler.shift import Shift
from tests.scheduler.test_ticker import shift_of
from wechat.account import AccountKind
from wechat.articles import Article
from wechat.errors import in_doubt


class Drafts:
    """An account's client that keeps what is drafted, or is out of reach."""

    def __init__(self) -> None:
        self.articles: list[Article] = []
        self.is_down = False
        self.calls = 0

    def of(self, account_id: str) -> Drafts:
        return self

    def add_draft(self, article: Article, cover: bytes) -> str:
        self.calls += 1
        if self.is_down:
            raise in_doubt("nobody answers")
        assert cover.startswith(b"\x89PNG")
        self.articles.append(article)
        return "DRAFT"


@pytest.fixture
def shift(context: Context) -> Shift:
    context.store.write(lambda c: add_staff(c, "shifan", Role.DEAN, "王", context.clock.now()))
    made = shift_of(context)
    made.accounts = {
        key: replace(each, kind=AccountKind.VERIFIED_SERVICE)
        for key, each in context.accounts.items()
    }
    assert made.renew()
    return made


def at(shift: Shift, clock: FrozenClock, month: int, day: int, hour: int) -> None:
    clock.jump(datetime(2026, month, day, hour, 0, tzinfo=SHANGHAI))
    shift.renew()


def told(shift: Shift) -> list[str]:
    with shift.store.reading() as connection:
        return [fields["text"] for fields in connection.scalars(sa.select(Push.fields))]


def draft(shift: Shift, drafts: Drafts) -> int:
    return draft_month(shift, cast(Clients, drafts))


def test_last_month_is_drafted_once_and_the_dean_told(shift: Shift, clock: FrozenClock) -> None:
    drafts = Drafts()
    at(shift, clock, 12, 1, 7)
    assert draft(shift, drafts) == 0
    at(shift, clock, 12, 1, 9)

    assert draft(shift, drafts) == 1
    assert draft(shift, drafts) == 0
    at(shift, clock, 12, 2, 9)
    assert draft(shift, drafts) == 0

    [article] = drafts.articles
    assert article.title == "示范小学2026年11月作业公示月报"
    assert article.source_url.endswith("/hall/shifan/month?m=2026-11")
    assert told(shift) == [
        "示范小学2026年11月作业公示月报已放进公众号草稿箱,只有数字,没有班级和个人。请看过再发表。"
    ]


def test_out_of_reach_it_is_tried_again_the_next_day(shift: Shift, clock: FrozenClock) -> None:
    drafts = Drafts()
    drafts.is_down = True
    at(shift, clock, 12, 1, 9)
    draft(shift, drafts)
    draft(shift, drafts)
    assert drafts.calls == 1
    assert told(shift) == []

    drafts.is_down = False
    at(shift, clock, 12, 2, 9)
    assert draft(shift, drafts) == 1


def test_an_account_that_may_not_publish_is_left_alone(shift: Shift, clock: FrozenClock) -> None:
    drafts = Drafts()
    shift.accounts = {
        key: replace(each, kind=AccountKind.SERVICE) for key, each in shift.accounts.items()
    }
    at(shift, clock, 12, 1, 9)

    assert draft(shift, drafts) == 0
    assert drafts.calls == 0


def test_the_cover_is_there() -> None:
    assert COVER.is_file()
