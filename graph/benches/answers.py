"""Whether servers answer the same: rows in any order, the same boolean, the same triples."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Sequence

import pyoxigraph as ox

from graph.benches.client import Connection
from graph.benches.kinds import Kind
from graph.benches.peers import BenchError, Server

Content = Counter[object]


def answer(server: Server, kind: Kind, query: str, timeout_s: float) -> Content | None:
    """What a server answers, as a multiset of rows or triples; None where it takes longer.

    Raises:
        BenchError: the server reports an error.
    """
    try:
        with Connection(server.port, timeout_s) as connection:
            status, found = connection.ask(server.query(query, kind.accept).encode("ascii"))
            body = bytes(found)
    except TimeoutError:
        return None
    if status != 200:
        raise BenchError(f"{server.name}: {kind.name}: {status}: {body[:300].decode('utf-8', 'replace')}")
    return content(kind, body)


def content(kind: Kind, body: bytes) -> Content:
    """Rows of JSON results, the boolean, or N-Triples without regard to how often each stands there."""
    if kind.form == "graph":
        return Counter({str(triple): 1 for triple in ox.parse(body, format=ox.RdfFormat.N_TRIPLES)})
    document = json.loads(body)
    if kind.form == "ask":
        return Counter([document["boolean"]])
    return Counter(_row(row) for row in document["results"]["bindings"])


def same(kind: Kind, one: Content, other: Content) -> bool:
    """Whether two engines may both be right; where SPARQL leaves the rows open, they give as many."""
    return one == other or (kind.any_rows and one.total() == other.total())


def check_some_content(kind: Kind, contents: Sequence[Content]) -> None:
    """Raises BenchError where no query of a kind found anything, so that its time would mean little."""
    if not any(contents):
        raise BenchError(f"{kind.name}: none of {len(contents)} queries finds anything in this data")


def _row(binding: dict[str, dict[str, str]]) -> object:
    return frozenset(
        (name, term["type"], term["value"], term.get("datatype"), term.get("xml:lang", "").lower())
        for name, term in binding.items()
    )
