"""Signing in (登录): a code sent in the chat, or a one-time link that counts only when tapped."""

from __future__ import annotations

import secrets
from collections.abc import Iterable

from flask import Blueprint, Response, flash, jsonify, redirect, request, url_for
from werkzeug.wrappers import Response as AnyResponse

from handlers.context import Context, get_context
from handlers.floods import client_address, require_pace
from handlers.pages.console.session import (
    BROWSER,
    SESSION,
    bare,
    drop_cookie,
    own_path,
    put_cookie,
    read_cookie,
    signed_in,
    welcome,
)
from handlers.pages.console.wechat import BY_CODE, asks_by_itself
from handlers.pages.oauth import is_wechat
from homework.flood import Pace
from homework.plan import SchoolPlan
from homework.wording import console as wording
from models.staff.console_sessions import (
    TooManyCodes,
    enter_by_code,
    enter_by_link,
    find_login,
    offer_login,
    who_enters,
)
from models.staff.people import LOGIN_LASTS, LoginCode, StaffMember, find_staff
from models.staff.sessions import SignedIn, end_session
from wechat.capabilities import Capability, may

bp = Blueprint("login", __name__)

TRIES = Pace(10, 90.0)
"""Links and codes that let nobody in, from one address: ten, then ten in a quarter of an hour. What
is right lets in all the same: nobody can lock a staff room out."""


@bp.get("/login")
def show() -> AnyResponse:
    """Show a code to send in the chat; once it was sent, whose console this will be."""
    if signed_in() is not None:
        return redirect(own_path(request.args.get("next")), 303)
    plans = _plans_with_chat(get_context())
    account_id = _wanted_account(plans)
    if account_id is None:
        return bare("login_choice.html", plans=plans, next=_next())
    account = get_context().accounts[account_id]
    if asks_by_itself(account):
        return redirect(url_for("console.wechat.ask_who", account_id=account_id, next=_next()), 303)
    browser = read_cookie(BROWSER) or secrets.token_urlsafe(32)
    try:
        login = _login_of(account_id, browser)
    except TooManyCodes:
        return bare("login_choice.html", 503, plans=plans, next=_next(), busy=True)
    response = bare(
        "login.html",
        login=login,
        account_id=account_id,
        schools=[plan.name for plan in plans if plan.account_id == account_id],
        person=_claimant(login),
        is_wechat=is_wechat() and may(account.kind, Capability.OAUTH),
        next=_next(),
    )
    put_cookie(response, BROWSER, browser, LOGIN_LASTS * 2)
    return response


@bp.get("/login/state")
def state() -> Response:
    """Whether the code shown was claimed: waiting, claimed, or gone."""
    context, browser = get_context(), read_cookie(BROWSER)
    account_id = request.args.get("account", "")
    with context.store.reading() as connection:
        login = find_login(connection, account_id, browser, context.clock.now())
    word = "gone" if login is None else "waiting" if login.staff_id is None else "claimed"
    response = jsonify(state=word)
    response.headers["Cache-Control"] = "no-store"
    return response


@bp.post("/login")
def enter() -> AnyResponse:
    """Enter by the claimed code; a session that this browser had before ends."""
    context, browser = get_context(), read_cookie(BROWSER)
    account_id, now = request.form.get("account", ""), context.clock.now()
    session = context.store.write(
        lambda connection: enter_by_code(connection, account_id, browser, now)
    )
    if session is None:
        require_pace(TRIES, client_address(context), is_shared=True)
        flash(wording.NOT_CLAIMED, "problem")
        again = url_for(".show", account=account_id, next=_next(), way=BY_CODE)
        return redirect(again, 303)
    return _entered(session)


@bp.get("/enter")
def show_link() -> AnyResponse:
    """Show whom a one-time link lets in. Changes nothing: scanners of links look too."""
    context, token = get_context(), request.args.get("t", "")
    with context.store.reading() as connection:
        person = who_enters(connection, token, context.clock.now())
    plan = context.plans.get(person.school_id) if person else None
    if person is None or plan is None:
        return bare("enter.html", 410, person=None)
    return bare("enter.html", person=person, plan=plan, token=token, next=_next())


@bp.post("/enter")
def enter_link() -> AnyResponse:
    """Enter by a one-time link."""
    context, token = get_context(), request.form.get("t", "")
    now = context.clock.now()
    session = context.store.write(lambda connection: enter_by_link(connection, token, now))
    if session is None:
        require_pace(TRIES, client_address(context), is_shared=True)
        return bare("enter.html", 410, person=None)
    return _entered(session)


@bp.post("/logout")
def leave() -> AnyResponse:
    """Sign out, wherever the cookie was copied to."""
    _end_old_session()
    # Who leaves is not let in again by WeChat at once.
    response = redirect(url_for(".show", way=BY_CODE), 303)
    drop_cookie(response, SESSION)
    return response


def _entered(session: SignedIn) -> AnyResponse:
    _end_old_session()
    response = welcome(session, request.form.get("next"))
    drop_cookie(response, BROWSER)
    return response


def _end_old_session() -> None:
    context, cookie = get_context(), read_cookie(SESSION)
    if cookie:
        now = context.clock.now()
        context.store.write(lambda connection: end_session(connection, cookie, now))


def _next() -> str | None:
    wanted = request.values.get("next")
    return own_path(wanted) if wanted else None


def _plans_with_chat(context: Context) -> list[SchoolPlan]:
    """The schools whose account can receive 登录 123456."""
    able = {
        account.id for account in context.accounts.values() if may(account.kind, Capability.RECEIVE)
    }
    return [plan for plan in context.plans.values() if plan.account_id in able]


def _wanted_account(plans: Iterable[SchoolPlan]) -> str | None:
    accounts = {plan.account_id for plan in plans}
    wanted = request.args.get("account", "")
    if wanted in accounts:
        return wanted
    return accounts.pop() if len(accounts) == 1 else None


def _login_of(account_id: str, browser: str) -> LoginCode:
    context = get_context()
    now = context.clock.now()
    with context.store.reading() as connection:
        login = find_login(connection, account_id, browser, now)
    if login is not None:
        return login
    return context.store.write(lambda connection: offer_login(connection, account_id, browser, now))


def _claimant(login: LoginCode) -> StaffMember | None:
    if login.school_id is None or login.staff_id is None:
        return None
    with get_context().store.reading() as connection:
        return find_staff(connection, login.school_id, login.staff_id)
