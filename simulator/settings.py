"""What a test may turn while the local WeChat runs (设置)."""

from __future__ import annotations

from dataclasses import dataclass, fields, replace

from simulator.errcodes import Json

_CHOICES = {
    "retry_nonce": ("same", "fresh"),
    "delivery_events": ("on", "off", "twice"),
    "delivery_msgid": ("real", "zero"),
}
DELIVERY_STATUSES = ("success", "failed:user block", "failed: system failed")


class UnknownSetting(ValueError):
    """No such setting, or not a value it can take."""


@dataclass(frozen=True, slots=True)
class Settings:
    reply_timeout: float = 5.0  # seconds an account has for its reply
    retry_seconds: float = 5.0  # from the start of one try to the start of the next
    tries: int = 3
    retry_nonce: str = "same"  # whether a retry is signed again is not documented: test both
    retry_on_http_error: bool = True  # nor is this
    callback_copies: int = 1  # every callback this many times, at once
    callback_delay: float = 0.0  # seconds before every callback
    latency_ms: int = 0  # every answer of the API takes at least this long
    delivery_delay: float = 0.3  # seconds from a template message to its delivery event
    delivery_events: str = "on"
    delivery_status: str = "success"
    delivery_msgid: str = "real"
    hang_seconds: float = 30.0  # how long the timeout faults stay silent
    drip_seconds: float = 1.0  # between two bytes of the drip fault
    caller_ip: str = ""  # pretend that calls come from here
    quotas: bool = True
    oauth_snapshot: bool = False  # the next codes are a snapshot page's: a made-up openid

    def change(self, changes: Json) -> Settings:
        """Return settings with these changed; UnknownSetting names the first mistake."""
        known = {f.name for f in fields(self)}
        for key, value in changes.items():
            if key not in known:
                raise UnknownSetting(f"no setting {key}")
            self._check(key, value)
        return replace(self, **changes)

    def _check(self, key: str, value: object) -> None:
        before = getattr(self, key)
        if key in _CHOICES and value not in _CHOICES[key]:
            raise UnknownSetting(f"{key} is one of {', '.join(_CHOICES[key])}")
        if key == "delivery_status" and value not in DELIVERY_STATUSES:
            raise UnknownSetting(f"{key} is one of {', '.join(DELIVERY_STATUSES)}")
        number = isinstance(value, int | float) and not isinstance(value, bool)
        wrong_number = type(before) in (int, float) and (not number or float(str(value)) < 0)
        if wrong_number or (type(before) in (bool, str) and type(value) is not type(before)):
            raise UnknownSetting(f"{key} cannot be {value!r}")
