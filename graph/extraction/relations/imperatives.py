"""Measures that lines of advice tell: items below "Recommendations", and what stands behind such a label."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from graph.extraction.candidates import Candidate
from graph.extraction.language import Parsed
from graph.extraction.relations.arguments import conjuncts, is_verb
from graph.extraction.relations.phrases import gerund_of, named
from graph.extraction.relations.proposals import measure, policy_of, proposal, shared
from graph.extraction.relations.proposing import IMPERATIVES, MEASURE_HEADINGS
from graph.extraction.relations.wording import attribution

if TYPE_CHECKING:
    from spacy.tokens import Span as Words
    from spacy.tokens import Token

_ITEM_WORDS = 14
_LABEL_WORDS = 6


def find(parsed: Parsed, before: Parsed | None) -> Iterator[Candidate]:
    """Items and sentences that begin with a bare verb, below a heading such as "Recommendations"."""
    below = _under_recommendations(parsed)
    for sentence in parsed.doc.sents:
        first = next((token for token in sentence if token.is_alpha), None)
        if (named_so := _behind_label(sentence)) is not None:
            yield from _labelled(parsed, before, named_so, sentence.end)
        elif first is not None and below and (first.tag_ in ("VB", "VBP", "VBG") or first.lower_ in IMPERATIVES):
            yield from _item(parsed, before, first, sentence.end)
        elif first is not None and first.tag_ == "VB" and attribution(parsed, first, before) is not None:
            for each in shared(first):
                yield from measure(parsed, before, each, [], each, "recommendation.said-imperative", 0.65)


def _item(parsed: Parsed, before: Parsed | None, first: Token, end: int) -> Iterator[Candidate]:
    """A measure as an item words it, whatever the parser makes of a line without a subject."""
    last = min(end, first.i + _ITEM_WORDS) - 1
    for token in parsed.doc[first.i + 1 : last + 1]:
        if token.text in (".", ";", ":", ",", "(", "–"):
            last = token.i - 1
            break
    rest = " ".join(parsed.doc[first.i + 1 : last + 1].text.split())
    doing = first.lower_ if first.tag_ == "VBG" else gerund_of(first.lower_)
    policy = named(parsed, first.i, last, "Policy", name=f"{doing} {rest}".strip())
    tokens = [first, parsed.doc[last]]
    yield from proposal(parsed, before, policy, [], first, tokens, "recommendation.imperative", 0.8, None)


def _behind_label(sentence: Words) -> Token | None:
    """The first word behind "Recommendation:", "Practical actions:" and the like."""
    for token in sentence[: _LABEL_WORDS + 1]:
        if token.text.startswith(":"):
            told = any(word.lower_ in MEASURE_HEADINGS for word in sentence if word.i < token.i)
            after = (word for word in sentence if word.i > token.i and word.is_alpha)
            return next(after, None) if told else None
    return None


def _labelled(parsed: Parsed, before: Parsed | None, first: Token, end: int) -> Iterator[Candidate]:
    """A measure behind a label: a clause of its own, an item that begins with a verb, or what is to be had."""
    clause = parsed.doc[first.i : end].root
    if is_verb(clause) and any(child.dep_ in ("nsubj", "nsubjpass") for child in clause.children):
        return  # "Recommendation: museums should …" is read by its verb
    if first.tag_ in ("VB", "VBG") or first.lower_ in IMPERATIVES:
        yield from _item(parsed, before, first, end)
    elif clause.pos_ == "NOUN":
        for noun in conjuncts(clause):
            yield from policy_of(parsed, before, noun, noun, "recommendation.labelled", 0.65, None)


def _under_recommendations(parsed: Parsed) -> bool:
    return any(
        word.strip(".:*#").lower() in MEASURE_HEADINGS for heading in parsed.headings for word in heading.split()
    )
