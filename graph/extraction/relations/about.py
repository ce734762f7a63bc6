"""What texts and works deal with: "this paper explores …", and the things that a title names."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from graph.documents import Span
from graph.entities import ORGANISATIONS, PLACES
from graph.extraction.candidates import Candidate, Mention
from graph.extraction.language import Parsed
from graph.extraction.nouns import type_of_noun
from graph.extraction.relations.abstract import is_abstract
from graph.extraction.relations.arguments import evidence, objects, of_phrases, subjects
from graph.extraction.relations.entries import entry_of
from graph.extraction.relations.fitting import CONCEPTS, covering, relation, the_document
from graph.extraction.relations.lexicon import words
from graph.extraction.relations.lists import spelled_out
from graph.extraction.relations.nominals import EMPTY, argument
from graph.extraction.relations.phrases import named as phrase_of
from graph.extraction.relations.predicates import ABOUT, ABOUT_WITH, TEXT_NOUNS
from graph.extraction.relations.references import Reference
from graph.extraction.relations.tokens import tokens_of
from graph.extraction.schema import fits

if TYPE_CHECKING:
    from spacy.tokens import Token

_NO_TEXT = ORGANISATIONS | words("Person Agent Policy SoftwareApplication")
_AUTHORS = words("we i")
_TITLE_WITHIN = 400
_OF_TITLES = words(
    "evidence perspective detection analysis overview introduction state view impact",
    "role value effect influence approach",
    "challenge opportunity importance study review survey research lesson towards",
    "learning guide insight implication",
    "future past present age era use",
    "capture current agenda direction report synergy exploration assessment evaluation comparison relationship",
)
_NAMES = ("PERSON", "ORG", "DATE", "GPE", "LOC", "FAC", "WORK_OF_ART", "CARDINAL", "ORDINAL")
_TECHNOLOGIES = words("AI VR AR XR MR ML NLP IoT NFT NFTs")
_ON = {"Policy": ("on", "about", "for"), "ExhibitionEvent": ("of", "on", "about")}
_NO_MATTER = ORGANISATIONS | words("Person Agent SoftwareApplication")
_NAMED = PLACES | words(
    "Sector Technology Trend Topic Activity Skill ValueChainStage ActorGroup Policy Person Corporation Museum",
    "Organization Movie VideoGame",
)


def find(parsed: Parsed, before: Parsed | None = None) -> Iterator[Candidate]:
    """Candidates for what a text is about."""
    if is_title(parsed, before):
        yield from _of_title(parsed)
    entry = entry_of(parsed)
    if entry is not None:
        yield from _of_cited(parsed, entry)
        return
    for token, _, lemma, pos, _, _ in tokens_of(parsed):
        if pos == "VERB" and (lemma in ABOUT or lemma in ABOUT_WITH):
            yield from _explored(parsed, before, token)
        elif pos == "NOUN" and (lemma in TEXT_NOUNS or type_of_noun(lemma) in _ON):
            yield from _text_on(parsed, before, token)


def is_title(parsed: Parsed, before: Parsed | None) -> bool:
    """Whether a passage is the title of its document: a heading at its start, of some words, not of a section."""
    passage = parsed.passage
    early = passage.start < _TITLE_WITHIN and not passage.headings
    return (
        early
        and passage.kind == "heading"
        and len(parsed.doc) > 3
        and any(t.pos_ == "NOUN" or t.pos_ == "PROPN" for t in parsed.doc)
    )


def _of_title(parsed: Parsed) -> Iterator[Candidate]:
    document = the_document(parsed)
    for mention in parsed.mentions:
        if mention.type in _NAMED:
            yield from _about(
                parsed, document, mention, (Span(mention.start, mention.end),), "about.title", 0.75, None
            )
    for chunk in parsed.doc.noun_chunks:
        head = chunk.root
        first = next((token.i for token in chunk if token.pos_ not in ("DET", "PUNCT", "PRON")), head.i)
        told = any(
            _covers(parsed, each, token) for each in parsed.mentions for token in parsed.doc[first : head.i + 1]
        )
        if told or head.i < first + 1 or head.lemma_.lower() in EMPTY | _OF_TITLES or head.ent_type_ in _NAMES:
            continue
        matter = chunk_of(parsed, first, head)
        yield from _about(parsed, document, matter, (Span(matter.start, matter.end),), "about.title", 0.5, None)


def _of_cited(parsed: Parsed, entry: Reference) -> Iterator[Candidate]:
    """The phrases of a cited title: the title itself is one mention, which hides those within it."""
    at = parsed.passage.start
    title = Span(at + entry.title.start, at + entry.title.end)
    name = " ".join(parsed.text[entry.title.start : entry.title.end].split())
    work = Mention(title.start, title.end, name, entry.type, "reference", 0.9)
    for chunk in parsed.doc.noun_chunks:
        head = chunk.root
        first = next((token.i for token in chunk if token.pos_ not in ("DET", "PUNCT", "PRON")), head.i)
        inside = title.start <= at + parsed.doc[first].idx and at + chunk[-1].idx + len(chunk[-1]) <= title.end
        if not inside or head.lemma_.lower() in EMPTY | _OF_TITLES or head.pos_ not in ("NOUN", "PROPN"):
            continue
        named = next(
            (each for each in parsed.mentions_in(title) if each.name != name and _covers(parsed, each, head)), None
        )
        matter = named or chunk_of(parsed, first, head)
        common = first == head.i and head.pos_ == "NOUN" and not is_abstract(head)
        if named is None and common and matter.type == "Topic":
            continue  # one common noun, "the city", tells little
        yield from _about(
            parsed, work, matter, (Span(matter.start, matter.end),), "about.reference-title", 0.7, None
        )


def chunk_of(parsed: Parsed, first: int, head: Token) -> Mention:
    """The words from a token to the head of their phrase, as a concept of the type of the head, or a place."""
    kind = type_of_noun(head.lemma_) or "Topic"
    if head.text in _TECHNOLOGIES:
        kind = "Technology"
    elif head.ent_type_ in ("GPE", "LOC"):
        kind = "Place"
    return phrase_of(parsed, first, head.i, kind if kind in CONCEPTS or kind == "Place" else "Topic")


def _about(
    parsed: Parsed,
    text: Mention,
    matter: Mention,
    spans: tuple[Span, ...],
    rule: str,
    sure: float,
    said: Token | None,
) -> Iterator[Candidate]:
    if fits("schema:about", text.type, matter.type):
        yield from relation(parsed, text, "schema:about", matter, spans, rule, sure)


def text_at(parsed: Parsed, token: Token, before: Parsed | None) -> Mention | None:
    """The document, where a noun or "we" means it; else the work, event or project that the noun names."""
    if token.lower_ in _AUTHORS:
        return the_document(parsed, token)
    found = argument(parsed, token, before)
    return (
        found
        if found is not None and found.type not in _NO_TEXT and fits("schema:about", found.type, "Topic")
        else None
    )


def _explored(parsed: Parsed, before: Parsed | None, verb: Token) -> Iterator[Candidate]:
    prepositions = ABOUT_WITH.get(verb.lemma_.lower())
    matters = of_phrases(verb, *prepositions) if prepositions else objects(verb)
    if prepositions and not matters:  # "sheds light on"
        matters = [
            each for noun in verb.children if noun.dep_ == "dobj" for each in of_phrases(noun, *prepositions)
        ]
    clauses = [child for child in verb.children if child.dep_ == "ccomp"] if not prepositions else []
    if not prepositions and (verb.tag_ == "VBN" and verb.dep_ in ("acl", "relcl")):
        return
    for subject in subjects(verb):
        if subject.lower_ in _AUTHORS and not _speaks_of_itself(verb):
            continue
        text = text_at(parsed, subject, before)
        if text is None:
            continue
        named = [each for matter in spelled_out(parsed, matters) for each in _within(parsed, matter, text)]
        for clause in clauses:
            inside = parsed.span(parsed.doc[clause.left_edge.i : clause.right_edge.i + 1])
            named += [each for each in parsed.mentions_in(inside) if each.type in _NAMED]
        for matter in named:
            if matter.slug != text.slug:
                spans = _spans(parsed, subject, matter)
                yield from _about(parsed, text, matter, spans, "about.explores", 0.75, verb)


def _speaks_of_itself(verb: Token) -> bool:
    """Whether "we" in a sentence are the authors: it says "in this paper", "here"."""
    return any(word.lemma_.lower() in TEXT_NOUNS or word.lower_ == "here" for word in verb.sent)


def _within(parsed: Parsed, noun: Token, text: Mention) -> list[Mention]:
    """What a phrase names with all that depends on it but what is coordinated; else the phrase itself.

    The document is about what a clause on the phrase names, too: "the potential of looms to renew a craft".
    """
    first, last = noun.left_edge.i, noun.i
    clauses = ("relcl", "acl") if text.entity != "document" else ()
    for child in noun.rights:
        if child.dep_ in ("conj", "cc", "punct", *clauses):
            break
        last = child.right_edge.i
    inside = parsed.span(parsed.doc[first : last + 1])
    named = [each for each in parsed.mentions_in(inside) if each.type in _NAMED]
    if named:
        return named
    own = argument(parsed, noun, None) if noun.lemma_.lower() not in _OF_TITLES else None
    return [own] if own is not None else []


def _spans(parsed: Parsed, subject: Token, named: Mention) -> tuple[Span, ...]:
    start = parsed.span(parsed.doc[subject.left_edge.i : subject.i + 1])
    return (covering(start, Span(named.start, named.end)),)


def _text_on(parsed: Parsed, before: Parsed | None, noun: Token) -> Iterator[Candidate]:
    """ "a report on X", "an exhibition of X", "a strategy for X"."""
    prepositions = _ON.get(type_of_noun(noun.lemma_) or "", ("on", "about"))
    matters = of_phrases(noun, *prepositions)
    named = argument(parsed, noun, before) if matters else None
    if named is None or named.type in _NO_MATTER or not fits("schema:about", named.type, "Topic"):
        return
    for matter in matters:
        found = argument(parsed, matter, before)
        for_ = matter.head.lower_ == "for" and found is not None and found.type not in ("Technology", "Sector")
        if found is not None and found.type in _NAMED and not for_:
            spans = evidence(parsed, [noun, matter], [named, found])
            yield from _about(parsed, named, found, spans, "about.report-on", 0.65, noun)


def _covers(parsed: Parsed, mention: Mention, token: Token) -> bool:
    start = parsed.passage.start + token.idx
    return mention.start <= start < mention.end
