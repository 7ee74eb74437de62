"""Accounts (公众号、服务号、测试号) the local WeChat plays, read from a JSON file."""

from __future__ import annotations

import json
import threading
from collections.abc import Mapping
from dataclasses import dataclass, field, fields, replace
from enum import StrEnum
from pathlib import Path
from typing import Any

from simulator.crypto import CryptoError, aes_key
from simulator.errcodes import Json


class Kind(StrEnum):
    PERSONAL = "personal"
    VERIFIED_SUBSCRIPTION = "verified_subscription"
    SERVICE = "service"
    VERIFIED_SERVICE = "verified_service"
    TEST = "test"


class Mode(StrEnum):
    SAFE = "safe"
    COMPATIBLE = "compatible"
    PLAIN = "plain"


@dataclass(frozen=True, slots=True)
class Template:
    """A template of the account: its title and, per key, the label a phone shows."""

    title: str
    fields: Mapping[str, str] = field(default_factory=dict)
    # or "subscription" (订阅通知), which only bizsend takes, or "one_time" (一次性订阅消息), without fields
    kind: str = "template"
    enums: Mapping[str, list[str]] = field(
        default_factory=dict
    )  # const and enum keys: the values allowed


@dataclass(frozen=True, slots=True)
class Account:
    app_id: str
    app_secret: str = field(repr=False)
    original_id: str
    name: str = "测试公众号"
    kind: Kind = Kind.VERIFIED_SERVICE
    webhook_url: str = ""
    webhook_token: str = field(default="", repr=False)
    aes_key: str = field(default="", repr=False)
    mode: Mode = Mode.SAFE
    templates: Mapping[str, Template] = field(default_factory=dict)
    ip_allow: tuple[str, ...] = ()
    secret_frozen: bool = False
    people: tuple[Mapping[str, str], ...] = ()
    actions: tuple[Mapping[str, str], ...] = ()
    posters: tuple[Mapping[str, str], ...] = ()  # what 扫一扫 offers: label, and what was scanned


class AccountFileError(Exception):
    """Every mistake of the file, one a line."""


class Accounts:
    """The accounts by app id; a profile may change while the program runs."""

    def __init__(self, accounts: list[Account]) -> None:
        self._by_id = {account.app_id: account for account in accounts}
        self._lock = threading.Lock()

    def get(self, app_id: str) -> Account | None:
        return self._by_id.get(app_id)

    def first(self) -> Account:
        return next(iter(self._by_id.values()))

    def all(self) -> list[Account]:
        return list(self._by_id.values())

    def change(self, app_id: str, changes: Json) -> Account:
        """Replace parts of a profile; AccountFileError names what is wrong with it."""
        with self._lock:
            before = self._by_id[app_id]
            known = {f.name: getattr(before, f.name) for f in fields(before)}
            read, mistakes = _read_one({**known, **changes, "app_id": app_id}, app_id)
            if read is None or mistakes:
                raise AccountFileError("\n".join(mistakes))
            self._by_id[app_id] = read
            return read


def read_accounts(path: Path) -> list[Account]:
    """Read the file: one account, or a list of them. AccountFileError lists every mistake."""
    try:
        raw = json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        raise AccountFileError(f"{path}: {error}") from error
    entries = raw if isinstance(raw, list) else [raw]
    read = [_read_one(entry, f"account {n}") for n, entry in enumerate(entries, 1)]
    mistakes = [m for _, found in read for m in found] or ([] if read else ["no account"])
    accounts = [account for account, _ in read if account is not None]
    ids = [account.app_id for account in accounts]
    mistakes += [f"app_id {i} is there twice" for i in {i for i in ids if ids.count(i) > 1}]
    if mistakes:
        raise AccountFileError("\n".join(mistakes))
    return accounts


def _read_one(entry: Any, where: str) -> tuple[Account | None, list[str]]:
    if not isinstance(entry, dict):
        return None, [f"{where}: not an object"]
    names = {f.name for f in fields(Account)}
    mistakes = [f"{where}: unknown key {key}" for key in sorted(entry.keys() - names)]
    for key in ("app_id", "app_secret", "original_id"):
        if not isinstance(entry.get(key), str) or not entry[key]:
            mistakes.append(f"{where}: {key} is missing")
    if mistakes:
        return None, mistakes
    try:
        account = _convert(Account(**entry))
        if account.mode != Mode.PLAIN:
            aes_key(account.aes_key)
    except (ValueError, TypeError, CryptoError) as error:
        return None, [f"{where}: {error}"]
    if account.webhook_url and not account.webhook_token:
        return None, [f"{where}: webhook_token is missing"]
    return account, []


def _convert(account: Account) -> Account:
    templates = {
        key: value if isinstance(value, Template) else Template(**value)
        for key, value in dict(account.templates).items()
    }
    return replace(
        account,
        kind=Kind(account.kind),
        mode=Mode(account.mode),
        templates=templates,
        ip_allow=tuple(account.ip_allow),
        people=tuple(account.people),
        actions=tuple(account.actions),
        posters=tuple(account.posters),
    )
