"""Prepared statements: the same rows, types and errors as SQLAlchemy's own, on both stores."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
import sqlalchemy as sa

from models.account.followers import Follower
from models.database.base import new_id
from models.database.prepared import Prepared
from models.database.store import Store

AT = datetime(2026, 11, 23, 20, 0, tzinfo=UTC)
COLUMNS = [column.name for column in Follower.__table__.c]
INSERT = Prepared(sa.insert(Follower), columns=COLUMNS)
SELECT = Prepared(
    sa.select(*Follower.__table__.c).where(Follower.subject_id == sa.bindparam("of_subject"))
)
UPDATE = Prepared(
    sa.update(Follower)
    .where(Follower.subject_id == sa.bindparam("of_subject"))
    .values(school_id=sa.bindparam("school"))
)


def row(subject_id: str, **values: object) -> dict[str, object]:
    return {name: None for name in COLUMNS} | {
        "account_id": "main",
        "id": new_id(),
        "subject_id": subject_id,
        "is_subscribed": True,
        "wrong_codes": 0,
        **values,
    }


def test_values_come_back_in_the_types_they_had(store: Store) -> None:
    given = row("a", conversation={"topic": "kind", "about": [1]}, open_until=AT, school_id="的%s")
    store.write(lambda connection: INSERT.run(connection, given))

    found = store.write(lambda connection: SELECT.first(connection, {"of_subject": "a"}))

    assert found == tuple(given[name] for name in COLUMNS)


def test_values_are_stored_as_sqlalchemy_stores_them(store: Store) -> None:
    day = AT.date()
    prepared, usual = row("a", open_until=AT, wrong_codes_on=day), row("b", open_until=AT)
    usual["wrong_codes_on"] = day
    as_text = [
        sa.cast(sa.column(name), sa.Text)
        for name in ("is_subscribed", "open_until", "wrong_codes_on", "last_message_at")
    ]

    def both(connection: sa.Connection) -> list[tuple[object, ...]]:
        INSERT.run(connection, prepared)
        connection.execute(sa.insert(Follower).values(usual))
        found = connection.execute(sa.select(*as_text).select_from(Follower.__table__))
        return [tuple(each) for each in found]

    first, second = store.write(both)

    assert first == second


def test_what_changed_is_counted(store: Store) -> None:
    rows = [row("a"), row("b")]
    store.write(lambda connection: INSERT.run_many(connection, rows))
    change = {"of_subject": "a", "school": "shifan"}

    assert store.write(lambda connection: UPDATE.run(connection, change)) == 1
    assert store.write(lambda connection: SELECT.first(connection, {"of_subject": "c"})) is None


def test_a_refusal_is_sqlalchemys_own_and_shows_no_parameters(store: Store) -> None:
    same = row("somebody")
    store.write(lambda connection: INSERT.run(connection, same))

    with pytest.raises(sa.exc.IntegrityError) as refused:
        store.write(lambda connection: INSERT.run(connection, {**same, "id": new_id()}))

    assert "[parameters" not in str(refused.value)


def test_a_forgotten_parameter_is_a_mistake_not_a_null(store: Store) -> None:
    with pytest.raises((KeyError, sa.exc.ProgrammingError)):
        store.write(lambda connection: UPDATE.run(connection, {"of_subject": "a"}))


def test_nothing_runs_outside_a_transaction(store: Store) -> None:
    with store.engine.connect() as connection, pytest.raises(RuntimeError, match="transaction"):
        SELECT.first(connection, {"of_subject": "a"})
