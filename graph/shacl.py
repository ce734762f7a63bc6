"""SHACL validation by pySHACL, with a report that says what is wrong, where, why, and how to mend it.

A message in ``shapes/`` reads "What is wrong. Mend: how."; the two halves are kept apart here. Constraints that
compare many nodes run once, on the data set's IRI, and return each offender as a value: such a result is shown at
the offender.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import asdict, dataclass
from itertools import groupby
from pathlib import Path
from typing import Any

import pyoxigraph as ox
import pyshacl
import rdflib
from rdflib.namespace import RDF, RDFS, SH

import shapes
from graph.assemble import read_turtle
from graph.errors import OntologyError
from graph.namespaces import BASE, CLAIM, DOCUMENT, ID, KG, PREFIXES
from graph.namespaces import DCTERMS as DCTERMS_
from graph.namespaces import RDFS as RDFS_
from graph.namespaces import SH as SH_
from graph.namespaces import SKOS as SKOS_
from graph.quickgraph import QuickGraph

DATA_SET = BASE
SHAPES = BASE + "shapes#"
_SEVERITIES = ("Violation", "Warning", "Info")
_LABELS = (
    SKOS_ + "prefLabel",
    RDFS_ + "label",
    KG + "gloss",
    DCTERMS_ + "title",
    KG + "elidedQuote",
)
_SHOWN = 20


@dataclass(frozen=True)
class Result:
    """One thing that is wrong. ``focus`` is the node that breaks the shape (IRI or ``_:`` name), ``path`` the IRI
    of the property concerned, ``component`` the IRI of the kind of constraint; labels are in English."""

    severity: str
    focus: str
    focus_label: str
    path: str | None
    path_label: str | None
    value: str | None
    message: str
    mend: str
    shape: str
    shape_label: str
    component: str

    @property
    def order(self) -> tuple[Any, ...]:
        """Most severe first, then what is alike together."""
        alike = (self.shape_label, self.message, self.path or "", self.component)
        return (_SEVERITIES.index(self.severity), alike, self.focus, self.value or "")


@dataclass(frozen=True)
class Report:
    """What validation found, most severe first."""

    results: tuple[Result, ...]

    @property
    def conforms(self) -> bool:
        """Whether nothing of severity Violation was found; warnings and hints do not stop publication."""
        return not any(result.severity == "Violation" for result in self.results)

    def counts(self) -> dict[str, int]:
        """How many results there are of each severity."""
        return {name: sum(result.severity == name for result in self.results) for name in _SEVERITIES}

    def text(self) -> str:
        """For people: one block for each kind of problem, with the places where it occurs."""
        lines = []
        for _, group in groupby(self.results, key=lambda result: result.order[:2]):
            found = list(group)
            first = found[0]
            times = f" ({len(found)} times)" if len(found) > 1 else ""
            lines += [f"{first.severity.upper()}: {first.message}{times}"]
            lines += [f"  where  {_place(result)}" for result in found[:_SHOWN]]
            if len(found) > _SHOWN:
                lines.append(f"         and {len(found) - _SHOWN} more")
            lines += [f"  mend   {first.mend}", f"  rule   {first.shape_label} ({short(first.shape)})", ""]
        counts = self.counts()
        words = {"Violation": "violations", "Warning": "warnings", "Info": "hints"}
        lines.append("SHACL: " + ", ".join(f"{counts[name]} {words[name]}" for name in _SEVERITIES))
        return "\n".join(lines)

    def as_json(self) -> dict[str, Any]:
        """The same for machines."""
        return {
            "conforms": self.conforms,
            "counts": self.counts(),
            "results": [{**asdict(result), "id": short(result.focus)} for result in self.results],
        }

    def turtle(self) -> str:
        """A SHACL validation report; as SHACL has it, ``sh:conforms`` is false where there is any result at all."""
        report = ox.BlankNode("report")
        triples = [_typed(report, "ValidationReport"), _said(report, "conforms", _boolean(not self.results))]
        for number, result in enumerate(self.results, start=1):
            node = ox.BlankNode(f"result{number:05d}")
            triples += [_said(report, "result", node), *_described(node, result)]
        prefixes = {**PREFIXES, "shape": SHAPES}
        data = ox.serialize(triples, format=ox.RdfFormat.TURTLE, prefixes=prefixes)
        return (data or b"").decode("utf-8")


def validate(quads: Iterable[ox.Quad], folder: Path = shapes.FOLDER) -> Report:
    """Validate the union of all graphs against the shapes of a folder. Nothing is inferred first.

    Raises:
        OntologyError: a shape file is not Turtle, or a shape is not SHACL.
    """
    triples = {(q.subject, q.predicate, q.object) for q in quads}
    constraints = QuickGraph((q.subject, q.predicate, q.object) for q in _shape_quads(folder))
    labels = _labels(triples)
    names = {str(node): str(name) for node, name in constraints.subject_objects(SH.name)}
    parents = {
        child: parent
        for link in (SH.property, SH.sparql)
        for parent, child in constraints.subject_objects(link)
        if isinstance(parent, rdflib.URIRef)
    }
    _target_directly(constraints)
    try:
        _, found, _ = pyshacl.validate(QuickGraph(triples), shacl_graph=constraints, inplace=True)
    except (pyshacl.errors.ShapeLoadError, pyshacl.errors.ConstraintLoadError) as error:
        raise OntologyError(f"not SHACL: {error}", file=folder) from error
    if not isinstance(found, rdflib.Graph):
        raise OntologyError(f"not SHACL: {found}", file=folder)
    results = {_result(found, node, labels, names, parents) for node in found.objects(None, SH.result)}
    return Report(tuple(sorted(results, key=lambda result: result.order)))


def _target_directly(constraints: rdflib.Graph) -> None:
    """Give the property shapes of a node shape its target classes, which means the same.

    pySHACL checks a property shape with a target on all nodes at once, one below a node shape node by node.
    """
    for shape, part in list(constraints.subject_objects(SH.property)):
        targets = list(constraints.objects(shape, SH.targetClass))
        for target in targets:
            constraints.add((part, SH.targetClass, target))
        if targets:
            constraints.remove((shape, SH.property, part))


def short(iri: str) -> str:
    """The name that the YAML files use: ``001-014`` for a claim, the slug of an entity; else a prefixed name."""
    for base, name in (
        (CLAIM, ""),
        (ID, ""),
        (DOCUMENT, "document:"),
        (SHAPES, "shape:"),
        (BASE + "evidence/", "evidence "),
    ):
        if iri.startswith(base):
            return name + iri.removeprefix(base)
    for prefix, namespace in PREFIXES.items():
        if iri.startswith(namespace) and re.fullmatch(r"\w+", iri.removeprefix(namespace)):
            return f"{prefix}:{iri.removeprefix(namespace)}"
    return iri


def _place(result: Result) -> str:
    parts = [short(result.focus)]
    if result.focus_label:
        parts.append(f"“{result.focus_label}”")
    if result.path is not None:
        parts.append(f"at {result.path_label or short(result.path)}")
    if result.value is not None:
        parts.append(f"found {short(result.value)!r}")
    return ", ".join(parts) + (f" <{result.focus}>" if not result.focus.startswith("_:") else "")


def _shape_quads(folder: Path) -> list[ox.Quad]:
    files = sorted(folder.glob("*.ttl"))
    if not files:
        raise OntologyError("no shapes here", file=folder)
    return [quad for file in files for quad in read_turtle(file)]


def _result(
    found: rdflib.Graph,
    node: Any,
    labels: dict[str, str],
    names: dict[str, str],
    parents: dict[Any, Any],
) -> Result:
    focus, value = found.value(node, SH.focusNode), found.value(node, SH.value)
    path, source = found.value(node, SH.resultPath), found.value(node, SH.sourceShape)
    if str(focus) == DATA_SET and value is not None:
        focus, value = value, None
    what, _, mend = str(found.value(node, SH.resultMessage)).partition(" Mend: ")
    shape = str(parents.get(source, source))
    at = str(path) if isinstance(path, rdflib.URIRef) else None
    return Result(
        severity=str(found.value(node, SH.resultSeverity)).removeprefix(SH_),
        focus=_name(focus),
        focus_label=labels.get(_name(focus), ""),
        path=at,
        path_label=labels.get(at) if at else None,
        value=None if value is None else _name(value),
        message=what,
        mend=mend,
        shape=shape,
        shape_label=names.get(shape, short(shape)),
        component=str(found.value(node, SH.sourceConstraintComponent)),
    )


def _name(node: Any) -> str:
    return f"_:{node}" if isinstance(node, rdflib.BNode) else str(node)


def _labels(triples: Iterable[tuple[Any, Any, Any]]) -> dict[str, str]:
    """An English label for each node, by the first property of `_LABELS` that it has; the smallest of several."""
    best: dict[str, tuple[int, str]] = {}
    for subject, predicate, value in triples:
        if predicate.value in _LABELS and isinstance(value, ox.Literal) and value.language in (None, "en"):
            node = subject.value if isinstance(subject, ox.NamedNode) else str(subject)
            offer = (_LABELS.index(predicate.value), value.value)
            best[node] = min(best.get(node, offer), offer)
    return {node: label for node, (_, label) in best.items()}


def _typed(node: ox.BlankNode, name: str) -> ox.Triple:
    return ox.Triple(node, ox.NamedNode(str(RDF.type)), ox.NamedNode(SH_ + name))


def _said(node: ox.BlankNode, name: str, value: Any) -> ox.Triple:
    return ox.Triple(node, ox.NamedNode(SH_ + name), value)


def _boolean(value: bool) -> ox.Literal:
    return ox.Literal(value)


def _described(node: ox.BlankNode, result: Result) -> Iterator[ox.Triple]:
    yield _typed(node, "ValidationResult")
    yield _said(node, "resultSeverity", ox.NamedNode(SH_ + result.severity))
    yield _said(node, "focusNode", _node(result.focus))
    if result.path is not None:
        yield _said(node, "resultPath", ox.NamedNode(result.path))
    if result.value is not None:
        yield _said(node, "value", _node(result.value))
    yield _said(node, "resultMessage", ox.Literal(f"{result.message} Mend: {result.mend}", language="en"))
    yield _said(node, "sourceShape", ox.NamedNode(result.shape))
    yield _said(node, "sourceConstraintComponent", ox.NamedNode(result.component))
    if result.focus_label:
        yield ox.Triple(
            _node(result.focus), ox.NamedNode(str(RDFS.label)), ox.Literal(result.focus_label, language="en")
        )


def _node(name: str) -> Any:
    if name.startswith("_:"):
        return ox.BlankNode(name.removeprefix("_:"))
    if re.match(r"(https?|urn):\S+$", name):
        return ox.NamedNode(name)
    return ox.Literal(name)
