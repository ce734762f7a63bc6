"""SHACL validation: the engine by the size of the graph, the report one and the same.

A message in ``shapes/`` reads "What is wrong. Mend: how."; the two halves are kept apart here. Constraints that
compare many nodes run once, on the data set's IRI, and return each offender as a value: such a result is shown at
the offender.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from functools import lru_cache
from importlib.metadata import version
from pathlib import Path
from typing import Any, Literal

import pyoxigraph as ox

from graph.errors import OntologyError
from graph.namespaces import BASE, DCTERMS, KG, RDFS, SKOS
from graph.shacl_compiled import by_compiled, compiled_version
from graph.shacl_pyshacl import by_pyshacl
from graph.shacl_report import Report as Report
from graph.shacl_report import Result as Result
from graph.shacl_report import short as short
from graph.shacl_shapes import Finding, Shapes, prepare, probes, state_of
from graph.shacl_shapes import read_shapes as read_shapes
from shapes import FOLDER

DATA_SET = BASE
LARGE = 50_000
Engine = Literal["pyshacl", "shacl"]
ENGINES: dict[Engine, Callable[[Iterable[ox.Quad], Shapes], set[Finding]]] = {
    "pyshacl": by_pyshacl,
    "shacl": by_compiled,
}
_LABELS = (SKOS + "prefLabel", RDFS + "label", KG + "gloss", DCTERMS + "title", KG + "elidedQuote")


def validate(
    quads: Iterable[ox.Quad],
    folder: Path = FOLDER,
    *,
    shapes: Iterable[ox.Quad] | None = None,
    engine: Engine | None = None,
    progress: Callable[[str], None] = lambda step: None,
) -> Report:
    """Validate the union of all graphs against the shapes of a folder, or against ``shapes``; nothing is inferred.

    pySHACL, the reference, looks at graphs of up to 50,000 statements; larger ones go to the compiled engine where
    it is installed. ``engine`` asks for one of the two.

    Raises:
        OntologyError: a shape file is not Turtle, or a shape is not SHACL; with its file, and its line where known.
            Or ``engine`` is not installed.
    """
    graph = list(quads)
    constraints = _of_folder(folder, state_of(folder)) if shapes is None else prepare(shapes)
    chosen = engine or _by_size(len(graph), progress)
    if chosen == "shacl" and compiled_version() is None:
        raise OntologyError("the fast SHACL engine is not installed; pip install 'creativekg[fast]' brings it")
    found = ENGINES[chosen](graph, constraints)
    labels = _labels(graph, found)
    results = {_result(finding, constraints, labels) for finding in found}
    name = f"pySHACL {version('pyshacl')}" if chosen == "pyshacl" else f"shacl {compiled_version()}"
    return Report(tuple(sorted(results, key=lambda result: result.order)), name)


def _by_size(statements: int, progress: Callable[[str], None]) -> Engine:
    if statements <= LARGE:
        return "pyshacl"
    if compiled_version() is not None:
        return "shacl"
    progress(f"pySHACL is slow on {statements:,} statements; pip install 'creativekg[fast]' brings a faster engine")
    return "pyshacl"


@lru_cache(maxsize=8)
def _of_folder(folder: Path, state: tuple[Any, ...]) -> Shapes:
    """The shapes of a folder, prepared and tried once for each state of its files."""
    files = read_shapes(folder)
    constraints = prepare(quad for quads in files.values() for quad in quads)
    error = _try(constraints)
    if error is not None:
        guilty = [
            file
            for file in files
            if not _try(prepare(quad for other, quads in files.items() if other != file for quad in quads))
        ]
        raise OntologyError(error, file=guilty[0] if len(guilty) == 1 else folder)
    return constraints


def _try(constraints: Shapes) -> str | None:
    """What the reference has against these shapes, tried on a graph with one node for each target."""
    try:
        by_pyshacl(probes(constraints), constraints)
    except OntologyError as error:
        return str(error)
    return None


def _result(finding: Finding, shapes: Shapes, labels: dict[str, str]) -> Result:
    focus, value = finding.focus, finding.value
    if str(focus) == f"<{DATA_SET}>" and value is not None:
        focus, value = value, None
    what, _, mend = finding.message.partition(" Mend: ")
    shape = shapes.parents.get(finding.shape, finding.shape)
    return Result(
        severity=finding.severity,
        focus=_name(focus),
        focus_label=labels.get(_name(focus), ""),
        path=finding.path,
        path_label=labels.get(finding.path) if finding.path else None,
        value=None if value is None else _name(value),
        message=what,
        mend=mend,
        shape=shape,
        shape_label=shapes.names.get(shape, short(shape)),
        component=finding.component,
        part=shapes.names.get(finding.shape) if finding.shape != shape else None,
    )


def _name(node: Any) -> str:
    return str(node) if isinstance(node, ox.BlankNode) else str(node.value)


def _labels(quads: Iterable[ox.Quad], found: set[Finding]) -> dict[str, str]:
    """An English label for each node found: by the first property of `_LABELS` it has, the smallest of several."""
    wanted = {_name(node) for finding in found for node in (finding.focus, finding.value) if node is not None}
    wanted |= {finding.path for finding in found if finding.path is not None}
    naming = {ox.NamedNode(iri): rank for rank, iri in enumerate(_LABELS)} if wanted else {}
    best: dict[str, tuple[int, str]] = {}
    for quad in quads if wanted else ():
        rank = naming.get(quad.predicate)
        if rank is not None and isinstance(quad.object, ox.Literal) and quad.object.language in (None, "en"):
            node, offer = _name(quad.subject), (rank, quad.object.value)
            if node in wanted:
                best[node] = min(best.get(node, offer), offer)
    return {node: label for node, (_, label) in best.items()}
