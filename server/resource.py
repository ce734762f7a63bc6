"""The other IRIs of ours: passages, derivations, rules, concept schemes, named graphs; and the ontology."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from flask import Blueprint, Response, render_template

import ontology as ontology_folder
from graph.namespaces import GRAPH, KG, ONTOLOGY_GRAPH, RDF, RDFS, SKOS
from server.engine import iri, select
from server.facts import Consequence, consequences
from server.presentation import LABEL_PATTERN, PROLOGUE, Thing, Value, first_upper, things
from server.representations import NODE, THING, Requested, not_found, requested, respond
from server.services import services
from server.terms import CLASS, INDIVIDUAL, PROPERTIES, terms

blueprint = Blueprint("resource", __name__)

COLUMNS = ("subject", "property", "property_label", "value", "value_label")
_MOST = 200
_TRIPLE = ("subject", "predicate", "object")
_NODE = f"""{PROLOGUE}
SELECT ?node ?property ?value ?label WHERE {{
  {{ VALUES ?node {{ ?entity }} ?node ?property ?value }}
  UNION {{ ?entity oa:hasSelector ?node . ?node ?property ?value }}
  {LABEL_PATTERN}
}}"""
_INCOMING = f"""{PROLOGUE}
SELECT DISTINCT ?property ?value ?label WHERE {{
  ?value ?property ?entity .
  FILTER(?property NOT IN (skos:inScheme, skos:topConceptOf))
  {LABEL_PATTERN}
}} LIMIT {_MOST}"""
_BY_RULE = f"""{PROLOGUE}
SELECT ?node ?property ?value ?label WHERE {{
  {{ SELECT ?node WHERE {{ ?node kg:rule ?entity }} ORDER BY ?node LIMIT {_MOST} }}
  ?node ?property ?value .
  {LABEL_PATTERN}
}}"""
_CONCEPTS = f"""{PROLOGUE}
SELECT ?concept ?label ?broader (COUNT(DISTINCT ?claim) AS ?claims) WHERE {{
  ?concept skos:inScheme ?entity ; skos:prefLabel ?label . FILTER(LANG(?label) = "en")
  OPTIONAL {{ GRAPH ?ontology {{ ?concept skos:broader ?broader . ?broader skos:inScheme ?entity }} }}
  OPTIONAL {{ ?claim ?role ?concept ; kg:gloss ?gloss }}
}} GROUP BY ?concept ?label ?broader"""
_SIZE = "SELECT (COUNT(*) AS ?triples) WHERE { GRAPH ?entity { ?s ?p ?o } }"
_GRAPH = f"{PROLOGUE}\nCONSTRUCT {{ ?s ?p ?o }} WHERE {{ GRAPH ?entity {{ ?s ?p ?o }} }}"
_ONTOLOGY = _GRAPH.replace("?entity", f"<{ONTOLOGY_GRAPH}>")


@dataclass(frozen=True)
class Concept:
    """A concept in the tree of its scheme, with the number of claims that name it."""

    value: Value
    claims: int
    narrower: list[Concept]


@blueprint.get("/<any(evidence, derivation, rule, scheme, dataset, mapping):kind>/<path:name>")
def resource(kind: str, name: str) -> Response:
    asked = requested(f"{kind}/", name)
    graph = THING if kind == "evidence" else NODE
    return respond(asked, page=lambda: _page(asked, kind), rows=lambda: _rows(asked), columns=COLUMNS, graph=graph)


@blueprint.get("/graph/<path:name>")
def named_graph(name: str) -> Response:
    asked = requested("graph/", name)

    def exists() -> bool:
        return _size(asked) > 0

    return respond(
        asked, page=lambda: _graph_page(asked), rows=lambda: _graph_rows(asked), columns=("graph", "triples"),
        graph=_GRAPH, exists=exists,
    )  # fmt: skip


@blueprint.get("/ontology", defaults={"ending": ""})
@blueprint.get("/ontology<ending>")
def ontology(ending: str) -> Response:
    asked = requested("", "ontology" + ending)
    if asked.path != "/ontology":
        raise not_found(asked.iri)
    return respond(
        asked, page=lambda: _ontology_page(asked), rows=_ontology_rows, columns=COLUMNS, graph=_ONTOLOGY,
        exists=lambda: True,
    )  # fmt: skip


@blueprint.get("/ontology/context.jsonld")
def context() -> Response:
    body = (ontology_folder.FOLDER / "context.jsonld").read_text(encoding="utf-8")
    return Response(body, mimetype="application/ld+json", headers={"Access-Control-Allow-Origin": "*"})


def _nodes(asked: Requested) -> dict[str, Thing]:
    nodes = things(select(services().engine, _NODE, entity=iri(asked.iri)))
    if asked.iri not in nodes:
        raise not_found(asked.iri)
    return nodes


def _rows(asked: Requested) -> Iterator[dict[str, str | int]]:
    return _triples(_nodes(asked).values())


def _triples(nodes: Iterable[Thing]) -> Iterator[dict[str, str | int]]:
    names = terms(services().engine)
    for thing in nodes:
        for name, values in thing.properties.items():
            for value in values:
                yield {
                    "subject": thing.iri,
                    "property": name,
                    "property_label": names.label(name),
                    "value": value.term.value,
                    "value_label": value.label,
                }


def _page(asked: Requested, kind: str) -> str:
    nodes = _nodes(asked)
    names = terms(services().engine)
    tree: list[Concept] = []
    follows: list[Consequence] = []
    incoming: dict[str, list[Value]] = {}
    if kind == "scheme":
        tree = _tree(asked)
    elif kind == "rule":
        follows = consequences(things(select(services().engine, _BY_RULE, entity=iri(asked.iri))).values())
    else:
        for row in select(services().engine, _INCOMING, entity=iri(asked.iri)):
            label = row["label"].value if "label" in row else row["value"].value.rpartition("/")[2]
            incoming.setdefault(names.label(row["property"].value), []).append(Value(row["value"], label))
    thing = nodes[asked.iri]
    return render_template(
        "resource.html",
        asked=asked,
        name=" ".join(thing.text(KG + part) for part in _TRIPLE) if kind == "derivation" else thing.name,
        kind=kind,
        kinds=thing.all(RDF + "type"),
        described=[_described(node) for node in nodes.values()],
        tree=tree,
        incoming=incoming,
        follows=follows,
        most=_MOST,
    )


def _described(thing: Thing) -> tuple[Thing, list[tuple[str, list[Value]]]]:
    names = terms(services().engine)
    rows = [(first_upper(names.label(name)), thing.all(name)) for name in thing.properties if name != RDF + "type"]
    return thing, sorted(rows)


def _tree(asked: Requested) -> list[Concept]:
    """The concepts of a scheme below the ones that have none above them; one with two above stands twice."""
    concepts: dict[str, tuple[Value, int]] = {}
    children: dict[str | None, list[str]] = {}
    for row in select(services().engine, _CONCEPTS, entity=iri(asked.iri), ontology=iri(ONTOLOGY_GRAPH)):
        name = row["concept"].value
        concepts[name] = (Value(row["concept"], row["label"].value), int(row["claims"].value))
        children.setdefault(row["broader"].value if "broader" in row else None, []).append(name)

    def below(name: str | None, seen: tuple[str, ...]) -> list[Concept]:
        names = [child for child in children.get(name, []) if child not in seen]
        names.sort(key=lambda child: concepts[child][0].label.casefold())
        return [Concept(*concepts[child], below(child, (*seen, child))) for child in names]

    return below(None, ())


def _size(asked: Requested) -> int:
    return int(select(services().engine, _SIZE, entity=iri(asked.iri))[0]["triples"].value)


def _graph_rows(asked: Requested) -> Iterator[dict[str, str | int]]:
    size = _size(asked)
    if size == 0:
        raise not_found(asked.iri)
    yield {"graph": asked.iri, "triples": size}


def _graph_page(asked: Requested) -> str:
    (row,) = _graph_rows(asked)
    return render_template("graph.html", asked=asked, name=asked.iri.removeprefix(GRAPH), triples=row["triples"])


def _ontology_rows() -> Iterator[dict[str, str | int]]:
    return _triples(list(terms(services().engine).values()))


def _ontology_page(asked: Requested) -> str:
    known = terms(services().engine)
    ours = {name: [each for each in known.of_type(*types) if each.iri.startswith(KG)] for name, types in _PARTS}
    others = [each for each in known.of_type(CLASS, *PROPERTIES) if not each.iri.startswith(KG)]
    return render_template("ontology.html", asked=asked, parts=ours, others=others, described=_TERM_PROPERTIES)


_PARTS = (("Classes", (CLASS,)), ("Properties", PROPERTIES), ("Fixed values", (INDIVIDUAL,)))
_TERM_PROPERTIES = (
    ("Kind of", RDFS + "subClassOf"),
    ("Narrower than", RDFS + "subPropertyOf"),
    ("From", RDFS + "domain"),
    ("To", RDFS + "range"),
    ("Example", SKOS + "example"),
    ("Scope", SKOS + "scopeNote"),
)
