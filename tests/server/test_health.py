"""``/healthz`` and the settings of the application."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from graph import snapshot
from graph.errors import SnapshotError
from server.app import create_app
from server.engine import Answer, Client, Limits, Operation
from server.problems import Problem
from server.services import services


class Broken:
    """An engine that answers nothing: the second implementation of the interface, if a poor one."""

    def __init__(self, home: Path) -> None:
        self.snapshot = snapshot.current(home)

    def run(self, operation: Operation, client: Client | None = None) -> Answer:
        raise Problem(503, "busy", "No reader is free.", headers={"Retry-After": "1"})

    async def run_async(self, operation: Operation, client: Client | None = None) -> Answer:
        return self.run(operation, client)

    def status(self) -> dict[str, object]:
        return {"readers": 0}

    def close(self) -> None:
        return


def test_healthy(served: Any) -> None:
    reply = served.request("GET", "/healthz")
    assert reply.status == 200
    assert reply.headers["Cache-Control"] == "no-store"
    facts = reply.json()
    assert facts["status"] == "ok" and facts["snapshot"] == "0123456789abcdef"
    assert facts["readers"] >= 1 and facts["seconds_up"] >= 0 and facts["refused"] is None


def test_failing_when_no_question_is_answered(small_home: Path) -> None:
    app = create_app(small_home, engine=Broken(small_home))
    client = app.test_client()
    reply = client.get("/healthz")
    assert reply.status_code == 503 and reply.get_json()["status"] == "failing"
    reply = client.get("/sparql?query=ASK{}")
    assert reply.status_code == 503 and reply.headers["Retry-After"] == "1"


def test_without_a_snapshot_there_is_no_application(tmp_path: Path) -> None:
    with pytest.raises(SnapshotError, match="no snapshot here"):
        create_app(tmp_path)


def test_every_answer_carries_the_security_headers(served: Any) -> None:
    for path in ("/healthz", "/sparql?query=ASK{}", "/nothing-here", "/sparql"):
        headers = served.request("GET", path, headers={"Accept": "*/*"}).headers
        assert "default-src 'self'" in headers["Content-Security-Policy"], path
        assert "unsafe" not in headers["Content-Security-Policy"].split("script-src")[-1].split(";")[0]
        assert headers["X-Content-Type-Options"] == "nosniff"
        assert headers["Referrer-Policy"]
        assert "waitress" not in str(headers.get("Server", "")).lower()


def test_an_unknown_address_is_a_problem_in_json_or_a_page(served: Any) -> None:
    json = served.request("GET", "/nothing-here", headers={"Accept": "application/json"})
    assert json.status == 404 and json.headers["Content-Type"] == "application/problem+json"
    assert json.json()["title"] == "Not found"
    page = served.request("GET", "/nothing-here", headers={"Accept": "text/html,*/*;q=0.8"})
    assert (
        page.status == 404
        and page.headers.get_content_type() == "text/html"
        and b"There is no such page" in page.body
    )


def test_an_unexpected_error_is_logged_and_not_shown(small_home: Path, caplog: pytest.LogCaptureFixture) -> None:
    app = create_app(small_home, engine=Broken(small_home))

    @app.get("/breaks")
    def breaks() -> str:
        raise RuntimeError("a secret of ours")

    reply = app.test_client().get("/breaks")
    assert reply.status_code == 500 and "secret" not in reply.get_data(as_text=True)
    assert reply.mimetype == "application/problem+json"
    assert "a secret of ours" in caplog.text


def test_the_application_ends_its_readers(small_home: Path) -> None:
    app = create_app(small_home, Limits(readers=2))
    engine = services(app).engine
    assert app.test_client().get("/healthz").status_code == 200
    engine.close()
    assert engine.status()["readers"] == 0
    assert app.test_client().get("/sparql?query=ASK{}").status_code == 503
    engine.close()
