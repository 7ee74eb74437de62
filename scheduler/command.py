"""`scheduler` (调度): judge and send on the clock; run two on two machines and one stands by."""

from __future__ import annotations

import argparse
import gc
import os
import secrets
import signal
import socket
import threading
from datetime import timedelta

from opening import add_config, load, open_context, require_writable_data, seconds
from scheduler.process import Pace, run_scheduler
from scheduler.shift import Shift


def add_arguments(parser: argparse.ArgumentParser) -> None:
    add_config(parser)
    parser.add_argument("--tick", type=seconds, metavar="秒", default=15.0, help="几秒判定一次")
    # Shorter ones make a takeover quicker, at the price of a write each sixth of it.
    parser.add_argument(
        "--lease",
        type=seconds,
        metavar="秒",
        default=30.0,
        help="另一个进程几秒没有动静就接班",
    )


def run(arguments: argparse.Namespace) -> int:
    settings = load(arguments.config)
    context = open_context(settings)
    require_writable_data(settings)
    stop = threading.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: stop.set())
    shift = Shift(
        store=context.store,
        keys=context.keys,
        clock=context.clock,
        base_url=context.base_url,
        plans=context.plans,
        accounts=context.accounts,
        lease_lasts=timedelta(seconds=arguments.lease),
        holder=f"{socket.gethostname()}:{os.getpid()}:{secrets.token_hex(4)}"[:80],
    )
    # What was loaded stays for good: no collection needs to walk through it while a tick judges.
    gc.freeze()
    print(
        f"定时任务:每 {arguments.tick:g} 秒判定一次。Ctrl-C 停止;再开一个就是待命,前一个停了才接手",
        flush=True,
    )
    try:
        run_scheduler(shift, stop, _pace(arguments))
    finally:
        context.store.close()
    return 0


def _pace(arguments: argparse.Namespace) -> Pace:
    tick, renew = arguments.tick, arguments.lease / 6
    return Pace(judge=tick, send=min(tick, 5.0), renew=renew, daily=min(2 * tick, 30.0))
