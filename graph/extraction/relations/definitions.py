"""What a term means: "X is a form of …", "X refers to …", "defined as", "known as", glossary lines, "(CCI)"."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from typing import TYPE_CHECKING

from graph.documents import Span
from graph.extraction.candidates import Candidate
from graph.extraction.language import Parsed
from graph.extraction.relations.arguments import evidence, mention_at, subjects
from graph.extraction.relations.fitting import covering
from graph.extraction.relations.lexicon import words
from graph.extraction.relations.phrases import phrase
from graph.extraction.relations.terms import GENUS, TERMS, definition, term_at, whole
from graph.extraction.relations.tokens import tokens_of
from graph.extraction.relations.wording import has_own_subject

if TYPE_CHECKING:
    from spacy.tokens import Token

_MEANING = words("mean denote describe designate signify")
_KNOWN = words("known called termed dubbed labelled labeled named")
# "X is *the* process of": by these, a definite noun tells what X is too.
_PROCESSES = words("process practice use art science study technique method representation ability")
_GLOSSARY = re.compile(
    r"\W*(?P<term>[^\W\d][\w +/'’()-]{1,60}?)\W{0,3}(?:: | [–-] )(?P<meaning>\w.{20,})", re.DOTALL
)
_ARTICLE = re.compile(
    r"(?:an?|the|any|all|those|when|where|how|(?:aim|form|type|kind|use|process|practice|set|study|way|branch|field"
    r"|technique|method|art|science|system|ability)s? (?:of|that|for|to|which)"
    r"|(?:[a-z-]+ ){1,3}(?:that|which|used for|made of))\s",
    re.IGNORECASE,
)
_LABELS = words(
    "source photo image figure table text author authors keywords note opportunity threat",
    "risk example caption by contact email",
    "tel phone date time venue location",
)


def find(parsed: Parsed, before: Parsed | None = None) -> Iterator[Candidate]:
    """Candidates for what terms mean; the subject is a concept, never a name of a body, work or person."""
    for token, lower, lemma, pos, _, dep in tokens_of(parsed):
        if lemma == "be" and pos in ("AUX", "VERB"):
            yield from _is_a(parsed, before, token)
        elif lemma in _MEANING or (lemma == "refer" and _has_prep(token, "to")):
            yield from _means(parsed, before, token)
        elif lemma in ("define", "understand") and (
            _as(token) or any(_as(child) for child in token.children if child.dep_ == "dobj")
        ):
            yield from _defined_as(parsed, before, token)
        elif lower in _KNOWN and _as(token):
            yield from _known_as(parsed, before, token)
        elif dep == "appos":
            yield from _apposed(parsed, before, token)
    yield from _glossary(parsed)


def _is_a(parsed: Parsed, before: Parsed | None, verb: Token) -> Iterator[Candidate]:
    """ "X is a technique that …": a genus with something that tells X from others, and X without article."""
    if verb.tag_ not in ("VBZ", "VBP") or verb.dep_ not in ("ROOT", "conj", "ccomp"):
        return
    for genus in [child for child in verb.children if child.dep_ == "attr"]:
        narrowed = [
            c
            for c in genus.children
            if c.dep_ in ("relcl", "acl") or (c.dep_ == "prep" and c.lower_ in ("of", "for", "in"))
        ]
        indefinite = any(c.dep_ == "det" and c.lower_ in ("a", "an", "any") for c in genus.children)
        indefinite = indefinite or (genus.lemma_.lower() in _PROCESSES and _has_prep(genus, "of"))
        if genus.lemma_.lower() not in GENUS or not narrowed or not (indefinite or genus.tag_ == "NNS"):
            continue
        for subject in [child for child in verb.children if child.dep_ == "nsubj"]:
            term = term_at(parsed, subject)
            if term is not None:
                yield definition(
                    parsed, term, whole(parsed, subject, genus), "definitions.is-a", 0.7, verb, before, genus
                )


def _apposed(parsed: Parsed, before: Parsed | None, genus: Token) -> Iterator[Candidate]:
    """ "X, a form of …", "X – a way to …": a genus in apposition with something that tells X from others."""
    narrowed = any(child.dep_ in ("relcl", "acl", "prep") for child in genus.children)
    indefinite = any(child.dep_ == "det" and child.lower_ in ("a", "an", "any") for child in genus.children)
    if genus.lemma_.lower() in GENUS and narrowed and indefinite:
        term = term_at(parsed, genus.head)
        if term is not None:
            yield definition(
                parsed, term, whole(parsed, genus.head, genus), "definitions.apposed", 0.65, genus, before, genus
            )


def _means(parsed: Parsed, before: Parsed | None, verb: Token) -> Iterator[Candidate]:
    if verb.pos_ != "VERB" or verb.tag_ not in ("VBZ", "VBP"):
        return
    lemma = verb.lemma_.lower()
    after = ("dobj", "xcomp", "ccomp") if lemma == "mean" else ("dobj", "prep")
    meant = [child for child in verb.children if child.dep_ in after and not has_own_subject(child)]
    for subject in [child for child in verb.children if child.dep_ == "nsubj"]:
        term = term_at(parsed, subject)
        if term is None and subject.lemma_.lower() == "term":
            term = next((each for child in subject.children if (each := term_at(parsed, child))), None)
        if term is not None and meant:
            sure = 0.85 if lemma in ("refer", "denote") else 0.6
            yield definition(
                parsed, term, whole(parsed, subject, meant[-1]), "definitions.means", sure, verb, before
            )


def _has_prep(verb: Token, preposition: str) -> bool:
    return any(child.dep_ == "prep" and child.lower_ == preposition for child in verb.children)


def _as(verb: Token) -> Token | None:
    return next((child for child in verb.children if child.lower_ == "as" and child.dep_ in ("prep", "mark")), None)


def _defined_as(parsed: Parsed, before: Parsed | None, verb: Token) -> Iterator[Candidate]:
    """ "X is defined as …", "the law defines X as …", "X, understood as …"."""
    passive = any(child.dep_ in ("nsubjpass", "auxpass") for child in verb.children)
    defined = [child for child in verb.children if child.dep_ == ("nsubjpass" if passive else "dobj")]
    if verb.dep_ == "acl":
        defined = [verb.head]
    elif not defined and not passive and verb.tag_ == "VBN":
        defined = subjects(verb)
    for token in defined:
        term = term_at(parsed, token) or mention_at(parsed, token, before)
        end = verb if verb.i > token.i else token
        if term is not None:
            candidate = definition(
                parsed, term, whole(parsed, token, end), "definitions.defined-as", 0.85, verb, before
            )
            definer = next((child for child in verb.children if child.dep_ == "nsubj"), None)
            if definer is not None and not passive:
                speaker = mention_at(parsed, definer, before) or phrase(parsed, definer, "Agent")
                candidate = replace(candidate, speaker=speaker, evidence=whole(parsed, definer, verb))
            yield candidate


def _known_as(parsed: Parsed, before: Parsed | None, verb: Token) -> Iterator[Candidate]:
    """ "…, known as X": the term comes after what it means."""
    marker = _as(verb)
    if any(child.lower_ in ("also", "otherwise", "sometimes") for child in verb.lefts):
        return  # another name for what stands before
    while verb.dep_ in ("xcomp", "auxpass", "advcl", "ccomp") and verb.head.i != verb.i:
        verb = verb.head
    if marker is None or verb.dep_ not in ("acl", "relcl"):
        return
    for token in marker.children:
        term = term_at(parsed, token) if token.dep_ == "pobj" else None
        if term is not None:
            spans = (covering(*evidence(parsed, [verb.head, verb, token])),)
            yield definition(parsed, term, spans, "definitions.known-as", 0.75, verb, before)


def _glossary(parsed: Parsed) -> Iterator[Candidate]:
    """A line "Term: a kind of thing that …", whose first part is a term and nothing else."""
    text = parsed.text
    found = _GLOSSARY.match(text)
    if found is None or parsed.passage.kind == "row" or found["term"].lower().strip() in _LABELS:
        return
    at = parsed.passage.start
    named = [
        each
        for each in parsed.mentions
        if each.start <= at + found.start("term") + 1 and each.end >= at + found.end("term") - 1
    ]
    term = next((each for each in named if each.type in TERMS), None)
    if term is not None and _ARTICLE.match(found["meaning"]):
        yield definition(
            parsed,
            term,
            (Span(at + found.start("term"), at + len(text.rstrip())),),
            "definitions.glossary",
            0.7,
            None,
            None,
        )
