"""Leases (租约): which scheduler acts now, fenced by an epoch that only ever rises."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from models.database.base import Base

SCHEDULER = "scheduler"


class Lease(Base):
    """One named right to act, held until `expires_at`; `renewed_at` is the holder's heartbeat."""

    __tablename__ = "lease"

    name: Mapped[str] = mapped_column(sa.String(40), primary_key=True)
    holder: Mapped[str] = mapped_column(sa.String(80))
    epoch: Mapped[int]
    expires_at: Mapped[datetime]
    renewed_at: Mapped[datetime]


@dataclass(frozen=True, slots=True)
class Held:
    """A lease as its holder knows it; `epoch` goes into every claim it makes."""

    name: str
    holder: str
    epoch: int


@dataclass(frozen=True, slots=True)
class Seen:
    """A holder's sign of life as another process read it."""

    holder: str
    epoch: int
    renewed_at: datetime


class LeaseLost(Exception):
    """Another process holds the lease now; whoever sees this must stop acting."""


def take_lease(
    connection: sa.Connection, name: str, holder: str, lasts: timedelta, now: datetime
) -> Held | None:
    """Take a lease that is free or has expired, or renew one's own; None while another holds it.

    Taking raises the epoch, so that a holder that was frozen and wakes up can claim nothing.
    """
    row = connection.execute(
        sa.select(*Lease.__table__.c).where(Lease.name == name).with_for_update()
    ).one_or_none()
    if row is None:
        return _insert_lease(connection, name, holder, now + lasts, now)
    if row.holder != holder and row.expires_at > now:
        return None
    epoch = row.epoch if row.holder == holder and row.expires_at > now else row.epoch + 1
    changed = connection.execute(
        sa.update(Lease)
        .where(Lease.name == name, Lease.epoch == row.epoch, Lease.holder == row.holder)
        .values(holder=holder, epoch=epoch, expires_at=now + lasts, renewed_at=now)
    )
    return Held(name, holder, epoch) if changed.rowcount == 1 else None


def _insert_lease(
    connection: sa.Connection, name: str, holder: str, expires_at: datetime, now: datetime
) -> Held | None:
    try:
        with connection.begin_nested():
            connection.execute(
                sa.insert(Lease).values(
                    name=name, holder=holder, epoch=1, expires_at=expires_at, renewed_at=now
                )
            )
    except sa.exc.IntegrityError:
        return None  # another process was first
    return Held(name, holder, 1)


def look_at_lease(connection: sa.Connection, name: str = SCHEDULER) -> Seen | None:
    """The holder's last sign of life, for one who stands by."""
    row = connection.execute(
        sa.select(Lease.holder, Lease.epoch, Lease.renewed_at).where(Lease.name == name)
    ).one_or_none()
    return None if row is None else Seen(*row)


def end_stale_lease(connection: sa.Connection, name: str, seen: Seen, now: datetime) -> bool:
    """End a lease whose holder has given no sign of life since this one; True when it was so.

    For one who stands by and has counted a whole lease on a clock nobody can set: after the wall
    clock was set back, the dead holder's lease would otherwise last until that hour comes round.
    """
    ended = connection.execute(
        sa.update(Lease)
        .where(
            Lease.name == name,
            Lease.holder == seen.holder,
            Lease.epoch == seen.epoch,
            Lease.renewed_at == seen.renewed_at,
        )
        .values(expires_at=now)
    )
    return ended.rowcount == 1


def require_lease(connection: sa.Connection, held: Held, now: datetime) -> None:
    """Make the surrounding transaction depend on the lease; raises LeaseLost."""
    row = connection.execute(
        sa.select(Lease.epoch, Lease.holder, Lease.expires_at)
        .where(Lease.name == held.name)
        .with_for_update()
    ).one_or_none()
    if row is None or (row.holder, row.epoch) != (held.holder, held.epoch) or row.expires_at <= now:
        raise LeaseLost(held.name)


def release_lease(connection: sa.Connection, held: Held, now: datetime) -> None:
    """Give the lease back at a clean stop, so that a stand-by need not wait for it to expire."""
    connection.execute(
        sa.update(Lease)
        .where(Lease.name == held.name, Lease.epoch == held.epoch, Lease.holder == held.holder)
        .values(expires_at=now)
    )


def heartbeat(connection: sa.Connection, name: str = SCHEDULER) -> datetime | None:
    """When the holder last renewed; None where there never was one."""
    return connection.scalar(sa.select(Lease.renewed_at).where(Lease.name == name))
