"""Shapes, read and prepared once: every part has an IRI, so that two engines can name the same source shape.

A property shape or a constraint written in brackets is a blank node, whose name each engine makes anew. Here it
gets an IRI, of the named shape around it and a number, in the order of the file. Paths and lists stay blank nodes:
an IRI there would mean something else.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any, NamedTuple

import pyoxigraph as ox
from rdflib.namespace import SH as SH_TERMS

from graph.errors import OntologyError
from graph.modules import line_of, read_turtle
from graph.namespaces import RDF, SH

_PARTS = tuple(ox.NamedNode(SH + name) for name in ("property", "sparql", "node", "not", "qualifiedValueShape"))
_PATH = ox.NamedNode(SH + "path")
_NAME = ox.NamedNode(SH + "name")
_RENAMED = "urn:creativekg:shape:"

Node = Any  # a NamedNode, BlankNode or Literal of pyoxigraph, whose own type holds quoted triples too


class Finding(NamedTuple):
    """One validation result as an engine gives it: ``path`` and ``component`` are IRIs, ``path`` None where it is
    more than one property; ``severity`` is a name such as Warning; ``shape`` is the IRI that `prepare` gave."""

    focus: Node
    path: str | None
    value: Node | None
    component: str
    severity: str
    shape: str
    message: str


@dataclass(frozen=True, eq=False)
class Shapes:
    """A shapes graph. ``parents`` leads from each part to the named shape around it, ``names`` from a shape or part
    to its ``sh:name``, ``paths`` from a property shape to its path where that is one property; all by IRI."""

    triples: tuple[ox.Triple, ...]
    names: dict[str, str]
    parents: dict[str, str]
    paths: dict[str, str]


def read_shapes(folder: Path) -> dict[Path, list[ox.Quad]]:
    """What each Turtle file of a folder holds, in the order of their names; folders below are not read.

    Raises:
        OntologyError: there is no shape file, or one is not Turtle or uses a term that SHACL does not have; with
            file and, where the parser gives it, line.
    """
    return {file: _read(file) for file in _files(folder)}


def prepare(quads: Iterable[ox.Quad]) -> Shapes:
    """Name the parts of shapes, and learn what belongs to what."""
    triples: list[Any] = [quad.triple for quad in quads]
    parts = {t.subject for t in triples if t.predicate == _PATH} | {
        t.object for t in triples if t.predicate in _PARTS
    }
    above = {t.object: t.subject for t in triples if t.predicate in _PARTS}
    names: dict[Node, ox.NamedNode] = {}
    numbers: dict[str, int] = {}
    for triple in triples:
        for node in (triple.subject, triple.object):
            if isinstance(node, ox.BlankNode) and node in parts and node not in names:
                base = _RENAMED + _around(node, above).rpartition("#")[2]
                numbers[base] = numbers.get(base, 0) + 1
                names[node] = ox.NamedNode(f"{base}/{numbers[base]}")
    named: tuple[Any, ...] = tuple(
        ox.Triple(names.get(t.subject, t.subject), t.predicate, names.get(t.object, t.object)) for t in triples
    )
    return Shapes(
        triples=named,
        names={t.subject.value: t.object.value for t in named if t.predicate == _NAME},
        parents={names[node].value: parent for node in names if (parent := _around(node, above))},
        paths={
            t.subject.value: t.object.value
            for t in named
            if t.predicate == _PATH and isinstance(t.object, ox.NamedNode)
        },
    )


def state_of(folder: Path) -> tuple[tuple[Path, int, int], ...]:
    """What tells one state of a folder's shape files from another: name, time and size of each.

    Raises:
        OntologyError: there is no shape file.
    """
    return tuple((file, file.stat().st_mtime_ns, file.stat().st_size) for file in _files(folder))


def _files(folder: Path) -> list[Path]:
    files = sorted(folder.glob("*.ttl"))
    if not files:
        raise OntologyError("no shapes here", file=folder)
    return files


def _read(file: Path) -> list[ox.Quad]:
    quads = read_turtle(file)
    for quad in quads:
        for node in (quad.predicate, quad.object):
            if isinstance(node, ox.NamedNode) and node.value.startswith(SH):
                name = node.value.removeprefix(SH)
                if name not in SH_TERMS:
                    raise OntologyError(
                        f"not SHACL: there is no sh:{name}", file=file, line=line_of(file, node.value)
                    )
    return quads


def _around(node: Node, above: dict[Node, Node]) -> str:
    """The IRI of the named shape that a part stands in; empty for one that stands alone."""
    seen = set()
    while isinstance(node, ox.BlankNode) and node in above and node not in seen:
        seen.add(node)
        node = above[node]
    return node.value if isinstance(node, ox.NamedNode) else ""


def probes(shapes: Shapes) -> list[ox.Quad]:
    """A graph with one node for each target, so that every constraint is looked at whatever the data."""
    node, kind = ox.BlankNode("probe"), ox.NamedNode(RDF + "type")
    found = []
    for triple in shapes.triples:
        name, term = triple.predicate.value.removeprefix(SH), triple.object
        if name == "targetClass":
            found.append(ox.Quad(node, kind, term))
        elif name in ("targetSubjectsOf", "targetObjectsOf") and isinstance(term, ox.NamedNode):
            found.append(ox.Quad(node, term, node))
    return found
