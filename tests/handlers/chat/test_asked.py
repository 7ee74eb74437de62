"""What parents ask beside homework (问到的话): rules quoted, own data, people to call; never a figure."""

from __future__ import annotations

import pytest

from homework.wording import care, parents, questions
from homework.wording.questions import Asker
from tests.handlers.wire import reports_in
from tests.people import Cast

NOBODY = Asker("示范小学", None)


@pytest.mark.parametrize("words", ["孩子不想活了", "他说活着没意思", "女儿说想去死", "孩子有自残"])
def test_a_child_in_danger_comes_before_any_homework(cast: Cast, words: str) -> None:
    assert cast.say("张", words) == care.GRAVE
    assert cast.say("陈", words) == care.GRAVE


@pytest.mark.parametrize(
    "words", ["孩子一直哭,不想上学了", "孩子写到崩溃大哭", "孩子压力太大怎么办"]
)
def test_a_child_who_cannot_go_on_gets_the_people_to_call(cast: Cast, words: str) -> None:
    assert cast.say("张", words) == care.HARD


def test_a_report_that_says_so_is_kept_and_answered(cast: Cast) -> None:
    said = cast.say("张", "数学卷子写了两个小时,孩子说不想活了")

    assert "数学 卷子" in said
    assert said.endswith(care.GRAVE.splitlines()[0])
    assert len(reports_in(cast.context.store)) == 1


@pytest.mark.parametrize("words", ["作业多死了", "累死了", "去死吧", "想死你了老师", "作业压力"])
def test_who_only_swears_is_not_given_a_helpline(cast: Cast, words: str) -> None:
    assert "12356" not in cast.say("张", words)


@pytest.mark.parametrize(
    ("words", "quoted"),
    [
        ("一年级几点睡觉合适", "小学生就寝时间一般不晚于21:20"),
        ("一二年级能有书面作业吗", "小学一二年级不布置书面家庭作业"),
        ("三年级作业不能超过多长时间", "每天书面作业完成时间平均不超过60分钟"),
        ("家长批改作业合规吗", "严禁要求家长检查、批改作业"),
        ("微信群布置作业违规吗", "不得用手机布置作业"),
        ("周末作业有规定吗", "周末、寒暑假、法定节假日也要控制"),
        ("九点半以后可以不写吗", "小学生就寝时间一般不晚于21:20"),
        ("数学作业20分钟多吗", "不超过60分钟"),
    ],
)
def test_a_question_of_rules_is_answered_by_the_rule(cast: Cast, words: str, quoted: str) -> None:
    said = cast.say("张", words)

    assert quoted in said
    assert "国家作业管理等规定(2021)" in said
    assert "/policy/shifan" in said


def test_what_no_rule_speaks_of_is_said_so(cast: Cast) -> None:
    assert cast.say("张", "中午能布置作业吗").startswith("本校的规定里没有单说这一条。")


@pytest.mark.parametrize("words", ["我们班超标了吗", "别人家写多久", "群里都说超过一个小时了"])
def test_nothing_is_told_of_others(cast: Cast, words: str) -> None:
    assert cast.say("张", words) == questions.of_others(NOBODY)


@pytest.mark.parametrize("words", ["转校长", "我要找校长", "怎么投诉学校", "教育局电话多少"])
def test_who_wants_the_principal_is_told_that_nothing_is_passed_on(cast: Cast, words: str) -> None:
    assert cast.say("张", words) == questions.whom_to_ask(NOBODY)


@pytest.mark.parametrize(
    "words", ["删除我的所有数据", "我怎么删掉我的信息", "注销", "把我的数据删了"]
)
def test_who_wants_to_go_is_shown_the_door(cast: Cast, words: str) -> None:
    assert "/me?t=" in cast.say("张", words)


@pytest.mark.parametrize("words", ["我不同意", "不同意隐私说明"])
def test_who_refuses_is_told_how(cast: Cast, words: str) -> None:
    assert cast.say("张", words).startswith("不同意就不用填")


def test_today_is_no_lookup_even_when_asked_nicely(cast: Cast) -> None:
    assert cast.say("张", "今天数学作业可以告诉我吗") == parents.NO_LOOKING_UP


@pytest.mark.parametrize("words", ["数学填错了,是40", "写错了 数学是40"])
def test_a_correction_is_no_question_how_to_correct(cast: Cast, words: str) -> None:
    cast.say("张", "数学卷子30分钟")

    assert cast.say("张", words).startswith("已改:数学40分钟")


@pytest.mark.parametrize("words", ["老师不负责", "孩子不开心"])
def test_blame_is_not_taken_for_praise(cast: Cast, words: str) -> None:
    assert cast.say("张", words) != questions.praise(NOBODY)


@pytest.mark.parametrize("words", ["能不能多布置点", "今天作业太少了", "老师为什么不布置作业"])
def test_who_wants_more_is_neither_refused_a_lookup_nor_praised(cast: Cast, words: str) -> None:
    assert cast.say("张", words) == questions.more_wanted(NOBODY)


@pytest.mark.parametrize("words", ["好的收到", "哦哦好的", "嗯嗯 知道了"])
def test_a_nod_is_a_nod(cast: Cast, words: str) -> None:
    assert cast.say("张", words) == questions.noted(NOBODY)


def test_a_reminder_without_an_hour_is_explained(cast: Cast) -> None:
    assert "提醒 20:00" in cast.say("张", "提醒我")
