"""What SHACL validation found, for people, for machines and as RDF: what is wrong, where, why, how to mend it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from itertools import groupby
from typing import Any

import pyoxigraph as ox

from graph.namespaces import BASE, CLAIM, DOCUMENT, ID, PREFIXES, RDF, RDFS, SH

SHAPES = BASE + "shapes#"
SEVERITIES = ("Violation", "Warning", "Info")
_SHOWN = 20


@dataclass(frozen=True)
class Result:
    """One thing that is wrong. ``focus`` is the node that breaks the shape (IRI or ``_:`` name), ``path`` the IRI
    of the property concerned, ``component`` the IRI of the kind of constraint; labels are in English. ``shape`` is
    the named shape, ``part`` the name of the property shape inside it that was broken, if it was one."""

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
    part: str | None = None

    @property
    def order(self) -> tuple[Any, ...]:
        """Most severe first, then what is alike together."""
        alike = (self.shape_label, self.message, self.path or "", self.component)
        rank = SEVERITIES.index(self.severity) if self.severity in SEVERITIES else len(SEVERITIES)
        return (rank, alike, self.focus, self.value or "", self.part or "")


@dataclass(frozen=True)
class Report:
    """What validation found, most severe first; ``engine`` says which program looked, with its version."""

    results: tuple[Result, ...]
    engine: str = ""

    @property
    def conforms(self) -> bool:
        """Whether nothing of severity Violation was found; warnings and hints do not stop publication."""
        return not any(result.severity == "Violation" for result in self.results)

    def counts(self) -> dict[str, int]:
        """How many results there are of each severity."""
        return {name: sum(result.severity == name for result in self.results) for name in SEVERITIES}

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
        found_by = f" (by {self.engine})" if self.engine else ""
        lines.append("SHACL: " + ", ".join(f"{counts[name]} {words[name]}" for name in SEVERITIES) + found_by)
        return "\n".join(lines)

    def as_json(self) -> dict[str, Any]:
        """The same for machines."""
        return {
            "conforms": self.conforms,
            "engine": self.engine,
            "counts": self.counts(),
            "results": [{**asdict(result), "id": short(result.focus)} for result in self.results],
        }

    def turtle(self) -> str:
        """A SHACL validation report; as SHACL has it, ``sh:conforms`` is false where there is any result at all."""
        report = ox.BlankNode("report")
        triples = [_typed(report, "ValidationReport"), _said(report, "conforms", ox.Literal(not self.results))]
        for number, result in enumerate(self.results, start=1):
            node = ox.BlankNode(f"result{number:05d}")
            triples += [_said(report, "result", node), *_described(node, result)]
        prefixes = {**PREFIXES, "shape": SHAPES}
        data = ox.serialize(triples, format=ox.RdfFormat.TURTLE, prefixes=prefixes)
        return (data or b"").decode("utf-8")


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


def _typed(node: ox.BlankNode, name: str) -> ox.Triple:
    return ox.Triple(node, ox.NamedNode(RDF + "type"), ox.NamedNode(SH + name))


def _said(node: ox.BlankNode, name: str, value: Any) -> ox.Triple:
    return ox.Triple(node, ox.NamedNode(SH + name), value)


def _described(node: ox.BlankNode, result: Result) -> Iterator[ox.Triple]:
    yield _typed(node, "ValidationResult")
    yield _said(node, "resultSeverity", ox.NamedNode(SH + result.severity))
    yield _said(node, "focusNode", _node(result.focus))
    if result.path is not None:
        yield _said(node, "resultPath", ox.NamedNode(result.path))
    if result.value is not None:
        yield _said(node, "value", _node(result.value))
    message = f"{result.message} Mend: {result.mend}" if result.mend else result.message
    yield _said(node, "resultMessage", ox.Literal(message, language="en"))
    yield _said(node, "sourceShape", ox.NamedNode(result.shape))
    yield _said(node, "sourceConstraintComponent", ox.NamedNode(result.component))
    if result.focus_label:
        yield ox.Triple(
            _node(result.focus), ox.NamedNode(RDFS + "label"), ox.Literal(result.focus_label, language="en")
        )


def _node(name: str) -> Any:
    if name.startswith("_:"):
        return ox.BlankNode(name.removeprefix("_:"))
    if re.match(r"(https?|urn):\S+$", name):
        return ox.NamedNode(name)
    return ox.Literal(name)
