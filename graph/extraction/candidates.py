"""What extraction finds in a text: mentions of things, and candidates for claims, each with the rule that made it.

Every offset counts code points of the frozen text, as in `graph.documents`; a candidate becomes a claim only when
a person accepts it.
"""

from __future__ import annotations

import hashlib
import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Literal

from graph.claims import Certainty
from graph.documents import Span

Polarity = Literal["affirmed", "negated"]

_NOT_IN_SLUG = re.compile(r"[^a-z0-9]+")


def slug_of(name: str) -> str:
    """The slug that a new thing of this name would have; ``unnamed`` where the name has no letter a slug can have.

    >>> slug_of("Musée d'Orsay")
    'musee-d-orsay'
    """
    plain = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode().lower()
    return _NOT_IN_SLUG.sub("-", plain).strip("-") or "unnamed"


@dataclass(frozen=True)
class Mention(Span):
    """Words that name a thing.

    ``name`` holds the words with their white space folded. ``type`` is one of `graph.entities.EntityType`, or the
    class of a concept (``Technology``, ``Sector``, ``Activity`` …). ``entity`` is the slug of the thing in our
    graph that it is linked to, or None where the graph does not know it yet. ``rule`` is what found it.
    """

    name: str
    type: str
    rule: str
    confidence: float
    entity: str | None = None

    @property
    def slug(self) -> str:
        """The slug of the thing it is linked to, else the one that a new thing would have."""
        return self.entity or slug_of(self.name)

    def as_json(self) -> dict[str, Any]:
        """A mention as ``creativekg extract --format json`` lists it."""
        return {
            "kind": "Mention",
            "subject": self.slug,
            "name": self.name,
            "type": self.type,
            "known": self.entity is not None,
            "rule": self.rule,
            "confidence": round(self.confidence, 3),
            "evidence": [{"start": self.start, "end": self.end}],
        }


@dataclass(frozen=True)
class Candidate:
    """A claim that the text may make.

    ``kind`` and ``predicate`` are those of `graph.claims`; ``object`` is None for a Definition. ``fields`` holds
    what its kind has besides (``direction``, ``purpose``, ``value``, ``scale``, ``unit``, ``bound``, ``period``,
    ``inPlace`` …); where a field names a thing its value is a `Mention`, or a list of them. A negated candidate
    says that the text denies the claim.
    """

    kind: str
    subject: Mention
    predicate: str
    object: Mention | None
    evidence: tuple[Span, ...]
    rule: str
    confidence: float
    gloss: str = ""
    polarity: Polarity = "affirmed"
    certainty: Certainty = "asserted"
    speaker: Mention | None = None
    fields: Mapping[str, Any] = field(default_factory=dict)

    @property
    def key(self) -> str:
        """Sixteen hexadecimal digits, the same as long as the candidate says the same on the same words."""
        parts = [self.kind, self.subject.slug, self.predicate, self.object.slug if self.object else ""]
        parts += [self.polarity, str(self.fields.get("value", "")), str(self.fields.get("period", ""))]
        parts += [f"{span.start}-{span.end}" for span in self.evidence]
        return hashlib.sha256("\n".join(parts).encode()).hexdigest()[:16]

    def as_json(self) -> dict[str, Any]:
        """A candidate as ``creativekg extract --format json`` lists it, without the keys that are empty."""
        made = {
            "kind": self.kind,
            "subject": self.subject.slug,
            "predicate": self.predicate,
            "object": self.object.slug if self.object else None,
            "polarity": self.polarity,
            "certainty": self.certainty,
            "speaker": self.speaker.slug if self.speaker else None,
            **{name: _plain(value) for name, value in self.fields.items()},
            "gloss": self.gloss,
            "evidence": [{"start": span.start, "end": span.end} for span in self.evidence],
            "rule": self.rule,
            "confidence": round(self.confidence, 3),
            "key": self.key,
        }
        return {name: value for name, value in made.items() if value not in (None, "", [])}


def _plain(value: Any) -> Any:
    if isinstance(value, Mention):
        return value.slug
    if isinstance(value, list | tuple):
        return [_plain(item) for item in value]
    return value


@dataclass(frozen=True)
class Extraction:
    """All that was found in one text, in the order of the text. ``pipeline`` names what parsed it, with version."""

    mentions: list[Mention]
    candidates: list[Candidate]
    pipeline: str = ""
