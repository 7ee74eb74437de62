"""Names of classes (班级) as people write them: 三年级2班, 三(2)班, 302班, 初一3班, 2023级5班, 三4."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, replace

from homework.reading.lazy import lazy
from homework.reading.numbers import read_number
from homework.reading.text import normalise
from homework.reading.values import ClassName, Stage

MAX_NUMBER = 60
MAX_CLASSES = 12


@dataclass(frozen=True, slots=True)
class FoundClass:
    """A class name at its place."""

    start: int
    end: int
    name: ClassName


_CN = "[一二三四五六七八九十壹贰叁肆伍陆柒捌玖拾]"
_GRADE = rf"(?P<grade>1[0-2](?!\d)|[1-9](?!\d)|十[一二]?|{_CN})"
_NUMBER = rf"(?P<number>\d{{1,2}}(?!\d)|{_CN}{{1,3}}|零{_CN})"
# What may stand between grade and number; a blank or a comma only where 班 follows.
_OPEN = r"[ ,.·\-~、第(<\"《|/_]{0,3}"
_CLOSE = r"[ )>\"》]{0,2}"
_CLASS = r"(?:班(?![级主委会车费群门牌干服])|中队)"
# Behind a whole name even a slip of the keyboard is a class: 三年级2般.
_CLASS_TYPED = rf"(?:{_CLASS}|[般斑搬](?![\u4e00-\u9fff])|ban(?![a-z]))"
# Without 班 a number is only believed at the end of a phrase: 三年级三项作业 has no class.
_PHRASE_END = r"(?=$|[ \n,;:。、|)!])"
_STAGE = r"(?P<stage>小学|初中|高中|完中)?部?"
_YEAR = r"(?:年|nian)(?:[级纪极即集及]|ji|(?=\ ?[(第\d一二三四五六七八九十]))"

GRADE_AND_CLASS = lazy(
    rf"{_STAGE}(?P<prefix>[小初高])?{_GRADE}{_YEAR}(?:[上下](?:学期)?|\([上下]\))?{_OPEN}{_NUMBER}{_CLOSE}{_CLASS_TYPED}"
)
# A filled-in form: 年级:三 班级:2班.
GRADE_FIELD = lazy(rf"年级\ ?:\ ?{_GRADE}(?!\ ?[年(\d])(?!班)(?:年级)?")
GRADE_AND_BARE_NUMBER = lazy(
    rf"{_STAGE}(?P<prefix>[小初高])?{_GRADE}{_YEAR}(?:[ \-]?[(<](?P<boxed>\d{{1,2}}|{_CN}{{1,2}})[)>]|[\ \-]?{_NUMBER}{_PHRASE_END})"
)
STAGED_AND_CLASS = lazy(
    rf"(?P<prefix>预初|预备班?|[小初高])(?P<grade>[一二三四五六1-6]|(?<=预初)|(?<=预备)|(?<=预备班))(?:年级)?[上下]?{_OPEN}{_NUMBER}{_CLOSE}{_CLASS}"
)
STAGED_AND_BOX = lazy(
    rf"(?P<prefix>预初|预备班?|[小初高])(?P<grade>[一二三四五六1-6]|(?<=预初)|(?<=预备)|(?<=预备班))(?:年级)?\ ?[(<](?P<boxed>\d{{1,2}}|{_CN}{{1,2}})[)>]"
)
STAGED_AND_BARE = lazy(rf"(?P<prefix>[初高])(?P<grade>[一二三])(?P<number>\d{{1,2}}){_PHRASE_END}")
ROW_FIELD = lazy(r"班级\ ?:\ ?(?P<row>[1-9][0-2]\d)(?!\d)")
SHORT_AND_CLASS = lazy(
    rf"(?<![\d.{_CN[1:-1]}第]){_GRADE}(?:(?:[上下]|\([上下]\))?[ \-~.,、_·]{{0,2}}[第(<\"]?|\ )(?P<number>\d{{1,2}}|{_CN}{{1,3}}){_CLOSE}{_CLASS}"
)
SHORT_AND_BOX = lazy(
    rf"(?<![\d.点第习题元课篇章本单册卷版{_CN[1:-1]}]){_GRADE}[上下]?\ ?\((?P<boxed>\d{{1,2}}|{_CN}{{1,2}})\)(?!\ ?[道题页分章节课、.])"
)
# 三4 at the end or beginning of a phrase; a Chinese and an Arabic figure side by side mean nothing else.
MIXED = lazy(
    rf"(?:(?<=[ \n,;。])|^)(?P<grade>[一二三四五六七八九])(?P<number>\d{{1,2}}){_PHRASE_END}"
)
# 3-2, 302 or 四二 alone, only where a message begins and its subject follows.
LEADING = lazy(
    r"^(?:(?P<grade>[1-9])[\-~](?P<number>\d{1,2})|(?P<row>[1-9][0-2]\d)|(?P<letters>[一二三四五六七八九][一二三四五六七八九十]))[ ::,]{1,2}(?=[语数英物化生历地政道科体作今昨])"
)
COHORT = lazy(
    rf"(?P<prefix>小学|初中|高中|小|初|高)?(?P<year>20[12]\d|[12]\d)[级届]{_OPEN}{_NUMBER}{_CLOSE}{_CLASS}"
)
ROW = lazy(rf"(?<![\d.第p])(?P<row>\d{{3,4}}){_CLASS}")
ROW_CN = lazy(
    rf"(?<!{_CN})(?P<row>[一二三四五六七八九][零〇一二三四五六七八九][一二三四五六七八九]){_CLASS}"
)
NUMBER_ONLY = lazy(
    rf"(?<![\d.\-{_CN[1:-1]}这那每两几个])第?\(?(?P<number>\d{{1,2}}|{_CN}{{1,3}})\)?班(?![级主委会车费群门牌干服倒次上])"
)
GRADE_ONLY = lazy(
    rf"(?:{_STAGE}(?<![一二三四五六七八九十])(?P<prefix>[小初高])?{_GRADE}年[级纪极](?!组)|(?<![年月正最当])(?P<prefix2>预初|预备班|[初高])(?P<grade2>[一二三]|(?<=预初)|(?<=预备班))(?![\d点些个下倍样米层等号分万度行号组次部看听想]))"
)

STAGES = {"小": Stage.PRIMARY, "初": Stage.JUNIOR, "高": Stage.SENIOR}
PREFIX_OFFSET = {"小": 0, "初": 6, "高": 9, "预初": 6, "预备": 6, "预备班": 6}
DENIED = lazy(r"(?:不是|不在|并非|而非)$")
# 不对, 是三年级3班: what stood before was a slip.
RETRACTED = lazy(r"(?:不对|不是|错了|说错|写错|打错|应该是|更正|改成)[^。;\n]{0,6}$")


def read_class_names(text: str) -> tuple[ClassName, ...]:
    """The classes named in a text, in order, each once; 三年级 … 2班 apart is one class."""
    return distinct(find_class_names(normalise(text).matched))


def find_class_names(matched: str) -> list[FoundClass]:
    """Every class name at its place, from left to right, without overlap."""
    if CLASS_SIGN.search(matched) is None:
        return []
    found: list[FoundClass] = []
    characters = frozenset(matched)
    for signs, pattern, read in RULES:
        if signs.isdisjoint(characters):
            continue
        for place in pattern.finditer(matched):
            if len(found) >= MAX_CLASSES:
                break
            if any(f.start < place.end() and place.start() < f.end for f in found):
                continue
            name = read(place)
            if name is not None:
                found.append(FoundClass(place.start(), place.end(), name))
    found.sort(key=lambda f: f.start)
    return _without_retracted(matched, _joined(found))


def distinct(found: list[FoundClass]) -> tuple[ClassName, ...]:
    """The names once each; grades that differ and carry no number (初一初二都有) name no class."""
    names = list(dict.fromkeys(f.name for f in found))
    full = [n for n in names if n.number is not None]
    if full:
        return tuple(full)
    return tuple(names) if len(names) == 1 else ()


CLASS_SIGN = lazy(rf"班|中队|年|nian|[初高]|\(|^[1-9]|{_CN}\d|^{_CN}{{2}} ")


def _joined(found: list[FoundClass]) -> list[FoundClass]:
    """三年级语文,2班: a grade and a number that stand apart belong together, if there is one of each."""
    grades = [f for f in found if f.name.number is None]
    numbers = [f for f in found if f.name.grade is None and f.name.entry_year is None]
    if len(grades) != 1 or len(numbers) != 1 or len(found) != 2:
        return found
    whole = replace(grades[0].name, number=numbers[0].name.number)
    return [replace(f, name=whole) for f in found]


def _without_retracted(matched: str, found: list[FoundClass]) -> list[FoundClass]:
    kept: list[FoundClass] = []
    if len(found) > 1:
        found = [f for f in found if not DENIED.search(matched[: f.start][-4:])] or found
    for place in found:
        if kept and RETRACTED.search(matched[kept[-1].end : place.start]):
            kept.pop()
        kept.append(place)
    return kept


def _graded(place: re.Match[str]) -> ClassName | None:
    groups = place.groupdict()
    prefix = groups.get("prefix") or groups.get("prefix2") or ""
    stage = STAGES.get((groups.get("stage") or prefix or " ")[0])
    said = groups.get("grade") or groups.get("grade2")
    grade = _grade(said, prefix or (groups.get("stage") or "")[:1])
    if grade is None:
        return None
    figure = groups.get("number") or groups.get("boxed")
    # Classes are counted from one: 三年级0班 leaves the number open.
    number = _number(figure) if figure else None
    if figure and number is None and read_number(figure) != 0:
        return None
    return ClassName(grade, number, None, stage)


def _grade(said: str | None, prefix: str) -> int | None:
    if prefix.startswith("预"):
        return 6
    value = read_number(said or "")
    if value is None:
        return None
    # 初七年级 and 小学四年级 count through; 初一 counts from the stage's first grade.
    grade = int(value) + (PREFIX_OFFSET.get(prefix, 0) if value <= 6 else 0)
    limit = {"初": 9, "高": 12, "小": 6}.get(prefix, 12)
    return grade if 1 <= grade <= limit else None


def _number(figure: str) -> int | None:
    value = read_number(figure)
    return int(value) if value is not None and 1 <= value <= MAX_NUMBER else None


def _cohort(place: re.Match[str]) -> ClassName | None:
    year = int(place.group("year"))
    stage = STAGES.get((place.group("prefix") or " ")[0])
    number = _number(place.group("number"))
    if number is None:
        return None
    return ClassName(None, number, year if year > 100 else 2000 + year, stage)


def _row(place: re.Match[str]) -> ClassName | None:
    """302 is grade 3, class 2; 1103 is grade 11; 2403 is the class of 2024."""
    row = "".join(str(int(read_number(c) or 0)) for c in place.group("row"))
    head, number = int(row[:-2]), _number(row[-2:])
    if number is None:
        return None
    return ClassName(head, number) if head <= 12 else ClassName(None, number, 2000 + head)


def _leading(place: re.Match[str]) -> ClassName | None:
    letters = place.group("letters")
    if letters:
        return ClassName(_grade(letters[0], ""), _number(letters[1]))
    return _row(place) if place.group("row") else _graded(place)


def _number_only(place: re.Match[str]) -> ClassName | None:
    number = _number(place.group("number"))
    return None if number is None else ClassName(None, number)


# Narrow before wide: what one rule took, the next does not see.
# Each rule needs one of its signs in the message.
Rule = tuple[frozenset[str], re.Pattern[str], Callable[[re.Match[str]], ClassName | None]]
RULES: tuple[Rule, ...] = tuple(
    (frozenset(signs), pattern, read)
    for signs, pattern, read in (
        ("级届", COHORT, _cohort),
        ("年", GRADE_FIELD, _graded),
        ("年n", GRADE_AND_CLASS, _graded),
        ("年", GRADE_AND_BARE_NUMBER, _graded),
        ("小初高预", STAGED_AND_CLASS, _graded),
        ("小初高预", STAGED_AND_BOX, _graded),
        ("小初高", STAGED_AND_BARE, _graded),
        ("班", ROW_FIELD, _row),
        ("班队", ROW, _row),
        ("班队", ROW_CN, _row),
        ("班队", SHORT_AND_CLASS, _graded),
        ("(", SHORT_AND_BOX, _graded),
        ("123456789一二三四五六七八九", LEADING, _leading),
        ("123456789", MIXED, _graded),
        ("班", NUMBER_ONLY, _number_only),
        ("年初高预", GRADE_ONLY, _graded),
    )
)
