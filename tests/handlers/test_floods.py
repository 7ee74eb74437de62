"""Floods: whoever is too fast is told how long to wait and loses nothing; a school behind one
address is not locked out; what is beyond belief is kept and put aside."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
import sqlalchemy as sa
from flask import Flask
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from clock import FrozenClock
from context import Context
from handlers.floods import (
    ADDRESS,
    DEVICE,
    LOGIN,
    NEW_IN_CLASS,
    OWN,
    WRONG_CODES,
    TooFast,
    client_address,
)
from handlers.webhook import FOLLOWER
from homework.flood import Bucket, Pace, admit
from homework.wording import parents
from models.account.inbound import Inbound
from models.reporting.reports import ReportRow
from models.surveys.questionnaires import SurveyReply
from tests.people import Cast
from tests.rounds import link as survey_link
from tests.rounds import start

MONDAY = "2026-11-23"
SCHOOL = {"REMOTE_ADDR": "203.0.113.7"}


@pytest.fixture
def link(cast: Cast) -> str:
    return f"/r/{cast.school_class(3, 2).public_link}"


def report(client: FlaskClient, link: str, address: Any = SCHOOL, **fields: str) -> TestResponse:
    client.get(link, environ_base=address)
    data = {"day": MONDAY, "m-chinese": "20", **fields}
    return client.post(link, data=data, environ_base=address)


def count(context: Context, table: Any, *conditions: Any) -> int:
    with context.store.reading() as connection:
        query = sa.select(sa.func.count()).select_from(table).where(*conditions)
        return connection.scalar(query) or 0


def people(app: Flask) -> Iterator[FlaskClient]:
    while True:
        yield app.test_client()


def test_a_burst_goes_through_and_then_one_at_a_time() -> None:
    pace, bucket = Pace(3, 10.0), Bucket(at=100.0)
    for _ in range(3):
        bucket, wait = admit(bucket, pace, 100.0)
        assert wait == 0.0

    bucket, wait = admit(bucket, pace, 104.0)
    assert wait == pytest.approx(6.0)
    bucket, wait = admit(bucket, pace, 104.0 + wait)
    assert wait == 0.0


@pytest.mark.parametrize("store", ["sqlite"], indirect=True)
class TestOnePhone:
    """One sender."""

    def test_who_taps_without_end_waits_and_loses_nothing(
        self, client: FlaskClient, link: str, context: Context, clock: FrozenClock
    ) -> None:
        for minute in range(DEVICE.burst):
            assert report(client, link, **{"x-maths": str(minute + 1)}).status_code == 303

        answer = report(client, link, **{"x-maths": "99", "c-maths": "练习册第九页"})

        assert answer.status_code == 429
        assert 0 < int(answer.headers["Retry-After"]) <= 20
        words = answer.get_data(as_text=True)
        assert "秒再点一次“发送”" in words
        assert "练习册第九页" in words
        clock.forward(timedelta(seconds=int(answer.headers["Retry-After"])))
        assert report(client, link, **{"x-maths": "99"}).status_code == 303

    def test_a_follower_who_floods_is_told_so_and_heard_again_a_minute_later(
        self, cast: Cast, context: Context, clock: FrozenClock
    ) -> None:
        for _ in range(FOLLOWER.burst):
            assert cast.say("张", "您好") != parents.TOO_FAST
        kept = count(context, Inbound)

        assert cast.say("张", "数学口算30分钟") == parents.TOO_FAST
        assert cast.say("李", "您好") != parents.TOO_FAST
        assert cast.event("张", "unsubscribe") == ""
        assert count(context, Inbound) == kept + 2  # 李, and leaving; not what came too fast
        clock.forward(timedelta(minutes=1))
        assert "已记" in cast.say("张", "三年级2班 数学口算30分钟")

    def test_guessing_questionnaire_codes_is_slowed(
        self, client: FlaskClient, context: Context
    ) -> None:
        path = f"/q/{survey_link(context, start(context, needs_code=True))}"
        fields = {"role": "parent", "a-load": "fit"}
        for guess in range(WRONG_CODES.burst):
            # A new browser each time: the address is what they share.
            client.delete_cookie("hw_device")
            data = {**fields, "code": f"guess{guess}"}
            assert client.post(path, data=data, environ_base=SCHOOL).status_code == 422

        client.delete_cookie("hw_device")
        answer = client.post(path, data={**fields, "code": "again"}, environ_base=SCHOOL)

        assert answer.status_code == 429
        assert "again" in answer.get_data(as_text=True)
        assert count(context, SurveyReply) == 0

    def test_a_code_that_is_one_opens_its_answers_while_guesses_wait(
        self, client: FlaskClient, context: Context
    ) -> None:
        path = f"/q/{survey_link(context, start(context, needs_code=True))}"
        for guess in range(WRONG_CODES.burst):
            assert client.get(f"{path}?code=no{guess}", environ_base=SCHOOL).status_code == 200

        assert client.get(f"{path}?code=again", environ_base=SCHOOL).status_code == 429
        assert client.get(path, environ_base=SCHOOL).status_code == 200

    def test_who_takes_back_without_end_is_shown_the_way_on(
        self, client: FlaskClient, link: str, context: Context, clock: FrozenClock
    ) -> None:
        report(client, link)
        for _ in range(OWN.burst):
            answer = client.post("/me/withdraw", data={"report": "1"}, environ_base=SCHOOL)
            assert answer.status_code == 303

        answer = client.post("/me/delete", environ_base=SCHOOL)

        assert answer.status_code == 429
        words = answer.get_data(as_text=True)
        assert "您填过的都没有变" in words
        assert 'href="/me"' in words
        assert count(context, ReportRow) == 1
        clock.forward(timedelta(seconds=int(answer.headers["Retry-After"])))
        assert client.post("/me/delete", environ_base=SCHOOL).status_code == 303
        assert count(context, ReportRow) == 0


@pytest.mark.parametrize("store", ["sqlite"], indirect=True)
class TestOneAddress:
    """A whole school behind one address."""

    def test_forty_parents_before_a_poster_are_all_heard_at_once(
        self, app: Flask, link: str, context: Context
    ) -> None:
        everybody = people(app)
        for _ in range(40):
            parent = next(everybody)
            assert report(parent, link).status_code == 303
            corrected = {"day": MONDAY, "m-maths": "30"}
            assert parent.post(link, data=corrected, environ_base=SCHOOL).status_code == 303

        assert count(context, ReportRow, ReportRow.counts) == 40

    def test_a_machine_gun_is_slowed_and_its_form_comes_back_whole(
        self, app: Flask, link: str, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr("handlers.floods.ADDRESS", replace(ADDRESS, burst=20))
        everybody = people(app)
        for _ in range(20):
            # Without the form first, as a script does it: no device is known.
            next(everybody).post(link, data={"day": MONDAY, "words": "看不懂"}, environ_base=SCHOOL)

        data = {"day": MONDAY, "c-maths": "练习册第九页", "m-maths": "30"}
        answer = next(everybody).post(link, data=data, environ_base=SCHOOL)

        assert answer.status_code == 429
        assert "同一个网络里正在填的人很多" in answer.get_data(as_text=True)
        assert "练习册第九页" in answer.get_data(as_text=True)
        elsewhere = {"REMOTE_ADDR": "198.51.100.4"}
        assert report(next(everybody), link, elsewhere).status_code == 303

    def test_an_evening_of_a_parents_meeting_passes(
        self, context: Context, clock: FrozenClock
    ) -> None:
        """24 classes of 45 in ten minutes: 108 reports a minute, each fourth put right at once."""
        for number in range(10 * 108):
            clock.forward(timedelta(minutes=1) / 108)
            for _ in range(2 if number % 4 == 0 else 1):
                assert context.floods.wait(ADDRESS, "203.0.113.7", clock.monotonic()) == 0.0

    def test_every_public_door_that_writes_is_counted(
        self, app: Flask, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr("handlers.floods.ADDRESS", replace(ADDRESS, burst=0))
        doors = [
            rule
            for rule in app.url_map.iter_rules()
            if "POST" in (rule.methods or ()) and not rule.rule.startswith("/console")
        ]
        assert {"my_data.delete_everything", "survey.submit"} <= {rule.endpoint for rule in doors}
        for rule in doors:
            built = rule.build(dict.fromkeys(rule.arguments, "r"))
            assert built is not None
            with app.test_request_context(built[1], method="POST", environ_base=SCHOOL):
                with pytest.raises(TooFast):
                    app.preprocess_request()

    def test_a_register_that_is_refused_keeps_what_was_typed(
        self, client: FlaskClient, cast: Cast, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr("handlers.floods.ADDRESS", replace(ADDRESS, burst=1))
        desk = f"/register/{cast.school_class(3, 2).desk_link}"
        client.post(desk, data={"none": "1", "day": MONDAY}, environ_base=SCHOOL)

        data = {"s-0": "语文", "x-0": "35", "c-0": "练习册第九页", "day": MONDAY}
        answer = client.post(desk, data=data, environ_base=SCHOOL)

        assert answer.status_code == 429
        assert "秒再按一次保存" in answer.get_data(as_text=True)
        assert "练习册第九页" in answer.get_data(as_text=True)

    def test_more_families_than_a_class_has_are_kept_and_put_aside(
        self, app: Flask, cast: Cast, context: Context, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        most = 6
        pace = replace(NEW_IN_CLASS, burst=most)
        monkeypatch.setattr("handlers.pages.report.visit.NEW_IN_CLASS", pace)
        first, second = (f"/r/{cast.school_class(3, n).public_link}" for n in (1, 2))
        everybody = people(app)
        for _ in range(most):
            report(next(everybody), first)

        one_more = next(everybody)
        answer = report(one_more, first)

        assert answer.status_code == 303
        assert "先放在一边" in one_more.get(answer.location).get_data(as_text=True)
        assert count(context, ReportRow, ReportRow.counts) == most
        report(one_more, first, **{"m-maths": "30"})  # saying it twice makes it no more true
        assert count(context, ReportRow, ReportRow.counts) == most
        assert count(context, ReportRow) == most + 1
        report(next(everybody), second)
        assert count(context, ReportRow, ReportRow.counts) == most + 1

    def test_a_staff_room_signs_in_and_a_flood_of_codes_waits(self, app: Flask) -> None:
        everybody = people(app)
        for _ in range(LOGIN.burst):
            assert next(everybody).get("/console/login", environ_base=SCHOOL).status_code == 200

        answer = next(everybody).get("/console/login", environ_base=SCHOOL)

        assert answer.status_code == 429
        assert "Retry-After" in answer.headers
        assert "请过几分钟再试" in answer.get_data(as_text=True)


@pytest.mark.parametrize(
    ("proxies", "forwarded", "peer", "address"),
    [
        (0, "198.51.100.9", "203.0.113.7", "203.0.113.7"),  # anybody's word
        (1, "198.51.100.9, 203.0.113.7", "127.0.0.1", "203.0.113.7"),  # our proxy's own entry
        (2, "6.6.6.6, 203.0.113.7, 10.0.0.2", "10.0.0.1", "203.0.113.7"),
        (1, "", "203.0.113.7", "203.0.113.7"),  # past the proxy
        (0, "203.0.113.7", "127.0.0.1", None),  # a proxy that nobody declared
        (1, "nonsense", "127.0.0.1", None),
        (0, "", "2001:db8:0:1:aaaa::1", "2001:db8:0:1::"),  # a household of the new internet
        (0, "", "::ffff:203.0.113.7", "203.0.113.7"),
        (0, "", "::1", None),
    ],
)
@pytest.mark.parametrize("store", ["sqlite"], indirect=True)
def test_only_our_own_proxies_are_believed(
    app: Flask, context: Context, proxies: int, forwarded: str, peer: str, address: str | None
) -> None:
    headers = {"X-Forwarded-For": forwarded} if forwarded else {}
    with app.test_request_context(headers=headers, environ_base={"REMOTE_ADDR": peer}):
        assert client_address(replace(context, trusted_proxies=proxies)) == address
