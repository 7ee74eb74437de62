"""The obvious program: Flask, wechatpy, one ORM session and one commit a request (FULL).

It does the work ours does for a report: remembers the delivery, knows the follower, stores the
report and its assignments, replaces an earlier one, and answers with a receipt. It reads the text
with our own reader, so that the difference is not the reader's.
"""

from __future__ import annotations

import os
import threading
from datetime import UTC, date, datetime

import sqlalchemy as sa
from flask import Flask, abort, request
from sqlalchemy.orm import DeclarativeBase, Mapped, Session, mapped_column, relationship
from wechatpy import parse_message
from wechatpy.crypto import WeChatCrypto
from wechatpy.replies import create_reply

from bench.peers.settings import AES_KEY, APP_ID, PATH, TOKEN
from homework.reading import read_report


class Base(DeclarativeBase):
    pass


class Delivery(Base):
    __tablename__ = "delivery"
    msg_id: Mapped[str] = mapped_column(sa.String(40), primary_key=True)
    reply: Mapped[str | None] = mapped_column(sa.Text)


class Parent(Base):
    __tablename__ = "parent"
    id: Mapped[int] = mapped_column(primary_key=True)
    openid: Mapped[str] = mapped_column(sa.String(64), unique=True)


class Filed(Base):
    __tablename__ = "filed"
    __table_args__ = (sa.UniqueConstraint("parent_id", "day"),)
    id: Mapped[int] = mapped_column(primary_key=True)
    parent_id: Mapped[int] = mapped_column(sa.ForeignKey("parent.id"))
    day: Mapped[date]
    at: Mapped[datetime]
    lines: Mapped[list[Line]] = relationship(cascade="all, delete-orphan")


class Line(Base):
    __tablename__ = "line"
    id: Mapped[int] = mapped_column(primary_key=True)
    filed_id: Mapped[int] = mapped_column(sa.ForeignKey("filed.id"), index=True)
    subject: Mapped[str] = mapped_column(sa.String(8))
    content: Mapped[str] = mapped_column(sa.String(200))
    minutes: Mapped[int | None]


engine = sa.create_engine(os.environ["BENCH_DATABASE"], pool_size=16)
if engine.dialect.name == "sqlite":

    @sa.event.listens_for(engine, "connect")
    def prepare(connection, record):  # type: ignore[no-untyped-def]  # as its author would write it
        for pragma in ("journal_mode=WAL", "synchronous=FULL", "busy_timeout=5000"):
            connection.execute(f"PRAGMA {pragma}")


Base.metadata.create_all(engine)
application = Flask(__name__)
crypto = WeChatCrypto(TOKEN, AES_KEY, APP_ID)
_new_parent = threading.Lock()


@application.post(PATH)
def receive() -> str:
    """Decrypt, store in one ORM session, reply."""
    query = request.args
    try:
        xml = crypto.decrypt_message(
            request.data, query["msg_signature"], query["timestamp"], query["nonce"]
        )
    except Exception:
        abort(403)
    message = parse_message(xml)
    with Session(engine) as session:
        seen = session.get(Delivery, str(message.id))
        text = seen.reply or "" if seen else _file(session, message)
        session.commit()
    reply = create_reply(text, message).render()
    encrypted: str = crypto.encrypt_message(reply, query["nonce"], query["timestamp"])
    return encrypted


def _file(session: Session, message) -> str:  # type: ignore[no-untyped-def]  # as its author would write it
    with _new_parent:
        parent = session.scalar(sa.select(Parent).where(Parent.openid == message.source))
        if parent is None:
            parent = Parent(openid=message.source)
            session.add(parent)
            session.commit()
    today = datetime.now(UTC).date()
    filed = session.scalar(sa.select(Filed).where(Filed.parent_id == parent.id, Filed.day == today))
    if filed is None:
        filed = Filed(parent_id=parent.id, day=today, at=datetime.now(UTC))
        session.add(filed)
    report = read_report(message.content).report
    filed.lines = [
        Line(
            subject=each.subject,
            content=each.content,
            minutes=each.minutes.low if each.minutes else None,
        )
        for each in report.assignments
    ]
    reply = "已记:" + " ".join(f"{each.subject}{each.content}" for each in report.assignments)
    session.add(Delivery(msg_id=str(message.id), reply=reply))
    return reply
