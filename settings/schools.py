"""Schools (学校): each `[[school]]` read into its plan."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from enum import StrEnum

from homework.plan import SchoolPlan, Trust
from homework.report import Kind, Subject
from settings.accounts import read_id
from settings.calendar import FILE, Almanac, read_almanac, read_terms
from settings.packs import PackShelf
from settings.publication import read_alerts, read_publication
from settings.rectification import read_rectify
from settings.registers import read_register
from settings.secret import Surroundings, environment_name, read_elsewhere
from settings.signing_in import read_second_step
from settings.table import Mistake, Table
from settings.thresholds import read_thresholds

GRADES = [str(grade) for grade in range(1, 10)]
MOST_CLASSES = 60
MOST_PUPILS = 100


@dataclass(frozen=True, slots=True)
class Shelf:
    """What schools share: the accounts they may name, packs, days, and where files lie."""

    account_ids: Collection[str]
    packs: PackShelf
    almanac: Almanac
    around: Surroundings


def read_schools(
    root: Table, account_ids: Collection[str], around: Surroundings
) -> tuple[SchoolPlan, ...]:
    """Every school of the file; their ids are unique."""
    almanac = read_almanac(around, root.notebook)
    shelf = Shelf(account_ids, PackShelf(around.folder), almanac, around)
    schools = tuple(_read_school(table, shelf) for table in root.tables("school"))
    if not schools and "school" not in root.raw:
        root.mistake("school", "至少要有一个 [[school]]")
    ids = [school.id for school in schools]
    for twin in sorted({name for name in ids if name and ids.count(name) > 1}):
        root.mistake(f"school[{twin}].id", "出现了两次,每所学校只写一节")
    for stranger in sorted(almanac.school_ids - set(ids)):
        reason = "config.toml 里没有这所学校"
        root.notebook.mistakes.append(Mistake(f"{FILE}.school.{stranger}", reason))
    return schools


def _read_school(table: Table, shelf: Shelf) -> SchoolPlan:
    school_id = read_id(table)
    classes = _read_classes(table.table("classes"))
    words = table.table("words")
    return SchoolPlan(
        id=school_id,
        name=table.text("name"),
        account_id=_read_account_id(table, shelf.account_ids),
        classes=classes,
        packs=shelf.packs.read_packs(table),
        calendar=read_terms(table, shelf.almanac.calendar_for(school_id)),
        thresholds=read_thresholds(table.table("thresholds")),
        trust=table.choice("trust", Trust, Trust.CLASS),
        publication=read_publication(table.table("publication")),
        alerts=read_alerts(table.table("alerts")),
        register=read_register(table.table("register")),
        rectify=read_rectify(table.table("rectification")),
        second_step=read_second_step(table.table("console")),
        channels=_read_channels(table.table("channels"), school_id, shelf.around),
        class_sizes=_read_class_sizes(table.table("class_sizes"), classes),
        private_subjects=_read_words(words.table("subjects"), Subject),
        private_names=_read_words(words.table("names"), Kind),
    )


def _read_account_id(table: Table, known: Collection[str]) -> str:
    account_id = table.text("account")
    if account_id and account_id not in known:
        table.mistake("account", f"没有 id 为 {account_id} 的 [[account]];有:{'、'.join(known)}")
    return account_id


def _read_classes(table: Table) -> dict[int, int]:
    """Grade → number of classes."""
    names = table.names()
    for name in names:
        if name not in GRADES:
            table.mistake(name, "年级应为 1 到 9,七年级写 7")
    if not names:
        table.mistake("", '缺少这一项:各年级有几个班,例如 classes = { "1" = 4, "2" = 4 }')
    return {
        int(name) if name in GRADES else 0: table.number(name, None, 1, MOST_CLASSES)
        for name in names
    }


def _read_class_sizes(table: Table, classes: dict[int, int]) -> dict[str, int]:
    """Class → pupils, for the classes where they are known."""
    sizes = {name: table.number(name, None, 1, MOST_PUPILS) for name in table.names()}
    slugs = {f"{grade}-{n}" for grade, count in classes.items() for n in range(1, count + 1)}
    for name in sizes:
        if name not in slugs:
            table.mistake(name, "没有这个班;三年级2班写 3-2,班数在 classes 里")
    return sizes


def _read_channels(table: Table, school_id: str, around: Surroundings) -> tuple[str, ...]:
    """Addresses of group robots and mail; each holds a key, so they may stand outside the file."""
    variable = environment_name("SCHOOL", school_id, "CHANNELS")
    listed = table.texts("urls", ())
    elsewhere = read_elsewhere(table, "urls", around, variable).split()
    channels = tuple(url for url in (*listed, *elsewhere) if url)
    for place, url in enumerate(channels, start=1):
        scheme, mark, rest = url.partition("://")
        if not (mark and rest and scheme.isascii() and scheme.isalnum()):
            table.mistake("urls", f"第{place}个地址写法不对,例如 wecombot://机器人的key")
    return channels


def _read_words(table: Table, meanings: type[StrEnum]) -> dict[str, str]:
    """The school's own words, each with what it means to the reader."""
    return {word: table.choice(word, meanings).value for word in table.names()}
