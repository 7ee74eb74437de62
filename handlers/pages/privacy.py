"""The privacy notice (隐私说明): what is kept, what is not, for how long, who sees what."""

from __future__ import annotations

from flask import Blueprint, render_template

from homework.wording import pages as wording

bp = Blueprint("privacy", __name__)


@bp.get("/privacy")
def show_privacy() -> str:
    """One page in plain words."""
    return render_template("parent/privacy.html", words=wording)
