"""Records of cultural heritage as the Europeana Data Model (EDM) has them, made up: the same ones each time.

Providers, collections, agents, places, time spans and a tree of concepts come first, then records that link to
them: an object (``edm:ProvidedCHO``) with titles and descriptions in several languages, its aggregation
(``ore:Aggregation``), and the files that show it (``edm:WebResource``). A few things have most of the links, as in
real collections.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from itertools import combinations, islice
from random import Random

import pyoxigraph as ox

from graph.benches.words import LANGUAGES, Lexicon, Skewed
from graph.namespaces import DCTERMS, EDM, FOAF, OWL, RDF, SKOS, XSD

BASE = "https://heritage.example/"
DC = "http://purl.org/dc/elements/1.1/"
DCMITYPE = "http://purl.org/dc/dcmitype/"
ORE = "http://www.openarchives.org/ore/terms/"
EBUCORE = "http://www.ebu.ch/metadata/ontologies/ebucore/ebucore#"
WGS84 = "http://www.w3.org/2003/01/geo/wgs84_pos#"
RDAGR2 = "http://rdvocab.info/ElementsGr2/"
FEWEST = 5000

_RIGHTS = Skewed(
    [
        "http://rightsstatements.org/vocab/InC/1.0/",
        "http://creativecommons.org/publicdomain/mark/1.0/",
        "http://creativecommons.org/licenses/by-nc-sa/4.0/",
        "http://creativecommons.org/licenses/by/4.0/",
        "http://creativecommons.org/publicdomain/zero/1.0/",
        "http://rightsstatements.org/vocab/NoC-NC/1.0/",
    ]
)
_MEDIA = Skewed(
    [("IMAGE", "image/jpeg"), ("TEXT", "application/pdf"), ("VIDEO", "video/mp4"), ("SOUND", "audio/mpeg")], 2
)
_TOP_CONCEPTS = 8
_TYPES = 80
_DECADES = range(1500, 2020, 10)

Triples = list[ox.Triple]


def heritage(statements: int, concepts: Sequence[str], seed: int = 1) -> Iterator[ox.Triple]:
    """Exactly so many different statements.

    Args:
        statements: at least :data:`FEWEST`.
        concepts: IRIs of concepts that records have among their subjects.

    Raises:
        ValueError: too few statements, or no concepts.
    """
    if statements < FEWEST or not concepts:
        raise ValueError(f"heritage records take {FEWEST:,} statements or more and a concept to link to")
    return islice(_without_end(statements, concepts, Random(seed)), statements)


def _without_end(statements: int, concepts: Sequence[str], random: Random) -> Iterator[ox.Triple]:
    made = 0
    world = _World(statements, concepts, random)
    for thing in world.things():
        made += len(thing)
        yield from thing
    number = 0
    while made + len(record := world.record(number)) <= statements:
        made += len(record)
        yield from record
        number += 1
    # A part of a record would be one that breaks EDM, so links between whole ones make up the number.
    for one, other in combinations(range(number), 2):
        yield _triple(_node("item", one), EDM + "isRelatedTo", _node("item", other))


class _World:
    """What records link to, in numbers that grow with the statements asked for."""

    def __init__(self, statements: int, concepts: Sequence[str], random: Random) -> None:
        self.random = random
        self.lexicons = {language: Lexicon(language, random) for language in LANGUAGES}
        self.languages = Skewed(LANGUAGES, 0.8)
        self.sizes = {
            "provider": max(10, statements // 10_000),
            "collection": max(20, statements // 2_000),
            "agent": max(20, statements // 250),
            "place": max(20, statements // 1_000),
            "concept": max(40, statements // 500),
            "type": _TYPES,
        }
        self.pools = {kind: self._skewed(kind, size) for kind, size in self.sizes.items()}
        self.ours = Skewed(random.sample(concepts, len(concepts)))

    def things(self) -> Iterator[Triples]:
        """All that records link to, a thing at a time."""
        makers: dict[str, Callable[[int], Triples]] = {
            "provider": self._provider,
            "collection": self._collection,
            "agent": self._agent,
            "place": self._place,
            "concept": self._concept,
            "type": self._type,
        }
        for kind, make in makers.items():
            for number in range(self.sizes[kind]):
                yield _distinct(make(number))
        for decade in _DECADES:
            yield self._time_span(decade)

    def record(self, number: int) -> Triples:
        """An object, its aggregation, and one to three files that show it."""
        kind, media_type = _MEDIA.one(self.random)
        rights = ox.NamedNode(_RIGHTS.one(self.random))
        files = [_node("file", f"{number}-{each}") for each in range(self.random.choice((1, 1, 2, 3)))]
        return _distinct(
            [
                *self._object(number, kind),
                *self._aggregation(number, files, rights),
                *(triple for file in files for triple in self._file(file, media_type, rights)),
            ]
        )

    def _object(self, number: int, kind: str) -> Triples:
        random, item = self.random, _node("item", number)
        language = self.languages.one(random)
        languages = list(dict.fromkeys([language, *self.languages.some(random, random.choice((0, 1, 1, 2)))]))
        decade = int(random.triangular(_DECADES[0], _DECADES[-1], 1900)) // 10 * 10
        created = f"{decade + random.randrange(10)}-{random.randint(1, 12):02}-{random.randint(1, 28):02}"
        rows = [
            _triple(item, RDF + "type", ox.NamedNode(EDM + "ProvidedCHO")),
            _triple(item, DC + "identifier", ox.Literal(f"{random.randint(1, 999)}.{number}")),
            _triple(item, DC + "language", ox.Literal(language)),
            _triple(item, DC + "date", ox.Literal(f"ca. {decade}")),
            _triple(item, DCTERMS + "created", _typed(created, "date")),
            _triple(item, DCTERMS + "temporal", _node("timespan", decade)),
            _triple(
                item, DCTERMS + "extent", ox.Literal(f"{random.randint(5, 250)} x {random.randint(5, 250)} cm")
            ),
            _triple(item, DCTERMS + "isPartOf", self.pools["collection"].one(random)),
            _triple(item, EDM + "type", ox.Literal(kind)),
        ]
        rows += [_triple(item, DC + "title", self._text(each, 3, 9)) for each in languages]
        rows += [_triple(item, DC + "description", self._text(each, 12, 60)) for each in languages[:2]]
        rows += self._links(item, DC + "type", "type", (1, 1, 2))
        rows += self._links(item, DC + "subject", "concept", (1, 2, 3, 4))
        rows += self._links(item, DC + "creator", "agent", (0, 1, 1, 1, 1, 2))
        rows += self._links(item, DC + "contributor", "agent", (0, 0, 0, 1))
        rows += self._links(item, DCTERMS + "spatial", "place", (0, 1, 1, 2))
        if random.random() < 0.7:
            rows.append(_triple(item, DC + "subject", ox.NamedNode(self.ours.one(random))))
        return rows

    def _aggregation(self, number: int, files: list[ox.NamedNode], rights: ox.NamedNode) -> Triples:
        node = _node("aggregation", number)
        provider, aggregator = self.pools["provider"].some(self.random, 2)
        return [
            _triple(node, RDF + "type", ox.NamedNode(ORE + "Aggregation")),
            _triple(node, EDM + "aggregatedCHO", _node("item", number)),
            _triple(node, EDM + "dataProvider", provider),
            _triple(node, EDM + "provider", aggregator),
            _triple(node, EDM + "isShownAt", _node("page", number)),
            _triple(node, EDM + "isShownBy", files[0]),
            _triple(node, EDM + "object", files[0]),
            _triple(node, EDM + "rights", rights),
            *(_triple(node, EDM + "hasView", file) for file in files[1:]),
        ]

    def _file(self, file: ox.NamedNode, media_type: str, rights: ox.NamedNode) -> Triples:
        random = self.random
        return [
            _triple(file, RDF + "type", ox.NamedNode(EDM + "WebResource")),
            _triple(file, DC + "format", ox.Literal(media_type)),
            _triple(file, EDM + "rights", rights),
            _triple(file, EBUCORE + "fileByteSize", _typed(random.randint(20_000, 30_000_000), "integer")),
            _triple(file, EBUCORE + "width", _typed(random.randint(300, 8000), "integer")),
            _triple(file, EBUCORE + "height", _typed(random.randint(300, 8000), "integer")),
        ]

    def _provider(self, number: int) -> Triples:
        node = _node("provider", number)
        return [
            _triple(node, RDF + "type", ox.NamedNode(FOAF + "Organization")),
            _triple(node, EDM + "country", ox.Literal(self.languages.one(self.random))),
            *self._labels(node, 2, names=True),
        ]

    def _collection(self, number: int) -> Triples:
        node = _node("collection", number)
        return [
            _triple(node, RDF + "type", ox.NamedNode(DCMITYPE + "Collection")),
            *self._labels(node, 1, names=True),
        ]

    def _agent(self, number: int) -> Triples:
        random, node = self.random, _node("agent", number)
        born = random.randint(1480, 1980)
        return [
            _triple(node, RDF + "type", ox.NamedNode(EDM + "Agent")),
            _triple(node, RDAGR2 + "dateOfBirth", ox.Literal(str(born))),
            _triple(node, RDAGR2 + "dateOfDeath", ox.Literal(str(born + random.randint(20, 95)))),
            _triple(node, RDAGR2 + "placeOfBirth", self.pools["place"].one(random)),
            _triple(node, OWL + "sameAs", ox.NamedNode(f"https://authority.example/{random.randrange(10**9)}")),
            *self._labels(node, 3, names=True),
        ]

    def _place(self, number: int) -> Triples:
        random, node = self.random, _node("place", number)
        return [
            _triple(node, RDF + "type", ox.NamedNode(EDM + "Place")),
            _triple(node, WGS84 + "lat", _typed(f"{random.uniform(36, 66):.4f}", "decimal")),
            _triple(node, WGS84 + "long", _typed(f"{random.uniform(-9, 30):.4f}", "decimal")),
            *self._labels(node, 4, names=True),
            *([_triple(node, DCTERMS + "isPartOf", _node("place", random.randrange(number)))] if number else []),
        ]

    def _concept(self, number: int) -> Triples:
        random, node = self.random, _node("concept", number)
        rows = [
            _triple(node, RDF + "type", ox.NamedNode(SKOS + "Concept")),
            _triple(node, SKOS + "inScheme", _node("scheme", "subjects")),
            _triple(node, SKOS + "notation", ox.Literal(f"{number:05}")),
            *self._labels(node, 4),
        ]
        if number >= _TOP_CONCEPTS:
            rows.append(_triple(node, SKOS + "broader", _node("concept", random.randrange(number))))
            rows.append(_triple(node, SKOS + "related", _node("concept", random.randrange(number))))
        if random.random() < 0.1:
            rows.append(_triple(node, SKOS + "closeMatch", ox.NamedNode(self.ours.one(random))))
        return rows

    def _type(self, number: int) -> Triples:
        node = _node("type", number)
        return [
            _triple(node, RDF + "type", ox.NamedNode(SKOS + "Concept")),
            _triple(node, SKOS + "inScheme", _node("scheme", "types")),
            *self._labels(node, 4),
        ]

    def _time_span(self, decade: int) -> Triples:
        node = _node("timespan", decade)
        return [
            _triple(node, RDF + "type", ox.NamedNode(EDM + "TimeSpan")),
            _triple(node, EDM + "begin", ox.Literal(str(decade))),
            _triple(node, EDM + "end", ox.Literal(str(decade + 9))),
            _triple(node, SKOS + "prefLabel", ox.Literal(f"{decade}s", language="en")),
        ]

    def _labels(self, node: ox.NamedNode, languages: int, names: bool = False) -> Triples:
        """A preferred label in English and in a few more languages, and another name in one of them."""
        chosen = ["en", *self.random.sample([each for each in LANGUAGES if each != "en"], languages - 1)]
        labels = [
            ox.Literal(self.lexicons[each].name(self.random, 2), language=each) if names else self._text(each, 1, 3)
            for each in [*chosen, chosen[-1]]
        ]
        preferred = [_triple(node, SKOS + "prefLabel", label) for label in labels[:-1]]
        return [*preferred, _triple(node, SKOS + "altLabel", labels[-1])]

    def _links(self, item: ox.NamedNode, predicate: str, kind: str, counts: Sequence[int]) -> Triples:
        found = self.pools[kind].some(self.random, self.random.choice(counts))
        return [_triple(item, predicate, each) for each in found]

    def _text(self, language: str, shortest: int, longest: int) -> ox.Literal:
        return ox.Literal(self.lexicons[language].phrase(self.random, shortest, longest), language=language)

    def _skewed(self, kind: str, size: int) -> Skewed[ox.NamedNode]:
        """Shuffled, so that a concept is not the more popular the nearer it is to the top of the tree."""
        nodes = [_node(kind, number) for number in range(size)]
        return Skewed(self.random.sample(nodes, size))


def _distinct(triples: Triples) -> Triples:
    return list(dict.fromkeys(triples))


def _node(kind: str, name: object) -> ox.NamedNode:
    return ox.NamedNode(f"{BASE}{kind}/{name}")


def _triple(subject: ox.NamedNode, predicate: str, value: ox.NamedNode | ox.Literal) -> ox.Triple:
    return ox.Triple(subject, ox.NamedNode(predicate), value)


def _typed(value: object, name: str) -> ox.Literal:
    return ox.Literal(str(value), datatype=ox.NamedNode(XSD + name))
