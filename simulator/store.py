"""The local WeChat's memory (状态): one SQLite file behind one lock."""

from __future__ import annotations

import sqlite3
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

SCHEMA = """
CREATE TABLE IF NOT EXISTS person (
    openid TEXT PRIMARY KEY, app_id TEXT NOT NULL, name TEXT NOT NULL, unionid TEXT NOT NULL,
    is_following INTEGER NOT NULL DEFAULT 0, followed_at REAL, subscribe_scene TEXT NOT NULL DEFAULT '',
    scene TEXT NOT NULL DEFAULT '', remark TEXT NOT NULL DEFAULT '', is_pinned INTEGER NOT NULL DEFAULT 0,
    refuses_templates INTEGER NOT NULL DEFAULT 0, read_to INTEGER NOT NULL DEFAULT 0);
CREATE TABLE IF NOT EXISTS message (
    id INTEGER PRIMARY KEY AUTOINCREMENT, openid TEXT NOT NULL, at REAL NOT NULL, sender TEXT NOT NULL,
    kind TEXT NOT NULL, text TEXT NOT NULL, card TEXT, client_msg_id TEXT);
CREATE INDEX IF NOT EXISTS message_of_person ON message (openid, id);
CREATE INDEX IF NOT EXISTS message_client_id ON message (client_msg_id);
CREATE TABLE IF NOT EXISTS token (
    value TEXT PRIMARY KEY, app_id TEXT NOT NULL, kind TEXT NOT NULL, issued_at REAL NOT NULL,
    expires_at REAL NOT NULL, is_current INTEGER NOT NULL, is_revoked INTEGER NOT NULL DEFAULT 0);
CREATE TABLE IF NOT EXISTS sent (
    openid TEXT NOT NULL, client_msg_id TEXT NOT NULL, at REAL NOT NULL, msgid INTEGER NOT NULL,
    PRIMARY KEY (openid, client_msg_id));
CREATE TABLE IF NOT EXISTS quota (
    app_id TEXT NOT NULL, name TEXT NOT NULL, period TEXT NOT NULL, used INTEGER NOT NULL,
    PRIMARY KEY (app_id, name, period));
CREATE TABLE IF NOT EXISTS reply_window (
    openid TEXT NOT NULL, trigger TEXT NOT NULL, closes_at REAL NOT NULL, remaining INTEGER NOT NULL,
    PRIMARY KEY (openid, trigger));
CREATE TABLE IF NOT EXISTS qrcode (
    ticket TEXT PRIMARY KEY, app_id TEXT NOT NULL, action TEXT NOT NULL, scene TEXT NOT NULL,
    url TEXT NOT NULL UNIQUE, expires_at REAL);
CREATE TABLE IF NOT EXISTS menu (app_id TEXT PRIMARY KEY, body TEXT NOT NULL);
CREATE TABLE IF NOT EXISTS delivery (
    id INTEGER PRIMARY KEY AUTOINCREMENT, app_id TEXT NOT NULL, openid TEXT NOT NULL, at REAL NOT NULL,
    kind TEXT NOT NULL, xml TEXT NOT NULL, status TEXT NOT NULL DEFAULT 'under way',
    attempts TEXT NOT NULL DEFAULT '[]');
CREATE TABLE IF NOT EXISTS credit (
    openid TEXT NOT NULL, template_id TEXT NOT NULL, left INTEGER NOT NULL,
    PRIMARY KEY (openid, template_id));
CREATE TABLE IF NOT EXISTS tag (
    id INTEGER PRIMARY KEY AUTOINCREMENT, app_id TEXT NOT NULL, name TEXT NOT NULL, UNIQUE (app_id, name));
CREATE TABLE IF NOT EXISTS tagging (
    tag_id INTEGER NOT NULL, openid TEXT NOT NULL, PRIMARY KEY (tag_id, openid));
CREATE TABLE IF NOT EXISTS media (
    media_id TEXT PRIMARY KEY, app_id TEXT NOT NULL, kind TEXT NOT NULL, mime TEXT NOT NULL,
    content BLOB NOT NULL, created_at REAL NOT NULL, is_permanent INTEGER NOT NULL DEFAULT 0);
CREATE TABLE IF NOT EXISTS draft (
    media_id TEXT PRIMARY KEY, app_id TEXT NOT NULL, body TEXT NOT NULL, updated_at REAL NOT NULL);
CREATE TABLE IF NOT EXISTS publication (
    publish_id INTEGER PRIMARY KEY AUTOINCREMENT, app_id TEXT NOT NULL, article_id TEXT NOT NULL UNIQUE,
    body TEXT NOT NULL, status INTEGER NOT NULL, at REAL NOT NULL);
CREATE TABLE IF NOT EXISTS mass (
    msg_id INTEGER PRIMARY KEY AUTOINCREMENT, app_id TEXT NOT NULL, clientmsgid TEXT,
    status TEXT NOT NULL, at REAL NOT NULL, UNIQUE (app_id, clientmsgid));
CREATE TABLE IF NOT EXISTS oauth_code (
    code TEXT PRIMARY KEY, app_id TEXT NOT NULL, openid TEXT NOT NULL, scope TEXT NOT NULL,
    expires_at REAL NOT NULL, is_snapshot INTEGER NOT NULL, is_used INTEGER NOT NULL DEFAULT 0);
CREATE TABLE IF NOT EXISTS oauth_token (
    value TEXT PRIMARY KEY, kind TEXT NOT NULL, app_id TEXT NOT NULL, openid TEXT NOT NULL,
    scope TEXT NOT NULL, expires_at REAL NOT NULL);
CREATE TABLE IF NOT EXISTS ticket (
    app_id TEXT NOT NULL, kind TEXT NOT NULL, value TEXT NOT NULL, expires_at REAL NOT NULL,
    PRIMARY KEY (app_id, kind));
CREATE TABLE IF NOT EXISTS request_log (
    rid TEXT PRIMARY KEY, app_id TEXT NOT NULL, at REAL NOT NULL, path TEXT NOT NULL,
    request TEXT NOT NULL, response TEXT NOT NULL, seconds REAL NOT NULL);
"""


class Closed(ConnectionError):
    """The program is ending: whoever still waits for an answer gets none."""


# What a statement may be given: SQLite's own types.
Value = str | int | float | bytes | None


class Store:
    """Rows, read and written under one lock, so that any thread may call any method."""

    def __init__(self, path: Path) -> None:
        path.parent.mkdir(parents=True, exist_ok=True)
        self._lock = threading.RLock()
        self._depth = 0
        self._is_closed = False
        self._connection = sqlite3.connect(path, check_same_thread=False, isolation_level=None)
        self._connection.row_factory = sqlite3.Row
        # Nothing is lost when the program is killed; a power cut may take the whole play with it.
        self._connection.execute("PRAGMA journal_mode=WAL")
        self._connection.execute("PRAGMA synchronous=OFF")
        self._connection.executescript(SCHEMA)

    @contextmanager
    def transaction(self) -> Iterator[None]:
        """All or nothing; may be nested, the outermost one commits."""
        with self._lock:
            if self._depth == 0:
                self._execute("BEGIN IMMEDIATE")
            self._depth += 1
            try:
                yield
            except BaseException:
                self._depth -= 1
                if self._depth == 0:
                    self._connection.execute("ROLLBACK")
                raise
            self._depth -= 1
            if self._depth == 0:
                self._connection.execute("COMMIT")

    def rows(self, sql: str, *values: Value) -> list[sqlite3.Row]:
        with self._lock:
            return self._execute(sql, values).fetchall()

    def row(self, sql: str, *values: Value) -> sqlite3.Row | None:
        found = self.rows(sql, *values)
        return found[0] if found else None

    def run(self, sql: str, *values: Value) -> int:
        """Execute; return the id of the row inserted, or else the number of rows changed."""
        with self._lock:
            cursor = self._execute(sql, values)
            is_insert = sql.lstrip()[:6].upper() == "INSERT"
            return int(cursor.lastrowid or 0) if is_insert else cursor.rowcount

    def _execute(self, sql: str, values: tuple[Value, ...] = ()) -> sqlite3.Cursor:
        if self._is_closed:
            raise Closed
        return self._connection.execute(sql, values)

    def close(self) -> None:
        with self._lock:
            self._is_closed = True
            self._connection.close()
