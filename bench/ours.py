"""Our own server under measurement (被测的自己): a configured school on SQLite or PostgreSQL."""

from __future__ import annotations

import secrets
import sys
from pathlib import Path

import sqlalchemy as sa

from bench.messages import PARENTS, openid_of
from bench.peers.settings import AES_KEY, APP_ID, ORIGINAL_ID, TOKEN
from bench.ports import free_port
from bench.servers import Server, start
from commands.init import initialise
from models.account.followers import choose_class
from models.schools import ClassKey, classes_of
from opening import load, open_context

_CONFIG = """\
[site]
base_url = "http://127.0.0.1:{port}"
data_dir = "{folder}"
[database]
url = "{database}"
[[account]]
id = "main"
kind = "verified_service"
app_id = "{app_id}"
app_secret = "0123456789abcdef0123456789abcdef"
original_id = "{original_id}"
webhook_token = "{token}"
aes_key = "{aes_key}"
[[school]]
id = "bench"
name = "示范小学"
account = "main"
classes = {{ "3" = 6, "4" = 6, "5" = 6, "6" = 6 }}
"""


def start_ours(core: int, folder: Path, database: str) -> Server:
    """Serve a school of 24 classes whose 600 parents have scanned a poster; "" means SQLite."""
    port = free_port()
    config = folder / "config.toml"
    config.write_text(
        _CONFIG.format(
            port=port,
            folder=folder.as_posix(),
            database=database or f"sqlite:///{folder}/homework.db",
            app_id=APP_ID,
            original_id=ORIGINAL_ID,
            token=TOKEN,
            aes_key=AES_KEY,
        ),
        encoding="utf-8",
    )
    _seed(config)
    command = [sys.executable, "app.py", "serve", "--config", str(config), "--port", str(port)]
    return start(command, port, core, {}, folder / "server.log")


def _seed(config: Path) -> None:
    """Give every parent a class, as scanning its poster would."""
    initialise(load(config))
    context = open_context(load(config))
    with context.store.reading() as connection:
        classes = classes_of(connection, "bench", context.clock.now().date())

    def join(connection: sa.Connection) -> None:
        for parent in range(PARENTS):
            key = ClassKey("bench", classes[parent % len(classes)].id)
            subject = context.keys.subject_id("main", openid_of(parent))
            choose_class(connection, "main", subject, key)

    context.store.write(join)
    context.store.close()


def scratch_database(server: str) -> str:
    """A new, empty database on the server; the bench's databases are dropped when the next is made."""
    admin = sa.create_engine(
        sa.make_url(server).set(database="postgres"), isolation_level="AUTOCOMMIT"
    )
    name = f"hw_bench_{secrets.token_hex(4)}"
    with admin.connect() as connection:
        old = connection.scalars(
            sa.text("SELECT datname FROM pg_database WHERE datname LIKE 'hw_bench_%'")
        ).all()
        for each in old:
            connection.execute(sa.text(f'DROP DATABASE IF EXISTS "{each}" WITH (FORCE)'))
        connection.execute(sa.text(f'CREATE DATABASE "{name}"'))
    admin.dispose()
    return sa.make_url(server).set(database=name).render_as_string(hide_password=False)
