"""What somebody has to know, and what matters in a field: "X need to understand Y", "X, where Y is vital"."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from graph.extraction.candidates import Candidate, Mention
from graph.extraction.language import Parsed
from graph.extraction.relations.arguments import evidence, subjects
from graph.extraction.relations.fitting import is_named, relation
from graph.extraction.relations.lexicon import words
from graph.extraction.relations.nominals import argument
from graph.extraction.relations.phrases import activity, edges, named
from graph.extraction.relations.tokens import tokens_of

if TYPE_CHECKING:
    from spacy.tokens import Token

_KNOWING = words("understand know grasp learn master comprehend appreciate")
_VITAL = words(
    "crucial essential vital paramount key indispensable necessary critical imperative needed required fundamental"
)
_MOST_WORDS = 9
_KNOWERS = words("ActorGroup Person Sector")


def find(parsed: Parsed, before: Parsed | None = None) -> Iterator[Candidate]:
    """Candidates for needs that neither "need" nor "lack" with an object states (`relating`, `relational`)."""
    for token, lower, lemma, pos, _, dep in tokens_of(parsed):
        if pos == "VERB" and lemma in _KNOWING:
            yield from _has_to_know(parsed, before, token)
        elif lower in _VITAL and dep in ("acomp", "attr", "relcl"):
            yield from _matters_where(parsed, before, token)


def _has_to_know(parsed: Parsed, before: Parsed | None, verb: Token) -> Iterator[Candidate]:
    """ "curators need to understand game engines": the understanding is what they need."""
    must = any(child.dep_ == "aux" and child.lower_ == "must" for child in verb.children)
    needing = verb.dep_ == "xcomp" and verb.head.lemma_.lower() == "need" and verb.head.pos_ in ("VERB", "AUX")
    if not (must or needing) or not any(child.dep_ in ("dobj", "ccomp", "prep") for child in verb.children):
        return
    for subject in subjects(verb):
        who = argument(parsed, subject, before)
        if who is None or who.type not in _KNOWERS:
            continue
        known = activity(parsed, verb, "Skill", whole=True)
        spans = evidence(parsed, [subject, verb], [who, known])
        yield from relation(parsed, who, "needs", known, spans, "needs.to-know", 0.6, verb, before)


def _matters_where(parsed: Parsed, before: Parsed | None, word: Token) -> Iterator[Candidate]:
    """ "in game design, where play-testing is vital": the field needs what is vital there."""
    verb = word.head if word.dep_ in ("acomp", "attr") else word
    if verb.dep_ != "relcl" or not any(child.lower_ in ("where", "wherein") for child in verb.lefts):
        return
    field = argument(parsed, verb.head, before)
    if field is not None and is_named(field):
        return
    vital = [child for child in verb.children if child.dep_ in ("nsubj", "csubj", "nsubjpass")]
    vital += [
        each for child in word.children if child.lower_ == "as" and child.i > word.i for each in child.children
    ]
    for noun in vital if field is not None else []:
        what = _whole(parsed, noun, before)
        if field is not None and what is not None:
            spans = evidence(parsed, [verb.head, word, noun], [field, what])
            yield from relation(parsed, field, "needs", what, spans, "needs.where-vital", 0.65, verb, before)


def _whole(parsed: Parsed, noun: Token, before: Parsed | None) -> Mention | None:
    """A subject with what hangs on it: "skills in tuning models", "seeing and hearing others"."""
    if noun.dep_ == "pobj" or (noun.pos_ not in ("NOUN", "VERB") and noun.tag_ != "VBG"):
        return argument(parsed, noun, before)
    joined = [each for each in noun.conjuncts if each.i > noun.i and each.tag_ == "VBG"]
    if noun.tag_ == "VBG" or joined or any(child.dep_ == "prep" for child in noun.rights):
        first, last = edges(noun, whole=True)
        last = max([last, *[each.right_edge.i for each in [*joined, noun] if each.tag_ == "VBG"]])
        while first < noun.i and parsed.doc[first].pos_ == "DET":
            first += 1
        if last - first < _MOST_WORDS:
            return named(parsed, first, last, "Skill")
    return argument(parsed, noun, before)
