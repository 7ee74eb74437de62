"""Who may use which route (权限表): one line a route; a route without a line fails the tests.

`roles` are those who get past the door; whoever else is signed in is refused and changes nothing.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from models.cases.acts import LEADING_GROUP
from models.staff.people import Role


class Door(StrEnum):
    """How a route knows whom it answers."""

    OPEN = "open"  # the same for everyone: front page, hall, rules, health
    LINK = "link"  # an unguessable link, or a cookie made from one
    LOGIN = "login"  # the way into the console
    STAFF = "staff"  # a signed-in member of the staff


EVERYONE = frozenset(Role)
LEADING = frozenset(LEADING_GROUP)
CHECKERS = LEADING | {Role.DUTY}
SEEING_GRID = EVERYONE - {Role.DUTY}
MANAGERS = frozenset({Role.DEAN, Role.ADMIN})
BALANCING = LEADING | {Role.HOMEROOM, Role.GRADE_LEADER}
ANSWERING = frozenset({Role.HOMEROOM, Role.GRADE_LEADER})
AUDITORS = MANAGERS | {Role.PRINCIPAL, Role.DEPUTY}
OWN_CLASS = LEADING | {Role.DUTY, Role.HOMEROOM, Role.GRADE_LEADER, Role.TEACHER}
"""The test's homeroom teacher, grade leader and subject teacher all belong to 3-2."""


@dataclass(frozen=True, slots=True)
class Policy:
    """One route's line."""

    door: Door
    roles: frozenset[Role] = frozenset()


def staff(roles: frozenset[Role]) -> Policy:
    return Policy(Door.STAFF, roles)


_OPEN, _LINK = Policy(Door.OPEN), Policy(Door.LINK)
_LOGIN = Policy(Door.LOGIN)

POLICIES: dict[str, Policy] = {
    "static": _OPEN,
    "front.list_classes": _OPEN,
    "front.play": _OPEN,
    "front.show_front": _OPEN,
    "front.show_play": _OPEN,
    "hall.show_facts": _OPEN,
    "hall_month.show_month": _OPEN,
    "hall.show_hall": _OPEN,
    "hall.show_sheet": _OPEN,
    "health.show_health": _OPEN,
    "health.show_metrics": _OPEN,
    "policy.show_policy": _OPEN,
    "oauth.ask_who": _OPEN,
    "oauth.come_back": _OPEN,
    "remind.ask": _LINK,
    "remind.come_back": _LINK,
    "remind.show_done": _OPEN,
    "icon.show_icon": _OPEN,
    "privacy.show_privacy": _OPEN,
    "verify_file.show_verify_file": _OPEN,
    "my_data.delete_everything": _LINK,
    "my_data.download": _LINK,
    "my_data.enter": _LINK,
    "my_data.show_deleted": _LINK,
    "my_data.show_my_data": _LINK,
    "my_data.withdraw": _LINK,
    "my_data.withdraw_reply": _LINK,
    "my_data.withdraw_consent": _LINK,
    "my_data.show_withdrawn": _LINK,
    "register.save": _LINK,
    "register.show_register": _LINK,
    "school_door.show_classes": _LINK,
    "report_form.show_refused": _LINK,
    "report_form.show_form": _LINK,
    "report_form.show_receipt": _LINK,
    "report_form.submit": _LINK,
    "report_form.go_on_from_chat": _LINK,
    "survey.show_form": _LINK,
    "survey.show_receipt": _LINK,
    "survey.show_refused": _LINK,
    "survey.submit": _LINK,
    "console.login.enter": _LOGIN,
    "console.login.enter_link": _LOGIN,
    "console.login.leave": _LOGIN,
    "console.login.show": _LOGIN,
    "console.login.show_link": _LOGIN,
    "console.login.state": _LOGIN,
    "console.wechat.ask_who": _LOGIN,
    "console.wechat.come_back": _LOGIN,
    "console.acts.acknowledge": staff(CHECKERS),
    "console.acts.confirm": staff(CHECKERS),
    "console.acts.publish": staff(LEADING - {Role.RESEARCH, Role.ADMIN}),
    "console.acts.refute": staff(CHECKERS),
    "console.calls.draw": staff(CHECKERS),
    "console.calls.note": staff(CHECKERS),
    "console.rectification.answer_case": staff(ANSWERING),
    "console.rectification.issue_notice": staff(LEADING),
    "console.rectification.reply_notice": staff(ANSWERING),
    "console.rectification.note_talk": staff(LEADING),
    "console.rectification.close_case": staff(LEADING),
    "console.rectification.show_sheet": staff(OWN_CLASS),
    "console.case.show_case": staff(OWN_CLASS),
    "console.posters.all_pdf": staff(EVERYONE),
    "console.posters.pdf": staff(OWN_CLASS),
    "console.posters.image": staff(OWN_CLASS),
    "console.posters.show_poster": staff(OWN_CLASS),
    "console.posters.show_posters": staff(EVERYONE),
    "console.school_class.show_class": staff(OWN_CLASS),
    "console.survey_results.export": staff(LEADING),
    "console.survey_results.show_results": staff(LEADING),
    "console.survey_results.show_words": staff(LEADING),
    "console.survey_results.show_rounds": staff(LEADING),
    "console.surveys.close": staff(LEADING),
    "console.surveys.image": staff(LEADING),
    "console.surveys.show_links": staff(LEADING),
    "console.surveys.show_list": staff(EVERYONE),
    "console.surveys.start": staff(LEADING),
    "console.today.home": staff(EVERYONE),
    "console_asking.ask": staff(frozenset({Role.GRADE_LEADER})),
    "console_audit.show_log": staff(AUDITORS),
    "console_second_step.begin": staff(EVERYONE),
    "console_second_step.enter": staff(EVERYONE),
    "console_second_step.leave": staff(EVERYONE),
    "console_second_step.show_step": staff(EVERYONE),
    "console_deliveries.show_list": staff(LEADING),
    "console_hearing.show_kit": staff(LEADING),
    "console_ledger.export": staff(EVERYONE),
    "console_ledger.show_list": staff(EVERYONE),
    "console_paper.print_sheets": staff(BALANCING),
    "console_paper.show_form": staff(BALANCING),
    "console_paper.take_in": staff(BALANCING),
    "console_policy.show_policy": staff(EVERYONE),
    "console_registers.show_day": staff(OWN_CLASS),
    "console_registers.show_list": staff(EVERYONE),
    "console_roster.save": staff(MANAGERS),
    "console_roster.show_roster": staff(CHECKERS),
    "console_slips.show_slips": staff(MANAGERS),
    "console_slips.issue": staff(MANAGERS),
    "console_slips.change": staff(MANAGERS),
    "console_slips.close": staff(MANAGERS),
    "console_slips.replace": staff(MANAGERS),
    "console_spot_cases.ask": staff(CHECKERS),
    "console_spot_cases.make": staff(CHECKERS),
    "console_spotchecks.add": staff(LEADING),
    "console_spotchecks.record": staff(CHECKERS),
    "console_spotchecks.show_today": staff(EVERYONE),
    "console_group.export": staff(MANAGERS),
    "console_group.show_sheet": staff(MANAGERS),
    "console_staff.add": staff(MANAGERS),
    "console_staff.change": staff(MANAGERS),
    "console_staff.leave": staff(MANAGERS),
    "console_staff.restore": staff(MANAGERS),
    "console_staff.send_code": staff(MANAGERS),
    "console_staff.show_list": staff(MANAGERS),
    "console_trends.show_trends": staff(SEEING_GRID),
}

FIELDS: dict[str, dict[str, str]] = {
    "console.surveys.start": {"template": "daily-load", "grade": "3", "role": "parent"},
    "console_asking.ask": {"subject": "数学"},
    "console_spotchecks.add": {"class": "3-2"},
    "console_spotchecks.record": {"finding": "agrees"},
    "console_staff.add": {"role": "teacher", "name": "某"},
    "console_staff.change": {"role": "teacher", "name": "某"},
    "console.calls.draw": {"size": "40"},
    "console.calls.note": {"outcome": "over"},
    "console.rectification.answer_case": {"answer": "two_days"},
    "console.rectification.issue_notice": {"subject": "数学"},
    "console.rectification.reply_notice": {"words": "某"},
    "console.rectification.note_talk": {"words": "某"},
    "console.rectification.close_case": {"words": "某"},
    "console_slips.issue": {"class": "3-2", "count": "2"},
    "console.acts.confirm": {"way": "phone"},
    "console.acts.refute": {"reason": "某"},
}
"""What is posted to a route, so that it is refused for whom and not for what."""

VALUES: dict[str, dict[str, str]] = {"console_ledger.export": {"kind": "ledger"}}
"""Parameters of routes whose words mean something else elsewhere."""

NOTHING_YET = frozenset(
    {"console.rectification.show_sheet", "console_spot_cases.ask", "console_spot_cases.make"}
)
"""Routes whose object the test's school does not have: even who may open it finds nothing there."""
