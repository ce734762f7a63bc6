"""The shape in which a model answers: what is said of what, in words that it copies from the text.

There are no offsets, for models cannot count; the words are found again instead.
"""

from __future__ import annotations

from typing import Annotated, Any, Literal, get_args

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, WithJsonSchema

from graph.claims import KINDS, Certainty
from graph.entities import EntityType
from graph.extraction.candidates import Polarity

_CONCEPTS = "Technology Sector Topic ActorGroup Activity ImpactMechanism Skill Measure Trend Unit ValueChainStage"
TYPES: frozenset[str] = frozenset((*get_args(EntityType), *_CONCEPTS.split()))

# Models write null, "" or a lone word where nothing or a list is meant.
_Words = Annotated[str, Field(max_length=2_000), BeforeValidator(lambda given: "" if given is None else given)]
_List = Annotated[
    list[_Words],
    Field(max_length=10),
    BeforeValidator(lambda given: [given] if isinstance(given, str) else given or []),
]
_Type = Annotated[_Words, Field(json_schema_extra={"enum": sorted(TYPES)})]


class Item(BaseModel):
    """One claim; the further fields are those of `graph.claims`. What a model adds besides is left aside."""

    model_config = ConfigDict(extra="ignore", str_strip_whitespace=True, hide_input_in_errors=True)

    kind: Annotated[str, Field(json_schema_extra={"enum": list(KINDS)})]
    subject: _Words
    subject_type: _Type = ""
    predicate: _Words = ""
    object: _Words = ""
    object_type: _Type = ""
    certainty: Certainty = "asserted"
    polarity: Polarity = "affirmed"
    speaker: _Words = ""
    speaker_type: _Type = ""
    quotes: Annotated[_List, Field(min_length=1)]
    direction: Literal["opportunity", "threat", "mixed"] | None = None
    value: _Words = ""
    unit: _Words = ""
    period: _Words = ""
    measuredBy: _Words = ""
    purpose: _Words = ""
    citedDate: _Words = ""
    inPlace: _Words = ""
    inSector: _Words = ""
    atStage: _Words = ""
    inWork: _Words = ""
    mechanism: _List = []
    addressee: _List = []
    beneficiary: _List = []


class Answer(BaseModel):
    """All that a model found; each claim is checked by itself, so that a bad one does not spoil the others."""

    claims: Annotated[list[Any], WithJsonSchema({"type": "array", "items": Item.model_json_schema()})]
