"""Joining (绑定): a member of the staff by a one-time code, a family by its slip's code."""

from __future__ import annotations

from handlers.chat.conversation import Chat
from handlers.chat.router import Router
from homework.days import open_days
from homework.slips import read_code
from homework.wording import parents, staff_chat
from models.account.conversations import spoken
from models.account.followers import count_wrong_code, save_follower, wrong_codes_typed
from models.account.reply_windows import Contact, note_contact
from models.families.households import (
    Joining,
    find_household_by_code,
    join_household,
)
from models.families.identities import speaker_for_slip
from models.schools import ClassKey, get_class
from models.staff.people import TypedCode, bind_staff
from wechat.message import Message

MOST_WRONG_CODES = 5
router = Router()


@router.text(r"我是[::\s]*([0-9A-Za-z]{8})")
def join_staff(message: Message, chat: Chat) -> str:
    """我是 <code>: this follower is that member of the staff."""
    if _is_locked_out(chat):
        return staff_chat.TOO_MANY_CODES
    schools = [plan.id for plan in chat.plans]
    typed = TypedCode(chat.account.id, chat.subject_id, chat.found[1], schools)
    person = bind_staff(chat.connection, typed, chat.now)
    if person is None:
        _count_wrong(chat)
        return staff_chat.WRONG_CODE
    # Alerts are started by us, so this openid is kept, sealed.
    save_follower(
        chat.connection,
        chat.account.id,
        chat.subject_id,
        openid_sealed=chat.context.keys.seal(message.openid),
        is_subscribed=True,
    )
    note_contact(chat.connection, chat.account.id, chat.subject_id, Contact.MESSAGE, chat.now)
    school = chat.context.plans[person.school_id].name
    return staff_chat.staff_bound(school, staff_chat.ROLE_WORDS[person.role])


@router.text(r"绑定[::\s]*([0-9A-Za-z][0-9A-Za-z\s-]{3,30})")
def join_family(message: Message, chat: Chat) -> str:
    """绑定 <家庭码>: this follower belongs to that family."""
    if _is_locked_out(chat):
        return parents.TOO_MANY_CODES
    code = read_code(chat.found[1])
    schools = [plan.id for plan in chat.plans]
    household = find_household_by_code(chat.connection, schools, code, chat.now.date())
    if household is None:
        _count_wrong(chat)
        return parents.WRONG_CODE
    key = ClassKey(household.school_id, household.school_class_id)
    school_class = spoken(get_class(chat.connection, key))
    speaker = speaker_for_slip(chat.connection, key.school_id, household.id, chat.subject_id)
    name = school_class.name(chat.now.date())
    days = open_days(chat.now, chat.context.plans[key.school_id].calendar)
    joining = Joining(key, household.id, speaker, days)
    is_new = join_household(chat.connection, joining, chat.now)
    chat.choose(school_class)
    return parents.bound(name) if is_new else parents.already_bound(name)


def _is_locked_out(chat: Chat) -> bool:
    typed = wrong_codes_typed(chat.connection, chat.account.id, chat.subject_id, chat.now.date())
    return typed >= MOST_WRONG_CODES


def _count_wrong(chat: Chat) -> None:
    count_wrong_code(chat.connection, chat.account.id, chat.subject_id, chat.now.date())
