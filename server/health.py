"""``/healthz``: whether this server can answer a question, found out by asking one; ``/readyz``: whether it has
readers to ask; ``/metrics``: what it has counted."""

from __future__ import annotations

import time

from flask import Blueprint, Response, jsonify

from server.engine import SELECT_ACCEPT, Operation
from server.metrics import CONTENT_TYPE
from server.problems import Problem
from server.services import services

blueprint = Blueprint("health", __name__)
_started = time.monotonic()


@blueprint.get("/healthz")
def healthz() -> Response:
    """200 with what is served and by how many readers; 503 where a simple question gets no answer."""
    engine = services().engine
    started = time.perf_counter()
    try:
        healthy = b"true" in engine.run(Operation("ASK { ?s ?p ?o }", SELECT_ACCEPT)).read()
    except Problem:
        healthy = False
    response = jsonify(
        status="ok" if healthy else "failing",
        snapshot=engine.snapshot.name,
        answered_in_ms=round((time.perf_counter() - started) * 1000, 2),
        seconds_up=round(time.monotonic() - _started, 1),
        **engine.status(),
    )
    response.status_code = 200 if healthy else 503
    response.headers["Cache-Control"] = "no-store"
    return response


@blueprint.get("/readyz")
def readyz() -> Response:
    """200 where requests can be sent to this server, 503 while it starts or ends."""
    readers = services().engine.status()["readers"]
    response = jsonify(status="ready" if readers else "not ready", snapshot=services().engine.snapshot.name)
    response.status_code = 200 if readers else 503
    response.headers["Cache-Control"] = "no-store"
    return response


@blueprint.get("/metrics")
def metrics() -> Response:
    return Response(services().metrics.text(), content_type=CONTENT_TYPE, headers={"Cache-Control": "no-store"})
