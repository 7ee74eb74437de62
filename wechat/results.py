"""What a successful call gives back (接口结果)."""

from __future__ import annotations

from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Sent:
    """The platform took the message. `msg_id` is empty where it gives none; `is_repeat`: it had
    taken the same one before, and shows it once."""

    msg_id: str = ""
    is_repeat: bool = False


@dataclass(frozen=True, slots=True)
class QrCode:
    """A QR code with a scene (带参数二维码): `url` is what it encodes."""

    ticket: str
    url: str


@dataclass(frozen=True, slots=True)
class Follower:
    """What the platform still tells of a follower (关注者); no name and no picture since 2021."""

    openid: str = field(repr=False)
    is_subscribed: bool
    unionid: str | None = field(default=None, repr=False)
    scene: str | None = None


@dataclass(frozen=True, slots=True)
class MenuButton:
    """A button of the account's menu as followers see it now: `key` of a click, `url` of a view."""

    name: str
    type: str
    key: str = ""
    url: str = ""
