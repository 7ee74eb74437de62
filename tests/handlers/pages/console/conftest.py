"""示范小学 at its console: people who are signed in, and a class that is suspected."""

from __future__ import annotations

import re
from datetime import datetime, timedelta

import pytest
from flask import Flask
from flask.testing import FlaskClient

from clock import SHANGHAI, FrozenClock
from handlers.context import Context
from homework.plan import SchoolPlan
from models.database.store import Store
from models.leases import SCHEDULER, take_lease
from models.staff.people import StaffMember
from models.staff.sessions import begin_session
from tests.models.conftest import School

COOKIE = "hw-console"
_TOKEN = re.compile(r'(?<=name="csrf_token" value=")[^"]*')
OVER = (80, 85, 75, 90, 95, 70)
"""Six families of 3-2: the low median is 80, over the cap of 60."""


class Console:
    """The school and browsers in front of its console."""

    def __init__(self, app: Flask, school: School) -> None:
        self.app, self.school = app, school

    def browser(self) -> FlaskClient:
        """A browser nobody has signed in with."""
        return self.app.test_client()

    def of(self, person: StaffMember) -> FlaskClient:
        """A browser in which this person is signed in."""
        now = self.school.clock.now()
        session = self.school.store.write(
            lambda connection: begin_session(connection, person.school_id, person.id, now, "test")
        )
        assert session is not None
        browser = self.browser()
        browser.set_cookie(COOKIE, session.cookie)
        return browser

    def read(self, person: StaffMember, path: str) -> str:
        """A page as this person sees it; it must be there. Without the form's tokens: nobody reads
        them, and by chance they hold any figure."""
        answer = self.of(person).get(path)
        assert answer.status_code == 200, (path, answer.status_code)
        return _TOKEN.sub("", answer.get_data(as_text=True))

    def status(self, person: StaffMember, path: str) -> int:
        return self.of(person).get(path).status_code

    def press(self, person: StaffMember, path: str, **fields: str) -> str:
        """Press a button and return the page it leads to, or the refusal beside what was typed."""
        browser = self.of(person)
        answer = browser.post(path, data=fields)
        if answer.status_code == 409:
            page = answer.get_data(as_text=True)
            assert " readonly " in page
            return page
        assert answer.status_code == 303, (path, answer.status_code)
        return browser.get(answer.location).get_data(as_text=True)

    def beat(self) -> None:
        """The scheduler says that it lives."""
        now = self.school.clock.now()
        self.school.store.write(
            lambda connection: take_lease(connection, SCHEDULER, "test", timedelta(seconds=45), now)
        )


@pytest.fixture
def school(context: Context, store: Store, plan: SchoolPlan, clock: FrozenClock) -> School:
    return School(store, plan, clock)


@pytest.fixture
def console(app: Flask, school: School) -> Console:
    made = Console(app, school)
    made.beat()
    return made


@pytest.fixture
def suspected(console: Console) -> Console:
    """Case 1: 三年级2班 is suspected on Monday evening."""
    console.school.evening(3, 2, OVER)
    console.school.tick()
    return console


def next_noon(school: School) -> None:
    """Let the day close: Tuesday 12:00."""
    school.clock.jump(datetime(2026, 11, 24, 12, 0, tzinfo=SHANGHAI))
