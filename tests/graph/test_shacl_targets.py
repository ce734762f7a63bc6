"""Which nodes a shape looks at, by each way of saying so."""

from __future__ import annotations

import pyoxigraph as ox
import pytest

from graph.namespaces import PREFIXES
from graph.shacl_shapes import prepare
from graph.shacl_targets import count_targets

_HEAD = "@prefix : <https://example.org/> . @prefix kg: <https://w3id.org/creativekg/> .\n" + "".join(
    f"@prefix {prefix}: <{PREFIXES[prefix]}> .\n" for prefix in ("rdfs", "sh")
)
_DATA = """
:Museum rdfs:subClassOf :Venue . :ArtMuseum rdfs:subClassOf :Museum .
:tate a :ArtMuseum , :Museum . :lab a :Venue . :stage a :Theatre .
:tate :partner :lab , :stage . :stage :partner :lab .
"""


def _quads(turtle: str) -> list[ox.Quad]:
    return list(ox.parse(_HEAD + turtle, format=ox.RdfFormat.TURTLE))


@pytest.mark.parametrize(
    ("target", "nodes"),
    [
        ("sh:targetClass :Venue", 2),
        ("sh:targetClass :Museum", 1),
        ("sh:targetClass :Cinema", 0),
        ("sh:targetClass :Venue , :Theatre", 3),
        ("sh:targetSubjectsOf :partner", 2),
        ("sh:targetObjectsOf :partner", 2),
        ("sh:targetNode :tate , :nowhere", 2),
        ("sh:targetClass :Theatre ; sh:targetObjectsOf :partner", 2),
    ],
)
def test_nodes_are_counted_once_each(target: str, nodes: int) -> None:
    shapes = prepare(_quads(f':shape a sh:NodeShape ; sh:name "A shape" ; {target} .'))
    (found,) = count_targets(_quads(_DATA), shapes)
    assert (found.shape, found.label, found.nodes) == ("https://example.org/shape", "A shape", nodes)
    assert not found.whole


def test_a_shape_of_the_data_set_looks_at_the_whole_graph() -> None:
    (found,) = count_targets(_quads(_DATA), prepare(_quads(":shape a sh:NodeShape ; sh:targetNode kg: .")))
    assert found.whole and found.nodes == 1


def test_what_has_no_target_or_is_switched_off_is_left_out() -> None:
    shapes = ":part a sh:NodeShape . :off a sh:NodeShape ; sh:targetClass :Museum ; sh:deactivated true ."
    assert count_targets(_quads(_DATA), prepare(_quads(shapes))) == ()
