"""Which kind of account may call what (接口权限)."""

from __future__ import annotations

from enum import StrEnum

from simulator.accounts import Kind


class Capability(StrEnum):
    CUSTOMER_SERVICE = "customer_service"
    MASS = "mass"
    USERS = "users"
    MATERIAL = "material"
    MENU = "menu"
    TEMPLATE = "template"
    SUBSCRIPTION = "subscription"
    ONE_TIME = "one_time"
    QRCODE = "qrcode"
    OAUTH = "oauth"
    PUBLISH = "publish"


_VERIFIED = frozenset(
    {
        Capability.CUSTOMER_SERVICE,
        Capability.MASS,
        Capability.USERS,
        Capability.MATERIAL,
        Capability.MENU,
        Capability.ONE_TIME,
        Capability.PUBLISH,
    }
)
_SERVICE_ONLY = frozenset({Capability.QRCODE, Capability.OAUTH, Capability.TEMPLATE})

GRANTED: dict[Kind, frozenset[Capability]] = {
    Kind.PERSONAL: frozenset(),
    Kind.VERIFIED_SUBSCRIPTION: _VERIFIED,
    Kind.SERVICE: frozenset({Capability.MENU}),
    Kind.VERIFIED_SERVICE: frozenset(Capability),
    Kind.TEST: _VERIFIED - {Capability.MASS} | _SERVICE_ONLY,
}


def may(kind: Kind, capability: Capability) -> bool:
    """Tell whether an account of this kind has been granted the interface."""
    return capability in GRANTED[kind]
