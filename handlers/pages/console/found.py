"""A case as one person finds it (督办): how much of it they see, and what they may do to it now."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from handlers.pages.console.scope import Sight, Viewer
from homework.cases import MOVES, CaseState, Move, names_classes
from homework.policy import Rule
from homework.wording import console as wording
from models.cases.acts import LEADING_GROUP, PUBLISHERS
from models.database.base import AnyRow
from models.days.overloads import Overload
from models.schools import SchoolClass
from models.staff.people import Role


@dataclass(frozen=True, slots=True)
class Acts:
    """Which buttons a case offers this person, and a sentence where one is missing."""

    acknowledge: bool = False
    confirm: bool = False
    refute: bool = False
    publish: bool = False
    publish_early: bool = False
    why_not: str = ""

    @property
    def any(self) -> bool:
        return self.acknowledge or self.confirm or self.refute or self.publish or self.publish_early


@dataclass(frozen=True, slots=True)
class Found:
    """A case with its class, what this person may see of it, and the rule of that day."""

    case: Overload
    school_class: SchoolClass
    sight: Sight
    rule: Rule | None

    @property
    def state(self) -> CaseState:
        return CaseState(self.case.state)

    @property
    def class_name(self) -> str:
        return self.school_class.name(self.case.day)


def allowed_acts(viewer: Viewer, found: Found, notice: AnyRow | None) -> Acts:
    """What this person may do to the case now; the act itself checks it all again."""
    role, state = viewer.person.role, found.state
    if role not in LEADING_GROUP | {Role.DUTY}:
        return Acts()
    if found.sight is Sight.OWN:
        return Acts(why_not=wording.TEACHES)
    can = _moves(state)
    is_trial = not names_classes(viewer.plan.publication)
    wants_publishing = Move.PUBLISH in can and role in PUBLISHERS
    may_now = notice is None and viewer.plan.publication.answer_until is None
    return Acts(
        acknowledge=state is CaseState.SUSPECTED and found.case.acknowledged_at is None,
        confirm=Move.CONFIRM in can,
        refute=Move.REFUTE in can,
        publish=wants_publishing and not is_trial and may_now,
        publish_early=_may_publish_early(viewer, notice) and wants_publishing and not is_trial,
        why_not=wording.PUBLISH_IN_TRIAL if wants_publishing and is_trial else "",
    )


def _may_publish_early(viewer: Viewer, notice: AnyRow | None) -> bool:
    if viewer.plan.publication.answer_until is None or viewer.person.role != Role.PRINCIPAL:
        return False
    return notice is None or notice.begins_at > viewer.now


def _moves(state: CaseState) -> Mapping[Move, CaseState]:
    return {move: to for (begin, move), to in MOVES.items() if begin is state}
