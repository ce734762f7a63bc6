"""The mentions of a document: titles, then names of the gazetteer, then other proper names, then kinds of things.

What is found better goes before what is found worse; but a name that contains a word of the gazetteer is one name
("Design Museum" is not the sector of design), and a title contains whatever it is made of.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from graph.documents import Span
from graph.entities import ORGANISATIONS
from graph.extraction.boundaries import bounded
from graph.extraction.candidates import Mention
from graph.extraction.contexts import in_context, is_technical_head
from graph.extraction.gazetteer import Gazetteer
from graph.extraction.language import Parsed
from graph.extraction.linking import link
from graph.extraction.lowercase import lower_case_names, names_in_s
from graph.extraction.names import Name, names
from graph.extraction.nametypes import head_type
from graph.extraction.nounphrases import Phrase, phrases
from graph.extraction.parts import found_in
from graph.extraction.shortforms import name_as_before
from graph.extraction.titles import Title, listed_title, reversed_person, titles
from graph.extraction.wellknown import IN_S, type_of_known
from graph.extraction.wordforms import WORD

if TYPE_CHECKING:
    from spacy.tokens import Doc

_OPENS_REFERENCE = tuple("-[1234567890*")
_TAKE_IN = frozenset({"ActorGroup", "Skill", "Policy", "Technology", "Activity", "Project", "Sector"})
_CONCEPTS = frozenset(
    {"Technology", "Sector", "Topic", "Activity", "ValueChainStage", "Trend", "ActorGroup", "Skill", "Measure"}
)


def find_mentions(parsed: Sequence[Parsed], gazetteer: Gazetteer) -> None:
    """Fill ``Parsed.mentions`` of all passages of one document, sorted and not overlapping, linked where known.

    A later short form of a name, and an acronym that the document explains, are the same thing as the full name.

    Raises:
        ExtractionError: rapidfuzz is not installed.
    """
    links: dict[tuple[str, str], Mention] = {}
    texts = [each.text for each in parsed]
    words = {word for text in texts for word in WORD.findall(text)}
    small = frozenset(word for word in words if word.islower() and word.isalpha())
    odd = lower_case_names(parsed, texts)
    in_s = IN_S | names_in_s([each for each, text in zip(parsed, texts, strict=True) if "'s " in text])
    for each, text in zip(parsed, texts, strict=True):
        each.mentions = []
        for mention in _chosen(each, text, gazetteer, small, odd, in_s):
            key = mention.name, mention.type
            known = links.get(key)
            if known is None:
                known = links[key] = link(mention, gazetteer)
            if (known.entity, known.type) != (mention.entity, mention.type):
                mention = replace(mention, entity=known.entity, type=known.type)
            each.mentions.append(mention)
    name_as_before(parsed, texts, gazetteer)
    _set_above(parsed)


def _set_above(parsed: Sequence[Parsed]) -> None:
    headings = {each.passage.start: each.mentions for each in parsed if each.passage.kind == "heading"}
    title = min(headings, default=None)
    for each in parsed:
        starts = dict.fromkeys([*(span.start for span in reversed(each.passage.headings)), title])
        starts.pop(each.passage.start, None)
        each.above = [mention for start in starts if start is not None for mention in headings.get(start, ())]


def _chosen(
    parsed: Parsed,
    text: str,
    gazetteer: Gazetteer,
    small: frozenset[str],
    odd: frozenset[str],
    in_s: frozenset[str],
) -> list[Mention]:
    """What a passage mentions, by the order of what is found: each only where nothing better stands."""
    doc = parsed.doc
    chosen = [_mention(parsed, each, text[each.start : each.end]) for each in titles(doc, text)]
    if parsed.passage.kind == "heading" and parsed.headings:
        listed = listed_title(text, parsed.headings[-1])
        _add(chosen, [] if listed is None else [_mention(parsed, listed, text[listed.start : listed.end])])
    person = reversed_person(text) if text[:1] in _OPENS_REFERENCE else None
    if person is not None:
        start, end, name = person
        _add(chosen, [_mention(parsed, Title(start, end, "Person", "name", 0.8), name)])
    known = list(_known(parsed, text, gazetteer))
    at = parsed.passage.start
    taken = [Span(each.start - at, each.end - at) for each in known]
    proper = [(name, _of_tokens(parsed, text, name)) for name in names(doc, small, odd, taken, in_s)]
    sure = [made for name, made in proper if name.sure and name.end - name.start > 1]
    _add(chosen, (made for made in sure if _contains_more(made, known)))
    _add(chosen, known)
    _add(chosen, sure)
    _add(chosen, (made for _, made in proper))
    for phrase in phrases(doc):
        made = _of_tokens(parsed, text, phrase)
        if made.type in _TAKE_IN and _takes_in(made, chosen):
            chosen = [each for each in chosen if each.end <= made.start or made.end <= each.start]
        _add(chosen, [_behind(made, chosen)])
    if parsed.passage.kind == "row":
        cells = parsed.passage.sentences
        chosen = [
            each for each in chosen if any(cell.start <= each.start and each.end <= cell.end for cell in cells)
        ]
    return sorted(chosen, key=lambda mention: mention.start)


def _known(parsed: Parsed, text: str, gazetteer: Gazetteer) -> Iterator[Mention]:
    doc = parsed.doc
    found = (in_context(doc, match) for match in found_in(text, gazetteer))
    for known in bounded(doc, (each for each in found if each is not None)):
        label, last = known.label, doc[known.end - 1]
        if known.renamed and label.type == "ActorGroup" and _is_name_of_body(doc, known.start, known.end):
            continue
        if known.renamed and label.type == "Sector" and _is_name_of_firm(doc, known.start, known.end):
            continue
        start, end = doc[known.start].idx, last.idx + len(last)
        confidence = 0.95 if label.preferred or label.proper else 0.9
        placed = Title(start, end, label.type, "gazetteer", confidence)
        yield _mention(parsed, placed, text[start:end], None if known.renamed else label.entity)


def _is_name_of_body(doc: Doc, start: int, end: int) -> bool:
    """Whether words that end in the noun of a group name one body: "Bergen University", and no group."""
    words = doc[start:end]
    capitals = end - start > 1 and all(word.tag_ == "NNP" and word.text[0].isupper() for word in words)
    return capitals and head_type([word.text for word in words]) in ORGANISATIONS


def _is_name_of_firm(doc: Doc, start: int, end: int) -> bool:
    """Whether words that end in the name of a sector are a firm's, all with capitals: "Harbour Games"."""
    words = doc[start:end]
    return type_of_known(words.text) is not None or (
        all(word.text[0].isupper() for word in words) and head_type([word.text for word in words]) == "Corporation"
    )


def _contains_more(name: Mention, known: Iterable[Mention]) -> bool:
    """Whether a name is longer than every known name that it overlaps, and not merely several of them."""
    rest = {word.lower() for word in WORD.findall(name.name)}
    for each in known:
        if each.overlaps(name):
            rest -= {word.lower() for word in WORD.findall(each.name)}
    rest |= {"government"} & {word.lower() for word in WORD.findall(name.name)[-1:]}
    return bool(rest - {"and", "&", "of", "for", "the"}) and all(
        name.start <= each.start and each.end <= name.end and name.end - name.start > each.end - each.start
        for each in known
        if name.overlaps(each)
    )


def _add(chosen: list[Mention], more: Iterable[Mention]) -> None:
    for mention in more:
        if not any(mention.overlaps(each) for each in chosen):
            chosen.append(mention)


def _takes_in(phrase: Mention, chosen: Iterable[Mention]) -> bool:
    """Whether a phrase is one thing although it has concepts in it: before its head, as "AI skills" has, or as its
    head alone, as "digital marketing" has."""
    inside = [each for each in chosen if each.overlaps(phrase)]
    if any(each.rule != "gazetteer" or each.type not in _CONCEPTS or each.start < phrase.start for each in inside):
        return False
    head = phrase.end - len(phrase.name.split()[-1])
    before, at_head = [each for each in inside if each.end <= head], [each for each in inside if each.end > head]
    if phrase.type in {"Technology", "Activity", "Sector"}:
        named = phrase.rule == "head noun" or is_technical_head(phrase.name.split()[-1])
        whole = phrase.type == "Technology" and named
        return (whole or not before) and all(each.start == head and each.end == phrase.end for each in at_head)
    return not at_head


def _behind(phrase: Mention, chosen: Iterable[Mention]) -> Mention:
    """A group without the mentions that stand before its head: "visitors" in "British Museum visitors"."""
    head = phrase.name.split()[-1]
    start = phrase.end - len(head)
    taken = any(each.overlaps(phrase) for each in chosen)
    return replace(phrase, start=start, name=head) if taken and phrase.type == "ActorGroup" else phrase


def _of_tokens(parsed: Parsed, text: str, found: Name | Phrase) -> Mention:
    last = parsed.doc[found.end - 1]
    start, end = parsed.doc[found.start].idx, last.idx + len(last)
    return _mention(parsed, Title(start, end, found.type, found.rule, found.confidence), text[start:end])


def _mention(parsed: Parsed, found: Title, name: str, entity: str | None = None) -> Mention:
    at = parsed.passage.start
    return Mention(
        at + found.start, at + found.end, " ".join(name.split()), found.type, found.rule, found.confidence, entity
    )
