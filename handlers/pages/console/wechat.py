"""Signing in by WeChat itself (微信内进入): whoever taps an alert is asked nothing.

Where the account may ask who holds a phone (网页授权), the chat's identity is the console's: a tap on
a push is on its page at once. The first time on a phone it is one more tap: WeChat refuses where the
school has not entered its 网页授权域名, on a page that leads nowhere. Any other browser or account, and
any failure, falls back to the code.
"""

from __future__ import annotations

import hmac
from datetime import timedelta

import sqlalchemy as sa
from flask import Blueprint, redirect, request, url_for
from werkzeug.wrappers import Response

from context import Context
from handlers.context import get_context
from handlers.floods import client_address, wait_of
from handlers.links import LINK_LASTS
from handlers.pages.console.session import (
    SESSION,
    drop_cookie,
    own_path,
    put_cookie,
    read_cookie,
    welcome,
)
from handlers.pages.oauth import ASKS, exchange, is_good_state, is_wechat, make_state
from models.keys import Keys
from models.staff.people import highest_role, staff_behind
from models.staff.sessions import SignedIn, begin_session, end_session
from wechat.account import Account
from wechat.capabilities import Capability, may
from wechat.webpages import authorize_url

bp = Blueprint("wechat", __name__, url_prefix="/login/wechat")

BY_CODE = "code"
"""?way=code: do not ask WeChat (again), show the code."""

_STATE = "oauth"
_WORKED = "wechat"
_REMEMBERED = timedelta(days=400)  # the longest a browser keeps a cookie
_PURPOSE = "console "  # a state for a parent's page is none for the console


def may_ask(account: Account) -> bool:
    """Whether this browser can be sent to ask who holds it, and has not just been."""
    able = may(account.kind, Capability.OAUTH) and is_wechat()
    return able and request.args.get("way") != BY_CODE


def asks_by_itself(account: Account) -> bool:
    """Whether this phone is sent there without a tap: it has come back before."""
    return may_ask(account) and bool(read_cookie(_WORKED))


@bp.get("/<account_id>")
def ask_who(account_id: str) -> Response:
    """Send WeChat's browser to ask who holds it; any other to the code."""
    context = get_context()
    account, path = context.accounts.get(account_id), own_path(request.args.get("next"))
    if account is None or not may_ask(account):
        return _by_code(path)
    state = make_state(context.keys, _PURPOSE + account.id, context.clock.now())
    back = context.address(url_for(".come_back", account_id=account.id, next=path))
    response = redirect(authorize_url(account, back, state), 303)
    put_cookie(response, _STATE, state, LINK_LASTS)
    return response


@bp.get("/<account_id>/back")
def come_back(account_id: str) -> Response:
    """Let the member of the staff in who came back with a code and this browser's own state."""
    context = get_context()
    account, path = context.accounts.get(account_id), own_path(request.args.get("next"))
    session = None if account is None else _session_of(context, account)
    if session is None:
        response = _by_code(path)
        drop_cookie(response, _WORKED)
    else:
        response = welcome(session, path)
        put_cookie(response, _WORKED, "1", _REMEMBERED)
    drop_cookie(response, _STATE)
    return response


def _by_code(path: str) -> Response:
    return redirect(url_for("console.login.show", way=BY_CODE, next=path), 303)


def _session_of(context: Context, account: Account) -> SignedIn | None:
    code, now = request.args.get("code", ""), context.clock.now()
    if not code or not _is_own_state(context.keys, account.id):
        return None
    address = client_address(context)
    if address is not None and wait_of(context, ASKS, f"oauth {address}") > 0:
        return None
    openid = exchange(account, code)
    if openid is None:
        return None
    subject = context.keys.subject_id(account.id, openid)
    with context.store.reading() as connection:
        found = staff_behind(connection, account.id, subject)
    people = [each for each in found if each.school_id in context.plans]
    if not people:
        return None
    person, old = highest_role(people), read_cookie(SESSION)

    def begin(connection: sa.Connection) -> SignedIn | None:
        if old:
            end_session(connection, old, now)
        return begin_session(connection, person.school_id, person.id, now, "wechat")

    return context.store.write(begin)


def _is_own_state(keys: Keys, account_id: str) -> bool:
    state, kept = request.args.get("state", ""), read_cookie(_STATE)
    # Compared as bytes: a stranger's state may hold anything.
    if not kept or not hmac.compare_digest(state.encode(), kept.encode()):
        return False
    return is_good_state(keys, _PURPOSE + account_id, state, get_context().clock.now())
