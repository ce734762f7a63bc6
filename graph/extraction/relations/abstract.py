"""Nouns that name a quality or a change, by their endings and by name."""

from __future__ import annotations

from typing import TYPE_CHECKING

from graph.extraction.relations.lexicon import words
from graph.extraction.relations.predicates import LOOSE

if TYPE_CHECKING:
    from spacy.tokens import Token

_ABSTRACT_ENDS = ("ity", "ness", "ship", "ism", "ance", "ence", "ency", "ancy", "tion", "sion", "ment", "ture")
_ABSTRACT = words(
    "position reputation tradition history strength character base identity style quality potential value record",
    "heritage ecosystem background appeal growth boom decline rise fall shift change turn revival demand shortage",
    "flavour flavor tone feel look mood spirit focus orientation profile status standing trend momentum",
    "renaissance slowdown recovery surge upheaval",
)
_NO_ATTRIBUTE = words(
    "solution information consideration attention condition situation question section organization organisation",
    "institution collection edition audience department payment document equipment environment content statement",
    "lecture picture university city facility community announcement government investment agreement decision",
    "introduction description explanation discussion presentation evidence reference conference science sentence",
    "feature implication limitation recommendation conclusion suggestion permission exhibition installation",
)


def is_abstract(noun: Token) -> bool:
    """Whether a noun may name a quality or a change, not a thing."""
    lemma = noun.lemma_.lower()
    return lemma not in _NO_ATTRIBUTE and (lemma in _ABSTRACT or lemma.endswith(_ABSTRACT_ENDS))


def is_described(noun: Token) -> bool:
    """Whether a noun has a modifier that tells something of it."""
    return any(
        child.dep_ in ("amod", "compound") and child.pos_ in ("ADJ", "VERB", "NOUN") and child.lower_ not in LOOSE
        for child in noun.lefts
    )
