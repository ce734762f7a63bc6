"""The kinds of query that servers are asked, each with as many different instances as the data has.

Instances differ in what they ask for, not in spelling only, so that no cache of results answers the second from the
first. They are drawn from the store itself, the same ones each time.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Collection, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import islice
from random import Random
from typing import Literal

import pyoxigraph as ox

from graph.benches.data import GRAPH
from graph.benches.heritage import DC
from graph.namespaces import DCTERMS, EDM, SKOS, XSD

_PREFIXES = {"dc": DC, "dcterms": DCTERMS, "edm": EDM, "skos": SKOS, "xsd": XSD}
_PROLOGUE = "".join(f"PREFIX {prefix}: <{iri}>\n" for prefix, iri in _PREFIXES.items())
_FIRST_DAY, _LAST_DAY = date(1500, 1, 1), date(2019, 12, 31)


class Pools:
    """What the records of a store are about: the things that queries name, each list in an order drawn at random,
    or the most linked first."""

    def __init__(self, store: ox.Store, random: Random) -> None:
        self.random = random
        self._store = store
        self.items = self._shuffled(DC + "identifier", of_subjects=True)
        self.agents = self._shuffled(DC + "creator")
        self.concepts = self._shuffled(DC + "subject")
        self.places = self._shuffled(DCTERMS + "spatial")
        self.languages = self._shuffled(DC + "language")
        self.broad_concepts = self._most_linked(SKOS + "broader", 100)
        self.types = self._most_linked(DC + "type", 20)
        self.providers = self._most_linked(EDM + "dataProvider", 12)
        titles = self._counts(DC + "title")
        self.words = self._in_any_order({word for title in titles for word in title.split()[1:] if len(word) > 4})

    def day(self) -> date:
        return _FIRST_DAY + timedelta(days=self.random.randrange((_LAST_DAY - _FIRST_DAY).days))

    def _shuffled(self, predicate: str, *, of_subjects: bool = False) -> list[str]:
        return self._in_any_order(self._counts(predicate, of_subjects=of_subjects))

    def _most_linked(self, predicate: str, most: int) -> list[str]:
        counts = self._counts(predicate)
        return sorted(counts, key=lambda value: (-counts[value], value))[:most]

    def _in_any_order(self, values: Collection[str]) -> list[str]:
        return self.random.sample(sorted(values), len(values))

    def _counts(self, predicate: str, *, of_subjects: bool = False) -> Counter[str]:
        # The property is scanned here because DISTINCT and ORDER BY over it take the engine ten times as long.
        found = self._store.quads_for_pattern(None, ox.NamedNode(predicate), None, GRAPH)
        nodes = (quad.subject if of_subjects else quad.object for quad in found)
        return Counter(node.value for node in nodes if isinstance(node, ox.NamedNode | ox.Literal))


@dataclass(frozen=True)
class Kind:
    """One kind of query. ``instances`` draws one after the other and may repeat itself or never end.

    ``any_rows`` says that SPARQL leaves open which rows a LIMIT lets through, so that two engines may differ.
    """

    name: str
    form: Literal["select", "ask", "graph"]
    instances: Callable[[Pools], Iterator[str]]
    any_rows: bool = False

    @property
    def accept(self) -> str:
        return "application/n-triples" if self.form == "graph" else "application/sparql-results+json"

    def queries(self, pools: Pools, most: int) -> list[str]:
        """Different queries, at most so many of them."""
        # A pool of pairs may be used up: twenty draws for each query say that it is.
        drawn = islice(self.instances(pools), 20 * most)
        found: dict[str, None] = {}
        for query in drawn:
            found[_PROLOGUE + query] = None
            if len(found) == most:
                break
        return list(found)


def _labels(pools: Pools) -> Iterator[str]:
    for item in pools.items:
        yield f"SELECT ?title WHERE {{ <{item}> dc:title ?title }}"


def _properties(pools: Pools) -> Iterator[str]:
    for item in pools.items:
        yield f"SELECT ?property ?value WHERE {{ <{item}> ?property ?value }}"


def _ask(pools: Pools) -> Iterator[str]:
    for item in pools.items:
        yield f"ASK {{ <{item}> dc:type <{pools.random.choice(pools.types[:4])}> }}"


def _reverse(pools: Pools) -> Iterator[str]:
    for agent in pools.agents:
        yield f"SELECT ?item WHERE {{ ?item dc:creator <{agent}> }}"
    for concept in pools.concepts:
        yield f"SELECT ?item WHERE {{ ?item dc:subject <{concept}> }}"


def _two_hops(pools: Pools) -> Iterator[str]:
    while True:
        concept, language = pools.random.choice(pools.concepts), pools.random.choice(pools.languages)
        yield (
            f"SELECT ?item ?name WHERE {{ ?item dc:subject <{concept}> ; dc:creator ?agent .\n"
            f'  ?agent skos:prefLabel ?name FILTER(LANG(?name) = "{language}") }}'
        )


def _star(pools: Pools) -> Iterator[str]:
    while True:
        kind, begin = pools.random.choice(pools.types), pools.day()
        end = begin + timedelta(days=5000)
        yield (
            f"SELECT ?item ?created ?place ?collection WHERE {{ ?item dc:type <{kind}> ;\n"
            "  dcterms:created ?created ; dcterms:spatial ?place ; dcterms:isPartOf ?collection .\n"
            f'  FILTER(?created >= "{begin}"^^xsd:date && ?created < "{end}"^^xsd:date) }}'
        )


def _path(pools: Pools) -> Iterator[str]:
    while True:
        above, before = pools.random.choice(pools.broad_concepts), pools.day()
        yield (
            f"SELECT ?item ?concept WHERE {{ ?concept skos:broader* <{above}> . ?item dc:subject ?concept ;\n"
            f'  dcterms:created ?created FILTER(?created < "{before}"^^xsd:date) }}'
        )


def _optional(pools: Pools) -> Iterator[str]:
    while True:
        place = pools.random.choice(pools.places)
        one, other = pools.random.sample(pools.languages, 2)
        yield (
            f"SELECT ?item ?title ?description WHERE {{ ?item dcterms:spatial <{place}> ; dc:title ?title .\n"
            f'  FILTER(LANG(?title) = "{one}")\n'
            f'  OPTIONAL {{ ?item dc:description ?description FILTER(LANG(?description) = "{other}") }} }}'
        )


def _count(pools: Pools) -> Iterator[str]:
    while True:
        kind, since = pools.random.choice(pools.types), pools.day()
        yield (
            f"SELECT ?provider (COUNT(?item) AS ?items) WHERE {{ ?item dc:type <{kind}> ;\n"
            "  dcterms:created ?created . ?aggregation edm:aggregatedCHO ?item ; edm:dataProvider ?provider\n"
            f'  FILTER(?created >= "{since}"^^xsd:date) }} GROUP BY ?provider'
        )


def _contains(pools: Pools) -> Iterator[str]:
    for word in pools.words:
        yield (
            "SELECT ?item ?title WHERE { ?item dc:title ?title "
            f'FILTER(CONTAINS(LCASE(STR(?title)), "{word}")) }} LIMIT 20'
        )


def _order(pools: Pools) -> Iterator[str]:
    while True:
        provider, before = pools.random.choice(pools.providers), pools.day()
        yield (
            f"SELECT ?item ?created WHERE {{ ?aggregation edm:dataProvider <{provider}> ;\n"
            "  edm:aggregatedCHO ?item . ?item dcterms:created ?created\n"
            f'  FILTER(?created < "{before}"^^xsd:date) }}\n'
            "ORDER BY DESC(?created) ?item LIMIT 20"
        )


def _construct(pools: Pools) -> Iterator[str]:
    for item in pools.items:
        yield (
            "CONSTRUCT { ?thing ?property ?value } WHERE {\n"
            f"  {{ VALUES ?thing {{ <{item}> }} }} UNION {{ ?thing edm:aggregatedCHO <{item}> }}\n"
            "  ?thing ?property ?value }"
        )


def _large(pools: Pools) -> Iterator[str]:
    while True:
        begin = date(1850, 1, 1) + timedelta(days=pools.random.randrange(10_000))
        end = begin + timedelta(days=22_000)
        yield (
            "SELECT ?item ?title ?created WHERE { ?item dcterms:created ?created ; dc:title ?title\n"
            f'  FILTER(?created >= "{begin}"^^xsd:date && ?created < "{end}"^^xsd:date) }}'
        )


KINDS = (
    Kind("label of an entity", "select", _labels),
    Kind("all properties of an entity", "select", _properties),
    Kind("ASK", "ask", _ask),
    Kind("reverse look-up", "select", _reverse),
    Kind("join over two hops", "select", _two_hops),
    Kind("OPTIONAL and language", "select", _optional),
    Kind("CONSTRUCT of an entity", "graph", _construct),
    Kind("star join with FILTER", "select", _star),
    Kind("property path", "select", _path),
    Kind("ORDER BY … LIMIT", "select", _order),
    Kind("text CONTAINS … LIMIT", "select", _contains, any_rows=True),
    Kind("GROUP BY and COUNT", "select", _count),
    Kind("large result", "select", _large),
)
