"""`python -m bench.delivery`: what becomes of alerts, how fast they leave, how soon they arrive.

Three tables: the policy model (alerts through the real sender against a platform that fails at
random), the speed of the sender beside the platform's ceiling and wechatpy's own client, and the
time from the report that makes a class suspected to WeChat's acceptance, with the scheduler killed
in between and without.
"""

from __future__ import annotations

import argparse
import logging
import secrets
import sys
from collections.abc import Sequence

from bench.delivery_delay import Delay, measure_delays
from bench.delivery_model import HORIZON, measure, meets_goals
from bench.delivery_speed import Speed, measure_ours, measure_wechatpy, platform
from bench.weather import CALM, STORM

_PARTS = ("model", "speed", "delay")
_SHARE = 0.87
"""Of the ceiling at 32 calls at once: what wechatpy's client reaches from a pool of threads, which
keeps nothing and promises nothing."""

_FLAT_MEGABYTES = 20.0


def main(arguments: Sequence[str] | None = None) -> int:
    parser = argparse.ArgumentParser(prog="bench.delivery", description=__doc__)
    parser.add_argument("--quick", action="store_true", help="a tenth of it, without the delays")
    parser.add_argument("--part", choices=_PARTS, action="append", help="only this, or these")
    parser.add_argument("--seed", type=int, default=None)
    asked = parser.parse_args(arguments)
    logging.disable(logging.WARNING)
    parts = asked.part or (_PARTS[:2] if asked.quick else _PARTS)
    seed = secrets.randbits(31) if asked.seed is None else asked.seed
    good = []
    if "model" in parts:
        good.append(_show_model(300 if asked.quick else 2000, seed))
    if "speed" in parts:
        good.append(_show_speed(1000 if asked.quick else 5000))
    if "delay" in parts:
        good.append(_show_delays(seed))
    return 0 if all(good) else 1


def _show_model(alerts: int, seed: int) -> bool:
    print(f"model: seed {seed}; {alerts} alerts through the real sender, SQLite, {HORIZON} at most")
    print(
        "weather  lost-silently  lost-but-listed  shown-twice  listed-though-shown  crashes  calls  s"
    )
    tables = [measure(weather, alerts, seed) for weather in (CALM, STORM)]
    for table in tables:
        print(
            f"{table.weather:8} {table.tally.lost:12} {table.tally.listed:16} "
            f"{table.tally.twice:12} {table.tally.listed_though_shown:20} {table.crashes:8} "
            f"{table.calls:6} {table.seconds:5.1f}",
            flush=True,
        )
    print("goals: none lost in silence; shown twice at most 1 in 10,000 (calm), 1 in 1,000 (storm)")
    return all(meets_goals(table) for table in tables)


def _show_speed(messages: int) -> bool:
    print("\nspeed: a platform in another process that takes each message after 50 ms")
    print(
        "client                   at-once messages       s  per-s of-ceiling  cpu-us RSS-MB from-to"
    )
    with platform() as api_base:
        _show(measure_wechatpy(api_base, 100, 1))
        _show(measure_wechatpy(api_base, min(messages, 2000), 32))
        ours = _show(measure_ours(api_base, messages, 32))
    print(f"goals: ours at least {_SHARE:.0%} of the ceiling, memory flat")
    return ours.share >= _SHARE and ours.grown <= _FLAT_MEGABYTES


def _show(speed: Speed) -> Speed:
    per_message = speed.cpu_seconds / speed.messages * 1e6
    print(
        f"{speed.name:24} {speed.at_once:7} {speed.messages:8} {speed.seconds:7.1f} {speed.rate:6.0f} "
        f"{speed.share:10.0%} {per_message:7.0f} {speed.memory[0]:7.0f} {speed.memory[1]:4.0f}",
        flush=True,
    )
    return speed


def _show_delays(seed: int) -> bool:
    print("\ndelay: from the report to WeChat's acceptance; tick 15 s, lease 30 s, two schedulers")
    print("scheduler        alerts  median     p99    goal  takeovers")
    delays = measure_delays(seed)
    for delay in delays:
        print(
            f"{delay.name:16} {len(delay.seconds):6} {delay.median:6.1f}s {delay.p99:6.1f}s "
            f"{delay.goal:6.0f}s  {_words(delay)}",
            flush=True,
        )
    return all(delay.is_good for delay in delays)


def _words(delay: Delay) -> str:
    return ", ".join(f"{name} after {seconds:.0f} s" for name, seconds in delay.takeovers) or "none"


if __name__ == "__main__":
    sys.exit(main())
