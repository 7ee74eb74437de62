"""Where a message names a subject (学科): in full, by one character, or several in one breath."""

from __future__ import annotations

import re
from dataclasses import dataclass

from homework.reading.lazy import lazy
from homework.reading.vocabulary import Found, Role, Vocabulary
from homework.reading.words_subjects import SHORT
from homework.report import Subject


@dataclass(frozen=True, slots=True)
class Mention:
    """Subjects at a place; `end` is past the colon or 作业 that belongs to the heading."""

    start: int
    end: int
    subjects: tuple[Subject, ...]
    is_heading: bool = False  # followed by a colon or 作业: what comes next is its homework
    is_teacher: bool = False  # 语文老师: names the subject only if she sets something


# 语 stands for 语文 only where a heading would begin: after a break, a blank or a figure.
_LETTERS = "语数英物化生政史地道科体音美信劳"
# The letter is looked for first and what stands before it afterwards: most characters are no letter.
_PARTS = r"\n ,;。!?、+|/)\.:\ue002"
_BREAK = rf"(?<![^{_PARTS}].)"
# 数25英10: a figure parts the main subjects as a blank does.
_BREAK_OR_FIGURE = rf"(?:(?<![^({_PARTS}].)|(?<=\d[语数英物化]))(?<![^{_PARTS}]\(.)"
SHORT_HEADING = lazy(
    rf"(?P<letter>[{_LETTERS}外]){_BREAK_OR_FIGURE}\)?(?P<tail>作业|\ ?:|(?=[ \n\d\ue002\ue000(+]|p\d|$))"
)
SHORT_BEFORE_WORD = lazy(rf"(?P<letter>[{_LETTERS}]){_BREAK}(?=[\u4e00-\u9fffa-z])")
SHORT_ROW = lazy(
    rf"(?P<row>[{_LETTERS}外]{_BREAK}(?:\ ?[、,/+和 ]\ ?[{_LETTERS}外]){{1,6}})(?=$|[:\d\n .\ue002]|各|分别|都|一共|共|总|作业|三|两|每|的|均|,\ ?[各分都]|\ ?[\u4e00-\u9fff]{{0,2}}\ue002)"
)
LETTER = lazy("(?P<letter>[语数英])")
LONGEST_ROW = 40
HEADING_TAIL = lazy(
    r"[)】>』」”\" ]{0,2}(?:(?:的?(?:家庭|回家|课后|周末|书面|今日|今天)?作业)?[ ]?(?:[:=]|有[::]|是[::]?|-{1,2}(?=[^\d])|为[::]?|就是)|的?(?:家庭|回家|课后|书面|今日|今天)?作业(?![本群纸册单题盒帮负量]))"
)
TEACHER = lazy(r"老师|课代表|组长")
# 数学课 is a lesson; 数学课本 and 数学课后练习 are homework.
LESSON = lazy(
    r"课(?![后本时文外堂题前内:]|课练|[^,;。\n]{0,6}(?:罚|布置|留了)|上(?![了课得到]))|网课|补习(?![册本])|培训|竞赛|兴趣|辅导|老是|成绩|考(?!卷|试卷|试题)|平均分"
)
COUNTED = lazy(r"[\d一二三四五六七八九十两几] ?\Z")
WEAK_BEFORE = lazy(r"(?:^|[\n ,;。!?:、|)(\d.+\ue002]|今天|今晚|晚上|昨天|作业|和)$")


MAX_MENTIONS = 60


def find_mentions(masked: str, words: list[Found], vocabulary: Vocabulary) -> list[Mention]:
    """Every mention of a subject, in order; `masked` has titles, classes and figures blanked out."""
    mentions = [m for m in (_named(masked, w) for w in words) if m is not None]
    taken = [(m.start, m.end) for m in mentions]
    for mention in _short(masked, words, vocabulary):
        if not any(start < mention.end and mention.start < end for start, end in taken):
            mentions.append(mention)
            taken.append((mention.start, mention.end))
    mentions.sort(key=lambda m: m.start)
    return mentions[:MAX_MENTIONS]


def _named(masked: str, found: Found) -> Mention | None:
    word = found.word
    if word.role not in (Role.SUBJECT, Role.JOINED):
        return None
    if word.is_weak and WEAK_BEFORE.search(masked[max(0, found.start - 3) : found.start]) is None:
        return None
    if (
        word.is_weak
        and word.text.isascii()
        and masked[found.end : found.end + 1].isalpha()
        and masked[found.end].isascii()
    ):
        return None
    if LESSON.match(masked, found.end):
        return None
    if TEACHER.match(masked, found.end):
        end = found.end + 2
        return Mention(found.start, end, word.subjects, is_teacher=True)
    return _with_tail(masked, found.start, found.end, word.subjects)


def _with_tail(masked: str, start: int, end: int, subjects: tuple[Subject, ...]) -> Mention:
    tail = HEADING_TAIL.match(masked, end)
    if tail is None or not tail.group():
        return Mention(start, end, subjects)
    return Mention(start, tail.end(), subjects, is_heading=True)


def _short(masked: str, words: list[Found], vocabulary: Vocabulary) -> list[Mention]:
    starts = {w.start: w for w in words}
    found: list[Mention] = []
    for place in SHORT_ROW.finditer(masked):
        subjects = tuple(SHORT[c] for c in place.group("row") if c in SHORT)
        if _is_counted(masked, place.start("row")):
            continue
        if len(set(subjects)) == len(subjects):
            found.append(_with_tail(masked, place.start("row"), place.end("row"), subjects))
    for place in SHORT_HEADING.finditer(masked):
        end = place.end()
        heading = bool(place.group("tail"))
        if place.start("letter") in starts or _is_counted(masked, place.start("letter")):
            continue
        found.append(Mention(place.start("letter"), end, (SHORT[place.group("letter")],), heading))
    for place in SHORT_BEFORE_WORD.finditer(masked):
        if _starts_homework(place, starts):
            found.append(_letter(place))
            found += _letters_in_a_row(masked, place.end(), words, starts)
    return found


def _letter(place: re.Match[str]) -> Mention:
    at = place.start("letter")
    return Mention(at, at + 1, (SHORT[place.group("letter")],))


def _letters_in_a_row(
    masked: str, at: int, words: list[Found], starts: dict[int, Found]
) -> list[Mention]:
    """语练习册数口算英背单词: behind a first letter one is a subject between two words of homework."""
    ends = {w.end for w in words}
    return [
        _letter(place)
        for place in LETTER.finditer(masked, at, at + LONGEST_ROW)
        if place.start() in ends and _starts_homework(place, starts)
    ]


def _is_counted(masked: str, at: int) -> bool:
    """5 道 counts exercises and 三 科 subjects; neither is a heading."""
    return masked[at] in "道科" and COUNTED.search(masked[max(0, at - 3) : at]) is not None


def _starts_homework(place: re.Match[str], starts: dict[int, Found]) -> bool:
    """数小练3, 语背诵: the letter is a subject if a word of homework follows at once."""
    at = place.start("letter")
    following = starts.get(at + 1)
    if at in starts or following is None:
        return False
    return (
        following.word.role in (Role.ACTION, Role.THING, Role.NEUTRAL)
        and len(following.word.text) > 1
    )
