"""What texts and works deal with: "this paper explores …", and the things that a title names."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from graph.documents import Span
from graph.entities import ORGANISATIONS
from graph.extraction.candidates import Candidate, Mention
from graph.extraction.language import Parsed
from graph.extraction.nouns import type_of_noun
from graph.extraction.relations.arguments import evidence, objects, of_phrases, subjects
from graph.extraction.relations.entries import entry_of
from graph.extraction.relations.fitting import covering, the_document
from graph.extraction.relations.headlines import NAMED, OF_TITLES, about, is_title, of_cited, of_title
from graph.extraction.relations.lexicon import words
from graph.extraction.relations.lists import listed, spelled_out
from graph.extraction.relations.nominals import argument
from graph.extraction.relations.predicates import ABOUT, ABOUT_WITH, TEXT_NOUNS
from graph.extraction.relations.tokens import tokens_of
from graph.extraction.schema import fits

if TYPE_CHECKING:
    from spacy.tokens import Token

_NO_TEXT = ORGANISATIONS | words("Person Agent Policy SoftwareApplication")
_AUTHORS = words("we i")
_REVIEWS = words("discussion analysis study examination exploration overview investigation review")
_ON = {"Policy": ("on", "about", "for"), "ExhibitionEvent": ("of", "on", "about")}
_NO_MATTER = ORGANISATIONS | words("Person Agent SoftwareApplication")


def find(parsed: Parsed, before: Parsed | None = None) -> Iterator[Candidate]:
    """Candidates for what a text is about."""
    if is_title(parsed, before):
        yield from of_title(parsed, the_document(parsed), "about.title")
    entry = entry_of(parsed)
    if entry is not None:
        yield from of_cited(parsed, entry)
        return
    for token, _, lemma, pos, _, _ in tokens_of(parsed):
        if pos == "VERB" and (lemma in ABOUT or lemma in ABOUT_WITH):
            yield from _explored(parsed, before, token)
        elif pos == "NOUN" and (lemma in TEXT_NOUNS or type_of_noun(lemma) in _ON):
            yield from _text_on(parsed, before, token)


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
        text = text_at(parsed, subject, before) or _own_review(parsed, verb, subject)
        if text is None:
            continue
        named = [each for matter in spelled_out(parsed, matters) for each in _within(parsed, matter, text)]
        for clause in clauses:
            inside = parsed.span(parsed.doc[clause.left_edge.i : clause.right_edge.i + 1])
            named += [each for each in parsed.mentions_in(inside) if each.type in NAMED]
        for matter in named:
            if matter.slug != text.slug:
                spans = _spans(parsed, subject, matter)
                yield from about(parsed, text, matter, spans, "about.explores", 0.75, verb)


def _own_review(parsed: Parsed, verb: Token, subject: Token) -> Mention | None:
    """The document, where "focusing on X, the discussion shows …" tells of nobody else's discussion."""
    if verb.tag_ != "VBG" or subject.lemma_.lower() not in _REVIEWS or subject.tag_ != "NN":
        return None
    told = any(child.dep_ in ("poss", "relcl") or child.lower_ in ("a", "an", "by") for child in subject.children)
    return None if told else the_document(parsed, subject)


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
    named = [each for each in parsed.mentions_in(inside) if each.type in NAMED]
    if named:
        return named
    own = argument(parsed, noun, None) if noun.lemma_.lower() not in OF_TITLES else None
    return [own] if own is not None else []


def _spans(parsed: Parsed, subject: Token, named: Mention) -> tuple[Span, ...]:
    start = parsed.span(parsed.doc[subject.left_edge.i : subject.i + 1])
    return (covering(start, Span(named.start, named.end)),)


def _text_on(parsed: Parsed, before: Parsed | None, noun: Token) -> Iterator[Candidate]:
    """ "a report on X", "an exhibition of X", "a strategy for X"."""
    prepositions = _ON.get(type_of_noun(noun.lemma_) or "", ("on", "about"))
    matters = _listed_after(parsed, noun, prepositions)
    named = argument(parsed, noun, before) if matters else None
    if named is None or named.type in _NO_MATTER or not fits("schema:about", named.type, "Topic"):
        return
    for matter in matters:
        found = argument(parsed, matter, before)
        for_ = matter.head.lower_ == "for" and found is not None and found.type not in ("Technology", "Sector")
        if found is not None and found.type in NAMED and not for_:
            spans = evidence(parsed, [noun, matter], [named, found])
            yield from about(parsed, named, found, spans, "about.report-on", 0.65, noun)


def _listed_after(parsed: Parsed, noun: Token, prepositions: tuple[str, ...]) -> list[Token]:
    """What is listed after a preposition behind a noun, also where "&" keeps the parser from seeing a list."""
    matters = of_phrases(noun, *prepositions)
    if len(matters) == 1 and any(word.text == "&" for word in matters[0].subtree):
        members = listed(parsed, matters[0].head.i + 1)
        return members if matters[0] in members else matters
    return matters
