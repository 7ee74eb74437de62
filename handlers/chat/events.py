"""Events (事件): following, scanning a class's poster, leaving, delivery results."""

from __future__ import annotations

from handlers.chat.conversation import Chat
from handlers.chat.router import Router
from homework.wording import parents
from models.account.conversations import SpokenClass, spoken
from models.account.followers import save_follower
from models.account.reply_windows import grant_notice
from models.holdings.forgetting import forget_follower
from models.pushes.events import DeliveryEvent
from models.pushes.events import note_delivery as note_event
from models.schools import CLASS_SCENE, ClassKey, find_class_by_link, get_class
from wechat.message import Message

router = Router()


@router.event("subscribe")
def greet(message: Message, chat: Chat) -> str:
    """First contact: by a class's poster the class is chosen already."""
    school_class = _scanned(message, chat)
    if school_class is None:
        return _greet_without_class(message, chat)
    chat.choose(school_class)
    plan, link = chat.plan, chat.page_link
    assert plan is not None
    assert link is not None
    return parents.greeting(plan.name, school_class.name(chat.now.date()), link)


def _greet_without_class(message: Message, chat: Chat) -> str:
    save_follower(chat.connection, chat.account.id, chat.subject_id, is_subscribed=True)
    plans = chat.plans
    if not plans:
        return parents.NO_SCHOOL
    name = plans[0].name if len(plans) == 1 else ""
    return parents.greeting_without_class(name, is_unknown_code=message.scene is not None)


@router.event("scan")
def choose_scanned(message: Message, chat: Chat) -> str:
    """A follower scans a class's poster."""
    school_class = _scanned(message, chat)
    if school_class is None:
        return _greet_without_class(message, chat)
    is_first = chat.is_first_contact
    chat.choose(school_class)
    chat.wait_for(None)
    link = chat.page_link
    assert link is not None
    words = parents.class_chosen(school_class.name(chat.now.date()), link)
    return f"{words}\n{parents.PROMISE}" if is_first else words


def _scanned(message: Message, chat: Chat) -> SpokenClass | None:
    """The class of the code, of a school this account speaks for."""
    scene = message.scene or ""
    if not scene.startswith(CLASS_SCENE):
        return None
    found = find_class_by_link(chat.connection, scene.removeprefix(CLASS_SCENE))
    if found is None or found.school_id not in {plan.id for plan in chat.plans}:
        return None
    return spoken(get_class(chat.connection, ClassKey(found.school_id, found.id)))


@router.event("unsubscribe", "user_authorization_revoke")
def forget(message: Message, chat: Chat) -> str:
    """Leaving deletes the person's data, as the platform demands; nobody reads a reply."""
    schools = [plan.id for plan in chat.plans]
    forget_follower(chat.connection, chat.account.id, chat.subject_id, schools)
    return ""


@router.event("templatesendjobfinish")
def note_delivery(message: Message, chat: Chat) -> str:
    """The platform says what became of a template message."""
    recipients = [f"staff:{person.id}" for person in chat.staff]
    if recipients:
        status = message.fields.get("Status", "")
        is_success = status.startswith("success")
        event = DeliveryEvent(chat.account.id, recipients, message.msg_id, is_success, status)
        note_event(chat.connection, event, chat.now)
    return ""


@router.event("subscribe_msg_popup_event")
def note_consent(message: Message, chat: Chat) -> str:
    """A member of the staff agreed to one more notice; parents are never sent any."""
    if chat.staff:
        for group in message.groups:
            if group.get("SubscribeStatusString") == "accept" and group.get("TemplateId"):
                grant_notice(chat.connection, chat.account.id, chat.subject_id, group["TemplateId"])
    return ""


@router.event("subscribe_msg_sent_event")
def note_notice(message: Message, chat: Chat) -> str:
    """The platform says what became of a subscription notice."""
    recipients = [f"staff:{person.id}" for person in chat.staff]
    for group in message.groups if recipients else ():
        status = group.get("ErrorStatus", "")
        is_success = group.get("ErrorCode", "0") == "0"
        # The call that sent it gave no id to find it by.
        event = DeliveryEvent(chat.account.id, recipients, "", is_success, status)
        note_event(chat.connection, event, chat.now)
    return ""
