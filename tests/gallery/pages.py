"""What the gallery shows (画廊的目录): every page, who looks at it, and on which screens."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta

import sqlalchemy as sa

from models.schools import school_link
from models.surveys.questionnaires import SurveyLink
from tests.gallery.school import NOW, School

PHONES_AND_DESKS = (320, 390, 768, 1280)
_TODAY = NOW.date().isoformat()
_FRIDAY = (NOW.date() - timedelta(days=3)).isoformat()


@dataclass(frozen=True, slots=True)
class Picture:
    """A page to be taken: `who` is signed in ("" for nobody); `is_paper` shows it as printed; what
    `then` names is tapped first, one after the other."""

    name: str
    path: str
    who: str = "dean"
    is_paper: bool = False
    then: tuple[str, ...] = ()


DEMO = Picture("front-demo", "/", "")
_FILLED = ("[name=m-chinese][value='20']", "[name=m-maths][value='40']")
_FOLDS = tuple(f"details.group > summary >> nth={place}" for place in (1, 2, 3))


def console_pages(school: School) -> list[Picture]:
    """Every page of the console, as those see it whose business it is."""
    case = school.case
    return [
        Picture("today", "/console"),
        Picture("today-principal", "/console", "principal"),
        Picture("today-homeroom", "/console", "homeroom"),
        Picture("today-duty", "/console", "duty"),
        Picture("case-suspected", f"/console/cases/{case('3-2')}"),
        Picture("case-checking", f"/console/cases/{case('3-2')}", then=(".act summary",)),
        Picture("case-calls", f"/console/cases/{case('4-1')}"),
        Picture("case-confirmed", f"/console/cases/{case('6-4')}"),
        Picture("case-public", f"/console/cases/{case('6-2')}"),
        Picture("case-refuted", f"/console/cases/{case('5-3')}"),
        Picture("case-corrected", f"/console/cases/{case('4-3')}"),
        Picture("case-closed", f"/console/cases/{case('5-1')}"),
        Picture("case-own", f"/console/cases/{case('3-2')}", "homeroom"),
        Picture("case-own-public", f"/console/cases/{case('6-2')}", "sixth"),
        Picture("class", "/console/classes/3-2"),
        Picture("class-own", "/console/classes/3-2", "homeroom"),
        Picture("class-blind", "/console/classes/6-3"),
        Picture("registers", "/console/registers"),
        Picture("register", f"/console/registers/3-2/{_TODAY}"),
        Picture("register-none", f"/console/registers/6-3/{_TODAY}"),
        Picture("register-paper", "/console/registers/paper"),
        Picture("spot-checks", "/console/spot-checks"),
        Picture("trends", "/console/trends"),
        Picture("trends-grade", "/console/trends?of=3"),
        Picture("ledger", "/console/ledger"),
        Picture("hearing", "/console/hearing"),
        Picture("surveys", "/console/surveys"),
        Picture("survey", "/console/surveys/1"),
        Picture("survey-links", "/console/surveys/1/links"),
        Picture("survey-rounds", "/console/surveys/rounds/termly-burden"),
        Picture("posters", "/console/posters"),
        Picture("poster", "/console/posters/3-2"),
        Picture("roster", "/console/roster"),
        Picture("policy", "/console/policy"),
        Picture("deliveries", "/console/deliveries"),
        Picture("staff", "/console/staff", "admin"),
        Picture("slips", "/console/slips", "admin"),
        Picture("audit", "/console/audit"),
        Picture("login", "/console/login", ""),
        Picture("enter-ended", "/console/enter?t=none", ""),
        Picture("not-there", "/console/cases/999"),
    ]


def public_pages(school: School) -> list[Picture]:
    """What anyone may open, what a link opens, and what is printed."""
    of_class = school.classes["3-2"]
    form = f"/r/{of_class.public_link}"
    survey_link = _survey_link(school)
    return [
        Picture("front", "/", ""),
        Picture("public-policy", "/policy/shifan", ""),
        Picture("public-month", "/hall/shifan/month", ""),
        Picture("public-privacy", "/privacy", ""),
        Picture("desk-register", f"/register/{of_class.desk_link}", ""),
        Picture("parent-form", form, ""),
        Picture("parent-form-filled", form, "", then=(*_FILLED, ".fold summary")),
        Picture("parent-form-unfolded", form, "", then=_FOLDS),
        Picture("parent-form-wrong", form, "", then=(".bar__send",)),
        Picture("parent-receipt", form, "", then=(*_FILLED, ".bar__send")),
        Picture("parent-refused", f"{form}/no", ""),
        Picture("parent-school", f"/s/{school_link(school.context.keys, school.plan.id)}", ""),
        Picture("parent-mine", "/me", ""),
        Picture("parent-survey", f"/q/{survey_link}", ""),
        Picture("not-a-page", "/nowhere", ""),
        Picture("hallphone", "/hall/shifan", ""),
        Picture("print-public", "/hall/shifan/print", "", is_paper=True),
        Picture("print-public-screen", "/hall/shifan/print", ""),
        Picture(
            "print-notice", f"/console/cases/{school.case('6-2')}/rectification", is_paper=True
        ),
        Picture("print-notice-screen", f"/console/cases/{school.case('6-2')}/rectification"),
        Picture("print-group", "/console/staff/group", "admin", is_paper=True),
        Picture("print-registers", "/console/registers/sheets?class=3-2", is_paper=True),
        Picture("print-poster", "/console/posters/3-2", is_paper=True),
        Picture("print-ledger", "/console/ledger", is_paper=True),
    ]


def _survey_link(school: School) -> str:
    """The newest questionnaire's link of three-two."""
    with school.store.reading() as connection:
        newest = connection.scalar(sa.select(sa.func.max(SurveyLink.survey_id)))
        link = connection.scalar(
            sa.select(SurveyLink.link).where(
                SurveyLink.survey_id == newest,
                SurveyLink.school_class_id == school.classes["3-2"].id,
            )
        )
    assert link is not None
    return f"{school.plan.id}-{link}"
