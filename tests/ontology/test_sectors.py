"""The taxonomy of sectors: three levels below one top, names that tell apart, relations that SKOS allows."""

from __future__ import annotations

import re
from collections import Counter

import pyoxigraph as ox
import pytest

import ontology
from graph.modules import read_turtle
from graph.namespaces import ID, SKOS

TOP = ID + "cultural-and-creative-industries"


@pytest.fixture(scope="module")
def store() -> ox.Store:
    store = ox.Store()
    store.extend(read_turtle(ontology.FOLDER / "schemes" / "sectors.ttl"))
    return store


def pairs(store: ox.Store, predicate: str) -> list[tuple[str, str]]:
    quads = store.quads_for_pattern(None, ox.NamedNode(predicate), None)
    return [(q.subject.value, q.object.value) for q in quads]  # type: ignore[union-attr]


@pytest.fixture(scope="module")
def above(store: ox.Store) -> dict[str, str]:
    broader = pairs(store, SKOS + "broader")
    assert max(Counter(below for below, _ in broader).values()) == 1
    return dict(broader)


def ancestors(concept: str, above: dict[str, str]) -> list[str]:
    path: list[str] = []
    while concept in above:
        concept = above[concept]
        assert concept not in path
        path.append(concept)
    return path


def test_there_are_three_levels_below_one_top(store: ox.Store, above: dict[str, str]) -> None:
    concepts = {concept for concept, _ in pairs(store, SKOS + "inScheme")}
    paths = {concept: ancestors(concept, above) for concept in concepts}
    assert {path[-1] for concept, path in paths.items() if concept != TOP} == {TOP}
    levels = Counter(len(path) for path in paths.values())
    assert set(levels) == {0, 1, 2, 3}
    assert levels[0] == 1
    assert sum(levels.values()) >= 65
    assert [top for top, _ in pairs(store, SKOS + "topConceptOf")] == [TOP]


def test_no_two_sectors_share_a_name(store: ox.Store) -> None:
    names = [name.casefold() for kind in ("prefLabel", "altLabel") for concept, name in pairs(store, SKOS + kind)
             if concept.startswith(ID)]  # fmt: skip
    assert {name: number for name, number in Counter(names).items() if number > 1} == {}


def test_related_is_stated_once_and_never_up_or_down_the_tree(store: ox.Store, above: dict[str, str]) -> None:
    related = pairs(store, SKOS + "related")
    assert related
    for one, other in related:
        assert one < other
        assert one not in ancestors(other, above) and other not in ancestors(one, above)


def test_what_a_scope_note_points_to_exists(store: ox.Store) -> None:
    schemes = (ontology.FOLDER / "schemes").glob("*.ttl")
    known = {str(q.subject) for file in schemes for q in read_turtle(file)}
    slugs = {
        slug for _, note in pairs(store, SKOS + "scopeNote") for slug in re.findall(r"\bid:([a-z0-9-]+)", note)
    }
    assert slugs
    assert {slug for slug in slugs if f"<{ID}{slug}>" not in known} == set()
