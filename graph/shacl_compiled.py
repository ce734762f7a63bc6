"""The fast engine: `shacl` from PyPI, compiled Rust, for graphs on which pySHACL takes minutes.

It is an extra (``pip install 'creativekg[fast]'``): few need it, one person maintains it, and it has no wheels for
ARM Linux and Alpine. Its SPARQL is evaluated by the same crate as Oxigraph's.
"""

from __future__ import annotations

import os
import re
from collections.abc import Iterable
from concurrent.futures import ThreadPoolExecutor
from functools import lru_cache
from importlib.metadata import PackageNotFoundError, version
from typing import Any

import pyoxigraph as ox

from graph.errors import OntologyError, ValidationFailed
from graph.namespaces import SH
from graph.shacl_shapes import Finding, Shapes

_MARK = "urn:creativekg:blank"
_MARKED = f"""<{_MARK}> <{SH}path> <{_MARK}> .
<{_MARK}> <{SH}targetSubjectsOf> <{_MARK}> .
<{_MARK}> <{SH}maxLength> "0"^^<http://www.w3.org/2001/XMLSchema#integer> .
<{_MARK}> <{SH}severity> <{SH}Info> .
"""
_BLANK = re.compile(r"_:(\w(?:[\w.-]*[\w-])?) ", re.ASCII)
_TARGETS = tuple(SH + name for name in ("targetClass", "targetNode", "targetSubjectsOf", "targetObjectsOf"))
_THREADS = min(2, os.cpu_count() or 1)


def compiled_version() -> str | None:
    """The version of the fast engine, or None where it is not installed."""
    try:
        return version("shacl")
    except PackageNotFoundError:
        return None


def by_compiled(quads: Iterable[ox.Quad], shapes: Shapes) -> set[Finding]:
    """What the fast engine finds in the union of all graphs; nothing is inferred first.

    The engine gives blank nodes names of its own. So each goes in with its name as a literal, and a shape that
    every such literal breaks brings both names back.

    Raises:
        OntologyError: a shape is not SHACL, or has what this engine lacks (see shapes/ENGINES.md).
        ValidationFailed: a statement cannot be read.
    """
    data = ox.serialize((quad.triple for quad in quads), format=ox.RdfFormat.N_TRIPLES) or b""
    text = data.decode("utf-8")
    text += "".join(f'_:{name} <{_MARK}> "{name}" .\n' for name in sorted(set(_BLANK.findall(text))))
    parts = _for_engine(shapes)
    try:
        with ThreadPoolExecutor(_THREADS) as pool:
            reports = pool.map(lambda part: part.validate_text(text, "ntriples"), parts)
            results = [result for report in reports for result in report.results]
    except ValueError as error:
        raise ValidationFailed(f"the fast SHACL engine cannot check this graph: {error}") from error
    marks = {r.focus_node: ox.BlankNode(r.value_plain) for r in results if r.source_shape == f"<{_MARK}>"}
    found = [result for result in results if result.path != f"<{_MARK}>"]
    terms = {**marks, **_terms({name for r in found for name in (r.focus_node, r.value) if name} - set(marks))}
    return {_finding(result, terms, shapes) for result in found}


@lru_cache(maxsize=8)
def _for_engine(shapes: Shapes) -> list[Any]:
    """The compiled shapes, in as many parts as there are threads: the engine runs SPARQL constraints one by one."""
    from shacl import Shapes as Compiled

    links = [(triple.subject, triple.predicate.value) for triple in shapes.triples]
    slow = {subject for subject, predicate in links if predicate == SH + "sparql"}
    aimed = {subject for subject, predicate in links if predicate in _TARGETS}
    turns = {shape: turn for turn, shape in enumerate(sorted(aimed, key=lambda shape: (shape in slow, str(shape))))}
    parts = []
    for part in range(_THREADS):
        triples = [
            triple
            for triple in shapes.triples
            if triple.predicate.value not in _TARGETS or turns[triple.subject] % _THREADS == part
        ]
        written = ox.serialize(triples, format=ox.RdfFormat.N_TRIPLES) or b""
        try:
            parts.append(Compiled.from_text(written.decode("utf-8") + _MARKED, "ntriples"))
        except ValueError as error:
            reason = " ".join(str(error).split())
            raise OntologyError(f"not for the fast SHACL engine, but --engine pyshacl may do: {reason}") from error
    return parts


def _terms(names: Iterable[str]) -> dict[str, Any]:
    """The terms that N-Triples names mean."""
    written = sorted(names)
    lines = "".join(f"<{_MARK}> <{_MARK}> {name} .\n" for name in written)
    return dict(
        zip(written, (triple.object for triple in ox.parse(lines, format=ox.RdfFormat.N_TRIPLES)), strict=True)
    )


def _finding(result: Any, terms: dict[str, Any], shapes: Shapes) -> Finding:
    shape = result.source_shape[1:-1]
    path = result.path
    return Finding(
        focus=terms[result.focus_node],
        path=shapes.paths.get(shape, path[1:-1] if path is not None and path.startswith("<") else None),
        value=terms[result.value] if result.value else None,
        component=result.component_iri,
        severity=result.severity_iri.removeprefix(SH),
        shape=shape,
        message=min(result.messages, default=""),
    )
