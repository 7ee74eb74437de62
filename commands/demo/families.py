"""The families of a played evening (家庭): who they are, how much they got, what they say."""

from __future__ import annotations

import random
from collections.abc import Iterator
from dataclasses import dataclass

OVER_CLASSES = ("3-2", "5-1", "6-3", "4-4", "3-4", "5-3")
LOUD_CLASSES = ("4-1", "6-2", "3-1", "5-4", "4-3", "6-1")
_QUIET_CLASSES = ("3-3", "4-2", "5-2", "6-4")
FAMILIES_OVER = 10
FAMILIES_LOUD = 8
FAMILIES = 60

_CHINESE = ("抄写第5课词语两遍", "小练笔", "阅读题一页", "默写古诗")
_MATHS = ("练习册12-13页", "口算一页", "小卷子一张", "应用题5道")
_ENGLISH = ("听读课文", "抄单词", "背对话", "听写单词")
NONSENSE = ("哈哈", "在吗", "[微笑]", "?", "老师布置的太多了吧", "今天作业是什么", "😂😂", "1")


@dataclass(frozen=True, slots=True)
class Family:
    """One family of one class: minutes by subject, and whether it chats or uses the page."""

    number: int
    openid: str
    name: str
    slug: str
    chats: bool
    minutes: tuple[int, int, int]
    contents: tuple[str, str, str]

    def texts(self, luck: random.Random) -> Iterator[str]:
        """What this family types over an evening: subject by subject, then a correction."""
        chinese, maths, english = self.minutes
        first, second, third = self.contents
        yield f"语文{first} {chinese}分钟"
        yield f"数学{second}{maths + luck.choice((-5, 5))}分钟"
        yield f"英语{third}{english}分钟"
        yield f"数学不对,是{maths}"
        yield luck.choice(("我的", "帮助", f"语文{chinese}分钟", "谢谢"))

    def sheets(self, luck: random.Random) -> Iterator[dict[str, str]]:
        """What this family sends with the page: begun early, completed and corrected later."""
        chinese, maths, english = (str(each) for each in self.minutes)
        first, second, third = self.contents
        yield {"x-chinese": chinese, "c-chinese": first}
        yield {"x-chinese": chinese, "x-maths": str(int(maths) + 5)}
        whole = {"x-chinese": chinese, "x-maths": maths, "x-english": english}
        yield whole
        yield whole | {"c-chinese": first, "c-maths": second, "c-english": third}
        yield whole | {"c-maths": luck.choice(_MATHS)}


def families_of(run: int, luck: random.Random) -> list[Family]:
    """The sixty families of a run: one class really over, one loud parent, the others quiet."""
    over, loud = over_class(run), LOUD_CLASSES[run % len(LOUD_CLASSES)]
    slugs = [over] * FAMILIES_OVER + [loud] * FAMILIES_LOUD
    quiet = [slug for slug in (*_QUIET_CLASSES, *OVER_CLASSES, *LOUD_CLASSES)]
    others = [slug for slug in quiet if slug not in {over, loud}]
    while len(slugs) < FAMILIES:
        slugs.append(others[len(slugs) % len(others)])
    return [
        _family(run, number, slug, _load(slug, number, over, loud, luck), luck)
        for number, slug in enumerate(slugs)
    ]


def over_class(run: int) -> str:
    """The class that is really over its cap in a run."""
    return OVER_CLASSES[run % len(OVER_CLASSES)]


def _load(slug: str, number: int, over: str, loud: str, luck: random.Random) -> int:
    """A family's written minutes: some 80 where the class is over, some 35 elsewhere."""
    if slug == over:
        return luck.randrange(70, 100, 5)
    if slug == loud and number == FAMILIES_OVER:
        return 240
    return luck.randrange(25, 45, 5)


def _family(run: int, number: int, slug: str, load: int, luck: random.Random) -> Family:
    chinese = max(5, round(load * luck.uniform(0.35, 0.5) / 5) * 5)
    english = 10
    maths = max(5, load - chinese - english)
    return Family(
        number=number,
        openid=f"oFamily{run:02d}x{number:02d}",
        name=f"家长{run}-{number:02d}",
        slug=slug,
        chats=number % 2 == 0,
        minutes=(chinese, maths, english),
        contents=(luck.choice(_CHINESE), luck.choice(_MATHS), luck.choice(_ENGLISH)),
    )
