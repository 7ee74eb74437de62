"""The register form's fields (登记表的格子): a row a subject, read into a register or into mistakes."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from homework.registers import MOST_CONTENT, MOST_ENTRIES, Register, RegisterEntry
from homework.report import MAX_MINUTES, Kind, Subject
from homework.wording import register as wording

CHIPS = (5, 10, 15, 20, 30, 40)
SPARE_ROWS = 3
MOST_ROWS = 20
_FIRST_JUNIOR_GRADE = 7
_PRIMARY = (Subject.CHINESE, Subject.MATHS, Subject.ENGLISH, Subject.ETHICS, Subject.SCIENCE)
_JUNIOR = (
    Subject.CHINESE,
    Subject.MATHS,
    Subject.ENGLISH,
    Subject.PHYSICS,
    Subject.CHEMISTRY,
    Subject.ETHICS,
    Subject.HISTORY,
    Subject.GEOGRAPHY,
    Subject.BIOLOGY,
)
_FIRST_GRADE_OF = {Subject.PHYSICS: 8, Subject.CHEMISTRY: 9}
_TICKS = (("noon", "中午布置"), ("optional", "选做"), ("elsewhere", "不是课堂上布置的"))


def asks_difficulty(grade: int) -> bool:
    """Junior classes register difficulty too (量的多少和难度)."""
    return grade >= _FIRST_JUNIOR_GRADE


def main_subjects(grade: int) -> tuple[Subject, ...]:
    """The subjects that have a row of their own."""
    if grade < _FIRST_JUNIOR_GRADE:
        return _PRIMARY
    return tuple(each for each in _JUNIOR if grade >= _FIRST_GRADE_OF.get(each, 1))


@dataclass(frozen=True, slots=True)
class Choice:
    """A chip, a tick or an option: its value, what it says, whether it is chosen."""

    value: str
    label: str
    is_on: bool


@dataclass(frozen=True, slots=True)
class Row:
    """One row of the form as it is shown; `subject` is "" in a spare row nobody has used."""

    key: int
    subject: str
    is_spare: bool
    chips: tuple[Choice, ...]
    exact: str
    content: str
    kinds: tuple[Choice, ...]
    ticks: tuple[Choice, ...]
    difficulties: tuple[Choice, ...]
    mistake: str = ""

    @property
    def has_ticks(self) -> bool:
        return any(each.is_on for each in self.ticks)


@dataclass(frozen=True, slots=True)
class Reading:
    """What a form said: the register, or what is amiss by row (`-1` the whole form)."""

    register: Register | None
    mistakes: Mapping[int, str] = field(default_factory=dict)


def read_register(form: Mapping[str, str]) -> Reading:
    """Read a filled form; a row with neither minutes nor content is empty."""
    entries, mistakes = [], {}
    for key in range(MOST_ROWS):
        try:
            entry = _read_row(form, key)
        except ValueError as wrong:
            mistakes[key] = str(wrong)
            continue
        if entry is not None:
            entries.append(entry)
    if not entries and not mistakes:
        mistakes[-1] = wording.NOTHING_FILLED
    if len(entries) > MOST_ENTRIES:
        mistakes[-1] = wording.TOO_MANY
    return Reading(None if mistakes else Register(tuple(entries)), mistakes)


def is_filled(form: Mapping[str, str]) -> bool:
    """Whether any row holds minutes or words."""
    return any(form.get(f"{name}-{key}", "").strip() for key in range(MOST_ROWS) for name in "mxc")


def _read_row(form: Mapping[str, str], key: int) -> RegisterEntry | None:
    exact = form.get(f"x-{key}", "").strip()
    minutes = exact or form.get(f"m-{key}", "")
    content = " ".join(form.get(f"c-{key}", "").split())[:MOST_CONTENT]
    if not minutes and not content:
        return None
    if not minutes:
        raise ValueError(wording.NO_MINUTES)
    try:
        subject = Subject(form.get(f"s-{key}", ""))
    except ValueError:
        raise ValueError(wording.NO_SUBJECT) from None
    difficulty = form.get(f"d-{key}", "")
    return RegisterEntry(
        subject=subject,
        minutes=_read_minutes(minutes),
        kind=_read_kind(form.get(f"k-{key}", "")),
        content=content,
        is_noon=f"noon-{key}" in form,
        is_optional=f"optional-{key}" in form,
        set_in_class=f"elsewhere-{key}" not in form,
        difficulty=int(difficulty) if difficulty in ("1", "2", "3", "4", "5") else None,
    )


def _read_minutes(text: str) -> int:
    # 20分 and full-width digits are what an input method writes.
    digits = text.removesuffix("分钟").removesuffix("分").strip()
    if not digits.isdecimal() or len(digits) > 4 or not 1 <= int(digits) <= MAX_MINUTES:
        raise ValueError(wording.BAD_MINUTES)
    return int(digits)


def _read_kind(text: str) -> Kind:
    return Kind(text) if text in set(Kind) else Kind.WRITTEN


def fields_of(register: Register, grade: int) -> dict[str, str]:
    """The form's fields as whoever saved this register filled them in."""
    free = {subject: key for key, subject in enumerate(main_subjects(grade))}
    spare = len(free)
    fields: dict[str, str] = {}
    for each in register.entries:
        key = free.pop(each.subject, None)
        if key is None:
            key, spare = spare, spare + 1
        fields[f"s-{key}"] = each.subject
        name = "m" if each.minutes in CHIPS else "x"
        fields |= {f"{name}-{key}": str(each.minutes), f"k-{key}": each.kind}
        fields[f"c-{key}"] = each.content
        fields[f"d-{key}"] = str(each.difficulty or "")
        ticked = zip(_TICKS, (each.is_noon, each.is_optional, not each.set_in_class), strict=True)
        fields |= {f"{tick}-{key}": "1" for (tick, _), is_on in ticked if is_on}
    return fields


def rows_of(fields: Mapping[str, str], grade: int, mistakes: Mapping[int, str]) -> tuple[Row, ...]:
    """The form's rows: the usual subjects, then the spare ones."""
    usual = main_subjects(grade)
    used = [
        key
        for key in range(len(usual), MOST_ROWS)
        if any(fields.get(f"{name}-{key}") for name in "smxc")
    ]
    count = min(MOST_ROWS, max([len(usual) - 1, *used]) + 1 + SPARE_ROWS)
    return tuple(
        _row(fields, key, usual[key] if key < len(usual) else None, mistakes.get(key, ""))
        for key in range(count)
    )


def _row(fields: Mapping[str, str], key: int, subject: Subject | None, mistake: str) -> Row:
    minutes = fields.get(f"m-{key}", "")
    kind = _read_kind(fields.get(f"k-{key}", ""))
    difficulty = fields.get(f"d-{key}", "")
    return Row(
        key=key,
        subject=subject or fields.get(f"s-{key}", ""),
        is_spare=subject is None,
        chips=tuple(Choice(str(each), str(each), str(each) == minutes) for each in CHIPS),
        exact=fields.get(f"x-{key}", ""),
        content=fields.get(f"c-{key}", ""),
        kinds=tuple(Choice(each, word, each is kind) for each, word in wording.KIND_WORDS.items()),
        ticks=tuple(Choice(name, word, f"{name}-{key}" in fields) for name, word in _TICKS),
        difficulties=_options(("1", "2", "3", "4", "5"), difficulty),
        mistake=mistake,
    )


def _options(values: Sequence[str], chosen: str) -> tuple[Choice, ...]:
    return tuple(Choice(value, value, value == chosen) for value in values)
