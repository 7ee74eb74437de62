"""Tidying (整理): move SQLite's log into its file, forget what may be kept no longer."""

from __future__ import annotations

from models.account.inbound import purge_inbound
from models.account.memories import forget_expired
from scheduler.shift import Shift


def checkpoint(shift: Shift) -> None:
    """Keep the write-ahead log short; only the acting scheduler does this."""
    if shift.held is not None:
        shift.store.checkpoint()


def purge(shift: Shift) -> None:
    """Delete what is past its keeping time: deliveries, sealed words, what the chat waited for."""
    if shift.held is None:
        return
    now = shift.clock.now()
    shift.store.write(lambda connection: purge_inbound(connection, now))
    shift.store.write(lambda connection: forget_expired(connection, now))
