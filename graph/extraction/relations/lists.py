"""Noun phrases in a row: the heads of "A, B and C" after a word, and the noun that stands before one."""

from __future__ import annotations

from typing import TYPE_CHECKING

from graph.extraction.language import Parsed
from graph.extraction.relations.lexicon import words

if TYPE_CHECKING:
    from spacy.tokens import Doc, Token

_SKIPPED = words("both either the a an its their his her our , ( : – \" '")
_JOINTS = words(", and or & ; / plus nor")
_CLOSING = words("and or & plus")
_NOMINAL = {"NOUN", "PROPN"}
# Nouns that stand for the things that are listed after them.
_STANDING_FOR = words(
    "factor characteristic feature trait quality attribute element aspect area topic",
    "issue item thing matter component",
    "ingredient subject theme field question concern source skill sector domain need activity channel",
)
_MARKERS = (("such", "as"), ("including",), ("like",), ("namely",), (",", "including"), (",", "such", "as"), (":",))
_MOST = 20
_KEPT = "heads of noun phrases"


def noun_before(doc: Doc, at: int) -> Token | None:
    """The noun that ends just before a token, across a comma, a bracket or a dash; None where another word does."""
    i = at - 1
    while i >= 0 and doc[i].text in (",", "(", "–", "-", ":", ";"):
        i -= 1
    if i < 0 or doc[i].pos_ not in _NOMINAL:
        return None
    return doc[i]


def fused(noun: Token) -> list[Token]:
    """What is taken for a modifier of the last noun: "colour grading" in "colour grading and sound design"."""
    return [
        child
        for child in noun.lefts
        if child.dep_ == "nmod"
        and any(each.dep_ == "cc" for each in child.rights)
        and child.i > 0
        and child.nbor(-1).dep_ in ("amod", "compound", "nmod")
    ]


def spelled_out(parsed: Parsed, nouns: list[Token]) -> list[Token]:
    """The nouns, each that stands for a list ("factors such as time and place") replaced by what is listed."""
    found: list[Token] = []
    for noun in nouns:
        members = examples_after(parsed, noun) if noun.lemma_.lower() in _STANDING_FOR else []
        found += members or [noun]
    return found


def examples_after(parsed: Parsed, noun: Token) -> list[Token]:
    """The heads of what is listed after a noun by "such as", "including", "namely"."""
    following = tuple(word.lower_ for word in parsed.doc[noun.i + 1 : noun.i + 4])
    length = next((len(marker) for marker in _MARKERS if following[: len(marker)] == marker), 0)
    return listed(parsed, noun.i + 1 + length) if length else []


def listed(parsed: Parsed, at: int, joints: tuple[str, ...] = ()) -> list[Token]:
    """The heads of the noun phrases that are listed from a token on, at most twenty; gerunds count as nouns.

    The list ends with whatever is no noun phrase and no mention, and before the subject of a clause after a comma.
    """
    doc, heads = parsed.doc, _heads(parsed)
    found: list[Token] = []
    closed = False
    i = at
    while i < len(doc) and len(found) < _MOST:
        while i < len(doc) and doc[i].lower_ in _SKIPPED:
            i += 1
        if i >= len(doc):
            break
        head, end = heads.get(i, (None, i))
        if head is None and doc[i].tag_ == "VBG":
            head, end = doc[i], _end_of_gerund(doc[i])
        if head is None or (found and _opens_clause(head, found[0], closed)):
            break
        found.append(head)
        end = _with_of_phrase(doc, heads, end)
        i, closed, joined = _after_joints(doc, end, joints)
        if not joined:
            break
    return found


def _heads(parsed: Parsed) -> dict[int, tuple[Token | None, int]]:
    """By the index of each token in a noun phrase or mention, the head of the phrase and where it ends."""
    kept: dict[int, tuple[Token | None, int]] | None = parsed.doc.user_data.get(_KEPT)
    if kept is not None:
        return kept
    found: dict[int, tuple[Token | None, int]] = {}
    for mention in parsed.mentions:
        words_ = parsed.words(mention)
        if words_ is not None:
            found.update((token.i, (words_.root, words_.end)) for token in words_)
    for chunk in parsed.doc.noun_chunks:
        if chunk.root.pos_ in _NOMINAL or chunk.root.tag_ == "VBG":
            several = any(token.pos_ == "CCONJ" for token in chunk)
            free = [token for token in chunk if not (several and token.i in found)]
            found.update((token.i, (chunk.root, chunk.end)) for token in free)
    parsed.doc.user_data[_KEPT] = found
    return found


def _end_of_gerund(gerund: Token) -> int:
    last = gerund.i
    for child in gerund.rights:
        if child.dep_ in ("dobj", "prt", "prep"):
            own = [each for each in child.subtree if each.dep_ not in ("conj", "cc", "punct")]
            last = max(
                last, child.i, *[each.i for each in own if each.i <= child.right_edge.i and each.dep_ != "cc"]
            )
            break
    return last + 1


def _with_of_phrase(doc: Doc, heads: dict[int, tuple[Token | None, int]], end: int) -> int:
    """Where a noun phrase ends with the phrases of "of", "for" and "in" that follow it."""
    while (
        end + 1 < len(doc)
        and doc[end].lower_ in ("of", "for", "in", "from", "with", "as")
        and doc[end].pos_ == "ADP"
    ):
        head, stop = heads.get(end + 1, (None, end))
        if head is None:
            break
        end = stop
    return end


def _after_joints(doc: Doc, at: int, joints: tuple[str, ...]) -> tuple[int, bool, bool]:
    i, closed = at, False
    while i < len(doc) and (doc[i].lower_ in _JOINTS or doc[i].lower_ in joints or doc[i].text in ('"', "'")):
        closed |= doc[i].lower_ in _CLOSING
        i += 1
    if doc[i : i + 3].text.lower() == "as well as":
        return i + 3, True, True
    return i, closed, any(doc[j].lower_ in _JOINTS or doc[j].lower_ in joints for j in range(at, i))


def _opens_clause(head: Token, first: Token, closed: bool) -> bool:
    """Whether a noun is the subject of a clause of its own, and no further member of the list."""
    if head.dep_ in ("nsubj", "nsubjpass") and head.i != first.i:
        return not closed or (head.head.i > head.i and first not in head.head.subtree)
    return False
