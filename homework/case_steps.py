"""What an open case asks of somebody next (下一步): the line of 今日待办 after the check."""

from __future__ import annotations

from enum import StrEnum


class Step(StrEnum):
    """One thing to do. The first two are the class's own, the others the 教导处's."""

    ANSWER = "answer"
    REPLY = "reply"
    FALLEN = "fallen"  # the reports no longer bear out what was checked
    READ_ANSWER = "read_answer"  # the class disputes the finding
    REPLY_LATE = "reply_late"
    CLOSE = "close"  # measured again and within; the school wants a person to say so
    LOOK = "look"  # nothing over for long, but too few families say so


OWN = frozenset({Step.ANSWER, Step.REPLY})

PRESSING = (
    Step.FALLEN,
    Step.REPLY_LATE,
    Step.READ_ANSWER,
    Step.REPLY,
    Step.ANSWER,
    Step.CLOSE,
    Step.LOOK,
)
"""The most pressing first: what may be wrong in public, what is overdue, what holds back a
publication, what somebody waits for."""
