"""The drawing of the core cannot lie: every box and arrow is in the ontology, and in the graph."""

from __future__ import annotations

import re
from typing import Any
from xml.etree import ElementTree

import pytest
from rdflib import URIRef
from rdflib.namespace import OWL, RDF, RDFS

import ontology
from server.axioms import Axioms
from server.diagram import Diagram, diagram
from server.terms import Terms, read_module

SVG = "{http://www.w3.org/2000/svg}"


@pytest.fixture(scope="module")
def known() -> Terms:
    return Terms(read_module(file) for file in ontology.FOLDER.glob("*.ttl"))


@pytest.fixture(scope="module")
def drawing(known: Terms) -> Diagram:
    drawn = diagram(known)
    assert drawn is not None
    return drawn


def test_it_is_small_enough_to_be_taken_in_at_once(drawing: Diagram) -> None:
    assert 6 <= len(drawing.boxes) <= 10
    assert 6 <= len(drawing.arrows) <= 10


def test_every_box_is_a_class_by_its_label(known: Terms, drawing: Diagram) -> None:
    for box in drawing.boxes:
        iri = URIRef(box.value.term.value)
        assert (iri, RDF.type, OWL.Class) in known.graph
        assert str(known.graph.value(iri, RDFS.label)) == box.value.label


def test_every_arrow_is_a_property_between_those_classes(known: Terms, drawing: Diagram) -> None:
    axioms = Axioms(known)
    for arrow in drawing.arrows:
        iri = URIRef(arrow.value.term.value)
        assert (iri, RDF.type, OWL.ObjectProperty) in known.graph
        assert str(known.graph.value(iri, RDFS.label)) == arrow.value.label
        ends = [(arrow.source, "domain")] + ([(arrow.target.term.value, "range")] if arrow.target else [])
        for name, end in ends:
            for allowed in axioms.ends(str(iri), end):
                assert set(allowed.classes) & set(axioms.above(name, RDFS.subClassOf)), (iri, end, name)


def test_every_arrow_is_in_the_graph(real_server: Any, drawing: Diagram) -> None:
    for arrow in drawing.arrows:
        target = f"?o a/rdfs:subClassOf* <{arrow.target.term.value}> ." if arrow.target else ""
        query = f"""PREFIX rdfs: <{RDFS}> ASK {{
            ?s <{arrow.value.term.value}> ?o . ?s a/rdfs:subClassOf* <{arrow.source}> . {target} }}"""
        assert real_server.sparql(query).json()["boolean"], arrow.value.label


def test_nothing_is_drawn_outside_or_over_another(drawing: Diagram) -> None:
    for box in drawing.boxes:
        assert box.left >= 0 and box.left + box.width <= drawing.width
        assert box.top >= 0 and box.top + box.height <= drawing.height
    for one in drawing.boxes:
        for other in drawing.boxes:
            apart = abs(one.top - other.top) >= max(one.height, other.height) or (
                abs(one.middle - other.middle) >= (one.width + other.width) / 2
            )
            assert one is other or apart, (one.value.label, other.value.label)


def test_the_drawing_is_accessible_and_the_list_says_the_same(real_server: Any, drawing: Diagram) -> None:
    html = real_server.request("GET", "/ontology", headers={"Accept": "text/html"}).body.decode()
    (svg,) = re.findall(r'<svg class="drawing".*?</svg>', html, re.DOTALL)
    root = ElementTree.fromstring(svg.replace("<svg ", '<svg xmlns="http://www.w3.org/2000/svg" ', 1))
    assert root.find(f"{SVG}title") is not None and root.find(f"{SVG}desc") is not None
    links = {link.get("href"): "".join(link.itertext()).strip() for link in root.iter(f"{SVG}a")}
    expected = {each.value.href: each.value.label for each in (*drawing.boxes, *drawing.arrows)}
    assert links == expected
    legend = html.partition('<dl class="legend">')[2].partition("</dl>")[0]
    for href, label in expected.items():
        assert f'<a href="{href}">{label}</a>' in legend


def test_an_ontology_that_lacks_a_term_has_no_drawing(known: Terms) -> None:
    assert diagram(Terms(module for module in known.modules.values() if module.name != "impacts")) is None
