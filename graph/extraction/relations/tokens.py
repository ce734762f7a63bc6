"""The tokens of a passage with what rules ask of every one of them, read from the parse once for all rules."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from graph.extraction.language import Parsed
from graph.extraction.relations.entries import entry_of

if TYPE_CHECKING:
    from spacy.tokens import Token

_KEPT = "tokens as rules read them"


class Read(NamedTuple):
    """A token; its word and its lemma in small letters; its part of speech, tag and dependency."""

    token: Token
    lower: str
    lemma: str
    pos: str
    tag: str
    dep: str


def tokens_of(parsed: Parsed) -> list[Read]:
    """The tokens of a passage, in order; none of an entry of a list of references, which is no sentence."""
    kept: list[Read] | None = parsed.doc.user_data.get(_KEPT)
    if kept is None:
        kept = (
            []
            if entry_of(parsed) is not None
            else [Read(t, t.lower_, t.lemma_.lower(), t.pos_, t.tag_, t.dep_) for t in parsed.doc]
        )
        parsed.doc.user_data[_KEPT] = kept
    return kept
