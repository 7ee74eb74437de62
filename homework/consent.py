"""Consent (同意): which version of the privacy notice a person agreed to, by sending a first report."""

from __future__ import annotations

CONSENT_VERSION = 1
"""Raised when what is kept, why, or for how long changes to people's disadvantage: all are asked
again with their next report."""


def must_ask(version: int | None) -> bool:
    """Whether a person who agreed to this version (None: to none) is to be asked."""
    return version != CONSENT_VERSION
