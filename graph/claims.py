"""Claims: what a document says, with the passages that say it. Each subclass of `Claim` is one kind of claim.

The YAML files below ``data/claims`` are the only source of facts. A field's name is its term in
``ontology/context.jsonld``, through which a claim becomes RDF. How to add a kind: ``ontology/cookbook.md``.
"""

from __future__ import annotations

from decimal import Decimal
from functools import reduce
from operator import or_
from pathlib import Path
from typing import Annotated, Any, Literal

from pydantic import AfterValidator, Field, model_validator

from graph.arithmetic import check_sum
from graph.records import Record, Slug, load_records

ClaimId = Annotated[str, Field(pattern=r"^[0-9]{3,}-[0-9]{3,}$")]
Reference = Annotated[str, Field(pattern=r"^(document:[0-9]{3,}|[a-z0-9]+(-[a-z0-9]+)*)$")]
Predicate = Annotated[str, Field(pattern=r"^([a-z]+:)?[a-zA-Z]+$")]
Certainty = Literal["asserted", "hedged", "projected"]
Scale = Literal["thousand", "ten thousand", "million", "hundred million", "billion", "trillion"]

_FACTOR: dict[str, int] = {
    "thousand": 10**3,
    "ten thousand": 10**4,
    "million": 10**6,
    "hundred million": 10**8,
    "billion": 10**9,
    "trillion": 10**12,
}


def document_of(claim: str) -> str:
    """The id of the document that makes the claim of that id."""
    return claim.rpartition("-")[0]


class Evidence(Record):
    """A passage: code points ``[start, end)`` of the frozen text, and its elided quote."""

    start: int = Field(ge=0)
    end: int = Field(gt=0)
    quote: str

    @model_validator(mode="after")
    def _in_order(self) -> Evidence:
        if self.end <= self.start:
            raise ValueError(f"the end ({self.end}) is not after the start ({self.start})")
        return self


class Claim(Record):
    """What every kind of claim has. ``kind`` is the name of the model and of its class in the ontology."""

    id: ClaimId
    kind: str
    gloss: str
    subject: Reference
    certainty: Certainty
    speaker: Slug | None = None
    caveat: str | None = None
    conflictsWith: list[ClaimId] = []
    arithmetic: list[Annotated[str, AfterValidator(check_sum)]] = []
    inPlace: Slug | None = None
    inSector: Slug | None = None
    atStage: Slug | None = None
    inWork: Slug | None = None
    evidence: list[Evidence] = Field(min_length=1)

    @property
    def document(self) -> str:
        """The id of the document that makes the claim."""
        return document_of(self.id)


class Adoption(Claim):
    kind: Literal["Adoption"]
    predicate: Literal["usesTechnology"] = "usesTechnology"
    object: Slug
    purpose: str | None = None


class Capability(Claim):
    kind: Literal["Capability"]
    predicate: Literal["enables"] = "enables"
    object: Slug


class Impact(Claim):
    kind: Literal["Impact"]
    predicate: Literal["affects"] = "affects"
    object: Slug
    direction: Literal["opportunity", "threat", "mixed"]
    mechanism: list[Slug] = []


class Observation(Claim):
    """A figure. ``value`` is as written, without its scale word; ``period`` is EDTF or ``not stated``."""

    kind: Literal["Observation"]
    predicate: Literal["hasMeasure"] = "hasMeasure"
    object: Slug
    value: str = Field(pattern=r"^-?[0-9][0-9,]*(\.[0-9]+)?$")
    scale: Scale | None = None
    unit: Slug
    bound: Literal["exactly", "about", "moreThan", "lessThan", "nearly", "atLeast", "atMost"] = "exactly"
    period: str = Field(
        pattern=r"^(not stated|[0-9]{4}(-[0-9]{2}){0,2}[~?]?(/([0-9]{4}(-[0-9]{2}){0,2}[~?]?|\.\.))?)$"
    )
    measuredBy: Slug | None = None
    table: Slug | None = None

    @property
    def number(self) -> Decimal:
        """The value in its unit, the scale word multiplied out; exact, and as written where there is none."""
        number = Decimal(self.value.replace(",", ""))
        return (number * _FACTOR[self.scale]).normalize() if self.scale else number

    @property
    def stated(self) -> str:
        """The value as the document writes it."""
        return f"{self.value} {self.scale}" if self.scale else self.value


class Recommendation(Claim):
    """``subject`` proposes the policy measure ``object``."""

    kind: Literal["Recommendation"]
    predicate: Literal["recommends"] = "recommends"
    object: Slug
    addressee: list[Slug] = []
    beneficiary: list[Slug] = []


class Statement(Claim):
    """``subject`` says something about ``object``; what it says is the gloss."""

    kind: Literal["Statement"]
    predicate: Literal["commentsOn"] = "commentsOn"
    object: Slug

    @model_validator(mode="after")
    def _has_speaker(self) -> Statement:
        if self.speaker is None:
            raise ValueError("a statement names its speaker")
        return self


class Definition(Claim):
    """What the term ``subject`` means here; the gloss is the definition in the curator's words."""

    kind: Literal["Definition"]
    predicate: Literal["skos:definition"] = "skos:definition"


class Relation(Claim):
    kind: Literal["Relation"]
    predicate: Predicate
    object: Reference


class Citation(Claim):
    """``citedFor`` names the claims for which the document gives the work as its reference; ``citedDate`` is the
    year, month or day of the work as far as the document says it."""

    kind: Literal["Citation"]
    predicate: Literal["dcterms:references"] = "dcterms:references"
    object: Slug
    citedFor: list[ClaimId] = []
    citedDate: str | None = Field(default=None, pattern=r"^[0-9]{4}(-[0-9]{2}){0,2}$")


KINDS: dict[str, type[Claim]] = {kind.__name__: kind for kind in Claim.__subclasses__()}
_OF_SOME_KIND: Any = Annotated[reduce(or_, KINDS.values()), Field(discriminator="kind")]


def load_claims(path: Path) -> list[Claim]:
    """The claims of one file, which is named after the document that makes them.

    Raises:
        InputError: a claim is not as its kind has it, an id stands twice or belongs to another document.
    """
    claims: list[Claim] = load_records(path, "claims", _OF_SOME_KIND)
    for claim in claims:
        if claim.document != path.stem:
            raise claim.problem(f"the claim {claim.id} stands in the file of document {path.stem}")
    return claims


def load_all_claims(folder: Path) -> list[Claim]:
    """Every claim below a folder, file by file in the order of their names; none where nothing was reviewed yet.

    Raises:
        InputError: as `load_claims`, or a claim names a claim that does not exist, or as conflicting itself.
    """
    claims = [claim for file in sorted(folder.glob("*.yaml")) for claim in load_claims(file)]
    known = {claim.id for claim in claims}
    for claim in claims:
        for other in claim.conflictsWith:
            if other not in known or other == claim.id:
                raise claim.problem(f"{claim.id} conflicts with {other}, which is not another claim")
        if isinstance(claim, Citation):
            for other in claim.citedFor:
                if other not in known or claim.document != document_of(other):
                    raise claim.problem(f"{claim.id} is cited for {other}, which is not a claim of its document")
    return claims
