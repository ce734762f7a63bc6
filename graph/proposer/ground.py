"""From what a model says to a candidate on the words of the text, or the reason why there is none."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from graph.claims import KINDS
from graph.documents import Span
from graph.extraction.candidates import Candidate, Mention, slug_of
from graph.extraction.figures.grammar import quantities
from graph.extraction.figures.known import form
from graph.extraction.figures.known import known as known_names
from graph.extraction.figures.periods import NOT_STATED
from graph.extraction.figures.periods import find as find_periods
from graph.extraction.folding import fold
from graph.extraction.gloss import gloss
from graph.extraction.linking import link
from graph.extraction.schema import problem
from graph.extraction.settle import DOCUMENT
from graph.proposer.align import alignments
from graph.proposer.items import TYPES, Item
from graph.proposer.prompt import RELATIONS

if TYPE_CHECKING:
    from graph.extraction.gazetteer import Gazetteer

RULE = "model"
THE_DOCUMENT = "the document"  # what the model calls the text itself, which need not name itself
# One prior for all: what models say of their own certainty does not tell right from wrong, and that the words are
# there has been checked, not that they mean the claim. The ranker learns better from a reviewer's decisions.
CONFIDENCE = 0.5
LONGEST_NAME = 15  # words
LONGEST_QUOTE = 800  # characters: two long sentences
_DATE = re.compile(r"[0-9]{4}(-[0-9]{2}){0,2}")

_THINGS = {"inPlace": "Place", "inSector": "Sector", "atStage": "ValueChainStage", "inWork": "CreativeWork"}
_THINGS |= {"unit": "Unit", "measuredBy": "Organization", "mechanism": "ImpactMechanism"}
_THINGS |= {"addressee": "ActorGroup", "beneficiary": "ActorGroup"}
_PRONOUN = re.compile(r"i|you|he|she|it|we|they|this|that|these|those|who|which|us|them|him|her", re.IGNORECASE)
_ARTICLE = re.compile(r"(?:the|an?)\s+", re.IGNORECASE)


class Refused(Exception):
    """A claim of the model is not kept; the message is the reason, in words that can be counted."""


@dataclass(frozen=True)
class Page:
    """What the claims of a group are held against: its places in the text, things found there, names we know."""

    text: str
    places: Sequence[Span]
    mentions: Sequence[Mention] = ()
    known: Gazetteer | None = None

    def find(self, words: str, role: str, ignore_case: bool = False) -> list[Span]:
        """Where whole words stand in what was sent.

        Raises:
            Refused: they stand nowhere.
        """
        for loosely in (False, True)[: 1 + ignore_case]:
            spans = [span for place in self.places for span in alignments(words, self.text, place, loosely)]
            if whole := [span for span in spans if not any(map(self._is_within_a_word, (span.start, span.end)))]:
                return whole
        raise Refused(f"{role} is not in the text")

    def _is_within_a_word(self, at: int) -> bool:
        return 0 < at < len(self.text) and self.text[at - 1].isalnum() and self.text[at].isalnum()

    def named(self, words: str, role: str) -> list[Span]:
        """Where the words of an argument stand, in any case.

        Raises:
            Refused: nowhere, or they name nothing.
        """
        if _PRONOUN.fullmatch(words) or len(words.split()) > LONGEST_NAME:
            raise Refused(f"{role} is not a name")
        return self.find(words, role, ignore_case=True)

    def words(self, span: Span) -> str:
        """The words of the text, their white space folded."""
        return " ".join(self.text[span.start : span.end].split())

    def mention(self, span: Span, type_: str) -> Mention:
        """The thing that words name: one found there already, else one of that name, else a new one.

        Raises:
            Refused: it is new and there is no such type.
        """
        covering = [m for m in self.mentions if m.start <= span.start and span.end <= m.end]
        if same := [m for m in covering if m.type == type_ or (m.start, m.end) == (span.start, span.end)]:
            return min(same, key=lambda m: m.end - m.start)
        if (article := _ARTICLE.match(self.text, span.start, span.end)) and article.end() < span.end:
            span = Span(article.end(), span.end)
        name = self.words(span)
        if alike := next((m for m in self.mentions if m.name.casefold() == name.casefold()), None):
            return Mention(span.start, span.end, name, alike.type, RULE, CONFIDENCE, alike.entity)
        if type_ not in TYPES:
            raise Refused("there is no such type of thing")
        new = Mention(span.start, span.end, name, type_, RULE, CONFIDENCE)
        return link(new, self.known) if self.known else new


def ground(item: Item, page: Page) -> Candidate:
    """The candidate that a claim of the model is on the words of the text.

    Raises:
        Refused: its words are not in what was sent, or it is no claim that the ontology has.
    """
    if item.kind not in KINDS:
        raise Refused("there is no such kind of claim")
    own = KINDS[item.kind].model_fields["predicate"].default
    predicate = own if isinstance(own, str) and not item.predicate else item.predicate
    if item.kind == "Relation" and predicate not in RELATIONS:
        raise Refused("there is no such relation")
    if any(len(quote) > LONGEST_QUOTE for quote in item.quotes):
        raise Refused("a quote is longer than two sentences")
    quotes = [page.find(quote, "a quote") for quote in item.quotes]
    of_document = item.kind == "Citation" or (item.kind == "Relation" and item.subject.casefold() == THE_DOCUMENT)
    subjects = [] if of_document else page.named(item.subject, "the subject")
    objects = page.named(item.object, "the object") if "object" in KINDS[item.kind].model_fields else []
    named = [spans for spans in (subjects, objects) if spans]
    evidence = tuple(sorted({_nearest(spans, *named) for spans in quotes}, key=lambda span: span.start))
    if all(_distance(span, evidence) for spans in named for span in spans):
        raise Refused("the quote names neither subject nor object")
    start = evidence[0].start
    subject = Mention(start, start, THE_DOCUMENT, "Document", RULE, 1.0, DOCUMENT)
    if subjects:
        subject = page.mention(_nearest(subjects, evidence), item.subject_type)
    speaker = subject if item.kind == "Statement" else None
    if item.speaker and not speaker:
        spans = page.named(item.speaker, "the speaker")
        speaker = page.mention(_nearest(spans, evidence), item.speaker_type or "Agent")
    candidate = Candidate(
        kind=item.kind,
        subject=subject,
        predicate=predicate,
        object=page.mention(_nearest(objects, evidence), item.object_type) if objects else None,
        evidence=evidence,
        rule=RULE,
        confidence=CONFIDENCE,
        polarity=item.polarity,
        certainty=item.certainty,
        speaker=speaker,
        fields=_fields(item, page, evidence),
    )
    if reason := problem(candidate):
        raise Refused(reason)
    return replace(candidate, gloss=gloss(candidate))


def _fields(item: Item, page: Page, evidence: Sequence[Span]) -> dict[str, Any]:
    """The further fields that the kind has, those of words on the words of the text."""
    made: dict[str, Any] = {}
    for name in KINDS[item.kind].model_fields.keys() & _THINGS.keys():
        if given := getattr(item, name):
            words = given if isinstance(given, list) else [given]
            spans = [_nearest(page.named(each, name), evidence) for each in words]
            things = [page.mention(span, _THINGS[name]) for span in spans]
            made[name] = things if isinstance(given, list) else things[0]
    if item.kind == "Adoption" and item.purpose:
        made["purpose"] = _copied(item.purpose, "purpose", page, evidence)
    if item.kind == "Impact" and item.direction:
        made["direction"] = item.direction
    if item.kind == "Citation" and item.citedDate:
        date = _date(item.citedDate, "citedDate", page, evidence)
        made["citedDate"] = date if date and _DATE.fullmatch(date) else None
    if item.kind == "Observation":
        made |= _figure(item, page, evidence)
    return {name: value for name, value in sorted(made.items()) if value is not None}


def _figure(item: Item, page: Page, evidence: Sequence[Span]) -> dict[str, Any]:
    """What our grammar reads in the words of a figure: a wrong scale or bound would be a grave lie."""
    spans = page.find(item.value, "value")
    for quote in evidence:
        words = fold(page.text[quote.start : quote.end])
        within = [Span(span.start - quote.start, span.end - quote.start) for span in spans]
        figures = quantities(words, find_periods(words))
        if figure := next((f for f in figures if any(s.start <= f.start and f.end <= s.end for s in within)), None):
            break
    else:
        raise Refused("value is not a figure of the quote")
    made: dict[str, Any] = {"value": figure.value, "bound": figure.bound, "scale": figure.scale}
    made["period"] = (item.period and _date(item.period, "period", page, evidence)) or NOT_STATED
    if figure.unit and figure.unit_span:
        start, end = quote.start + figure.unit_span.start, quote.start + figure.unit_span.end
        unit = known_names("units").get(form(figure.unit), figure.unit)
        made["unit"] = Mention(start, end, figure.unit, "Unit", RULE, CONFIDENCE, slug_of(unit))
    return made


def _date(words: str, role: str, page: Page, evidence: Sequence[Span]) -> str | None:
    """The time that words of the text name, as EDTF."""
    times = find_periods(fold(_copied(words, role, page, evidence)))
    return next((time.edtf for time in times if time.edtf), None)


def _copied(words: str, role: str, page: Page, evidence: Sequence[Span]) -> str:
    return page.words(_nearest(page.find(words, role), evidence))


def _nearest(spans: Sequence[Span], *others: Sequence[Span]) -> Span:
    """The span that is nearest to one of each of the others; the first of several."""
    return min(spans, key=lambda span: sum(_distance(span, other) for other in others))


def _distance(span: Span, others: Sequence[Span]) -> int:
    """How many characters lie between a span and the nearest of others."""
    return min(max(0, other.start - span.end, span.start - other.end) for other in others)
