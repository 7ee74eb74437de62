"""One message in its conversation (一次对话): everything a chat handler may ask for or change."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import date, datetime
from typing import Any

import sqlalchemy as sa

from context import Context
from handlers.links import Visitor, make_link_token
from homework.open_questions import Settled
from homework.plan import SchoolPlan
from homework.reading import Reading
from homework.report import Report
from models.account.conversations import Conversation, SpokenClass, remember
from models.account.followers import choose_class, save_follower
from models.account.memories import Memory
from models.families.identities import speaker_in_class
from models.families.reporters import Door
from models.reporting.intake import About, Said, Speaker, said_before, take_in
from models.staff.people import StaffMember, staff_behind
from wechat.account import Account


@dataclass(slots=True)
class Chat:
    """Who speaks to which account, now, inside the transaction that will keep the reply.

    `words` are the text as typed, full-width characters folded; `reading` is what the reader
    understood of them, None for a command. `found` is what the router's condition found.
    """

    context: Context
    account: Account
    connection: sa.Connection
    now: datetime
    subject_id: str
    conversation: Conversation
    words: str = ""
    reading: Reading | None = None
    found: Any = None  # a match, an answer, a report: the route that set it knows which
    waits_for: Memory | None = None  # what was kept last of what the chat waits for
    _staff: tuple[StaffMember, ...] | None = field(default=None, repr=False)
    _is_as_opened: bool = True  # until this message changes the class or the report

    @property
    def plans(self) -> tuple[SchoolPlan, ...]:
        """The schools this account speaks for."""
        return self.context.plans_of(self.account.id)

    @property
    def plan(self) -> SchoolPlan | None:
        """The school this follower speaks of; None while that is open."""
        known = self.conversation.school_id
        if known is not None and known in self.context.plans:
            return self.context.plans[known]
        plans = self.plans
        return plans[0] if len(plans) == 1 else None

    @property
    def school_class(self) -> SpokenClass | None:
        """The class this follower speaks of; None while that is open."""
        return self.conversation.school_class

    @property
    def memory(self) -> Memory | None:
        """What the chat waits for, while it does."""
        return self.conversation.memory

    @property
    def is_first_contact(self) -> bool:
        """Whether this person has never been heard of."""
        return self.conversation.follower_id is None

    @property
    def staff(self) -> tuple[StaffMember, ...]:
        """The roles this follower holds; looked up once, when somebody asks."""
        if self._staff is None:
            found = staff_behind(self.connection, self.account.id, self.subject_id)
            self._staff = tuple(each for each in found if each.school_id in self.context.plans)
        return self._staff

    @property
    def page_link(self) -> str | None:
        """The address of the class's report page, where the class is known; within ten minutes it
        makes the page and this chat one person, so that a family counts once."""
        if self.school_class is None:
            return None
        return self.context.address(f"/r/{self.school_class.public_link}?t={self._token}")

    @property
    def own_data_link(self) -> str:
        """The address of this person's data, good for ten minutes."""
        return self.context.address(f"/me?t={self._token}")

    @property
    def consent_link(self) -> str:
        """The address where this person says yes to one reminder, good for ten minutes."""
        return self.context.address(f"/remind/{self.account.id}?t={self._token}")

    @property
    def _token(self) -> str:
        visitor = Visitor(self.account.id, self.subject_id)
        return make_link_token(self.context.keys, visitor, self.now)

    def choose(self, school_class: SpokenClass) -> None:
        """Speak of this class from now on."""
        key = school_class.key
        follower_id = choose_class(self.connection, self.account.id, self.subject_id, key)
        self.conversation = replace(
            self.conversation,
            follower_id=follower_id,
            school_id=key.school_id,
            school_class=school_class,
        )
        self._is_as_opened = False

    def choose_school(self, school_id: str) -> None:
        """Speak of this school from now on; the class is still open."""
        follower_id = save_follower(
            self.connection, self.account.id, self.subject_id, school_id=school_id
        )
        self.conversation = replace(self.conversation, follower_id=follower_id, school_id=school_id)
        self._is_as_opened = False

    def wait_for(self, memory: Memory | None) -> None:
        """Keep what the chat waits for, in place of what it waited for before."""
        self.waits_for = memory
        whose = (self.account.id, self.subject_id)
        remember(self.connection, whose, self.conversation, memory, self.now)

    def wait_for_answer(self, settled: Settled, day: date) -> None:
        """Wait for an answer to what is open about a day; or only remember an unusual day."""
        question = settled.question
        if question is None:
            self.wait_for(Memory(day=day) if day != self.conversation.day else None)
            return
        aside = tuple((each.index, each.minutes.low, each.minutes.high) for each in settled.aside)
        self.wait_for(Memory(question.topic, question.about, day, aside))

    def said(self, about: About) -> Report | None:
        """What this person has said of a class and day, or None."""
        known, speaker = self.conversation, self.speaker(about)
        is_own = self._is_own_class(about) and speaker.subject_id == self.subject_id
        # The select that opened the conversation has read this report already.
        if is_own and about.day == known.day:
            return known.report
        return said_before(self.connection, speaker, about)

    def keep(self, plan: SchoolPlan, about: About, report: Report, *, is_late: bool) -> None:
        """Store the report as this person's only one of the class and day."""
        speaker = self.speaker(about)
        is_known = self._is_own_class(about) and speaker.subject_id == self.subject_id
        known = self.conversation.reporter if is_known else None
        said = Said(speaker, about, report, self.now, is_late)
        take_in(self.connection, plan, said, known)
        self._is_as_opened = False

    def speaker(self, about: About) -> Speaker:
        """Who this person is when speaking of a class: a second child's slip has its own identity."""
        reporter = self.conversation.reporter
        if reporter is None or reporter.household_class_id in (None, about.key.school_class_id):
            return Speaker(self.subject_id, Door.CHAT)
        return speaker_in_class(self.connection, about.key, self.subject_id)

    def is_bound(self, about: About) -> bool:
        """Whether a slip of this class binds this person."""
        reporter = self.conversation.reporter
        if reporter is None or reporter.household_class_id is None:
            return False
        is_own = reporter.household_class_id == about.key.school_class_id
        return is_own or self.speaker(about).subject_id != self.subject_id

    def _is_own_class(self, about: About) -> bool:
        own = self.school_class
        return self._is_as_opened and own is not None and own.key == about.key
