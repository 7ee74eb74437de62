"""Ten conversations (对话) as parents would have them, through the real webhook."""

from __future__ import annotations

from datetime import timedelta

from clock import FrozenClock
from homework.wording import parents
from tests.handlers.wire import assignments_in, reports_in
from tests.people import Cast

HEAD = "三年级2班 11月23日(周一) 已记:"


def test_1_a_report_a_question_back_and_a_correction(cast: Cast) -> None:
    assert cast.say("张", "语文抄写第5课两遍大概二十分钟,数学练习册12-13页,英语听读") == (
        f"{HEAD}\n"
        "语文 抄写第5课两遍 20分钟\n"
        "数学 练习册12-13页 时间未填\n"
        "英语 听读(口头) 时间未填\n"
        '数学、英语写了多久?回"25 10";在学校写完的回"在校写完";不清楚回"不知道",我们不替您猜。'
    )
    assert cast.say("张", "25 10") == ('已补全,共55分钟(书面45)。改动直接再说,不留回"撤回"。')
    assert cast.say("张", "数学不对,是40") == "已改:数学40分钟,共70分钟(书面60)。"
    assert assignments_in(cast.context.store) == [("语文", 20), ("数学", 40), ("英语", 10)]


def test_2_no_homework_then_some_after_all(cast: Cast) -> None:
    assert cast.say("张", "今天没有作业") == f"{HEAD}没有作业。谢谢。"

    assert cast.say("张", "哦有的,数学口算15分钟").startswith(f"{HEAD}数学")

    (report,) = reports_in(cast.context.store)
    assert (report["no_homework"], report["written_low"]) == (False, 15)


def test_3_not_knowing_is_an_answer(cast: Cast) -> None:
    cast.say("张", "语文小练笔40分钟 数学练习册")

    assert cast.say("张", "不清楚") == (
        '好,时间按不清楚记,我们不替您猜。现在记的是共至少40分钟。改动直接再说,不留回"撤回"。'
    )
    (report,) = reports_in(cast.context.store)
    assert (report["written_low"], report["written_high"]) == (40, None)
    # It is not asked again when something is added.
    assert "多久" not in cast.say("张", "英语听读10分钟")


def test_4_done_at_school_counts_no_minutes(cast: Cast) -> None:
    cast.say("张", "语文抄词20分钟,数学练习册第8页")

    assert cast.say("张", "在校写完").startswith("已补全,")

    assert assignments_in(cast.context.store) == [("语文", 20), ("数学", None)]


def test_5_an_implausible_figure_waits_until_it_is_confirmed(cast: Cast) -> None:
    asked = cast.say("张", "数学卷子300分钟")
    assert "300分钟(待确认)" in asked
    assert reports_in(cast.context.store)[0]["written_low"] == 0

    assert cast.say("张", "对").startswith("已补全,共300分钟")
    assert reports_in(cast.context.store)[0]["written_low"] == 300


def test_6_an_implausible_figure_is_a_slip_of_the_pen(cast: Cast) -> None:
    cast.say("张", "数学卷子400分钟,语文背诵10分钟")

    assert cast.say("张", "40").startswith("已补全,共50分钟(书面40)")


def test_7_a_first_contact_without_a_class_keeps_the_words(cast: Cast) -> None:
    assert cast.say("陈", "数学30分钟 语文20分钟") == (
        f"{parents.KEPT_FOR_YOU}{parents.SAY_CLASS}\n{parents.PROMISE}"
    )
    assert reports_in(cast.context.store) == []

    assert cast.say("陈", "三2班").startswith(f"{HEAD}\n数学 30分钟\n语文 20分钟\n共50分钟")
    # The class is remembered.
    assert cast.say("陈", "英语听读10分钟").startswith(HEAD)


def test_8_yesterday_before_noon_and_after(cast: Cast, clock: FrozenClock) -> None:
    clock.forward(timedelta(hours=12))  # Tuesday 08:00
    assert cast.say("张", "昨天的数学卷子写了一个半小时").startswith(
        "三年级2班 11月23日(周一) 已记:数学 卷子 90分钟。"
    )

    clock.forward(timedelta(hours=12))  # Tuesday 20:00: Monday is closed
    assert cast.say("张", "昨天的数学卷子写了20分钟") == parents.day_closed(
        reports_in(cast.context.store)[0]["day"]
    )
    assert assignments_in(cast.context.store) == [("数学", 90)]


def test_9_an_open_question_expires_after_half_an_hour(cast: Cast, clock: FrozenClock) -> None:
    cast.say("张", "数学练习册")
    clock.forward(timedelta(minutes=29, seconds=59))
    assert cast.say("张", "什么意思?").startswith("数学写了多久?")
    assert cast.say("张", "asdf").startswith("没看懂这句。数学写了多久?")

    clock.forward(timedelta(minutes=30))
    assert cast.say("张", "25").startswith("这是哪一科的时间?")
    assert assignments_in(cast.context.store) == [("数学", None)]


def test_10_withdrawn_and_said_again(cast: Cast) -> None:
    cast.say("张", "数学30分钟")

    assert cast.say("张", "撤回") == "已撤回三年级2班 11月23日(周一)的反馈,不再计入。"
    assert reports_in(cast.context.store) == []
    assert cast.say("张", "撤回").startswith("11月23日(周一)您还没有反馈")

    assert cast.say("张", "数学20分钟").startswith(f"{HEAD}数学 20分钟")


def test_11_a_part_of_an_answer_leaves_the_rest_open(cast: Cast) -> None:
    cast.say("张", "数学练习册,英语听读,语文抄词10分钟")

    partly = cast.say("张", "数学25")
    assert partly.startswith("已记:数学25分钟。\n英语写了多久?回复分钟数即可")

    assert cast.say("张", "10").startswith("已补全,共45分钟(书面35)")


def test_12_small_talk_and_refusals(cast: Cast) -> None:
    assert cast.say("张", "今天作业是什么?") == parents.NO_LOOKING_UP
    assert cast.say("张", "我们班谁举报的?") == parents.WHO_REPORTED
    assert cast.say("张", "语文老师布置的太多了吧") == parents.BE_SPECIFIC
    assert cast.say("张", "谢谢") == parents.THANKS
    assert cast.say("张", "asdf").startswith("没看懂这句。")
    assert cast.say("张", "帮助").startswith("点这里填最快:http://school.test/r/shifan-")
    assert "书面作业" in cast.say("张", "我们班的上限是多少?")
    assert reports_in(cast.context.store) == []


def test_13_a_correction_that_adds_and_one_that_removes(cast: Cast) -> None:
    cast.say("张", "语文抄词20分钟 数学口算10分钟 英语听读10分钟")

    assert cast.say("张", "英语没有").startswith("已改:去掉英语,共30分钟")
    assert cast.say("张", "更正:数学口算25分钟,没有别的").startswith(HEAD)


def test_14_two_children_in_two_classes(cast: Cast) -> None:
    cast.say("张", "三年级2班 数学30分钟")
    assert cast.say("张", "五年级1班 语文小练笔40分钟").startswith(
        "五年级1班 11月23日(周一) 已记:语文"
    )

    assert len(reports_in(cast.context.store)) == 2
    assert cast.say("张", "撤回").startswith("已撤回五年级1班")
    assert len(reports_in(cast.context.store)) == 1


def test_15_two_classes_in_one_message_are_asked_about(cast: Cast) -> None:
    asked = cast.say("张", "三年级2班和五年级1班都是数学30分钟")
    assert "三年级2班、五年级1班" in asked

    assert cast.say("张", "五年级1班").startswith("五年级1班 11月23日(周一) 已记:数学")


def test_17_two_days_in_one_message_are_not_added_up(cast: Cast) -> None:
    said = cast.say("张", "昨天语文抄写50分钟,今天数学口算15分钟")

    assert said.startswith(f"{HEAD}数学 口算 15分钟")
    assert "这里只记11月23日(周一)的。另一天的请单独发一句。" in said
    assert assignments_in(cast.context.store) == [("数学", 15)]


def test_18_minutes_taken_back_in_the_same_breath_count_once(cast: Cast) -> None:
    cast.say("张", "数学练习册20分钟,打错了,是30分钟,语文背书10分钟")

    assert assignments_in(cast.context.store) == [("数学", 30), ("语文", 10)]


def test_16_a_young_child_is_asked_for_the_kind(cast: Cast) -> None:
    asked = cast.say("陈", "一年级3班 语文10分钟")
    assert asked.splitlines()[-1] == '语文是动笔写的,还是读和背的?回"书面"或"口头"即可。'

    assert cast.say("陈", "口头").startswith("已补全,共10分钟(书面0)。")
    (report,) = reports_in(cast.context.store)
    assert (report["written_count"], report["assumed_count"]) == (0, 0)
