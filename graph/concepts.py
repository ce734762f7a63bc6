"""Concepts that a data folder adds to our vocabularies: ``concepts.yaml``.

A reviewer meets a technology or a topic that no scheme has. What she says of it becomes a concept of the scheme of
its type, in the graph and the shape of those schemes, so that whatever works on them works on it.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable
from pathlib import Path
from typing import Any, Literal, get_args

from graph.namespaces import BASE, ID
from graph.records import Record, Slug, load_records

FILE = "concepts.yaml"
ConceptType = Literal[
    "Sector",
    "Technology",
    "Trend",
    "ValueChainStage",
    "Activity",
    "ActorGroup",
    "Topic",
    "Skill",
    "ImpactMechanism",
    "Measure",
    "Unit",
]
CONCEPT_TYPES: tuple[ConceptType, ...] = get_args(ConceptType)
_SCHEMES: dict[ConceptType, str] = {
    "Sector": "sectors",
    "Technology": "technologies",
    "Trend": "trends",
    "ValueChainStage": "value-chain",
    "Activity": "value-chain",
    "ActorGroup": "groups",
    "Topic": "topics",
    "Skill": "skills",
    "ImpactMechanism": "mechanisms",
    "Measure": "measures",
    "Unit": "units",
}


class Concept(Record):
    """One concept. ``broader`` is a concept of the same scheme; without it the concept is a top one."""

    id: Slug
    type: ConceptType
    prefLabel: str
    altLabel: list[str] = []
    definition: str
    broader: Slug | None = None

    @property
    def scheme(self) -> str:
        """The IRI of the scheme that the concept is in, which follows from its type."""
        return f"{BASE}scheme/{_SCHEMES[self.type]}"

    def as_node(self) -> dict[str, Any]:
        """The concept by the terms of the JSON-LD context."""
        place = {} if self.broader else {"topConceptOf": self.scheme}
        types = ["skos:Concept", self.type]
        return {**self.model_dump(exclude_none=True), "type": types, "inScheme": self.scheme, **place}


def load_concepts(data: Path) -> list[Concept]:
    """The concepts that a data folder adds; none where it has no ``concepts.yaml``.

    Raises:
        InputError: a concept is not as the schema has it, or an id stands twice.
    """
    file = data / FILE
    return load_records(file, "concepts", Concept) if file.is_file() else []


def check_concepts(concepts: Iterable[Concept], schemes: Collection[str]) -> None:
    """Added concepts against the IRIs of those in ``ontology/schemes``.

    Raises:
        InputError: a slug is taken, or a broader concept is not known.
    """
    added = list(concepts)
    known = {*schemes, *(ID + concept.id for concept in added)}
    for concept in added:
        if ID + concept.id in schemes:
            raise concept.problem(f"the slug {concept.id!r} belongs to a concept of a vocabulary; choose another")
        if concept.broader and ID + concept.broader not in known:
            raise concept.problem(f"{concept.id}: broader: there is no concept {concept.broader!r}")
