"""The ends of ranges: "from *scripting* to *dubbing*" names what all is affected."""

from __future__ import annotations

from typing import TYPE_CHECKING

from graph.extraction.language import Parsed
from graph.extraction.relations.arguments import conjuncts, mention_of
from graph.extraction.relations.lexicon import words
from graph.extraction.relations.roles import is_task

if TYPE_CHECKING:
    from spacy.tokens import Token

_FIELDS = words("Sector Activity ValueChainStage ActorGroup Skill Topic")


def ranged(parsed: Parsed, verb: Token) -> list[Token]:
    """The fields, groups and activities between which a clause says that something happens, lists and all."""
    return [
        each
        for start in verb.subtree
        if start.lower_ == "from" and start.dep_ == "prep" and start.i > verb.i and (ends := _ends(start))
        if all(_is_field(parsed, noun) for noun in ends)
        for each in ends
    ]


def _ends(start: Token) -> list[Token]:
    """What follows "from" and the next "to"; nothing where there is no such "to"."""
    first = [noun for child in start.children if child.dep_ in ("pobj", "pcomp") for noun in conjuncts(child)]
    if not first:
        return []
    last = max(noun.i for noun in first)
    nearby = start.doc[last + 1 : min(last + 4, start.sent.end)]
    to = next((token for token in nearby if token.lower_ == "to" and token.dep_ == "prep"), None)
    if to is None:
        return []
    return first + [noun for child in to.children if child.dep_ in ("pobj", "pcomp") for noun in conjuncts(child)]


def _is_field(parsed: Parsed, noun: Token) -> bool:
    found = mention_of(parsed, noun)
    return found.type in _FIELDS if found is not None else is_task(noun)
