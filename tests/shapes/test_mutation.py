"""Each constraint of the shapes is taken out in turn: its examples then break nothing, so it is needed."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import pyoxigraph as ox
import pytest

import shapes
from graph.modules import read_turtle
from graph.namespaces import BASE, RDF, SH
from graph.shacl import short, validate
from shapes.examples import INVALID, background, expected

Node = Any  # a term of pyoxigraph; its own union of them fits no method of its own
MUTANT = BASE + "shapes#Mutant"
# What says something of a shape and cannot fail; every other term of SHACL at a shape is a constraint.
_NO_CONSTRAINT = {
    "path", "name", "description", "severity", "message", "group", "order", "property", "ignoredProperties",
    "targetClass", "targetNode", "targetSubjectsOf", "targetObjectsOf",
}  # fmt: skip
_SHAPE = ox.NamedNode(SH + "NodeShape")
_PARTS = (ox.NamedNode(SH + "property"), ox.NamedNode(SH + "sparql"))

_background = cache(background)


@dataclass(frozen=True)
class Constraint:
    """One thing that can fail: ``triple`` states it, at ``shape`` or at its property shape of ``path``."""

    shape: ox.NamedNode
    path: str | None
    triple: ox.Quad

    @property
    def component(self) -> str:
        name = self.triple.predicate.value.removeprefix(SH)
        return f"{SH}{'SPARQL' if name == 'sparql' else name[0].upper() + name[1:]}ConstraintComponent"

    @property
    def key(self) -> tuple[str, str | None, str]:
        """What an example names it by. The path of a SPARQL or closed constraint is that of the result."""
        return self.shape.value, self.path, self.component

    def __str__(self) -> str:
        component = self.component.removeprefix(SH).removesuffix("ConstraintComponent")
        return f"{short(self.shape.value)} {short(self.path) if self.path else '-'} {component}"


@cache
def _store() -> ox.Store:
    store = ox.Store()
    store.extend(quad for file in sorted(shapes.FOLDER.glob("*.ttl")) for quad in read_turtle(file))
    return store


def _values(node: Node, name: str) -> list[ox.Quad]:
    return list(_store().quads_for_pattern(node, ox.NamedNode(SH + name), None))


def _constraints() -> Iterator[Constraint]:
    for typed in _store().quads_for_pattern(None, ox.NamedNode(RDF + "type"), _SHAPE):
        shape = typed.subject
        assert isinstance(shape, ox.NamedNode), "a node shape has no IRI"
        nodes: list[Node] = [shape, *(link.object for link in _values(shape, "property"))]
        for node in nodes:
            paths = [link.object for link in _values(node, "path")]
            path = paths[0].value if paths and isinstance(paths[0], ox.NamedNode) else None
            for triple in _store().quads_for_pattern(node, None, None):
                name = triple.predicate.value.removeprefix(SH)
                if name != triple.predicate.value and name not in _NO_CONSTRAINT:
                    yield Constraint(shape, path, triple)


CONSTRAINTS = sorted(_constraints(), key=str)


def _alone(constraint: Constraint, leave: Callable[[ox.Quad], bool]) -> Iterator[ox.Quad]:
    """The shape with nothing but the part that the constraint stands in, and without the triples to leave out."""
    part = constraint.triple.object if constraint.triple.predicate in _PARTS else constraint.triple.subject
    seen: set[Node] = set()
    nodes: list[Node] = [constraint.shape]
    while nodes:
        node = nodes.pop()
        seen.add(node)
        for quad in _store().quads_for_pattern(node, None, None):
            if (quad.predicate in _PARTS and quad.object != part) or leave(quad):
                continue
            yield quad
            named = quad.predicate.value == SH + "prefixes"
            if (named or isinstance(quad.object, ox.BlankNode)) and quad.object not in seen:
                nodes.append(quad.object)


def _renamed(quad: ox.Quad, shape: ox.NamedNode) -> ox.Quad:
    def name(node: Node) -> Node:
        if isinstance(node, ox.BlankNode):
            return ox.BlankNode(node.value + "mutant")
        return ox.NamedNode(MUTANT) if node == shape else node

    return ox.Quad(name(quad.subject), quad.predicate, name(quad.object))


@cache
def _examples() -> dict[tuple[str | None, str | None, str], list[Path]]:
    """The invalid examples by shape, path and component; without the path where results of a shape vary in it."""
    found: dict[tuple[str | None, str | None, str], list[Path]] = {}
    for file in INVALID:
        shape, path, component, _ = expected(file)
        varies = component.removeprefix(SH).startswith(("SPARQL", "Closed"))
        found.setdefault((shape, None if varies else path, component), []).append(file)
    return found


@pytest.mark.parametrize("constraint", CONSTRAINTS, ids=str)
def test_without_the_constraint_its_examples_pass(constraint: Constraint) -> None:
    """The shape and a mutant of it side by side: the shape finds what the example says, the mutant nothing."""
    files = _examples().get(constraint.key, [])
    assert files, f"no example in shapes/examples/invalid breaks {constraint}"
    gone = [constraint.triple]
    if constraint.triple.predicate.value == SH + "closed":  # what is not closed ignores nothing
        gone += _values(constraint.shape, "ignoredProperties")
    shape = list(_alone(constraint, lambda quad: False))
    mutant = [_renamed(quad, constraint.shape) for quad in _alone(constraint, lambda quad: quad in gone)]
    for file in files:
        report = validate([*_background(), *read_turtle(file)], shapes=[*shape, *mutant], engine="pyshacl")
        assert [(r.shape, r.path, r.component, r.focus) for r in report.results] == [expected(file)], file.name


def test_no_two_constraints_of_a_shape_are_told_by_the_same_names() -> None:
    keys = [constraint.key for constraint in CONSTRAINTS]
    assert sorted({str(c) for c in CONSTRAINTS if keys.count(c.key) > 1}) == []


def test_every_invalid_example_is_of_a_constraint_that_there_is() -> None:
    keys = {constraint.key for constraint in CONSTRAINTS}
    assert sorted(file.name for key, files in _examples().items() if key not in keys for file in files) == []
