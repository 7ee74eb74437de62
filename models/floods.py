"""Counts of floods (限速计数): who sent how much, shared by the web workers of one machine."""

from __future__ import annotations

import logging
import mmap
import secrets
import struct
import threading
from contextlib import suppress
from hashlib import blake2b
from pathlib import Path

from homework.flood import Bucket, Pace, admit

log = logging.getLogger(__name__)

_WAYS = 8
_SETS = 8192
_SET = struct.Struct("<" + "Qd" * _WAYS)
_SLOT = struct.Struct("<Qd")
_SIZE = _SETS * _SET.size  # one megabyte, 65,536 senders

_ASIDE_LASTS = 16 * 24 * 3600.0
"""Seconds: longer than any day stays open, so that what was put aside is not counted by saying it
again."""


class Floods:
    """Who has sent how much, in a table of one size however many senders there are.

    With a path it is a file that every worker of the machine maps, so a limit is the same with one
    worker and with eight; without, or where the disk does not let us, it is this process's own. A
    sender is kept as a keyed hash with the moment (monotonic seconds) at which it has used up
    nothing any more: no address and no identity is in it. In a full set whoever would be forgotten
    first goes, so strangers can push each other out but never get anybody refused.

    Nothing locks it between processes: a worker that was stopped must not stop the others, and a
    count that is lost in a race lets one more through.
    """

    def __init__(self, path: Path | None = None, secret: bytes = b"") -> None:
        self._path = path
        self._key = secret[:64] or secrets.token_bytes(32)
        self._lock = threading.Lock()
        self._latest = 0.0
        self._table: mmap.mmap | bytearray | None = None

    def wait(self, pace: Pace, sender: str, now: float) -> float:
        """Count one of a sender's at a monotonic moment; 0.0, or seconds until it may come again."""
        key = self._hashed(f"{pace.burst}/{pace.every} {sender}")
        with self._lock:
            self._latest = max(self._latest, now)
            offset, free_at = self._find(key)
            used = max(0.0, (free_at - now) / pace.every)
            if used > pace.burst:
                used = 0.0  # more than can be: left from before this machine was started
            bucket, seconds = admit(Bucket(used, now), pace, now)
            if not seconds:
                _SLOT.pack_into(self._opened(), offset, key, now + bucket.used * pace.every)
        return seconds

    def put_aside(self, sender: str) -> None:
        """Remember that what this sender says is kept as a lead only."""
        key = self._hashed(f"aside {sender}")
        with self._lock:
            offset, _ = self._find(key)
            _SLOT.pack_into(self._opened(), offset, key, self._latest + _ASIDE_LASTS)

    def is_aside(self, sender: str) -> bool:
        """Whether this sender was put aside."""
        with self._lock:
            return self._find(self._hashed(f"aside {sender}"))[1] > 0.0

    def start_anew(self) -> None:
        """Forget everybody, before the workers are started: the moments are of one uptime."""
        if self._path is not None:
            with suppress(OSError):  # in use, as Windows has it: then they count on
                self._path.unlink(missing_ok=True)

    def _hashed(self, sender: str) -> int:
        digest = blake2b(sender.encode(), digest_size=8, key=self._key).digest()
        return int.from_bytes(digest, "little") or 1  # 0 is an empty slot

    def _find(self, key: int) -> tuple[int, float]:
        """Where a sender's slot begins and what stands in it: 0.0 for one that is new there."""
        start = key % _SETS * _SET.size
        slots = _SET.unpack_from(self._opened(), start)
        keys, moments = slots[::2], slots[1::2]
        if key in keys:
            at = keys.index(key)
            return start + at * _SLOT.size, moments[at]
        return start + moments.index(min(moments)) * _SLOT.size, 0.0

    def _opened(self) -> mmap.mmap | bytearray:
        if self._table is None:
            self._table = _mapped(self._path) if self._path else bytearray(_SIZE)
        return self._table


def _mapped(path: Path) -> mmap.mmap | bytearray:
    """The shared file, made where there is none; memory of our own where that cannot be."""
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        with path.open("ab") as file:
            # Written, not only made long: a disk that fills up later must not end the process.
            file.write(bytes(max(0, _SIZE - file.tell())))
        path.chmod(0o600)
        with path.open("r+b") as file:
            return mmap.mmap(file.fileno(), _SIZE)
    except OSError as error:
        log.warning("floods are counted by this process alone: %s", type(error).__name__)
        return bytearray(_SIZE)
