"""The staff console (教职工控制台): every page under /console."""

from __future__ import annotations

from flask import Blueprint

from handlers.pages.console import (
    acts,
    calls,
    case,
    classes,
    login,
    posters,
    rectification,
    survey_results,
    surveys,
    today,
    wechat,
)
from handlers.pages.console.session import require_viewer

bp = Blueprint("console", __name__, url_prefix="/console")
bp.register_blueprint(login.bp)
bp.register_blueprint(wechat.bp)

for page in (
    today,
    acts,
    calls,
    case,
    classes,
    posters,
    rectification,
    surveys,
    survey_results,
):
    page.bp.before_request(require_viewer)
    bp.register_blueprint(page.bp)
