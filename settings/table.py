"""One table of `config.toml` read key by key (配置项), every mistake kept instead of stopping at the first."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from difflib import get_close_matches
from enum import StrEnum
from pathlib import Path
from typing import TypeVar

Choice = TypeVar("Choice", bound=StrEnum)

_CONTROL = re.compile(r"[\x00-\x1f\x7f]")


@dataclass(frozen=True, slots=True)
class Mistake:
    """One thing to put right: the key as a person finds it in the file, and a Chinese sentence."""

    key: str
    reason: str


class SettingsMistakes(Exception):
    """The settings cannot be used; `mistakes` holds every reason, never a secret's value."""

    def __init__(self, path: Path, mistakes: list[Mistake]) -> None:
        self.mistakes = tuple(mistakes)
        lines = [f"  {mistake.key}:{mistake.reason}" for mistake in mistakes]
        super().__init__("\n".join([f"{path} 有 {len(mistakes)} 处要改:", *lines]))


@dataclass(slots=True)
class Notebook:
    """What reading the file brought to light: mistakes, warnings, and every key there is."""

    mistakes: list[Mistake] = field(default_factory=list)
    warnings: list[str] = field(default_factory=list)
    keys: set[str] = field(default_factory=set)  # "school.publication.mode"


class Table:
    """A table whose keys are asked for by name; what nobody asked for is a mistake.

    A reader returns a harmless stand-in after noting a mistake, so that reading goes on;
    such values are never used, since any mistake stops the program.
    """

    def __init__(
        self, section: str, raw: Mapping[str, object], notebook: Notebook, label: str = ""
    ) -> None:
        self.section = section  # "school.publication", the same for every school
        self.label = label or section  # "school[shifan].publication"
        self.raw = raw
        self.notebook = notebook
        self._asked: list[str] = []
        self._children: list[Table] = []
        self._has_free_names = False

    def mistake(self, key: str, reason: str) -> None:
        """Note that this key must be changed."""
        self.notebook.mistakes.append(Mistake(_join(self.label, key), reason))

    def take(self, key: str) -> object:
        """The raw value, or None where the key is absent."""
        self._asked.append(key)
        if not self._has_free_names:
            self.notebook.keys.add(_join(self.section, key))
        return self.raw.get(key)

    def text(self, key: str, default: str | None = None) -> str:
        """Text without spaces around it; without a default the key must be there and not empty."""
        value = self.take(key)
        if value is None and default is not None:
            return default
        if value is None:
            self.mistake(key, "缺少这一项")
            return ""
        if not isinstance(value, str):
            self.mistake(key, '应为文字,两边加英文引号,例如 "…"')
            return ""
        if default is None and not value.strip():
            self.mistake(key, "不能为空")
        if _CONTROL.search(value):
            self.mistake(key, "含有看不见的控制字符,请重新输入")
            return ""
        return value.strip()

    def number(self, key: str, default: int | None, low: int, high: int) -> int:
        """A whole number between `low` and `high`."""
        value = self.take(key)
        if value is None and default is not None:
            return default
        if value is None:
            self.mistake(key, "缺少这一项")
        # TOML's true is a bool, and Python takes a bool for an int.
        elif isinstance(value, bool) or not isinstance(value, int) or not low <= value <= high:
            self.mistake(key, f"应为 {low} 到 {high} 之间的整数,不加引号")
        else:
            return value
        return low if default is None else default

    def decimal(self, key: str, default: float, low: int, high: int) -> float:
        """A number between `low` and `high`, whole or not."""
        value = self.take(key)
        if value is None:
            return default
        if (
            isinstance(value, bool)
            or not isinstance(value, int | float)
            or not low <= value <= high
        ):
            self.mistake(key, f"应为 {low} 到 {high} 之间的数,不加引号")
            return default
        return float(value)

    def flag(self, key: str, default: bool) -> bool:
        """True or false."""
        value = self.take(key)
        if value is None:
            return default
        if not isinstance(value, bool):
            self.mistake(key, "应为 true 或 false,不加引号")
            return default
        return value

    def choice(self, key: str, kind: type[Choice], default: Choice | None = None) -> Choice:
        """One of a closed set of words."""
        word = self.text(key, None if default is None else default.value)
        words = [member.value for member in kind]
        if word in words:
            return kind(word)
        if word:
            self.mistake(
                key, f'"{word}" 不在可选范围内,可选:{"、".join(words)}{_meant(word, words)}'
            )
        return default or next(iter(kind))

    def texts(self, key: str, default: tuple[str, ...] | None = None) -> tuple[str, ...]:
        """A list of text."""
        value = self.take(key)
        if value is None and default is not None:
            return default
        if value is None:
            self.mistake(key, "缺少这一项")
            return ()
        if not isinstance(value, list) or not all(isinstance(text, str) for text in value):
            self.mistake(key, '应为文字的列表,例如 ["…", "…"]')
            return ()
        return tuple(text.strip() for text in value)

    def table(self, key: str) -> Table:
        """The table under a key; absent counts as empty."""
        value = self.take(key)
        if value is not None and not isinstance(value, dict):
            self.mistake(key, f"应为一节,写作 [{_join(self.section, key)}]")
        raw = value if isinstance(value, dict) else {}
        return self._child(key, raw, _join(self.label, key))

    def tables(self, key: str) -> Iterator[Table]:
        """The tables of `[[key]]`, labelled by their id where they have one."""
        value = self.take(key)
        if not isinstance(value, list) or not all(isinstance(raw, dict) for raw in value):
            if value is not None:
                self.mistake(key, f"应写作 [[{key}]],两层方括号")
            return
        for place, raw in enumerate(value, start=1):
            name = raw.get("id")
            yield self._child(key, raw, f"{key}[{name if isinstance(name, str) else f'#{place}'}]")

    def names(self) -> list[str]:
        """The keys as written, for a table whose keys the school chooses (classes, words)."""
        self._has_free_names = True
        return list(self.raw)

    def refuse_unknown(self) -> None:
        """Note every key that nobody asked for, here and below."""
        for key in self.raw:
            if key not in self._asked:
                self.mistake(key, f"没有这个设置项{_meant(key, self._asked)}")
        for child in self._children:
            child.refuse_unknown()

    def _child(self, key: str, raw: Mapping[str, object], label: str) -> Table:
        section = _join(self.section, "*" if self._has_free_names else key)
        child = Table(section, raw, self.notebook, label)
        self._children.append(child)
        return child


def _join(section: str, key: str) -> str:
    return f"{section}.{key}" if section and key else section or key


def _meant(word: str, known: list[str]) -> str:
    close = get_close_matches(word, known, n=1)
    return f";是不是想写 {close[0]}?" if close else ""
