"""Floods (防刷): senders that are too fast are told when to come back, and nothing they typed is lost.

Every public door that writes is counted, whatever is added later: by the device that is known, and
by the address. The workers of one machine count together (models/floods.py); with several machines
a limit is as many times as wide. It slows a flood; constraints of the database keep it from counting.
docs/decisions/0014-floods.md says where the figures come from.
"""

from __future__ import annotations

import math
from ipaddress import IPv6Address, ip_address

from flask import Flask, request
from werkzeug.exceptions import TooManyRequests

from handlers.context import Context, get_context
from homework.flood import Pace

DEVICE = Pace(10, 20.0)
"""One device's reports and answers: sending, correcting, a double tap; then three a minute."""

OWN = Pace(60, 2.0)
"""One device's acts on what it has said: taking back a whole term one by one is its right."""

ADDRESS = Pace(300, 0.5)
"""All writes from one address. A whole school stands behind one: forty parents before a poster send
twice each, and a parents' evening (24 classes of 45 in ten minutes) 108 a minute."""

NEW_IN_CLASS = Pace(60, 24 * 3600 / 60)
"""New devices behind one address in one class: a full class and a few grandparents. What comes
beyond it is kept, but put aside as a lead."""

WRONG_CODES = Pace(30, 20.0)
"""Codes of questionnaires that are none, from one address: a code is one of 10^12."""

LOGIN = Pace(40, 5.0)
"""New browsers before the console's door, from one address: a staff room on a Monday morning."""


_CONSOLE = "/console"
_READING = frozenset({"GET", "HEAD", "OPTIONS"})


class TooFast(TooManyRequests):
    """Come back in `seconds`; `is_shared` says that the limit was the address's, not one's own."""

    def __init__(self, seconds: float, *, is_shared: bool = False) -> None:
        self.seconds, self.is_shared = max(1, math.ceil(seconds)), is_shared
        super().__init__(retry_after=self.seconds)


def protect_from_floods(application: Flask) -> None:
    """Count every write at a public door before it is worked on."""
    application.before_request(_slow_down)


def wait_of(context: Context, pace: Pace, sender: str) -> float:
    """Count one for a sender; the seconds it has to wait, 0.0 where it is let through."""
    return context.floods.wait(pace, sender, context.clock.monotonic())


def _slow_down() -> None:
    from handlers.pages.console.session import BROWSER, read_cookie
    from handlers.pages.device import known_device_subject

    context, path = get_context(), request.path
    if path.startswith(_CONSOLE):
        # Behind the login everybody is known by name; what they may do, and how often, is said there.
        if path == "/console/login" and not read_cookie(BROWSER):
            require_pace(LOGIN, client_address(context), is_shared=True)
    elif request.method not in _READING and request.endpoint is not None:
        # Its own limit first: one phone must not use up what a whole school shares.
        pace = OWN if path.startswith("/me/") else DEVICE
        require_pace(pace, known_device_subject(context))
        require_pace(ADDRESS, client_address(context), is_shared=True)


def require_pace(pace: Pace, sender: str | None, *, is_shared: bool = False) -> None:
    """Count one for a sender (None: nobody can tell whose); raises TooFast."""
    seconds = 0.0 if sender is None else wait_of(get_context(), pace, sender)
    if seconds:
        raise TooFast(seconds, is_shared=is_shared)


def client_address(context: Context) -> str | None:
    """Where a request comes from, as our own proxies say; None where that is this machine.

    Only as many entries of X-Forwarded-For are believed as there are proxies of ours in front
    (`[site] trusted_proxies`): the rest is whatever the sender wrote. An IPv6 household is a /64.
    """
    hops = [each.strip() for each in request.headers.get("X-Forwarded-For", "").split(",")]
    trusted = context.trusted_proxies
    said = hops[-trusted] if 0 < trusted <= len(hops) and hops[-trusted] else request.remote_addr
    try:
        address = ip_address(said or "")
    except ValueError:
        return None
    if isinstance(address, IPv6Address):
        if address.ipv4_mapped is None:
            return None if address.is_loopback else str(IPv6Address(int(address) >> 64 << 64))
        address = address.ipv4_mapped
    # A proxy that nobody declared stands on this machine: all the world would be one sender.
    return None if address.is_loopback else str(address)
