"""Every route of the URL map × every role × objects of another school: what is refused, is refused."""

from __future__ import annotations

import dataclasses
import hashlib
from collections.abc import Iterator, Mapping
from typing import Any

import pytest
import sqlalchemy as sa
from flask import Flask
from flask.testing import FlaskClient
from werkzeug.routing import Rule

from handlers.context import Context
from homework.plan import SchoolPlan
from models.staff.people import Role
from models.surveys.rounds import Launch, links_of, start_survey
from models.tables import Base
from tests.handlers.pages.console.conftest import OVER, Console
from tests.handlers.pages.console.matrix import FIELDS, NOTHING_YET, POLICIES, VALUES, Door
from tests.models.conftest import School
from tests.rounds import EVERY_KIND, FAMILIES, every_kind

pytestmark = pytest.mark.parametrize("store", ["sqlite"], indirect=True)

_DETAILS: dict[Role, dict[str, object]] = {
    Role.HOMEROOM: {"homeroom_class": "3-2"},
    Role.GRADE_LEADER: {"grade": 3},
    Role.TEACHER: {"teaches": "3-2"},
}
_TOUCHED_BY_LOOKING = {"console_session", "login_code", "login_try"}
REFUSED = (403, 404)


class World:
    """Two schools with a case, a survey, staff and classes each; 2 and 7-1 are the neighbour's."""

    def __init__(self, console: Console, context: Context) -> None:
        self.console, self.context = console, context
        school = console.school
        plan = dataclasses.replace(
            school.plan, id="linju", name="邻居小学", classes={**school.plan.classes, 7: 1}
        )
        context.plans[plan.id] = plan  # type: ignore[index]
        self.neighbour = School(school.store, plan, school.clock)
        self.neighbour.evening(4, 1, OVER)
        self.neighbour.evening(4, 2, OVER)
        self.neighbour.tick()
        self.victim = school.hire(Role.TEACHER, "某")
        self.people = {role: school.hire(role, role, **_DETAILS.get(role, {})) for role in Role}
        plans = (school.plan, plan, plan)  # the neighbour's second round has a number of its own
        links = [self._start(each, number) for number, each in enumerate(plans)]
        self.link, self.foreign_link = links[0], links[-1]

    def _start(self, plan: SchoolPlan, number: int) -> str:
        template = dataclasses.replace(every_kind(), id=f"round{number}")
        launch = Launch(template, EVERY_KIND, frozenset({3}), FAMILIES)
        now = self.context.clock.now()
        survey = self.context.store.write(
            lambda connection: start_survey(connection, plan, launch, now)
        )
        with self.context.store.reading() as connection:
            return links_of(connection, survey)[0][0]

    def values(self) -> dict[str, Any]:
        """What stands in for a route's parameters: objects of the own school."""
        return {
            "number": 1,
            "place": 1,
            "slug": "3-2",
            "staff_id": self.victim.id,
            "day": "2026-11-23",
            "monday": "2026-11-30",
            "link": self.link,
            "template_id": "round0",
            "kind": "csv",
        }

    def foreign(self) -> dict[str, Any]:
        """The same of the neighbour's, which the own school does not have."""
        return {
            "number": 2,
            "slug": "7-1",
            "staff_id": self.neighbour.homeroom.id,
            "link": self.foreign_link,
        }

    def fingerprint(self) -> str:
        """Everything both schools hold, but for what signing in and looking leave behind."""
        digest = hashlib.sha256()
        with self.context.store.reading() as connection:
            for table in Base.metadata.sorted_tables:
                if table.name not in _TOUCHED_BY_LOOKING:
                    query = sa.select(*table.c).order_by(*table.primary_key.columns)
                    rows = [tuple(row) for row in connection.execute(query)]
                    digest.update(repr((table.name, rows)).encode())
        return digest.hexdigest()


@pytest.fixture
def world(suspected: Console, context: Context) -> World:
    return World(suspected, context)


def routes(app: Flask) -> Iterator[tuple[Rule, str]]:
    """Every route with each of its methods."""
    for rule in app.url_map.iter_rules():
        for method in ("GET", "POST"):
            if method in (rule.methods or ()):
                yield rule, method


def staff_routes(app: Flask) -> list[tuple[Rule, str]]:
    return [
        (rule, method) for rule, method in routes(app) if POLICIES[rule.endpoint].door is Door.STAFF
    ]


def address(app: Flask, rule: Rule, values: Mapping[str, Any]) -> str:
    values = {**values, **VALUES.get(rule.endpoint, {})}
    wanted = {name: values[name] for name in rule.arguments}
    built = app.url_map.bind("school.test").build(rule.endpoint, wanted, append_unknown=False)
    return built.removeprefix("http://school.test")


def ask(browser: FlaskClient, rule: Rule, method: str, path: str) -> int:
    """The answer's status; 401 where it leads to the login."""
    fields = FIELDS.get(rule.endpoint) if method == "POST" else None
    answer = browser.open(path, method=method, data=fields)
    if answer.status_code == 303 and answer.location.startswith("/console/login"):
        return 401
    return answer.status_code


def test_every_route_has_a_policy_and_every_policy_a_route(app: Flask) -> None:
    endpoints = {rule.endpoint for rule in app.url_map.iter_rules()}

    assert endpoints - set(POLICIES) == set()
    assert set(POLICIES) - endpoints == set()


def test_whoever_is_not_signed_in_gets_past_no_staff_door(world: World, app: Flask) -> None:
    before = world.fingerprint()

    for rule, method in staff_routes(app):
        path = address(app, rule, world.values())
        assert ask(app.test_client(), rule, method, path) == 401, (method, path)

    assert world.fingerprint() == before


def test_whose_role_is_not_named_is_refused_and_changes_nothing(world: World, app: Flask) -> None:
    browsers = {role: world.console.of(person) for role, person in world.people.items()}
    before = world.fingerprint()

    for rule, method in staff_routes(app):
        path = address(app, rule, world.values())
        for role in set(Role) - POLICIES[rule.endpoint].roles:
            status = ask(browsers[role], rule, method, path)
            if method == "GET":
                assert status in REFUSED, (role, path, status)
            assert status != 401, (role, path)
    # An act may also be refused in words, on the page it leads back to.
    assert world.fingerprint() == before


def test_whose_role_is_named_gets_past_the_door(world: World, app: Flask) -> None:
    browsers = {role: world.console.of(person) for role, person in world.people.items()}

    for rule, method in staff_routes(app):
        path = address(app, rule, world.values())
        for role in POLICIES[rule.endpoint].roles if rule.endpoint not in NOTHING_YET else ():
            status = ask(browsers[role], rule, method, path)
            assert status not in (401, *REFUSED), (role, method, path, status)
            assert status < 500, (role, method, path)


def test_nobody_reaches_another_schools_objects(world: World, app: Flask) -> None:
    browsers = {role: world.console.of(person) for role, person in world.people.items()}
    foreign = world.foreign()
    before = world.fingerprint()

    tried = 0
    for rule, method in staff_routes(app):
        for name in rule.arguments & set(foreign):
            path = address(app, rule, {**world.values(), name: foreign[name]})
            for role in POLICIES[rule.endpoint].roles:
                status = ask(browsers[role], rule, method, path)
                assert status in REFUSED, (role, method, path, status)
                tried += 1

    assert tried > 50
    assert world.fingerprint() == before


def test_every_form_of_the_console_needs_its_token(world: World, app: Flask) -> None:
    app.config["WTF_CSRF_ENABLED"] = True
    admin = world.console.of(world.people[Role.DEAN])
    before = world.fingerprint()

    for rule, method in staff_routes(app):
        if method == "POST":
            path = address(app, rule, world.values())
            assert admin.post(path).status_code == 400, path

    assert world.fingerprint() == before


def test_only_the_demos_button_is_exempt_from_the_token(app: Flask) -> None:
    from handlers.pages.frame import csrf

    assert {name.rpartition(".")[2] for name in csrf._exempt_views} == {"play"}
