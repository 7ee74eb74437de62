"""Shipped questionnaires (自带的问卷模板): read from their files once."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from homework.surveys import Template, read_template

_FOLDER = Path(__file__).resolve().parents[2] / "homework" / "surveys" / "templates"
_ORDER = ("daily-load", "weekly-sleep", "monthly-quality", "termly-burden")


@dataclass(frozen=True, slots=True)
class TemplateFile:
    """A questionnaire and the text of its file, which a round keeps as it was."""

    template: Template
    text: str


@lru_cache(maxsize=1)
def shipped_templates() -> Mapping[str, TemplateFile]:
    """The questionnaires that come with the program, by id, the most frequent first."""
    return {name: read_template_file(_FOLDER / f"{name}.toml") for name in _ORDER}


def read_template_file(path: Path) -> TemplateFile:
    """Read one questionnaire's file; its name is the id. Raises TemplateMistakes, OSError."""
    text = path.read_text(encoding="utf-8")
    return TemplateFile(read_template(path.stem, text), text)
