"""One account as its owner configured it (公众号账号): identity, secrets, templates."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum


class AccountKind(StrEnum):
    """What the platform calls the account (账号类型); decides what it may do."""

    LINK = "link"
    PERSONAL = "personal"
    VERIFIED_SUBSCRIPTION = "verified_subscription"
    SERVICE = "service"
    VERIFIED_SERVICE = "verified_service"
    TEST = "test"


class Mode(StrEnum):
    """How deliveries are wrapped (消息加解密方式): 安全, 兼容, 明文."""

    SAFE = "safe"
    COMPATIBLE = "compatible"
    PLAIN = "plain"


@dataclass(frozen=True, slots=True)
class Template:
    """A message template (模板): `fields` maps our name of a value to the template's key."""

    id: str
    fields: Mapping[str, str] = field(default_factory=dict, hash=False)


@dataclass(frozen=True, slots=True)
class Account:
    """An account; a `link` account leaves everything but `id` and `kind` empty.

    `templates` maps a purpose to a template. Secrets never show in `repr`.
    """

    id: str
    kind: AccountKind
    app_id: str = ""
    app_secret: str = field(default="", repr=False)
    original_id: str = ""
    webhook_token: str = field(default="", repr=False)
    aes_key: str = field(default="", repr=False)
    previous_aes_key: str | None = field(default=None, repr=False)
    mode: Mode = Mode.SAFE
    api_base: str = "https://api.weixin.qq.com"
    templates: Mapping[str, Template] = field(default_factory=dict, hash=False)
