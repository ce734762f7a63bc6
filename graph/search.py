"""The search index of a snapshot: a SQLite file with full-text tables, names, and what claims are counted by."""

from __future__ import annotations

import sqlite3
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import pyoxigraph as ox

from graph.namespaces import PREFIXES
from graph.search_facets import write_facets
from graph.search_names import Name, write_names, write_words

_THINGS = """
SELECT ?iri (MIN(STR(?class)) AS ?kind) (MIN(STR(?preferred)) AS ?label) (MIN(STR(?text)) AS ?description) WHERE {
  ?iri skos:prefLabel ?preferred .
  FILTER(LANG(?preferred) = "en")
  FILTER(STRSTARTS(STR(?iri), STR(id:)))
  GRAPH ?graph { ?iri a ?own }
  FILTER(?graph != <https://w3id.org/creativekg/graph/inferred>)
  ?own rdfs:label ?class .
  FILTER(?own != skos:Concept)
  OPTIONAL { ?iri dcterms:description|skos:definition ?text }
} GROUP BY ?iri ORDER BY ?iri
"""
_NAMES = "SELECT ?iri ?name WHERE { ?iri #PROPERTY ?name FILTER(STRSTARTS(STR(?iri), STR(id:))) }"
_CLAIMS = """
SELECT ?iri ?document ?gloss WHERE { ?iri kg:gloss ?gloss ; prov:hadPrimarySource ?document } ORDER BY ?iri
"""
_MENTIONS = """
SELECT DISTINCT ?claim ?thing WHERE {
  ?claim kg:gloss ?gloss ; ?role ?thing FILTER(STRSTARTS(STR(?thing), STR(id:)))
}
"""
_TABLES = """
CREATE TABLE things(
  id INTEGER PRIMARY KEY, iri TEXT UNIQUE, kind TEXT, label TEXT, description TEXT, claims INTEGER);
CREATE TABLE mentions(claim INTEGER, thing INTEGER, PRIMARY KEY (claim, thing)) WITHOUT ROWID;
CREATE INDEX mentions_by_thing ON mentions(thing, claim);
CREATE VIRTUAL TABLE entities USING fts5(
  iri UNINDEXED, kind UNINDEXED, label, names, description, translations,
  prefix='2 3', tokenize='unicode61 remove_diacritics 2');
CREATE VIRTUAL TABLE claims USING fts5(
  iri UNINDEXED, document UNINDEXED, gloss, prefix='2 3', tokenize='unicode61 remove_diacritics 2');
"""


@dataclass
class _Thing:
    """What is indexed of a thing: its names in English besides its label, and all names in other languages."""

    id: int
    iri: str
    kind: str
    label: str
    description: str
    other: list[str] = field(default_factory=list)
    foreign: list[str] = field(default_factory=list)

    def row(self) -> tuple[int | str, ...]:
        names = (" · ".join(dict.fromkeys(each)) for each in (self.other, self.foreign))
        other, foreign = names
        return self.id, self.iri, self.kind, self.label, other, self.description, foreign


def write_search_index(store: ox.Store, path: Path) -> None:
    """Write the index of a store into a new SQLite file; the same store gives the same file.

    ``things`` and ``claims`` number what can be found, ``mentions`` says which claim names which thing.
    ``entities`` and ``claims`` are full-text tables, without regard to accents, with prefixes of two and three
    letters. Facets are those of :mod:`graph.search_facets`, names those of :mod:`graph.search_names`.
    """
    things = {
        iri: _Thing(number, iri, kind, label, description)
        for number, (iri, kind, label, description) in enumerate(_rows(store, _THINGS), 1)
    }
    claims = list(_rows(store, _CLAIMS))
    numbers = {claim[0]: number for number, claim in enumerate(claims, 1)}
    mentions = sorted(
        (numbers[claim], things[thing].id)
        for claim, thing in _rows(store, _MENTIONS)
        if claim in numbers and thing in things
    )
    count = Counter(thing for _, thing in mentions)
    names = _names(store, things, count)
    connection = sqlite3.connect(path)
    try:
        connection.executescript(_TABLES)
        with connection:
            connection.executemany(
                "INSERT INTO things VALUES (?, ?, ?, ?, ?, ?)",
                (
                    (each.id, each.iri, each.kind, each.label, each.description, count[each.id])
                    for each in things.values()
                ),
            )
            connection.executemany("INSERT INTO mentions VALUES (?, ?)", mentions)
            connection.executemany(
                "INSERT INTO entities(rowid, iri, kind, label, names, description, translations)"
                " VALUES (?, ?, ?, ?, ?, ?, ?)",
                (each.row() for each in things.values()),
            )
            connection.executemany(
                "INSERT INTO claims(rowid, iri, document, gloss) VALUES (?, ?, ?, ?)",
                ((number, *claim) for number, claim in enumerate(claims, 1)),
            )
            connection.execute("INSERT INTO entities(entities) VALUES ('optimize')")
            connection.execute("INSERT INTO claims(claims) VALUES ('optimize')")
            write_facets(connection, store, numbers)
            write_names(connection, names)
            descriptions = [thing.description for thing in things.values()]
            write_words(connection, [name.text for name in names], [claim[2] for claim in claims], descriptions)
    finally:
        connection.close()


def _names(store: ox.Store, things: dict[str, _Thing], count: Counter[int]) -> list[Name]:
    """All names of things, which come to know them."""
    names = []
    for rank, name in ((0, "skos:prefLabel"), (1, "skos:altLabel")):
        for iri, text in sorted(_solutions(store, _NAMES.replace("#PROPERTY", name)), key=str):
            thing = things.get(iri.value)
            if thing is not None and isinstance(text, ox.Literal):
                language = text.language or ""
                foreign = language != "en"
                if foreign or rank:
                    (thing.foreign if foreign else thing.other).append(text.value)
                names.append(Name(thing.id, text.value, language, 2 if foreign else rank, count[thing.id]))
    return names


def _rows(store: ox.Store, query: str) -> Iterator[tuple[str, ...]]:
    for solution in _solutions(store, query):
        yield tuple("" if term is None else term.value for term in solution)


def _solutions(store: ox.Store, query: str) -> ox.QuerySolutions:
    solutions = store.query(query, prefixes=PREFIXES)
    assert isinstance(solutions, ox.QuerySolutions)
    return solutions
