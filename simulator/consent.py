"""The authorize page (授权页) on /connect/oauth2/authorize: asks, or knows who holds the phone."""

from __future__ import annotations

from flask import Blueprint, Response, redirect, render_template, request

from simulator.browser import OWNER_HEADER
from simulator.oauth import Authorize, BadAuthorize, new_code, read_authorize
from simulator.people import Person, find_person, people
from simulator.world import World


def blueprint(world: World) -> Blueprint:
    bp = Blueprint("consent", __name__)

    @bp.get("/connect/oauth2/authorize")
    def authorize() -> Response | tuple[str, int] | str:
        try:
            asked = read_authorize(world, request.args)
        except BadAuthorize as error:
            return render_template("refused.html", reason=str(error)), 400
        person = _holder(world, asked)
        if person is None:
            return render_template("choose.html", asked=asked, people=_people(world, asked))
        return _answered(world, asked, person)

    return bp


def _answered(world: World, asked: Authorize, person: Person) -> Response | str:
    """Lead back at once for snsapi_base; snsapi_userinfo needs a yes."""
    answer = request.args.get("answer", "")
    if asked.scope == "snsapi_base" or answer == "yes":
        return _led(asked.back(new_code(world, person, asked)))
    if answer == "no":
        return _led(asked.back(None))
    return render_template("consent.html", asked=asked, person=person)


def _led(address: str) -> Response:
    led = redirect(address, 302)
    assert isinstance(led, Response)
    return led


def _holder(world: World, asked: Authorize) -> Person | None:
    """Return who opens the page: the phone's owner, or who a test names in `openid`."""
    openid = request.headers.get(OWNER_HEADER) or request.args.get("openid") or ""
    person = find_person(world, openid)
    return person if person is not None and person.app_id == asked.account.app_id else None


def _people(world: World, asked: Authorize) -> list[Person]:
    return [person for person in people(world) if person.app_id == asked.account.app_id]
