"""Runs of capitals that are a body, a role and a person in one: "Harbour College Associate Dean Ana Silva"."""

from __future__ import annotations

from typing import TYPE_CHECKING

from graph.entities import ORGANISATIONS
from graph.extraction.nouns import type_of_noun
from graph.extraction.persons import OCCUPATIONS
from graph.extraction.wellknown import type_of_known

if TYPE_CHECKING:
    from spacy.tokens import Doc, Token

_ROLES = OCCUPATIONS | frozenset(
    "dean ceo cto cfo coo cmo vp mayor senator ambassador commissioner provost".split()
)
# Roles of which "of" says the field: "Director of Animation".
OF_A_FIELD = frozenset("director head president secretary minister professor chair dean manager vp lead".split())
# Words of a role before its head noun.
_OF_ROLES = frozenset(
    "vice executive associate deputy assistant senior junior chief general managing creative artistic "
    "technical art lead head principal interim acting founding visiting honorary operating financial "
    "commercial marketing program programme digital innovation design product project research communications "
    "editorial musical media culture business development studio technology company co -".split()
)
_AMONG = frozenset({"of", "for", "and", "&", ",", "the"})
_MOST_NAMES = 4
Part = tuple[int, int, str | None]


def parts(doc: Doc, start: int, end: int) -> list[Part]:
    """A run of capitals cut into a body, a role and a person; the run alone where it is not made of these.

    A part whose type is None tells it by its own words.
    """
    role = next((at for at in range(start, end) if _is_role(doc[at])), None)
    if role is None:
        return [(start, end, None)]
    first = role
    for at in range(role + 1, end):
        if _is_role(doc[at]):
            role = at
        elif doc[at].lower_ not in _OF_ROLES:
            break
    while first > start and doc[first - 1].lower_ in _OF_ROLES:
        first -= 1
    before: list[Part] = [(start, first, None)] if first > start else []
    of = role + 1 < end and doc[role + 1].lower_ in {"of", "for"}
    person = _person(doc, role + 1, end)
    if person is not None:
        last = person
        while doc[last - 1].lower_ in _AMONG:
            last -= 1
        return [*before, (first, last, "ActorGroup"), (person, end, "Person")]
    if not of or role + 2 >= end:
        return [(start, end, None)]
    if _is_body(doc, role + 2, end):
        return [*before, (first, role + 1, "ActorGroup"), (role + 2, end, None)]
    return [*before, (first, end, "ActorGroup")]


def _is_role(token: Token) -> bool:
    low = token.lower_
    return low in _ROLES or (token.tag_ in {"NN", "NNP"} and type_of_noun(low) == "ActorGroup")


def _is_body(doc: Doc, start: int, end: int) -> bool:
    words = doc[start:end]
    if type_of_known(words.text) or any(type_of_noun(token.text) in ORGANISATIONS for token in words):
        return True
    return words[-1].ent_type_ in {"ORG", "GPE"} and type_of_noun(words[-1].text) is None


def _person(doc: Doc, start: int, end: int) -> int | None:
    """Where the person begins whose role ends before a token; None where nobody is named."""
    if start >= end:
        return None
    if doc[start].lower_ in {"of", "for"}:
        start = max(start, end - 2)
    words = doc[start:end]
    if not 1 < len(words) <= _MOST_NAMES or any(token.lower_ in _AMONG for token in words):
        return None
    if doc[end - 1].ent_type_ == "PERSON":
        return start
    plain = all((token.is_alpha and token.is_title) or token.text[-1] == "." for token in words)
    return start if plain and not any(type_of_noun(token.text) for token in words) else None
