"""The words before a noun that say which kind of thing it names, and those that only praise, count or date it.

"Digital", "legal" or "AI-powered" make another kind of the thing; "powerful", "many" and "current" do not, nor does
what has a degree, as in "highly personal".
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from graph.entities import ORGANISATIONS
from graph.extraction.nouns import type_by_ending, type_of_noun

if TYPE_CHECKING:
    from spacy.tokens import Doc, Token

SAYS_NO_KIND = frozenset(
    "new many such other own same different various several more most much first last next key major main "
    "important recent current certain specific existing good better best great large larger largest small "
    "smaller big bigger early earlier late later old older young younger few little further additional "
    "available possible particular necessary effective successful innovative powerful complex advanced latest "
    "common similar real right whole full entire only individual shared growing very highly diverse global "
    "local national international regional domestic foreign potential essential robust broad wide wider "
    "increasing rapid relevant related respective unique fellow former all both each every some any no total "
    "overall general single final proper simple basic so-called actual extensive lack use need quality high "
    "high-quality low strong weak fast quick easy hard difficult rich poor long short loyal huge massive "
    "excellent exciting vibrant future past present ongoing upcoming unprecedented sophisticated crucial "
    "cutting-edge state-of-the-art well-known award-winning best-selling long-term large-scale leading "
    "pioneering renowned famous popular valuable vital significant substantial considerable meaningful "
    "compelling critical beautiful trusted efficient equal fair reliable affordable cheap expensive costly "
    "accurate precise external internal aforementioned proposed promising emerging established remarkable "
    "notable modern contemporary active second third fourth multiple intended insightful breakthrough "
    "groundbreaking "
    "ground-breaking revolutionary game-changing brand-new world-class world-leading stunning impressive "
    "incredible amazing fantastic ultimate favourite favorite beloved iconic legendary talented acclaimed "
    "passionate prominent countless numerous ambitious superb annual monthly weekly quarterly yearly junior "
    "elaborate core measurable enduring disruptive familiar integrated dedicated underlying shiny intricate "
    "everyday original accessible neutral diversified varied conventional skilled example instance".split()
)
# Of groups of people these words say which, though they say little of a technology.
_OF_PEOPLE = frozenset(
    "small smaller large larger young younger old older international local independent regional national domestic "
    "foreign emerging established junior".split()
)
# Of bare "technology" and "tools" these say which.
NEWNESS = frozenset({"new", "advanced", "modern"})
BARE = frozenset({"technology", "technologies", "tools"})
# Pairs that name one kind, whatever their first word says elsewhere.
_FIXED = frozenset(
    {"big data", "new media", "fast fashion", "high fashion", "short film", "short films", "young adult",
     "real time", "rapid prototyping", "large language",
     "early music", "contemporary art", "modern art", "contemporary dance", "modern dance",
     "contemporary music"}
)  # fmt: skip
_BEFORE = frozenset({"ADJ", "NOUN", "PROPN", "VERB", "NUM", "X"})
_DATES = frozenset({"DATE", "CARDINAL", "ORDINAL"})


def start_of(doc: Doc, head: int, kind: str) -> int:
    """The first token of the compound that ends in a head noun: the first of those before it that tell its kind."""
    start = head
    while (at := unit_before(doc, start)) is not None:
        start = at
    return first_telling(doc, start, head, kind)


def unit_before(doc: Doc, at: int) -> int | None:
    """Where the word before a token begins, hyphens and all, if that may modify; None where it may not."""
    token = doc[at]
    while at > 0 and not token.is_sent_start:
        at -= 1
        token = doc[at]
        if token.is_space:
            continue
        if token.text == "-":
            return _tied(doc, at) if is_hyphen(doc, at) else None
        return _tied(doc, at) if can_modify(token) else None
    return None


def _tied(doc: Doc, at: int) -> int:
    """Where a word begins of which a token is part: "word-of-mouth" is one."""
    if doc[at].text == "-":
        at -= 1
    while at > 1 and is_hyphen(doc, at - 1) and doc[at - 2].text != "-":
        at -= 2
    return at


def first_telling(doc: Doc, start: int, head: int, kind: str) -> int:
    """The first token from ``start`` to a head noun that begins a word which says what kind of a type it is."""
    while start < head:
        end = start + 1
        while end + 1 < head and is_hyphen(doc, end):
            end += 2
        if end < head and is_hyphen(doc, end):
            return start
        if _unit_tells(doc, start, end, kind):
            return start
        start = end
    return start


def _unit_tells(doc: Doc, start: int, end: int, kind: str) -> bool:
    if end - start == 1:
        return _says_kind(doc[start], kind)
    return "".join(token.lower_ for token in doc[start:end]) not in SAYS_NO_KIND


def is_hyphen(doc: Doc, at: int) -> bool:
    """Whether a token ties the one before it to the one after."""
    return doc[at].text == "-" and at > 0 and not doc[at].whitespace_ and not doc[at - 1].whitespace_


def can_modify(token: Token) -> bool:
    """Whether a word may stand before a noun as part of its name."""
    if token.lower_ in {"3d", "3-d"}:
        return True
    if token.pos_ not in _BEFORE or not token.text[0].isalnum() or token.is_stop or token.ent_type_ in _DATES:
        return False
    # What follows a plural and has an adjective is a clause without "that": "the ways large studios use it".
    if token.tag_ == "NNS" and token.i + 1 < len(token.doc) and token.nbor().tag_ in {"JJ", "JJR"}:
        return False
    # People in the plural begin a clause: "museums lack programming skills".
    if token.tag_ == "NNS" and type_of_noun(token.text) == "ActorGroup":
        return False
    if token.tag_ == "VBG" and type_of_noun(token.text) == "Activity":
        objects = [child for child in token.rights if child.dep_ == "dobj"]
        if token.i and token.nbor(-1).pos_ == "ADP" and not objects:
            return False
        return all(type_of_noun(each.text) == "Technology" for each in objects)
    if _takes_object(token):
        return False
    if token.tag_ == "VBG" and any(child.dep_ == "compound" for child in token.lefts):
        return True
    return token.pos_ != "VERB" or (token.tag_ in {"VBN", "VBG"} and token.dep_ in {"amod", "compound", "nmod"})


def _takes_object(gerund: Token) -> bool:
    """Whether what follows a gerund is its object: after a comma or another, as in "building and refining"."""
    if not gerund.lower_.endswith("ing") or gerund.i == 0 or type_of_noun(gerund.text) is not None:
        return False
    before = gerund.nbor(-1)
    if before.text == ",":
        return True
    return before.tag_ == "CC" and gerund.i > 1 and gerund.nbor(-2).lower_.endswith("ing")


def _says_kind(token: Token, kind: str) -> bool:
    low = token.lower_
    if token.i + 1 < len(token.doc) and f"{low} {token.nbor().lower_}" in _FIXED:
        return True
    if kind == "ActorGroup" and low in _OF_PEOPLE:
        return True
    if low in SAYS_NO_KIND or low == "-" or token.is_space:
        return False
    if token.tag_ in {"JJS", "JJR"} and not token.is_upper:
        return False
    # A firm's name before a branch is the name of another thing.
    if (
        kind == "Sector"
        and token.tag_ == "NNP"
        and token.is_title
        and token.ent_type_ not in {"GPE", "NORP", "LOC"}
    ):
        following = token.nbor()
        return not (following.pos_ == "NOUN" and following.text.islower()) and not _is_body(following)
    if token.like_num and not token.is_alpha:
        return False
    return not any(child.dep_ == "advmod" and child.lower_.endswith("ly") for child in token.lefts)


def _is_body(token: Token) -> bool:
    """Whether a word in capitals is the head of a body's name."""
    return token.text[0].isupper() and type_of_noun(token.text) in ORGANISATIONS


def is_activity(token: Token) -> bool:
    """Whether a gerund is a noun: something people do."""
    auxiliary = any(child.dep_ in {"aux", "nsubj", "nsubjpass"} for child in token.children)
    return token.tag_ == "VBG" and not auxiliary and type_by_ending(token.lower_) == "Activity"
