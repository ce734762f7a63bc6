"""The shapes themselves: what each is, how to mend a breach, and the forms that those of claims make."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterator
from typing import NamedTuple

import pytest
from rdflib import RDF, RDFS, SH, Graph, Namespace, URIRef
from rdflib.term import Node

import ontology
import shapes
from graph.claims import KINDS
from graph.namespaces import BASE, KG, PROV

KG_ = Namespace(KG)
_NO_CONSTRAINT = {
    "path", "name", "description", "severity", "message", "group", "order", "property", "sparql",
    "targetClass", "targetNode", "targetSubjectsOf", "targetObjectsOf",
}  # fmt: skip


def _read() -> Graph:
    graph = Graph()
    for file in sorted(shapes.FOLDER.glob("*.ttl")):
        graph.parse(file, format="turtle")
    return graph


SHAPES = _read()
NODE_SHAPES = sorted(str(shape) for shape in SHAPES.subjects(RDF.type, SH.NodeShape))
CONTEXT = json.loads((ontology.FOLDER / "context.jsonld").read_text(encoding="utf-8"))["@context"]


def _has_constraint(shape: Node) -> bool:
    names = [str(name).removeprefix(str(SH)) for name in SHAPES.predicates(shape) if str(name).startswith(str(SH))]
    return not set(names) <= _NO_CONSTRAINT


@pytest.mark.parametrize("name", NODE_SHAPES, ids=lambda name: name.removeprefix(BASE + "shapes#"))
def test_every_shape_says_what_it_is_how_grave_a_breach_is_and_how_to_mend_it(name: str) -> None:
    for node in [URIRef(name), *SHAPES.objects(URIRef(name), SH.property)]:
        at = SHAPES.value(node, SH.path)
        assert len(list(SHAPES.objects(node, SH.name))) == 1, f"{at} has no name"
        assert SHAPES.value(node, SH.severity) in (SH.Violation, SH.Warning, SH.Info), f"{at} has no severity"
        messages = [list(SHAPES.objects(part, SH.message)) for part in SHAPES.objects(node, SH.sparql)]
        if _has_constraint(node):
            messages.append(list(SHAPES.objects(node, SH.message)))
        for found in messages:
            assert len(found) == 1, f"{at} has not one message"
            what, _, mend = str(found[0]).partition(". Mend: ")
            assert what[0].isupper() or what[0] in "{'", found
            assert mend.endswith("."), found


def test_groups_of_fields_have_a_label_and_an_order_of_their_own() -> None:
    groups = set(SHAPES.subjects(RDF.type, SH.PropertyGroup))
    assert groups == set(SHAPES.objects(None, SH.group))
    assert all(SHAPES.value(group, RDFS.label) for group in groups)
    assert len({_order(group) for group in groups}) == len(groups)


class Field(NamedTuple):
    """A field of a form: the order of its group, its own, and the property shapes of its path."""

    group: int
    order: int
    path: str
    parts: list[Node]


def form(kind: str) -> list[Field]:
    """The fields of a form for one kind of claim, in their order."""
    allowed = set(_closed(kind))
    parts = defaultdict(list)
    for part in (part for name in ("Claim", kind) for part in SHAPES.objects(_shape(name), SH.property)):
        path = str(SHAPES.value(part, SH.path))
        if path in allowed:
            parts[path].append(part)
    fields = []
    for path, found in parts.items():
        places = {(SHAPES.value(part, SH.group), _order(part)) for part in found}
        assert len(places) == 1, f"{path} stands in several places: {places}"
        group, order = places.pop()
        assert group is not None, f"{path} has no group"
        fields.append(Field(_order(group), order, path, found))
    return sorted(fields)


def _shape(kind: str) -> Node:
    shape = SHAPES.value(predicate=SH.targetClass, object=KG_[kind])
    assert shape is not None, f"no shape is for {kind}"
    return shape


def _order(node: Node) -> int:
    order = SHAPES.value(node, SH.order)
    assert order is not None, f"{node} has no order"
    return int(str(order))


def _closed(kind: str) -> Iterator[str]:
    names = SHAPES.value(_shape(kind), SH.ignoredProperties)
    assert names is not None, f"the shape of {kind} is not closed"
    yield from (str(name) for name in SHAPES.items(names))


def _path(field: str) -> str:
    """The property that a field of a model becomes."""
    if field == "kind":
        return str(RDF.type)
    prefix, _, local = CONTEXT[field]["@id"].partition(":")
    return f"{CONTEXT[prefix]}{local}"


@pytest.mark.parametrize("kind", KINDS)
def test_the_shapes_of_a_kind_of_claim_are_a_form_with_all_its_fields_in_order(kind: str) -> None:
    fields = form(kind)
    assert len({(field.group, field.order) for field in fields}) == len(fields), "two fields in one place"
    # The id is the node itself and says which document; the scale word is in the value as written.
    given = {_path(field) for field in KINDS[kind].model_fields if field not in ("id", "scale")}
    made = {PROV + "hadPrimarySource"} | ({KG + "statedValue"} if "value" in KINDS[kind].model_fields else set())
    assert [field.path for field in fields][:3] == [str(RDF.type), KG + "subject", KG + "predicate"]
    assert {field.path for field in fields} == set(_closed(kind)) == given | made


@pytest.mark.parametrize("kind", KINDS)
def test_a_form_demands_what_the_model_demands(kind: str) -> None:
    demanded = {
        field.path
        for field in form(kind)
        for part in field.parts
        if SHAPES.value(part, SH.minCount) is not None and SHAPES.value(part, SH.severity) == SH.Violation
    }
    for name, info in KINDS[kind].model_fields.items():
        if name not in ("id", "kind", "scale", "predicate", "bound"):  # the last two have a value of themselves
            assert (_path(name) in demanded) == info.is_required(), name
