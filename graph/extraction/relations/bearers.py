"""Whom an effect reaches: those that the clause names beside it, else whom the sentence or its heading is about."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING, NamedTuple

from graph.extraction.candidates import Mention
from graph.extraction.language import Parsed
from graph.extraction.relations.arguments import mention_at, of_phrases
from graph.extraction.relations.lexicon import words

if TYPE_CHECKING:
    from spacy.tokens import Token

_BEARERS = words("Sector ActorGroup ValueChainStage Activity")
_ABOUT = words("Sector ActorGroup ValueChainStage")
_SECTOR = words("Sector")
_FIELDS = words("Sector ValueChainStage")
_BESIDE = (
    "in",
    "for",
    "across",
    "within",
    "among",
    "throughout",
    "to",
    "of",
    "by",
    "between",
    "with",
    "into",
    "at",
)
_OF_VERB = ("in", "for", "across", "within", "among", "throughout", "to")


class Bearer(NamedTuple):
    """Who is reached, the token that names it where it stands in the passage, and how sure that is, 0 to 1."""

    mention: Mention
    token: Token | None
    sure: float


def beside(parsed: Parsed, before: Parsed | None, said: Token, effect: Token) -> list[Bearer]:
    """Who is named with an effect or with the verb that tells it: "for musicians", "its", "in architecture"."""
    found = [child for child in effect.children if child.dep_ in ("poss", "compound", "nmod")]
    found += of_phrases(effect, *_BESIDE)
    found += [deeper for noun in of_phrases(effect) for deeper in of_phrases(noun, *_BESIDE)]
    if said.pos_ in ("VERB", "AUX"):
        found += of_phrases(said, *_OF_VERB)
    return list(_first(_named(parsed, before, found, 0.85)))


def around(parsed: Parsed, before: Parsed | None, said: Token, effect: bool) -> list[Bearer]:
    """Whom the sentence is about, else the one before it, the heading above or the title of the document.

    A group is reached only by an ``effect``, and only where it is named behind the word that tells it.
    """
    types = _ABOUT if effect else _SECTOR
    here = [each for each in parsed.mentions if each.type in types and not _is_doing(parsed, each)]
    at = parsed.passage.start
    start, middle, end = at + said.sent.start_char, at + said.idx, at + said.sent.end_char
    for mentions, sure in (
        ([m for m in here if start <= m.start < end and (m.start > middle or m.type in _FIELDS)], 0.7),
        ([m for m in here if effect and m.end <= start and m.type in _FIELDS][-1:], 0.65),
        ([m for m in parsed.above if m.type == "Sector"], 0.6),
    ):
        if mentions:
            bearers = [Bearer(each, root_of(parsed, each), sure) for each in mentions]
            return list(_first(bearers))[: 2 if effect else 1]
    return []


def _is_doing(parsed: Parsed, mention: Mention) -> bool:
    """Whether a mention is what uses something: "*advertising* using drones to widen its reach"."""
    head = root_of(parsed, mention)
    return head is not None and any(child.dep_ == "acl" and child.tag_ == "VBG" for child in head.children)


def root_of(parsed: Parsed, mention: Mention) -> Token | None:
    """The head of a mention, or None where it stands in another passage."""
    if not parsed.passage.start <= mention.start < parsed.passage.end:
        return None
    found = parsed.words(mention)
    return found.root if found is not None else None


def _named(parsed: Parsed, before: Parsed | None, tokens: Iterable[Token], sure: float) -> Iterator[Bearer]:
    for token in tokens:
        found = mention_at(parsed, token, before)
        if found is not None and found.type in _BEARERS:
            yield Bearer(found, token, sure)


def _first(bearers: Iterable[Bearer]) -> Iterator[Bearer]:
    seen: set[str] = set()
    for each in bearers:
        if each.mention.slug not in seen:
            seen.add(each.mention.slug)
            yield each
