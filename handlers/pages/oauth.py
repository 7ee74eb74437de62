"""Who taps the menu (网页授权): the follower behind a tap, so that chat and page are one person.

Only the menu's button leads here; posters and slips never do. A browser that is not WeChat's, a
refusal, a snapshot page, an error: the report page works as it does without.
"""

from __future__ import annotations

import hashlib
import hmac
import logging
import secrets
from datetime import datetime

from flask import Blueprint, abort, redirect, request
from werkzeug.wrappers import Response

from context import Context
from handlers.context import get_context
from handlers.floods import client_address, wait_of
from handlers.links import LINK_LASTS, Visitor, keep_follower, make_form_field
from handlers.pages.device import device_subject, known_device_subject
from homework.flood import Pace
from models.account.followers import find_follower
from models.families.own_reports import own_reports
from models.keys import Keys
from models.schools import ClassKey, SchoolClass, get_class, school_link
from wechat.account import Account
from wechat.capabilities import Capability, may
from wechat.errors import WeChatError
from wechat.transport import GuardedSession, Timeouts
from wechat.webpages import authorize_url, exchange_code

log = logging.getLogger(__name__)
bp = Blueprint("oauth", __name__, url_prefix="/o")

ASKS = Pace(60, 1.0)
"""Codes from one address: each is a call to WeChat; a whole school may stand behind one."""

_COOKIE = "hw_oauth"
_SOON = Timeouts(connect=2.0, read=4.0, total=5.0)
_STATE_BYTES, _NONCE_BYTES = 32, 12


@bp.get("/<account_id>")
def ask_who(account_id: str) -> Response:
    """Send WeChat's browser to ask who holds it; any other straight to the page."""
    context = get_context()
    account, now = _account(context, account_id), context.clock.now()
    if not may(account.kind, Capability.OAUTH) or not is_wechat():
        return redirect(_way(context, account, None), 302)
    state = make_state(context.keys, account.id, now)
    answer = redirect(authorize_url(account, context.address(f"/o/{account.id}/back"), state), 302)
    _put(context, answer, _COOKIE, state, "/o")
    return answer


@bp.get("/<account_id>/back")
def come_back(account_id: str) -> Response:
    """Remember the follower for this device's next form; the address stays the poster's."""
    context = get_context()
    account = _account(context, account_id)
    visitor = _visitor(context, account)
    answer = redirect(_way(context, account, visitor), 302)
    answer.delete_cookie(_COOKIE, path="/o")
    if visitor is not None:
        device, now = device_subject(context), context.clock.now()
        field = make_form_field(context.keys, visitor, device, now, LINK_LASTS)
        keep_follower(answer, field, is_secure=context.base_url.startswith("https:"))
    return answer


def make_state(keys: Keys, account_id: str, now: datetime) -> str:
    """What WeChat hands back untouched: letters and digits, signed, good for ten minutes."""
    expires = int((now + LINK_LASTS).timestamp())
    body = expires.to_bytes(4, "big") + secrets.token_bytes(_NONCE_BYTES)
    return (body + _seal(keys, account_id, body)).hex()


def is_good_state(keys: Keys, account_id: str, state: str, now: datetime) -> bool:
    """Whether we made this state for this account, less than ten minutes ago."""
    try:
        sealed = bytes.fromhex(state)
    except ValueError:
        return False
    body, seal = sealed[: 4 + _NONCE_BYTES], sealed[4 + _NONCE_BYTES :]
    if len(sealed) != _STATE_BYTES or not hmac.compare_digest(seal, _seal(keys, account_id, body)):
        return False
    return now.timestamp() < int.from_bytes(body[:4], "big")


def _seal(keys: Keys, account_id: str, body: bytes) -> bytes:
    message = b"\x1f".join((b"oauth-state", account_id.encode(), body))
    return hmac.new(keys.cookie, message, hashlib.sha256).digest()[:16]


def _account(context: Context, account_id: str) -> Account:
    account = context.accounts.get(account_id)
    if account is None or not context.plans_of(account_id):
        abort(404)
    return account


def is_wechat() -> bool:
    """By what the browser calls itself: elsewhere WeChat's page only says that it cannot be opened."""
    agent = request.user_agent.string.lower()
    return "micromessenger" in agent and "wxwork" not in agent


def _visitor(context: Context, account: Account) -> Visitor | None:
    """The follower who came back with a code and this browser's own state; None for anybody else."""
    now, code = context.clock.now(), request.args.get("code", "")
    state, kept = request.args.get("state", ""), request.cookies.get(_COOKIE, "")
    if not code or not may(account.kind, Capability.OAUTH):
        return None
    # Compared as bytes: a stranger's state may hold anything.
    if not hmac.compare_digest(state.encode(), kept.encode()):
        return None
    if not is_good_state(context.keys, account.id, state, now):
        return None
    address = client_address(context)
    if address is not None and wait_of(context, ASKS, f"oauth {address}") > 0:
        return None
    return _exchange(context, account, code)


def _exchange(context: Context, account: Account, code: str) -> Visitor | None:
    openid = exchange(account, code)
    if openid is None:
        return None
    # Known in the chat or not: whoever sends the form first and writes afterwards is one person
    # too. Looking leaves nothing here.
    return Visitor(account.id, context.keys.subject_id(account.id, openid), is_own=True)


def exchange(account: Account, code: str) -> str | None:
    """The openid behind a code; None where WeChat says no, or made it up for a snapshot page."""
    try:
        with GuardedSession(account.api_base, _SOON) as session:
            found = exchange_code(account, session, code)
    except WeChatError as error:
        log.warning("nobody known behind a code for %s: %s", account.id, error.code)
        return None
    return None if found.is_snapshot else found.openid


def _way(context: Context, account: Account, visitor: Visitor | None) -> str:
    """The page to open: of the follower's class, else of the device's, else where classes are picked."""
    school_class = _class_of_follower(context, visitor) or _class_of_device(context, account)
    if school_class is not None:
        return f"/r/{school_class.public_link}"
    plans = context.plans_of(account.id)
    return f"/s/{school_link(context.keys, plans[0].id)}" if len(plans) == 1 else "/"


def _class_of_follower(context: Context, visitor: Visitor | None) -> SchoolClass | None:
    if visitor is None:
        return None
    with context.store.reading() as connection:
        row = find_follower(connection, visitor.account_id, visitor.subject_id)
        if row is None or row.school_id not in context.plans or row.school_class_id is None:
            return None
        return _if_open(
            context, get_class(connection, ClassKey(row.school_id, row.school_class_id))
        )


def _class_of_device(context: Context, account: Account) -> SchoolClass | None:
    device = known_device_subject(context)
    if device is None:
        return None
    schools = [plan.id for plan in context.plans_of(account.id)]
    with context.store.reading() as connection:
        said = own_reports(connection, schools, [device])
    return _if_open(context, said[0].school_class) if said else None


def _if_open(context: Context, school_class: SchoolClass) -> SchoolClass | None:
    """The class, unless it has ended or left the school: then its page is gone."""
    today = context.clock.now().date()
    plan = context.plans[school_class.school_id]
    ended = school_class.ended_on is not None and school_class.ended_on <= today
    return None if ended or school_class.grade(today) not in plan.classes else school_class


def _put(context: Context, answer: Response, name: str, value: str, path: str) -> None:
    answer.set_cookie(
        name,
        value,
        path=path,
        max_age=int(LINK_LASTS.total_seconds()),
        secure=context.base_url.startswith("https:"),
        httponly=True,
        samesite="Lax",
    )
