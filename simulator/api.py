"""The platform's HTTP API (接口) as a table of endpoints, and the checks that come before each."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from simulator.accounts import Account
from simulator.capabilities import Capability, may
from simulator.errcodes import Json, Refusal
from simulator.people import Person, find_person
from simulator.quotas import count_call
from simulator.tokens import account_of_token
from simulator.world import World

_ESCAPED = re.compile(rb"(?<!\\)\\u[0-9a-fA-F]{4}")


@dataclass(frozen=True, slots=True)
class Upload:
    filename: str
    mime: str
    content: bytes


@dataclass(frozen=True, slots=True)
class Picture:
    """An answer that is not JSON."""

    mime: str
    content: bytes


@dataclass(slots=True)
class Call:
    """One call of the API, its account already known from the token."""

    world: World
    account: Account
    query: Mapping[str, str]
    body: Json = field(default_factory=dict)
    upload: Upload | None = None

    def text(self, key: str, missing: int = 40035) -> str:
        """Return a text of the body; Refusal `missing` if it is not there."""
        value = self.body.get(key)
        if not isinstance(value, str) or not value:
            raise Refusal(missing)
        return value

    def person(self, openid: object) -> Person:
        """Return the person of this account; Refusal 40003 for anybody else."""
        person = find_person(self.world, openid) if isinstance(openid, str) else None
        if person is None or person.app_id != self.account.app_id:
            raise Refusal(40003)
        return person


@dataclass(frozen=True, slots=True)
class Endpoint:
    method: str
    run: Callable[[Call], Json | Picture]
    needs: Capability | None = None
    is_atomic: bool = True  # in one transaction; not those that call back and wait


@dataclass(slots=True)
class Request:
    """What came over the wire."""

    method: str
    path: str
    query: Mapping[str, str]
    raw: bytes = b""
    caller: str = "127.0.0.1"
    upload: Upload | None = None


def answer(world: World, endpoint: Endpoint, request: Request) -> Json | Picture:
    """Carry the call out; Refusal in the order the platform checks things."""
    check_method(endpoint.method, request.method)
    account = account_of_token(world, request.query.get("access_token"))
    if endpoint.needs is not None and not may(account.kind, endpoint.needs):
        raise Refusal(48001)
    count_call(world, account, request.path)
    body = read_body(request)
    call = Call(world, account, request.query, body, request.upload)
    if not endpoint.is_atomic:
        return endpoint.run(call)
    with world.store.transaction():
        return endpoint.run(call)


def check_method(wanted: str, got: str) -> None:
    if wanted == "GET" and got != "GET":
        raise Refusal(43001)
    if wanted == "POST" and got != "POST":
        raise Refusal(43002)


def read_body(request: Request) -> Json:
    """Read JSON whatever the Content-Type says; an upload has none."""
    if request.method != "POST" or request.upload is not None:
        return {}
    if not request.raw.strip():
        raise Refusal(44002)
    if _ESCAPED.search(request.raw):
        raise Refusal(40033)
    try:
        body = json.loads(request.raw)
    except ValueError as error:
        raise Refusal(47001) from error
    if not isinstance(body, dict):
        raise Refusal(47001)
    return body
