"""Staff words (教职工口令): what each role may say, and what it is answered."""

from __future__ import annotations

from dataclasses import replace
from datetime import time

import pytest
import sqlalchemy as sa

from context import Context
from homework.plan import Publication, PublicationMode
from homework.policy import Severity
from models.account.followers import find_follower
from models.database.store import Store
from models.hall.notices import standing_notices
from models.pushes.outbox import Push, PushState
from models.staff.console_sessions import find_login, offer_login
from models.staff.people import Role, add_staff
from tests.handlers.chat.conftest import Evening, cast_of, judge
from tests.people import ACCOUNT, Cast

OVER = [80, 80, 90, 70, 50]


def notices(store: Store, cast: Cast) -> int:
    with store.reading() as connection:
        return len(standing_notices(connection, "shifan", cast.context.clock.now()))


def hire(cast: Cast, person: str, role: Role, **details: object) -> str:
    """Add a member of the staff; returns the code that binds them."""
    now = cast.context.clock.now()
    _, code = cast.context.store.write(
        lambda connection: add_staff(connection, "shifan", role, person, now, **details)
    )
    return code


def test_the_dean_takes_checks_and_publishes_a_case(
    cast: Cast, evening: Evening, store: Store
) -> None:
    evening("三年级2班", OVER)

    assert cast.say("王", "今日") == (
        "11月23日(周一) 待办1件:\n"
        "1号 三年级2班 书面作业80分(上限60) 待核实 4/5户\n"
        "全部:http://school.test/console"
    )
    assert cast.say("王", "收到1") == (
        "1号由您核实。登记表:当天没有填。可回:核实1 登记表 / 核实1 电话 / 误报1 原因"
    )
    assert cast.say("王", "核实1").startswith("怎么核实的?")
    assert cast.say("王", "核实 1 登记表") == '已证实:三年级2班。回"公示1"在大厅公布。'
    assert notices(store, cast) == 0

    assert cast.say("王", "公示 1") == (
        "已公示:三年级2班 11月23日(周一) 书面作业80分(上限60)。大厅显示到11月25日(周三)。"
    )
    assert notices(store, cast) == 1


def test_a_refuted_case_is_never_shown_and_a_shown_one_is_corrected(
    cast: Cast, evening: Evening, store: Store
) -> None:
    evening("三年级2班", OVER)

    assert cast.say("王", "误报1") == "请写明原因,例如:误报1 含家庭自加30分钟"
    assert cast.say("王", "误报1 家里加的30分钟") == (
        "已记为误报:三年级2班不成立(家里加的30分钟),不会公布。"
    )
    assert cast.say("王", "公示1").startswith("1号现在是:已记为误报,不能这样办。")
    assert cast.say("王", "核实1 电话").endswith("核实为不成立的,不再公布。")

    evening("三年级3班", OVER)
    cast.say("王", "核实2 电话")
    cast.say("王", "公示2")
    assert cast.say("王", "误报2 登记有误").startswith("已更正:三年级3班不成立(登记有误)。")


@pytest.mark.parametrize("words", ["收到１", "收到 1", "收到1号", " 收到1 ", "收到#1"])
def test_the_number_is_read_however_it_is_typed(cast: Cast, evening: Evening, words: str) -> None:
    evening("三年级2班", OVER)

    assert cast.say("王", words).startswith("1号由您核实。")


def test_a_class_may_answer_until_its_hour(context: Context, cast: Cast, evening: Evening) -> None:
    evening("三年级2班", OVER)
    publication = Publication(mode=PublicationMode.FORMAL, answer_until=time(12, 0))
    later = cast_of(context, replace(context.plans["shifan"], publication=publication))

    assert later.say("王", "核实1 到班") == (
        "已证实。三年级2班可在明天12:00前说明,之后在大厅公布。"
    )
    assert later.say("王", "公示1").startswith("班级的说明时间还没到,到点自动公布。")


def test_nobody_is_named_during_the_trial(context: Context, cast: Cast, evening: Evening) -> None:
    evening("三年级2班", OVER)
    trial = cast_of(context, replace(context.plans["shifan"], publication=Publication()))

    assert trial.say("王", "核实1 自述") == "已证实:三年级2班。试运行期间大厅只计数,不点名。"
    assert trial.say("王", "公示1") == "现在是试运行,大厅只计数,不点名。"


def test_a_grade_leader_reads_no_figure_and_decides_nothing(cast: Cast, evening: Evening) -> None:
    evening("三年级2班", OVER)
    evening("五年级1班", OVER)

    said = cast.say("李", "今日")
    assert said.splitlines()[1:-1] == ["1号 三年级2班 书面作业 请核对"]
    assert cast.say("李", "收到1") == "好。请与各科老师对一下当天合计,教导处会来核实。"
    for words in ("核实1 登记表", "误报1 没有", "公示1"):
        assert cast.say("李", words) == "这一步由教导处或学校领导来做。"
    # Another grade's case is not theirs to know of.
    assert cast.say("李", "收到2") == '没有2号。回"今日"看待办和编号。'


def test_a_confidential_case_is_the_principals_alone(context: Context, cast: Cast) -> None:
    plan = context.plans["shifan"]
    packs = tuple(
        replace(pack, rules=tuple(replace(r, severity=Severity.CONFIDENTIAL) for r in pack.rules))
        for pack in plan.packs
    )
    secret = cast_of(context, replace(plan, packs=packs))
    secret.say("周", f"我是 {hire(cast, '周', Role.PRINCIPAL)}")
    for place, minutes in enumerate(OVER):
        secret.say(f"家长{place}", f"三年级2班 数学卷子{minutes}分钟")
    judge(secret.context)

    assert secret.say("王", "今日").startswith("没有待办")
    assert secret.say("王", "收到1").startswith("没有1号")
    assert "三年级2班" in secret.say("周", "今日")


def test_who_teaches_the_class_does_not_check_it(cast: Cast, evening: Evening) -> None:
    cast.say("周", f"我是 {hire(cast, '周', Role.DEPUTY, teaches='3-2')}")
    evening("三年级2班", OVER)

    assert cast.say("周", "今日").splitlines()[1] == "1号 三年级2班 书面作业 请核对"
    assert cast.say("周", "核实1 电话") == "您教这个班,核实要由不教本班的老师来做。"


def test_staff_words_tell_a_parent_nothing(cast: Cast, evening: Evening) -> None:
    evening("三年级2班", OVER)
    nonsense = cast.say("张", "asdf")

    for words in ("今日", "收到1", "核实1 登记表", "误报1 没有", "公示1", "登录 123456"):
        assert cast.say("张", words) == nonsense
    assert "待核实" in cast.say("王", "今日")


UNREAD = ("收到六", "收到 1 2", "收到1、2", "误报abc", "整改一", "核实 三 电话", "说明二")


@pytest.mark.parametrize("words", UNREAD)
def test_a_number_that_cannot_be_read_is_asked_for(
    cast: Cast, evening: Evening, words: str
) -> None:
    evening("三年级2班", OVER)

    assert cast.say("王", words).startswith("编号没看懂。一次写一件,用数字,例如:" + words[:2] + "3")
    assert "编号" not in cast.say("张", words)
    assert "编号" not in cast.say("王", "数学30分钟,公示栏手抄20分钟")


def test_nobody_takes_a_case_that_has_ended(cast: Cast, evening: Evening) -> None:
    evening("三年级2班", OVER)
    cast.say("王", "误报1 登记有误")
    evening("三年级3班", OVER)
    for words in ("核实2 电话", "公示2", "误报2 登记有误"):
        cast.say("王", words)

    assert cast.say("王", "收到1") == "1号已记为误报,已经办完,不用再接手。"
    assert cast.say("王", "收到2") == "2号已更正,已经办完,不用再接手。"


def test_what_is_too_long_is_refused_and_never_cut(cast: Cast, evening: Evening) -> None:
    evening("三年级2班", OVER)

    assert cast.say("王", "误报1 " + "长" * 201) == (
        "没有记下:误报后面写了201个字,最多200个字。请缩短后再发一次。"
    )
    assert cast.say("王", "转校长1 " + "长" * 61).startswith("没有记下:转校长后面写了61个字")
    assert cast.say("王", "座谈1 " + "长" * 401).startswith("没有记下:座谈后面写了401个字")
    assert f"不成立({'长' * 59}…)" in cast.say("王", "误报1 " + "长" * 200)


def test_a_number_nobody_gave(cast: Cast) -> None:
    assert cast.say("王", "收到3") == '没有3号。回"今日"看待办和编号。'
    assert cast.say("王", "今日") == "没有待办:今天还没有需要核实的班级。"


def test_a_code_binds_one_person_once_and_keeps_the_openid_sealed(cast: Cast) -> None:
    code = hire(cast, "吴", Role.PRINCIPAL)

    assert cast.say("吴", f"我是{code.upper()}").startswith("已绑定示范小学校长。")
    assert cast.say("陈", f"我是 {code}").startswith("没有找到这个绑定码")

    keys = cast.context.keys
    with cast.context.store.reading() as connection:
        row = find_follower(connection, ACCOUNT, keys.subject_id(ACCOUNT, cast.openid("吴")))
    assert row is not None
    assert keys.unseal(row.openid_sealed) == cast.openid("吴")
    assert cast.openid("吴") not in str(dict(row._mapping))


def test_after_five_wrong_codes_the_right_one_waits_until_tomorrow(cast: Cast) -> None:
    code = hire(cast, "吴", Role.PRINCIPAL)
    for _ in range(5):
        assert cast.say("吴", "我是 zzzzzzzz").startswith("没有找到这个绑定码")

    assert cast.say("吴", f"我是 {code}").startswith("今天输错的次数多了")
    cast.context.clock.sleep(24 * 3600)
    assert cast.say("吴", f"我是 {code}").startswith("已绑定")


def test_a_login_code_lets_the_computer_in(cast: Cast) -> None:
    now = cast.context.clock.now()
    offer = cast.context.store.write(
        lambda connection: offer_login(connection, ACCOUNT, "browser", now)
    )

    assert cast.say("王", f"登录{offer.code}").startswith("已登录")
    assert cast.say("王", f"登录 {offer.code}").startswith("登录码不对或已过期。")
    with cast.context.store.reading() as connection:
        claimed = find_login(connection, ACCOUNT, "browser", now)
    assert claimed is not None
    assert claimed.staff_id is not None


def test_what_could_not_be_delivered_is_read_at_the_next_contact_once(
    cast: Cast, evening: Evening, store: Store
) -> None:
    cast.say("吴", f"我是 {hire(cast, '吴', Role.DEAN)}")
    evening("三年级2班", OVER)
    cast.context.clock.sleep(300)  # nobody sends

    assert cast.say("吴", "今日").startswith("之前没能送到您的提醒:\n【待核实】三年级2班")
    assert cast.say("吴", "今日").startswith("11月23日(周一) 待办1件:")

    with store.reading() as connection:
        states = set(
            connection.scalars(sa.select(Push.state).where(Push.delivered_at.is_not(None)))
        )
    assert states == {PushState.DELIVERED}
