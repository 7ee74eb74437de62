"""The reader alone (试读): JSON lines in, predictions out, for schools and for scoring.

    python -m homework.reading [--today 2026-03-11] [--explain] < texts.jsonl > predictions.jsonl

A line is {"id", "text"}; plain text works too, the line itself is then the message.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Iterable
from datetime import date

from homework.reading import Reading, read_minutes, read_report
from homework.reading.predictions import prediction


def main(arguments: list[str] | None = None) -> int:
    """Read standard input to its end."""
    parser = argparse.ArgumentParser(prog="python -m homework.reading", description=__doc__)
    parser.add_argument("--today", type=date.fromisoformat, default=None)
    parser.add_argument("--explain", action="store_true", help="show what was recognised where")
    options = parser.parse_args(arguments)
    # Surrogates in a message must not stop the run: they come in escaped and leave escaped.
    for line in sys.stdin.buffer.read().decode("utf-8", "replace").splitlines():
        if line.strip():
            row = _row(line)
            reading = read_report(row["text"], explain=options.explain)
            if options.explain:
                print("\n".join(_explained(row["text"], reading)))
            else:
                answer = prediction(row["id"], row["text"], reading, options.today)
                print(json.dumps(answer, ensure_ascii=True))
    return 0


def _row(line: str) -> dict[str, str]:
    try:
        row = json.loads(line)
    except ValueError:
        row = None
    if isinstance(row, dict) and isinstance(row.get("text"), str):
        return {"id": str(row.get("id", "")), "text": row["text"]}
    return {"id": "", "text": line}


def _explained(text: str, reading: Reading) -> Iterable[str]:
    yield f"{reading.intent.value}: {reading.normalised!r}"
    for span in reading.spans:
        words = reading.normalised[span.start : span.end]
        yield f"  {span.start:4d} {span.end:4d}  {span.what:12s} {span.value:14s} {words}"
    for a in reading.report.assignments:
        yield f"  = {a}"
    if reading.ask:
        yield f"  ? {reading.ask.value} {list(reading.asked_about)}"
    if not reading.report.assignments and (minutes := read_minutes(text)):
        yield f"  as a duration alone: {minutes}"


if __name__ == "__main__":
    sys.exit(main())
