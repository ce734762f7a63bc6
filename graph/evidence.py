"""Evidence against text: every passage of every claim is checked to the character where its text is attached."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from graph.claims import Claim, Evidence
from graph.documents import Document, elide
from graph.errors import EvidenceError


def check_evidence(claims: Iterable[Claim], documents: Mapping[str, Document], texts: Mapping[str, str]) -> None:
    """Check offsets and elided quotes. ``texts`` holds the attached documents, by id.

    Offsets must lie within the document even where it is absent; where it is attached, the passage must begin
    and end with a word and its elided form must be the one in the file.

    Raises:
        EvidenceError: at the first claim that does not fit, with what was expected and what was found.
    """
    for claim in claims:
        document = documents.get(claim.document)
        if document is None:
            raise _error(claim, f"the document {claim.document} is not in documents.yaml")
        for evidence in claim.evidence:
            if evidence.end > document.characters:
                raise _error(
                    claim,
                    f"evidence ends at {evidence.end}, past the {document.characters} characters of the document",
                )
            if document.id in texts:
                _check_words(claim, evidence, texts[document.id])


def _check_words(claim: Claim, evidence: Evidence, text: str) -> None:
    passage = text[evidence.start : evidence.end]
    if passage != passage.strip():
        raise _error(claim, f"evidence {evidence.start}–{evidence.end} begins or ends with white space")
    if elide(passage) != evidence.quote:
        raise _error(
            claim,
            f"evidence {evidence.start}–{evidence.end} should read {evidence.quote!r}, "
            f"but the text there is {elide(passage)!r}",
        )


def _error(claim: Claim, message: str) -> EvidenceError:
    place = claim.problem(message)
    return EvidenceError(f"{claim.id}: {message}", file=place.file, line=place.line)
