"""Health and metrics (健康检查): what a monitor asks, and what it may count."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, Response, jsonify

from handlers.context import Context, get_context
from models.leases import heartbeat
from models.pushes.outbox import count_backlog

bp = Blueprint("health", __name__)

SCHEDULER_DEAD_AFTER = 60
BACKLOG_OLD_AFTER = 300


@bp.get("/healthz")
def show_health() -> tuple[Response, int]:
    """JSON: database, age of the scheduler's heartbeat, outbox backlog; 503 when one is bad."""
    facts = examine(get_context())
    return jsonify(facts), 200 if facts["ok"] else 503


def examine(context: Context) -> dict[str, Any]:
    """The facts behind /healthz: ages in seconds, None where there never was one."""
    now = context.clock.now()
    try:
        with context.store.reading() as connection:
            beat = heartbeat(connection)
            backlog, oldest = count_backlog(connection, now)
    except Exception as error:  # whatever the database does, the monitor gets an answer
        return {"ok": False, "database": type(error).__name__}
    beat_age = None if beat is None else round((now - beat).total_seconds(), 1)
    oldest_age = None if oldest is None else round((now - oldest).total_seconds(), 1)
    alive = beat_age is not None and beat_age < SCHEDULER_DEAD_AFTER
    flowing = oldest_age is None or oldest_age < BACKLOG_OLD_AFTER
    return {
        "ok": alive and flowing,
        "database": "ok",
        "scheduler_heartbeat_age": beat_age,
        "outbox_backlog": backlog,
        "outbox_oldest_age": oldest_age,
    }


@bp.get("/metrics")
def show_metrics() -> Response:
    """The same facts in Prometheus' text form."""
    from prometheus_client import CollectorRegistry, Gauge, generate_latest

    facts = examine(get_context())
    registry = CollectorRegistry()
    for name in ("scheduler_heartbeat_age", "outbox_backlog", "outbox_oldest_age"):
        gauge = Gauge(f"homework_{name}", name.replace("_", " "), registry=registry)
        value = facts.get(name)
        gauge.set(float("nan") if value is None else value)
    Gauge("homework_ok", "1 when all is well", registry=registry).set(facts["ok"])
    return Response(generate_latest(registry), mimetype="text/plain")
