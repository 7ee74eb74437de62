"""Family slips and posters in the console: files to print, for the offices that may make them."""

from __future__ import annotations

import io
import re

import pypdfium2
import pytest
import sqlalchemy as sa
from werkzeug.test import TestResponse

from models.families.reporters import Household, Reporter
from models.staff.audit import AuditEntry
from models.staff.people import Role, StaffMember
from paper import fonts
from tests.commands.printed import codes_in
from tests.handlers.pages.console.conftest import Console

SLIPS = "/console/slips"


def pages_of(pdf: bytes) -> list[tuple[str, list[str]]]:
    """Words and codes of every page of a file to print."""
    document = pypdfium2.PdfDocument(io.BytesIO(pdf))
    found = []
    for number in range(len(document)):
        page = document[number]
        codes = codes_in(page.render(scale=150 / 72).to_pil())
        found.append((page.get_textpage().get_text_range(), [code.text for code in codes]))
    return found


def issue(console: Console, person: StaffMember, **fields: str) -> TestResponse:
    form = {"class": "3-2", "count": "3", "way": "batch"} | fields
    return console.of(person).post(SLIPS, data=form)


def code_on(answer: TestResponse) -> str:
    """The short code of a file's first slip."""
    [(words, _), *_] = pages_of(answer.data)
    found = re.search(r"绑定 (\w{4} \w{4})", words)
    assert found
    return found[1]


def households(console: Console) -> int:
    with console.school.store.reading() as connection:
        query = sa.select(sa.func.count()).where(Household.closed_at.is_(None))
        return connection.scalar(query) or 0


@pytest.mark.parametrize("role", [Role.DEAN, Role.ADMIN])
def test_a_classs_slips_come_as_a_file_whose_codes_open_its_form(
    console: Console, role: Role
) -> None:
    answer = issue(console, console.school.hire(role, "王"))

    assert answer.mimetype == "application/pdf"
    assert answer.headers["Cache-Control"] == "no-store"
    [(words, links)] = pages_of(answer.data)
    assert words.count("三年级2班 家庭反馈条") == len(set(links)) == 3
    for link in links:
        path = link.removeprefix("http://school.test")
        assert "三年级2班" in console.browser().get(path).get_data(as_text=True)


@pytest.mark.parametrize("role", sorted(set(Role) - {Role.DEAN, Role.ADMIN}))
def test_nobody_else_makes_slips(console: Console, role: Role) -> None:
    person = console.school.hire(role, "孙")

    assert issue(console, person).status_code == 403
    assert console.status(person, SLIPS) == 403
    assert console.of(person).post(f"{SLIPS}/change", data={"code": "x"}).status_code == 403
    assert console.of(person).post(f"{SLIPS}/close", data={"code": "x"}).status_code == 403
    assert households(console) == 0


@pytest.mark.parametrize(
    ("fields", "status", "sentence"),
    [
        ({"class": "9-9"}, 422, "请选一个班级"),
        ({"count": "0"}, 422, "张数要在1到80之间"),
        ({"count": "二十"}, 422, "张数要在1到80之间"),
        ({"way": "more"}, 409, "本学年还没有发过"),
        ({"way": "again"}, 409, "本学年还没有发过"),
    ],
)
def test_a_mistake_is_said_beside_its_field_and_makes_nothing(
    console: Console, fields: dict[str, str], status: int, sentence: str
) -> None:
    answer = issue(console, console.school.dean, **fields)

    page = answer.get_data(as_text=True)
    assert answer.status_code == status
    assert sentence in page
    assert f'value="{fields.get("count", "3")}"' in page
    assert households(console) == 0


def test_a_second_batch_is_refused_and_a_few_more_are_not(console: Console) -> None:
    dean = console.school.dean
    issue(console, dean)

    assert issue(console, dean).status_code == 409
    assert issue(console, dean, way="more", count="1").status_code == 200

    assert households(console) == 4
    assert '三年级2班</th><td class="r">4张,不足5户在用' in console.read(dean, SLIPS)


def test_a_batch_made_again_ends_what_nobody_uses(console: Console) -> None:
    issue(console, console.school.dean)

    assert issue(console, console.school.dean, way="again", count="2").status_code == 200

    assert households(console) == 2


def test_one_slip_is_changed_and_closed_by_its_code(console: Console) -> None:
    dean = console.school.dean
    first = issue(console, dean, count="1")

    changed = console.of(dean).post(f"{SLIPS}/change", data={"code": code_on(first)})
    [(_, [old])], [(_, [new])] = pages_of(first.data), pages_of(changed.data)
    assert console.browser().get(old).status_code == 404
    assert console.browser().get(new).status_code == 200

    page = console.press(dean, f"{SLIPS}/close", code=code_on(changed))
    assert "三年级2班的这张家庭反馈条已作废" in page
    assert console.browser().get(new).status_code == 404


@pytest.mark.parametrize("act", ["change", "close"])
def test_an_unknown_code_is_said_and_stays_typed(console: Console, act: str) -> None:
    answer = console.of(console.school.dean).post(f"{SLIPS}/{act}", data={"code": "K7M2 xq4p"})

    assert answer.status_code == 422
    assert "没有找到这个家庭码" in answer.get_data(as_text=True)
    assert 'value="K7M2 xq4p"' in answer.get_data(as_text=True)


def test_who_made_slips_is_on_record_without_their_codes(console: Console) -> None:
    made = issue(console, console.school.dean, count="1")

    with console.school.store.reading() as connection:
        query = sa.select(*AuditEntry.__table__.c).where(AuditEntry.act == "issue_slips")
        [entry] = connection.execute(query).all()
    assert (entry.act, entry.about, entry.detail) == ("issue_slips", "class:3-2", {"count": 1})
    assert code_on(made).replace(" ", "") not in str(entry)


def test_without_its_font_no_slip_is_made(
    console: Console, monkeypatch: pytest.MonkeyPatch
) -> None:
    def missing() -> None:
        raise fonts.FontMissing

    monkeypatch.setattr("handlers.pages.console.slips.require_fonts", missing)

    page = console.press(console.school.dean, SLIPS, **{"class": "3-2", "count": "3"})

    assert "make assets" in page
    assert households(console) == 0


def test_the_posters_of_a_person_are_one_file(console: Console) -> None:
    answer = console.of(console.school.homeroom).get("/console/posters.pdf")
    one = console.of(console.school.dean).get("/console/posters/3-2.pdf")

    own = f"http://school.test/r/{console.school.class_of(3, 2).public_link}"
    for file in (answer, one):
        [(words, links)] = pages_of(file.data)
        assert "三年级2班" in words
        assert links == [own]
    assert console.status(console.school.homeroom, "/console/posters/3-1.pdf") == 404


def test_the_leading_group_prints_every_class_at_once(console: Console) -> None:
    document = pypdfium2.PdfDocument(
        io.BytesIO(console.of(console.school.dean).get("/console/posters.pdf").data)
    )

    assert len(document) == 24


def test_a_slip_that_was_photographed_is_replaced_and_its_phones_let_go(console: Console) -> None:
    dean = console.school.dean
    made = issue(console, dean, count="1")
    [(_, [link])] = pages_of(made.data)
    path, phone = link.removeprefix("http://school.test"), console.browser()
    phone.get(path)
    assert phone.post(path, data={"m-maths": "30"}).status_code == 303

    answer = console.of(dean).post(f"{SLIPS}/replace", data={"code": code_on(made)})

    [(_, [new])] = pages_of(answer.data)
    assert console.browser().get(path).status_code == 404
    assert console.browser().get(new.removeprefix("http://school.test")).status_code == 200
    with console.school.store.reading() as connection:
        assert connection.scalars(sa.select(Reporter.household_id)).all() == [None]
        acts = connection.scalars(sa.select(AuditEntry.act)).all()
    assert "replace_slip" in acts
    again = console.of(dean).post(f"{SLIPS}/replace", data={"code": code_on(made)})
    assert again.status_code == 422


def test_a_whole_class_gets_new_slips_and_every_old_one_ends(console: Console) -> None:
    [(_, links)] = pages_of(issue(console, console.school.dean).data)

    issue(console, console.school.dean, way="anew", count="2")

    assert households(console) == 2
    for link in links:
        assert console.browser().get(link.removeprefix("http://school.test")).status_code == 404


def test_what_was_put_aside_is_said_to_who_prints_slips_but_not_to_the_classs_teacher(
    console: Console,
) -> None:
    [(_, [link])] = pages_of(issue(console, console.school.dean, count="1").data)
    path = link.removeprefix("http://school.test")
    assert "第四台" not in console.read(console.school.dean, SLIPS)
    for _ in range(5):
        phone = console.browser()
        phone.get(path)
        assert phone.post(path, data={"m-maths": "30"}).status_code == 303

    page = console.read(console.school.dean, SLIPS)
    assert "另有2台是同一张条的第四台及以后,未计入" in page
    assert "选“全班换新" in page
    teacher = console.school.hire(Role.DEAN, "孙", teaches="3-2")
    assert "第四台" not in console.read(teacher, SLIPS)
