"""``/scheme``: the vocabularies; ``/scheme/NAME``: one as a tree, with how many claims name each concept."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator
from dataclasses import dataclass

from flask import Blueprint, Response, render_template

from graph.namespaces import BASE, DCTERMS, KG, LINKS_GRAPH, ONTOLOGY_GRAPH, OWL, SKOS
from server.cached import per_snapshot
from server.engine import QueryEngine, iri, select
from server.presentation import PROLOGUE, Thing, Value, things
from server.representations import Requested, not_found, requested, respond
from server.services import services

blueprint = Blueprint("scheme", __name__)

COLUMNS = ("concept", "label", "broader", "level", "definition", "other_names", "labels", "claims")
INDEX_COLUMNS = ("scheme", "title", "definition", "concepts", "levels", "version", "licence")
_ABOVE, _RELATED = KG + "above", KG + "beside"
_SCHEMES = f"""{PROLOGUE}
SELECT ?node ?property ?value WHERE {{ GRAPH ?ontology {{ ?node a skos:ConceptScheme ; ?property ?value }} }}"""
_CONCEPTS = f"""{PROLOGUE}
SELECT ?node ?property ?value ?label WHERE {{
  {{ ?node skos:inScheme ?entity ; ?property ?value
     FILTER(?property IN (skos:prefLabel, skos:altLabel, skos:definition, skos:scopeNote)) }}
  UNION {{ GRAPH ?ontology {{ ?node skos:inScheme ?entity ; skos:broader ?value }} BIND(?above AS ?property) }}
  UNION {{
    GRAPH ?ontology {{
      ?node skos:inScheme ?entity . {{ ?node skos:related ?value }} UNION {{ ?value skos:related ?node }}
      ?value skos:prefLabel ?label
    }}
    FILTER(LANG(?label) = "en") BIND(?beside AS ?property)
  }}
}}"""
_CLAIMS = f"""{PROLOGUE}
SELECT ?concept (COUNT(DISTINCT ?claim) AS ?claims) WHERE {{
  ?concept skos:inScheme ?entity . ?claim ?role ?concept ; kg:gloss ?gloss
}} GROUP BY ?concept"""
# Labels in other languages lie in graphs that carry the licence of the vocabulary they come from.
_LABELS = f"""{PROLOGUE}
SELECT ?graph ?title ?rights (COUNT(DISTINCT ?concept) AS ?concepts) WHERE {{
  GRAPH ?ontology {{ ?concept skos:inScheme ?entity }}
  GRAPH ?graph {{ ?concept skos:prefLabel ?other . ?graph dcterms:title ?title ; dcterms:rights ?rights }}
}} GROUP BY ?graph ?title ?rights ORDER BY ?title"""
_GRAPH = f"""{PROLOGUE}
CONSTRUCT {{ ?node ?property ?value }} WHERE {{
  VALUES ?graph {{ <{ONTOLOGY_GRAPH}> <{LINKS_GRAPH}> }}
  {{ VALUES ?node {{ ?entity }} }} UNION {{ ?node skos:inScheme ?entity }}
  GRAPH ?graph {{ ?node ?property ?value }}
}}"""
_INDEX_GRAPH = f"""{PROLOGUE}
CONSTRUCT {{ ?node ?property ?value }} WHERE {{
  GRAPH <{ONTOLOGY_GRAPH}> {{ ?node a skos:ConceptScheme ; ?property ?value }}
}}"""


@dataclass(frozen=True)
class Concept:
    """A concept in the tree of its scheme; ``claims`` is how many name it."""

    value: Value
    level: int
    claims: int
    definition: str
    scope: str
    names: tuple[str, ...]
    labels: tuple[tuple[str, str], ...]
    related: tuple[Value, ...]
    narrower: tuple[Concept, ...]

    def each(self) -> Iterator[Concept]:
        """The concept and all below it."""
        yield self
        for concept in self.narrower:
            yield from concept.each()


@dataclass(frozen=True)
class Scheme:
    """A vocabulary. ``levels`` says how many concepts stand first at each level, ``languages`` how many have a
    preferred label in each language, ``sources`` where labels come from: graph, title, terms of use, concepts."""

    thing: Thing
    tree: tuple[Concept, ...]
    levels: tuple[int, ...]
    languages: tuple[tuple[str, int], ...]
    sources: tuple[tuple[Value, str, int], ...]

    @property
    def href(self) -> str:
        return "/" + self.thing.iri.removeprefix(BASE)

    @property
    def title(self) -> str:
        return self.thing.text(SKOS + "prefLabel", DCTERMS + "title")

    @property
    def definition(self) -> str:
        return self.thing.text(SKOS + "definition", DCTERMS + "description")

    @property
    def version(self) -> str:
        return self.thing.text(OWL + "versionInfo")

    @property
    def licence(self) -> str:
        return self.thing.text(DCTERMS + "license")

    @property
    def size(self) -> int:
        return sum(self.levels)

    @property
    def header(self) -> list[tuple[str, list[Value]]]:
        """What else the scheme says of itself."""
        return [(label, self.thing.all(name)) for label, name in _HEADER if self.thing.all(name)]


_HEADER = (
    ("Version", OWL + "versionInfo"),
    ("Created", DCTERMS + "created"),
    ("Modified", DCTERMS + "modified"),
    ("Creator", DCTERMS + "creator"),
    ("Sources", DCTERMS + "source"),
    ("Licence", DCTERMS + "license"),
    ("Changes", SKOS + "changeNote"),
)


@blueprint.get("/scheme", defaults={"ending": ""})
@blueprint.get("/scheme<ending>")
def index(ending: str) -> Response:
    asked = requested("", "scheme" + ending)
    if asked.iri != BASE + "scheme":
        raise not_found(asked.iri)
    return respond(
        asked, page=lambda: _index_page(asked), rows=_index_rows, columns=INDEX_COLUMNS, graph=_INDEX_GRAPH,
        exists=lambda: True,
    )  # fmt: skip


@blueprint.get("/scheme/<path:name>")
def scheme(name: str) -> Response:
    asked = requested("scheme/", name)
    return respond(asked, page=lambda: _page(asked), rows=lambda: _rows(asked), columns=COLUMNS, graph=_GRAPH)


@per_snapshot
def schemes(engine: QueryEngine) -> list[Scheme]:
    """The vocabularies of the snapshot, the largest first."""
    found = things(select(engine, _SCHEMES, ontology=iri(ONTOLOGY_GRAPH)))
    whole = [_scheme(engine, thing) for thing in found.values() if thing.iri.startswith(BASE + "scheme/")]
    return sorted(whole, key=lambda each: (-each.size, each.title))


def _scheme(engine: QueryEngine, thing: Thing) -> Scheme:
    this = {"entity": iri(thing.iri), "ontology": iri(ONTOLOGY_GRAPH)}
    nodes = things(select(engine, _CONCEPTS, **this, above=iri(_ABOVE), beside=iri(_RELATED)))
    rows = select(engine, _CLAIMS, entity=this["entity"])
    claims = {row["concept"].value: int(row["claims"].value) for row in rows if "concept" in row}
    tree = _tree(nodes, claims)
    languages: Counter[str] = Counter()
    for node in nodes.values():
        languages.update({value.term.language or "" for value in node.properties.get(SKOS + "prefLabel", [])})
    # A concept with two above it stands twice in the tree and counts where it stands highest.
    level: dict[str, int] = {}
    for concept in (each for top in tree for each in top.each()):
        name = concept.value.term.value
        level[name] = min(concept.level, level.get(name, concept.level))
    counts = Counter(level.values())
    sources = [
        (Value(row["graph"], row["title"].value), row["rights"].value, int(row["concepts"].value))
        for row in select(engine, _LABELS, **this)
        if "graph" in row
    ]
    return Scheme(
        thing,
        tree,
        tuple(counts[number] for number in sorted(counts)),
        tuple(sorted(languages.items())),
        tuple(sources),
    )


def _tree(nodes: dict[str, Thing], claims: dict[str, int]) -> tuple[Concept, ...]:
    """The concepts below the ones that have none above them in the scheme."""
    children: dict[str | None, list[str]] = defaultdict(list)
    for name, node in nodes.items():
        above = [value.term.value for value in node.all(_ABOVE) if value.term.value in nodes]
        for parent in above:
            children[parent].append(name)
        if not above:
            children[None].append(name)

    def below(parent: str | None, level: int, seen: tuple[str, ...]) -> tuple[Concept, ...]:
        found = [
            _concept(nodes[name], level, claims.get(name, 0), below(name, level + 1, (*seen, name)))
            for name in children[parent]
            if name not in seen
        ]
        return tuple(sorted(found, key=lambda each: each.value.label.casefold()))

    return below(None, 1, ())


def _concept(node: Thing, level: int, claims: int, narrower: tuple[Concept, ...]) -> Concept:
    preferred = node.properties.get(SKOS + "prefLabel", [])
    others = [value for value in node.all(SKOS + "altLabel") if value.term.language in ("en", None)]
    labels = [
        (value.term.language or "", value.label) for value in preferred if value.term.language not in ("en", None)
    ]
    return Concept(
        Value(iri(node.iri), node.name),
        level,
        claims,
        node.text(SKOS + "definition"),
        node.text(SKOS + "scopeNote"),
        tuple(value.label for value in others),
        tuple(sorted(labels)),
        tuple(node.all(_RELATED)),
        narrower,
    )


def _asked_for(asked: Requested) -> Scheme:
    found = next((each for each in schemes(services().engine) if each.thing.iri == asked.iri), None)
    if found is None:
        raise not_found(asked.iri)
    return found


def _rows(asked: Requested) -> Iterator[dict[str, str | int]]:
    """One row a place in the tree."""

    def of(concepts: tuple[Concept, ...], broader: str) -> Iterator[dict[str, str | int]]:
        for concept in concepts:
            yield {
                "concept": concept.value.term.value,
                "label": concept.value.label,
                "broader": broader,
                "level": concept.level,
                "definition": concept.definition,
                "other_names": "; ".join(concept.names),
                "labels": "; ".join(f"{language}: {label}" for language, label in concept.labels),
                "claims": concept.claims,
            }
            yield from of(concept.narrower, concept.value.term.value)

    return of(_asked_for(asked).tree, "")


def _page(asked: Requested) -> str:
    return render_template("scheme.html", asked=asked, scheme=_asked_for(asked))


def _index_rows() -> Iterator[dict[str, str | int]]:
    for each in schemes(services().engine):
        values = (
            each.thing.iri,
            each.title,
            each.definition,
            each.size,
            len(each.levels),
            each.version,
            each.licence,
        )
        yield dict(zip(INDEX_COLUMNS, values, strict=True))


def _index_page(asked: Requested) -> str:
    return render_template("schemes.html", asked=asked, schemes=schemes(services().engine))
