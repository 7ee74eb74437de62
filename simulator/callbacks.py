"""A callback from its cause to what the chat shows (回调与重试)."""

from __future__ import annotations

import json
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass

from simulator.accounts import Account
from simulator.chats import ACCOUNT, Bubble, show
from simulator.errcodes import Json
from simulator.pusher import Attempt, post, seal
from simulator.replies import BadReply, read_reply
from simulator.wire import Tag, render
from simulator.world import World

OUT_OF_SERVICE = "该公众号暂时无法提供服务，请稍后再试"


@dataclass(frozen=True, slots=True)
class Outcome:
    """How a callback ended: replied, silent, malformed, no_answer or no_webhook."""

    status: str
    reply: Bubble | None
    attempts: tuple[Attempt, ...]
    reason: str = ""

    def as_json(self) -> Json:
        return {
            "status": self.status,
            "reason": self.reason,
            "attempts": [
                {"status": a.status, "seconds": round(a.seconds, 3), "failure": a.failure}
                for a in self.attempts
            ],
        }


def deliver(world: World, openid: str, tags: Sequence[Tag], copies: int = 1) -> list[Outcome]:
    """Tell the account, wait for the outcome of every copy, and log it; shows nothing."""
    account = account_of(world, openid)
    xml = render([("ToUserName", account.original_id), ("FromUserName", openid), *tags])
    return redeliver(world, account, openid, xml, max(copies, world.settings.callback_copies))


def redeliver(
    world: World, account: Account, openid: str, xml: str, copies: int = 1
) -> list[Outcome]:
    """Deliver this XML so many times at once; each copy has its own three tries."""
    if world.settings.callback_delay:
        world.clock.sleep(world.settings.callback_delay)
    if copies == 1:
        return [_deliver_one(world, account, openid, xml)]
    with ThreadPoolExecutor(copies) as pool:
        started = [pool.submit(_deliver_one, world, account, openid, xml) for _ in range(copies)]
        return [future.result() for future in started]


def show_outcome(world: World, openid: str, outcomes: list[Outcome]) -> None:
    """Show what a person sees of it: one reply, or that the account is out of service."""
    for outcome in outcomes:
        if outcome.reply is not None:
            show(world, openid, ACCOUNT, outcome.reply)
            return
    if any(outcome.status in ("malformed", "no_answer") for outcome in outcomes):
        show(world, openid, "platform", Bubble("error", OUT_OF_SERVICE))


def account_of(world: World, openid: str) -> Account:
    row = world.store.row("SELECT app_id FROM person WHERE openid = ?", openid)
    account = None if row is None else world.accounts.get(row["app_id"])
    if account is None:
        raise KeyError(openid)
    return account


def _deliver_one(world: World, account: Account, openid: str, xml: str) -> Outcome:
    delivery_id = world.store.run(
        "INSERT INTO delivery (app_id, openid, at, kind, xml) VALUES (?, ?, ?, ?, ?)",
        *(account.app_id, openid, world.clock.now(), kind_of(xml), xml),
    )
    outcome = _judge(account, openid, _try(world, account, openid, xml))
    attempts = json.dumps(outcome.as_json()["attempts"])
    world.store.run(
        "UPDATE delivery SET status = ?, attempts = ? WHERE id = ?",
        *(outcome.status, attempts, delivery_id),
    )
    return outcome


def _try(world: World, account: Account, openid: str, xml: str) -> list[Attempt]:
    settings = world.settings
    attempts: list[Attempt] = []
    envelope = seal(account, openid, xml, world.clock.now())
    while account.webhook_url and len(attempts) < settings.tries:
        started = world.clock.steady()
        if attempts and settings.retry_nonce == "fresh":
            envelope = seal(account, openid, xml, world.clock.now())
        attempt = post(account.webhook_url, envelope, settings.reply_timeout)
        attempts.append(attempt)
        is_answer = attempt.status == 200 or not settings.retry_on_http_error
        if attempt.status is not None and is_answer:
            break
        if len(attempts) < settings.tries:
            world.clock.sleep(started + settings.retry_seconds - world.clock.steady())
    return attempts


def _judge(account: Account, openid: str, attempts: list[Attempt]) -> Outcome:
    if not attempts:
        return Outcome("no_webhook", None, ())
    last = attempts[-1]
    if last.status != 200:
        return Outcome("no_answer", None, tuple(attempts), last.failure or f"HTTP {last.status}")
    try:
        reply = read_reply(account, openid, last.body)
    except BadReply as error:
        return Outcome("malformed", None, tuple(attempts), str(error))
    return Outcome("silent" if reply is None else "replied", reply, tuple(attempts))


def kind_of(xml: str) -> str:
    """Name a callback for the log: its event, or its message type."""
    for tag in ("Event", "MsgType"):
        _, found, rest = xml.partition(f"<{tag}><![CDATA[")
        if found:
            return rest.partition("]]>")[0]
    return ""
