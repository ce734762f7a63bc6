"""What the operator sees: readiness, metrics, the access log and slow queries."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

import pytest

from graph.errors import CreativeKGError
from graph.namespaces import ID, SKOS
from server.journal import Journal

SIMPLE = f"SELECT ?label {{ <{ID}thing-7> <{SKOS}prefLabel> ?label }}"
SLOW = "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i }"


def metrics(server: Any) -> dict[str, float]:
    reply = server.request("GET", "/metrics")
    assert reply.status == 200 and reply.headers.get_content_type() == "text/plain"
    lines = (line.rpartition(" ") for line in reply.body.decode().splitlines() if not line.startswith("#"))
    return {name: float(value) for name, _, value in lines}


def test_ready_when_there_are_readers(served: Any) -> None:
    reply = served.request("GET", "/readyz")
    assert reply.status == 200 and reply.json() == {"status": "ready", "snapshot": "0123456789abcdef"}
    assert reply.headers["Cache-Control"] == "no-store"


def test_metrics_count_requests_outcomes_and_what_is_remembered(small_home: Path, start_server: Any) -> None:
    with start_server(small_home, readers=3, deadline_s=0.5) as server:
        before = metrics(server)
        for query in (SIMPLE, SIMPLE, SIMPLE, "SELECT", SLOW):
            server.sparql(query)
        server.request("GET", "/nothing")
        server.request("PUT", "/sparql")
        after = metrics(server)

        def more(name: str) -> float:
            return after.get(name, 0) - before.get(name, 0)

        assert more('creativekg_queries_total{outcome="ok"}') == 1
        assert more('creativekg_queries_total{outcome="remembered"}') == 2
        assert more('creativekg_queries_total{outcome="malformed-query"}') == 1
        assert more('creativekg_queries_total{outcome="deadline"}') == 1
        assert more('creativekg_requests_total{method="GET",route="sparql",status="200"}') == 3
        assert more('creativekg_requests_total{method="GET",route="page",status="404"}') == 1
        assert more('creativekg_requests_total{method="other",route="sparql",status="405"}') == 1
        assert more('creativekg_request_seconds_count{route="sparql"}') == 6
        assert more("creativekg_cache_hits_total") >= 2 and more("creativekg_cache_bytes") > 0
        assert 0 < after["creativekg_cache_hit_ratio"] < 1
        assert after['creativekg_snapshot{name="0123456789abcdef"}'] == 1
        assert after["creativekg_readers"] >= 2


def test_what_is_remembered_stays_within_its_limit(small_home: Path, start_server: Any) -> None:
    limit = 1 << 18
    with start_server(small_home, readers=2, cache_bytes=limit) as server:
        for number in range(60):
            reply = server.sparql(f"SELECT * {{ ?s <{SKOS}prefLabel> ?o }} LIMIT {100 + number}")
            assert reply.status == 200
        assert 0 < metrics(server)["creativekg_cache_bytes"] <= limit


def test_every_request_is_a_line_of_json_in_the_access_log(
    small_home: Path, start_server: Any, tmp_path: Path
) -> None:
    file = tmp_path / "access.log"
    with start_server(small_home, access_log=str(file), readers=2) as server:
        server.sparql(SIMPLE)
        server.request("GET", "/nothing?a=%0Ab", headers={"User-Agent": 'x"\ty', "X-Request-Id": "mine"})
    first, second = (json.loads(line) for line in file.read_text().splitlines())
    assert first["method"] == "GET" and first["status"] == 200 and first["outcome"] == "ok"
    assert first["target"] == "/sparql?" + urlencode({"query": SIMPLE})
    assert first["client"] == "127.0.0.1" and first["bytes"] > 50 and first["ms"] > 0 and first["time"]
    assert second["request_id"] == "mine" and second["status"] == 404 and second["agent"] == 'x"\ty'


def test_a_slow_query_is_always_written_down(small_home: Path, start_server: Any, wait_until: Any) -> None:
    with start_server(small_home, readers=2, deadline_s=1.2) as server:
        reply = server.sparql(SLOW + "\n# line two")
        wait_until(lambda: "slow_query" in server.log.read_text())
        entry = json.loads(server.log.read_text().splitlines()[-1])
        assert entry["slow_query"] == SLOW + "\n# line two" and entry["outcome"] == "deadline"
        assert entry["request_id"] == reply.headers["X-Request-Id"] and entry["ms"] >= 1200
        server.sparql(SIMPLE)
        assert SIMPLE not in server.log.read_text()


def test_a_log_that_cannot_be_written_is_one_clear_line(tmp_path: Path) -> None:
    with pytest.raises(CreativeKGError, match="the log cannot be written"):
        Journal(str(tmp_path / "nowhere" / "access.log"))
