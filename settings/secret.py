"""Secrets of the settings (密钥): in the file, in a file of their own, or in the environment; never shown."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from settings.table import Table


@dataclass(frozen=True, slots=True)
class Surroundings:
    """Where the config lies (relative paths start there) and the environment it is read in."""

    folder: Path
    environ: Mapping[str, str]


def environment_name(*parts: str) -> str:
    """The variable that overrides a secret: HOMEWORK_ACCOUNT_MAIN_APP_SECRET."""
    return "_".join(["HOMEWORK", *parts]).upper().replace("-", "_")


def read_secret(table: Table, key: str, around: Surroundings, variable: str) -> str:
    """The secret, or "" where it is not given.

    The environment variable wins; else exactly one of `key`, `key_file`, `key_env` is read.
    """
    written = table.text(key, "")
    if written and (table.raw.get(f"{key}_file") or table.raw.get(f"{key}_env")):
        table.mistake(key, f"只能写一种:{key}、{key}_file、{key}_env")
    return read_elsewhere(table, key, around, variable) or written


def read_elsewhere(table: Table, key: str, around: Surroundings, variable: str) -> str:
    """A secret kept out of the config: the variable, else `key_file` or `key_env`, else ""."""
    path = table.text(f"{key}_file", "")
    name = table.text(f"{key}_env", "")
    override = around.environ.get(variable, "").strip()
    if override:
        return override
    if path and name:
        table.mistake(f"{key}_file", f"只能写一种:{key}_file、{key}_env")
    if path:
        return _read_file(table, f"{key}_file", around.folder / path)
    return _read_variable(table, f"{key}_env", around, name) if name else ""


def _read_file(table: Table, key: str, path: Path) -> str:
    try:
        # Notepad puts a byte-order mark first; it is no part of a secret.
        secret = path.read_text(encoding="utf-8-sig").strip()
    except OSError as error:
        table.mistake(key, f"读不到文件 {path}({error.strerror})")
        return ""
    except UnicodeDecodeError:
        table.mistake(key, f"{path} 不是 UTF-8 文本")
        return ""
    if not secret:
        table.mistake(key, f"{path} 是空的")
    return secret


def _read_variable(table: Table, key: str, around: Surroundings, name: str) -> str:
    secret = around.environ.get(name, "").strip()
    if not secret:
        table.mistake(key, f"环境变量 {name} 没有设置")
    return secret
