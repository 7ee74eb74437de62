"""Getting into the console and out of it: codes, links, sessions, cookies."""

from __future__ import annotations

import dataclasses
import re
from datetime import timedelta

import pytest
import sqlalchemy as sa
from flask.testing import FlaskClient

from app import create_app
from handlers.context import Context
from models.staff.console_sessions import MOST_OPEN_CODES, claim_login, make_entry_link
from models.staff.people import LoginCode, StaffMember
from models.staff.sessions import begin_session
from tests.handlers.pages.console.conftest import COOKIE, Console
from tests.people import ACCOUNT, Cast


def code_on(page: str) -> str:
    found = re.search(r'class="code"><span>登录</span> (\d{6})<', page)
    assert found, page
    return found[1]


def claim(console: Console, code: str, person: StaffMember) -> bool:
    now = console.school.clock.now()
    return console.school.store.write(
        lambda connection: claim_login(connection, ACCOUNT, code, person, now)
    )


def show_code(browser: FlaskClient) -> str:
    return code_on(browser.get("/console/login").get_data(as_text=True))


def state(browser: FlaskClient) -> str:
    answer = browser.get(f"/console/login/state?account={ACCOUNT}").get_json()
    return str(answer["state"])


def is_in(browser: FlaskClient) -> bool:
    return browser.get("/console").status_code == 200


def test_a_code_sent_in_the_chat_opens_the_browser_that_shows_it(console: Console) -> None:
    browser = console.browser()
    code = show_code(browser)
    assert state(browser) == "waiting"

    assert claim(console, code, console.school.dean)

    assert state(browser) == "claimed"
    assert "王(教导处)" in browser.get("/console/login").get_data(as_text=True)
    assert browser.post("/console/login", data={"account": ACCOUNT}).status_code == 303
    assert is_in(browser)


def test_the_words_typed_in_the_chat_open_the_console(console: Console, cast: Cast) -> None:
    browser = console.browser()
    code = show_code(browser)
    assert cast.say("张", f"登录 {code}")  # a parent
    assert state(browser) == "waiting"

    assert cast.say("王", f"登录 {code}")

    browser.post("/console/login", data={"account": ACCOUNT})
    assert "王(教导处)" in browser.get("/console").get_data(as_text=True)


def test_looking_again_shows_the_same_code(console: Console) -> None:
    browser = console.browser()

    assert show_code(browser) == show_code(browser)


def test_a_code_opens_no_other_browser(console: Console) -> None:
    own, other = console.browser(), console.browser()
    code = show_code(own)
    show_code(other)
    claim(console, code, console.school.dean)

    answer = other.post("/console/login", data={"account": ACCOUNT})

    assert answer.location.startswith("/console/login")
    assert not is_in(other)


def test_a_code_works_once(console: Console) -> None:
    browser = console.browser()
    code = show_code(browser)
    claim(console, code, console.school.dean)
    browser.post("/console/login", data={"account": ACCOUNT})

    assert not claim(console, code, console.school.principal)
    browser.delete_cookie(COOKIE)
    browser.post("/console/login", data={"account": ACCOUNT})
    assert not is_in(browser)


def test_a_code_is_worth_nothing_after_ten_minutes(console: Console) -> None:
    browser = console.browser()
    code = show_code(browser)
    console.school.clock.forward(timedelta(minutes=10))

    assert not claim(console, code, console.school.dean)
    assert state(browser) == "gone"


def test_a_claimed_code_cannot_be_claimed_by_someone_else(console: Console) -> None:
    browser = console.browser()
    code = show_code(browser)
    claim(console, code, console.school.dean)

    assert not claim(console, code, console.school.homeroom)


def test_a_flood_of_codes_is_refused_with_a_sentence(
    console: Console, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("models.staff.console_sessions.MOST_OPEN_CODES", 2)
    assert MOST_OPEN_CODES > 100
    show_code(console.browser())
    show_code(console.browser())

    answer = console.browser().get("/console/login")

    assert answer.status_code == 503
    assert "一次性链接" in answer.get_data(as_text=True)


def entry_path(console: Console, person: StaffMember) -> str:
    now = console.school.clock.now()
    token = console.school.store.write(
        lambda connection: make_entry_link(connection, person.school_id, person.id, now)
    )
    return f"/console/enter?t={token}"


def test_looking_at_an_entry_link_does_nothing(console: Console) -> None:
    path = entry_path(console, console.school.dean)
    browser = console.browser()

    for _ in range(3):
        assert "王(教导处)" in browser.get(path).get_data(as_text=True)

    assert not is_in(browser)


def test_an_entry_link_lets_one_tap_in(console: Console) -> None:
    path = entry_path(console, console.school.dean)
    token = path.partition("=")[2]
    first, second = console.browser(), console.browser()

    assert first.post("/console/enter", data={"t": token}).location == "/console"
    assert second.post("/console/enter", data={"t": token}).status_code == 410
    assert is_in(first)
    assert not is_in(second)
    assert second.get(path).status_code == 410


@pytest.mark.parametrize("token", ["", "shifan", "shifan.", "shifan.wrong", ".", "别的.x"])
def test_a_wrong_entry_link_is_refused_in_words(console: Console, token: str) -> None:
    answer = console.browser().post("/console/enter", data={"t": token})

    assert answer.status_code == 410
    assert "链接已失效" in answer.get_data(as_text=True)


def test_an_entry_link_dies_after_half_an_hour(console: Console) -> None:
    path = entry_path(console, console.school.dean)
    console.school.clock.forward(timedelta(minutes=30))

    assert console.browser().get(path).status_code == 410


def test_signing_out_ends_the_session_wherever_the_cookie_was_copied(console: Console) -> None:
    browser, thief = console.of(console.school.dean), console.browser()
    cookie = browser.get_cookie(COOKIE)
    assert cookie is not None
    thief.set_cookie(COOKIE, cookie.value)

    browser.post("/console/logout")

    assert not is_in(thief)


def test_signing_in_ends_the_session_that_the_browser_had(console: Console) -> None:
    browser = console.of(console.school.homeroom)
    old = browser.get_cookie(COOKIE)
    assert old is not None
    token = entry_path(console, console.school.dean).partition("=")[2]

    browser.post("/console/enter", data={"t": token})

    new = browser.get_cookie(COOKIE)
    assert new is not None
    assert new.value != old.value
    browser.set_cookie(COOKIE, old.value)
    assert not is_in(browser)


def test_a_session_idles_out_after_half_an_hour(console: Console) -> None:
    browser = console.of(console.school.dean)
    for _ in range(3):
        console.school.clock.forward(timedelta(minutes=29))
        assert is_in(browser)

    console.school.clock.forward(timedelta(minutes=30))

    assert not is_in(browser)


def test_no_session_lives_longer_than_twelve_hours(console: Console) -> None:
    browser = console.of(console.school.dean)
    for _ in range(35):
        console.school.clock.forward(timedelta(minutes=20))
        assert is_in(browser)

    console.school.clock.forward(timedelta(minutes=20))

    assert not is_in(browser)


def test_who_left_the_school_is_out_at_the_next_page(console: Console) -> None:
    dean = console.school.dean
    browser = console.of(dean)
    assert is_in(browser)

    console.school.store.write(
        lambda connection: connection.execute(
            sa.update(StaffMember)
            .where(StaffMember.id == dean.id)
            .values(left_at=console.school.clock.now())
        )
    )

    assert not is_in(browser)


def test_an_invented_cookie_opens_nothing(console: Console) -> None:
    browser = console.browser()
    browser.set_cookie(COOKIE, "0" * 43)

    assert not is_in(browser)


def test_who_is_not_signed_in_comes_back_to_the_page_they_wanted(console: Console) -> None:
    browser = console.browser()

    answer = browser.get("/console/classes/3-2")

    assert answer.location == "/console/login?next=/console/classes/3-2"
    code = show_code(browser)
    claim(console, code, console.school.dean)
    entered = browser.post(
        "/console/login", data={"account": ACCOUNT, "next": "/console/classes/3-2"}
    )
    assert entered.location == "/console/classes/3-2"


@pytest.mark.parametrize(
    "address", ["//evil.test", "https://evil.test/console", "/console/../hall", "/consolex", "/\\x"]
)
def test_signing_in_leads_nowhere_but_into_the_console(console: Console, address: str) -> None:
    token = entry_path(console, console.school.dean).partition("=")[2]

    answer = console.browser().post("/console/enter", data={"t": token, "next": address})

    assert answer.location == "/console"


def test_the_cookie_is_bound_to_the_host_under_https(console: Console, context: Context) -> None:
    secure = create_app(dataclasses.replace(context, base_url="https://school.test"))
    secure.config.update(TESTING=True, WTF_CSRF_ENABLED=False)
    token = entry_path(console, console.school.dean).partition("=")[2]

    answer = secure.test_client().post("/console/enter", data={"t": token})

    cookie = next(value for value in answer.headers.getlist("Set-Cookie") if "hw-console" in value)
    assert cookie.startswith("__Host-hw-console=")
    for flag in ("Secure", "HttpOnly", "SameSite=Lax", "Path=/"):
        assert flag in cookie
    assert "Domain" not in cookie


def test_only_hashes_of_secrets_are_stored(console: Console) -> None:
    browser = console.browser()
    show_code(browser)
    session = console.school.store.write(
        lambda connection: begin_session(
            connection,
            console.school.plan.id,
            console.school.dean.id,
            console.school.clock.now(),
            "test",
        )
    )
    shown = browser.get_cookie("hw-login")
    assert session is not None
    assert shown is not None
    with console.school.store.reading() as connection:
        kept = [
            str(tuple(row))
            for table in ("login_code", "console_session", "entry_link", "audit_entry")
            for row in connection.execute(sa.text(f"SELECT * FROM {table}"))
        ]
    assert kept
    for secret in (session.cookie, shown.value):
        assert not any(secret in row for row in kept)


def test_expired_codes_are_cleared_away(console: Console) -> None:
    for _ in range(3):
        show_code(console.browser())
    console.school.clock.forward(timedelta(minutes=11))

    show_code(console.browser())

    with console.school.store.reading() as connection:
        count = connection.scalar(sa.select(sa.func.count()).select_from(LoginCode))
    assert count == 1


def test_an_address_that_keeps_guessing_links_is_told_to_wait(console: Console) -> None:
    def enter(token: str) -> int:
        outside = {"REMOTE_ADDR": "203.0.113.7"}
        answer = console.browser().post("/console/enter", data={"t": token}, environ_base=outside)
        return answer.status_code

    assert [enter(f"shifan.guess{number}") for number in range(12)] == [410] * 10 + [429] * 2
    token = console.school.store.write(
        lambda connection: make_entry_link(
            connection, "shifan", console.school.dean.id, console.school.clock.now()
        )
    )
    # What is right lets in all the same: a whole staff room stands behind one address.
    assert enter(token) == 303
    console.school.clock.forward(timedelta(minutes=15))
    assert enter("shifan.guess") == 410
