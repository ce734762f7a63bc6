"""Which SHACL shapes constrain a class or a property, from the shapes that the build checks the graph by."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from functools import cache

from rdflib import Graph
from rdflib.namespace import SH
from rdflib.term import Node

import shapes


@dataclass(frozen=True)
class Constraint:
    """What a shape says of a property, or of the nodes it is for: the names of both, and the message it gives when
    the data break it."""

    shape: str
    name: str
    message: str


@cache
def constraints() -> dict[str, list[Constraint]]:
    """The constraints on each class (the target of the shape) and on each property (the path), by IRI."""
    graph = Graph()
    for file in sorted(shapes.FOLDER.glob("*.ttl")):
        graph.parse(file, format="turtle")
    found: dict[str, list[Constraint]] = defaultdict(list)
    for shape in set(graph.subjects(SH.targetClass)):
        title = _text(graph, shape, SH.name)
        targets = [str(target) for target in graph.objects(shape, SH.targetClass)]
        for constrained in [shape, *graph.objects(shape, SH.property)]:
            message = _text(graph, constrained, SH.message)
            path = graph.value(constrained, SH.path)
            if message:
                constraint = Constraint(title, _text(graph, constrained, SH.name), message)
                for name in [*targets, *([str(path)] if path is not None else [])]:
                    found[name].append(constraint)
    return {name: sorted(set(each), key=lambda one: (one.shape, one.name)) for name, each in found.items()}


def _text(graph: Graph, node: Node, name: Node) -> str:
    return str(graph.value(node, name) or "")
