"""A school's plan (方案): what one school decided about caps, trust, publication and telling people.

Settings build it from `config.toml`; everything below `app.py` receives it as a value.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import time
from enum import StrEnum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from homework.days import SchoolCalendar
    from homework.policy import PolicyPack
    from homework.report import Subject
    from homework.thresholds import Thresholds


class Trust(StrEnum):
    """Whose report counts: anyone who scanned the class's poster, or only families with a slip."""

    CLASS = "class"
    HOUSEHOLD = "household"


class PublicationMode(StrEnum):
    """`trial` shows counts only (试运行); `formal` shows classes that were checked."""

    TRIAL = "trial"
    FORMAL = "formal"


class CheckMode(StrEnum):
    """What licenses publication: a person's check, or the strict statistics of two days."""

    REQUIRED = "required"
    TWO_DAYS = "two-days"


@dataclass(frozen=True, slots=True)
class Publication:
    """How findings reach the hall. `answer_until` None publishes at once ("none" in the config)."""

    mode: PublicationMode = PublicationMode.TRIAL
    check: CheckMode = CheckMode.REQUIRED
    answer_until: time | None = time(12, 0)


@dataclass(frozen=True, slots=True)
class Alerts:
    """When staff may be written to: the quiet hours and the most pushes a person gets an evening."""

    quiet_from: time = time(22, 30)
    quiet_until: time = time(7, 0)
    per_evening: int = 6


class Balancer(StrEnum):
    """Who balances the subjects of a class and is warned of a register over its cap."""

    HOMEROOM = "homeroom"
    GRADE_LEADER = "grade_leader"
    BOTH = "both"


class SpotOutcome(StrEnum):
    """What becomes of a spot check that found something: published as checked, or phoned first."""

    PUBLISH = "publish"
    PHONE = "phone"


@dataclass(frozen=True, slots=True)
class RegisterPlan:
    """How the class register is kept (登记表): until when a day may be put right without a trace in
    the ledger, who is warned, and how many classes of how many grades are drawn for a spot check.

    `rotation` are subjects that take turns in setting nothing, one a school day; empty for none.
    """

    adjust_until: time = time(16, 40)
    balancer: Balancer = Balancer.BOTH
    spot_classes: int = 2
    spot_grades: int = 2
    spot_outcome: SpotOutcome = SpotOutcome.PUBLISH
    rotation: tuple[Subject, ...] = ()


class Closing(StrEnum):
    """Who says 销号 once a class has kept its caps: the count itself, or a person after it."""

    AUTO = "auto"
    PROPOSE = "propose"


@dataclass(frozen=True, slots=True)
class RectifyPlan:
    """How a finding is put right (整改): the notice's file prefix (示小作改), days in school days.

    A reply is due after `reply_days`; `remeasure_days` within the caps cure; a new finding within
    `relapse_days` of the closing opens the case again.
    """

    prefix: str = "作改"
    reply_days: int = 2
    remeasure_days: int = 5
    relapse_days: int = 20
    closing: Closing = Closing.AUTO


@dataclass(frozen=True, slots=True)
class SchoolPlan:
    """Everything the program knows of a school before anyone has reported.

    `classes` maps a grade to its number of classes; `channels` are second channels (group robots,
    e-mail) as addresses of the notification library; `private_subjects` and `private_names` are the
    school's own words for subjects and homework, added to the reader's vocabulary.
    """

    id: str
    name: str
    account_id: str
    classes: Mapping[int, int]
    packs: tuple[PolicyPack, ...]
    calendar: SchoolCalendar
    thresholds: Thresholds
    trust: Trust = Trust.CLASS
    publication: Publication = field(default_factory=Publication)
    alerts: Alerts = field(default_factory=Alerts)
    register: RegisterPlan = field(default_factory=RegisterPlan)
    rectify: RectifyPlan = field(default_factory=RectifyPlan)
    second_step: frozenset[str] = frozenset()  # roles that sign in with a second step
    channels: tuple[str, ...] = field(default=(), repr=False)  # each holds a key
    class_sizes: Mapping[str, int] = field(default_factory=dict)  # slug "3-2" → pupils
    private_subjects: Mapping[str, str] = field(default_factory=dict)  # 词 → 学科
    private_names: Mapping[str, str] = field(
        default_factory=dict
    )  # 目P21 → written | oral | practical
