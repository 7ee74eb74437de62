"""A school's folder with a config that passes, for tests to change one thing of."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import pytest

from settings import Settings, SettingsMistakes, read_settings

GOOD = """
[site]
base_url = "https://zuoye.example.edu.cn"

[[account]]
id = "main"
kind = "verified_service"
app_id = "wx0123456789abcdef"
app_secret = "0123456789abcdef0123456789abcdef"
original_id = "gh_0123456789ab"
webhook_token = "token2026"
aes_key = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQ"

[[school]]
id = "shifan"
name = "示范小学"
account = "main"
classes = { "1" = 4, "3" = 6 }
"""


class Folder:
    """Where a test's config.toml lies."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.text = GOOD

    def write(self, name: str, text: str) -> None:
        target = self.path / name
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_text(text, encoding="utf-8")

    def replace(self, old: str, new: str) -> None:
        """Change the config; a test that replaces nothing would prove nothing."""
        assert old in self.text
        self.text = self.text.replace(old, new)

    def read(self, environ: Mapping[str, str] | None = None) -> Settings:
        self.write("config.toml", self.text)
        return read_settings(self.path / "config.toml", environ or {})

    def mistakes(self, environ: Mapping[str, str] | None = None) -> dict[str, str]:
        """Key → reason, of a config that must be refused."""
        with pytest.raises(SettingsMistakes) as refused:
            self.read(environ)
        return {mistake.key: mistake.reason for mistake in refused.value.mistakes}


@pytest.fixture
def folder(tmp_path: Path) -> Folder:
    return Folder(tmp_path)
