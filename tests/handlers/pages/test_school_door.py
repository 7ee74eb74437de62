"""The school's poster (/s/…): a parent picks the class; nobody guesses the way in."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from flask.testing import FlaskClient

from clock import SHANGHAI, FrozenClock
from context import Context
from models.keys import Keys
from models.schools import school_link
from tests.people import Cast


def door(context: Context) -> str:
    return f"/s/{school_link(context.keys, 'shifan')}"


def test_every_class_is_offered_under_its_grade(
    client: FlaskClient, context: Context, cast: Cast
) -> None:
    page = client.get(door(context)).get_data(as_text=True)

    assert page.count('href="/r/') == 24
    assert "三年级" in page
    assert f'href="/r/{cast.school_class(3, 2).public_link}"' in page
    assert "班级老师看不到是谁填的" in page


def test_looking_makes_no_device(client: FlaskClient, context: Context) -> None:
    assert "Set-Cookie" not in client.get(door(context)).headers


def test_the_link_stays_and_the_classes_move_up(
    client: FlaskClient, context: Context, cast: Cast, clock: FrozenClock
) -> None:
    third, sixth = cast.school_class(3, 2).public_link, cast.school_class(6, 1).public_link

    clock.jump(datetime(2027, 9, 1, 20, 0, tzinfo=SHANGHAI))
    page = client.get(door(context)).get_data(as_text=True)

    fourth_grade = page.partition("四年级")[2].partition("五年级")[0]
    assert third in fourth_grade
    assert sixth not in page


def test_any_other_link_leads_nowhere(client: FlaskClient, context: Context) -> None:
    other = replace(context.keys, subject=b"another key that is as long as it")
    for link in (
        "shifan",
        "shifan-",
        "shifan-000000000000",
        "linju-abc",
        school_link(other, "shifan"),
    ):
        answer = client.get(f"/s/{link}")
        assert answer.status_code == 404
        assert "重新扫学校或班级海报" in answer.get_data(as_text=True)


def test_schools_have_links_of_their_own(keys: Keys) -> None:
    secrets = {school_link(keys, school).rpartition("-")[2] for school in ("shifan", "linju")}

    assert len(secrets) == 2
