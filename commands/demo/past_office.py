"""What the school's office did meanwhile (日常工作): staff, duty, spot checks, a questionnaire twice."""

from __future__ import annotations

import random
from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Any

import sqlalchemy as sa

from context import Context
from homework.plan import SchoolPlan
from homework.surveys import Respondent, read_answers
from models.schools import SchoolClass
from models.spot_checks.findings import Looked, record_finding, spot_checks_on
from models.spot_checks.records import SpotFinding
from models.staff.duty import save_duty
from models.staff.people import Role, StaffMember, add_staff, staff_of
from models.surveys.questionnaires import Survey
from models.surveys.replies import answering, save_reply, split_texts
from models.surveys.rounds import Launch, start_survey, template_of
from models.surveys.templates import shipped_templates

DUTY = "赵老师"
COLLEAGUES: tuple[tuple[Role, str, dict[str, Any]], ...] = (
    (Role.HOMEROOM, "陈老师", {"homeroom_class": "5-2"}),
    (Role.HOMEROOM, "何老师", {"homeroom_class": "6-4"}),
    (Role.HOMEROOM, "郑老师", {"homeroom_class": "5-4"}),
    (Role.HOMEROOM, "许老师", {"homeroom_class": "6-2"}),
    (Role.DUTY, DUTY, {}),
)
"""Who acts in the past and holds no phone in the demo: role, name, details."""

SURVEY_PLACES = (0, 6)
"""The days on which the two rounds begin; families answer the day after."""

_SURVEY = "weekly-sleep"
_GRADES = frozenset({3, 4, 5, 6})
_ANSWERS_A_CLASS = 6
_DIFFERS_ON = 4


def hire_all(
    connection: sa.Connection,
    plan: SchoolPlan,
    people: Sequence[tuple[Role, str, Mapping[str, Any]]],
    now: datetime,
) -> dict[str, StaffMember]:
    """Add whoever of these is not there yet; everyone of the school by name."""
    present = {person.name for person in staff_of(connection, plan.id)}
    for role, name, details in people:
        if name not in present:
            add_staff(connection, plan.id, role, name, now, **details)
    return {person.name: person for person in staff_of(connection, plan.id)}


def put_on_duty(
    connection: sa.Connection, plan: SchoolPlan, person: StaffMember, days: Sequence[date]
) -> None:
    """One roster for all of these weeks."""
    for day in days:
        save_duty(connection, plan.id, day, [person.id])


def look_at_drawn(
    connection: sa.Connection, plan: SchoolPlan, person: StaffMember, place: int, now: datetime
) -> None:
    """The duty teacher looks at the day's drawn classes; on one day a register is not quite true."""
    drawn = spot_checks_on(connection, plan.id, now.date())
    for number, (check, _) in enumerate(drawn):
        differs = place == _DIFFERS_ON and number == 0
        finding = SpotFinding.DIFFERS if differs else SpotFinding.AGREES
        note = "黑板上另有一张口算卷,登记表没有写" if differs else ""
        looked = Looked(plan, person, now.date(), check.school_class_id, finding, note)
        record_finding(connection, looked, now)


def begin_round(connection: sa.Connection, plan: SchoolPlan, now: datetime) -> Survey:
    """Ask the families of the upper grades how their children sleep."""
    file = shipped_templates()[_SURVEY]
    launch = Launch(file.template, file.text, _GRADES, frozenset({Respondent.PARENT}))
    return start_survey(connection, plan, launch, now)


def answer_round(
    connection: sa.Connection,
    context: Context,
    round_: tuple[Survey, int],
    classes: Sequence[SchoolClass],
    now: datetime,
) -> None:
    """Six families a class answer; in the second round children sleep a little longer."""
    survey, number = round_
    template, luck = template_of(survey), random.Random(number)
    for school_class in classes:
        if school_class.grade(now.date()) not in _GRADES:
            continue
        for family in range(_ANSWERS_A_CLASS):
            read = read_answers(template, Respondent.PARENT, _fields(luck, number))
            if read.mistakes:
                raise ValueError(f"the demo's answers do not fit {_SURVEY}: {read.mistakes}")
            who = answering(
                context.keys, survey, school_class.id, f"history{family}", f"history:{family}"
            )
            said = split_texts(context.keys, template, Respondent.PARENT, read.answers)
            save_reply(connection, who, said, now)


def _fields(luck: random.Random, number: int) -> dict[str, list[str]]:
    late = luck.random() < (0.5 if number == 0 else 0.25)
    minute = luck.choice((0, 15, 30, 45))
    bedtime = f"{22 if late else 21}:{minute:02d}"
    fields = {
        "bedtime": [bedtime],
        "wake": [f"6:{luck.choice((30, 40, 50))}"],
        "was_late": ["yes" if late else "no"],
        "late_nights": [str(luck.randint(1, 3))],
        "late_why": [luck.choice(("amount", "slow", "extra"))],
        "weekend": [str(luck.randrange(60, 180, 15))],
        "leaves": ["16:30"],
        "exercise": [str(luck.randrange(40, 120, 10))],
        "break": [luck.choice(("daily", "mostly"))],
        "mood": [str(luck.randint(3, 5))],
    }
    return fields if late else {k: v for k, v in fields.items() if not k.startswith("late_")}
