"""The staff console (教职工控制台): every page under /console."""

from __future__ import annotations

from flask import Blueprint

from handlers.pages import (
    console_acts,
    console_calls,
    console_case,
    console_class,
    console_login,
    console_posters,
    console_rectification,
    console_survey_results,
    console_surveys,
    console_today,
    console_wechat,
)
from handlers.pages.console_session import require_viewer

bp = Blueprint("console", __name__, url_prefix="/console")
bp.register_blueprint(console_login.bp)
bp.register_blueprint(console_wechat.bp)

for page in (
    console_today,
    console_acts,
    console_calls,
    console_case,
    console_class,
    console_posters,
    console_rectification,
    console_surveys,
    console_survey_results,
):
    page.bp.before_request(require_viewer)
    bp.register_blueprint(page.bp)
