"""The arithmetic of measurements and their tables, on made-up figures; the client, on a made-up server."""

from __future__ import annotations

import json
import socket
import threading
from collections.abc import Iterator
from pathlib import Path
from random import Random

import pyoxigraph as ox
import pytest

from graph.benches.answers import check_some_content, content, same
from graph.benches.bench import bench
from graph.benches.client import Connection, get, measure
from graph.benches.clients import Taken
from graph.benches.data import GRAPH
from graph.benches.figures import Figure, Phase, Row, percentile, verdicts
from graph.benches.heritage import heritage
from graph.benches.kinds import KINDS, Kind, Pools
from graph.benches.peers import NATIVE, OURS, RDFLIB, BenchError
from graph.benches.report import Report, Table
from graph.benches.seconds import Benchmark, Measurement

SELECT, ANY_ROWS, GRAPH_KIND = (
    next(kind for kind in KINDS if kind.form == "select" and not kind.any_rows),
    next(kind for kind in KINDS if kind.any_rows),
    next(kind for kind in KINDS if kind.form == "graph"),
)


def figure(*ms: float, seconds: float = 1.0, note: str = "") -> Figure:
    return Figure([list(ms)], seconds, note)


def row(
    name: str, ours: float, native: float, again: float, native_again: float, rdflib: Figure | None = None
) -> Row:
    figures: dict[tuple[Phase, str], Figure] = {
        ("one", OURS): figure(ours),
        ("one", NATIVE): figure(native),
        ("again", OURS): figure(again),
        ("again", NATIVE): figure(native_again),
        ("eight", OURS): figure(ours * 2),
        ("eight", NATIVE): figure(native * 2),
        ("one", RDFLIB): rdflib or figure(),
        ("eight", RDFLIB): rdflib or figure(),
    }
    return Row(name, figures)


def report(rows: list[Row], page: float = 10.0) -> Report:
    pages: dict[Phase, Figure] = {"one": figure(page), "eight": figure(page * 4), "again": figure(1.0)}
    return Report(rows, pages, 0.03, [], {}, {"cores": "2"}, "2026-01-01", 100_000, 1)


@pytest.mark.parametrize(
    ("share", "expected"), [(0.5, 2.0), (0.75, 3.0), (0.99, 4.0), (1.0, 4.0), (0.0, 1.0), (0.25, 1.0), (0.26, 2.0)]
)
def test_percentiles_are_values_that_were_measured(share: float, expected: float) -> None:
    assert percentile([4.0, 1.0, 3.0, 2.0], share) == expected


def test_nothing_has_no_percentile() -> None:
    with pytest.raises(ValueError, match="no values"):
        percentile([], 0.5)


def test_rounds_add_up() -> None:
    both = Figure()
    both.add(Taken([1.0, 2.0, 3.0], seconds=0.5))
    both.add(Taken([4.0], seconds=1.5))
    assert (both.p50, both.p99, both.rate) == (2.0, 4.0, 2.0)
    assert both.as_json()["p50_ms_by_round"] == [2.0, 4.0]


def test_what_a_busy_server_refuses_is_counted_and_shown() -> None:
    one = row("x", 1.0, 1.0, 1.0, 1.0)
    one.figures["eight", OURS].add(Taken([1.0, 1.0], seconds=1.0, refused=2))
    assert one.figures["eight", OURS].as_json()["refused"] == 2
    assert "creativekg serve, x, eight clients: 2 refused as busy, 3 answered." in report([one]).text()


def test_a_figure_with_a_note_is_no_measurement() -> None:
    assert figure(1.0).measured
    assert not figure(1.0, note="over 20 s").measured
    assert not Figure().measured


def test_ratios_are_of_medians_and_need_both() -> None:
    one = row("x", ours=3.0, native=2.0, again=1.0, native_again=2.0)
    assert one.ratio("one") == 1.5
    assert one.ratio("again") == 0.5
    assert one.ratio("one", RDFLIB) is None


@pytest.mark.parametrize(
    ("native", "weight"), [(0.99, "look-up"), (1.0, "1–5 ms"), (5.0, "1–5 ms"), (5.01, "over 5 ms")]
)
def test_the_native_server_says_how_much_work_a_query_is(native: float, weight: str) -> None:
    assert row("x", 1.0, native, 1.0, 1.0).weight == weight


def test_targets_that_are_met_exactly_at_their_limits() -> None:
    rows = [
        row("light", 0.75, 0.25, 2.0, 3.0, figure(0.76)),
        row("heavy", 11.0, 10.0, 1.0, 10.0, figure(note="over 20 s")),
    ]
    assert [each.met for each in verdicts(rows, figure(14.9))] == [True] * 6


def test_targets_that_are_missed_say_where() -> None:
    rows = [row("light", 0.76, 0.25, 2.1, 3.1, figure(0.76)), row("heavy", 11.1, 10.0, 10.0, 10.0, figure(11.2))]
    found = verdicts(rows, figure(15.0))
    assert [each.met for each in found] == [False] * 6
    assert found[0].detail == "light 3.04 ×"
    assert found[1].detail == "heavy 1.11 ×"
    assert found[2].detail == "light 2.10 ms, heavy 10.00 ms"
    assert found[3].detail == "heavy 1.00 ×"
    assert found[5].detail == "light 1.00 ×"


def test_a_target_that_nothing_falls_under_is_open() -> None:
    found = verdicts([row("middle", 3.0, 2.0, 1.0, 2.0)], figure(1.0))
    assert [each.met for each in found] == [None, None, True, None, True, None]


def test_the_report_shows_every_kind_and_every_verdict() -> None:
    made = report(
        [
            row("light", 0.5, 0.25, 0.1, 0.25, figure(5.0)),
            row("heavy", 11.0, 10.0, 0.4, 9.0, figure(note="over 20 s")),
        ]
    )
    for text in (made.text(), made.markdown()):
        for expected in ("light", "heavy", "2.00", "1.10", "over 20 s", "0.04", "the greatest: heavy 1.10 ×"):
            assert expected in text
    found = json.loads(json.dumps(made.as_json()))
    assert found["kinds"][0]["figures"]["one"][OURS]["p50_ms"] == 0.5
    assert found["kinds"][1]["figures"]["one"][RDFLIB] == {
        "requests": 0,
        "refused": 0,
        "note": "over 20 s",
    }
    assert [target["met"] for target in found["targets"]] == [True] * 6


def test_the_report_says_which_peer_was_not_asked() -> None:
    rows = [row("light", 0.5, 0.25, 0.1, 0.25)]
    pages: dict[Phase, Figure] = {"one": figure(1.0), "eight": figure(1.0), "again": figure(1.0)}
    made = Report(rows, pages, 0.03, [], {RDFLIB: "not installed; pip install x"}, {}, "2026-01-01", 1, 1)
    assert "rdflib-endpoint was not asked: not installed; pip install x." in made.text()
    assert "rdflib p50" not in made.text()


def test_tables_line_up() -> None:
    table = Table("Title", ["kind", "p50"], [["a", "1.00"], ["long name", "10.00"]])
    assert table.text() == "Title\n\nkind         p50\na           1.00\nlong name  10.00"
    assert table.markdown() == "## Title\n\n| kind | p50 |\n| --- | ---: |\n| a | 1.00 |\n| long name | 10.00 |"


def test_seconds_are_shown_as_ratios_of_medians() -> None:
    made = Benchmark([Measurement("ours", [1.0, 9.0, 2.0])], Measurement("peer", [4.0, 4.0, 5.0]))
    assert made.text().splitlines()[1].split() == ["ours", "2.00", "1.00", "9.00", "0.50"]
    assert made.as_json() == {"peer": "peer", "seconds": {"ours": [1.0, 9.0, 2.0], "peer": [4.0, 4.0, 5.0]}}


def _results(*values: str) -> bytes:
    rows = [{"x": {"type": "literal", "value": value, "xml:lang": "EN"}} for value in values]
    return json.dumps({"head": {"vars": ["x"]}, "results": {"bindings": rows}}).encode()


def test_answers_are_compared_as_multisets() -> None:
    assert content(SELECT, _results("a", "b")) == content(SELECT, _results("b", "a"))
    assert content(SELECT, _results("a", "a")) != content(SELECT, _results("a"))
    one = content(GRAPH_KIND, b"<a:a> <a:b> <a:c> .\n<a:a> <a:b> <a:d> .\n")
    assert one == content(GRAPH_KIND, b"<a:a> <a:b> <a:d> .\n<a:a> <a:b> <a:c> .\n<a:a> <a:b> <a:c> .\n")
    assert not same(SELECT, content(SELECT, _results("a")), content(SELECT, _results("b")))


def test_a_limit_may_let_other_rows_through_but_not_fewer() -> None:
    one, other, fewer = (content(ANY_ROWS, body) for body in (_results("a"), _results("b"), _results()))
    assert same(ANY_ROWS, one, other)
    assert not same(ANY_ROWS, one, fewer)


def test_a_kind_that_finds_nothing_is_no_measurement() -> None:
    with pytest.raises(BenchError, match="none of 1 queries finds anything"):
        check_some_content(SELECT, [content(SELECT, _results())])


@pytest.fixture(scope="module")
def pools() -> Pools:
    store = ox.Store()
    concepts = [f"https://w3id.org/creativekg/id/concept-{number}" for number in range(30)]
    store.extend(ox.Quad(*triple, GRAPH) for triple in heritage(20_000, concepts))
    return Pools(store, Random(1))


@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.name)
def test_queries_of_a_kind_are_many_different_and_sparql(kind: Kind, pools: Pools) -> None:
    queries = kind.queries(pools, 200)
    assert len(queries) == len(set(queries)) > 100
    answer = ox.Store().query(queries[0])
    forms = {"select": ox.QuerySolutions, "ask": ox.QueryBoolean, "graph": ox.QueryTriples}
    assert isinstance(answer, forms[kind.form])


ANSWERS = [
    b"HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nhello",
    b"HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n3\r\nhel\r\n2\r\nlo\r\n0\r\n\r\n",
    b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\nConnection: close\r\n\r\n5\r\n0\r\n\r\n\r\n0\r\n\r\n",
    b"HTTP/1.1 500 Broken\r\nContent-Length: 2\r\n\r\nno",
]


@pytest.fixture
def port() -> Iterator[int]:
    """A server that gives ANSWERS in turn, in pieces, whatever it is asked."""
    with socket.create_server(("127.0.0.1", 0)) as listener:

        def serve() -> None:
            connection: socket.socket | None = None
            for answer in ANSWERS:
                if connection is None:
                    connection, _ = listener.accept()
                connection.recv(65536)
                for start in range(0, len(answer), 7):
                    connection.sendall(answer[start : start + 7])
                if b"close" in answer:
                    connection.close()
                    connection = None
            assert connection is not None
            connection.recv(65536)  # and no answer
            connection.recv(65536)
            connection.close()

        thread = threading.Thread(target=serve, daemon=True)
        thread.start()
        yield listener.getsockname()[1]
        thread.join(10)


def test_the_client_reads_answers_by_length_and_in_chunks_and_connects_again(port: int) -> None:
    request = get("/", "text/plain").encode("ascii")
    with Connection(port, timeout_s=0.5) as connection:
        assert connection.ask(request) == (200, b"hello")
        assert connection.ask(request) == (200, b"hello")
        assert connection.ask(request) == (200, b"0\r\n\r\n")
        assert connection.ask(request) == (500, b"no")
        with pytest.raises(TimeoutError):
            connection.ask(request)


def test_a_measurement_ends_with_the_first_failure(port: int) -> None:
    request = get("/", "text/plain")
    job = {"port": port, "first": request, "requests": [request] * 5, "seconds": 60, "timeout": 0.5}
    job["address"] = "127.0.0.1"
    ready: list[bool] = []
    found = measure(job, lambda: ready.append(True))
    assert ready == [True]
    assert len(found["ms"]) == 2
    assert found["failed"] == "500: no"
    assert not found["late"]
    with socket.create_connection(("127.0.0.1", port), timeout=1):
        pass


def test_only_the_bench_of_the_servers_can_be_saved(tmp_path: Path) -> None:
    with pytest.raises(BenchError, match="only extract and serve can be saved"):
        bench("build", tmp_path, 1, print, triples=1, folder=tmp_path)
