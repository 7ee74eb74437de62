"""Class posters (班级海报): the link and code of each class, ready for A4."""

from __future__ import annotations

import io
from dataclasses import dataclass
from functools import lru_cache

from flask import Blueprint, Response

from handlers.context import get_context
from handlers.pages.console_class import find_seen_class
from handlers.pages.console_scope import Viewer
from handlers.pages.console_session import get_viewer, show
from models.schools import SchoolClass, classes_of

bp = Blueprint("posters", __name__)

_BOX = 16  # pixels a module: 6 cm and more stay sharp at 300 dots an inch
_QUIET = 4  # modules of white that the standard asks for


@dataclass(frozen=True, slots=True)
class Poster:
    """One class's poster."""

    slug: str
    name: str
    grade: int
    link: str


@bp.get("/posters")
def show_posters() -> str:
    """Every class of this person's, a sheet of A4 each when printed."""
    viewer = get_viewer()
    with get_context().store.reading() as connection:
        posters = [
            _poster(viewer, school_class)
            for school_class in classes_of(connection, viewer.plan.id, viewer.today)
            if school_class.grade(viewer.today) in viewer.plan.classes
            and viewer.sight(school_class, viewer.today) is not None
        ]
    return show("posters.html", posters=posters, is_one=False)


@bp.get("/posters/<slug>")
def show_poster(slug: str) -> str:
    """One class's poster."""
    viewer = get_viewer()
    with get_context().store.reading() as connection:
        school_class = find_seen_class(connection, viewer, slug)
    return show("posters.html", posters=[_poster(viewer, school_class)], is_one=True)


@bp.get("/posters/<slug>.png")
def image(slug: str) -> Response:
    """The code of a class's report form as a picture."""
    viewer = get_viewer()
    with get_context().store.reading() as connection:
        link = _poster(viewer, find_seen_class(connection, viewer, slug)).link
    response = Response(qr_png(link), mimetype="image/png")
    response.headers["Cache-Control"] = "private, max-age=3600"
    return response


def _poster(viewer: Viewer, school_class: SchoolClass) -> Poster:
    return Poster(
        slug=school_class.slug(viewer.today),
        name=school_class.name(viewer.today),
        grade=school_class.grade(viewer.today),
        link=get_context().address(f"/r/{school_class.public_link}"),
    )


@lru_cache(maxsize=512)
def qr_png(link: str) -> bytes:
    """A link as a QR code that survives a creased or stained poster (a quarter may be lost)."""
    # Late: the picture library is large, and most workers never draw a poster.
    import qrcode
    from qrcode.image.pil import PilImage

    code = qrcode.QRCode(
        error_correction=qrcode.constants.ERROR_CORRECT_Q, box_size=_BOX, border=_QUIET
    )
    code.add_data(link)
    code.make(fit=True)
    out = io.BytesIO()
    code.make_image(image_factory=PilImage).save(out)
    return out.getvalue()
