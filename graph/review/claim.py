"""A candidate that a person accepted becomes a claim: things by their slugs, evidence with elided quotes."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from pydantic import ValidationError

from graph.claims import KINDS, Claim, document_of
from graph.documents import Span, elide
from graph.errors import ReviewError
from graph.extraction.candidates import Candidate, Mention
from graph.extraction.schema import problem
from graph.review.things import DOCUMENT

# The predicates of these may start from a document; of the other kinds a person or body says or does something.
_ABOUT_THE_DOCUMENT = ("Citation", "Relation")
_GLOSS = 10  # shapes/claims.ttl asks for as many characters


def claim_from(candidate: Candidate, identifier: str, text: str) -> Claim:
    """The claim of that id that a candidate makes of a text, once it fits model, ontology and text.

    Raises:
        ReviewError: why it cannot be a claim as it stands, and what to do.
    """
    if candidate.kind not in KINDS:
        raise ReviewError(f"there is no kind of claim {candidate.kind!r}; there are {', '.join(KINDS)}")
    if candidate.polarity == "negated":
        raise ReviewError("the text denies this, and a claim affirms; reject it, or edit polarity and what it says")
    if candidate.subject.entity == DOCUMENT and candidate.kind not in _ABOUT_THE_DOCUMENT:
        raise ReviewError("the subject is the document itself; edit subject, and name who says or does this")
    if len(candidate.gloss.strip()) < _GLOSS:
        raise ReviewError("the gloss is missing; edit gloss, and say the claim in one sentence")
    found = problem(candidate)
    if found is not None:
        raise ReviewError(f"{found}; edit it")
    document = document_of(identifier)
    kind = KINDS[candidate.kind]
    data = {
        "id": identifier,
        "kind": candidate.kind,
        "gloss": candidate.gloss,
        "subject": _plain(candidate.subject, document),
        "certainty": candidate.certainty,
        "evidence": [_evidence(span, text) for span in dict.fromkeys(candidate.evidence)],
        **{name: _plain(value, document) for name, value in candidate.fields.items()},
    }
    if kind.model_fields["predicate"].is_required():
        data["predicate"] = candidate.predicate
    if candidate.object is not None:
        data["object"] = _plain(candidate.object, document)
    if candidate.speaker is not None:
        data["speaker"] = _plain(candidate.speaker, document)
    try:
        return kind.model_validate(data)
    except ValidationError as error:
        raise ReviewError(f"{_first(error)}; edit it") from error


def _plain(value: Any, document: str) -> Any:
    if isinstance(value, Mention):
        return f"{DOCUMENT}:{document}" if value.entity == DOCUMENT else value.slug
    if isinstance(value, list | tuple):
        return [_plain(each, document) for each in value]
    return str(value) if isinstance(value, int | float | Decimal) else value


def _evidence(span: Span, text: str) -> dict[str, Any]:
    words = text[span.start : span.end]
    if not 0 <= span.start < span.end <= len(text) or words != words.strip():
        raise ReviewError(f"the evidence {span.start}–{span.end} is not words of the text; edit evidence")
    return {"start": span.start, "end": span.end, "quote": elide(words)}


def _first(error: ValidationError) -> str:
    first = error.errors(include_url=False)[0]
    where = ".".join(str(step) for step in first["loc"])
    return f"{where}: {first['msg']}" if where else str(first["msg"])
