"""How many nodes each shape looks at: a report without results says little unless something was looked at."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import asdict, dataclass
from typing import Any

import pyoxigraph as ox

from graph.namespaces import BASE, RDF, RDFS, SH
from graph.shacl_shapes import Node, Shapes

_TYPE, _SUBCLASS = ox.NamedNode(RDF + "type"), ox.NamedNode(RDFS + "subClassOf")
_TARGETS = {ox.NamedNode(f"{SH}target{name}"): name for name in ("Class", "Node", "SubjectsOf", "ObjectsOf")}
_WHOLE = {("Node", ox.NamedNode(BASE))}
_OFF = ox.NamedNode(SH + "deactivated")


@dataclass(frozen=True)
class Targets:
    """A shape with targets of its own, by IRI and ``sh:name``, and how many nodes they are; ``whole`` where the one
    node is the data set, at which a constraint compares everything with everything."""

    shape: str
    label: str
    nodes: int
    whole: bool

    def as_json(self) -> dict[str, Any]:
        return asdict(self)


def count_targets(quads: Iterable[ox.Quad], shapes: Shapes) -> tuple[Targets, ...]:
    """The shapes that have targets and are not switched off, in the order of their names."""
    wanted: dict[Node, list[tuple[str, Node]]] = defaultdict(list)
    for triple in shapes.triples:
        if triple.predicate in _TARGETS:
            wanted[triple.subject].append((_TARGETS[triple.predicate], triple.object))
    for triple in shapes.triples:
        if triple.predicate == _OFF and isinstance(triple.object, ox.Literal) and triple.object.value == "true":
            wanted.pop(triple.subject, None)
    nodes = _nodes(quads, {target for some in wanted.values() for target in some})
    found = []
    for shape, some in wanted.items():
        count = len(set().union(*(nodes[target] for target in some)))
        found.append(Targets(shape.value, shapes.names.get(shape.value, ""), count, set(some) == _WHOLE))
    return tuple(sorted(found, key=lambda each: (each.label.casefold(), each.shape)))


def _nodes(quads: Iterable[ox.Quad], wanted: set[tuple[str, Node]]) -> dict[tuple[str, Node], set[Node]]:
    """What each target stands for, in one pass through the graph."""
    found: dict[tuple[str, Node], set[Node]] = {
        (kind, node): {node} if kind == "Node" else set() for kind, node in wanted
    }
    instances: dict[Node, set[Node]] = defaultdict(set)
    below: dict[Node, set[Node]] = defaultdict(set)
    properties = {node for kind, node in wanted if kind.endswith("sOf")}
    for quad in quads:
        if quad.predicate == _TYPE:
            instances[quad.object].add(quad.subject)
        elif quad.predicate == _SUBCLASS:
            below[quad.object].add(quad.subject)
        if quad.predicate in properties:
            for kind, node in (("SubjectsOf", quad.subject), ("ObjectsOf", quad.object)):
                if (kind, quad.predicate) in found:
                    found[kind, quad.predicate].add(node)
    for kind, node in wanted:
        if kind == "Class":
            found[kind, node] = set().union(*(instances[each] for each in _and_below(node, below)))
    return found


def _and_below(top: Node, below: dict[Node, set[Node]]) -> set[Node]:
    """A class and its subclasses, however far down."""
    seen, left = {top}, [top]
    while left:
        for each in below.get(left.pop(), set()) - seen:
            seen.add(each)
            left.append(each)
    return seen
