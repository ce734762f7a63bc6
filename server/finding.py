"""What a selection finds in the index: things by their names, claims by their sentences, both by what claims are
counted by.

A thing has what the claims that name it have: it is found where one claim has all that is chosen.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Mapping

from server.index import RANK, Hit

Chosen = Mapping[str, tuple[str, ...]]
Sql = tuple[str, list[str]]

_HITS = "SELECT things.iri, things.kind, things.label, names, things.description, things.claims FROM things"


def claims_with(match: str, chosen: Chosen) -> Sql:
    """SQL for the numbers of the claims that an FTS5 expression finds and that have a chosen value of each
    facet."""
    parts: list[Sql] = [("SELECT rowid FROM claims WHERE claims MATCH ?", [match])] if match else []
    for facet, values in chosen.items():
        some = ", ".join("?" * len(values))
        parts.append((f"SELECT claim FROM facets WHERE facet = ? AND value IN ({some})", [facet, *values]))
    parts = parts or [("SELECT rowid FROM claims", [])]
    return " INTERSECT ".join(sql for sql, _ in parts), [value for _, values in parts for value in values]


def things_with(match: str, chosen: Chosen) -> Sql:
    """SQL for the numbers of things, likewise; their kind is their own, all else their claims'."""
    conditions: list[Sql] = [("1", [])]
    if match:
        conditions.append(("id IN (SELECT rowid FROM entities WHERE entities MATCH ?)", [match]))
    if values := chosen.get("kind"):
        conditions.append((f"kind IN ({', '.join('?' * len(values))})", list(values)))
    if rest := {facet: values for facet, values in chosen.items() if facet != "kind"}:
        claims, given = claims_with("", rest)
        conditions.append((f"id IN (SELECT thing FROM mentions WHERE claim IN ({claims}))", given))
    where = " AND ".join(sql for sql, _ in conditions)
    return f"SELECT id FROM things WHERE {where}", [value for _, values in conditions for value in values]


def total(index: sqlite3.Connection, of: str, match: str, chosen: Chosen) -> int:
    """How many things or claims there are."""
    sql, values = (things_with if of == "things" else claims_with)(match, chosen)
    (count,) = index.execute(f"SELECT COUNT(*) FROM ({sql})", values).fetchone()
    return int(count)


def find_things(
    index: sqlite3.Connection, match: str, chosen: Chosen, typed: str, first: int, most: int
) -> list[Hit]:
    """Things, best first; without an expression by their labels. What is called exactly as typed comes first."""
    sql, values = things_with("", chosen)
    if match:
        query = (
            f"{_HITS} JOIN entities ON entities.rowid = things.id WHERE entities MATCH ? AND things.id IN ({sql})"
        )
        order, given = RANK, [match, *values, typed]
    else:
        query = f"{_HITS} JOIN entities ON entities.rowid = things.id WHERE things.id IN ({sql})"
        order, given = "things.label COLLATE NOCASE", values
    rows = index.execute(f"{query} ORDER BY {order}, things.id LIMIT ? OFFSET ?", (*given, most, first))
    return [Hit(*row) for row in rows]


def find_claims(index: sqlite3.Connection, match: str, chosen: Chosen, first: int, most: int) -> list[str]:
    """The IRIs of claims, best first; without an expression in the order of their numbers."""
    sql, values = claims_with("", chosen)
    query, order = f"SELECT iri FROM claims WHERE rowid IN ({sql})", "rowid"
    if match:
        query, order, values = f"{query} AND claims MATCH ?", "rank, rowid", [*values, match]
    rows = index.execute(f"{query} ORDER BY {order} LIMIT ? OFFSET ?", (*values, most, first))
    return [row[0] for row in rows]
