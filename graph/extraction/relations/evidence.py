"""The smallest parts of sentences that carry a claim."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from graph.documents import Span
from graph.extraction.candidates import Mention
from graph.extraction.language import Parsed
from graph.extraction.relations.phrases import edges

if TYPE_CHECKING:
    from spacy.tokens import Token

NOMINAL = {"NOUN", "PROPN", "PRON", "NUM", "X", "SYM"}


def evidence(parsed: Parsed, tokens: Iterable[Token], mentions: Iterable[Mention | None] = ()) -> tuple[Span, ...]:
    """The parts of sentences that carry what the tokens say together, and the ``mentions`` that stand elsewhere.

    A noun comes with its whole phrase, a verb with its auxiliaries and negation; in each sentence the evidence runs
    from the first to the last of them.
    """
    by_sentence: dict[int, list[int]] = {}
    for token in tokens:
        by_sentence.setdefault(token.sent.start, []).extend(_extent(token))
    spans = [parsed.span(parsed.doc[min(found) : max(found) + 1]) for found in by_sentence.values()]
    spans += [Span(each.start, each.end) for each in mentions if each is not None and each.start < each.end]
    return tuple(_merged(spans))


def _merged(spans: list[Span]) -> list[Span]:
    """The spans in order, those that overlap as one."""
    merged: list[Span] = []
    for span in sorted(spans, key=lambda each: (each.start, each.end)):
        if merged and span.start < merged[-1].end:
            merged[-1] = Span(merged[-1].start, max(merged[-1].end, span.end))
        else:
            merged.append(span)
    return merged


def _extent(token: Token) -> list[int]:
    if token.pos_ in NOMINAL:
        return list(edges(token, whole=True))
    kept = [child.i for child in token.children if child.dep_ in ("aux", "auxpass", "neg", "prt")]
    return [token.i, *kept]
