"""What a concept is one of: "LED walls are large displays", "blockchain, a register", "two tools (X and Y)"."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from graph.documents import Span
from graph.extraction.candidates import Candidate, Mention
from graph.extraction.language import Parsed
from graph.extraction.nouns import type_of_noun
from graph.extraction.relations.arguments import evidence, mention_of, subjects
from graph.extraction.relations.examples import under
from graph.extraction.relations.fitting import CONCEPTS, covering, is_guess, is_named
from graph.extraction.relations.lexicon import words
from graph.extraction.relations.lists import listed
from graph.extraction.relations.nominals import EMPTY
from graph.extraction.relations.phrases import edges, named
from graph.extraction.relations.predicates import ROLES
from graph.extraction.relations.terms import GENUS
from graph.extraction.relations.tokens import tokens_of

if TYPE_CHECKING:
    from spacy.tokens import Token

_OPENING = ("(", ":", "–", "—", ",")
_COUNTED = words(
    "two three four five six seven eight nine ten several many various main following major key leading"
)
_GENERA = {"Technology", "Sector", "Activity", "Skill", "Policy"}
_SECTORS = ("sector", "industry", "subsector", "sub-sector")
_WHOLES = ("industries", "sector", "economy")
_CLASSED = words("known classified categorised categorized described defined understood")
_FEWEST = 2


def find(parsed: Parsed, before: Parsed | None = None) -> Iterator[Candidate]:
    """Candidates for the broader concept of a concept, and for what a counted kind is said to be."""
    for token, _, lemma, pos, tag, dep in tokens_of(parsed):
        if pos != "NOUN":
            continue
        if dep == "attr" and token.head.lemma_ == "be":
            for subject in subjects(token.head):
                yield from _is_one(parsed, before, subject, token, "kinds.is-a", 0.6)
        elif dep == "pobj" and token.head.lower_ == "as" and token.head.head.lower_ in _CLASSED:
            for subject in subjects(token.head.head):
                yield from _is_one(parsed, before, subject, token, "kinds.classed", 0.6)
        elif dep == "appos" and token.left_edge.lower_ in ("a", "an"):
            yield from _is_one(parsed, before, token.head, token, "kinds.apposition", 0.6)
        if tag == "NNS" and lemma not in EMPTY and type_of_noun(lemma) in CONCEPTS:
            yield from _spelled_out(parsed, before, token)


def _is_one(
    parsed: Parsed, before: Parsed | None, one: Token, kind: Token, rule: str, sure: float
) -> Iterator[Candidate]:
    """A concept with a name of its own under the concept that the noun said of it stands for."""
    part, whole = mention_of(parsed, one), _genus(parsed, kind)
    if part is None or whole is None or part.type != whole.type or part.rule == "phrase":
        return
    number = {"NN": ("NN", "NNP", "VBG"), "NNS": ("NNS", "NNPS")}[kind.tag_]
    plain = one.tag_ in number or (kind.tag_ == "NNS") == (_last(parsed, part).tag_ in ("NNS", "NNPS"))
    if plain:
        spans = evidence(parsed, [one, kind], [part, whole])
        said = kind.head if kind.dep_ == "attr" else kind.head.head if kind.dep_ == "pobj" else kind
        yield from under(parsed, part, whole, spans, rule, sure, said, before)


def _last(parsed: Parsed, mention: Mention) -> Token:
    own = parsed.words(mention)
    return own[-1] if own is not None else parsed.doc[0]


def _genus(parsed: Parsed, noun: Token) -> Mention | None:
    """The kind that a noun without an article or with "a" stands for, where it says more than "a tool"."""
    lemma = noun.lemma_.lower()
    lefts = [child for child in noun.lefts if child.dep_ not in ("det", "punct")]
    articles = {child.lower_ for child in noun.lefts if child.dep_ == "det"}
    if noun.tag_ not in ("NN", "NNS") or articles - {"a", "an"} or (noun.tag_ == "NN") != bool(articles):
        return None
    if lemma in ROLES or lemma in EMPTY or (lemma in GENUS and not lefts):
        return None
    known = mention_of(parsed, noun)
    kind = known.type if known is not None else type_of_noun(lemma)
    if kind not in _GENERA or not lefts or any(child.tag_ in ("JJS", "RBS") for child in lefts):
        return None
    first, _ = edges(noun)
    while first < noun.i and parsed.doc[first].pos_ in ("DET", "PUNCT", "PRON", "ADV"):
        first += 1
    return named(parsed, first, noun.i, kind)


def _spelled_out(parsed: Parsed, before: Parsed | None, noun: Token) -> Iterator[Candidate]:
    """ "two main tools (X and Y)", "two of the largest services, X and Y": a counted kind, then its members."""
    at = noun.i + 1
    if at + 1 < len(noun.doc) and noun.doc[at].lower_ in ("in", "of"):  # "services in terms of audience, X and Y"
        prep = next((child for child in noun.rights if child.i == at), None)
        at = prep.right_edge.i + 1 if prep is not None else at
    if at >= len(noun.doc) or noun.doc[at].text not in _OPENING:
        return
    above = noun.head.head if noun.dep_ == "pobj" and noun.head.lower_ == "of" else noun
    counted = [*noun.lefts, above, *above.lefts]
    if not any(word.lower_ in _COUNTED or word.tag_ == "CD" for word in counted):
        return
    members = listed(parsed, at + 1)
    known = [mention_of(parsed, each) for each in members]
    if len(members) < _FEWEST or any(each is None or is_guess(each) for each in known):
        return
    named_things = all(each is not None and is_named(each) for each in known)
    whole = _counted(parsed, before, noun)
    if whole is None or (noun.doc[at].text == "," and not named_things):
        return
    for part in known:
        if part is not None:
            listed_ = covering(parsed.span(noun), Span(part.start, part.end))
            spans: tuple[Span, ...] = (Span(whole.start, whole.end), listed_)
            if whole.start >= listed_.start or whole.end > parsed.span(noun).start:
                spans = (covering(Span(whole.start, whole.end), listed_),)
            yield from under(parsed, part, whole, spans, "kinds.counted", 0.65, noun, before)


def _counted(parsed: Parsed, before: Parsed | None, noun: Token) -> Mention | None:
    """The kind that is counted, without the number; of mere "sectors" it is the industries named before."""
    first, _ = edges(noun)
    while first < noun.i and (
        parsed.doc[first].pos_ in ("DET", "PUNCT", "PRON", "NUM", "ADV")
        or parsed.doc[first].lower_ in _COUNTED
        or parsed.doc[first].tag_ in ("JJS", "JJR")
    ):
        first += 1
    if first < noun.i or noun.lemma_ not in _SECTORS:
        return named(parsed, first, noun.i, type_of_noun(noun.lemma_) or "Topic")
    start = parsed.span(noun).start
    earlier = [*(before.mentions if before is not None else ()), *parsed.mentions]
    industries = [
        each
        for each in earlier
        if each.end < start and each.type == "Sector" and each.name.lower().endswith(_WHOLES)
    ]
    return industries[-1] if industries else None
