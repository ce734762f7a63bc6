"""The search index of a snapshot: SQLite FTS5 over the labels of entities and the glosses of claims."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from pathlib import Path

import pyoxigraph as ox

from graph.namespaces import PREFIXES

_ENTITIES = """
SELECT ?iri (SAMPLE(?class) AS ?kind) (SAMPLE(?preferred) AS ?label)
       (GROUP_CONCAT(DISTINCT ?other; separator=" · ") AS ?names)
       (SAMPLE(?text) AS ?description)
       (GROUP_CONCAT(DISTINCT ?foreign; separator=" · ") AS ?translations) WHERE {
  ?iri skos:prefLabel ?preferred .
  FILTER(LANG(?preferred) = "en")
  FILTER(STRSTARTS(STR(?iri), STR(id:)))
  GRAPH ?graph { ?iri a ?own }
  FILTER(?graph != <https://w3id.org/creativekg/graph/inferred>)
  ?own rdfs:label ?class .
  FILTER(?own != skos:Concept)
  OPTIONAL { ?iri skos:altLabel ?other FILTER(LANG(?other) = "en") }
  OPTIONAL { ?iri skos:prefLabel|skos:altLabel ?foreign FILTER(LANG(?foreign) != "en") }
  OPTIONAL { ?iri dcterms:description|skos:definition ?text }
} GROUP BY ?iri ORDER BY ?iri
"""
_CLAIMS = """
SELECT ?iri ?document ?gloss WHERE { ?iri kg:gloss ?gloss ; prov:hadPrimarySource ?document } ORDER BY ?iri
"""


def write_search_index(store: ox.Store, path: Path) -> None:
    """Write the index of a store into a new SQLite file.

    Tables: ``entities(iri, kind, label, names, description, translations)`` and ``claims(iri, document, gloss)``;
    ``translations`` are the names in other languages. Only the words are indexed, without regard to accents, with
    prefixes of two and three letters.
    """
    connection = sqlite3.connect(path)
    try:
        with connection:
            connection.execute(
                "CREATE VIRTUAL TABLE entities USING fts5(iri UNINDEXED, kind UNINDEXED, label, names, description,"
                " translations, prefix='2 3', tokenize='unicode61 remove_diacritics 2')"
            )
            connection.execute(
                "CREATE VIRTUAL TABLE claims USING fts5(iri UNINDEXED, document UNINDEXED, gloss,"
                " prefix='2 3', tokenize='unicode61 remove_diacritics 2')"
            )
            connection.executemany("INSERT INTO entities VALUES (?, ?, ?, ?, ?, ?)", _rows(store, _ENTITIES))
            connection.executemany("INSERT INTO claims VALUES (?, ?, ?)", _rows(store, _CLAIMS))
            connection.execute("INSERT INTO entities(entities) VALUES ('optimize')")
            connection.execute("INSERT INTO claims(claims) VALUES ('optimize')")
    finally:
        connection.close()


def _rows(store: ox.Store, query: str) -> Iterator[tuple[str, ...]]:
    solutions = store.query(query, prefixes=PREFIXES)
    assert isinstance(solutions, ox.QuerySolutions)
    for solution in solutions:
        yield tuple("" if term is None else term.value for term in solution)
