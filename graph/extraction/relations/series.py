"""Lists of verbs and of things, read off the order of the words: small parsers lose the middle of a list."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import TYPE_CHECKING

from graph.extraction.candidates import Mention
from graph.extraction.language import Parsed
from graph.extraction.relations.arguments import mention_at, mention_of
from graph.extraction.relations.lexicon import words

if TYPE_CHECKING:
    from spacy.tokens import Token

_BARE = frozenset({"VB", "VBP"})
_SUBJECTS = frozenset({"nsubj", "nsubjpass", "expl"})
_NEW_CLAUSE = words("which that who where because while whereas if although but ; : . ) (")
_INSIDE = frozenset({"compound", "nmod", "appos", "amod", "conj", "npadvmod"})
_BETWEEN = frozenset({"and", "or", ",", "/", "&"})
_LISTED = frozenset({"Technology", "Trend"})
_JOINED = re.compile(
    r"\)?(?: technologies| tools| systems| techniques)?(?: ?\([^()]{0,12}\))?"
    r"(?:, [a-z]{3,12})?(?:, (?:and |or )?|,? (?:and|or|as well as) | & |/)(?:the |even |other )?"
)


def verbs(verb: Token) -> list[Token]:
    """A bare verb or gerund and those listed after it: "analyse data, *predict* trends and *tailor* offers"."""
    forms = _BARE if verb.tag_ in _BARE else {verb.tag_}
    found, doc = [verb], verb.doc
    if verb.tag_ not in _BARE | {"VBG"}:
        return found
    for token in doc[verb.i + 1 : verb.sent.end]:
        if token.lower_ in _NEW_CLAUSE or token.dep_ in _SUBJECTS:
            break
        if token.tag_ in forms and _is_listed(token, verb) and token.dep_ not in ("compound", "amod", "nmod"):
            found.append(token)
    return found


def _is_listed(token: Token, first: Token) -> bool:
    before = token.i - 1
    while before > first.i and (token.doc[before].pos_ in ("ADV", "PART") or token.doc[before].tag_ == "TO"):
        before -= 1
    return token.doc[before].lower_ in ("and", "or", ",") and not (
        token.doc[before].text == "," and token.tag_ == "VBG" and token.dep_ == "advcl"
    )


def things(parsed: Parsed, token: Token, before: Parsed | None = None) -> list[Mention]:
    """All that a noun phrase names: "augmented reality (AR) and virtual reality (VR) *tools*" names two."""
    found = mention_at(parsed, token, before)
    if found is None or found.type not in _LISTED:
        return [found] if found is not None else []
    inside = [child for child in token.lefts if child.dep_ in _INSIDE]
    inside += [each for child in inside for each in child.children if each.dep_ in ("conj", "appos")]
    if not any(
        word.lower_ in _BETWEEN for child in [token, *inside] for word in child.children if word.i < token.i
    ):
        return [found]
    listed = [each for noun in inside if (each := mention_of(parsed, noun)) is not None and each.type in _LISTED]
    by_slug = {each.slug: each for each in [*listed, found]}
    return sorted(by_slug.values(), key=lambda each: each.start)


def run(parsed: Parsed, mentions: Sequence[Mention], types: frozenset[str]) -> list[Mention]:
    """The first of some mentions, if it is of one of the types, and those listed with it, in whatever direction.

    A short form behind a name, "virtual reality (VR)", is the same thing again.
    """
    if not mentions or mentions[0].type not in types:
        return []
    found, last = [mentions[0]], mentions[0]
    for each in mentions[1:]:
        one, other = sorted((last, each), key=lambda mention: mention.start)
        gap = between(parsed, one.end, other.start)
        again = each.slug == last.slug and gap == " ("
        if not again and (each.type not in types or not _JOINED.fullmatch(gap)):
            break
        last = each
        if not again:
            found.append(each)
    return found


def listed_with(parsed: Parsed, mention: Mention, types: frozenset[str], limit: int, before: bool) -> list[Mention]:
    """A mention and those listed with it that stand before a place of the text, or else behind it."""
    near = [each for each in parsed.mentions if (each.end <= limit if before else each.start >= limit)]
    up = run(parsed, [each for each in near if each.start >= mention.start], types)
    down = run(parsed, [each for each in near if each.start <= mention.start][::-1], types)
    return list({each.slug: each for each in [mention, *up, *down]}.values())


def between(parsed: Parsed, start: int, end: int) -> str:
    """The folded words of a passage from one place of the text to another."""
    return parsed.text[start - parsed.passage.start : end - parsed.passage.start]
