"""The life of a token, on clocks that move only when told to."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta

import pytest

from wechat.errcodes import ErrorKind
from wechat.errors import WeChatError, in_doubt, refused
from wechat.token_cycle import Clock, TokenCycle
from wechat.tokens import AccessToken, MemoryTokenStore


@dataclass
class Platform:
    """stable_token: the same token until it is told to give another, or to refuse."""

    value: str = "token-1"
    lifetime_seconds: int = 7200
    error: WeChatError | None = None
    fetches: int = 0
    time: datetime = datetime(2026, 11, 23, 12, 0, tzinfo=UTC)
    seconds: float = 0.0
    store: MemoryTokenStore = field(default_factory=MemoryTokenStore)

    def fetch(self) -> tuple[str, int]:
        self.fetches += 1
        if self.error:
            raise self.error
        return self.value, self.lifetime_seconds

    def cycle(self) -> TokenCycle:
        """What one process holds."""
        return TokenCycle(self.store, self.fetch, Clock(lambda: self.time, lambda: self.seconds))

    def wait(self, seconds: float) -> None:
        self.seconds += seconds
        self.time += timedelta(seconds=seconds)


def error_of(cycle: TokenCycle) -> WeChatError:
    with pytest.raises(WeChatError) as caught:
        cycle.current()
    return caught.value


def test_a_day_of_calls_costs_one_fetch_per_token() -> None:
    platform = Platform()
    cycle = platform.cycle()

    for minute in range(24 * 60):
        platform.value = f"token-{minute // 115}"
        cycle.current()
        platform.wait(60)

    assert platform.fetches <= 13


def test_a_token_is_replaced_two_minutes_before_it_ends() -> None:
    platform = Platform()
    cycle = platform.cycle()
    cycle.current()
    platform.value = "token-2"

    platform.wait(7200 - 121)
    assert cycle.current() == "token-1"
    platform.wait(1)
    assert cycle.current() == "token-2"


def test_a_shortest_lived_answer_is_still_used_and_kept() -> None:
    platform = Platform(lifetime_seconds=300)
    cycle = platform.cycle()

    assert [cycle.current() for _ in range(3)] == ["token-1"] * 3
    assert platform.fetches == 1


def test_another_process_finds_the_token_in_the_store() -> None:
    platform = Platform()

    assert platform.cycle().current() == platform.cycle().current() == "token-1"
    assert platform.fetches == 1


def test_a_token_that_was_read_once_is_not_read_for_every_call() -> None:
    platform = Platform()
    cycle = platform.cycle()
    cycle.current()
    platform.store.current = lambda: pytest.fail("the store was asked again")  # type: ignore[method-assign]  # a trap

    assert [cycle.current() for _ in range(3)] == ["token-1"] * 3


def test_a_refused_token_that_another_process_replaced_costs_no_fetch() -> None:
    platform = Platform()
    cycle = platform.cycle()
    old = cycle.current()
    platform.store.save(AccessToken("token-of-another", platform.time + timedelta(hours=2)))

    assert cycle.renew(old) == "token-of-another"
    assert platform.fetches == 1


def test_the_same_token_again_is_the_operators_matter_and_opens_the_breaker() -> None:
    platform = Platform()
    cycle = platform.cycle()
    value = cycle.current()

    for _ in range(60):
        with pytest.raises(WeChatError) as caught:
            cycle.renew(value)
        assert caught.value.kind is ErrorKind.CONFIGURATION
        platform.wait(60)

    # The first fetch, and at most four in an hour of refusals.
    assert platform.fetches <= 5


def test_behind_an_open_breaker_what_another_process_saved_is_still_found() -> None:
    platform = Platform()
    cycle = platform.cycle()
    value = cycle.current()
    with pytest.raises(WeChatError):
        cycle.renew(value)

    platform.store.save(AccessToken("token-of-another", platform.time + timedelta(hours=2)))

    assert cycle.renew(value) == "token-of-another"


@pytest.mark.parametrize(
    ("errcode", "errmsg", "words"),
    [
        (40001, "invalid credential", "AppSecret"),
        (40125, "invalid appsecret", "AppSecret"),
        (40243, "frozen", "冻结"),
        (40164, "invalid ip 203.0.113.7 ipv6 ::ffff:203.0.113.7, not in whitelist", "203.0.113.7"),
        (
            61004,
            "access clientip is not registered requestIP: 203.0.113.7 rid: 1234-5678",
            "203.0.113.7",
        ),
    ],
)
def test_a_refused_secret_or_address_is_told_to_the_operator_and_not_repeated(
    errcode: int, errmsg: str, words: str
) -> None:
    platform = Platform(error=refused(errcode, errmsg))
    cycle = platform.cycle()

    first, second = error_of(cycle), error_of(cycle)

    for error in (first, second):
        assert (error.kind, error.errcode) == (ErrorKind.CONFIGURATION, errcode)
        assert words in error.words
        assert error.words.count("白名单里加上") <= 1
    assert platform.fetches == 1
    platform.error = None
    platform.wait(901)
    assert cycle.current() == "token-1"


def test_a_fetch_in_doubt_leaves_no_doubt_about_the_message_and_is_tried_again_soon() -> None:
    platform = Platform(error=in_doubt("ReadTimeout"))
    cycle = platform.cycle()

    first, second = error_of(cycle), error_of(cycle)

    assert not first.is_ambiguous
    assert not second.is_ambiguous
    assert first.kind is ErrorKind.RETRY
    assert platform.fetches == 1
    platform.error = None
    platform.wait(6)
    assert cycle.current() == "token-1"


def test_a_wall_clock_set_back_or_forth_breaks_nothing() -> None:
    platform = Platform()
    cycle = platform.cycle()
    cycle.current()

    for jump in (timedelta(days=-1), timedelta(days=2), timedelta(days=60_000)):
        platform.time += jump
        assert cycle.current() == "token-1"
    assert platform.fetches <= 3
