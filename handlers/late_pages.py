"""Late pages (页面后装): the web application is built beside the first deliveries, not before them."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterable
from concurrent.futures import Future
from typing import TYPE_CHECKING

from homework.reading import read_report

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIApplication, WSGIEnvironment


_ORDINARY = "三年级2班 昨天语文抄词20分钟,数学练习册半小时,英语没写完"

_HEAD_START = 0.3
"""Seconds the first deliveries have for themselves: the thread would take half the processor."""


class LatePages:
    """Builds an application in a thread of its own; whoever comes sooner waits for it."""

    def __init__(self, build: Callable[[], WSGIApplication]) -> None:
        self._wanted = threading.Event()
        self._built: Future[WSGIApplication] = Future()
        threading.Thread(target=self._run, args=(build,), name="pages", daemon=True).start()

    def __call__(self, environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        self._wanted.set()
        return self._built.result()(environ, start_response)

    def _run(self, build: Callable[[], WSGIApplication]) -> None:
        self._wanted.wait(_HEAD_START)
        try:
            self._built.set_result(build())
        except BaseException as error:
            # Every page that waits says so; the server logs it.
            self._built.set_exception(error)
        # Now that nobody waits: the reader's patterns are compiled when they are first used.
        read_report(_ORDINARY)
