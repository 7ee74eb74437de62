"""Who goes away unheard (不同意、不填): whether the browser's cookie may be taken back."""

from __future__ import annotations

from handlers.context import get_context
from handlers.pages.device import known_device_subject
from models.families.households import identities_of
from models.families.own_replies import own_replies


def has_said_nothing() -> bool:
    """Whether this browser has a cookie by which nothing is kept: no report and no answers."""
    context = get_context()
    device = known_device_subject(context)
    if device is None:
        return False
    schools = list(context.plans)
    with context.store.reading() as connection:
        return not (
            identities_of(connection, schools, device)
            or own_replies(connection, context.keys, schools, [device])
        )
