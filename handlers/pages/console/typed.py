"""What was typed (写好的字): shown again on the page that says why it was not kept.

Only to the request that brought it, escaped; kept nowhere. Never before the form's own token was
found right: a page elsewhere cannot put words here.
"""

from __future__ import annotations

from flask import Response, render_template, request

from homework.wording import console_door as door

_FIELDS = ("words", "reason", "note")
"""The fields in which people write sentences; no code and no name is ever shown again."""


def typed_words() -> str:
    """What the person wrote in this form; "" where it has no room for words, or none were."""
    return "\n".join(
        words.strip() for name in _FIELDS for words in request.form.getlist(name) if words.strip()
    )


def show_typed(title: str, why: str, onward: str, *, is_signed_out: bool = False) -> Response:
    """A page that says why nothing was done, with what was typed, to copy."""
    page = render_template(
        "error.html",
        title=title,
        words=why,
        typed=typed_words(),
        typed_label=door.TYPED,
        onward=onward,
        onward_words=door.SIGN_IN if is_signed_out else door.BACK,
        # The page with the words stays open meanwhile.
        is_elsewhere=is_signed_out,
    )
    return Response(page, 401 if is_signed_out else 409, mimetype="text/html")
