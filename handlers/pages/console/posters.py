"""Class posters (班级海报): the link and code of each class, and the file to print on A4."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from flask import Blueprint, Response, flash, redirect, url_for
from werkzeug.wrappers import Response as AnyResponse

from handlers.context import get_context
from handlers.pages.console.classes import find_seen_class
from handlers.pages.console.scope import Viewer
from handlers.pages.console.session import get_viewer, show
from handlers.pages.console.slips import ISSUERS
from homework.wording import printed
from models.schools import SchoolClass, classes_of
from paper.codes import picture
from paper.fonts import FontMissing

bp = Blueprint("posters", __name__)


@dataclass(frozen=True, slots=True)
class Shown:
    """One class's poster."""

    slug: str
    name: str
    link: str


@bp.get("/posters")
def show_posters() -> str:
    """Every class of this person's, with its file to print."""
    return _show(_own(get_viewer()), is_one=False)


@bp.get("/posters.pdf")
def all_pdf() -> Response:
    """Every class of this person's, a page of A4 each."""
    return _file(_own(get_viewer()), "posters.pdf")


@bp.get("/posters/<slug>")
def show_poster(slug: str) -> str:
    """One class's poster."""
    return _show([_find(slug)], is_one=True)


@bp.get("/posters/<slug>.pdf")
def pdf(slug: str) -> Response:
    """One class's poster, a page of A4."""
    return _file([_find(slug)], f"poster-{slug}.pdf")


@bp.get("/posters/<slug>.png")
def image(slug: str) -> Response:
    """The code of a class's report form as a picture."""
    response = Response(picture(_find(slug).link), mimetype="image/png")
    response.headers["Cache-Control"] = "private, max-age=3600"
    return response


@bp.errorhandler(FontMissing)
def say_font(error: FontMissing) -> AnyResponse:
    """Set-up has not fetched what printing needs."""
    flash(str(error), "problem")
    return redirect(url_for("console.posters.show_posters"), 303)


def _show(posters: Sequence[Shown], is_one: bool) -> str:
    issues_slips = get_viewer().person.role in ISSUERS
    return show(
        "posters.html", posters=posters, is_one=is_one, printed=printed, issues_slips=issues_slips
    )


def _own(viewer: Viewer) -> list[Shown]:
    with get_context().store.reading() as connection:
        return [
            _shown(viewer, school_class)
            for school_class in classes_of(connection, viewer.plan.id, viewer.today)
            if school_class.grade(viewer.today) in viewer.plan.classes
            and viewer.sight(school_class, viewer.today) is not None
        ]


def _find(slug: str) -> Shown:
    viewer = get_viewer()
    with get_context().store.reading() as connection:
        return _shown(viewer, find_seen_class(connection, viewer, slug))


def _shown(viewer: Viewer, school_class: SchoolClass) -> Shown:
    return Shown(
        slug=school_class.slug(viewer.today),
        name=school_class.name(viewer.today),
        link=get_context().address(f"/r/{school_class.public_link}"),
    )


def _file(shown: Sequence[Shown], name: str) -> Response:
    # Late: most workers never print.
    from paper.apart import draw_apart
    from paper.posters import Poster, draw_posters

    school = get_viewer().plan.name
    posters = [Poster(each.slug, each.name, school, each.link) for each in shown]
    made = draw_apart(draw_posters, posters, f"{school} 班级海报")
    response = Response(made, mimetype="application/pdf")
    response.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    return response
