"""The reader's cost (读懂一句话要多久): `python -m bench.reader [--quick]`.

Prints the time of ordinary messages and of 5,000 hostile characters of many shapes; exit 0 when the
goals are met. Times are those of the thread's processor, so that a busy machine does not blur them.
"""

from __future__ import annotations

import argparse
import sys
from statistics import median, quantiles
from time import thread_time

from rich.console import Console
from rich.table import Table

from homework.reading import read_report

MEDIAN_MS = 0.3
WORST_MS = 5.0
LENGTH = 5000

# How people write, from one word to a pasted evening.
ORDINARY = (
    "今天没有作业",
    "谢谢老师",
    "今天作业是什么?",
    "三年级2班 语文抄写20分钟 数学口算10分钟",
    "语文30 数学25 英语20 四(2)班",
    "昨天的数学卷子做到十点,写了一个半小时",
    "三年级二班语文抄写二十分钟数学口算十分钟英语听读十分钟",
    "数学练习册家长批改签字 30分钟,英语打卡录视频发群里",
    "语文:1.抄写第12课词语两遍\n2.背诵第3自然段\n数学:练习册P45\n英语:听读M3U1课文,家长签字",
    "【今日作业】语文:《伴你学》第7课 数学:校本P20-21,订正 英语:抄写Unit 3单词 科学:观察月相",
    "作业一共写了两个小时,语文卷子、数学练习册、英语抄写",
    "作业太多了,孩子写到十一点,希望学校管管",
)
# Each is repeated to 5,000 characters.
HOSTILE = {
    "a pasted evening": ORDINARY[8] + "\n",
    "one line again and again": "语文抄写20分钟,数学口算10分钟\n",
    "ranges": "20到30分钟、",
    "digits": "9",
    "Chinese figures": "一二三四五六七八九十",
    "brackets": "(",
    "classes": "三年级2班",
    "questions": "老师好我想问一下今天的作业是什么呢",
    "one character": "的",
    "groups": "家长群里发",
    "parents": "家长要帮",
    "clock times": "7点到8点",
    "half a clock time": "7:00-",
    "blanks": "语 ",
    "markup": "<a",
    "titles": '"《',
    "zero width": "语\u200b",
    "surrogates": "\ud83d",
    "dots": "1.2.",
    "subjects": "语文数学英语",
    "items": "1.抄2.背",
    "not": "不没无未",
    "days": "周末 ",
    "today": "今天是,",
    "classes and days": "| 三(2)班 周末",
}


def main(arguments: list[str] | None = None) -> int:
    parser = argparse.ArgumentParser(prog="python -m bench.reader", description=__doc__)
    parser.add_argument("--quick", action="store_true", help="a tenth of the rounds")
    rounds = 20 if parser.parse_args(arguments).quick else 200
    console = Console(width=None if sys.stdout.isatty() else 100)
    ordinary = [_best(text, rounds) for text in ORDINARY]
    hostile = {name: _best(_long(part), max(rounds // 4, 5)) for name, part in HOSTILE.items()}
    table = Table("message", "ms", "goal")
    table.add_row("ordinary, median", f"{median(ordinary):.3f}", f"≤ {MEDIAN_MS}")
    table.add_row("ordinary, ninth tenth", f"{quantiles(ordinary, n=10)[-1]:.3f}", "")
    for name, cost in sorted(hostile.items(), key=lambda pair: -pair[1]):
        table.add_row(f"{LENGTH} characters of {name}", f"{cost:.2f}", f"< {WORST_MS:g}")
    console.print(table)
    met = median(ordinary) <= MEDIAN_MS and max(hostile.values()) < WORST_MS
    console.print("goals met" if met else "goals missed")
    return 0 if met else 1


def _long(part: str) -> str:
    return (part * LENGTH)[:LENGTH]


def _best(text: str, rounds: int) -> float:
    """Milliseconds of the fastest of some rounds: what the work itself costs."""
    times = []
    for _ in range(rounds):
        began = thread_time()
        read_report(text)
        times.append(thread_time() - began)
    return min(times) * 1000


if __name__ == "__main__":
    sys.exit(main())
