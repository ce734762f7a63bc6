"""The post between the name of a body and that of a person: "Orbit art and design director Ada Byrne"."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from graph.entities import ORGANISATIONS
from graph.extraction.candidates import Mention
from graph.extraction.language import Parsed
from graph.extraction.nouns import type_of_noun
from graph.extraction.relations.lexicon import words

if TYPE_CHECKING:
    from spacy.tokens import Token

HEADS = words(
    "head director ceo chief chair chairman chairwoman chairperson president founder co-founder cofounder leader",
    "principal dean chancellor rector minister secretary-general boss",
)
# Before such a noun, it is no head of the whole body.
OF_A_PART = words(
    "film game music art creative artistic technical casting game sound deputy assistant associate vice senior",
    "design fashion marketing product research sales content development studio managing-editor regional",
)
_POSTS = HEADS | words("ceo cto cfo coo cmo officer executive manager vp svp evp")
# What people are to a body without working for it.
_NO_POSTS = words(
    "star fan user player actor actress character resident customer subscriber reader viewer listener"
)
_INSIDE = {"NOUN", "PROPN", "ADJ", "CCONJ", "ADP", "VERB"}
_LINKS = words("of and & , for - 's ' + s /")
_LONGEST = 10


class Post(NamedTuple):
    """The words for a post, from one token to another, the last noun that says it, and the body that it is in."""

    first: int
    last: int
    noun: Token
    body: Mention


def post_between(parsed: Parsed, person: Mention) -> Post | None:
    """The post right before a person's name, where the name of a body stands right before that."""
    own = parsed.words(person)
    if own is None or own.start == 0:
        return None
    near = [each for each in parsed.mentions if each.type in ORGANISATIONS and each.end < person.start]
    body = max(near, key=lambda each: each.end, default=None)
    of_body = parsed.words(body) if body is not None else None
    if body is None or of_body is None or not 0 < own.start - of_body.end <= _LONGEST:
        return None
    between = list(parsed.doc[of_body.end : own.start])
    while between and between[0].lower_ in ("'s", "'", "s"):
        between = between[1:]
    if not between or not all(_is_part(token) for token in between):
        return None
    if between[0].pos_ in ("ADP", "CCONJ", "PUNCT") or between[-1].pos_ in ("ADP", "CCONJ", "PUNCT"):
        return None
    nouns = [token for i, token in enumerate(between) if _is_post(token) and _closes(between, i)]
    return Post(between[0].i, between[-1].i, nouns[-1], body) if nouns else None


def _is_part(token: Token) -> bool:
    return token.lower_ in _LINKS or (token.pos_ in _INSIDE and token.pos_ != "ADP" and token.tag_ not in _FINITE)


_FINITE = ("VBZ", "VBD", "VBP", "MD")


def _is_post(token: Token) -> bool:
    lemma = token.lemma_.lower()
    return lemma in _POSTS or (
        lemma not in _NO_POSTS and token.tag_ in ("NN", "NNP") and type_of_noun(lemma) == "ActorGroup"
    )


def _closes(between: list[Token], i: int) -> bool:
    """Whether a noun ends the phrase or has "of" behind it: the director in "art director", "director of art"."""
    return i + 1 == len(between) or between[i + 1].lower_ in ("of", "for", "and", "&")


def unhyphenated(first: Token) -> int:
    """Where "co-founder" starts, whose last part is the token."""
    start = first.i
    while start > 1 and first.doc[start - 1].text == "-" and not first.doc[start - 1].whitespace_:
        start -= 2
    return start
