"""The full-text index of the snapshot that is served: entities by name, claims by sentence.

The file never changes, so it is opened read-only and immutable for each question.
"""

from __future__ import annotations

import re
import sqlite3
from collections.abc import Iterator, Sequence
from contextlib import closing, contextmanager
from dataclasses import dataclass

from server.presentation import local
from server.services import services

_ENTITIES = "SELECT iri, kind, label, names, description FROM entities WHERE {where} ORDER BY {order} LIMIT ?"
_CLAIMS = "SELECT iri FROM claims WHERE claims MATCH ? ORDER BY rank LIMIT ?"
_KINDS = "SELECT kind, COUNT(*) FROM entities WHERE {where} GROUP BY kind ORDER BY COUNT(*) DESC, kind"
# The very name comes first; then names count more than other names, and those more than descriptions.
_RANK = "label = ? COLLATE NOCASE DESC, bm25(entities, 0, 0, 10, 6, 1, 6), label"
_NEAR = 5


@dataclass(frozen=True)
class Hit:
    """An entity that was found."""

    iri: str
    kind: str
    label: str
    names: str
    description: str

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
    order, ranked = (_RANK, [typed]) if match else ("label COLLATE NOCASE", [])
    with _index() as index:
        return [
            Hit(*row) for row in index.execute(_ENTITIES.format(where=where, order=order), (*values, *ranked, most))
        ]


def find_claims(match: str, most: int) -> list[str]:
    """The IRIs of claims that an FTS5 expression finds, best first."""
    with _index() as index:
        return [row[0] for row in index.execute(_CLAIMS, (match, most))]


def kinds(match: str = "") -> list[tuple[str, int]]:
    """The kinds of the entities found, each with how many, the most first."""
    where, values = _where(match, "")
    with _index() as index:
        return list(index.execute(_KINDS.format(where=where), values))


def near(name: str) -> list[dict[str, str]]:
    """Entities whose names begin with the same letters as a word of ``name``: label and path of a few of them."""
    starts = [word[:4] for word in words(name.replace("-", " ")) if len(word) > 2]
    if not starts:
        return []
    return [{"label": hit.label, "href": hit.href} for hit in find_entities(any_of(starts), "", _NEAR)]


@contextmanager
def _index() -> Iterator[sqlite3.Connection]:
    path = services().engine.snapshot.search.resolve()
    with closing(sqlite3.connect(f"{path.as_uri()}?mode=ro&immutable=1", uri=True)) as connection:
        yield connection


def _where(match: str, kind: str) -> tuple[str, list[str]]:
    conditions = [condition for condition, given in (("entities MATCH ?", match), ("kind = ?", kind)) if given]
    return " AND ".join(conditions) or "1", [given for given in (match, kind) if given]
