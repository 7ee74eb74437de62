"""A local WeChat in this process, for tests of ours that call the platform."""

from __future__ import annotations

import json
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from simulator.__main__ import make_world
from simulator.accounts import Accounts, read_accounts
from simulator.server import serve
from tests.simulator.conftest import Platform, account_entry


@contextmanager
def local_wechat(folder: Path, **account: object) -> Iterator[Platform]:
    """Run it on a free port; `account` changes what tests/simulator/conftest.py says of the account."""
    file = folder / "account.json"
    file.write_text(json.dumps([account_entry(**account)]), encoding="utf-8")
    accounts = Accounts(read_accounts(file))
    world = make_world(accounts, folder / "sim.db", 0.0, "http://127.0.0.1:1")
    server = serve(world, "127.0.0.1", 0)
    thread = threading.Thread(target=server.serve_forever, args=(0.02,), daemon=True)
    thread.start()
    platform = Platform(f"http://127.0.0.1:{server.port}", world)
    try:
        yield platform
    finally:
        platform.http.close()
        server.shutdown()
        thread.join()
        server.server_close()
        world.close()
