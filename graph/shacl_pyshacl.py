"""The reference engine: pySHACL, its SPARQL constraints answered by Oxigraph."""

from __future__ import annotations

import re
from collections.abc import Iterable
from decimal import InvalidOperation
from functools import lru_cache
from typing import Any

import pyoxigraph as ox
import rdflib
from rdflib.collection import Collection
from rdflib.namespace import SH as SH_

from graph.errors import OntologyError, ValidationFailed
from graph.namespaces import SH
from graph.quickgraph import QuickGraph, to_oxigraph, to_rdflib
from graph.shacl_shapes import Finding, Shapes

# pySHACL looks at each node shape with one of these by itself, so its parts must stay in it.
_KEPT = (SH_.targetNode, SH_.targetSubjectsOf, SH_.targetObjectsOf, SH_.target, SH_.deactivated)


def by_pyshacl(quads: Iterable[ox.Quad], shapes: Shapes) -> set[Finding]:
    """What pySHACL finds in the union of all graphs; nothing is inferred first.

    Raises:
        OntologyError: a shape is not SHACL.
        ValidationFailed: pySHACL gave up on a value, such as a blank node where numbers are compared.
    """
    triples = {(quad.subject, quad.predicate, quad.object) for quad in quads}
    import pyshacl  # a fifth of a second that every command would wait for

    try:
        _, found, _ = pyshacl.validate(QuickGraph(triples), shacl_graph=_for_pyshacl(shapes), inplace=True)
    except (pyshacl.errors.ShapeLoadError, pyshacl.errors.ConstraintLoadError, SyntaxError, re.error) as error:
        raise OntologyError(f"not SHACL: {error}") from error
    except (pyshacl.errors.ReportableRuntimeError, InvalidOperation, ValueError) as error:
        raise ValidationFailed(f"pySHACL cannot check this graph: {error}") from error
    if not isinstance(found, rdflib.Graph):
        raise OntologyError(f"not SHACL: {found}")
    return {_finding(found, node, shapes) for node in found.objects(None, SH_.result)}


@lru_cache(maxsize=8)
def _for_pyshacl(shapes: Shapes) -> rdflib.Graph:
    """The shapes graph, where the property shapes of a node shape have its target classes, which means the same.

    pySHACL checks a property shape with a target on all nodes at once, one below a node shape node by node.
    """
    graph = rdflib.Graph(bind_namespaces="none")
    for triple in shapes.triples:
        graph.add((to_rdflib(triple.subject), to_rdflib(triple.predicate), to_rdflib(triple.object)))
    for shape, part in list(graph.subject_objects(SH_.property)):
        targets = list(graph.objects(shape, SH_.targetClass))
        if targets and not any((shape, name, None) in graph for name in _KEPT):
            for target in targets:
                graph.add((part, SH_.targetClass, target))
            if (shape, SH_.closed, None) in graph:
                _ignore(graph, shape, graph.value(part, SH_.path))
            graph.remove((shape, SH_.property, part))
    return graph


def _ignore(graph: rdflib.Graph, shape: Any, path: Any) -> None:
    """A closed shape allows the properties of its parts, so it must go on to allow one whose part is taken out."""
    ignored = graph.value(shape, SH_.ignoredProperties)
    if ignored is None:
        ignored = rdflib.BNode()
        graph.add((shape, SH_.ignoredProperties, ignored))
    Collection(graph, ignored).append(path)


def _finding(found: rdflib.Graph, node: Any, shapes: Shapes) -> Finding:
    said = dict(found.predicate_objects(node))
    shape, path, value = str(said[SH_.sourceShape]), said.get(SH_.resultPath), said.get(SH_.value)
    return Finding(
        focus=to_oxigraph(said[SH_.focusNode]),
        path=shapes.paths.get(shape, str(path) if isinstance(path, rdflib.URIRef) else None),
        value=None if value is None else to_oxigraph(value),
        component=str(said[SH_.sourceConstraintComponent]),
        severity=str(said[SH_.resultSeverity]).removeprefix(SH),
        shape=shape,
        message=min((str(message) for message in found.objects(node, SH_.resultMessage)), default=""),
    )
