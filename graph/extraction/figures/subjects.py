"""Whom or what a figure is about."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING

from graph.documents import Span
from graph.entities import PLACES
from graph.extraction.candidates import Mention
from graph.extraction.figures.measures import NOUNS
from graph.extraction.figures.quantity import PERCENT, RANK, Quantity
from graph.extraction.language import Parsed

if TYPE_CHECKING:
    from spacy.tokens import Span as Words
    from spacy.tokens import Token

_OF_ENTS = {"ORG": "Organization", "GPE": "Place", "LOC": "Place", "PERSON": "Person",
            "WORK_OF_ART": "CreativeWork", "PRODUCT": "Product", "EVENT": "Event", "FAC": "Place"}  # fmt: skip
_NEVER_SUBJECT = frozenset({"Measure", "Unit", "Person"})
_SHORT = {"UK", "US", "EU", "UN"}
_SUBJECTS = ("nsubj", "nsubjpass", "csubj")
_PARTAKING = frozenset("account represent comprise constitute make form equate amount".split())
EMPTY = frozenset("it they them this these those which that there who we you i he she one its their".split())


def names(parsed: Parsed) -> list[Mention]:
    """The mentions of a passage; the names that the pipeline sees where nobody has looked for mentions."""
    if parsed.mentions:
        return sorted(parsed.mentions, key=lambda mention: mention.start)
    return [
        Mention(*_ends(parsed.span(ent)), " ".join(ent.text.split()), _OF_ENTS[ent.label_], "pipeline-name", 0.5)
        for ent in parsed.doc.ents
        if ent.label_ in _OF_ENTS and (len(ent.text) > 2 or ent.text in _SHORT)
    ]


def _ends(span: Span) -> tuple[int, int]:
    return span.start, span.end


def subject_of(
    parsed: Parsed,
    quantity: Quantity,
    named: list[Mention],
    others: Iterable[Span],
    sentence: Span,
    before: Parsed | None,
) -> Mention:
    """The thing that a figure is about; there is always one, if only the words beside the figure.

    ``named`` are its unit and measure; ``sentence`` and the ``others`` beside it are in code points of the passage.
    """
    at = parsed.passage.start
    aside = [Span(at + each.start, at + each.end) for each in [quantity.whole, *others]]
    here = [each for each in names(parsed) if sentence.start <= each.start - at and each.end - at <= sentence.end]
    here = [
        each for each in here if each.type not in _NEVER_SUBJECT and not any(map(each.overlaps, [*aside, *named]))
    ]
    words = parsed.doc.char_span(quantity.whole.start, quantity.whole.end, alignment_mode="expand")
    found = None if words is None else _by_grammar(parsed, quantity, words, here, aside, named)
    return (
        _bracketed(parsed, quantity, here)
        or found
        or _nearest(here, quantity, at)
        or _earlier(parsed, sentence, before)
        or (here[0] if here else None)
        or _chunk(parsed, quantity, sentence, aside)
        or _words_beside(parsed, sentence)
    )


def _by_grammar(
    parsed: Parsed, quantity: Quantity, words: Words, here: list[Mention], aside: list[Span], named: list[Mention]
) -> Mention | None:
    if quantity.unit == PERCENT and not _is_part(words) and (whole := _whole(parsed, words)):
        if whole.lower_ in EMPTY:
            plurals = [token for token in parsed.doc[: words.start] if token.tag_ in ("NNS", "NNPS")]
            return (
                _named_within(parsed, plurals[-1], here) or _phrase(parsed, plurals[-1], aside) if plurals else None
            )
        return _named_within(parsed, whole, here) or _phrase(parsed, whole, aside)
    for token in _up(words.root):
        for subject in (child for child in token.children if child.dep_ in _SUBJECTS):
            if subject.lower_ in EMPTY or subject.pos_ == "PUNCT" or words.start <= subject.i < words.end:
                continue
            if any(words.start <= each.i < words.end for each in subject.subtree):
                continue
            found = _named_within(parsed, subject, here, places=True)
            if found := found or _phrase(parsed, _measured(subject), aside, named):
                return found
    return None


def _is_part(words: Words) -> bool:
    """Whether a verb says what makes up a share, so that its subject is meant: "games account for 8% of sales"."""
    return any(
        verb.lemma_ in _PARTAKING
        and any(child.dep_ in _SUBJECTS and child.right_edge.i < words.start for child in verb.children)
        for verb in words.root.ancestors
    )


def _bracketed(parsed: Parsed, quantity: Quantity, here: list[Mention]) -> Mention | None:
    """The thing right before a bracket that opens with the figure: "Radio (8% a year)"."""
    at, ahead = parsed.passage.start, parsed.text[: quantity.whole.start]
    opening = len(ahead.rstrip("(")) if ahead.endswith("(") else None
    if opening is None:
        return None
    end = at + len(ahead[:opening].rstrip())
    return next((each for each in here if each.end == end), None)


def _measured(subject: Token) -> Token:
    """What a measure is one of: "firms" in "the share of firms"."""
    if subject.lemma_.lower() in NOUNS:
        for of in subject.children:
            if of.lower_ in ("of", "for", "in"):
                return next((noun for noun in of.children if noun.dep_ == "pobj"), subject)
    return subject


def _whole(parsed: Parsed, words: Words) -> Token | None:
    """Of what a share is one: the noun after "of", or after "in five"."""
    at = words.end
    if at >= len(parsed.doc):
        return None
    of = parsed.doc[at].lower_ == "of"
    rest = parsed.doc[at + 1 : at + 7] if of else parsed.doc[at : at + 4]
    if not of and not words.root.head.i >= at and " in " not in words.text and " out of " not in words.text:
        return None
    for token in rest:
        if token.pos_ in ("NOUN", "PROPN", "PRON") and not (
            token.i + 1 < len(parsed.doc)
            and parsed.doc[token.i + 1].pos_ in ("NOUN", "PROPN")
            and parsed.doc[token.i + 1].lower_ not in ("age", "aged", "ages")
        ):
            return token
        if token.pos_ in ("VERB", "AUX", "PUNCT") and token.tag_ not in ("VBN", "VBG", "HYPH"):
            return None
    return None


def _up(token: Token) -> Iterator[Token]:
    yield token
    yield from token.ancestors


def _named_within(parsed: Parsed, head: Token, here: list[Mention], places: bool = False) -> Mention | None:
    subtree = [token.i for token in head.subtree if token.i >= head.left_edge.i]
    span = Span(parsed.span(parsed.doc[subtree[0]]).start, parsed.span(parsed.doc[subtree[-1]]).end)
    within = [each for each in here if span.start <= each.start and each.end <= span.end]
    at_head = [each for each in within if each.start <= parsed.span(head).start < each.end]
    things = [each for each in within if each.type not in PLACES]
    return next(iter([*at_head, *things, *(within if places else [])]), None)


def _phrase(parsed: Parsed, head: Token, aside: list[Span], named: Iterable[Mention] = ()) -> Mention | None:
    left = [token for token in head.lefts if token.dep_ in ("compound", "amod", "nmod") and token.pos_ != "NUM"]
    first = min([*(token.left_edge.i for token in left), head.i])
    span = Span(parsed.span(parsed.doc[first]).start, parsed.span(head).end)
    if head.lemma_.lower() in NOUNS or any(map(parsed.span(head).overlaps, [*aside, *named])):
        return None
    name = " ".join(parsed.doc[first : head.i + 1].text.split())
    kind = (
        "ActorGroup"
        if head.tag_ == "NNS" and head.lemma_.lower().endswith(("er", "or", "ist", "firm", "company"))
        else "Topic"
    )
    return Mention(span.start, span.end, name, kind, "figure-subject", 0.5)


def _nearest(here: list[Mention], quantity: Quantity, at: int) -> Mention | None:
    things = [each for each in here if each.type not in PLACES or quantity.unit == RANK]
    before = [each for each in things if each.end <= at + quantity.whole.start]
    after = [each for each in things if each.start >= at + quantity.whole.end]
    return before[-1] if before else after[0] if after else None


def _earlier(parsed: Parsed, sentence: Span, before: Parsed | None) -> Mention | None:
    """What the text before spoke of last, sentence by sentence; in a sentence, the thing named first."""
    at = parsed.passage.start
    ahead = [each for each in names(parsed) if each.end <= at + sentence.start]
    things = [each for each in ahead if each.type not in _NEVER_SUBJECT | PLACES]
    if things:
        last = [span for span in parsed.passage.sentences if span.end <= things[-1].start]
        start = last[-1].end if last else parsed.passage.start
        return next(each for each in things if each.start >= start)
    if before is None or before.passage.kind == "row":
        return None
    return next((each for each in names(before) if each.type not in _NEVER_SUBJECT | PLACES), None)


def _chunk(parsed: Parsed, quantity: Quantity, sentence: Span, aside: list[Span]) -> Mention | None:
    chunks = [chunk for chunk in parsed.doc.noun_chunks if sentence.start <= chunk.start_char < sentence.end]
    nouns = [
        chunk.root
        for chunk in chunks
        if chunk.root.pos_ in ("NOUN", "PROPN") and not any(map(parsed.span(chunk.root).overlaps, aside))
    ]
    first = sorted(nouns, key=lambda token: (token.idx > quantity.start, abs(token.idx - sentence.start)))
    return _phrase(parsed, first[0], aside) if first else None


def _words_beside(parsed: Parsed, sentence: Span) -> Mention:
    at = parsed.passage.start
    words = parsed.text[sentence.start : sentence.end]
    return Mention(at + sentence.start, at + sentence.end, " ".join(words.split()), "Topic", "figure-subject", 0.2)
