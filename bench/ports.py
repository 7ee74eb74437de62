"""Free ports (空闲端口) for programs that are started a moment later, by this process or another."""

from __future__ import annotations

import os
import random
import socket
import tempfile
from pathlib import Path

_FIRST, _LAST = 20000, 32000
"""Below what the system gives to outgoing connections: any of those could take such a port between
the moment it was free and the moment its server starts."""

_TRIES = 500


def free_port(neighbours: int = 1) -> int:
    """The first of so many neighbouring ports nobody listens on, and no other process of ours has
    been given; they are ours until this process ends."""
    luck = random.SystemRandom()
    for _ in range(_TRIES):
        first = luck.randrange(_FIRST, _LAST - neighbours)
        ports = range(first, first + neighbours)
        claims = [claim for port in ports if (claim := _claim(port)) is not None]
        if len(claims) == neighbours and all(map(_is_free, ports)):
            return first
        for claim in claims:
            os.close(claim)
    raise OSError("no port is free")


def _claim(port: int) -> int | None:
    """A lock on a port, as a bare descriptor that the system closes with the process; None where
    another has it."""
    import fcntl  # late: what only needs a server's address runs on Windows too

    folder = Path(tempfile.gettempdir()) / f"homework-ports-{os.getuid()}"
    folder.mkdir(exist_ok=True)
    file = os.open(folder / f"{port}.lock", os.O_RDWR | os.O_CREAT, 0o600)
    try:
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        os.close(file)
        return None
    return file


def _is_free(port: int) -> bool:
    with socket.socket() as probe:
        try:
            probe.bind(("127.0.0.1", port))
        except OSError:
            return False
    return True
