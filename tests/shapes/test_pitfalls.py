"""Every pitfall that the scanners know has a check or a reason; what we reuse exists where it comes from."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pyoxigraph as ox

from graph.links import SSSOM
from graph.modules import ontology_files, read_turtle
from graph.namespaces import BASE, OWL, RDF, SCHEMA
from graph.style import STYLE

OOPS = {f"OOPS! P{number:02}" for number in range(1, 42)}
FIND = {"FIND1", "FIND2", "FIND3", "FIND_3_BIS"}
METADATA = {"OM1", "OM2", "OM3", "OM4.1", "OM4.2", "OM5.1", "OM5.2", "VER1", "VER2"}
ACCESS = {"CN1", "DOC1", "HTTP1", "PURL1", "RDF1", "URI1", "URI2"}
FOOPS = {f"FOOPS! {name}" for name in FIND | METADATA | ACCESS | {"VOC1", "VOC2", "VOC3", "VOC4"}}
NAMED = re.compile(r'sh:name "([^"]+)"')
NUMBERS = re.compile(r"(F?OOPS!) ((?:[A-Z][A-Z0-9_.]*\d(?:_BIS)?(?:, )?)+)")
NOT_CHECKED = re.compile(r"^\| (F?OOPS! \S+) \| [^|]+ \| [^|]+ \|$", re.MULTILINE)
KINDS = {OWL + kind for kind in ("Class", "ObjectProperty", "DatatypeProperty", "AnnotationProperty")}


def checked() -> set[str]:
    found = set()
    for file in STYLE.glob("*.ttl"):
        for name in NAMED.findall(file.read_text(encoding="utf-8")):
            for scanner, numbers in NUMBERS.findall(name):
                found |= {f"{scanner} {number}" for number in numbers.rstrip(", ").split(", ")}
    return found


def left_out() -> set[str]:
    return set(NOT_CHECKED.findall((STYLE / "README.md").read_text(encoding="utf-8")))


def test_every_pitfall_is_checked_or_left_out_with_a_reason() -> None:
    assert checked() | left_out() == OOPS | FOOPS


def test_only_what_is_checked_in_part_is_also_left_out() -> None:
    assert checked() & left_out() == {"OOPS! P13"}


def test_every_reused_term_is_defined_where_it_comes_from(linked_data: Path) -> None:
    """P40 and P34, P35 for terms of others, by copies of their vocabularies."""
    files = [linked_data / "edm-ontology" / "edm.ttl", *(linked_data / "vocabs").glob("*.nq")]
    # schema.org's file writes http; schema.org and we prefer https.
    defined = {
        quad.subject.value.replace("http://schema.org/", SCHEMA)
        for file in files
        for quad in ox.parse(path=file)
        if isinstance(quad.subject, ox.NamedNode)
    }
    # SSSOM has no vocabulary file: its slots are in its JSON-LD context, its classes in its shapes.
    sssom = linked_data / "sssom"
    slots = json.loads((sssom / "sssom_schema.context.jsonld").read_text(encoding="utf-8"))["@context"]
    defined |= {SSSOM + slot for slot in slots}
    defined |= {
        quad.subject.value
        for quad in ox.parse(path=sssom / "sssom_schema.shacl.ttl")
        if isinstance(quad.subject, ox.NamedNode)
    }
    declared = {
        quad.subject.value
        for file in ontology_files()
        for quad in read_turtle(file)
        if quad.predicate.value == RDF + "type" and isinstance(quad.object, ox.NamedNode)
        if quad.object.value in KINDS and isinstance(quad.subject, ox.NamedNode)
    }
    # The Bibliographic Ontology, of which we use the status of a document, is not among the copies.
    reused = {iri for iri in declared if not iri.startswith((BASE, "http://purl.org/ontology/bibo/"))}
    assert len(reused) > 100
    assert reused - defined == set()
