"""A school's week (一所学校的一周): read it from top to bottom to see what the product does.

Everything people say goes through the real webhook and the real pages; the clock is moved by hand.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime, time, timedelta
from functools import partial
from typing import Any

import sqlalchemy as sa
from flask.testing import FlaskClient

from clock import SHANGHAI, FrozenClock
from context import Context
from homework.plan import Publication, PublicationMode
from models.cases.cures import close_cured
from models.days.class_days import touched
from models.days.judging import judge_day
from models.leases import take_lease
from models.pushes.outbox import Push
from models.spot_checks.findings import spot_checks_on
from models.spot_checks.verifying import verify_draw
from models.staff.people import staff_of
from models.staff.sessions import begin_session
from scheduler.jobs.cases import run_cases
from scheduler.jobs.judge import judge_touched
from scheduler.jobs.registers_due import judge_due_registers
from scheduler.jobs.spot_check import run_spot_checks
from scheduler.shift import Shift
from tests.people import Cast

MONDAY = datetime(2026, 11, 23, 20, 0, tzinfo=SHANGHAI)
TUESDAY_MORNING = datetime(2026, 11, 24, 8, 30, tzinfo=SHANGHAI)


def tick(context: Context) -> None:
    """What the scheduler does every fifteen seconds: a sign of life, then judging."""
    lasts = timedelta(seconds=30)
    context.store.write(
        lambda connection: take_lease(connection, "scheduler", "one", lasts, context.clock.now())
    )
    with context.store.reading() as connection:
        waiting = touched(connection)
    for each in waiting:
        plan = context.plans[each.key.school_id]
        now = context.clock.now()
        context.store.write(partial(judge_day, plan=plan, touched=each, now=now))


def told(context: Context) -> list[str]:
    """Why pushes were queued, in order."""
    with context.store.reading() as connection:
        return [
            str(reason) for reason in connection.scalars(sa.select(Push.reason).order_by(Push.id))
        ]


def hall(client: FlaskClient) -> dict[str, Any]:
    facts: dict[str, Any] = client.get("/hall/shifan.json").get_json()
    return facts


def words(client: FlaskClient) -> str:
    """Everything the hall's page says."""
    return client.get("/hall/shifan").get_data(as_text=True)


def test_a_week_at_shifan(
    cast: Cast, context: Context, client: FlaskClient, clock: FrozenClock
) -> None:
    poster_of_3_2 = f"c_{cast.school_class(3, 2).public_link}"

    # Monday evening. Three families scan the poster of 三年级2班 and say what there was.
    for family in ("赵", "钱", "孙"):
        greeting = cast.event(family, "SCAN", poster_of_3_2)
        assert "三年级2班" in greeting
    receipt = cast.say("赵", "语文抄写第5课两遍40分钟,数学练习册45分钟")
    assert "11月23日(周一)" in receipt
    assert "语文" in receipt
    assert "40分钟" in receipt
    cast.say("钱", "语文抄写四十分钟 数学半小时")
    tick(context)

    # Two families are not enough to trouble anybody.
    assert told(context) == []

    # The third is. The 教导处 is told at once, and the class's grade leader asked to compare.
    cast.say("孙", "数学卷子一个半小时")
    tick(context)
    assert told(context)[:2] == ["suspected", "please_compare"]
    assert "三年级2班" in cast.say("王", "今日")

    # Nothing is public: the hall only says that something is being checked.
    assert "三年级2班" not in words(client)

    # A parent may not act on it, and is not told who may.
    assert "公示" not in cast.say("陈", "公示1")

    # The 教导处 takes the case, telephones three families, and says so.
    assert "由您核实" in cast.say("王", "收到1")
    assert "已证实" in cast.say("王", "核实1 电话")
    assert "三年级2班" not in words(client)

    # One more word, and the hall reads class, rule and figures, but nobody's name or words.
    assert "已公示" in cast.say("王", "公示1")
    shown = words(client)
    assert "三年级2班" in shown
    assert "60分钟" in shown
    assert "抄写" not in shown

    # Tuesday morning. It turns out that half of it was set at home: the finding falls.
    clock.jump(TUESDAY_MORNING)
    tick(context)
    assert "已更正" in cast.say("王", "误报1 其中30分钟为家庭自加")
    corrected = words(client)
    assert "更正" in corrected
    assert "三年级2班" in corrected

    # 赵 stops following: what 赵 said is gone, and the day is judged again without it.
    cast.event("赵", "unsubscribe")
    tick(context)
    assert reports_of_3_2(context) == 2

    # A week later the correction, too, has left the wall.
    clock.jump(MONDAY + timedelta(days=10))
    tick(context)
    assert "三年级2班" not in words(client)


def reports_of_3_2(context: Context) -> int:
    with context.store.reading() as connection:
        return int(connection.scalar(sa.text("SELECT count(*) FROM report")) or 0)


def test_how_a_class_gets_better(
    cast: Cast, context: Context, client: FlaskClient, clock: FrozenClock
) -> None:
    def evening(day: int, *minutes: int) -> None:
        """Families of 三年级3班 say how long it took; the scheduler judges."""
        clock.jump(datetime(2026, 11, 1, 20, 0, tzinfo=SHANGHAI) + timedelta(days=day - 1))
        for family, each in zip("赵钱孙吴郑", minutes, strict=False):
            cast.say(family, f"三年级3班 数学卷子{each}分钟")
        tick(context)

    def noon(day: int) -> None:
        """The day before closes; the scheduler makes its round of open cases."""
        clock.jump(datetime(2026, 11, 1, 12, 5, tzinfo=SHANGHAI) + timedelta(days=day - 1))
        tick(context)
        plan = context.plans["shifan"]
        context.store.write(lambda connection: close_cured(connection, plan, clock.now()))

    # Monday is over the cap. Someone looks into the register; the class answers with one tap.
    evening(23, 80, 85, 90, 75, 80)
    cast.say("王", "核实1 登记表")
    assert "please_answer" in told(context)
    assert "1 两天的量" in cast.say("李", "说明1")
    assert "已记" in cast.say("李", "说明1 2")

    # The hall reads both: what was found, and what the class says of it.
    cast.say("王", "公示1")
    [finding] = hall(client)["findings"]
    assert (finding["class"], finding["answer"]) == ("三年级3班", "在校已完成大部分")

    # A notice goes to the subject concerned; the grade leader replies what was changed.
    assert "作改〔2026〕1号" in cast.say("王", "整改1 数学")
    assert "此后5个上学日" in cast.say("李", "回复1 练习册改到隔天")

    # The class is measured again. Four days within the cap are not five.
    for day in (24, 25, 26, 27):
        evening(day, 40, 45, 50, 35, 40)
    noon(30)
    assert hall(client)["closed"] == []
    evening(30, 50, 40, 30, 45, 40)
    noon(31)

    # Five are. The hall says so as plainly as it had said the other, for as long.
    [cured] = hall(client)["closed"]
    assert cured["class"] == "三年级3班"
    assert "销号" in words(client)
    assert "没有待办" in cast.say("王", "今日")

    # Two days later it is back. The old notice is open again, and everyone can read why.
    evening(32, 90, 95, 80, 85, 90)
    cast.say("王", "核实2 电话")
    cast.say("王", "公示2")
    [again] = hall(client)["findings"]
    assert again["relapsed_from"] == "2026-12-01"
    assert hall(client)["closed"] == []
    assert "销号后再次超标" in words(client)


class Week:
    """The school by the clock: at each hour the scheduler does what is due, and nothing else does."""

    def __init__(
        self, cast: Cast, context: Context, client: FlaskClient, clock: FrozenClock
    ) -> None:
        self.cast, self.context, self.client, self.clock = cast, context, client, clock
        self._shift = Shift(
            store=context.store,
            keys=context.keys,
            clock=clock,
            base_url=context.base_url,
            plans=context.plans,
            accounts=context.accounts,
            holder="story",
        )

    def at(self, month: int, day: int, hour: int, minute: int = 0) -> None:
        """It is that hour now, and the scheduler has made its round."""
        self.clock.jump(datetime(2026, month, day, hour, minute, tzinfo=SHANGHAI))
        self._shift.renew()
        judge_due_registers(self._shift)
        judge_touched(self._shift)
        run_cases(self._shift)
        run_spot_checks(self._shift)

    def evening(self, month: int, day: int, *minutes: int) -> None:
        """Families of 三年级2班 say how long it took."""
        self.at(month, day, 20)
        for family, each in zip("赵钱孙吴郑", minutes, strict=True):
            self.cast.say(family, f"三年级2班 语文抄写10分钟 数学卷子{each - 10}分钟")
        self.at(month, day, 20, 1)

    def register(self, chinese: int, maths: int) -> str:
        """The monitor of 三年级2班 saves today's register; what the page says then."""
        path = f"/register/{self.cast.school_class(3, 2).desk_link}"
        rows = {"s-0": "语文", "x-0": str(chinese), "s-1": "数学", "x-1": str(maths)}
        saved = self.client.post(path, data=rows | {"c-1": "练习册", "day": str(self._today)})
        assert saved.status_code == 303
        return self.client.get(saved.location).get_data(as_text=True)

    def texts(self) -> str:
        """Everything that was ever queued for somebody's phone."""
        with self.context.store.reading() as connection:
            pushes = connection.scalars(sa.select(Push.fields).order_by(Push.id))
            return "\n".join(each["text"] for each in pushes)

    def office(self) -> FlaskClient:
        """The computer of the 教导处, signed in."""
        with self.context.store.reading() as connection:
            dean = next(each for each in staff_of(connection, "shifan") if each.name == "王")
        now = self.clock.now()
        session = self.context.store.write(
            lambda connection: begin_session(connection, "shifan", dean.id, now, "story")
        )
        assert session is not None
        browser = self.client.application.test_client()
        browser.set_cookie("hw-console", session.cookie)
        return browser

    def drawn(self) -> list[str]:
        """The classes drawn today."""
        with self.context.store.reading() as connection:
            found = spot_checks_on(connection, "shifan", self._today)
            return [school_class.slug(self._today) for _, school_class in found]

    @property
    def _today(self) -> date:
        return self.clock.now().date()


def give_classes_until_noon(context: Context) -> None:
    """示范小学 as a school is set up in earnest: whoever is found over may answer until twelve."""
    publication = Publication(mode=PublicationMode.FORMAL, answer_until=time(12, 0))
    plan = replace(context.plans["shifan"], publication=publication)
    context.plans["shifan"] = plan  # type: ignore[index]


def test_a_week_by_the_clock_from_the_register_to_the_hearing(
    cast: Cast, context: Context, client: FlaskClient, clock: FrozenClock
) -> None:
    give_classes_until_noon(context)
    week = Week(cast, context, client, clock)

    # Monday, five past four. The monitor registers today's homework, and it is too much. Who can
    # still mend it learns at once by how much, until when, and which one change is enough.
    week.at(11, 23, 16, 5)
    assert "合计75分钟,超过60" in week.register(30, 45)
    assert "三年级2班今天登记" in week.texts()
    assert "16:40前可调整,调整好就不留超标记录。" in week.texts()
    assert "减一项最省:数学练习册从45分钟减到30分钟。" in week.texts()

    # Nobody mends it. The hour passes, and still nobody is accused of anything.
    week.at(11, 23, 16, 45)
    assert "没有待办" in cast.say("王", "今日")

    # In the evening five families say the same, and now the 教导处 is asked to look.
    week.evening(11, 23, 75, 80, 70, 85, 75)
    assert told(context).count("suspected") == 1
    assert "登记表:合计75分钟" in cast.say("王", "收到1")

    # The register agrees with them. That is a check; and the class has until noon to answer.
    assert "可在明天12:00前说明" in cast.say("王", "核实1 登记表")
    assert "说明时间还没到" in cast.say("王", "公示1")
    assert "已记" in cast.say("李", "说明1 3")
    assert hall(client)["findings"] == []
    assert "1个班级正在核实" in words(client)

    # Tuesday. At a minute to twelve the hall is silent; at twelve it reads both.
    week.at(11, 24, 11, 59)
    assert "三年级2班" not in words(client)
    week.at(11, 24, 12, 0)
    [finding] = hall(client)["findings"]
    assert (finding["class"], finding["measured"], finding["answer"]) == (
        "三年级2班",
        75,
        "登记有误",
    )

    # The register of the day before is closed: its hash is the seed, and half an hour later two
    # classes are drawn with it. Somebody goes and looks; anyone can draw again and compare.
    assert week.drawn() == []
    week.at(11, 24, 12, 30)
    assert len(week.drawn()) == 2
    assert week.texts().count("【抽查】今天抽到") == 2  # Monday's was the first
    first, second = week.drawn()
    office = week.office()
    office.post(f"/console/spot-checks/{first}", data={"finding": "agrees"})
    office.post(
        f"/console/spot-checks/{second}", data={"finding": "differs", "note": "少登一张卷子"}
    )
    page = office.get("/console/spot-checks").get_data(as_text=True)
    assert "与登记一致" in page
    assert "少登一张卷子" in page
    with context.store.reading() as connection:
        again = verify_draw(connection, context.plans["shifan"], clock.now().date())
    assert again is not None
    assert again.matches

    # The notice names the subjects; the leader of the grade replies; a talk is held and noted.
    assert "作改〔2026〕1号:语文、数学" in cast.say("王", "整改1 语文 数学")
    assert "此后5个上学日" in cast.say("李", "回复1 数学练习册改到隔天")
    assert "座谈已记下" in cast.say("王", "座谈1 与各科老师商定每天错开")

    # Five school days are kept, over a weekend, by register and by families. On the sixth noon the
    # case closes by itself, and the hall says so.
    for month, day in ((11, 25), (11, 26), (11, 27), (11, 30), (12, 1)):
        week.at(month, day, 16, 5)
        assert "已登记:合计40分钟" in week.register(15, 25)
        week.evening(month, day, 35, 40, 45, 40, 35)
    assert hall(client)["closed"] == []
    week.at(12, 2, 12, 5)
    assert [each["class"] for each in hall(client)["closed"]] == ["三年级2班"]

    # The same week it is back: the check is a telephone's, and what was closed is open again.
    week.evening(12, 2, 80, 85, 90, 80, 85)
    cast.say("王", "核实2 电话")
    week.at(12, 3, 12, 0)
    [again_over] = hall(client)["findings"]
    assert again_over["relapsed_from"] == "2026-12-02"
    assert "整改重新打开" in week.texts()

    # At the end of the term it is all in the hearing's papers, without a word of any family.
    papers = week.office().get("/console/hearing").get_data(as_text=True)
    row = papers.partition("<tbody>")[2].partition("</tbody>")[0]
    assert "三年级2班" in row
    assert "作改〔2026〕1号" in row
    assert "数学练习册改到隔天" in row
    assert "12月2日(周三)销号后复发" in row
    assert "户" not in row
