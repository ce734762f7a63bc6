"""Concepts that a data folder adds: as good as those of our schemes, or refused with file and line."""

from __future__ import annotations

import re
from pathlib import Path

import pyoxigraph as ox
import pytest

from graph.concepts import CONCEPT_TYPES, Concept
from graph.errors import InputError
from graph.modules import ontology_quads
from graph.namespaces import ID, KG, ONTOLOGY_GRAPH, SKOS
from graph.sources import load_sources

IN_SCHEME = ox.NamedNode(SKOS + "inScheme")
CONCEPTS = """concepts:
  - id: steam-loom
    type: Technology
    prefLabel: Steam loom
    altLabel: [steam looms]
    definition: "A loom that steam moves."
    broader: production-technology
  - id: loom-song
    type: Topic
    prefLabel: Loom song
    definition: What weavers sing.
"""


def test_an_added_concept_is_of_the_shape_of_ours(data: Path) -> None:
    (data / "concepts.yaml").write_text(CONCEPTS, encoding="utf-8")
    (data / "entities").mkdir()
    sources = load_sources(data, data.parent / "texts")
    assert {ID + "steam-loom", ID + "loom-song", ID + "virtual-reality"} <= sources.concepts

    def said(slug: str) -> set[tuple[str, str]]:
        return {
            (quad.predicate.value.rpartition("#")[2], getattr(quad.object, "value", ""))
            for quad in sources.ontology
            if quad.subject == ox.NamedNode(ID + slug) and quad.graph_name == ox.NamedNode(ONTOLOGY_GRAPH)
        }

    assert said("steam-loom") == {
        ("type", SKOS + "Concept"),
        ("type", KG + "Technology"),
        ("prefLabel", "Steam loom"),
        ("altLabel", "steam looms"),
        ("definition", "A loom that steam moves."),
        ("broader", ID + "production-technology"),
        ("inScheme", "https://w3id.org/creativekg/scheme/technologies"),
    }
    assert ("topConceptOf", "https://w3id.org/creativekg/scheme/topics") in said("loom-song")


def test_every_type_has_the_scheme_that_ours_of_that_type_are_in() -> None:
    quads = ontology_quads()
    schemes = {quad.subject: getattr(quad.object, "value", "") for quad in quads if quad.predicate == IN_SCHEME}
    for type_ in CONCEPT_TYPES:
        ours = {schemes[q.subject] for q in quads if q.object == ox.NamedNode(KG + type_) and q.subject in schemes}
        assert ours == {Concept(id="a", type=type_, prefLabel="A", definition="An a.").scheme}


@pytest.mark.parametrize(
    ("before", "after", "line", "words"),
    [
        ("id: steam-loom", "id: virtual-reality", 2, "belongs to a concept of a vocabulary"),
        ("id: loom-song", "id: steam-loom", 8, "stands twice"),
        ("broader: production-technology", "broader: nothing-known", 2, "no concept 'nothing-known'"),
        ("type: Technology", "type: Museum", 3, "type"),
        ("    definition: What", "    description: What", 11, "description: unknown key"),
    ],
)
def test_a_wrong_concept_is_named_with_its_line(data: Path, before: str, after: str, line: int, words: str) -> None:
    file = data / "concepts.yaml"
    file.write_text(CONCEPTS.replace(before, after), encoding="utf-8")
    with pytest.raises(InputError, match=rf"concepts\.yaml:{line}: .*{re.escape(words)}"):
        load_sources(data, data.parent / "texts")


def test_an_entity_cannot_have_the_slug_of_an_added_concept(data: Path) -> None:
    (data / "concepts.yaml").write_text(CONCEPTS, encoding="utf-8")
    (data / "entities").mkdir()
    (data / "entities" / "works.yaml").write_text(
        "entities:\n  - {id: loom-song, type: MusicAlbum, prefLabel: Loom song, description: An album.}\n",
        encoding="utf-8",
    )
    with pytest.raises(InputError, match="'loom-song' belongs to a concept"):
        load_sources(data, data.parent / "texts")


def test_the_concepts_are_part_of_what_names_a_snapshot(data: Path) -> None:
    before = load_sources(data, data.parent / "texts").digest
    (data / "concepts.yaml").write_text(CONCEPTS, encoding="utf-8")
    assert load_sources(data, data.parent / "texts").digest != before
