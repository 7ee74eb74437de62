"""Domain files (域名校验文件): the MP_verify_*.txt that WeChat wants at the root of our address."""

from __future__ import annotations

import re

from flask import Blueprint, Response, abort

from handlers.context import get_context

bp = Blueprint("verify_file", __name__)

_CODE = re.compile(r"[A-Za-z0-9_-]{1,64}", re.ASCII)
_MOST_BYTES = 4096


@bp.get("/MP_verify_<code>.txt")
def show_verify_file(code: str) -> Response:
    """One file of `data_dir/verify`, as the school's IT teacher put it there."""
    folder = get_context().data_dir
    if folder is None or not _CODE.fullmatch(code):
        abort(404)
    path = folder / "verify" / f"MP_verify_{code}.txt"
    if not path.is_file():
        abort(404)
    with path.open("rb") as file:
        return Response(file.read(_MOST_BYTES), mimetype="text/plain")
