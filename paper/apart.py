"""Printing apart (另起进程): the fonts and the PDF library take 65 MB, which a web worker would keep."""

from __future__ import annotations

import pickle
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import ParamSpec

from paper.fonts import FontMissing

P = ParamSpec("P")

_ROOT = Path(__file__).resolve().parent.parent
_SECONDS = 60.0
_NO_FONT = 3


def draw_apart(draw: Callable[P, bytes], *given: P.args, **named: P.kwargs) -> bytes:
    """What a function of this package draws, drawn by a process of its own that ends with it.

    Raises FontMissing, and RuntimeError where it did not come to an end.
    """
    try:
        done = subprocess.run(
            [sys.executable, "-m", "paper.apart"],
            input=pickle.dumps((draw, given, named)),
            cwd=_ROOT,
            capture_output=True,
            timeout=_SECONDS,
        )
    except subprocess.TimeoutExpired:
        raise RuntimeError(f"not drawn within {_SECONDS:.0f} s") from None
    if done.returncode == _NO_FONT:
        raise FontMissing
    if done.returncode:
        # The name of the mistake only: its words may hold what was to be drawn.
        last = done.stderr.decode(errors="replace").strip().rpartition("\n")[2]
        raise RuntimeError(f"not drawn: {done.returncode}, {last.partition(':')[0]}")
    return done.stdout


def _main() -> int:
    draw, given, named = pickle.load(sys.stdin.buffer)  # from the process that started this one
    try:
        drawn = draw(*given, **named)
    except FontMissing:
        return _NO_FONT
    sys.stdout.buffer.write(drawn)
    return 0


if __name__ == "__main__":
    sys.exit(_main())
