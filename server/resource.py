"""The other IRIs of ours: passages, derivations, rules, data sets, mappings, named graphs."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from flask import Blueprint, Response, render_template

from graph.namespaces import DCTERMS, GRAPH, KG, RDF
from server.consequences import Consequence, consequences
from server.engine import iri, select
from server.labels import described
from server.presentation import LABEL_PATTERN, PROLOGUE, Thing, Value, first_upper
from server.representations import NODE, THING, Requested, not_found, requested, respond
from server.services import services
from server.terms import terms

blueprint = Blueprint("resource", __name__)

COLUMNS = ("subject", "property", "property_label", "value", "value_label")
_MOST = 200
_TRIPLE = ("subject", "predicate", "object")
_NODE = f"""{PROLOGUE}
SELECT ?node ?property ?value WHERE {{
  {{ VALUES ?node {{ ?entity }} ?node ?property ?value }}
  UNION {{ ?entity oa:hasSelector ?node . ?node ?property ?value }}
}}"""
_INCOMING = f"""{PROLOGUE}
SELECT DISTINCT ?property ?value ?label WHERE {{
  ?value ?property ?entity .
  {LABEL_PATTERN}
}} LIMIT {_MOST}"""
_BY_RULE = f"""{PROLOGUE}
SELECT ?node ?property ?value WHERE {{
  {{ SELECT ?node WHERE {{ ?node kg:rule ?entity }} ORDER BY ?node LIMIT {_MOST} }}
  ?node ?property ?value .
}}"""
_STATED = (
    ("Title", DCTERMS + "title"),
    ("Rights", DCTERMS + "rights"),
    ("Licence", DCTERMS + "license"),
    ("Source", DCTERMS + "source"),
)
_SIZE = "SELECT (COUNT(*) AS ?triples) WHERE { GRAPH ?entity { ?s ?p ?o } }"
_GRAPH = f"{PROLOGUE}\nCONSTRUCT {{ ?s ?p ?o }} WHERE {{ GRAPH ?entity {{ ?s ?p ?o }} }}"


@blueprint.get("/<any(evidence, derivation, rule, dataset, mapping, classification):kind>/<path:name>")
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


def _nodes(asked: Requested) -> dict[str, Thing]:
    nodes = described(services().engine, _NODE, entity=iri(asked.iri))
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
    follows: list[Consequence] = []
    incoming: dict[str, list[Value]] = {}
    if kind == "rule":
        follows = consequences(described(services().engine, _BY_RULE, entity=iri(asked.iri)).values())
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
        incoming=incoming,
        follows=follows,
        most=_MOST,
    )


def _described(thing: Thing) -> tuple[Thing, list[tuple[str, list[Value]]]]:
    names = terms(services().engine)
    rows = [(first_upper(names.label(name)), thing.all(name)) for name in thing.properties if name != RDF + "type"]
    return thing, sorted(rows)


def _size(asked: Requested) -> int:
    return int(select(services().engine, _SIZE, entity=iri(asked.iri))[0]["triples"].value)


def _graph_rows(asked: Requested) -> Iterator[dict[str, str | int]]:
    size = _size(asked)
    if size == 0:
        raise not_found(asked.iri)
    yield {"graph": asked.iri, "triples": size}


def _graph_page(asked: Requested) -> str:
    (row,) = _graph_rows(asked)
    stated = described(services().engine, _NODE, entity=iri(asked.iri)).get(asked.iri, Thing(asked.iri))
    return render_template(
        "graph.html",
        asked=asked,
        name=asked.iri.removeprefix(GRAPH),
        triples=row["triples"],
        described=[(name, stated.all(term)) for name, term in _STATED if stated.all(term)],
    )
