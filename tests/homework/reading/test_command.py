"""`python -m homework.reading` reads JSON lines and answers in the shape that scripts rely on."""

from __future__ import annotations

import json
import subprocess
import sys

from tests.patience import PATIENCE
from tests.tree import ROOT


def run(lines: str, *options: str) -> str:
    done = subprocess.run(
        [sys.executable, "-m", "homework.reading", *options],
        input=lines.encode(),
        capture_output=True,
        cwd=ROOT,
        timeout=PATIENCE,
        check=True,
    )
    return done.stdout.decode()


def test_a_line_in_is_a_prediction_out() -> None:
    rows = [
        {"id": "a", "text": "三年级2班 语文抄写20到30分钟 家长签字"},
        {"id": "b", "text": "周一的作业 数学口算10分钟"},
        {"id": "c", "text": "\ud83d 今天没有作业"},
        {"id": "d", "text": "高2025级3班 一个半小时"},
    ]
    out = run("\n".join(json.dumps(row) for row in rows), "--today", "2026-03-11")
    a, b, c, d = (json.loads(line) for line in out.splitlines())

    assert (a["grade"], a["class_no"], a["flags"]) == (3, 2, ["parent_sign"])
    assert a["items"] == [
        {"subject": "语文", "content": "抄写 家长签字", "minutes": 25.0, "kind": "written"}
    ]
    assert (b["day_offset"], b["slot"]) == (-2, None)
    assert (c["no_homework"], c["items"]) == (True, [])
    assert (d["grade"], d["class_no"], d["minutes"]) == (10, 3, 90.0)


def test_explain_shows_what_was_recognised_where() -> None:
    out = run("三年级2班语文抄写20分钟\n", "--explain")

    for shown in ("class", "3-2", "subject", "语文", "minutes", "20分钟", "written"):
        assert shown in out
