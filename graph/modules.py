"""The Turtle files of the ontology: its modules and SKOS schemes, read and checked against one another."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping
from pathlib import Path

import pyoxigraph as ox

import ontology
from graph.errors import OntologyError
from graph.namespaces import BASE, ONTOLOGY_GRAPH, OWL, RDF, RDFS, SKOS

_LABELS = "labels"
_IMPORTS = ox.NamedNode(OWL + "imports")
_TYPE = ox.NamedNode(RDF + "type")
_ONCE = {RDFS + "label": "label", SKOS + "definition": "definition"}

Triples = Mapping[Path, Iterable[ox.Quad]]


def ontology_files(folder: Path = ontology.FOLDER) -> list[Path]:
    """Every Turtle file below a folder; ``labels`` has graphs of its own (see `graph.translations`)."""
    return sorted(file for file in folder.rglob("*.ttl") if file.parent.name != _LABELS)


def ontology_quads(folder: Path = ontology.FOLDER) -> list[ox.Quad]:
    """The ontology and its SKOS schemes, in the ontology graph.

    Raises:
        OntologyError: with file and, where the parser or the text gives it, line: a file is not Turtle, it imports
            what is not there, or a term of ours is defined twice.
    """
    files = ontology_files(folder)
    if not files:
        raise OntologyError("no Turtle files here", file=folder)
    read = {file: read_turtle(file) for file in files}
    _check_imports(read)
    _check_defined_once(read)
    graph = ox.NamedNode(ONTOLOGY_GRAPH)
    return [ox.Quad(q.subject, q.predicate, q.object, graph) for quads in read.values() for q in quads]


def read_turtle(file: Path) -> list[ox.Quad]:
    """The triples of a Turtle file; blank nodes are renamed so that files can be put together.

    Raises:
        OntologyError: the file cannot be read or is not Turtle; with file and line.
    """
    try:
        return list(ox.parse(path=file, format=ox.RdfFormat.TURTLE, rename_blank_nodes=True))
    except SyntaxError as error:
        raise OntologyError(f"not Turtle: {error.msg}", file=file, line=error.lineno) from error
    except (OSError, ValueError) as error:
        raise OntologyError(f"cannot be read: {error}", file=file) from error


def _check_imports(read: Triples) -> None:
    """What an ontology of ours imports must be one of ours: nothing is fetched."""
    ontologies = {q.subject for quads in read.values() for q in quads if q.object == ox.NamedNode(OWL + "Ontology")}
    for file, quads in read.items():
        for quad in quads:
            if quad.predicate == _IMPORTS and quad.object not in ontologies:
                iri = getattr(quad.object, "value", "")
                raise OntologyError(
                    f"imports <{iri}>, which none of the files is; mend the IRI or add the module",
                    file=file,
                    line=line_of(file, iri),
                )


def _check_defined_once(read: Triples) -> None:
    """A term of ours is typed in one file, and has one label and one definition in each language."""
    home: dict[str, Path] = {}
    said: dict[tuple[str, str, str | None], set[str]] = defaultdict(set)
    for file, quads in read.items():
        for quad in quads:
            if not (isinstance(quad.subject, ox.NamedNode) and quad.subject.value.startswith(BASE)):
                continue
            iri = quad.subject.value
            if quad.predicate == _TYPE and home.setdefault(iri, file) != file:
                first = home[iri]
                raise OntologyError(
                    f"<{iri}> is defined here and in {first.name}, line {line_of(first, iri)}; keep one of the two",
                    file=file,
                    line=line_of(file, iri),
                )
            if quad.predicate.value in _ONCE and isinstance(quad.object, ox.Literal):
                values = said[iri, quad.predicate.value, quad.object.language]
                values.add(quad.object.value)
                if len(values) > 1:
                    what = _ONCE[quad.predicate.value]
                    raise OntologyError(
                        f"<{iri}> has two {what}s: {' / '.join(sorted(values))}; keep one of the two",
                        file=file,
                        line=line_of(file, iri, last=True),
                    )


def line_of(file: Path, iri: str, *, last: bool = False) -> int | None:
    """The line on which an IRI is written, whole or with a prefix; where it begins a statement, that one."""
    local = re.escape(re.split(r"[#/]", iri)[-1])
    name = rf"(?:<{re.escape(iri)}>|[\w-]*:{local})(?![\w-])"
    text = file.read_text(encoding="utf-8")
    found = [*re.finditer(rf"^{name}", text, re.MULTILINE)] or [*re.finditer(name, text)]
    if not found:
        return None
    return text.count("\n", 0, found[-1 if last else 0].start()) + 1
