"""Works that a sentence gives as its source by what they are: "a survey by X found", "according to data from X"."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import TYPE_CHECKING

from graph.documents import Span
from graph.entities import ORGANISATIONS
from graph.extraction.candidates import Candidate, Mention
from graph.extraction.language import Parsed
from graph.extraction.relations.arguments import agents, evidence, mention_of
from graph.extraction.relations.fitting import is_named, relation, the_document
from graph.extraction.relations.lexicon import words
from graph.extraction.relations.nominals import is_own_text
from graph.extraction.relations.phrases import edges, named
from graph.extraction.relations.series import listed_with
from graph.extraction.relations.tokens import tokens_of

if TYPE_CHECKING:
    from spacy.tokens import Token

_WORKS = {
    **dict.fromkeys(words("report survey study poll review census bulletin index whitepaper"), "Report"),
    **dict.fromkeys(words("analysis research data statistic figure estimate finding forecast"), "Report"),
    **dict.fromkeys(words("paper"), "ScholarlyArticle"),
    **dict.fromkeys(words("article essay"), "Article"),
    **dict.fromkeys(words("book handbook publication dictionary encyclopedia encyclopaedia"), "CreativeWork"),
}
_TELLING = words(
    "find show reveal suggest indicate estimate report conclude argue note say demonstrate state highlight confirm",
    "predict project forecast define describe put document uncover identify warn claim",
)
_REPORTS = ("Report", "ScholarlyArticle", "Article")
_MAKERS = ORGANISATIONS | {"Person"}
_TITLES = words("Report Article ScholarlyArticle CreativeWork DataSet")
_BY = ("by", "from", "at")
_MADE = words(
    "conducted carried commissioned published released produced compiled undertaken issued written run done"
)
_PUBLISHED = ("published", "released", "issued")
_HOLDING = ("in",)


def find(parsed: Parsed, before: Parsed | None = None) -> Iterator[Candidate]:
    """Candidates for works that the text rests on, for who made and published them, and where they appeared."""
    for token, _, lemma, pos, _, dep in tokens_of(parsed):
        titled = _titled(parsed, token) if pos in ("NOUN", "PROPN") else None
        if lemma not in _WORKS and titled is None:
            continue
        if dep not in ("pobj", "nsubj", "nsubjpass", "dobj") or is_own_text(token):
            continue
        if not _is_source(token) and (titled.type not in _REPORTS if titled is not None else not _is_from(token)):
            continue
        yield from _cited(parsed, token, titled)


def _titled(parsed: Parsed, token: Token) -> Mention | None:
    """A work that the text names by its title, of more than one word."""
    found = mention_of(parsed, token)
    titled = (
        found is not None and found.type in _TITLES and is_named(found) and found.end - found.start > len(token)
    )
    return found if titled else None


def _is_source(noun: Token) -> bool:
    """Whether the sentence says something after a work: "according to X", "X found", "as defined by X"."""
    head = noun.head
    if noun.dep_ == "pobj":
        above = head.head
        if head.lower_ == "to" and above.lower_ == "according":
            return True
        return head.lower_ == "by" and above.lemma_.lower() in _TELLING and above.tag_ == "VBN"
    if noun.dep_ == "nsubj" and head.lemma_.lower() in _TELLING and head.pos_ == "VERB":
        return any(child.dep_ in ("ccomp", "dobj") and child.i > head.i for child in head.children)
    return False


def _is_from(noun: Token) -> bool:
    """Whether a work is told by who made it: "data from X", "a survey by X"."""
    return any(child.dep_ == "prep" and child.lower_ in ("from", "by") for child in noun.rights)


def _cited(parsed: Parsed, noun: Token, titled: Mention | None) -> Iterator[Candidate]:
    makers, publishers, holders, end = _behind(parsed, noun)
    first = edges(noun)[0]
    inside = [each for each in parsed.mentions if _starts_before(parsed, each, noun, first)]
    makers = [*[each for each in inside if each.type in _MAKERS], *makers]
    if titled is None and not (makers or publishers or holders):
        return
    work = titled or _named(parsed, noun, first, end)
    if work.start > parsed.span(noun).start:
        return
    whole = (Span(work.start, max(work.end, *[each.end for each in (*makers, *publishers, *holders)], 0)),)
    yield from _citation(parsed, noun, work, whole)
    for maker in makers:
        if not _overlap(maker, work) or titled is None:
            yield from relation(parsed, work, "schema:author", maker, whole, "cited.author", 0.7)
    for house in publishers:
        yield from relation(parsed, work, "schema:publisher", house, whole, "cited.publisher", 0.75)
    for holder in holders:
        yield from relation(parsed, work, "dcterms:isPartOf", holder, whole, "cited.appeared-in", 0.75)


def _citation(parsed: Parsed, noun: Token, work: Mention, spans: tuple[Span, ...]) -> Iterator[Candidate]:
    yield Candidate(
        kind="Citation",
        subject=the_document(parsed, noun),
        predicate="dcterms:references",
        object=work,
        evidence=evidence(parsed, [noun], [work]) or spans,
        rule="cited.source",
        confidence=0.65,
    )


def _starts_before(parsed: Parsed, mention: Mention, noun: Token, first: int) -> bool:
    """Whether a name stands in a work's noun phrase before its head: "a Gallup analysis", "Orbit survey data"."""
    start, head = parsed.span(parsed.doc[first]).start, parsed.span(noun).start
    return start <= mention.start and mention.end <= head


def _overlap(one: Mention, other: Mention) -> bool:
    return one.overlaps(other)


def _behind(parsed: Parsed, noun: Token) -> tuple[list[Mention], list[Mention], list[Mention], int]:
    """Who made a work, who published it and what it appeared in, by what follows its noun; where that ends."""
    makers: list[Mention] = []
    publishers: list[Mention] = []
    holders: list[Mention] = []
    end = noun.i
    for child in noun.rights:
        if child.dep_ == "prep" and child.lower_ in _BY:
            makers += _all_at(parsed, [each for each in child.children if each.dep_ == "pobj"])
        elif child.dep_ == "prep" and child.lower_ in _HOLDING:
            inside = _all_at(parsed, [each for each in child.children if each.dep_ == "pobj"])
            holders += [each for each in inside if each.type in _TITLES and is_named(each)]
        elif child.dep_ == "acl" and child.lower_ in _MADE:
            found = _all_at(parsed, agents(child)[:1])
            (publishers if child.lower_ in _PUBLISHED else makers).extend(found)
            places = [each for prep in child.children if prep.lower_ == "in" for each in prep.children]
            holders += [each for each in _all_at(parsed, places) if each.type in _TITLES and is_named(each)]
        else:
            continue
        end = max(end, child.right_edge.i if child.dep_ == "prep" and (makers or holders) else end)
    makers = [each for each in makers if each.type in _MAKERS]
    return makers, [each for each in publishers if each.type in _MAKERS], holders, end


def _all_at(parsed: Parsed, nouns: list[Token]) -> list[Mention]:
    found = (mention_of(parsed, noun) for noun in nouns)
    named_ = [each for each in found if each is not None]
    kinds = frozenset(_MAKERS)
    return [
        other
        for each in named_
        for other in (listed_with(parsed, each, kinds, each.start, before=False) if each.type in kinds else [each])
    ]


def _named(parsed: Parsed, noun: Token, first: int, end: int) -> Mention:
    """The noun phrase as the name of a work, with who made it: "report from the Craft Board"."""
    while first < noun.i and parsed.doc[first].pos_ in ("DET", "PUNCT", "PRON"):
        first += 1
    while first < noun.i and parsed.doc[first].lower_ in ("new", "recent", "latest", "earlier"):
        first += 1
    last = end if end - first < 12 else noun.i
    made = named(parsed, first, last, _WORKS[noun.lemma_.lower()])
    return replace(made, rule="cited work")
