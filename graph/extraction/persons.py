"""What tells that a name is a person's: what it is said to be, the work it made, the list in which it stands."""

from __future__ import annotations

from typing import TYPE_CHECKING

from graph.extraction.nouns import type_of_noun
from graph.extraction.wordforms import singular

if TYPE_CHECKING:
    from spacy.tokens import Token

FIRMS = frozenset(
    "company firm start-up startup studio maker developer publisher producer agency consultancy retailer "
    "manufacturer supplier brand business enterprise platform operator spin-off distributor".split()
)
_PEOPLE_OR_FIRMS = frozenset(
    "leader institution venue owner holder partner sponsor player operator promoter broker dealer intermediary "
    "investor funder creator innovator collaborator employer client customer maker people workforce public".split()
)
_MADE_BY_ONE = frozenset(
    "artwork painting portrait sculpture drawing mural photograph novel poem essay sonata symphony opera "
    "memoir".split()
)
_SOFTWARE = frozenset("platform software tool program app application engine site website chatbot plugin".split())
OCCUPATIONS = frozenset(
    "head chair fellow professor minister secretary president officer lead coordinator chief chairman chairwoman "
    "co-founder curator consultant adviser advisor".split()
)


def is_human(noun: Token) -> bool:
    """Whether a noun stands for people, and not also for firms: "painter", not "publisher" or "leader"."""
    return type_of_noun(noun.text) == "ActorGroup" and singular(noun.lower_) not in FIRMS | _PEOPLE_OR_FIRMS


def predicated(name: Token) -> str | None:
    """What a name is said to be: "X is a painter", "X, which was a start-up"."""
    verb = name.head
    if name.dep_ != "nsubj" or verb.lemma_ != "be":
        return None
    noun = next((child for child in verb.children if child.dep_ == "attr" and child.tag_ == "NN"), None)
    if noun is None:
        return None
    if singular(noun.lower_) in FIRMS:
        return "Corporation"
    return "Person" if is_human(noun) else None


def listed_as(name: Token) -> str | None:
    """The type that the plural before a list of names gives: "platforms like A or B", "firms such as C"."""
    while name.dep_ in {"conj", "appos"} and name.head.pos_ == "PROPN":
        name = name.head
    listing = name.head
    if name.dep_ != "pobj" or listing.lower_ not in {"including", "like", "as"}:
        return None
    head = listing.head.head if listing.lower_ == "as" and listing.head.lower_ == "such" else listing.head
    if head.tag_ != "NNS" or (listing.lower_ == "as" and listing.i and listing.nbor(-1).lower_ != "such"):
        return None
    one = singular(head.lower_)
    if one in FIRMS - {"platform", "producer", "operator", "developer", "publisher", "maker"}:
        return "Corporation"
    if one in _SOFTWARE:
        return "SoftwareApplication"
    return "Person" if is_human(head) else None


def is_maker(by: Token) -> bool:
    """Whether the next word names who made a work that one person makes: "a portrait by X"."""
    return by.lower_ == "by" and by.head.pos_ == "NOUN" and by.head.lower_ in _MADE_BY_ONE


def is_of_a_body(head: Token) -> bool:
    """Whether a role is that of somebody at a body that stands before it: "a Lantern spokeswoman"."""
    return is_human(head) and any(
        child.dep_ == "compound"
        and child.pos_ == "PROPN"
        and child.ent_type_ not in {"PERSON", "GPE", "NORP"}
        and not child.is_upper
        for child in head.lefts
    )


def is_said_to_be(head: Token) -> bool:
    """Whether a clause says what somebody named is: "Ana Silva (born in Porto) is a painter and a designer"."""
    while head.dep_ == "conj" and head.head.pos_ == "NOUN":
        head = head.head
    if head.dep_ != "attr" or head.head.lemma_ != "be":
        return False
    return any(
        child.dep_ == "nsubj" and child.pos_ == "PROPN" and child.ent_type_ != "GPE" for child in head.head.children
    )
