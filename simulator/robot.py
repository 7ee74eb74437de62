"""A group's robot (群机器人): what is posted to it stands in a phone of its own on the wall."""

from __future__ import annotations

from flask import Blueprint, Response, jsonify

from simulator.bodies import body
from simulator.chats import ACCOUNT, Bubble, show
from simulator.people import add_person, pin, set_following
from simulator.world import World

OPENID = "robot"
_NAME = "领导小组群(群机器人)"


def add_routes(bp: Blueprint, world: World) -> None:
    """Take a JSON message (`message` or `text`, and `title`) as group robots do."""

    @bp.post("/robot")
    def robot() -> Response:
        asked = body()
        words = (str(asked.get(key, "")) for key in ("title", "message", "text"))
        person = add_person(world, world.accounts.first(), _NAME, OPENID)
        if not person.is_following:
            set_following(world, person)
            pin(world, OPENID)
        show(world, OPENID, ACCOUNT, Bubble("text", "\n".join(each for each in words if each)))
        return jsonify(ok=True)
