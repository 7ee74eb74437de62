"""From the check to the cure: the hour, the class's answer, the notice, measuring again, relapse."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime, time

import pytest
import sqlalchemy as sa

from clock import SHANGHAI
from homework.alerts import Audience, Reason
from homework.cases import CheckWay
from homework.class_answers import ClassAnswer
from homework.plan import Closing, Publication, PublicationMode, RectifyPlan
from homework.report import Assignment, Irregularity, Kind, Minutes, Report, Subject
from models.cases.acts import confirm, refute
from models.cases.answering import answer
from models.cases.clock import due_schools, publish_due
from models.cases.cures import close_cured, remind_replies
from models.cases.moves import Act, ActRefused, Refusal
from models.cases.rectifications import Rectification, find_rectification
from models.cases.rectifying import MOST_REPLIES, close, issue, reply
from models.days.overloads import Overload
from models.families.reporters import Door
from models.hall.board import board_facts
from models.hall.notices import standing_notices
from models.pushes.outbox import Push, PushState
from models.reporting.intake import Said, Speaker, take_in
from models.staff.audit import ActFilter, acts_before
from models.staff.people import Role, StaffMember, staff_of
from tests.models.conftest import School

OVER, WITHIN = (80, 85, 75, 90), (40, 35, 45, 50, 30)


@pytest.fixture
def formal(school: School) -> School:
    """示范小学 with an answer hour; two days within cure."""
    publication = Publication(mode=PublicationMode.FORMAL, answer_until=time(12, 0))
    rectify = RectifyPlan(remeasure_days=2, relapse_days=3)
    school.plan = replace(school.plan, publication=publication, rectify=rectify)
    return school


def at(school: School, month: int, day: int, hour: int, minute: int = 0) -> None:
    school.clock.jump(datetime(2026, month, day, hour, minute, tzinfo=SHANGHAI))


def evening(school: School, month: int, day: int, minutes: Sequence[int]) -> None:
    """An evening of 三年级2班, judged."""
    at(school, month, day, 20)
    school.evening(3, 2, minutes)
    school.tick()


def act(school: School, number: int, person: StaffMember | None = None) -> Act:
    return Act(school.plan, person or school.dean, number, school.clock.now())


def check(school: School, number: int) -> None:
    school.store.write(lambda c: confirm(c, act(school, number), CheckWay.REGISTER))


def clock_tick(school: School) -> int:
    return school.store.write(lambda c: publish_due(c, school.plan, school.clock.now()))


def round_of_cures(school: School) -> int:
    return school.store.write(lambda c: close_cured(c, school.plan, school.clock.now()))


def case(school: School, number: int) -> Overload:
    with school.store.reading() as connection:
        row = connection.execute(
            sa.select(*Overload.__table__.c).where(Overload.number == number)
        ).one()
        return Overload(**row._mapping)


def notice_of(school: School, number: int) -> Rectification:
    with school.store.reading() as connection:
        found = find_rectification(connection, case(school, number))
    assert found is not None
    return found


def hall(school: School) -> list[tuple[str, str, str]]:
    """(day, standing, answer) of everything the hall names."""
    with school.store.reading() as connection:
        findings = board_facts(connection, school.plan, school.clock.now()).findings
    return sorted((f"{each.day:%m-%d}", str(each.standing), each.answer) for each in findings)


def told(school: School, reason: str) -> list[str]:
    return [name for name, why, _ in school.pushes() if why == reason]


def test_a_finding_becomes_public_at_its_hour_and_not_before(formal: School) -> None:
    evening(formal, 11, 23, OVER)
    check(formal, 1)
    assert told(formal, "please_answer") == ["林"]

    at(formal, 11, 24, 11, 59)
    assert clock_tick(formal) == 0
    assert hall(formal) == []
    with formal.store.reading() as connection:
        assert due_schools(connection, formal.clock.now()) == frozenset()

    at(formal, 11, 24, 12)
    assert hall(formal) == [("11-23", "checked", "")]  # the hall waits for no tick
    with formal.store.reading() as connection:
        assert due_schools(connection, formal.clock.now()) == {"shifan"}
    assert clock_tick(formal) == 1
    assert clock_tick(formal) == 0
    assert case(formal, 1).state == "public"
    assert told(formal, "published") == ["李", "林"]


def test_the_homeroom_teacher_is_told_before_the_principal(formal: School) -> None:
    evening(formal, 11, 23, (200, 210, 190, 220))  # grave: the principal hears at once

    names = [name for name, _, _ in formal.pushes()]

    assert names.index("林") < names.index("周")


def due(school: School, number: int) -> dict[str, str]:
    """When each push about a case may go, by its audience."""
    with school.store.reading() as connection:
        rows = connection.execute(
            sa.select(Push.audience, Push.due_at).where(Push.overload_id == case(school, number).id)
        )
        return {str(row.audience): f"{row.due_at.astimezone(SHANGHAI):%H:%M}" for row in rows}


def test_the_principal_waits_while_the_teachers_window_keeps_their_push(formal: School) -> None:
    at(formal, 11, 23, 19, 55)
    formal.evening(3, 2, OVER)
    formal.tick()

    def was_sent(connection: sa.Connection) -> None:
        """林 and 李 have just been written to: their next push waits for 20:05."""
        connection.execute(
            sa.update(Push)
            .where(Push.audience == Audience.OWN_TEACHERS)
            .values(
                state=PushState.SENT, first_try_at=formal.clock.now(), sent_at=formal.clock.now()
            )
        )

    formal.store.write(was_sent)
    at(formal, 11, 23, 20, 0)
    about = formal.about(3, 2)
    report = Report(
        assignments=(Assignment(Subject.MATHS, "卷子", Minutes.exactly(20), Kind.WRITTEN),),
        irregularities=frozenset({Irregularity.PUNITIVE_COPY}),
    )
    for who in ("a", "b", "c", "d"):
        formal.store.write(
            lambda c, who=who: take_in(  # type: ignore[misc]
                c,
                formal.plan,
                Said(Speaker(who, Door.CHAT), about, report, formal.clock.now()),
            )
        )
    formal.tick()

    assert due(formal, 2)["principal"] == "20:05"
    assert due(formal, 2)["operator"] == "20:00"


def test_the_classs_answer_stands_beside_the_finding(formal: School) -> None:
    evening(formal, 11, 23, OVER)
    check(formal, 1)
    by_homeroom = act(formal, 1, formal.homeroom)
    formal.store.write(lambda c: answer(c, by_homeroom, ClassAnswer.TWO_DAYS))
    formal.store.write(lambda c: answer(c, by_homeroom, ClassAnswer.ADJUSTED))

    at(formal, 11, 24, 12)

    assert hall(formal) == [("11-23", "checked", "属实已调整")]
    # The dispute was told to who checked it, once; that there was one stays on the case.
    assert told(formal, "answered") == ["王"]
    assert case(formal, 1).was_contested


def test_a_class_answers_after_the_hour_too_but_not_after_the_end(formal: School) -> None:
    evening(formal, 11, 23, OVER)
    check(formal, 1)
    at(formal, 11, 24, 13)
    clock_tick(formal)
    late = act(formal, 1, formal.homeroom)
    formal.store.write(lambda c: answer(c, late, ClassAnswer.AT_SCHOOL))
    assert hall(formal) == [("11-23", "checked", "在校已完成大部分")]

    formal.store.write(lambda c: refute(c, act(formal, 1), "在校完成"))
    with pytest.raises(ActRefused) as refused:
        formal.store.write(lambda c: answer(c, late, ClassAnswer.ADJUSTED))
    assert refused.value.refusal is Refusal.WRONG_STATE


def test_a_correction_is_as_visible_as_the_finding_was(formal: School) -> None:
    evening(formal, 11, 23, OVER)
    check(formal, 1)
    at(formal, 11, 26, 17)  # the finding's last afternoon
    formal.store.write(lambda c: refute(c, act(formal, 1), "登记有误"))

    for day, shown in ((26, 1), (27, 1), (30, 1)):
        at(formal, 11, day, 18)
        assert len(hall(formal)) == shown, day
    at(formal, 12, 1, 0)
    assert hall(formal) == []


def rectified(school: School) -> None:
    """Monday's case is public, its notice sent and replied to on Tuesday."""
    evening(school, 11, 23, OVER)
    check(school, 1)
    at(school, 11, 24, 13)
    clock_tick(school)
    school.store.write(lambda c: issue(c, act(school, 1), [Subject.CHINESE, Subject.MATHS]))
    school.store.write(lambda c: reply(c, act(school, 1, school.homeroom), "练习册改隔天"))


def test_two_days_within_cure_and_the_hall_shows_it_for_three(formal: School) -> None:
    rectified(formal)
    evening(formal, 11, 25, WITHIN)
    evening(formal, 11, 26, WITHIN)
    at(formal, 11, 27, 11, 59)
    assert round_of_cures(formal) == 0  # the second day is still open

    at(formal, 11, 27, 12, 5)
    assert round_of_cures(formal) == 1

    assert case(formal, 1).state == "closed"
    assert case(formal, 1).closed_by == 0
    assert notice_of(formal, 1).closed_at is not None
    assert told(formal, "closed") == ["李", "林"]
    assert clock_tick(formal) == 0  # its notice still stands, and makes nothing public again
    assert case(formal, 1).state == "closed"
    for day, shown in ((27, 1), (30, 1)):
        at(formal, 11, day, 18)
        assert hall(formal) == [("11-23", "closed", "")] * shown
    at(formal, 12, 2, 0)
    assert hall(formal) == []
    assert round_of_cures(formal) == 0


def test_where_the_school_wants_a_person_to_say_so_it_is_proposed(formal: School) -> None:
    formal.plan = replace(
        formal.plan, rectify=replace(formal.plan.rectify, closing=Closing.PROPOSE)
    )
    rectified(formal)
    evening(formal, 11, 25, WITHIN)
    evening(formal, 11, 26, WITHIN)
    at(formal, 11, 27, 12, 5)

    assert round_of_cures(formal) == 1
    assert round_of_cures(formal) == 1

    assert case(formal, 1).state == "public"
    assert told(formal, "may_close") == ["王"]  # once, however often the clock asks
    formal.store.write(lambda c: close(c, act(formal, 1)))
    assert case(formal, 1).state == "closed"


def test_without_a_reply_nothing_is_measured(formal: School) -> None:
    evening(formal, 11, 23, OVER)
    check(formal, 1)
    formal.store.write(lambda c: issue(c, act(formal, 1), [Subject.MATHS]))
    for day in (24, 25, 26):
        evening(formal, 11, day, WITHIN)
    at(formal, 11, 27, 12, 5)

    assert round_of_cures(formal) == 0


def test_a_day_over_begins_the_count_again(formal: School) -> None:
    rectified(formal)
    evening(formal, 11, 25, WITHIN)
    evening(formal, 11, 26, OVER)
    check(formal, 2)
    evening(formal, 11, 27, WITHIN)
    at(formal, 11, 30, 12, 5)
    assert round_of_cures(formal) == 0
    assert case(formal, 2).chain_id is None  # the first was never closed: no relapse


def test_too_few_families_cure_nobody_but_a_look_into_the_class_may(formal: School) -> None:
    rectified(formal)
    for month, day in ((11, 25), (11, 26), (11, 27), (11, 30)):
        evening(formal, month, day, (30, 40))
    at(formal, 12, 1, 12, 5)
    assert round_of_cures(formal) == 0
    with pytest.raises(ActRefused) as refused:
        formal.store.write(lambda c: close(c, act(formal, 1)))
    assert refused.value.refusal is Refusal.NOT_CURED

    formal.store.write(lambda c: close(c, act(formal, 1), "翻看登记和作业,约40分钟"))

    assert case(formal, 1).state == "closed"


def relapse(school: School, day: int) -> None:
    """Cured on Friday the 27th; over again on a day of December, and checked."""
    rectified(school)
    evening(school, 11, 25, WITHIN)
    evening(school, 11, 26, WITHIN)
    at(school, 11, 27, 12, 5)
    round_of_cures(school)
    evening(school, 12, day, OVER)
    check(school, 2)


def test_a_relapse_opens_the_chain_again_and_the_hall_says_so(formal: School) -> None:
    relapse(formal, 1)

    again = case(formal, 2)
    assert again.chain_id == case(formal, 1).id
    assert f"{again.relapsed_from:%m-%d}" == "11-27"
    notice = notice_of(formal, 2)
    assert (notice.rounds, notice.closed_at) == (2, None)
    assert notice.id == notice_of(formal, 1).id
    assert case(formal, 1).state == "closed"

    # That it was cured is no longer said once the new finding is there.
    at(formal, 12, 2, 11)
    assert [standing for _, standing, _ in hall(formal)] == []
    at(formal, 12, 2, 12)
    assert [(day, standing) for day, standing, _ in hall(formal)] == [("12-01", "checked")]

    # Measured again from there, it closes again, and so does the notice.
    evening(formal, 12, 2, WITHIN)
    evening(formal, 12, 3, WITHIN)
    at(formal, 12, 4, 12, 5)
    clock_tick(formal)
    assert round_of_cures(formal) == 1
    assert case(formal, 2).state == "closed"
    assert notice_of(formal, 2).closed_at is not None


def test_much_later_it_is_a_new_case(formal: School) -> None:
    relapse(formal, 3)

    assert case(formal, 2).chain_id is None
    assert case(formal, 2).relapsed_from is None


def test_the_cure_stands_until_the_new_findings_hour(formal: School) -> None:
    relapse(formal, 1)
    at(formal, 12, 1, 21)

    assert hall(formal) == [("11-23", "closed", "")]


def test_who_owes_a_reply_is_reminded_and_lateness_is_told_once(formal: School) -> None:
    evening(formal, 11, 23, OVER)
    check(formal, 1)
    formal.store.write(lambda c: issue(c, act(formal, 1), [Subject.MATHS]))

    def remind() -> int:
        return formal.store.write(lambda c: remind_replies(c, formal.plan, formal.clock.now()))

    at(formal, 11, 24, 8)
    assert remind() == 0
    at(formal, 11, 25, 8)
    assert remind() == 1
    assert told(formal, "reply_due") == ["李", "林"]
    at(formal, 11, 26, 8)
    assert remind() == 1
    at(formal, 11, 27, 8)
    assert remind() == 1
    assert told(formal, "reply_late") == ["王"]

    formal.store.write(lambda c: reply(c, act(formal, 1, formal.homeroom), "改隔天"))
    assert remind() == 0
    assert notice_of(formal, 1).is_late(formal.clock.now())


def test_a_notice_goes_to_who_teaches_the_class_and_to_nobody_elses_teacher(
    formal: School,
) -> None:
    formal.hire(Role.TEACHER, "数学", teaches="3-2,3-3")
    formal.hire(Role.TEACHER, "体育", teaches="3-3")
    evening(formal, 11, 23, OVER)
    check(formal, 1)

    formal.store.write(lambda c: issue(c, act(formal, 1), [Subject.MATHS]))

    with formal.store.reading() as connection:
        names = {f"staff:{each.id}": each.name for each in staff_of(connection, "shifan")}
        sent = connection.scalars(sa.select(Push.recipient).where(Push.reason == Reason.RECTIFY))
        assert sorted(names[each] for each in sent) == ["数学", "李", "林"]


def test_notices_are_numbered_a_year_and_a_chain_has_one(formal: School) -> None:
    evening(formal, 11, 23, OVER)
    formal.evening(4, 1, OVER)
    formal.tick()
    for number in (1, 2):
        check(formal, number)
    numbers = [
        formal.store.write(lambda c, n=n: issue(c, act(formal, n), [Subject.MATHS])).number  # type: ignore[misc]
        for n in (1, 2)
    ]
    with pytest.raises(ActRefused) as again:
        formal.store.write(lambda c: issue(c, act(formal, 1), [Subject.ENGLISH]))

    assert numbers == [1, 2]
    assert again.value.refusal is Refusal.ISSUED_BEFORE
    with formal.store.reading() as connection:
        notice = find_rectification(connection, case(formal, 1))
    assert notice is not None
    assert notice.subject_list == (Subject.MATHS,)


def test_during_the_trial_a_checked_case_is_cured_without_a_word_in_the_hall(
    school: School,
) -> None:
    school.plan = replace(
        school.plan, publication=Publication(), rectify=RectifyPlan(remeasure_days=1)
    )
    evening(school, 11, 23, OVER)
    check(school, 1)
    evening(school, 11, 24, WITHIN)
    at(school, 11, 25, 12, 5)
    clock_tick(school)
    assert round_of_cures(school) == 1

    with school.store.reading() as connection:
        assert standing_notices(connection, school.plan.id, school.clock.now()) == []
    assert case(school, 1).state == "closed"


def test_every_teachers_reply_stands_beside_the_first(formal: School) -> None:
    other = formal.hire(Role.TEACHER, "孙", teaches="3-2")
    evening(formal, 11, 23, OVER)
    check(formal, 1)
    formal.store.write(lambda c: issue(c, act(formal, 1), [Subject.MATHS, Subject.CHINESE]))
    first_at = formal.clock.now()

    formal.store.write(lambda c: reply(c, act(formal, 1, other), "语文抄写减半"))
    at(formal, 11, 24, 9)
    for words in ("数学练习册改隔天", "数学练习册改隔天", "另:周五不留"):
        formal.store.write(lambda c, words=words: reply(c, act(formal, 1, formal.homeroom), words))  # type: ignore[misc]

    notice = notice_of(formal, 1)
    assert [(each.staff_id, each.words) for each in notice.replies] == [
        (other.id, "语文抄写减半"),
        (formal.homeroom.id, "数学练习册改隔天"),
        (formal.homeroom.id, "另:周五不留"),
    ]
    assert notice.replied_at == first_at
    with formal.store.reading() as connection:
        acts = acts_before(connection, formal.plan.id, ActFilter(acts=("reply",)))
    assert [each.detail["words"] for each in reversed(acts)] == [
        each.words for each in notice.replies
    ]


def test_replies_have_an_end(formal: School) -> None:
    evening(formal, 11, 23, OVER)
    check(formal, 1)
    formal.store.write(lambda c: issue(c, act(formal, 1), [Subject.MATHS]))
    for place in range(MOST_REPLIES):
        formal.store.write(
            lambda c, place=place: reply(c, act(formal, 1, formal.homeroom), f"改{place}")  # type: ignore[misc]
        )

    with pytest.raises(ActRefused) as refused:
        formal.store.write(lambda c: reply(c, act(formal, 1, formal.homeroom), "再改"))

    assert refused.value.refusal is Refusal.TOO_MANY_REPLIES


def deliver(school: School) -> None:
    """Every push that waits goes out."""
    school.store.write(
        lambda c: c.execute(
            sa.update(Push).values(state=PushState.SENT, sent_at=school.clock.now())
        )
    )


def test_a_class_that_was_asked_hears_once_that_it_does_not_hold(formal: School) -> None:
    evening(formal, 11, 23, OVER)
    check(formal, 1)
    formal.store.write(lambda c: issue(c, act(formal, 1), [Subject.MATHS]))
    deliver(formal)

    formal.store.write(lambda c: refute(c, act(formal, 1), "含家庭自加"))

    assert told(formal, "corrected") == ["李", "林"]
    with formal.store.reading() as connection:
        texts = connection.scalars(
            sa.select(Push.fields).where(Push.reason == Reason.CORRECTED)
        ).all()
    assert {each["text"] for each in texts} == {
        "三年级2班 11月23日(周一) 书面作业经复核不成立,不会公布,也不用再说明。"
        "作改〔2026〕1号作废,不用回复。给各位老师添麻烦了。"
    }


def test_who_was_not_yet_written_to_is_written_nothing(formal: School) -> None:
    evening(formal, 11, 23, OVER)
    check(formal, 1)

    formal.store.write(lambda c: refute(c, act(formal, 1), "含家庭自加"))

    assert told(formal, "corrected") == []


def test_a_case_refuted_at_once_says_nothing_of_an_answer(formal: School) -> None:
    evening(formal, 11, 23, OVER)
    deliver(formal)

    formal.store.write(lambda c: refute(c, act(formal, 1), "含家庭自加"))

    assert told(formal, "corrected") == []
