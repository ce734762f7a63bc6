"""In whose words a candidate is: what stands within a quotation is said by its speaker, over all its sentences."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from graph.documents import Span
from graph.extraction.candidates import Candidate

_OWN_VOICE = frozenset({"Statement", "Citation"})


def voiced(candidates: Sequence[Candidate]) -> Iterator[Candidate]:
    """The candidates, those within a quotation with its speaker where they had none.

    Who proposes a measure in a quotation is the speaker, not the document.
    """
    statements = [each for each in candidates if each.kind == "Statement" and each.speaker is not None]
    for each in candidates:
        quoted = None if each.kind in _OWN_VOICE or each.speaker is not None else _around(each, statements)
        speaker = quoted.speaker if quoted is not None else None
        if quoted is None or speaker is None or speaker.slug == each.subject.slug:
            yield each
        elif each.kind == "Recommendation" and each.subject.entity == "document":
            told = [span for span in quoted.evidence[1:] if span.start <= speaker.start < span.end]
            where = told or [Span(speaker.start, speaker.end)]
            yield replace(each, subject=speaker, speaker=speaker, evidence=(*each.evidence, *where))
        else:
            yield replace(each, speaker=speaker)


def _around(candidate: Candidate, statements: Sequence[Candidate]) -> Candidate | None:
    """The shortest statement whose words hold the evidence of a candidate."""
    first = candidate.evidence[0]
    holding = (
        each
        for each in statements
        if any(span.start <= first.start and first.end <= span.end for span in each.evidence)
    )
    return min(holding, key=lambda each: each.evidence[0].end - each.evidence[0].start, default=None)
