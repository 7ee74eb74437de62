"""The ladder (发送阶梯): template message, subscription notice, customer-service message."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

import sqlalchemy as sa

import failpoints
from models.account.reply_windows import close_windows, spend_notice, spend_window
from models.pushes.delivery import step_onto
from models.pushes.outbox import Push, Rung
from models.pushes.recipients import Recipient
from scheduler.shift import Shift
from wechat.account import Account
from wechat.capabilities import Capability, may
from wechat.client import Client
from wechat.errcodes import ErrorKind
from wechat.errors import WeChatError

ALERT = "alert"
"""The purpose under which the config has the alert's template."""
ALERT_NOTICE = "alert_notice"
"""The same for its subscription notice (订阅通知)."""

_NEEDS = {
    Rung.TEMPLATE: (Capability.TEMPLATE_MESSAGE, ALERT),
    Rung.SUBSCRIPTION: (Capability.SUBSCRIPTION_NOTICE, ALERT_NOTICE),
    Rung.CUSTOMER_SERVICE: (Capability.CUSTOMER_SERVICE, None),
}
_NO_WINDOW = (45015, 45047)
_OF_THE_MOMENT = (ErrorKind.RETRY, ErrorKind.TOKEN)


class NoRung(Exception):
    """No rung took the push; `errors` are what the platform said, in order (none: nothing is open)."""

    def __init__(self, errors: list[WeChatError]) -> None:
        super().__init__([error.words for error in errors])
        self.errors = errors

    @property
    def words(self) -> str:
        """For the operator."""
        said = "; ".join(dict.fromkeys(error.words for error in self.errors))
        return said or "这个公众号现在没有办法主动发给这个人,提醒在下次对话时显示"

    @property
    def codes(self) -> str:
        """For the log: the kind, errcode and call number of each refusal."""
        return ", ".join(error.code for error in self.errors) or "no rung is open"

    def has(self, *kinds: ErrorKind) -> bool:
        """Whether any rung was refused for one of these reasons."""
        return any(error.kind in kinds for error in self.errors)


class InDoubt(Exception):
    """A message left and may have been shown."""

    def __init__(self, words: str, *, repeatable: bool, code: str = "") -> None:
        super().__init__(words)
        self.words = words
        self.code = code
        self.repeatable = repeatable


class ClaimLost(Exception):
    """Somebody else decides about this push now."""


@dataclass(frozen=True, slots=True)
class Climb:
    """One push on its way to one person."""

    shift: Shift
    client: Client
    push: Push
    to: Recipient
    openid: str = field(repr=False)

    def send(self) -> str:
        """Send by the first rung that takes it; returns the platform's id of the message, or "".

        Raises InDoubt, NoRung, ClaimLost. A rung that cannot be repeated is noted durably, and
        paid for from the ledger, before a byte leaves.
        """
        errors: list[WeChatError] = []
        for rung in open_rungs(self.client.account, self.push):
            if self.push.is_ambiguous and rung is not Rung.TEMPLATE:
                break  # it may have been shown already, and this rung would show it again
            if rung is not Rung.TEMPLATE and not self._pay(rung):
                continue
            try:
                msg_id = self._send_by(rung)
            except WeChatError as error:
                # What was in doubt stays so: a no to the second try says nothing of the first.
                if error.is_ambiguous or self.push.is_ambiguous:
                    repeatable = rung is Rung.TEMPLATE
                    raise InDoubt(error.words, repeatable=repeatable, code=error.code) from None
                errors.append(error)
                self._learn(error)
                if error.kind in _OF_THE_MOMENT:
                    break
            else:
                failpoints.hit("send.replied")
                return msg_id
        raise NoRung(errors)

    def _send_by(self, rung: Rung) -> str:
        fields = self.push.fields
        link = self.shift.base_url.rstrip("/") + fields["path"]
        if rung is Rung.TEMPLATE:
            sent = self.client.send_template(
                self.openid, ALERT, fields["template"], link, self.push.client_msg_id
            )
            return str(sent.msg_id)
        if rung is Rung.SUBSCRIPTION:
            self.client.send_subscription(self.openid, ALERT_NOTICE, fields["template"], link)
        else:
            self.client.send_text(self.openid, f"{fields['text']}\n{link}")
        return ""

    def _pay(self, rung: Rung) -> bool:
        def job(connection: sa.Connection) -> bool:
            if not self._spend(connection, rung):
                return False
            if not step_onto(connection, self.push, rung):
                raise ClaimLost  # and the ledger is as it was
            return True

        return self.shift.store.write(job)

    def _spend(self, connection: sa.Connection, rung: Rung) -> bool:
        whose = (self.to.account_id, self.to.subject_id)
        if rung is Rung.SUBSCRIPTION:
            template = self.client.account.templates[ALERT_NOTICE]
            return spend_notice(connection, *whose, template.id)
        return spend_window(connection, *whose, self.shift.clock.now())

    def _learn(self, error: WeChatError) -> None:
        if error.errcode in _NO_WINDOW:
            self.shift.store.write(
                lambda connection: close_windows(connection, self.to.account_id, self.to.subject_id)
            )


def open_rungs(account: Account, push: Push) -> Iterator[Rung]:
    """The rungs a push may still take with this account, from the top."""
    rungs = list(Rung)
    lowest = rungs.index(Rung(push.rung)) if push.rung else 0
    for rung in rungs[lowest:]:
        capability, purpose = _NEEDS[rung]
        has_template = purpose is None or purpose in account.templates
        if has_template and may(account.kind, capability):
            yield rung
