"""How many examples of each kind are read as meant: `python -m tests.homework.reading.scores`."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from homework.reading import read_report
from tests.homework.reading.notation import differences
from tests.homework.reading.rows import ARROW


def main() -> None:
    for name in ("reports.txt", "talk.txt"):
        for section, examples in _sections(Path(__file__).with_name(name)):
            right = sum(not differences(read_report(text), meant) for text, meant in examples)
            print(f"| {section} | {len(examples)} | {right} |")


def _sections(table: Path) -> Iterator[tuple[str, list[tuple[str, str]]]]:
    section = ""
    examples: list[tuple[str, str]] = []
    for line in table.read_text(encoding="utf-8").splitlines():
        if line.startswith("## "):
            if examples:
                yield section, examples
            section, examples = line[3:], []
        elif ARROW in line and not line.startswith("#"):
            text, meant = line.rsplit(ARROW, 1)
            examples.append((text.replace("\\n", "\n"), meant))
    yield section, examples


if __name__ == "__main__":
    main()
