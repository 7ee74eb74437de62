"""`qr`: what hangs on the wall is read by a decoder that is not ours, and opens the right class."""

from __future__ import annotations

import os
import sys
from pathlib import Path

import pytest

from commands.printing import remind_of_address
from paper import fonts
from tests.commands.printed import (
    Office,
    codes_in,
    codes_of,
    fonts_of,
    height_of,
    picture,
    texts_of,
)

CLASSES = ["七年级1班", "七年级2班", "八年级1班", "八年级2班", "九年级1班", "九年级2班"]
SLUGS = ["7-1", "7-2", "8-1", "8-2", "9-1", "9-2"]


@pytest.fixture(scope="module")
def office(tmp_path_factory: pytest.TempPathFactory) -> Office:
    """One school for all: printing posters changes nothing."""
    return Office.set_up(tmp_path_factory.mktemp("school"))


@pytest.fixture(scope="module")
def out(office: Office, tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("out") / "posters"
    assert office.run("qr", "--out", str(folder)) == 0
    return folder


def test_every_posters_code_opens_its_class(office: Office, out: Path) -> None:
    pages = codes_of(out / "posters.pdf")[1:]

    assert [len(codes) for codes in pages] == [1] * 6
    for name, [code], words in zip(CLASSES, pages, texts_of(out / "posters.pdf")[1:], strict=True):
        assert name in words
        assert name in office.page_behind(code.text)


def test_the_schools_poster_opens_a_page_that_leads_to_every_class(
    office: Office, out: Path
) -> None:
    [code] = codes_of(out / "posters.pdf")[0]

    page = office.page_behind(code.text)

    links = [each[0].text for each in codes_of(out / "posters.pdf")[1:]]
    assert "三汇中学" in texts_of(out / "posters.pdf")[0]
    assert all(link.partition("/r/")[2] in page for link in links)


def test_a_poster_has_the_sizes_that_were_promised(out: Path) -> None:
    assert all(code.side_mm >= 60 for page in codes_of(out / "posters.pdf") for code in page)
    for number, name in enumerate(CLASSES, start=1):
        own = height_of(out / "posters.pdf", number, name)
        assert own > 2 * height_of(out / "posters.pdf", number, "三汇中学")


def test_a_poster_says_what_happens_and_what_is_not_asked(out: Path) -> None:
    for words in texts_of(out / "posters.pdf"):
        assert "十秒填完" in words
        assert "班级老师看不到是谁填的" in words


@pytest.mark.parametrize("name", ["posters.pdf", "index.pdf"])
def test_a_pdf_brings_its_fonts_and_its_characters(out: Path, name: str) -> None:
    found = fonts_of(out / name)

    assert found
    assert all(found.values())
    assert all("NotoSansSC" in font for font in found)
    # A font that is only named would be replaced by whatever the print shop has.
    assert b"Helvetica" not in (out / name).read_bytes()
    assert (out / name).stat().st_size < 300_000


def test_the_index_holds_every_code_once_with_its_link(out: Path) -> None:
    posters = {code.text for page in codes_of(out / "posters.pdf") for code in page}

    index = [code.text for page in codes_of(out / "index.pdf") for code in page]
    words = "".join(texts_of(out / "index.pdf"))

    assert sorted(index) == sorted(posters)
    assert all(link in words for link in index)
    assert all(name in words for name in CLASSES)


def test_every_picture_is_read_and_has_the_size_of_its_use(out: Path) -> None:
    links = [each[0].text for each in codes_of(out / "posters.pdf")[1:]]

    assert sorted(path.stem for path in out.glob("*.png")) == SLUGS
    for slug, link in zip(SLUGS, links, strict=True):
        wall, article = picture(out / f"{slug}.png"), picture(out / "article" / f"{slug}.png")
        assert wall.size == (1654, 2339)
        assert article.size[0] == 900
        assert [code.text for code in codes_in(wall)] == [link]
        assert [code.text for code in codes_in(article)] == [link]
    assert picture(out / "article" / "cover.png").size == (900, 383)
    assert picture(out / "article" / "square.png").size == (500, 500)


def test_one_class_alone_may_be_printed(office: Office, tmp_path: Path) -> None:
    assert office.run("qr", "--class", "8-2", "--out", str(tmp_path / "one")) == 0

    assert "八年级2班" in texts_of(tmp_path / "one" / "posters.pdf")[1]
    assert [path.stem for path in (tmp_path / "one").glob("*.png")] == ["8-2"]


def test_pictures_of_classes_that_are_none_any_more_are_named(
    office: Office, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "out").mkdir()
    (tmp_path / "out" / "9-9.png").write_bytes(b"an earlier year's")

    office.run("qr", "--out", str(tmp_path / "out"))

    said = capsys.readouterr().out
    assert "可以删:9-9.png" in said
    assert "自己先用微信扫一张" in said


@pytest.mark.parametrize(("host", "is_told"), [("127.0.0.1", True), ("zy.example.edu.cn", False)])
def test_an_address_that_only_this_machine_can_open_is_told(
    capsys: pytest.CaptureFixture[str], host: str, is_told: bool
) -> None:
    remind_of_address(f"http://{host}:8000")

    assert ("只有这台机器自己打得开" in capsys.readouterr().err) == is_told


@pytest.mark.parametrize("slug", ["3-9", "三年级", "9"])
def test_an_unknown_class_is_said(
    office: Office, tmp_path: Path, capsys: pytest.CaptureFixture[str], slug: str
) -> None:
    with pytest.raises(SystemExit) as stopped:
        office.run("qr", "--class", slug, "--out", str(tmp_path / "none"))

    assert stopped.value.code == 2
    assert f"三汇中学没有 {slug} 班" in capsys.readouterr().err
    assert not (tmp_path / "none").exists()


def test_a_folder_that_is_a_file_is_said(
    office: Office, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "taken").write_text("")

    with pytest.raises(SystemExit) as stopped:
        office.run("qr", "--out", str(tmp_path / "taken"))

    assert stopped.value.code == 2
    assert "这个名字是一个文件" in capsys.readouterr().err


def test_a_folder_nobody_may_write_to_is_said(
    office: Office,
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    # Tests may run as root, whom no mode keeps out.
    monkeypatch.setattr(os, "access", lambda path, mode: False)

    with pytest.raises(SystemExit) as stopped:
        office.run("qr", "--out", str(tmp_path / "shut"))

    assert stopped.value.code == 2
    assert "没有写入权限" in capsys.readouterr().err


def test_a_missing_font_is_said_with_what_to_do(
    office: Office,
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    from reportlab.pdfbase import pdfmetrics

    monkeypatch.setattr(pdfmetrics, "getRegisteredFontNames", list)
    monkeypatch.setattr(fonts, "FOLDER", tmp_path / "nowhere")

    with pytest.raises(SystemExit) as stopped:
        office.run("qr", "--out", str(tmp_path / "posters"))

    assert stopped.value.code == 2
    assert "make assets" in capsys.readouterr().err


def test_rare_characters_of_names_are_in_the_font() -> None:
    from reportlab.pdfbase.ttfonts import TTFont

    for name in (fonts.REGULAR, fonts.BOLD):
        known = TTFont(name, str(fonts.FOLDER / f"{name}.ttf")).face.charToGlyph
        assert [each for each in _gbk() if ord(each) not in known] == []


def test_a_web_worker_does_not_load_what_prints() -> None:
    import subprocess

    from tests.tree import ROOT

    code = (
        "import sys; from importlib import import_module; import app\n"
        "[import_module(name) for name in app._BLUEPRINTS]\n"
        "print([each for each in ('reportlab', 'pypdfium2', 'qrcode', 'PIL') if each in sys.modules])"
    )
    said = subprocess.run(
        [sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True
    )

    assert said.stdout.strip() == "[]"


def _gbk() -> list[str]:
    """Every Chinese character of GB 2312 and GBK."""
    pairs = (bytes((high, low)) for high in range(0x81, 0xFF) for low in range(0x40, 0xFF))
    decoded = (pair.decode("gbk", errors="ignore") for pair in pairs)
    return [sign for sign in decoded if len(sign) == 1 and "\u4e00" <= sign <= "\u9fff"]
