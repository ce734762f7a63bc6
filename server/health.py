"""``/healthz``: whether this server can answer a question, found out by asking one."""

from __future__ import annotations

import time

from flask import Blueprint, Response, jsonify

from server.services import services

blueprint = Blueprint("health", __name__)
_started = time.monotonic()


@blueprint.get("/healthz")
def healthz() -> Response:
    """200 with what is served and by how many readers; 503 where a simple question gets no answer."""
    engine = services().engine
    started = time.perf_counter()
    answer = engine.run("ASK { ?s ?p ?o }", "application/sparql-results+json")
    body = answer.read()
    healthy = answer.status == 200 and b"true" in body
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
