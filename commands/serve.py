"""`serve` (服务): the web application under granian, a worker bound to each core."""

from __future__ import annotations

import argparse
import logging
import os
import sys
from pathlib import Path

from commands.arguments import port, require_port, workers
from opening import add_config, load, open_context, require_writable_data

CONFIG_VARIABLE = "HOMEWORK_CONFIG"
FRAMES_VARIABLE = "HOMEWORK_FRAMES"
SERVER_VARIABLE = "HOMEWORK_SERVER"
"""The server's process number: what a worker must not outlive."""
BLOCKING_THREADS = 32
BACKPRESSURE = 512
"""Requests a worker takes in; fewer than the open connections would leave some of them waiting."""


def add_arguments(parser: argparse.ArgumentParser) -> None:
    add_config(parser)
    parser.add_argument("--host", default="127.0.0.1", help="监听的地址;默认只给本机的反向代理用")
    parser.add_argument("--port", type=port, default=8000, help="监听的端口;默认 8000")
    parser.add_argument(
        "--workers", type=workers, default=1, help="开几个网页进程,每个处理器核心一个;默认 1"
    )


def run(arguments: argparse.Namespace) -> int:
    # Settings are read here once more than needed, so that mistakes stop the program at once
    # and not in every worker.
    settings = load(arguments.config)
    context = open_context(settings)
    context.store.close()
    require_writable_data(settings)
    require_port(arguments.host, arguments.port)
    context.floods.start_anew()
    os.environ[CONFIG_VARIABLE] = str(arguments.config.resolve())
    print(
        f"网页服务:http://{arguments.host}:{arguments.port},{arguments.workers} 个进程。"
        "Ctrl-C 停止;判定和提醒由另一个进程 scheduler 做",
        flush=True,
    )
    serve(arguments.host, arguments.port, arguments.workers)
    return 0


def _is_for_a_school(record: logging.LogRecord) -> bool:
    """Its doubt about our number of threads is answered above, and frightens whoever reads it."""
    return not str(record.msg).startswith("Configuration allows spawning")


def serve(host: str, port: int, workers: int) -> None:
    """Serve until told to stop; workers that die are replaced."""
    from granian import Granian
    from granian.constants import Interfaces

    os.environ[SERVER_VARIABLE] = str(os.getpid())
    logging.getLogger("_granian").addFilter(_is_for_a_school)
    # Workers import `app` by name.
    root = str(Path(__file__).resolve().parent.parent)
    if root not in sys.path:
        sys.path.insert(0, root)
    Granian(
        "app:create_worker",
        address=host,
        port=port,
        interface=Interfaces.WSGI,
        factory=True,
        workers=workers,
        blocking_threads=BLOCKING_THREADS,
        backpressure=BACKPRESSURE,
        respawn_failed_workers=True,
        respawn_interval=0.5,
        workers_kill_timeout=10,
        log_access=False,
        websockets=False,
    ).serve()
