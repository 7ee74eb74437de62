"""What a person does on a phone (用户操作): each tells the account and shows what comes back."""

from __future__ import annotations

import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial

from simulator.browser import is_local
from simulator.callbacks import Outcome, account_of, deliver, show_outcome
from simulator.chats import PERSON, Bubble, show
from simulator.errcodes import Json
from simulator.media import keep
from simulator.menu import find_button
from simulator.people import Person, set_following, set_not_following
from simulator.qrcodes import scene_of
from simulator.quotas import Trigger, open_window
from simulator.samples import sample_picture, sample_voice
from simulator.wire import Tag
from simulator.world import World


@dataclass(frozen=True, slots=True)
class Delivery:
    """How a message is to be delivered, for tests of duplicates and disorder."""

    msg_id: int | None = None
    copies: int = 1
    create_time: int | None = None
    delay_seconds: float = 0.0
    wait: bool = True
    trigger: Trigger = Trigger.MESSAGE  # the reply window it opens


class NotFollowing(Exception):
    """Only a follower can write to an account."""


class NoSuchButton(Exception):
    """The account's menu has no such button."""


def say(world: World, person: Person, text: str, delivery: Delivery) -> Json:
    """Send words; answer with what the person then sees."""
    content: list[Tag] = [("MsgType", "text"), ("Content", text)]
    return _send(world, person, Bubble("text", text), content, delivery)


def send_image(world: World, person: Person, delivery: Delivery) -> Json:
    media_id = keep(world, person.app_id, "image", sample_picture())
    content: list[Tag] = [
        ("MsgType", "image"),
        ("PicUrl", f"{world.public_url}/sim/media/{media_id}"),
        ("MediaId", media_id),
    ]
    return _send(world, person, Bubble("image", "[图片]"), content, delivery)


def send_voice(world: World, person: Person, delivery: Delivery) -> Json:
    media_id = keep(world, person.app_id, "voice", sample_voice())
    content: list[Tag] = [
        ("MsgType", "voice"),
        ("MediaId", media_id),
        ("Format", "amr"),
        ("Recognition", ""),
    ]
    return _send(world, person, Bubble("voice", "[语音]"), content, delivery)


def follow(world: World, person: Person, scene: str = "", ticket: str = "") -> Json:
    """Follow, by a code's scene or by search; following twice tells the account nothing."""
    if person.is_following:
        return _result("already_following", [])
    set_following(world, person, scene)
    show(world, person.openid, PERSON, Bubble("event", "关注了公众号"))
    open_window(world, person.openid, Trigger.FOLLOW)
    key = f"qrscene_{scene}" if scene else ""
    return _event(world, person, "subscribe", key, ticket)


def unfollow(world: World, person: Person) -> Json:
    """Stop following; the account hears of it and can answer nothing."""
    if not person.is_following:
        return _result("not_following", [])
    set_not_following(world, person)
    show(world, person.openid, PERSON, Bubble("event", "取消了关注"))
    tags = _event_tags(world, "unsubscribe", "")
    return _result_of(deliver(world, person.openid, tags))


def scan(world: World, person: Person, scanned: str) -> Json:
    """Scan a code: a scene of the account, or an address to open in the phone's browser."""
    account = account_of(world, person.openid)
    found = scene_of(world, account, scanned)
    if found is None:
        return {**_result("open", []), "open": scanned}
    scene, ticket = found
    if not person.is_following:
        return follow(world, person, scene, ticket)
    show(world, person.openid, PERSON, Bubble("event", f"扫了二维码 {scene}"))
    open_window(world, person.openid, Trigger.SCAN)
    return _event(world, person, "SCAN", scene, ticket)


def tap_menu(world: World, person: Person, key: str) -> Json:
    """Tap a button by its key, address or name; NoSuchButton, NotFollowing."""
    if not person.is_following:
        raise NotFollowing
    button = find_button(world, account_of(world, person.openid), key)
    if button is None:
        raise NoSuchButton(key)
    if button.get("type") == "view":
        tags = _event_tags(world, "VIEW", button["url"])
        world.timers.after(0, partial(deliver, world, person.openid, tags))
        return {**_result("open", []), "open": button["url"]}
    show(world, person.openid, PERSON, Bubble("event", f"点了菜单 {button['name']}"))
    open_window(world, person.openid, Trigger.MENU)
    event = "CLICK" if button.get("type") == "click" else str(button["type"])
    return _event(world, person, event, str(button.get("key", "")))


def tap_item(world: World, person: Person, text: str, item: str) -> Json:
    """Tap a line of a msgmenu: words arrive, but only the short window of a menu opens."""
    content: list[Tag] = [("MsgType", "text"), ("Content", text), ("bizmsgmenuid", item)]
    return _send(world, person, Bubble("text", text), content, Delivery(trigger=Trigger.MENU))


def browse(world: World, person: Person, url: str) -> Json:
    """Open a page in the phone's browser; return where the real browser finds it."""
    address = world.browsers.of(person.openid).address(url) if is_local(url) else url
    return {"address": address, "url": url}


def _send(
    world: World, person: Person, bubble: Bubble, content: Sequence[Tag], delivery: Delivery
) -> Json:
    if not person.is_following:
        raise NotFollowing
    show(world, person.openid, PERSON, bubble)
    open_window(world, person.openid, delivery.trigger)
    at = int(world.clock.now()) if delivery.create_time is None else delivery.create_time
    msg_id = new_msg_id() if delivery.msg_id is None else delivery.msg_id
    tags: list[Tag] = [("CreateTime", at), *content, ("MsgId", msg_id)]
    run = partial(_deliver_and_show, world, person, tags, delivery.copies)
    if delivery.wait:
        world.clock.sleep(delivery.delay_seconds)
        return {**run(), "msg_id": msg_id}
    world.timers.after(delivery.delay_seconds, run)
    return {**_result("under way", []), "msg_id": msg_id}


def new_msg_id() -> int:
    return 24_000_000_000_000_000 + secrets.randbelow(10**15)


def _deliver_and_show(world: World, person: Person, tags: Sequence[Tag], copies: int = 1) -> Json:
    outcomes = deliver(world, person.openid, tags, copies)
    show_outcome(world, person.openid, outcomes)
    return _result_of(outcomes)


def _event(world: World, person: Person, event: str, key: str, ticket: str = "") -> Json:
    tags = _event_tags(world, event, key, ticket)
    return _deliver_and_show(world, person, tags)


def _event_tags(world: World, event: str, key: str, ticket: str = "") -> list[Tag]:
    tags: list[Tag] = [
        ("CreateTime", int(world.clock.now())),
        ("MsgType", "event"),
        ("Event", event),
        ("EventKey", key),
    ]
    return [*tags, ("Ticket", ticket)] if ticket else tags


def _result(status: str, outcomes: list[Outcome]) -> Json:
    replies = [
        {"kind": o.reply.kind, "text": o.reply.text, **(o.reply.card or {})}
        for o in outcomes
        if o.reply is not None
    ]
    return {"status": status, "replies": replies, "deliveries": [o.as_json() for o in outcomes]}


def _result_of(outcomes: list[Outcome]) -> Json:
    statuses = [outcome.status for outcome in outcomes]
    best = next((s for s in ("replied", "silent", "malformed") if s in statuses), statuses[0])
    return _result(best, outcomes)
