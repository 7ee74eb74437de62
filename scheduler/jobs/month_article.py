"""The month's article (月报草稿): once a month, where the account may, a draft with the summary's facts."""

from __future__ import annotations

import logging
from datetime import date, datetime, time, timedelta
from functools import partial
from pathlib import Path

import sqlalchemy as sa

from homework.plan import PublicationMode, SchoolPlan
from homework.wording import month as wording
from models.hall.month import month_facts
from models.hall.month_drafts import tell_draft
from models.job_runs import begin_run, was_run
from models.leases import Held, require_lease
from scheduler.clients import Clients
from scheduler.shift import Shift
from wechat.articles import Article
from wechat.capabilities import Capability, may
from wechat.errors import WeChatError

log = logging.getLogger(__name__)

DRAFT, TRY = "month_article", "month_article_try"
COVER = Path(__file__).resolve().parents[2] / "static" / "month-cover.png"
_BEGINS, _ENDS = time(8, 0), time(18, 0)


def draft_month(shift: Shift, clients: Clients) -> int:
    """Draft last month's article on a school day, tried once a day until it is done; how many."""
    held = shift.held
    if held is None:
        return 0
    return sum(_draft(shift, clients, held, plan) for plan in shift.plans.values())


def _draft(shift: Shift, clients: Clients, held: Held, plan: SchoolPlan) -> bool:
    now = shift.clock.now()
    account = shift.accounts.get(plan.account_id)
    client = clients.of(plan.account_id)
    if account is None or client is None or not may(account.kind, Capability.PUBLISH):
        return False
    if not (_BEGINS <= now.time() < _ENDS and plan.calendar.is_school_day(now.date())):
        return False
    month = last_month(now.date())
    with shift.store.reading() as connection:
        is_done = was_run(connection, plan.id, DRAFT, month)
        if is_done or was_run(connection, plan.id, TRY, now.date()):
            return False
        article = _article(connection, shift, plan, month, now)
    if not shift.store.write(partial(_begin, plan=plan, held=held, now=now)):
        return False
    try:
        client.add_draft(article, COVER.read_bytes())
    except WeChatError as error:
        log.warning("the month's article of %s was not drafted: %s", plan.id, error.kind)
        return False
    return shift.store.write(partial(_done, plan=plan, held=held, month=month, now=now))


def last_month(day: date) -> date:
    """The first day of the month before."""
    return (day.replace(day=1) - timedelta(days=1)).replace(day=1)


def _article(
    connection: sa.Connection, shift: Shift, plan: SchoolPlan, month: date, now: datetime
) -> Article:
    facts = month_facts(connection, plan, month, now)
    is_trial = plan.publication.mode is not PublicationMode.FORMAL
    return Article(
        title=f"{plan.name}{wording.month_name(month)}{wording.TITLE}",
        paragraphs=[*wording.sentences(facts, is_trial=is_trial), wording.HOW_TO],
        source_url=f"{shift.base_url}/hall/{plan.id}/month?m={month:%Y-%m}",
    )


def _begin(connection: sa.Connection, *, plan: SchoolPlan, held: Held, now: datetime) -> bool:
    require_lease(connection, held, now)
    return begin_run(connection, plan.id, TRY, now.date(), now)


def _done(
    connection: sa.Connection, *, plan: SchoolPlan, held: Held, month: date, now: datetime
) -> bool:
    require_lease(connection, held, now)
    if not begin_run(connection, plan.id, DRAFT, month, now):
        return False
    tell_draft(connection, plan, month, now)
    return True
