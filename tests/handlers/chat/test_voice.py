"""How the chat speaks (voice.md): everything it can be brought to say, held against the rules."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime

import pytest

from clock import SHANGHAI, FrozenClock
from context import Context
from homework.plan import Trust
from homework.report import Subject
from tests.handlers.chat.conftest import Evening, cast_of
from tests.handlers.chat.walking import REPORTS, STAFF, TALK, WORDS, Said, Walk
from tests.people import ACCOUNT, Cast, plan_for_tests
from wechat.account import AccountKind, Template

LINK = re.compile(r"https?://\S+|<a href=[^>]*>|</a>")
EMOJI = re.compile("[\u2600-\u27bf\u2b50\ufe0f\U0001f000-\U0001faff]")
DAY = re.compile(r"\d{1,2}月\d{1,2}日")
DAY_IN_FULL = re.compile(r"\d{1,2}月\d{1,2}日\(周[一二三四五六日]\)")
# A line that reads back one thing that was said, or waits for it to be chosen.
ITEM = re.compile(
    rf"(?:{'|'.join(Subject)})(?: |$)|一共\d|另有\d+项|另记:|\d+号 |\d [\u4e00-\u9fff]"
)
MOST_LINES, LONGEST_LINE = 4, 80


def faults(said: Said) -> list[str]:
    """What the voice forbids in one answer."""
    reply = LINK.sub("", said.reply)
    lines = reply.split("\n")
    frame = [line for line in lines if line and not ITEM.match(line)]
    return [
        words
        for words, is_broken in (
            ("silent", not said.reply),
            ("too many bytes", len(said.reply.encode()) > 2000),
            ("an exclamation", any(sign in reply for sign in "!!")),
            ("emoji", EMOJI.search(reply) is not None),
            ("亲", re.search(r"(?<![父母双探])亲(?![子自口])", reply) is not None),
            ("too many lines", len(frame) > MOST_LINES),
            ("a long line", any(len(line) > LONGEST_LINE for line in lines)),
            ("no day in a receipt", "已记:" in lines[0] and not DAY_IN_FULL.search(lines[0])),
            ("two links in one line", any(len(LINK.findall(x)) > 1 for x in _plain(said))),
            ("a word of machines", re.search(r"None|Traceback|errcode|null", reply) is not None),
        )
        if is_broken
    ]


def _plain(said: Said) -> list[str]:
    return [line for line in said.reply.split("\n") if "<a " not in line]


def _bad(walked: Iterable[Said]) -> list[str]:
    return [
        f"{said.person} {said.kind} {said.words[:40]}: {', '.join(found)}\n{said.reply}"
        for said in walked
        if (found := faults(said)) and not _is_answer_without_a_head(said, found)
    ]


def _is_answer_without_a_head(said: Said, found: list[str]) -> bool:
    """已记:数学25分钟 answers a question about the receipt right above, which named the day."""
    return found == ["no day in a receipt"] and said.reply.startswith("已记:")


def test_parents_are_answered_as_the_voice_demands(cast: Cast, clock: FrozenClock) -> None:
    walked = list(Walk(cast, clock).parents())

    assert len(walked) > 250
    assert _bad(walked) == []
    for said in walked:
        for day in DAY.finditer(LINK.sub("", said.reply)):
            assert DAY_IN_FULL.match(said.reply, said.reply.index(day.group())), said.reply


PACKS_OF_SCHOOLS = ("national-2021", "moe-2025", "shanghai-2025", "chongqing")


@pytest.mark.parametrize("kind", [AccountKind.PERSONAL, AccountKind.VERIFIED_SUBSCRIPTION])
def test_so_are_those_of_other_accounts_and_schools(
    cast: Cast, context: Context, clock: FrozenClock, kind: AccountKind
) -> None:
    """Slips, many packs, an account with fewer rights; one that may ask for a yes to a reminder."""
    own = replace(context.accounts[ACCOUNT], kind=kind, templates={"remind": Template("R")})
    changed = replace(context, accounts={ACCOUNT: own})
    plan = plan_for_tests(trust=Trust.HOUSEHOLD, packs=PACKS_OF_SCHOOLS)

    assert _bad(Walk(cast_of(changed, plan), clock).parents()) == []


def test_so_are_those_of_two_schools_and_of_the_youngest(
    cast: Cast, context: Context, clock: FrozenClock
) -> None:
    plan = plan_for_tests()
    other = replace(plan, id="yucai", name="育才小学")
    walk = Walk(cast_of(context, plan, other), clock)

    assert _bad(walk.says("陈", ("2", "一年级1班", *REPORTS, *WORDS, *TALK))) == []


def test_staff_are_answered_as_the_voice_demands(
    cast: Cast, clock: FrozenClock, evening: Evening
) -> None:
    evening("三年级2班", [81, 82, 83])
    walk = Walk(cast, clock)

    assert _bad([*walk.says("王", STAFF), *walk.says("李", STAFF)]) == []


def test_staff_words_tell_a_parent_nothing(cast: Cast, clock: FrozenClock) -> None:
    """A parent who types them is answered as to any nonsense: that there are such words is not said."""
    words = (
        "收到3",
        "核实3 登记表",
        "误报3 原因",
        "公示3",
        "今日",
        "说明3",
        "登录 123456",
        "销号3",
    )

    replies = {LINK.sub("", said.reply) for said in Walk(cast, clock).says("张", words)}

    (reply,) = replies
    assert reply.startswith("没看懂这句。")


@pytest.mark.parametrize(
    ("words", "begins"),
    [
        ("老师知道是我填的吗", "班级老师看不到是谁填的"),
        ("会不会被老师知道", "班级老师看不到是谁填的"),
        ("匿名吗", "班级老师看不到是谁填的"),
        ("你们是谁", "这里是示范小学作业反馈,由程序自动回复"),
        ("填了有什么用", "各家说的时间合在一起"),
        ("有多少人反馈了", "别家填了什么、填了几户,这里不提供"),
        ("三年级2班超标了吗", "别家填了什么、填了几户,这里不提供"),
        ("我不想填了", "好,不填就不用管,我们不催"),
        ("孩子发烧了没写作业", "孩子没写的,不用填"),
        ("作业写完了", "今晚哪几科,各写了多久"),
        ("辛苦了", "不客气"),
        ("能不能少布置点", "说说具体作业和时间"),
        ("👍", "好。有作业随时说"),
        ("绑定", "学校发了家庭反馈条的"),
    ],
)
def test_what_people_ask_is_answered(cast: Cast, words: str, begins: str) -> None:
    assert cast.say("张", words).startswith(begins)


@pytest.mark.parametrize(
    "words",
    ["语文写到八点半,数学卷子还没写完20分钟", "数学卷子没写完,写了四十分钟", "今天没有作业,辛苦了"],
)
def test_a_report_is_never_taken_for_a_question(cast: Cast, words: str) -> None:
    assert "已记" in cast.say("张", words)


def test_a_nod_to_an_open_question_asks_it_again(cast: Cast) -> None:
    cast.say("张", "数学练习册")

    assert "数学写了多久?" in cast.say("张", "好的")


def test_being_led_goes_on_and_ends_as_one_says(cast: Cast) -> None:
    cast.say("张", "一步一步")

    assert cast.say("张", "好的").startswith("没看懂这句。")
    assert cast.say("张", "老师知道是我填的吗").startswith("班级老师看不到是谁填的")
    assert cast.say("张", "不填了").startswith("好,不一步一步问了")


@pytest.mark.parametrize("words", ["[图片]", "[链接]作业.docx", "[语音]"])
def test_what_was_forwarded_as_words_is_asked_for_in_words(cast: Cast, words: str) -> None:
    assert cast.say("张", words).startswith("这里只看得懂文字。")


@pytest.mark.parametrize("words", ["......", "孩子会看到题目就写", "英语老师姓王"])
def test_what_is_no_question_of_these_is_not_answered_as_one(cast: Cast, words: str) -> None:
    assert cast.say("张", words).startswith("没看懂这句。")


def test_the_caps_of_a_weekend_say_their_figure(cast: Cast, clock: FrozenClock) -> None:
    clock.jump(datetime(2026, 11, 27, 20, tzinfo=SHANGHAI))

    said = cast.say("张", "我班的上限").split("\n")

    assert said[0] == "三年级2班今天适用的规定:"
    assert said[1].startswith("周末和节假日作业:不超过180分钟,")
    assert said[-1] == "全部规定和出处:http://school.test/policy/shifan"


def test_a_total_beside_its_parts_is_not_read_back_as_two_truths(cast: Cast) -> None:
    said = cast.say("张", "语文20分钟,数学30分钟,一共120分钟")

    assert said.endswith('各项加起来共50分钟,先按各项计。改动直接再说,不留回"撤回"。')


def test_one_word_on_the_kind_holds_for_all(cast: Cast) -> None:
    cast.say("张", "语文第5课20分钟,英语第3单元10分钟")

    assert cast.say("张", "都是口头的").startswith("已改:语文(口头)20分钟、英语(口头)10分钟")


def test_the_clock_beside_the_minutes_is_no_homework(cast: Cast, clock: FrozenClock) -> None:
    """The conversation of voice.md, word for word: Monday morning, about Friday."""
    clock.jump(datetime(2026, 11, 23, 8, tzinfo=SHANGHAI))

    said = cast.say("张", "昨天的数学卷子做到十点,写了一个半小时")

    assert said.startswith("三年级2班 11月20日(周五) 已记:数学 卷子 90分钟。")
