"""The console's frame (控制台框架): cookies, who is signed in, and what every page of it carries."""

from __future__ import annotations

import re
from datetime import datetime, timedelta
from typing import Any, cast
from urllib.parse import urlencode, urlsplit

from flask import Response, current_app, flash, g, redirect, render_template, request, url_for
from werkzeug.wrappers import Response as AnyResponse

from handlers.context import Context, get_context
from handlers.pages.console.nav import menu
from handlers.pages.console.scope import Viewer
from handlers.pages.console.typed import show_typed, typed_words
from handlers.pages.console.undo import take_undo
from homework.wording import console as wording
from homework.wording import console_door as door
from models.leases import heartbeat
from models.pushes.outbox import Stuck, find_stuck
from models.staff.people import SESSION_LASTS
from models.staff.second_steps import Stand, stand_of
from models.staff.sessions import SignedIn, find_session, needs_touch, touch_session

SESSION = "console"
BROWSER = "login"
HEARTBEAT_MAY_BE = timedelta(seconds=60)

_OWN_PATH = re.compile(r"/console(/[A-Za-z0-9_-]+)*/?", re.ASCII)


def cookie_name(context: Context, name: str) -> str:
    """The cookie's name: bound to this host and to https where there is https."""
    return f"__Host-hw-{name}" if _is_https(context) else f"hw-{name}"


def _is_https(context: Context) -> bool:
    return urlsplit(context.base_url).scheme == "https"


def put_cookie(response: AnyResponse, name: str, value: str, lasts: timedelta) -> None:
    """Set one of the console's cookies."""
    context = get_context()
    response.set_cookie(
        cookie_name(context, name),
        value,
        max_age=lasts,
        path="/",
        secure=_is_https(context),
        httponly=True,
        samesite="Lax",
    )


def drop_cookie(response: AnyResponse, name: str) -> None:
    """Make the browser forget one of the console's cookies."""
    context = get_context()
    response.delete_cookie(
        cookie_name(context, name),
        path="/",
        secure=_is_https(context),
        httponly=True,
        samesite="Lax",
    )


def read_cookie(name: str) -> str:
    """What the browser sent under this name, or ""."""
    return request.cookies.get(cookie_name(get_context(), name), "")


def own_path(path: str | None) -> str:
    """A path of the console to go to after signing in; anything else leads to its first page."""
    return path if path and _OWN_PATH.fullmatch(path) else "/console"


def signed_in() -> Viewer | None:
    """Who is behind the request's cookie, if the session is alive; notes that it is in use.

    Sets `g.stand`: whether the second step is still owed, without which no page is shown.
    """
    context = get_context()
    cookie, now = read_cookie(SESSION), context.clock.now()
    if not cookie:
        return None
    with context.store.reading() as connection:
        session = find_session(connection, cookie, now)
        plan = context.plans.get(session.person.school_id) if session else None
        if session is None or plan is None:
            return None
        g.stand = stand_of(connection, plan, session)
    if needs_touch(session, now):
        context.store.write(lambda connection: touch_session(connection, session, now))
    return Viewer(session, plan, now)


def require_viewer() -> AnyResponse | None:
    """Before every page but the login: send whoever is not signed in there, and back after."""
    viewer = signed_in()
    if viewer is None:
        sign_in = url_for("console.login.show", next=_page_here())
        if request.method != "GET":
            if typed_words():
                return show_typed(*door.ENDED, sign_in, is_signed_out=True)
            flash(door.SIGNED_OUT, "problem")
        return redirect(sign_in, 303)
    if g.stand is not Stand.FREE:
        wanted = own_path(request.path) if request.method == "GET" else None
        return redirect(url_for("console_second_step.show_step", next=wanted), 303)
    g.viewer = viewer
    return None


def _page_here() -> str | None:
    """The page asked for, or the one on which the form stood: a form is posted to a path below its
    page's."""
    path = own_path(request.path)
    adapter = current_app.url_map.bind("")
    while path.startswith("/console/"):
        if adapter.test(path, method="GET"):
            return path
        path = path.rpartition("/")[0]
    return path or None


def get_viewer() -> Viewer:
    """The person who is signed in; only behind `require_viewer`."""
    return cast(Viewer, g.viewer)


def welcome(session: SignedIn, path: str | None) -> AnyResponse:
    """Hand the new session's cookie over and go to a page of the console."""
    response = redirect(own_path(path), 303)
    put_cookie(response, SESSION, session.cookie, SESSION_LASTS)
    return response


def show(template: str, **values: Any) -> str:
    """Render a page of the console, with its banner where nobody is alerted."""
    viewer = get_viewer()
    with get_context().store.reading() as connection:
        last = heartbeat(connection)
        stuck = find_stuck(connection, viewer.plan.id, viewer.now)
    return render_template(
        f"console/{template}",
        viewer=viewer,
        plan=viewer.plan,
        words=wording,
        menu=menu(viewer),
        undo=take_undo(),
        pager_link=_pager_link,
        stopped=_stopped(last, viewer.now) or _stuck(stuck, viewer.now),
        **values,
    )


def _pager_link(before: int | None) -> str:
    """This page from an older entry on, or from the newest; what was filtered stays so."""
    kept = {key: value for key, value in request.args.items() if key != "before"}
    if before is not None:
        kept["before"] = str(before)
    return f"{request.path}?{urlencode(kept)}"


def _stopped(last: datetime | None, now: datetime) -> str:
    if last is not None and now - last <= HEARTBEAT_MAY_BE:
        return ""
    return wording.scheduler_stopped(last.astimezone(now.tzinfo) if last else None, now)


def _stuck(stuck: Stuck | None, now: datetime) -> str:
    if stuck is None:
        return ""
    return wording.alerts_stuck(stuck.count, stuck.since.astimezone(now.tzinfo), stuck.error)


def bare(template: str, status: int = 200, **values: Any) -> Response:
    """Render a page for someone who is not signed in yet."""
    return Response(
        render_template(f"console/{template}", words=wording, **values),
        status,
        mimetype="text/html",
    )
