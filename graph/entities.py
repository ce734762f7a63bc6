"""Entities: the people, organisations, works, places, events, projects and policies that claims speak of.

Sectors, technologies and other concepts stand in the SKOS schemes below ``ontology/``; both share one namespace
of slugs, and a slug is never given to another thing.
"""

from __future__ import annotations

from pathlib import Path
from typing import Literal

from pydantic import Field, model_validator

from graph.records import Record, Slug, load_records

EntityType = Literal[
    "Agent",
    "Person",
    "Organization",
    "Corporation",
    "Museum",
    "CollegeOrUniversity",
    "GovernmentOrganization",
    "ResearchOrganization",
    "OrganizationalCollaboration",
    "NewsMediaOrganization",
    "CreativeWork",
    "Movie",
    "TVSeries",
    "VideoGame",
    "MusicAlbum",
    "VisualArtwork",
    "Report",
    "ScholarlyArticle",
    "Article",
    "SoftwareApplication",
    "Product",
    "Place",
    "Country",
    "City",
    "Event",
    "ExhibitionEvent",
    "Festival",
    "Project",
    "DataSet",
    "Policy",
]

ORGANISATIONS: frozenset[str] = frozenset(
    {
        "Organization",
        "Corporation",
        "Museum",
        "CollegeOrUniversity",
        "GovernmentOrganization",
        "ResearchOrganization",
        "OrganizationalCollaboration",
        "NewsMediaOrganization",
    }
)
PLACES: frozenset[str] = frozenset({"Place", "Country", "City"})


class Entity(Record):
    """One thing. ``altLabel`` holds the names as documents write them; ``reading`` is the curator's guess at what a
    garbled name stands for, held with ``readingConfidence`` from 0 to 1, and is never linked outward."""

    id: Slug
    type: EntityType
    prefLabel: str
    altLabel: list[str] = []
    description: str
    reading: str | None = None
    readingConfidence: str | None = Field(default=None, pattern=r"^0\.[0-9]{1,2}$")

    @model_validator(mode="after")
    def _reading_has_confidence(self) -> Entity:
        if (self.reading is None) != (self.readingConfidence is None):
            raise ValueError("a reading and its confidence go together")
        return self


def load_entities(folder: Path) -> list[Entity]:
    """Every entity below a folder, file by file in the order of their names.

    Raises:
        InputError: an entity is not as the schema has it, or an id stands twice, in one file or in two.
    """
    entities: dict[str, Entity] = {}
    for file in sorted(folder.glob("*.yaml")):
        entity: Entity
        for entity in load_records(file, "entities", Entity):
            if entity.id in entities:
                raise entity.problem(f"the entity {entity.id!r} is already in {entities[entity.id]._file}")
            entities[entity.id] = entity
    return list(entities.values())
