"""Links to outside vocabularies: SSSOM mapping sets become the links graph.

A folder of mappings holds ``*.sssom.tsv`` files (see `graph.sssom`) and ``targets.tsv`` with title, version,
licence and rights of each vocabulary that they name. A classification whose codes have no IRIs gets them here,
below ``https://w3id.org/creativekg/classification/``: it becomes a ``skos:ConceptScheme``, each code that a mapping
names a ``skos:Concept`` with the code as its notation, so that a mapping can say how near the code comes.

Concepts are mapped with the SKOS mapping properties. Entities are no concepts: ``owl:sameAs`` says that one is
certainly the thing outside, ``rdfs:seeAlso`` anything weaker.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

import pyoxigraph as ox

from graph.namespaces import BASE, DCTERMS, ID, LINKS_GRAPH, OWL, RDF, RDFS, SKOS, VOID, XSD
from graph.sssom import Row, read_mapping_set, read_table

SSSOM = "https://w3id.org/sssom/"
DATASET = BASE + "dataset/"
CLASSIFICATION = BASE + "classification/"
MATCHES = tuple(SKOS + name for name in ("exactMatch", "closeMatch", "broadMatch", "narrowMatch", "relatedMatch"))
IDENTITY = (OWL + "sameAs", RDFS + "seeAlso")
_MAPPING = BASE + "mapping/"
_GRAPH = ox.NamedNode(LINKS_GRAPH)


@dataclass(frozen=True)
class _Known:
    """What a mapping may speak of: IRIs of our concepts and entities, and the vocabularies by IRI."""

    concepts: Collection[str]
    entities: Collection[str]
    vocabularies: Mapping[str, Row]

    def vocabulary(self, iri: ox.NamedNode) -> Row | None:
        """The classification that one of our IRIs for codes belongs to."""
        scheme = iri.value.removeprefix(CLASSIFICATION).partition("/")[0]
        return self.vocabularies.get(CLASSIFICATION + scheme) if iri.value.startswith(CLASSIFICATION) else None


def load_links(folder: Path, concepts: Collection[str], entities: Collection[str]) -> list[ox.Quad]:
    """The links graph of a folder: for each mapping the direct triple, the label of the outside thing, and a node
    with the SSSOM terms; and what is known of each vocabulary and code. No blank nodes; the same files give the
    same quads in the same order.

    ``concepts`` and ``entities`` hold the IRIs of ours that may be mapped.

    Raises:
        InputError: with file and line, where a header or row is not as it should be, a prefix or vocabulary is not
            declared, a subject is not known, a predicate does not fit it, a confidence is not above 0 and at most
            1, or a mapping stands twice.
    """
    files = sorted(folder.glob("*.sssom.tsv"))
    known = _Known(concepts, entities, _vocabularies(folder / "targets.tsv") if files else {})
    quads: list[ox.Quad] = []
    for file in files:
        quads += _mapping_set(file, known)
    return list(dict.fromkeys(quads))


def _vocabularies(file: Path) -> dict[str, Row]:
    rows = read_table(file, ("target", "title", "version", "license", "rights"))
    return {BASE + row["target"]: row for row in rows}


def _mapping_set(file: Path, known: _Known) -> Iterator[ox.Quad]:
    header, rows = read_mapping_set(file)
    prefixes = {str(prefix): str(iri) for prefix, iri in header["curie_map"].items()}
    place = Row(file, 1, {})
    mapping_set = place.iri(str(header["mapping_set_id"]))
    source, target = (place.expand(str(header[slot]), prefixes) for slot in ("subject_source", "object_source"))
    if target.value not in known.vocabularies:
        raise place.problem(f"the object_source {target.value} is not in targets.tsv")
    for vocabulary in (source, target):
        if vocabulary.value in known.vocabularies:
            yield from _vocabulary(vocabulary, known.vocabularies[vocabulary.value])
    yield _quad(mapping_set, RDF + "type", ox.NamedNode(SSSOM + "MappingSet"))
    yield _quad(mapping_set, DCTERMS + "title", _text(header["mapping_set_title"]))
    yield _quad(mapping_set, DCTERMS + "description", _text(header["mapping_set_description"]))
    yield _quad(mapping_set, DCTERMS + "license", place.iri(str(header["license"])))
    yield _quad(mapping_set, DCTERMS + "created", _typed(str(header["mapping_date"]), "date"))
    yield _quad(mapping_set, SSSOM + "subject_source", source)
    yield _quad(mapping_set, SSSOM + "object_source", target)
    seen: dict[str, int] = {}
    for row in rows:
        subject, predicate, thing, justification = (
            row.expand(row[column], prefixes)
            for column in ("subject_id", "predicate_id", "object_id", "mapping_justification")
        )
        _check(row, subject, predicate, known)
        mapping = _node(target, subject, row)
        if mapping.value in seen:
            raise row.problem(f"this pair is already mapped on line {seen[mapping.value]}; keep one of the two")
        seen[mapping.value] = row.line
        yield ox.Quad(subject, predicate, thing, _GRAPH)
        yield from _outside(subject, row["subject_label"], known)
        yield from _outside(thing, row["object_label"], known)
        yield _quad(mapping_set, SSSOM + "mappings", mapping)
        yield _quad(mapping, RDF + "type", ox.NamedNode(SSSOM + "Mapping"))
        # SSSOM's RDF writes owl:annotatedSource and its kin here, which OWL 2 DL reserves for axioms.
        yield _quad(mapping, SSSOM + "subject_id", subject)
        yield _quad(mapping, SSSOM + "predicate_id", predicate)
        yield _quad(mapping, SSSOM + "object_id", thing)
        yield _quad(mapping, SSSOM + "mapping_justification", justification)
        yield _quad(mapping, SSSOM + "confidence", _typed(row.confidence(), "double"))
        yield _quad(mapping, SSSOM + "object_source", target)
        yield _quad(mapping, SSSOM + "object_source_version", ox.Literal(row["object_source_version"]))
        if row["comment"]:
            yield _quad(mapping, RDFS + "comment", _text(row["comment"]))


def _check(row: Row, subject: ox.NamedNode, predicate: ox.NamedNode, known: _Known) -> None:
    stated = row["predicate_id"]
    if subject.value in known.entities:
        if predicate.value not in IDENTITY:
            raise row.problem(f"an entity takes owl:sameAs where it is certain, else rdfs:seeAlso; not {stated!r}")
    elif subject.value in known.concepts or known.vocabulary(subject):
        if predicate.value not in MATCHES:
            raise row.problem(f"a concept takes a SKOS mapping property, not {stated!r}")
    else:
        raise row.problem(f"unknown subject {row['subject_id']!r}; add the entity or mend the name")
    if not row["object_label"]:
        raise row.problem("the object_label is empty; copy it from the source")


def _node(target: ox.NamedNode, subject: ox.NamedNode, row: Row) -> ox.NamedNode:
    local = re.sub(r"[^A-Za-z0-9]+", "-", row["object_id"].partition(":")[2]).strip("-")
    ours = subject.value.removeprefix(ID).removeprefix(CLASSIFICATION)
    return ox.NamedNode(f"{_MAPPING}{target.value.rpartition('/')[2]}/{ours}/{local}")


def _outside(thing: ox.NamedNode, label: str, known: _Known) -> Iterator[ox.Quad]:
    """What is said of a term that is not of our vocabularies: its label; of a code, that it is a concept."""
    vocabulary = known.vocabulary(thing)
    if vocabulary:
        scheme = BASE + vocabulary["target"]
        yield _quad(thing, RDF + "type", ox.NamedNode(SKOS + "Concept"))
        yield _quad(thing, SKOS + "notation", ox.Literal(thing.value.removeprefix(scheme + "/")))
        yield _quad(thing, SKOS + "prefLabel", _text(label))
        yield _quad(thing, SKOS + "inScheme", ox.NamedNode(scheme))
    elif not thing.value.startswith(ID):
        yield _quad(thing, RDFS + "label", _text(label))


def _vocabulary(vocabulary: ox.NamedNode, row: Row) -> Iterator[ox.Quad]:
    yield _quad(vocabulary, RDF + "type", ox.NamedNode(VOID + "Dataset"))
    if vocabulary.value.startswith(CLASSIFICATION):
        yield _quad(vocabulary, RDF + "type", ox.NamedNode(SKOS + "ConceptScheme"))
    yield _quad(vocabulary, DCTERMS + "title", _text(row["title"]))
    yield _quad(vocabulary, DCTERMS + "rights", _text(row["rights"]))
    if row["version"]:
        yield _quad(vocabulary, OWL + "versionInfo", ox.Literal(row["version"]))
    if row["license"]:
        yield _quad(vocabulary, DCTERMS + "license", row.iri(row["license"]))


def _quad(subject: ox.NamedNode, predicate: str, value: ox.NamedNode | ox.Literal) -> ox.Quad:
    return ox.Quad(subject, ox.NamedNode(predicate), value, _GRAPH)


def _text(text: object) -> ox.Literal:
    return ox.Literal(str(text), language="en")


def _typed(text: str, datatype: str) -> ox.Literal:
    return ox.Literal(text, datatype=ox.NamedNode(XSD + datatype))
