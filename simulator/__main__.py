"""The command line (命令行): `python -m simulator --account FILE.json`."""

from __future__ import annotations

import argparse
import ipaddress
import signal
import sys
import threading
from collections.abc import Sequence
from pathlib import Path

from simulator.accounts import AccountFileError, Accounts, read_accounts
from simulator.clock import Clock
from simulator.people import add_person, pin
from simulator.server import serve
from simulator.store import Store
from simulator.timers import Timers
from simulator.world import World


def main(argv: Sequence[str] | None = None) -> int:
    """Serve until interrupted; 2 for a mistake on the command line or in the account file."""
    asked = _parser().parse_args(argv)
    if not is_loopback(asked.host):
        print("the local WeChat has no locks: it listens on this machine only", file=sys.stderr)
        return 2
    try:
        accounts = Accounts(read_accounts(asked.account))
    except AccountFileError as error:
        print(f"{asked.account}:\n{error}", file=sys.stderr)
        return 2
    public_url = asked.public_url or f"http://{asked.host}:{asked.port}"
    world = make_world(accounts, asked.state, asked.clock_offset, public_url)
    try:
        server = serve(world, asked.host, asked.port)
    except OSError as error:
        print(f"cannot listen on {asked.host}:{asked.port}: {error}", file=sys.stderr)
        return 2
    signal.signal(signal.SIGTERM, lambda *_: threading.Thread(target=server.shutdown).start())
    print(f"本地微信 {public_url}/", flush=True)
    try:
        server.serve_forever()
    except KeyboardInterrupt:
        pass
    finally:
        server.server_close()
        world.close()
    return 0


def make_world(accounts: Accounts, state: Path, offset: float, public_url: str) -> World:
    """Open the state and put the phones the accounts name on the wall."""
    clock = Clock(offset)
    world = World(accounts, Store(state), clock, Timers(clock), public_url.rstrip("/"))
    for account in accounts.all():
        for entry in account.people:
            person = add_person(world, account, entry["name"], entry.get("openid"))
            pin(world, person.openid)
    return world


def is_loopback(host: str) -> bool:
    if host == "localhost":
        return True
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m simulator", description=__doc__)
    parser.add_argument("--port", type=int, default=8001)
    parser.add_argument("--host", default="127.0.0.1", help="an address of this machine")
    parser.add_argument("--state", type=Path, default=Path("var/simulator.db"))
    parser.add_argument("--account", type=Path, required=True, help="JSON: an account, or a list")
    parser.add_argument("--clock-offset", type=float, default=0.0, metavar="SECONDS")
    parser.add_argument("--public-url", default="", help="where browsers find this server")
    return parser


if __name__ == "__main__":
    raise SystemExit(main())
