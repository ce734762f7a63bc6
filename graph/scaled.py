"""A graph like ours of any size, to measure on: the real one, and copies of its documents, claims and entities."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import count
from typing import Any

import pyoxigraph as ox

from graph.namespaces import BASE, CLAIM, DCTERMS, DERIVATION, DOCUMENT, EVIDENCE, ID, KG, RDFS, SKOS

_NUMBERED = (CLAIM, DOCUMENT, EVIDENCE)
_NAMED = (ID, DERIVATION, BASE + "mapping/")
_LABELS = {
    ox.NamedNode(iri)
    for iri in (SKOS + "prefLabel", SKOS + "altLabel", RDFS + "label", KG + "gloss", DCTERMS + "title")
}
_TARGET = ox.NamedNode("https://w3id.org/sssom/object_id")


def scaled(quads: Iterable[ox.Quad], statements: int, keep: Iterable[str] = ()) -> list[ox.Quad]:
    """At least so many statements: the graph, then whole copies of it until there are enough.

    In a copy every claim, document, passage, entity, concept, derivation and mapping is another one, with other
    labels, joined to one another as in the original; outside terms that ours are mapped to are others too. The
    ontology, schemes, rules and the entities named in ``keep`` (IRIs, such as those that shapes name) are shared,
    so that what counts or compares over all data has the work of one large graph, not of many small ones.
    """
    original = list(quads)
    result = list(original)
    shared = {ox.NamedNode(iri) for iri in keep}
    outside = {quad.object for quad in original if quad.predicate == _TARGET}
    for number in count(1):
        if len(result) >= statements:
            return result
        result += _copy(original, number, shared, outside)
    raise AssertionError


def _copy(original: list[ox.Quad], number: int, shared: set[ox.NamedNode], outside: set[Any]) -> Iterable[ox.Quad]:
    names: dict[Any, Any] = {}

    def renamed(node: Any) -> Any:
        known = names.get(node)
        if known is None:
            known = names[node] = node if node in shared else _renamed(node, number, node in outside)
        return known

    for quad in original:
        subject, value = renamed(quad.subject), quad.object
        if isinstance(value, ox.Literal):
            if subject == quad.subject:
                continue
            if value.language is not None and quad.predicate in _LABELS:
                value = ox.Literal(f"{value.value} ({number})", language=value.language)
        else:
            value = renamed(value)
            if subject == quad.subject and value == quad.object:
                continue
        yield ox.Quad(subject, quad.predicate, value, quad.graph_name)


def _renamed(node: Any, number: int, outside: bool) -> Any:
    if not isinstance(node, ox.NamedNode):
        return node
    for base in _NUMBERED:
        if node.value.startswith(base):
            return ox.NamedNode(f"{base}{number}{node.value.removeprefix(base)}")
    if outside or node.value.startswith(_NAMED):
        return ox.NamedNode(f"{node.value}-{number}")
    return node
