"""The labels of what a page shows, looked up once for all of it: joined to each row they cost most of a query."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from server.engine import QueryEngine, Term, select
from server.presentation import LABEL_PATTERN, PROLOGUE, Thing, things

# Some way below the length that a query may have.
_MOST_CHARACTERS = 80_000
_LABELS = f"{PROLOGUE}\nSELECT ?value ?label WHERE {{ VALUES ?value {{ #VALUES }} {LABEL_PATTERN} }}"


def described(engine: QueryEngine, query: str, **bindings: Term) -> dict[str, Thing]:
    """The nodes of a query with the columns ``node``, ``property`` and ``value``; each value has its English label.

    Raises:
        Problem: the engine could not answer.
    """
    rows = select(engine, query, **bindings)
    known = labels(engine, (row["value"] for row in rows))
    for row in rows:
        if row["value"].kind == "iri" and row["value"].value in known:
            row["label"] = Term(known[row["value"].value], "literal")
    return things(rows)


def labels(engine: QueryEngine, terms: Iterable[Term]) -> dict[str, str]:
    """The English labels of the IRIs among some terms, by IRI; what has none is left out.

    Raises:
        Problem: the engine could not answer.
    """
    names = dict.fromkeys(term.value for term in terms if term.kind == "iri")
    found: dict[str, str] = {}
    for batch in _batches(names):
        for row in select(engine, _LABELS.replace("#VALUES", batch)):
            if "label" in row:
                found.setdefault(row["value"].value, row["label"].value)
    return found


def _batches(names: Iterable[str]) -> Iterator[str]:
    """The IRIs as SPARQL has them, as many together as fit into a query; those that it cannot hold are left out."""
    written: list[str] = []
    length = 0
    for name in names:
        try:
            text = Term(name, "iri").sparql()
        except ValueError:
            continue
        if written and length + len(text) > _MOST_CHARACTERS:
            yield " ".join(written)
            written, length = [], 0
        written.append(text)
        length += len(text) + 1
    if written:
        yield " ".join(written)
