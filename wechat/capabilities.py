"""Which kind of account may do what (接口权限), as the platform's table of privileges says."""

from __future__ import annotations

from enum import StrEnum

from wechat.account import AccountKind


class Capability(StrEnum):
    """One thing an account may or may not do (一项接口权限)."""

    RECEIVE = "receive"  # deliveries and passive replies
    TOKEN = "token"
    CUSTOMER_SERVICE = "customer_service"
    MASS_MESSAGE = "mass_message"
    TAGS = "tags"
    USER_INFO = "user_info"
    MATERIAL = "material"
    MENU = "menu"
    TEMPLATE_MESSAGE = "template_message"
    SUBSCRIPTION_NOTICE = "subscription_notice"
    ONE_TIME_SUBSCRIPTION = "one_time_subscription"
    SCENE_QRCODE = "scene_qrcode"
    OAUTH = "oauth"
    LOCATION = "location"
    PUBLISH = "publish"  # drafts and articles; withdrawn from unverified accounts in July 2025
    JS_SDK = "js_sdk"
    JS_SHARE = "js_share"


_EVERYONE = frozenset({Capability.RECEIVE, Capability.TOKEN, Capability.JS_SDK})
_VERIFIED = _EVERYONE | {
    Capability.CUSTOMER_SERVICE,
    Capability.MASS_MESSAGE,
    Capability.TAGS,
    Capability.USER_INFO,
    Capability.MATERIAL,
    Capability.MENU,
    Capability.ONE_TIME_SUBSCRIPTION,
    Capability.PUBLISH,
    Capability.JS_SHARE,
}
# A test account (测试号) has the privileges of a verified service account, but what needs a
# category, a consent component or a review does not work there.
_NOT_ON_TEST = {
    Capability.MASS_MESSAGE,
    Capability.SUBSCRIPTION_NOTICE,
    Capability.ONE_TIME_SUBSCRIPTION,
    Capability.PUBLISH,
}

_TABLE: dict[AccountKind, frozenset[Capability]] = {
    AccountKind.LINK: frozenset(),
    AccountKind.PERSONAL: _EVERYONE,
    AccountKind.VERIFIED_SUBSCRIPTION: _VERIFIED,
    AccountKind.SERVICE: _EVERYONE | {Capability.MENU},
    AccountKind.VERIFIED_SERVICE: frozenset(Capability),
    AccountKind.TEST: frozenset(Capability) - _NOT_ON_TEST,
}


def capabilities(kind: AccountKind) -> frozenset[Capability]:
    """Everything an account of this kind may do."""
    return _TABLE[kind]


def may(kind: AccountKind, capability: Capability) -> bool:
    return capability in _TABLE[kind]
