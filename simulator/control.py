"""The control interface /sim/ (控制接口): what tests, demos and the phones' page do to this world."""

from __future__ import annotations

from flask import Blueprint, Response, abort, jsonify, request

from simulator import chats, gestures, machinery, robot
from simulator.bodies import body
from simulator.dispatch import Calls
from simulator.errcodes import Json
from simulator.gestures import Delivery, NoSuchButton, NotFollowing
from simulator.one_time import allow
from simulator.people import (
    Person,
    add_person,
    find_person,
    mark_read,
    pin,
    refuse_templates,
    summary,
)
from simulator.settings import UnknownSetting
from simulator.subscriptions import answer_notice
from simulator.world import World


def blueprint(world: World, calls: Calls) -> Blueprint:
    bp = Blueprint("control", __name__, url_prefix="/sim")
    bp.register_error_handler(NotFollowing, lambda _: (_refused("not_following"), 409))
    bp.register_error_handler(NoSuchButton, lambda _: (_refused("no_such_button"), 404))
    bp.register_error_handler(UnknownSetting, lambda e: (jsonify(error=str(e)), 400))
    _add_people(bp, world)
    _add_chats(bp, world)
    _add_gestures(bp, world)
    _add_taps(bp, world)
    machinery.add_routes(bp, world, calls)
    robot.add_routes(bp, world)
    return bp


def _refused(status: str) -> Response:
    return jsonify({"status": status, "replies": [], "deliveries": []})


def _person(world: World, openid: str) -> Person:
    person = find_person(world, openid)
    if person is None:
        abort(404)
    return person


def _delivery(asked: Json) -> Delivery:
    return Delivery(
        msg_id=asked.get("msg_id"),
        copies=int(asked.get("copies", 1)),
        create_time=asked.get("create_time"),
        delay_seconds=float(asked.get("delay_seconds", 0)),
        wait=asked.get("wait", True) is not False,
    )


def _add_people(bp: Blueprint, world: World) -> None:
    @bp.post("/people")
    def add() -> Response:
        asked = body()
        account = world.accounts.get(asked.get("account", "")) or world.accounts.first()
        person = add_person(world, account, asked.get("name", "某人"), asked.get("openid"))
        if asked.get("pinned"):
            pin(world, person.openid)
        return jsonify(openid=person.openid)

    @bp.get("/people")
    def people() -> Response:
        return jsonify(summary(world))

    @bp.post("/people/<openid>")
    def change_person(openid: str) -> Response:
        person, asked = _person(world, openid), body()
        if "refuses_templates" in asked:
            refuse_templates(world, person, bool(asked["refuses_templates"]))
        if "pinned" in asked:
            pin(world, openid, bool(asked["pinned"]))
        if "read_to" in asked:
            mark_read(world, person, int(asked["read_to"]))
        return jsonify(openid=openid)

    @bp.post("/pins")
    def pins() -> Response:
        asked = body()
        account = world.accounts.get(asked.get("account", "")) or world.accounts.first()
        for entry in asked.get("people", []):
            person = add_person(world, account, entry["name"], entry.get("openid"))
            pin(world, person.openid)
        return jsonify(summary(world))


def _add_chats(bp: Blueprint, world: World) -> None:
    @bp.get("/people/<openid>/messages")
    def messages(openid: str) -> Response:
        _person(world, openid)
        return jsonify(chats.messages(world, openid, request.args.get("after", 0, int)))

    @bp.get("/shown")
    def shown() -> Response:
        args = request.args
        return jsonify(chats.shown(world, args.get("client_msg_id"), args.get("openid")))


def _add_gestures(bp: Blueprint, world: World) -> None:
    @bp.post("/people/<openid>/follow")
    def follow(openid: str) -> Response:
        person, scene = _person(world, openid), body().get("scene", "")
        done = gestures.scan if scene and not person.is_following else gestures.follow
        return jsonify(done(world, person, scene))

    @bp.post("/people/<openid>/unfollow")
    def unfollow(openid: str) -> Response:
        return jsonify(gestures.unfollow(world, _person(world, openid)))

    @bp.post("/people/<openid>/scan")
    def scan(openid: str) -> Response:
        return jsonify(gestures.scan(world, _person(world, openid), str(body().get("scene", ""))))

    @bp.post("/people/<openid>/text")
    def text(openid: str) -> Response:
        asked = body()
        person, words = _person(world, openid), str(asked.get("text", ""))
        return jsonify(gestures.say(world, person, words, _delivery(asked)))

    @bp.post("/people/<openid>/image")
    def image(openid: str) -> Response:
        return jsonify(gestures.send_image(world, _person(world, openid), _delivery(body())))

    @bp.post("/people/<openid>/voice")
    def voice(openid: str) -> Response:
        return jsonify(gestures.send_voice(world, _person(world, openid), _delivery(body())))


def _add_taps(bp: Blueprint, world: World) -> None:
    @bp.post("/people/<openid>/tap")
    def tap(openid: str) -> Response:
        person, asked = _person(world, openid), body()
        words, item = str(asked.get("text", "")), str(asked.get("id", ""))
        return jsonify(gestures.tap_item(world, person, words, item))

    @bp.post("/people/<openid>/consent")
    def consent(openid: str) -> Response:
        person, asked = _person(world, openid), body()
        template_id, scene = str(asked.get("template_id", "")), asked.get("scene")
        if scene is None:
            answer_notice(world, person, template_id, asked.get("accepts", True) is not False)
        else:
            allow(world, person, template_id, scene)
        return jsonify(status="told" if scene is None else "granted")

    @bp.post("/people/<openid>/browse")
    def browse(openid: str) -> Response:
        url = str(body().get("url", ""))
        if not url.startswith(("http://", "https://")):
            abort(400)
        return jsonify(gestures.browse(world, _person(world, openid), url))

    @bp.post("/people/<openid>/menu")
    def menu(openid: str) -> Response:
        return jsonify(gestures.tap_menu(world, _person(world, openid), str(body().get("key", ""))))
