"""Ten minutes of nonsense for the reader (乱输入测试): `python -m bench.fuzz_reader [--minutes 10] [--seed N]`.

Writes messages from pieces of real speech, breaks them, and checks that every answer is sound: no
exception, minutes within 0 to 480, indexes that exist, JSON that can be written, time that is bounded.
Prints the seed and each message that broke something; exit 0 when none did.
"""

from __future__ import annotations

import argparse
import json
import random
import sys
from collections.abc import Iterator
from time import monotonic, thread_time

from homework.reading import Ask, read_answer, read_correction, read_minutes, read_report
from homework.report import MAX_MINUTES, Report

LONGEST = 20_000
SLOWEST_MS = 60.0
"""A single slow answer may be the machine's; this much is never."""

PIECES = (
    "语文 数学 英语 物理 道法 语数英 语: 数: 英 三年级2班 三(2)班 302班 2023级5班 初一 抄写 背诵 练习册 卷子 口算 听写 预习 阅读 跳绳 观察"
    " 20分钟 半小时 一个半小时 40' 三刻钟 二十来分钟 10~15分钟 7:00-7:40 七点到八点半 99999小时 95分 30 P20-22 第3课 两遍 1. ① (2) 2、"
    " 一共 总共 各 每科 每样 分别 都是书面的 都在学校写完了 不到 以内 至少 大概 没写完 在学校写完了 选做 家里加的 没有作业 无 昨天 周五 明天交 今晚 中午 周末"
    ' 家长签字 家长批改 报听写 打印 群里布置 打卡 趣配音 罚抄十遍 不用打印 吗 ? 什么 太多了 考试 更正 不对,是 不是 老师 谢谢 《春》 " '
    " , 。 ; : 、 + / - \n \t | # * @ <b> </b> =1+1 {{x}} ' -- \u200b \ufeff \u202e \ud83d \udc00 \x00 🌸 2️⃣ ½ ㊿ 國語 鐘 ３"
).split(" ")


def main(arguments: list[str] | None = None) -> int:
    parser = argparse.ArgumentParser(prog="python -m bench.fuzz_reader", description=__doc__)
    parser.add_argument("--minutes", type=float, default=10)
    parser.add_argument("--quick", action="store_true", help="half a minute")
    parser.add_argument("--seed", type=int, default=None)
    options = parser.parse_args(arguments)
    seed = options.seed if options.seed is not None else random.SystemRandom().randrange(2**32)
    print(f"seed {seed}", flush=True)
    ends = monotonic() + (30 if options.quick else 60 * options.minutes)
    tried, broken = 0, 0
    for text in _messages(random.Random(seed)):
        for complaint in _complaints(text):
            broken += 1
            print(f"{complaint}: {json.dumps(text)}")
        tried += 1
        if monotonic() > ends or broken >= 20:
            break
    print(f"{tried} messages, {broken} broke something")
    return 1 if broken else 0


def _messages(chance: random.Random) -> Iterator[str]:
    while True:
        parts = chance.choices(PIECES, k=chance.randint(1, 40))
        text = chance.choice(["", "", " ", ","]).join(parts)
        for _ in range(chance.choice([0, 0, 1, 3, 10])):
            text = _broken(text, chance)[:LONGEST]
        yield text


def _broken(text: str, chance: random.Random) -> str:
    """One slip: a character lost, doubled, moved, or put in from anywhere in Unicode."""
    at = chance.randrange(len(text) + 1)
    slip = chance.randrange(5)
    if slip == 0:
        return text[:at] + text[at + 1 :]
    if slip == 1:
        return text[:at] + text[at : at + 5] * 2 + text[at + 5 :]
    if slip == 2:
        return text[at:] + text[:at]
    if slip == 3:
        return text[:at] + chr(chance.randrange(0x110000)) + text[at:]
    return text * chance.choice([2, 3, 50])


def _complaints(text: str) -> Iterator[str]:
    began = thread_time()
    try:
        reading = read_report(text, explain=True)
        took = (thread_time() - began) * 1000
        minutes = read_minutes(text)
        answer = read_answer(text, reading.report, reading.asked_about, reading.ask or Ask.SUBJECT)
        corrected = read_correction(text, reading.report)
    except Exception as error:  # the fuzzer's purpose: any exception is a finding
        yield f"{type(error).__name__} {error}"
        return
    if took > SLOWEST_MS:
        yield f"{took:.0f} ms"
    if minutes is not None and minutes.low > MAX_MINUTES:
        yield "minutes out of range"
    for report in (reading.report, answer.report if answer else None, corrected):
        if report is not None:
            yield from _unsound(report)
    if any(i >= len(reading.report.assignments) for i in reading.asked_about):
        yield "asked about an assignment that is not there"
    if reading.report.assignments and not reading.is_report:
        yield "homework in what is no report"


def _unsound(report: Report) -> Iterator[str]:
    for each in report.assignments:
        minutes = each.minutes
        if minutes is not None and not 0 <= minutes.low <= (minutes.high or MAX_MINUTES):
            yield f"minutes {minutes}"
        try:
            each.content.encode()
        except UnicodeEncodeError:
            yield "content that cannot be kept"


if __name__ == "__main__":
    sys.exit(main())
