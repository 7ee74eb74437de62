"""Free ports (空闲端口) for programs that are started a moment later, by this process or another."""

from __future__ import annotations

import atexit
import os
import random
import socket
import tempfile
from contextlib import ExitStack
from pathlib import Path
from typing import IO

_FIRST, _LAST = 20000, 32000
"""Below what the system gives to outgoing connections: any of those could take such a port between
the moment it was free and the moment its server starts."""

_TRIES = 500
_ours = ExitStack()
atexit.register(_ours.close)


def free_port(neighbours: int = 1) -> int:
    """The first of so many neighbouring ports nobody listens on, and no other process of ours has
    been given; they are ours until this process ends."""
    luck = random.SystemRandom()
    for _ in range(_TRIES):
        first = luck.randrange(_FIRST, _LAST - neighbours)
        ports = range(first, first + neighbours)
        claims = [_claim(port) for port in ports]
        if all(claims) and all(map(_is_free, ports)):
            for claim in claims:
                if claim:
                    _ours.enter_context(claim)
            return first
        for claim in claims:
            if claim:
                claim.close()
    raise OSError("no port is free")


def _claim(port: int) -> IO[bytes] | None:
    """A lock on a port, let go of with the process; None where another has it."""
    import fcntl  # late: what only needs a server's address runs on Windows too

    folder = Path(tempfile.gettempdir()) / f"homework-ports-{os.getuid()}"
    folder.mkdir(exist_ok=True)
    file = (folder / f"{port}.lock").open("ab")
    try:
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        file.close()
        return None
    return file


def _is_free(port: int) -> bool:
    with socket.socket() as probe:
        try:
            probe.bind(("127.0.0.1", port))
        except OSError:
            return False
    return True
