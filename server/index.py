"""The full-text index of the snapshot that is served: entities by name, claims by sentence.

The file never changes, so it is opened read-only and immutable for each question.
"""

from __future__ import annotations

import re
import sqlite3
from collections.abc import Iterator, Sequence
from contextlib import closing, contextmanager
from dataclasses import dataclass

from graph.errors import SnapshotError
from graph.search_names import suggestions
from server.presentation import local
from server.services import services

_ENTITIES = "SELECT iri, kind, label, names, description FROM entities WHERE {where} ORDER BY {order} LIMIT ?"
_KINDS = "SELECT kind, COUNT(*) FROM entities WHERE {where} GROUP BY kind ORDER BY COUNT(*) DESC, kind"
# The very name comes first; then names count more than other names, and those more than descriptions.
RANK = "entities.label = ? COLLATE NOCASE DESC, bm25(entities, 0, 0, 10, 6, 1, 6), entities.label"
_NEAR = 5


@dataclass(frozen=True)
class Hit:
    """An entity that was found."""

    iri: str
    kind: str
    label: str
    names: str
    description: str
    claims: int = 0

    @property
    def href(self) -> str:
        return local(self.iri) or self.iri


def words(query: str) -> list[str]:
    """The words of what somebody typed; signs that mean something to FTS5 are left behind."""
    return re.findall(r"\w+", query)


def all_of(some: Sequence[str]) -> str:
    """An FTS5 expression: each word begins a word of the text."""
    return " ".join(f'"{word}"*' for word in some)


def any_of(some: Sequence[str]) -> str:
    """An FTS5 expression: one of the words begins a word of the text."""
    return " OR ".join(f'"{word}"*' for word in some)


def find_entities(match: str, kind: str, most: int, typed: str = "") -> list[Hit]:
    """Entities that an FTS5 expression finds, best first, perhaps of one kind; no expression finds all.

    What is called exactly as ``typed`` stands before everything else.
    """
    where, values = _where(match, kind)
    order, ranked = (RANK, [typed]) if match else ("label COLLATE NOCASE", [])
    with index() as connection:
        rows = connection.execute(_ENTITIES.format(where=where, order=order), (*values, *ranked, most))
        return [Hit(*row) for row in rows]


def kinds(match: str = "") -> list[tuple[str, int]]:
    """The kinds of the entities found, each with how many, the most first."""
    where, values = _where(match, "")
    with index() as connection:
        return list(connection.execute(_KINDS.format(where=where), values))


def near(name: str) -> list[dict[str, str]]:
    """A few entities with a name that is spelled like ``name``, else with words that begin as its words do: label
    and path of each."""
    name = name.replace("-", " ")
    with index() as connection:
        alike = [(each.label, local(each.iri) or each.iri) for each in suggestions(connection, name, _NEAR)]
    starts = [word[:4] for word in words(name) if len(word) > 2]
    if not alike and starts:
        alike = [(hit.label, hit.href) for hit in find_entities(any_of(starts), "", _NEAR)]
    return [{"label": label, "href": href} for label, href in alike]


@contextmanager
def index() -> Iterator[sqlite3.Connection]:
    """The index of the current snapshot.

    Raises:
        SnapshotError: there is none, or it was made by a version of this program that made other tables.
    """
    path = services().engine.snapshot.search.resolve()
    try:
        with closing(sqlite3.connect(f"{path.as_uri()}?mode=ro&immutable=1", uri=True)) as connection:
            yield connection
    except sqlite3.OperationalError as error:
        if not str(error).startswith(("no such table", "no such column", "unable to open")):
            raise
        raise SnapshotError(
            "the search index of this snapshot is missing or of another version; run 'creativekg build'"
        ) from error


def _where(match: str, kind: str) -> tuple[str, list[str]]:
    conditions = [condition for condition, given in (("entities MATCH ?", match), ("kind = ?", kind)) if given]
    return " AND ".join(conditions) or "1", [given for given in (match, kind) if given]
