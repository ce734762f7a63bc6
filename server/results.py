"""The result of a query as a page shows it: a table with labels for IRIs, a yes or no, RDF, or what went wrong."""

from __future__ import annotations

import io
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from itertools import islice
from typing import Literal

import pyoxigraph as ox

from server.engine import Answer, Operation, QueryEngine, Term, broken_off
from server.labels import labels
from server.presentation import Value, shown
from server.problems import Problem
from server.services import services
from server.sparql import stranger
from server.terms import terms

MOST_ROWS = 500
_MOST_BYTES = 1 << 20
_TRIPLE = ("subject", "predicate", "object")
_ACCEPT = "application/sparql-results+json, text/turtle;q=0.9"


@dataclass(frozen=True)
class Result:
    """One of: rows under columns; ``boolean``; ``turtle``, its first triples being the rows; or ``problem``, the
    members of an RFC 9457 object, with the ``headers`` that belong to it.
    """

    columns: list[str] = field(default_factory=list)
    rows: list[list[Value | None]] = field(default_factory=list)
    cut: bool = False
    boolean: bool | None = None
    turtle: str | None = None
    problem: dict[str, object] | None = None
    status: int = 200
    headers: Mapping[str, str] = field(default_factory=dict)


def run(query: str, timeout_s: float | None = None) -> Result:
    """Evaluate somebody's query for a page; at most :data:`MOST_ROWS` rows are read from the engine."""
    engine = services().engine
    try:
        answer = engine.run(Operation(query, _ACCEPT, timeout_s=timeout_s), stranger())
    except Problem as problem:
        return Result(problem=problem.body(), status=problem.status, headers=problem.headers)
    try:
        if answer.content_type.startswith("text/turtle"):
            return _triples(engine, io.BufferedReader(_Stream(answer)).read())
        return _solutions(engine, answer)
    except _TooLargeError as error:
        return Result(problem={"title": "Too large", "detail": str(error)}, status=413)
    except ConnectionError as error:
        return Result(problem=broken_off(error).body(), status=504)
    finally:
        answer.close()


def _solutions(engine: QueryEngine, answer: Answer) -> Result:
    found = ox.parse_query_results(io.BufferedReader(_Stream(answer)), format=ox.QueryResultsFormat.JSON)
    if isinstance(found, ox.QueryBoolean):
        return Result(boolean=bool(found))
    assert isinstance(found, ox.QuerySolutions)
    names = [variable.value for variable in found.variables]
    rows = [{name: _term(row[name]) for name in names} for row in islice(found, MOST_ROWS + 1)]
    # The custom of the Wikidata query page: ?xLabel is the label of ?x, and needs no column of its own.
    columns = [name for name in names if name.removesuffix("Label") not in names or not name.endswith("Label")]
    unknown = (row[name] for row in rows for name in columns if row.get(name + "Label") is None)
    known = labels(engine, (term for term in unknown if term))
    cells = _cells(engine, rows, columns, known)
    return Result(columns=columns, rows=cells, cut=len(rows) > MOST_ROWS)


def _triples(engine: QueryEngine, turtle: bytes) -> Result:
    triples = list(islice(ox.parse(turtle, format=ox.RdfFormat.TURTLE), MOST_ROWS + 1))
    rows = [
        dict(zip(_TRIPLE, map(_term, (each.subject, each.predicate, each.object)), strict=True)) for each in triples
    ]
    known = labels(engine, (term for row in rows for term in row.values() if term))
    cells = _cells(engine, rows, _TRIPLE, known)
    return Result(columns=list(_TRIPLE), rows=cells, cut=len(rows) > MOST_ROWS, turtle=turtle.decode())


def _cells(
    engine: QueryEngine, rows: list[dict[str, Term | None]], columns: Sequence[str], known: dict[str, str]
) -> list[list[Value | None]]:
    """The rows that a page shows; classes and properties of others lead to our pages of them."""
    linked = terms(engine).linked
    values = [[_cell(row, name, known) for name in columns] for row in rows[:MOST_ROWS]]
    return [[linked(value) if value else None for value in row] for row in values]


def _cell(row: dict[str, Term | None], name: str, known: dict[str, str]) -> Value | None:
    term = row[name]
    if term is None:
        return None
    given = row.get(name + "Label")
    return Value(term, given.value if given else known.get(term.value, shown(term)))


def _term(term: object) -> Term | None:
    if isinstance(term, ox.Literal):
        return Term(term.value, "literal", term.datatype.value, term.language)
    if isinstance(term, ox.NamedNode | ox.BlankNode):
        kind: Literal["iri", "blank"] = "iri" if isinstance(term, ox.NamedNode) else "blank"
        return Term(term.value, kind)
    return None if term is None else Term(str(term), "literal")


class _TooLargeError(OSError):
    """The answer is longer than a page shows."""


class _Stream(io.RawIOBase):
    """The body of an answer as a file that ends with an error after too many bytes."""

    def __init__(self, answer: Answer) -> None:
        self._body = iter([answer.body] if isinstance(answer.body, bytes) else answer.body)
        self._rest = b""
        self._left = _MOST_BYTES

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: object) -> int:
        view = memoryview(buffer)  # type: ignore[arg-type]
        while not self._rest:
            piece = next(self._body, None)
            if piece is None:
                return 0
            self._left -= len(piece)
            if self._left < 0:
                raise _TooLargeError(f"A page shows at most {_MOST_BYTES >> 20} MiB. Ask for less, or download it.")
            self._rest = piece
        count = min(len(view), len(self._rest))
        view[:count], self._rest = self._rest[:count], self._rest[count:]
        return count
