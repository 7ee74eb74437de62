"""A yes to one reminder (同意一条提醒): from the chat to WeChat's own page and back.

Which credit that is, WeChat alone knows; we count what came back and believe the answer to a send.
"""

from __future__ import annotations

import hashlib
import hmac
from datetime import datetime
from functools import partial

import sqlalchemy as sa
from flask import Blueprint, abort, redirect, render_template, request
from werkzeug.wrappers import Response

from context import Context
from handlers.context import get_context
from handlers.links import LINK_LASTS, Visitor, read_link_token
from homework.wording import reminders as wording
from models.account.reply_windows import allow_one
from models.families.reminders import PURPOSE, SCENE, reminder_hour
from models.keys import Keys
from wechat.account import Account
from wechat.one_time import Confirmed, confirm_url, credit_key, read_confirmed

bp = Blueprint("remind", __name__, url_prefix="/remind")

_WORDS = {"yes": wording.AGREED, "no": wording.NOT_AGREED, "ended": wording.LINK_ENDED}
_SUBJECT_BYTES, _STATE_BYTES = 16, 36


@bp.get("/<account_id>")
def ask(account_id: str) -> Response:
    """Send WeChat's browser to the page that asks; nothing is kept here."""
    context = get_context()
    account = _account(context, account_id)
    visitor = read_link_token(context.keys, request.args.get("t", ""), context.clock.now())
    if visitor is None or visitor.account_id != account.id:
        return _told("ended")
    state = make_state(context.keys, visitor, context.clock.now())
    back = context.address(f"/remind/{account.id}/back")
    return redirect(confirm_url(account, PURPOSE, SCENE, back, state), 302)


@bp.get("/<account_id>/back")
def come_back(account_id: str) -> Response:
    """Count the yes of the parent the link was made for; the clean address keeps no openid."""
    context = get_context()
    account = _account(context, account_id)
    confirmed = read_confirmed(request.args)
    if confirmed is None:
        return _told("no")
    visitor = _asker(context, account, confirmed)
    if visitor is None:
        return _told("ended")
    kept = context.store.write(partial(_keep, account=account, visitor=visitor))
    return _told("yes" if kept else "ended")


@bp.get("/done/<what>")
def show_done(what: str) -> str:
    """What came of it, in a sentence."""
    if what not in _WORDS:
        abort(404)
    title, words = _WORDS[what]
    return render_template("parent/reminded.html", title=title, words=words, is_good=what == "yes")


def make_state(keys: Keys, visitor: Visitor, now: datetime) -> str:
    """What WeChat hands back untouched, letters and digits: whose yes is asked for, ten minutes."""
    expires = int((now + LINK_LASTS).timestamp())
    body = bytes.fromhex(visitor.subject_id) + expires.to_bytes(4, "big")
    return (body + _seal(keys, visitor.account_id, body)).hex()


def read_state(keys: Keys, account_id: str, state: str, now: datetime) -> Visitor | None:
    """Whose yes was asked for; None for a forged, foreign or old state."""
    try:
        sealed = bytes.fromhex(state)
    except ValueError:
        return None
    body, seal = sealed[: _SUBJECT_BYTES + 4], sealed[_SUBJECT_BYTES + 4 :]
    if len(sealed) != _STATE_BYTES or not hmac.compare_digest(seal, _seal(keys, account_id, body)):
        return None
    if now.timestamp() >= int.from_bytes(body[_SUBJECT_BYTES:], "big"):
        return None
    return Visitor(account_id, body[:_SUBJECT_BYTES].hex())


def _seal(keys: Keys, account_id: str, body: bytes) -> bytes:
    message = b"\x1f".join((b"remind-state", account_id.encode(), body))
    return hmac.new(keys.cookie, message, hashlib.sha256).digest()[:16]


def _account(context: Context, account_id: str) -> Account:
    account = context.accounts.get(account_id)
    if account is None or credit_key(account, PURPOSE, SCENE) is None:
        abort(404)
    return account


def _asker(context: Context, account: Account, confirmed: Confirmed) -> Visitor | None:
    """Who asked in the chat and said yes with the same phone; a forwarded link is nobody's."""
    visitor = read_state(context.keys, account.id, confirmed.reserved, context.clock.now())
    if visitor is None or confirmed.scene != SCENE:
        return None
    if confirmed.template_id != account.templates[PURPOSE].id:
        return None
    subject_id = context.keys.subject_id(account.id, confirmed.openid)
    return visitor if hmac.compare_digest(subject_id, visitor.subject_id) else None


def _keep(connection: sa.Connection, account: Account, visitor: Visitor) -> bool:
    """Count it while the wish stands: whoever said 不用提醒 meanwhile is not written to."""
    template = credit_key(account, PURPOSE, SCENE)
    if template is None or reminder_hour(connection, account.id, visitor.subject_id) is None:
        return False
    allow_one(connection, account.id, visitor.subject_id, template)
    return True


def _told(what: str) -> Response:
    return redirect(get_context().address(f"/remind/done/{what}"), 303)
