"""Links to outside vocabularies: SSSOM mapping sets become the links graph.

A folder of mappings holds one ``TARGET.sssom.tsv`` for each outside vocabulary (a YAML header in ``#`` lines, then
tab-separated rows; https://mapping-commons.github.io/sssom/), ``targets.tsv`` with title, licence and rights of
each, and ``notations.tsv`` for classifications that have codes and no IRIs: a code becomes a ``skos:notation``
whose datatype, below ``https://w3id.org/creativekg/notation/``, names the classification.
"""

from __future__ import annotations

import csv
import re
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pyoxigraph as ox
import yaml

from graph.errors import InputError
from graph.namespaces import BASE, DCTERMS, ID, LINKS_GRAPH, RDF, RDFS, SKOS, VOID, XSD

SSSOM = "https://w3id.org/sssom/"
DATASET = BASE + "dataset/"
NOTATION = BASE + "notation/"
_MAPPING = BASE + "mapping/"
_PREDICATES = {SKOS + name for name in ("exactMatch", "closeMatch", "broadMatch", "narrowMatch", "relatedMatch")}
_HEADER = ("mapping_set_id", "mapping_set_title", "mapping_set_description", "license", "mapping_date",
           "subject_source", "object_source", "curie_map")  # fmt: skip
_COLUMNS = ("subject_id", "subject_label", "predicate_id", "object_id", "object_label", "mapping_justification",
            "object_source_version", "confidence", "comment")  # fmt: skip
_GRAPH = ox.NamedNode(LINKS_GRAPH)
_IRI_UNSAFE = re.compile(r'[\x00-\x20<>"{}|\\^`]')


@dataclass(frozen=True)
class _Row:
    """One row below a header: its cells by column, and where it stands."""

    file: Path
    line: int
    cells: Mapping[str, str]

    def __getitem__(self, column: str) -> str:
        return self.cells[column]

    def problem(self, message: str) -> InputError:
        return InputError(message, file=self.file, line=self.line)


def load_links(folder: Path, known: Collection[str]) -> list[ox.Quad]:
    """The links graph of a folder: for each mapping the direct triple, the label of the outside thing, and a node
    with the SSSOM terms; what is known of each target; and the notations. No blank nodes; the same files give the
    same quads in the same order.

    ``known`` holds the IRIs of our entities and concepts.

    Raises:
        InputError: with file and line, where a header or row is not as it should be, a prefix or target is not
            declared, a subject is not known, a confidence is not above 0 and at most 1, or a mapping stands twice.
    """
    files = sorted(folder.glob("*.sssom.tsv"))
    notations = folder / "notations.tsv"
    targets = _targets(folder / "targets.tsv") if files or notations.is_file() else {}
    quads: list[ox.Quad] = []
    for file in files:
        quads += _mapping_set(file, known, targets)
    if notations.is_file():
        quads += _notations(notations, known, targets)
    return list(dict.fromkeys(quads))


def read_mapping_set(file: Path) -> tuple[dict[str, Any], list[_Row]]:
    """The header of an SSSOM TSV file as plain data, and its rows.

    Raises:
        InputError: the file cannot be read, the header is not YAML, or a slot or column is missing.
    """
    lines = _lines(file)
    size = next((index for index, line in enumerate(lines) if not line.startswith("#")), len(lines))
    try:
        header = yaml.safe_load("\n".join(line[1:] for line in lines[:size]))
    except yaml.MarkedYAMLError as error:
        line = error.problem_mark.line + 1 if error.problem_mark else None
        raise InputError(f"the header is not YAML: {error.problem}", file=file, line=line) from error
    except yaml.YAMLError as error:
        raise InputError(f"the header is not YAML: {error}", file=file) from error
    if not isinstance(header, dict):
        raise InputError("no YAML header; begin the file with '# mapping_set_id: …'", file=file, line=1)
    missing = [slot for slot in _HEADER if not header.get(slot)]
    if missing:
        raise InputError(f"the header lacks {', '.join(missing)}", file=file, line=1)
    if not isinstance(header["curie_map"], dict):
        raise InputError("curie_map must list prefixes and their IRIs", file=file, line=1)
    return header, list(_rows(file, lines[size:], size, _COLUMNS))


def _mapping_set(file: Path, known: Collection[str], targets: Mapping[str, _Row]) -> Iterator[ox.Quad]:
    header, rows = read_mapping_set(file)
    prefixes = {str(prefix): str(iri) for prefix, iri in header["curie_map"].items()}
    place = _Row(file, 1, {})
    mapping_set = _iri(str(header["mapping_set_id"]), place)
    target = _expand(str(header["object_source"]), prefixes, place)
    name = target.value.removeprefix(DATASET)
    if name not in targets:
        raise place.problem(f"the object_source {target.value} is not in targets.tsv")
    yield from _target(target, targets[name])
    yield _quad(mapping_set, RDF + "type", ox.NamedNode(SSSOM + "MappingSet"))
    yield _quad(mapping_set, DCTERMS + "title", _text(header["mapping_set_title"]))
    yield _quad(mapping_set, DCTERMS + "description", _text(header["mapping_set_description"]))
    yield _quad(mapping_set, DCTERMS + "license", _iri(str(header["license"]), place))
    yield _quad(mapping_set, DCTERMS + "created", _typed(str(header["mapping_date"]), "date"))
    yield _quad(mapping_set, SSSOM + "subject_source", _expand(str(header["subject_source"]), prefixes, place))
    yield _quad(mapping_set, SSSOM + "object_source", target)
    seen: dict[str, int] = {}
    for row in rows:
        subject, predicate, thing, justification = (
            _expand(row[column], prefixes, row)
            for column in ("subject_id", "predicate_id", "object_id", "mapping_justification")
        )
        if subject.value not in known:
            raise row.problem(f"unknown subject {row['subject_id']!r}; add the entity or mend the name")
        if predicate.value not in _PREDICATES:
            raise row.problem(f"the predicate {row['predicate_id']!r} is not a SKOS mapping property")
        if not row["object_label"]:
            raise row.problem("the object_label is empty; copy it from the source")
        local = re.sub(r"[^A-Za-z0-9]+", "-", row["object_id"].partition(":")[2]).strip("-")
        mapping = ox.NamedNode(f"{_MAPPING}{name}/{subject.value.removeprefix(ID)}/{local}")
        if mapping.value in seen:
            raise row.problem(f"this pair is already mapped on line {seen[mapping.value]}; keep one of the two")
        seen[mapping.value] = row.line
        yield ox.Quad(subject, predicate, thing, _GRAPH)
        yield _quad(thing, RDFS + "label", _text(row["object_label"]))
        yield _quad(mapping_set, SSSOM + "mappings", mapping)
        yield _quad(mapping, RDF + "type", ox.NamedNode(SSSOM + "Mapping"))
        # SSSOM's RDF writes owl:annotatedSource and its kin here, which OWL 2 DL reserves for axioms.
        yield _quad(mapping, SSSOM + "subject_id", subject)
        yield _quad(mapping, SSSOM + "predicate_id", predicate)
        yield _quad(mapping, SSSOM + "object_id", thing)
        yield _quad(mapping, SSSOM + "mapping_justification", justification)
        yield _quad(mapping, SSSOM + "confidence", _typed(_confidence(row), "double"))
        yield _quad(mapping, SSSOM + "object_source", target)
        yield _quad(mapping, SSSOM + "object_source_version", ox.Literal(row["object_source_version"]))
        if row["comment"]:
            yield _quad(mapping, RDFS + "comment", _text(row["comment"]))


def _confidence(row: _Row) -> str:
    try:
        value = float(row["confidence"])
    except ValueError:
        value = 0.0
    if not 0 < value <= 1:
        raise row.problem(f"the confidence {row['confidence']!r} is not a number above 0 and at most 1")
    return row["confidence"]


def _notations(file: Path, known: Collection[str], targets: Mapping[str, _Row]) -> Iterator[ox.Quad]:
    seen: dict[tuple[str, str], int] = {}
    for row in _rows(file, _lines(file), 0, ("subject", "scheme", "code", "label", "source")):
        if ID + row["subject"] not in known:
            raise row.problem(f"unknown subject {row['subject']!r}; add the concept or mend the name")
        if row["scheme"] not in targets:
            raise row.problem(f"the scheme {row['scheme']!r} is not in targets.tsv")
        key = (row["scheme"], row["code"])
        if key in seen:
            raise row.problem(f"the code {row['code']} is already given on line {seen[key]}; give it to one sector")
        seen[key] = row.line
        datatype = _iri(NOTATION + row["scheme"], row)
        yield _quad(datatype, RDF + "type", ox.NamedNode(RDFS + "Datatype"))
        yield from _about(datatype, RDFS + "label", targets[row["scheme"]])
        literal = ox.Literal(row["code"], datatype=datatype)
        yield _quad(ox.NamedNode(ID + row["subject"]), SKOS + "notation", literal)


def _targets(file: Path) -> dict[str, _Row]:
    return {row["target"]: row for row in _rows(file, _lines(file), 0, ("target", "title", "license", "rights"))}


def _target(target: ox.NamedNode, row: _Row) -> Iterator[ox.Quad]:
    yield _quad(target, RDF + "type", ox.NamedNode(VOID + "Dataset"))
    yield from _about(target, DCTERMS + "title", row)


def _about(node: ox.NamedNode, label: str, row: _Row) -> Iterator[ox.Quad]:
    yield _quad(node, label, _text(row["title"]))
    yield _quad(node, DCTERMS + "rights", _text(row["rights"]))
    if row["license"]:
        yield _quad(node, DCTERMS + "license", _iri(row["license"], row))


def _lines(file: Path) -> list[str]:
    try:
        return file.read_bytes().decode("utf-8").replace("\r\n", "\n").split("\n")
    except OSError as error:
        raise InputError(f"cannot read the file ({error.strerror})", file=file) from error
    except UnicodeDecodeError as error:
        raise InputError(f"not UTF-8 at byte {error.start}; save the file as UTF-8", file=file) from error


def _rows(file: Path, lines: list[str], before: int, columns: tuple[str, ...]) -> Iterator[_Row]:
    reader = csv.DictReader(lines, delimiter="\t", strict=True)
    missing = [column for column in columns if column not in (reader.fieldnames or [])]
    if missing:
        raise InputError(f"missing columns: {', '.join(missing)}", file=file, line=before + 1)
    try:
        for cells in reader:
            line = before + reader.line_num
            if None in cells or None in cells.values():
                wanted = len(reader.fieldnames or [])
                raise InputError(f"this row does not have {wanted} cells", file=file, line=line)
            yield _Row(file, line, cells)
    except csv.Error as error:
        raise InputError(f"not tab-separated: {error}", file=file, line=before + reader.line_num) from error


def _expand(curie: str, prefixes: Mapping[str, str], row: _Row) -> ox.NamedNode:
    prefix, colon, local = curie.partition(":")
    if not colon or not local:
        raise row.problem(f"{curie!r} is not a CURIE (prefix:name)")
    if prefix not in prefixes:
        raise row.problem(f"the prefix {prefix!r} is not in the curie_map of the header")
    return _iri(prefixes[prefix] + local, row)


def _iri(iri: str, row: _Row) -> ox.NamedNode:
    try:
        if _IRI_UNSAFE.search(iri):
            raise ValueError
        return ox.NamedNode(iri)
    except ValueError as error:
        raise row.problem(f"{iri!r} is not an IRI") from error


def _quad(subject: ox.NamedNode, predicate: str, value: ox.NamedNode | ox.Literal) -> ox.Quad:
    return ox.Quad(subject, ox.NamedNode(predicate), value, _GRAPH)


def _text(text: object) -> ox.Literal:
    return ox.Literal(str(text), language="en")


def _typed(text: str, datatype: str) -> ox.Literal:
    return ox.Literal(text, datatype=ox.NamedNode(XSD + datatype))
