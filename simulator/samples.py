"""What people send when a test only says "a picture" or "a voice message" (样例素材)."""

from __future__ import annotations

from simulator.api import Upload
from simulator.qrcodes import draw

_SILENCE = bytes([0x3C]) + bytes(31)  # one AMR frame of 12.2 kbit/s: 20 ms
_SECONDS = 3


def sample_picture() -> Upload:
    """Return a PNG that any program can open."""
    return Upload("picture.png", "image/png", draw("a picture"))


def sample_voice() -> Upload:
    """Return three seconds of silence, as AMR."""
    return Upload("voice.amr", "audio/amr", b"#!AMR\n" + _SILENCE * (_SECONDS * 50))
