"""Figures that look like minutes and are none (不是时长的数): pages, marks, 十分认真, 一分钟跳绳."""

from __future__ import annotations

import re

from homework.reading.duration_joins import FIRST, LIST
from homework.reading.lazy import lazy
from homework.reading.numbers import read_number

# At most three characters, and the one before them.
SKIP_BEFORE = lazy(r"(?:第|(?<![a-z])[a-z]|\d[.:/]|\d|no\.?|满分|考了?|[^\d]得了?|扣了?|加|减|差)$")


NOT_BEFORE_BARE = lazy(r"(?:满分|考了?|得了?|扣了?|加|减|差|成绩[是:]?|分数[是:]?|第)\ ?$")


MARK_TALK = lazy(r"考|成绩|得分|满分|及格|分数|平均|总分|名次|扣|优秀|退步|进步")


SPORT_SET = lazy(
    r"\ ?(?:一?组|计时)?(?:跳绳|短绳|仰卧起坐|平板支撑|开合跳|高抬腿|俯卧撑|深蹲|拍球|踢毽子|跳短绳|双摇|单摇|口算比赛|速算|靠墙|静蹲|马步|波比跳|蹲起|跳跃|演讲)"
)


SPORT_SET_BEFORE = lazy(
    r"(?:跳绳|短绳|仰卧起坐|平板支撑|开合跳|高抬腿|俯卧撑|深蹲|拍球|踢毽子|静蹲|马步|双摇|单摇|靠墙蹲|蹲起|靠墙站立|每组|一组)[ :,]?(?:每组|各|一组|\d组)?$"
)


SET_COUNT = lazy(r"\ ?(?:[x*×/]\ ?)?(?:\d+|[一二两三四五])?\ ?[组个次]")


def is_other_number(matched: str, atom: re.Match[str], window: str) -> bool:
    if SKIP_BEFORE.search(window[-4:]) and not LIST.search(window) and not FIRST.search(window):
        return window[-1:] not in "加减差得了" or atom.group("minute_unit") == "分"
    figure, unit, lessons = atom.group("minutes", "minute_unit", "lessons")
    if unit == "'" and window[-1:] in ("'", "="):
        return True  # '1'='1
    if figure == "几" and window[-1:] in ("是", "要", "多"):
        return True  # 标准是几分钟 asks
    if unit is None and matched[atom.end() : atom.end() + 1] == "候":  # 小时候
        return True
    if lessons and not re.search(r"(?<![第上下前后每这那])$", window):
        return True
    return unit == "分" and _is_mark(matched, atom, window)


def _is_mark(matched: str, atom: re.Match[str], window: str) -> bool:
    """语文98分 is a mark: 分 alone stands for minutes only below 80 and far from talk of marks."""
    if NOT_BEFORE_BARE.search(window) or MARK_TALK.search(window):
        return True
    figure = atom.group("minutes")
    # 十分 mostly means "very".
    if figure == "十" and re.match(r"[^\u4e00-\u9fff]|$|左|上|不", matched[atom.end() :]) is None:
        return re.match(r"语文|数学|英语|物理|化学|科学|道法", matched[atom.end() :]) is None
    value = read_number(figure)
    return value is None or value >= 80


def is_sport_set(
    matched: str, atom: re.Match[str], window: str, interval: tuple[float, float | None]
) -> bool:
    """一分钟跳绳 and 平板支撑1分钟×3组 name an exercise; they do not say how long homework took."""
    if interval[0] > 3:
        return False
    after = matched[atom.end() : atom.end() + 8]
    if SPORT_SET.match(after):
        return True
    return SPORT_SET_BEFORE.search(window) is not None and (
        interval[0] <= 2 or SET_COUNT.match(after) is not None
    )
