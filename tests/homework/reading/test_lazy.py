"""Patterns wait for their first use, and every one of them is a pattern."""

from __future__ import annotations

import pkgutil
import re
import subprocess
import sys
from importlib import import_module

import homework.reading
from homework.reading.lazy import lazy
from tests.patience import PATIENCE


def test_a_pattern_answers_as_the_compiled_one_does() -> None:
    late, at_once = lazy(r"(?P<n>\d+)分", re.IGNORECASE), re.compile(r"(?P<n>\d+)分", re.IGNORECASE)

    found = late.search("数学20分钟")
    assert found is not None
    assert found["n"] == "20"
    assert late.sub("x", "20分30分") == at_once.sub("x", "20分30分")
    assert [each.span() for each in late.finditer("1分2分")] == [(0, 2), (2, 4)]
    assert late.pattern == at_once.pattern
    assert late.fullmatch("20") is None


def test_every_pattern_of_the_reader_can_be_compiled() -> None:
    seen = 0
    for module in pkgutil.iter_modules(homework.reading.__path__, "homework.reading."):
        if module.name.endswith("__main__"):
            continue
        for value in vars(import_module(module.name)).values():
            for each in value if isinstance(value, tuple | list) else (value,):
                parts = each if isinstance(each, tuple) else (getattr(each, "pattern", None), each)
                for part in parts:
                    if type(part).__name__ == "_Lazy":
                        part.search("")
                        seen += 1
    assert seen > 100


def test_importing_the_reader_compiles_only_what_joins_phrases() -> None:
    words = (
        "import re; made = []; compile_ = re.compile\n"
        "import dataclasses, enum, tomllib, argparse, json, homework.report, homework.school\n"
        "re.compile = lambda *given, **named: made.append(given) or compile_(*given, **named)\n"
        "import homework.reading; print(made)"
    )
    said = subprocess.run(
        [sys.executable, "-c", words], capture_output=True, text=True, check=True, timeout=PATIENCE
    )

    assert said.stdout.strip() == "[('[A-Z]{3,}', 0)]"
