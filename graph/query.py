"""Questions at the command line: the current snapshot in this process, or a SPARQL endpoint over HTTP."""

from __future__ import annotations

import re
import sys
from collections.abc import Iterator
from pathlib import Path
from urllib.error import URLError

import pyoxigraph as ox

import queries
from graph import snapshot as snapshots
from graph.errors import CreativeKGError, InputError, QueryError, SnapshotError
from graph.namespaces import PREFIXES

FORMATS = {
    "json": "application/sparql-results+json",
    "csv": "text/csv",
    "tsv": "text/tab-separated-values",
    "xml": "application/sparql-results+xml",
    "turtle": "text/turtle",
}


def questions() -> Iterator[tuple[str, str]]:
    """Name and summary of each ready question."""
    for file in sorted(queries.FOLDER.glob("*.rq")):
        summary = re.search(r"^#\+ summary: (.+)$", file.read_text(encoding="utf-8"), re.MULTILINE)
        yield file.stem, summary[1] if summary else ""


def text(given: str | None, file: Path | None, question: str | None) -> str:
    """The query from exactly one of its three sources.

    Raises:
        QueryError: none or several are given, or there is no such question.
        InputError: the file cannot be read.
    """
    if sum(source is not None for source in (given, file, question)) != 1:
        raise QueryError("give one query: as text, with --file or with --question")
    if given is not None:
        return given
    if question is not None:
        file = queries.FOLDER / f"{question}.rq"
        if question not in dict(questions()):
            raise QueryError(f"there is no question {question!r}; 'creativekg query --question list' lists them")
    assert file is not None
    if str(file) == "-":
        return sys.stdin.read()
    try:
        return file.read_text(encoding="utf-8")
    except OSError as error:
        raise InputError(f"cannot read the file ({error.strerror})", file=file) from error
    except UnicodeDecodeError as error:
        raise InputError(f"not UTF-8 at byte {error.start}", file=file) from error


def ask_snapshot(home: Path, query: str, form: str) -> str:
    """Evaluate a query of the person at this keyboard on the current snapshot, in this process.

    Raises:
        SnapshotError: there is no snapshot, or it cannot be opened.
        QueryError: the query is not SPARQL, or its result has no such format.
    """
    snapshot = snapshots.current(home)
    try:
        store = ox.Store.read_only(str(snapshot.store))
    except OSError as error:
        raise SnapshotError(f"{snapshot.path}: cannot be opened ({error})") from error
    try:
        result = store.query(query, prefixes=PREFIXES)
    except SyntaxError as error:
        raise QueryError(f"not SPARQL: {error.msg}") from error
    if form == "turtle":
        if not isinstance(result, ox.QueryTriples):
            raise QueryError("turtle is for CONSTRUCT and DESCRIBE; choose table, json, csv, tsv or xml")
        return _turtle(result)
    if isinstance(result, ox.QueryTriples):
        if form != "table":
            raise QueryError(f"{form} is for SELECT and ASK; choose turtle")
        return _turtle(result)
    if form == "table":
        return _table(result)
    encoded = result.serialize(format=ox.QueryResultsFormat.from_media_type(FORMATS[form]))
    assert encoded is not None
    return encoded.decode()


def _turtle(triples: ox.QueryTriples) -> str:
    encoded = ox.serialize(triples, format=ox.RdfFormat.TURTLE, prefixes=PREFIXES)
    assert encoded is not None
    return encoded.decode()


def ask_endpoint(endpoint: str, query: str, form: str) -> str:
    """Send a query to a SPARQL endpoint; a table is made from its JSON.

    Raises:
        CreativeKGError: the endpoint cannot be reached or refuses the query.
    """
    from SPARQLWrapper import SPARQLWrapper
    from SPARQLWrapper.SPARQLExceptions import SPARQLWrapperException

    wrapper = SPARQLWrapper(endpoint, agent="creativekg")
    wrapper.setQuery(_declared(query))
    wrapper.setMethod("POST")
    wrapper.addCustomHttpHeader("Accept", FORMATS["json" if form == "table" else form])
    try:
        body: bytes = wrapper.query().response.read()
    except (SPARQLWrapperException, URLError, ValueError) as error:
        raise CreativeKGError(f"{endpoint}: {error}") from error
    if form != "table":
        return body.decode()
    try:
        result = ox.parse_query_results(body, format=ox.QueryResultsFormat.JSON)
    except (SyntaxError, ValueError) as error:
        raise CreativeKGError(f"{endpoint}: the answer is not SPARQL results in JSON ({error})") from error
    return _table(result)


def _declared(query: str) -> str:
    """The query with those of our prefixes declared that it uses and does not declare itself."""
    missing = [
        f"PREFIX {prefix}: <{iri}>\n"
        for prefix, iri in PREFIXES.items()
        if re.search(rf"\b{prefix}:", query) and not re.search(rf"PREFIX\s+{prefix}:", query, re.IGNORECASE)
    ]
    return "".join(missing) + query


_WIDEST = 60


def _table(result: ox.QuerySolutions | ox.QueryBoolean) -> str:
    if isinstance(result, ox.QueryBoolean):
        return "yes" if result else "no"
    heads = [variable.value for variable in result.variables]
    rows = [[_shown(term) for term in solution] for solution in result]
    widths = [max(len(row[i]) for row in [heads, *rows]) for i in range(len(heads))]
    lines = [heads, ["─" * width for width in widths], *rows]
    table = [
        "  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip() for row in lines
    ]
    return "\n".join([*table, f"({len(rows)} {'row' if len(rows) == 1 else 'rows'})"])


def _shown(term: ox.NamedNode | ox.BlankNode | ox.Literal | ox.Triple | None) -> str:
    if term is None:
        return ""
    if isinstance(term, ox.NamedNode):
        for prefix, iri in PREFIXES.items():
            if term.value.startswith(iri):
                return f"{prefix}:{term.value.removeprefix(iri)}"
        return f"<{term.value}>"
    text = " ".join(term.value.split()) if isinstance(term, ox.Literal) else str(term)
    return text if len(text) <= _WIDEST else text[: _WIDEST - 1] + "…"
