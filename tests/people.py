"""The fixed cast: 张 (parent, 3-2), 李 (grade leader, grade 3), 王 (教导处), 陈 (bound to nothing)."""

from __future__ import annotations

import hashlib
import itertools
from datetime import date, timedelta
from pathlib import Path
from xml.etree import ElementTree

from flask.testing import FlaskClient

from context import Context
from homework.days import SchoolCalendar
from homework.plan import Publication, SchoolPlan, Trust
from homework.policy import read_pack
from homework.verdicts import Thresholds
from models.account.followers import choose_class
from models.schools import ClassKey, SchoolClass, find_class
from models.staff.people import Role, TypedCode, add_staff, bind_staff
from wechat.account import Account, AccountKind, Mode, Template

PACKS = Path(__file__).resolve().parent.parent / "homework" / "policy" / "packs"
ACCOUNT = "main"
AES_KEY = "abcdefghijklmnopqrstuvwxyz0123456789ABCDEFG"
_STAFF = {"李": (Role.GRADE_LEADER, {"grade": 3}), "王": (Role.DEAN, {})}
_msg_ids = itertools.count(24533872183492837)


def plan_for_tests(
    *,
    publication: Publication | None = None,
    trust: Trust = Trust.CLASS,
    packs: tuple[str, ...] = ("national-2021",),
) -> SchoolPlan:
    """示范小学 as tests know it: weekdays of 2026 are school days, nothing else is."""
    return SchoolPlan(
        id="shifan",
        name="示范小学",
        account_id=ACCOUNT,
        classes={grade: 4 for grade in range(1, 7)},
        packs=tuple(read_pack(name, (PACKS / f"{name}.toml").read_text()) for name in packs),
        calendar=SchoolCalendar(known_years=frozenset({2026, 2027})),
        thresholds=Thresholds(),
        trust=trust,
        publication=publication or Publication(),
    )


def account_for_tests(mode: Mode = Mode.PLAIN) -> Account:
    return Account(
        id=ACCOUNT,
        kind=AccountKind.VERIFIED_SERVICE,
        app_id="wxb11529c136998cb6",
        app_secret="secret-of-tests",
        original_id="gh_school",
        webhook_token="pamtest",
        aes_key=AES_KEY,
        mode=mode,
        templates={
            "alert": Template(
                "TEMPLATE-ALERT",
                {
                    "school_class": "thing2",
                    "finding": "thing5",
                    "stage": "phrase3",
                    "time": "time4",
                },
            )
        },
    )


class Cast:
    """People who talk to the account through the real webhook, in plain mode."""

    def __init__(self, client: FlaskClient, context: Context) -> None:
        self.client = client
        self.context = context
        self._join()

    def openid(self, person: str) -> str:
        """A stable openid for a name."""
        return "o" + hashlib.sha1(person.encode()).hexdigest()[:27]

    def school_class(self, grade: int, number: int) -> SchoolClass:
        """A class of 示范小学 by what people call it today."""
        today = self.context.clock.now().date()
        with self.context.store.reading() as connection:
            found = find_class(connection, "shifan", grade, number, today)
        assert found is not None
        return found

    def say(self, person: str, text: str, msg_id: int | None = None) -> str:
        """Send a text and return the reply's text."""
        number = next(_msg_ids) if msg_id is None else msg_id
        return self.deliver(
            person,
            f"<MsgType><![CDATA[text]]></MsgType><Content><![CDATA[{text}]]></Content>"
            f"<MsgId>{number}</MsgId>",
        )

    def event(self, person: str, event: str, key: str = "") -> str:
        """Send an event (subscribe, SCAN, unsubscribe, CLICK …) and return the reply's text."""
        return self.deliver(
            person,
            f"<MsgType><![CDATA[event]]></MsgType><Event><![CDATA[{event}]]></Event>"
            f"<EventKey><![CDATA[{key}]]></EventKey>",
        )

    def deliver(self, person: str, inside: str) -> str:
        """Post one signed delivery; the content of a text reply, or "" for none."""
        created = int(self.context.clock.now().timestamp())
        body = (
            "<xml><ToUserName><![CDATA[gh_school]]></ToUserName>"
            f"<FromUserName><![CDATA[{self.openid(person)}]]></FromUserName>"
            f"<CreateTime>{created}</CreateTime>{inside}</xml>"
        )
        answer = self.client.post(
            f"/wechat/{ACCOUNT}",
            query_string=self.signed(self.openid(person)),
            data=body.encode(),
            content_type="text/xml",
        )
        assert answer.status_code == 200, answer.get_data(as_text=True)
        if not answer.data.startswith(b"<xml>"):
            return ""
        return ElementTree.fromstring(answer.data).findtext("Content") or ""

    def signed(self, openid: str) -> dict[str, str]:
        """The query of a genuine delivery now."""
        stamp, nonce = str(int(self.context.clock.now().timestamp())), "415670741"
        joined = "".join(sorted(["pamtest", stamp, nonce]))
        return {
            "signature": hashlib.sha1(joined.encode()).hexdigest(),
            "timestamp": stamp,
            "nonce": nonce,
            "openid": openid,
        }

    def _join(self) -> None:
        now = self.context.clock.now()
        zhang = self.context.keys.subject_id(ACCOUNT, self.openid("张"))
        own = self.school_class(3, 2)
        self.context.store.write(
            lambda connection: choose_class(connection, ACCOUNT, zhang, ClassKey("shifan", own.id))
        )
        for person, (role, details) in _STAFF.items():
            subject = self.context.keys.subject_id(ACCOUNT, self.openid(person))

            def join(connection, role=role, person=person, details=details, subject=subject):  # type: ignore[no-untyped-def]
                _, code = add_staff(connection, "shifan", role, person, now, **details)
                return bind_staff(connection, TypedCode(ACCOUNT, subject, code), now)

            self.context.store.write(join)


def days_before(day: date, count: int) -> date:
    return day - timedelta(days=count)
