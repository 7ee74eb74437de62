"""`slips`: sheets to cut, read by a decoder that is not ours; reissued, closed, a new school year."""

from __future__ import annotations

import csv
import io
import stat
from datetime import date, datetime
from pathlib import Path

import pytest
import sqlalchemy as sa

from clock import SHANGHAI, FrozenClock
from homework.slips import paper_day, slips_until
from models.families.reporters import Household, Reporter
from models.schools import find_class
from models.staff.people import hash_secret
from tests.commands.printed import BASE, Office, codes_of, fonts_of, texts_of

Row = dict[str, str]


@pytest.fixture(autouse=True)
def clock(monkeypatch: pytest.MonkeyPatch) -> FrozenClock:
    """Monday 2026-11-23, for every command of the test."""
    made = FrozenClock(datetime(2026, 11, 23, 10, 0, tzinfo=SHANGHAI))
    monkeypatch.setattr("opening.SystemClock", lambda offset: made)
    return made


def listed(office: Office, capsys: pytest.CaptureFixture[str], *words: str) -> list[Row]:
    """What `slips … --csv` prints."""
    capsys.readouterr()
    assert office.run("slips", *words, "--csv") == 0
    return list(csv.DictReader(io.StringIO(capsys.readouterr().out)))


def opens(office: Office, url: str) -> bool:
    """Whether a slip's link still leads to the form."""
    from app import create_app

    context = office.open()
    try:
        answer = create_app(context).test_client().get(url.removeprefix(BASE))
        return answer.status_code == 200
    finally:
        context.store.close()


def report(office: Office, url: str) -> None:
    """One phone of the family reports by its slip."""
    from app import create_app

    context = office.open()
    app = create_app(context)
    app.config["WTF_CSRF_ENABLED"] = False
    phone = app.test_client()
    phone.get(url.removeprefix(BASE))
    assert phone.post(url.removeprefix(BASE), data={"m-maths": "30"}).status_code == 303
    context.store.close()


def bound(office: Office) -> int:
    """How many phones belong to a family."""
    context = office.open()
    with context.store.reading() as connection:
        query = sa.select(sa.func.count()).where(Reporter.household_id.is_not(None))
        found = connection.scalar(query) or 0
    context.store.close()
    return found


def size_of(office: Office, grade: int, number: int) -> int | None:
    context = office.open()
    with context.store.reading() as connection:
        school_class = find_class(connection, "sanhui", grade, number, date(2026, 11, 23))
    context.store.close()
    assert school_class is not None
    return school_class.size


def refusal(office: Office, capsys: pytest.CaptureFixture[str], *words: str) -> str:
    capsys.readouterr()
    with pytest.raises(SystemExit) as stopped:
        office.run("slips", *words)
    assert stopped.value.code == 2
    return capsys.readouterr().err


def test_slips_are_distinct_links_of_the_class(
    office: Office, capsys: pytest.CaptureFixture[str]
) -> None:
    rows = listed(office, capsys, "--class", "7-1", "--count", "30")

    assert [list(row) for row in rows[:1]] == [["class", "code", "url"]]
    assert len({row["url"] for row in rows}) == len({row["code"] for row in rows}) == 30
    assert all(row["url"].startswith(f"{BASE}/h/") for row in rows)
    assert {row["class"] for row in rows} == {"7-1"}
    assert size_of(office, 7, 1) == 30


def test_every_printed_code_opens_the_form_of_its_class(office: Office, tmp_path: Path) -> None:
    paper = tmp_path / "slips.pdf"
    assert office.run("slips", "--all", "--count", "13", "--out", str(paper)) == 0

    pages, words = codes_of(paper), texts_of(paper)

    # Twelve a page, and no page holds slips of two classes.
    assert [len(codes) for codes in pages] == [12, 1] * 6
    links = {code.text for codes in pages for code in codes}
    assert len(links) == 6 * 13
    names = [f"{grade}年级{number}班" for grade in "七八九" for number in (1, 2)]
    for codes, text, name in zip(pages, words, [each for each in names for _ in "ab"], strict=True):
        assert text.count(f"{name} 家庭反馈条") == len(codes)
    for first, second, name in zip(pages[::2], pages[1::2], names, strict=True):
        opened = office.pages_behind(code.text for code in [*first, *second])
        assert all(name in page for page in opened)


def test_the_paper_says_what_a_parent_needs_and_no_name(office: Office, tmp_path: Path) -> None:
    paper = tmp_path / "slips.pdf"
    assert office.run("slips", "--class", "7-1", "--count", "2", "--out", str(paper)) == 0

    [text] = texts_of(paper)

    assert all(fonts_of(paper).values())
    assert all(code.side_mm >= 30 for code in codes_of(paper)[0])
    for sentence in ("班级老师看不到是谁填的", "最多三部手机", "有效期到2027年8月31日", "家庭码"):
        assert text.count(sentence) == 2
    # An account of kind `link` has no chat to bind in.
    assert "绑定" not in text
    assert "姓名:" not in text


def test_the_file_with_the_links_is_for_its_owner_alone(office: Office, tmp_path: Path) -> None:
    paper = tmp_path / "slips.pdf"
    office.run("slips", "--class", "7-1", "--count", "1", "--out", str(paper))

    assert stat.S_IMODE(paper.stat().st_mode) == 0o600
    assert [path.name for path in tmp_path.iterdir() if path.name.startswith(".")] == []


def test_the_order_of_printing_is_not_the_order_of_the_rows(
    office: Office, capsys: pytest.CaptureFixture[str]
) -> None:
    rows = listed(office, capsys, "--class", "7-1", "--count", "40")

    context = office.open()
    with context.store.reading() as connection:
        ids = dict(connection.execute(sa.select(Household.code_hash, Household.id)).all())
    context.store.close()
    # By chance once in 40! runs.
    printed = [ids[hash_secret(row["code"])] for row in rows]
    assert printed != sorted(printed)
    assert sorted(printed) == sorted(ids.values())


class TestReissue:
    def test_the_old_slip_ends_and_the_family_stays(
        self, office: Office, capsys: pytest.CaptureFixture[str]
    ) -> None:
        [old, other] = listed(office, capsys, "--class", "7-1", "--count", "2")
        report(office, old["url"])

        [new] = listed(office, capsys, "--reissue", old["code"])

        assert new["class"] == "7-1"
        assert {new["url"], new["code"]}.isdisjoint({old["url"], old["code"]})
        assert not opens(office, old["url"])
        assert opens(office, new["url"])
        assert opens(office, other["url"])
        report(office, new["url"])
        context = office.open()
        with context.store.reading() as connection:
            families = set(connection.scalars(sa.select(Reporter.household_id)))
        context.store.close()
        assert len(families) == 1

    def test_it_is_printed_as_one_slip(
        self, office: Office, tmp_path: Path, capsys: pytest.CaptureFixture[str]
    ) -> None:
        [old] = listed(office, capsys, "--class", "7-1", "--count", "1")
        paper = tmp_path / "one.pdf"

        assert office.run("slips", "--reissue", old["code"], "--out", str(paper)) == 0

        [[code]] = codes_of(paper)
        assert "七年级1班" in office.page_behind(code.text)

    def test_a_code_is_understood_as_it_was_read_out(
        self, office: Office, capsys: pytest.CaptureFixture[str]
    ) -> None:
        [old] = listed(office, capsys, "--class", "7-1", "--count", "1")
        spoken = old["code"].upper().replace("0", "O").replace("1", "I")

        assert listed(office, capsys, "--reissue", f"{spoken[:4]} {spoken[4:]}")

    def test_an_unknown_code_makes_no_file(
        self, office: Office, tmp_path: Path, capsys: pytest.CaptureFixture[str]
    ) -> None:
        paper = tmp_path / "one.pdf"

        said = refusal(office, capsys, "--reissue", "k7m2xq4p", "--out", str(paper))

        assert "没有找到这个家庭码" in said
        assert not paper.exists()


class TestClose:
    def test_its_link_ends_and_its_phones_are_strangers_again(
        self, office: Office, capsys: pytest.CaptureFixture[str]
    ) -> None:
        [lost] = listed(office, capsys, "--class", "7-1", "--count", "1")
        report(office, lost["url"])

        assert office.run("slips", "--close", lost["code"]) == 0

        assert "七年级1班" in capsys.readouterr().out
        assert not opens(office, lost["url"])
        assert bound(office) == 0

    def test_a_phone_of_it_joins_by_another_slip(
        self, office: Office, capsys: pytest.CaptureFixture[str]
    ) -> None:
        [lost] = listed(office, capsys, "--class", "7-1", "--count", "1")
        report(office, lost["url"])
        office.run("slips", "--close", lost["code"])

        [extra] = listed(office, capsys, "--class", "7-1", "--add", "1")
        report(office, extra["url"])

        assert bound(office) == 1

    def test_twice_is_refused(self, office: Office, capsys: pytest.CaptureFixture[str]) -> None:
        [lost] = listed(office, capsys, "--class", "7-1", "--count", "1")
        office.run("slips", "--close", lost["code"])

        assert "没有找到这个家庭码" in refusal(office, capsys, "--close", lost["code"])


class TestMoreSlips:
    def test_a_few_more_leave_the_size_of_the_class_alone(
        self, office: Office, capsys: pytest.CaptureFixture[str]
    ) -> None:
        listed(office, capsys, "--class", "7-1", "--count", "30")

        assert len(listed(office, capsys, "--class", "7-1", "--add", "2")) == 2

        assert size_of(office, 7, 1) == 30
        assert office.run("slips", "--list") == 0
        assert "七年级1班  32 张,不足5户在用" in capsys.readouterr().out

    def test_a_second_batch_is_warned_about(
        self, office: Office, capsys: pytest.CaptureFixture[str]
    ) -> None:
        listed(office, capsys, "--class", "7-1", "--count", "3")

        assert office.run("slips", "--class", "7-1", "--count", "3", "--csv") == 0

        assert "七年级1班本学年已经发过条子" in capsys.readouterr().err

    def test_replacing_closes_what_nobody_uses(
        self, office: Office, capsys: pytest.CaptureFixture[str]
    ) -> None:
        used, unused = listed(office, capsys, "--class", "7-1", "--count", "2")
        report(office, used["url"])

        listed(office, capsys, "--class", "7-1", "--count", "2", "--replace")

        assert opens(office, used["url"])
        assert not opens(office, unused["url"])


class TestNewSchoolYear:
    def test_last_years_slips_end_on_the_first_of_september(
        self, office: Office, capsys: pytest.CaptureFixture[str], clock: FrozenClock
    ) -> None:
        [slip] = listed(office, capsys, "--class", "7-1", "--count", "1")

        clock.jump(datetime(2027, 8, 31, 20, 0, tzinfo=SHANGHAI))
        assert opens(office, slip["url"])
        clock.jump(datetime(2027, 9, 1, 7, 0, tzinfo=SHANGHAI))
        assert not opens(office, slip["url"])

    def test_every_class_gets_new_slips_and_the_old_phones_may_join(
        self, office: Office, capsys: pytest.CaptureFixture[str], clock: FrozenClock
    ) -> None:
        [old] = listed(office, capsys, "--class", "7-1", "--count", "1")
        report(office, old["url"])
        clock.jump(datetime(2027, 9, 1, 7, 0, tzinfo=SHANGHAI))

        rows = listed(office, capsys, "--new-year", "--count", "2")

        # 七年级1班 is 八年级1班 now; the new seventh grade comes with `init`.
        assert sorted({row["class"] for row in rows}) == ["8-1", "8-2", "9-1", "9-2"]
        assert bound(office) == 0

    def test_one_classs_new_slips_let_its_own_old_phones_go(
        self, office: Office, capsys: pytest.CaptureFixture[str], clock: FrozenClock
    ) -> None:
        for slug in ("7-1", "7-2"):
            [old] = listed(office, capsys, "--class", slug, "--count", "1")
            report(office, old["url"])
        clock.jump(datetime(2027, 9, 1, 7, 0, tzinfo=SHANGHAI))

        listed(office, capsys, "--class", "8-1", "--count", "1")

        assert bound(office) == 1

    def test_it_is_refused_where_this_years_are_out(
        self, office: Office, capsys: pytest.CaptureFixture[str]
    ) -> None:
        [slip] = listed(office, capsys, "--class", "7-1", "--count", "1")

        assert "本学年已经发过" in refusal(office, capsys, "--new-year")
        assert opens(office, slip["url"])

    def test_slips_of_the_summer_are_for_september(
        self, office: Office, capsys: pytest.CaptureFixture[str], clock: FrozenClock
    ) -> None:
        clock.jump(datetime(2027, 8, 20, 9, 0, tzinfo=SHANGHAI))

        [slip] = listed(office, capsys, "--class", "8-1", "--count", "1")

        clock.jump(datetime(2027, 9, 1, 20, 0, tzinfo=SHANGHAI))
        assert "八年级1班" in office.page_behind(slip["url"])
        clock.jump(datetime(2028, 8, 31, 7, 0, tzinfo=SHANGHAI))
        assert opens(office, slip["url"])

    @pytest.mark.parametrize(
        ("issued", "until", "named_on"),
        [
            (date(2026, 9, 1), date(2027, 8, 31), date(2026, 9, 1)),
            (date(2027, 6, 30), date(2027, 8, 31), date(2027, 6, 30)),
            (date(2027, 7, 1), date(2028, 8, 31), date(2027, 9, 1)),
            (date(2027, 8, 31), date(2028, 8, 31), date(2027, 9, 1)),
        ],
    )
    def test_a_school_year_of_paper_begins_in_july(
        self, issued: date, until: date, named_on: date
    ) -> None:
        assert slips_until(issued) == until
        assert paper_day(issued) == named_on


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        (("--class", "3-9"), "三汇中学没有 3-9 班"),
        (("--class", "七年级"), "例如 3-2"),
        (("--class", "7-1", "--count", "0"), "1 到 80"),
        (("--class", "7-1", "--add", "81"), "1 到 80"),
    ],
)
def test_what_cannot_be_is_said_and_nothing_is_made(
    office: Office,
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
    words: tuple[str, ...],
    sentence: str,
) -> None:
    paper = tmp_path / "slips.pdf"

    assert sentence in refusal(office, capsys, *words, "--out", str(paper))

    assert not paper.exists()


def test_a_batch_whose_links_stand_nowhere_else_is_not_overwritten(
    office: Office, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    paper = tmp_path / "slips.pdf"
    office.run("slips", "--class", "7-1", "--count", "2", "--out", str(paper))
    before = paper.read_bytes()

    said = refusal(office, capsys, "--class", "7-1", "--add", "1", "--out", str(paper))

    assert "链接只有这个文件里有" in said
    assert paper.read_bytes() == before
    office.run("slips", "--list")
    assert "七年级1班  2 张" in capsys.readouterr().out


def test_what_nobody_used_may_be_replaced_in_its_file(office: Office, tmp_path: Path) -> None:
    paper = tmp_path / "slips.pdf"
    office.run("slips", "--class", "7-1", "--count", "2", "--out", str(paper))
    before = paper.read_bytes()

    again = ("slips", "--class", "7-1", "--count", "2", "--replace", "--out", str(paper))
    assert office.run(*again) == 0

    assert paper.read_bytes() != before


def test_a_batch_without_a_name_of_its_own_takes_a_free_one(
    office: Office, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = tmp_path / "here"
    folder.mkdir()
    monkeypatch.chdir(folder)
    for _ in range(2):
        assert office.run("slips", "--class", "7-1", "--add", "1") == 0

    assert sorted(path.name for path in folder.iterdir()) == ["slips-7-1-2.pdf", "slips-7-1.pdf"]


def test_a_place_that_cannot_be_written_makes_no_slips(
    office: Office, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "folder").mkdir()

    said = refusal(office, capsys, "--class", "7-1", "--out", str(tmp_path / "folder"))

    assert "这个名字是一个文件夹" in said
    office.run("slips", "--list")
    assert "七年级1班  本学年还没有发" in capsys.readouterr().out
