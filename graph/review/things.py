"""The things that claims may name: those that the graph knows, and how the new names of a document are settled."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import Any, get_origin

from graph.claims import KINDS
from graph.concepts import CONCEPT_TYPES, Concept
from graph.entities import Entity
from graph.errors import ReviewError
from graph.extraction.candidates import Candidate, Mention, slug_of
from graph.review.decisions import NewThing, Settle
from graph.review.known import Known

DOCUMENT = "document"
# What a name is where only the field that it stands in tells: the class that the shapes ask for there.
_TYPE_IN_FIELD = {
    "unit": "Unit",
    "inPlace": "Place",
    "inSector": "Sector",
    "atStage": "ValueChainStage",
    "mechanism": "ImpactMechanism",
    "table": "DataSet",
}
_OBJECT_OF_KIND = {
    "Adoption": "Technology",
    "Capability": "Activity",
    "Observation": "Measure",
    "Recommendation": "Policy",
    "Citation": "CreativeWork",
}
_NAMING = ("subject", "object", "speaker", "inWork", "measuredBy", "addressee", "beneficiary", *_TYPE_IN_FIELD)


def names_things(field: str) -> bool:
    """Whether the values of a field are things."""
    return field in _NAMING


def mentions_of(candidate: Candidate) -> Iterator[tuple[str, Mention]]:
    """The mentions that a candidate names things with, each with its field."""
    for field, value in (
        ("subject", candidate.subject),
        ("object", candidate.object),
        ("speaker", candidate.speaker),
        *candidate.fields.items(),
    ):
        for each in value if isinstance(value, list | tuple) else [value]:
            if isinstance(each, Mention):
                yield field, each


def settled(candidate: Candidate, names: Mapping[str, Settle], known: Known) -> Candidate:
    """The candidate with each new name that is settled linked to its thing, under the type of that thing."""

    def of(value: Any) -> Any:
        if isinstance(value, list | tuple):
            return [of(each) for each in value]
        return _linked(value, names, known) if isinstance(value, Mention) else value

    return replace(
        candidate,
        subject=of(candidate.subject),
        object=of(candidate.object),
        speaker=of(candidate.speaker),
        fields={name: of(value) for name, value in candidate.fields.items()},
    )


def _linked(mention: Mention, names: Mapping[str, Settle], known: Known) -> Mention:
    settle = names.get(mention.slug)
    if mention.entity is not None or settle is None:
        return mention
    if settle.new is not None:
        return replace(mention, entity=settle.new.id, type=settle.new.type)
    label = known.label_of(settle.same or "")
    new = {each.new.id: each.new.type for each in names.values() if each.new}
    return replace(
        mention, entity=settle.same, type=label.type if label else new.get(settle.same or "", mention.type)
    )


def unsettled(candidate: Candidate) -> list[Mention]:
    """The mentions in a candidate, after `settled`, of things that nobody has said what they are."""
    return [mention for _, mention in mentions_of(candidate) if mention.entity is None]


def mention_from(words: str, field: str, kind: str, known: Known, names: Mapping[str, Settle]) -> Mention:
    """A thing as a reviewer names it in a field: by its slug, by one of its names, else a new name. ``names`` are
    those that are settled already.

    Raises:
        ReviewError: there are no words.
    """
    name = " ".join(words.split())
    if not name:
        raise ReviewError(f"{field}: name a thing")
    if name == DOCUMENT or name.startswith(f"{DOCUMENT}:"):
        return Mention(0, 0, name, "Document", "reviewer", 1.0, name)
    label = known.label_of(name) or known.named(name)
    if label is not None:
        return Mention(0, 0, label.text, label.type, "reviewer", 1.0, label.entity)
    made = next(
        (each.new for each in names.values() if each.new and name in (each.new.id, each.new.prefLabel)), None
    )
    if made is not None:
        return Mention(0, 0, made.prefLabel, made.type, "reviewer", 1.0, made.id)
    usual = _OBJECT_OF_KIND.get(kind, "Topic") if field == "object" else "Organization"
    return Mention(0, 0, name, _TYPE_IN_FIELD.get(field, usual), "reviewer", 1.0)


def record_of(thing: NewThing) -> Entity | Concept:
    """What the data will hold of a new thing.

    Raises:
        ReviewError: an entity cannot have a broader concept.
    """
    own = {"id": thing.id, "type": thing.type, "prefLabel": thing.prefLabel, "altLabel": thing.altLabel}
    if thing.type in CONCEPT_TYPES:
        return Concept.model_validate({**own, "definition": thing.description, "broader": thing.broader})
    if thing.broader:
        raise ReviewError(f"{thing.id}: what is of type {thing.type} has no broader concept")
    return Entity.model_validate({**own, "description": thing.description})


def draft_of(mention: Mention, names: Mapping[str, Settle], known: Known) -> NewThing:
    """A new thing as far as a mention tells, under a slug that is free, for a reviewer to mend."""
    taken = {each.new.id for each in names.values() if each.new and each.name != mention.slug}
    slug, number = mention.slug, 2
    while slug in taken or known.label_of(slug):
        slug, number = f"{slug_of(mention.name)}-{number}", number + 1
    return NewThing.model_construct(id=slug, type=mention.type, prefLabel=mention.name, description="")


def fields_of(kind: str) -> list[str]:
    """The fields that a claim of a kind has besides what every candidate has.

    Raises:
        ReviewError: there is no such kind.
    """
    if kind not in KINDS:
        raise ReviewError(f"there is no kind of claim {kind!r}; there are {', '.join(KINDS)}")
    aside = {"id", "kind", "gloss", "subject", "predicate", "object", "certainty", "speaker", "evidence"}
    return [name for name in KINDS[kind].model_fields if name not in aside]


def usual_predicate(kind: str) -> str | None:
    """The predicate that every claim of a kind has; None where each names its own."""
    field = KINDS[kind].model_fields["predicate"]
    return None if field.is_required() else str(field.default)


def is_list(kind: str, field: str) -> bool:
    """Whether claims of a kind hold several values in a field."""
    known = KINDS[kind].model_fields.get(field)
    return known is not None and get_origin(known.annotation) is list
