"""The privacy notice (隐私说明): made of the list of what is held, so that it cannot say less."""

from __future__ import annotations

from flask import Blueprint, render_template

from homework.consent import CONSENT_VERSION
from homework.wording import pages as wording
from models.holdings.columns import Whose
from models.holdings.everything import HOLDINGS

bp = Blueprint("privacy", __name__)


@bp.get("/privacy")
def show_privacy() -> str:
    """What is kept, what for, how long, who sees what, in plain words."""
    return render_template(
        "parent/privacy.html",
        words=wording,
        version=CONSENT_VERSION,
        of_parents=[each for each in HOLDINGS if each.whose is Whose.PARENT],
        of_staff=[each for each in HOLDINGS if each.whose is Whose.STAFF],
        of_nobody=[each for each in HOLDINGS if each.whose is Whose.NOBODY],
    )
