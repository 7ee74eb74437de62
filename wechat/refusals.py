"""Why a delivery is refused (拒收), each with the HTTP status that says so."""

from __future__ import annotations


class Refused(Exception):
    """A delivery that gets no answer; `str()` is a short reason without secrets, for the log."""

    status = 400


class Forbidden(Refused):
    """Not proven to come from WeChat, or not for this account, or stale."""

    status = 403


class Malformed(Refused):
    """Proven, or not yet proven, but not a delivery anybody can read."""

    status = 400


class TooLarge(Refused):
    """Larger than any delivery of the platform; not parsed."""

    status = 413
