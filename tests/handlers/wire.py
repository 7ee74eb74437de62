"""Deliveries to our own endpoint, and what came of them in the database."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any
from xml.etree import ElementTree

import sqlalchemy as sa
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from app import create_app
from handlers.context import Context
from models.account.inbound import Inbound
from models.database.store import Store
from models.reporting.assignments import AssignmentRow
from models.reporting.reports import ReportRow
from tests.people import ACCOUNT, account_for_tests
from tests.wechat.deliveries import Delivery, decrypt
from wechat.account import Mode

ADDRESS = f"/wechat/{ACCOUNT}"


def client_in(context: Context, mode: Mode, **changes: Any) -> FlaskClient:
    """A client of the same program whose account is in another mode."""
    account = replace(account_for_tests(mode), **changes)
    return create_app(replace(context, accounts={account.id: account})).test_client()


def post(client: FlaskClient, delivery: Delivery) -> TestResponse:
    query, body = delivery
    return client.post(ADDRESS, query_string=query, data=body, content_type="text/xml")


def sealed_content(response: TestResponse) -> str:
    """The text of a sealed reply."""
    sealed = ElementTree.fromstring(response.data).findtext("Encrypt") or ""
    inner = decrypt(sealed)
    return content(inner[: inner.rindex(b"</xml>") + len(b"</xml>")])


def content(xml: bytes) -> str:
    """The text of an open reply."""
    return ElementTree.fromstring(xml).findtext("Content") or ""


def reports_in(store: Store) -> list[Mapping[str, Any]]:
    """Every stored report, oldest first."""
    with store.reading() as connection:
        rows = connection.execute(sa.select(*ReportRow.__table__.c).order_by(ReportRow.id))
        return [dict(row._mapping) for row in rows]


def assignments_in(store: Store) -> list[tuple[str, int | None]]:
    """Subject and minutes of every stored assignment."""
    with store.reading() as connection:
        rows = connection.execute(
            sa.select(AssignmentRow.subject, AssignmentRow.minutes_low).order_by(
                AssignmentRow.report_id, AssignmentRow.position
            )
        )
        return [(str(row[0]), row[1]) for row in rows]


def deliveries_in(store: Store) -> list[Mapping[str, Any]]:
    """Every delivery that was claimed."""
    with store.reading() as connection:
        rows = connection.execute(sa.select(*Inbound.__table__.c).order_by(Inbound.dedup_key))
        return [dict(row._mapping) for row in rows]
