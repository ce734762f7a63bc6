"""What holds while something happens: "under the influence of *robots*", "with *scanners*", "as *AI* spreads"."""

from __future__ import annotations

from typing import TYPE_CHECKING

from graph.extraction.relations.arguments import of_phrases, subjects
from graph.extraction.relations.lexicon import words

if TYPE_CHECKING:
    from spacy.tokens import Token

_AGES = words("era age wake face context light time")
_SINCE = words("under with through thanks due following amid because")
_RISE = words(
    "rise advent arrival emergence spread growth introduction development adoption proliferation popularity boom",
    "popularisation popularization diffusion expansion increase integration explosion evolution",
)
_PROGRESS = words("advancement advance progress")
_AS = words("as if when since because once")


def circumstances(verb: Token) -> list[Token]:
    """The heads of what a clause says holds while, or because of which, its verb happens."""
    first = [
        child
        for child in verb.lefts
        if child.lower_ in _SINCE and (child.dep_ in ("prep", "npadvmod") or child.lower_ == "due")
    ]
    ages = [noun for child in verb.lefts if child.lower_ == "in" for noun in child.children]
    return [each for age in ages if age.lemma_.lower() in _AGES for each in of_phrases(age)] + [
        each
        for child in first
        for each in ([noun for noun in child.children if noun.dep_ == "pobj"] or of_phrases(child, "to", "of"))
    ]


def conditions(verb: Token) -> list[Token]:
    """The subjects of the clauses of condition or cause: "*if AI* spreads", "*as games* grow"."""
    clauses = [
        child
        for child in verb.lefts
        if child.dep_ == "advcl"
        and any(word.dep_ in ("mark", "advmod") and word.lower_ in _AS for word in child.lefts)
    ]
    return [each for clause in clauses for each in subjects(clause)]


def is_progress(noun: Token) -> bool:
    """Whether a noun tells that something comes up or spreads; who lives with its rise does not use it."""
    return noun.lemma_.lower() in _RISE | _PROGRESS


def rising(verb: Token) -> list[Token]:
    """What comes up or spreads while a verb happens: "with the rise of *streaming*"."""
    return [each for each in circumstances(verb) if each.lemma_.lower() in _RISE]
