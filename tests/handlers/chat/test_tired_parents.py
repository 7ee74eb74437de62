"""How tired parents write (累了的家长): half sentences, two children, the wrong class, 没有了."""

from __future__ import annotations

import pytest

from homework.wording import parents
from tests.handlers.wire import reports_in
from tests.people import Cast

TODAY = "11月23日(周一)"


@pytest.mark.parametrize(
    ("words", "lines"),
    [
        ("数学30", "数学 30分钟"),
        ("语文20。", "语文 20分钟"),
        ("英语作业20", "英语 20分钟"),
        ("数学20+语文15+英语10", "数学 20分钟\n语文 15分钟\n英语 10分钟"),
        ("数学", "数学 时间未填"),
        ("数学3", "数学 时间未填"),
    ],
)
def test_a_subject_with_a_bare_figure_is_a_report(cast: Cast, words: str, lines: str) -> None:
    said = cast.say("张", words)

    assert said.startswith(f"三年级2班 {TODAY} 已记:")
    assert lines in said


@pytest.mark.parametrize("words", ["数学95", "数学98分", "数学老师", "数学呢", "20"])
def test_a_mark_a_teacher_or_a_figure_alone_is_none(cast: Cast, words: str) -> None:
    assert "已记" not in cast.say("张", words)


def test_so_are_several_things_that_each_end_in_one(cast: Cast) -> None:
    said = cast.say("张", "语文抄词20,数学口算15,英语听读10分钟")

    assert "语文 抄词 20分钟\n数学 口算 15分钟\n英语 听读(口头) 10分钟" in said


@pytest.mark.parametrize("words", ["语文第15,数学练习册20", "数学练习册p20,语文第10"])
def test_a_page_or_a_lesson_is_no_minutes(cast: Cast, words: str) -> None:
    assert "时间未填" in cast.say("张", words)


@pytest.mark.parametrize("words", ["语文没布置", "数学没留作业", "英语没作业"])
def test_one_subject_without_homework_says_nothing_of_the_evening(cast: Cast, words: str) -> None:
    assert "整天都没有的" in cast.say("张", words)
    assert reports_in(cast.context.store) == []


def test_all_of_them_without_homework_do(cast: Cast) -> None:
    assert "已记:没有作业" in cast.say("张", "语数英都没作业")


def test_what_went_wrong_alone_is_asked_which_homework_it_was(cast: Cast) -> None:
    assert cast.say("张", "老师让家长打印 还要批改") == parents.WHICH_HOMEWORK


def test_homework_of_no_subject_is_asked_about_by_what_it_was(cast: Cast) -> None:
    assert "罚抄了十遍写了多久?" in cast.say("张", "罚抄了十遍")


def test_a_subject_then_its_figure_then_the_next(cast: Cast) -> None:
    assert "数学写了多久" in cast.say("张", "数学")
    assert cast.say("张", "20").startswith("已补全,共20分钟。")
    assert "语文 15分钟" in cast.say("张", "语文15")


@pytest.mark.parametrize(
    "words", ["没有了", "没了", "没有", "没有作业了", "就这些", "大概就这些了", "没别的了"]
)
def test_that_is_all_leaves_a_report_as_it_is(cast: Cast, words: str) -> None:
    cast.say("张", "数学口算10分钟")

    assert cast.say("张", words).startswith("好,就按说过的记,共10分钟。")
    assert cast.say("张", "我的").count("数学 口算 10分钟") == 1


def test_without_a_report_none_is_none_and_no_homework_replaces_one(cast: Cast) -> None:
    assert "已记:没有作业" in cast.say("张", "没有了")
    cast.say("张", "数学口算10分钟")
    assert "已记:没有作业" in cast.say("张", "今天没有作业")


def test_a_grade_then_a_number_is_a_class(cast: Cast) -> None:
    assert cast.say("陈", "三年级").startswith("三年级几班?")
    assert cast.say("陈", "2班").startswith("已为您选好三年级2班。")


def test_so_is_a_bare_number_and_what_waited_is_kept(cast: Cast) -> None:
    cast.say("陈", "语文抄写40分钟")
    assert "孩子在几班?" in cast.say("陈", "三年级9班")
    assert cast.say("陈", "4").startswith(f"三年级4班 {TODAY} 已记:语文 抄写 40分钟。")


def test_two_classes_in_one_message_each_get_their_own(cast: Cast) -> None:
    asked = cast.say("张", "三年级2班数学30分钟,五年级1班语文20分钟")
    assert "这份是哪个班的?" in asked

    first = cast.say("张", "三年级2班的")
    assert f"三年级2班 {TODAY} 已记:数学 30分钟。" in first
    assert '五年级1班的替您留着,回"五年级1班"就记下。' in first
    assert cast.say("张", "五年级1班").startswith(f"五年级1班 {TODAY} 已记:语文 20分钟。")


def test_what_two_classes_share_is_asked_about_once(cast: Cast) -> None:
    cast.say("张", "三年级2班和五年级1班都是数学30分钟")

    assert cast.say("张", "五年级1班").startswith(f"五年级1班 {TODAY} 已记:数学 30分钟。")


def test_a_report_of_the_wrong_class_moves(cast: Cast) -> None:
    cast.say("张", "数学口算10分钟")

    moved = cast.say("张", "发错班了 应该是三班的")

    assert moved.startswith(f"三年级3班 {TODAY} 已记:数学 口算 10分钟。")
    assert "三年级2班的那份已撤下" in moved
    (report,) = reports_in(cast.context.store)
    assert report["school_class_id"] == cast.school_class(3, 3).id


def test_a_new_class_takes_nothing_along(cast: Cast) -> None:
    cast.say("张", "数学口算10分钟")

    assert cast.say("张", "我家换班了 现在是三年级1班").startswith("已为您选好三年级1班。")
    (report,) = reports_in(cast.context.store)
    assert report["school_class_id"] == cast.school_class(3, 2).id


def test_and_more_of_the_same_subject_stands_beside_it(cast: Cast) -> None:
    cast.say("张", "数学口算10分钟")

    said = cast.say("张", "哦对了还有数学订正错题10分钟")

    assert "数学 口算 10分钟" in said
    assert "数学 订正错题 10分钟" in said
    assert "口算" not in cast.say("张", "数学卷子30分钟")


def test_and_more_completes_what_had_no_time(cast: Cast) -> None:
    cast.say("张", "数学练习册")
    cast.say("张", "不知道")

    said = cast.say("张", "还有数学练习册20分钟")

    assert said.count("数学") == 1


def test_what_was_done_completes_a_subject_said_alone(cast: Cast) -> None:
    cast.say("张", "语文")

    assert "语文写了多久" in cast.say("张", "听写")
    assert cast.say("张", "20").startswith("已补全,共20分钟")
    assert "语文 听写 20分钟" in cast.say("张", "我的")


def test_with_its_time_it_completes_it_at_once(cast: Cast) -> None:
    cast.say("张", "英语")

    assert cast.say("张", "听读10分").startswith("已补全,共10分钟")
    assert "英语 听读(口头) 10分钟" in cast.say("张", "我的")


def test_a_correction_finds_its_homework_among_two_of_one_subject(cast: Cast) -> None:
    cast.say("张", "数学口算10分钟")
    cast.say("张", "还有数学订正10分钟")

    cast.say("张", "不对 订正不是10分钟是15")

    assert "数学 订正 15分钟" in cast.say("张", "我的")


def test_new_homework_is_no_answer_to_an_open_question(cast: Cast) -> None:
    cast.say("张", "劳动洗碗,科学观察豆芽")

    assert "阅读" in cast.say("张", "语文阅读30分钟")


def test_of_a_closed_day_nothing_is_asked(cast: Cast) -> None:
    said = cast.say("张", "昨天数学卷子40分钟,语文抄写")

    assert "多久" not in said
    assert said.endswith('要看、要删,回"我的"。')
    assert "改动直接再说" not in said
