"""The second step of signing in (两步验证): a code of the phone's authenticator, its setting up and its end."""

from __future__ import annotations

from urllib.parse import quote, urlencode

from flask import Blueprint, abort, flash, g, redirect, render_template, request, url_for
from werkzeug.wrappers import Response as AnyResponse

from handlers.context import get_context
from handlers.floods import client_address, require_pace
from handlers.pages.console.nav import menu
from handlers.pages.console.scope import Viewer
from handlers.pages.console.session import get_viewer, own_path, signed_in, welcome
from homework.flood import Pace
from homework.second_step import secret_words
from homework.wording import console as wording
from homework.wording import console_second_step as said
from models.staff.second_steps import (
    SecondStep,
    Stand,
    Tried,
    Typed,
    begin_enrolment,
    find_step,
    secret_of,
    take_off,
    try_code,
)

bp = Blueprint("console_second_step", __name__, url_prefix="/console/second-step")

TRIES = Pace(10, 90.0)
"""Wrong codes from one address: ten, then ten in a quarter of an hour. A person's own ten are
counted in the database, whatever address they come from."""


@bp.before_request
def require_session() -> AnyResponse | None:
    """Whoever is signed in gets here, whether or not the second step is passed: it is passed here."""
    viewer = signed_in()
    if viewer is None:
        return redirect(url_for("console.login.show"), 303)
    g.viewer = viewer
    return None


@bp.get("/")
@bp.get("")
def show_step() -> str:
    """The code to be typed; the code to be scanned; or that all is set, whichever it is."""
    viewer, step = get_viewer(), _step()
    is_on = step is not None and step.enrolled_at is not None
    is_inside = g.stand is Stand.FREE
    secret = secret_of(get_context().keys, step) if step is not None and not is_on else None
    issuer = said.issuer(viewer.plan.name)
    return render_template(
        "console/second_step.html",
        viewer=viewer,
        plan=viewer.plan,
        page="second_step",
        words=wording,
        said=said,
        menu=menu(viewer) if is_inside else (),
        is_inside=is_inside,
        is_on=is_on,
        is_required=viewer.person.role in viewer.plan.second_step,
        issuer=issuer,
        next=_next(),
        picture=_picture(otpauth(issuer, viewer.person.name, secret)) if secret else None,
        secret=secret_words(secret) if secret else "",
    )


@bp.post("/begin")
def begin() -> AnyResponse:
    """Make a fresh secret to be scanned; one in use is not touched."""
    context, person = get_context(), get_viewer().person
    if g.stand is Stand.OWES:
        abort(403)
    context.store.write(lambda connection: begin_enrolment(connection, context.keys, person))
    return _back()


@bp.post("/")
@bp.post("")
def enter() -> AnyResponse:
    """Show a code: the first one enrols, each later one lets this session on."""
    tried = _try(get_viewer())
    if tried.session is None:
        return _back()
    if g.stand is not Stand.OWES:
        flash(said.ON, "done")
    return welcome(tried.session, _next())


@bp.post("/off")
def leave() -> AnyResponse:
    """Give the second step up, with a code; not where the school asks it of this role."""
    viewer = get_viewer()
    if viewer.person.role in viewer.plan.second_step:
        flash(said.MUST_STAY, "problem")
        return _back()
    tried = _try(viewer)
    if tried.session is None:
        return _back()
    person, now = viewer.person, viewer.now
    get_context().store.write(lambda connection: take_off(connection, person, now, person.id))
    flash(said.OFF, "done")
    return redirect(url_for("console.login.show"), 303)


def _try(viewer: Viewer) -> Tried:
    context, typed = get_context(), request.form.get("code", "")
    keys, session, now = context.keys, viewer.session, viewer.now
    tried = context.store.write(lambda connection: try_code(connection, keys, session, typed, now))
    if tried.session is None:
        require_pace(TRIES, client_address(context), is_shared=True)
        flash(said.WAIT if tried.typed is Typed.WAIT else said.WRONG, "problem")
    return tried


def _step() -> SecondStep | None:
    with get_context().store.reading() as connection:
        return find_step(connection, get_viewer().person)


def _next() -> str | None:
    wanted = request.values.get("next")
    return own_path(wanted) if wanted else None


def _back() -> AnyResponse:
    return redirect(url_for("console_second_step.show_step", next=_next()), 303)


def otpauth(issuer: str, name: str, secret: bytes) -> str:
    """What the QR code of an enrolment says, as every authenticator reads it."""
    key = secret_words(secret).replace(" ", "")
    asked = urlencode({"secret": key, "issuer": issuer}, quote_via=quote)
    return f"otpauth://totp/{quote(f'{issuer}:{name}')}?{asked}"


def _picture(text: str) -> dict[str, object]:
    """The QR code as lines of an SVG; drawn afresh, since it holds a secret that nobody may keep."""
    from paper.codes import QUIET, runs

    width, dark = runs(text)
    lines = "".join(f"M{x + QUIET} {y + QUIET}h{length}v1h-{length}z" for y, x, length in dark)
    return {"width": width + 2 * QUIET, "lines": lines}
