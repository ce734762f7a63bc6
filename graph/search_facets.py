"""What claims are narrowed down by: tables in which a claim has each of its values and all that stand above them.

A claim has a sector, technology or place where it names it, or one narrower than it or within it, in whatever role.
"""

from __future__ import annotations

import re
import sqlite3
from collections.abc import Iterator, Mapping

import pyoxigraph as ox

from graph.namespaces import ID, ONTOLOGY_GRAPH, PREFIXES

FACETS = ("kind", "claim", "sector", "technology", "direction", "certainty", "document", "place", "year")

_TABLES = """
CREATE TABLE facets(facet TEXT, value TEXT, claim INTEGER, PRIMARY KEY (facet, value, claim)) WITHOUT ROWID;
CREATE INDEX facets_by_claim ON facets(claim, facet, value);
CREATE TABLE facet_values(facet TEXT, value TEXT, label TEXT, PRIMARY KEY (facet, value)) WITHOUT ROWID;
CREATE TABLE facet_above(facet TEXT, value TEXT, above TEXT, PRIMARY KEY (facet, value, above)) WITHOUT ROWID;
"""
_OF_CLAIMS = """
SELECT DISTINCT ?claim ?facet ?value ?label WHERE {
  ?claim kg:gloss ?gloss .
  {
    ?claim a ?class . ?class rdfs:subClassOf kg:Claim ; rdfs:label ?label
    BIND("claim" AS ?facet) BIND(?label AS ?of)
  }
  UNION { ?claim kg:direction ?of . ?of rdfs:label ?label BIND("direction" AS ?facet) }
  UNION { ?claim kg:certainty ?of . ?of rdfs:label ?label BIND("certainty" AS ?facet) }
  UNION { ?claim prov:hadPrimarySource ?of . ?of dcterms:title ?label BIND("document" AS ?facet) }
  BIND(REPLACE(STR(?of), "^.*[/#]", "") AS ?value)
}
"""
# Only a vocabulary's own tree: that a document calls one thing a kind of another is a claim like any other.
_BROADER = f"GRAPH <{ONTOLOGY_GRAPH}> {{ ?thing skos:broader* ?above }}"
_TREES = {
    "sector": f"?thing a kg:Sector . {_BROADER}",
    "technology": f"?thing a kg:Technology . {_BROADER}",
    "place": "?thing a schema:Place ; schema:containedInPlace* ?above",
}
_DATES = "SELECT DISTINCT ?claim ?date WHERE { ?claim kg:gloss ?gloss ; kg:period|kg:citedDate ?date }"
_YEAR = re.compile(r"(?<!\d)\d{4}(?!\d)")
_LONGEST = 200


def write_facets(connection: sqlite3.Connection, store: ox.Store, claims: Mapping[str, int]) -> None:
    """Write the facets of claims, given with their numbers, into an index that has ``things`` and ``mentions``."""
    connection.executescript(_TABLES)
    connection.execute(
        "INSERT INTO facets SELECT DISTINCT 'kind', kind, claim FROM mentions JOIN things ON things.id = thing"
    )
    connection.execute("INSERT INTO facet_values SELECT DISTINCT 'kind', kind, kind FROM things")
    rows, labels = set(), {}
    for claim, facet, value, label in _rows(store, _OF_CLAIMS):
        rows.add((facet, value, claims[claim]))
        labels[facet, value] = label
    for claim, date in _rows(store, _DATES):
        for year in years(date):
            rows.add(("year", str(year), claims[claim]))
            labels["year", str(year)] = str(year)
    tree = sorted(
        (facet, thing.removeprefix(ID), above.removeprefix(ID))
        for facet, pattern in _TREES.items()
        for thing, above in _rows(store, f"SELECT DISTINCT ?thing ?above WHERE {{ {pattern} }}")
    )
    connection.executemany("INSERT INTO facets VALUES (?, ?, ?)", sorted(rows))
    connection.executemany("INSERT INTO facet_above VALUES (?, ?, ?)", tree)
    connection.executemany(
        "INSERT INTO facet_values VALUES (?, ?, ?)", sorted((*key, label) for key, label in labels.items())
    )
    connection.execute(
        "INSERT INTO facet_values SELECT DISTINCT facet, above, label FROM facet_above"
        " JOIN things ON iri = ? || above",
        (ID,),
    )
    trees = ", ".join(f"'{facet}'" for facet in _TREES)
    connection.execute(
        "INSERT INTO facets SELECT DISTINCT facet, above, claim FROM mentions"
        " CROSS JOIN things ON things.id = thing"
        f" CROSS JOIN facet_above ON facet IN ({trees}) AND value = substr(iri, ?)",
        (len(ID) + 1,),
    )
    connection.execute("DELETE FROM facet_above WHERE value = above")


def years(date: str) -> range:
    """The years that a date or a period in EDTF touches; none where it states none."""
    found = [int(year) for year in _YEAR.findall(date)]
    return range(found[0], min(found[-1], found[0] + _LONGEST) + 1) if found else range(0)


def _rows(store: ox.Store, query: str) -> Iterator[tuple[str, ...]]:
    solutions = store.query(query, prefixes=PREFIXES)
    assert isinstance(solutions, ox.QuerySolutions)
    for solution in solutions:
        yield tuple(term.value for term in solution)
