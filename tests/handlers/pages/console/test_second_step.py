"""The second step of signing in: set up, asked for, never twice with one code, undone by the IT teacher."""

from __future__ import annotations

import base64
import re
from dataclasses import replace
from datetime import timedelta
from html import unescape
from urllib.parse import parse_qs, urlsplit

import pytest
import sqlalchemy as sa
from flask.testing import FlaskClient
from werkzeug.routing import AnyConverter, IntegerConverter, Rule

from handlers.context import Context
from handlers.pages.console.second_step import otpauth
from homework.plan import SchoolPlan
from homework.second_step import STEP_SECONDS, code_at, secret_words
from models.holdings.purging import purge_some
from models.holdings.retention import Ends, steps_of_school
from models.staff.audit import AuditEntry
from models.staff.people import Role, StaffMember
from models.staff.second_steps import find_step, take_off
from tests.handlers.pages.console.conftest import COOKIE, Console

PATH = "/console/second-step"
_SECRET = re.compile(r'class="note seed">([A-Z2-7 ]+)<')


@pytest.fixture
def plan(plan: SchoolPlan) -> SchoolPlan:
    """The school asks the deans for a second step, and nobody else."""
    return replace(plan, second_step=frozenset({Role.DEAN}))


def page(browser: FlaskClient, path: str = PATH) -> str:
    answer = browser.get(path)
    assert answer.status_code == 200, answer.status_code
    return unescape(answer.get_data(as_text=True))


def begin(browser: FlaskClient) -> bytes:
    """Set up until the code is to be scanned; its secret."""
    browser.post(f"{PATH}/begin")
    found = _SECRET.search(page(browser))
    assert found
    return base64.b32decode(found[1].replace(" ", ""))


def now_code(console: Console, secret: bytes) -> str:
    return code_at(secret, int(console.school.clock.now().timestamp()) // STEP_SECONDS)


def type_code(browser: FlaskClient, code: str, path: str = PATH) -> str:
    """What the page says after a code was typed: where it led, and its sentence."""
    answer = browser.post(path, data={"code": code})
    where = str(answer.headers["Location"])
    return where + " " + unescape(browser.get(where).get_data(as_text=True))


def wait(console: Console, **later: float) -> None:
    console.school.clock.forward(timedelta(**later))


def enrolled(console: Console, person: StaffMember) -> bytes:
    browser = console.of(person)
    secret = begin(browser)
    assert "已启用" in type_code(browser, now_code(console, secret))
    wait(console, seconds=60)
    return secret


def cookie_of(browser: FlaskClient) -> str:
    found = browser.get_cookie(COOKIE)
    assert found is not None
    return found.value


def acts(console: Console) -> list[str]:
    with console.school.store.reading() as connection:
        rows = connection.scalars(sa.select(AuditEntry.act).order_by(AuditEntry.id))
        return [act for act in rows if act.startswith("second_step")]


def test_whom_the_school_asks_gets_no_page_before_it_is_set_up(console: Console) -> None:
    browser = console.of(console.school.dean)

    answer = browser.get("/console/ledger")
    assert answer.status_code == 303
    assert answer.headers["Location"] == f"{PATH}?next=/console/ledger"
    assert "学校要求您的角色" in page(browser)

    secret = begin(browser)
    assert browser.get("/console").status_code == 303  # begun is not enrolled
    type_code(browser, now_code(console, secret))
    assert browser.get("/console").status_code == 200
    assert acts(console) == ["second_step_on"]


def test_no_route_of_the_console_opens_before_the_second_step(console: Console) -> None:
    """Of every route, whatever its method and arguments; only signing in and out, and this one."""
    open_to_all = {"login", "enter", "logout", "second-step"}
    seen = 0
    for rule in console.app.url_map.iter_rules():
        parts = rule.rule.strip("/").split("/")
        if parts[0] != "console" or (len(parts) > 1 and parts[1] in open_to_all):
            continue
        path = rule.build(_arguments(rule))
        assert path is not None, rule
        method = "POST" if "POST" in (rule.methods or ()) else "GET"
        answer = console.of(console.school.dean).open(path[1], method=method)
        assert (answer.status_code, PATH in answer.headers.get("Location", "")) == (303, True), rule
        seen += 1
    assert seen > 50


def _arguments(rule: Rule) -> dict[str, object]:
    """Some value for each argument of a route; whether there is such a thing does not matter."""
    values: dict[str, object] = {}
    for name, converter in rule._converters.items():
        if isinstance(converter, AnyConverter):
            values[name] = min(converter.items)
        else:
            values[name] = 1 if isinstance(converter, IntegerConverter) else "3-2"
    return values


def test_others_sign_in_as_before_and_may_choose_it(console: Console) -> None:
    principal = console.school.principal
    assert console.of(principal).get("/console").status_code == 200

    enrolled(console, principal)

    assert console.of(principal).get("/console").status_code == 303


def test_each_new_session_shows_a_code_and_gets_a_new_cookie(console: Console) -> None:
    dean = console.school.dean
    secret = enrolled(console, dean)
    browser = console.of(dean)
    before = cookie_of(browser)
    assert "请输验证器" in page(browser)

    assert type_code(browser, now_code(console, secret)).startswith("/console ")

    assert cookie_of(browser) != before
    copied = console.browser()
    copied.set_cookie(COOKIE, before)
    assert "/console/login" in copied.get("/console").headers["Location"]


def test_a_code_caught_on_the_way_is_worth_nothing(console: Console) -> None:
    dean = console.school.dean
    secret = enrolled(console, dean)
    code = now_code(console, secret)
    type_code(console.of(dean), code)

    thief = console.of(dean)
    assert "已经用过" in type_code(thief, code)
    assert thief.get("/console").status_code == 303


def test_the_secret_is_shown_to_nobody_once_it_is_in_use(console: Console) -> None:
    dean = console.school.dean
    secret = enrolled(console, dean)
    outside, inside = console.of(dean), console.of(dean)
    type_code(inside, now_code(console, secret))
    spelt = base64.b32encode(secret).decode()

    assert outside.post(f"{PATH}/begin").status_code == 403
    inside.post(f"{PATH}/begin")
    for browser in (outside, inside):
        assert spelt[:4] not in page(browser)
        assert "<path" not in page(browser).split("<main>")[1]
    with console.school.store.reading() as connection:
        stored = connection.execute(sa.text("SELECT secret_sealed FROM second_step")).scalar_one()
    assert spelt not in str(stored)
    assert secret.hex() not in str(stored)


def test_ten_wrong_codes_stop_the_person_for_a_quarter_of_an_hour(console: Console) -> None:
    dean = console.school.dean
    secret = enrolled(console, dean)
    for _ in range(5):
        two = (console.of(dean), console.of(dean))  # whatever browser they come from
        for browser in two:
            assert "不对" in type_code(browser, "000000")

    browser = console.of(dean)
    assert "十五分钟后再试" in type_code(browser, now_code(console, secret))
    assert acts(console) == ["second_step_on", "second_step_locked"]

    wait(console, minutes=16)
    assert type_code(browser, now_code(console, secret)).startswith("/console ")


def test_a_lost_phone_is_undone_and_ends_every_session(console: Console) -> None:
    dean = console.school.dean
    secret = enrolled(console, dean)
    browser = console.of(dean)
    type_code(browser, now_code(console, secret))

    now = console.school.clock.now()
    assert console.school.store.write(lambda connection: take_off(connection, dean, now, 0))

    assert "/console/login" in browser.get("/console").headers["Location"]
    assert "开始设置" in page(console.of(dean))
    assert acts(console)[-1] == "second_step_off"


def test_who_chose_it_gives_it_up_with_a_code_and_who_must_does_not(console: Console) -> None:
    principal, dean = console.school.principal, console.school.dean
    for person, words in ((principal, "两步验证已关闭"), (dean, "不能关闭")):
        secret = enrolled(console, person)
        browser = console.of(person)
        type_code(browser, now_code(console, secret))
        wait(console, seconds=60)
        if person is principal:
            assert "不对" in type_code(browser, "000000", f"{PATH}/off")
        assert words in type_code(browser, now_code(console, secret), f"{PATH}/off")


@pytest.mark.parametrize(("days", "is_kept"), [(29, True), (31, False)])
def test_an_authenticator_is_forgotten_thirty_days_after_its_person_left(
    console: Console, days: int, is_kept: bool
) -> None:
    school = console.school
    enrolled(console, school.dean)
    left = school.clock.now()
    school.store.write(
        lambda connection: connection.execute(
            sa.update(StaffMember).where(StaffMember.id == school.dean.id).values(left_at=left)
        )
    )

    ends = Ends(left + timedelta(days=days), left.date() - timedelta(days=400))
    for step in steps_of_school(school.plan.id, ends):
        school.store.write(lambda connection, step=step: purge_some(connection, step))  # type: ignore[misc]

    with school.store.reading() as connection:
        assert (find_step(connection, school.dean) is not None) is is_kept


def test_without_a_session_there_is_nothing_to_set_up(console: Console, context: Context) -> None:
    browser = console.browser()

    for path in (PATH, f"{PATH}/begin", f"{PATH}/off"):
        answer = browser.get(path) if path == PATH else browser.post(path)
        assert answer.status_code == 303
        assert "/console/login" in answer.headers["Location"]


def test_the_picture_is_a_plain_otpauth_address() -> None:
    address = urlsplit(otpauth("作业秤 示范小学", "王 主任", b"12345678901234567890"))
    asked = parse_qs(address.query)

    assert (address.scheme, address.netloc) == ("otpauth", "totp")
    assert base64.b32decode(asked["secret"][0]) == b"12345678901234567890"
    assert asked["issuer"] == ["作业秤 示范小学"]
    assert "+" not in address.query  # some authenticators read it as a plus
    assert (
        base64.b32decode(secret_words(b"12345678901234567890").replace(" ", ""))
        == b"12345678901234567890"
    )
