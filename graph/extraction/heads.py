"""What kind of thing the head noun of a phrase names where it stands: "programs" after "AI" are software, a "team"
or several "galleries" a group, a "mirror" after "smart" a technology."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING

from graph.extraction.nouns import TECHNICAL, type_of_noun
from graph.extraction.persons import OCCUPATIONS
from graph.extraction.wordforms import singular

if TYPE_CHECKING:
    from spacy.tokens import Token

STAGES = frozenset({"upstream", "midstream", "downstream"})
_REALITIES = frozenset({"VR", "AR", "XR", "MR"})
ACRONYMS = _REALITIES | {"AI"}
_BODIES = frozenset(
    {"Museum", "CollegeOrUniversity", "GovernmentOrganization", "ResearchOrganization", "NewsMediaOrganization",
     "Corporation", "Organization"}
)  # fmt: skip
_LIVE = frozenset({"performance", "entertainment", "event", "events"})
_PAIRED = frozenset("process data domain domains experience experiences house houses ups ins".split())
_HEADS = STAGES | OCCUPATIONS | _LIVE | _PAIRED
_PROGRAMS = frozenset({"program", "programs"})
_COMPUTING = TECHNICAL | {"software", "computer", "ai"}
_AGENT = re.compile(r"[a-z]{3,}(?:er|or)s?")
_NO_AGENT = frozenset("order power number matter chapter letter paper factor error behavior era".split())
_HYPHENED = {"start-up": "ActorGroup", "plug-in": "Technology"}
_HOUSES = frozenset({"fashion", "publishing", "auction", "production", "software", "media", "effects"})
# Made things of no kind of their own, which a technical word before them makes a technology: "smart mirrors".
_MADE = frozenset(
    "suit glove panel tv mirror garment exhibit installation replica double twin asset clothing costume set "
    "store object environment world landscape artefact artifact instrument fabric textile".split()
)
_SCREENS = TECHNICAL | {"led", "lcd", "oled"}
_KINDS_OF_DATA = frozenset({"open", "big", "linked", "synthetic", "structured"})
_ARTISTIC = frozenset({"creative", "artistic", "cultural"})


@lru_cache(maxsize=20_000)
def may_be_head(word: str) -> bool:
    """Whether a word may be the head of a phrase that names a thing by its kind."""
    known = type_of_noun(word) is not None or word in _HEADS or singular(word) in _MADE
    return known or _AGENT.fullmatch(word) is not None


def kind_of_head(head: Token) -> str | None:
    """The type of a head noun; several bodies without a name, such as "galleries and labs", are a group."""
    kind = type_of_noun(head.text)
    before = head.nbor(-1) if head.i else None
    if before is not None and (special := _by_modifier(head, before) or (kind is None and _by_pair(head, before))):
        return special
    unnamed = head.tag_ == "NNS" and (head.text.islower() or head.is_sent_start)
    return "ActorGroup" if kind in _BODIES and unnamed else kind


def _by_modifier(head: Token, before: Token) -> str | None:
    """What the word before a noun makes of it, whatever it means elsewhere: "AI programs", "fashion houses"."""
    one = singular(head.lower_)
    if one == "house" and before.lower_ in _HOUSES:
        return "ActorGroup"
    computing = head.lower_ in _PROGRAMS and before.lower_ in _COMPUTING
    lived = one == "experience" and (before.lower_ in TECHNICAL or before.text in _REALITIES)
    made = one in _MADE and (before.lower_ in _SCREENS or before.text in _REALITIES)
    return "Technology" if computing or lived or made else None


def _by_pair(head: Token, before: Token) -> str | None:
    """What a noun that says nothing by itself is together with the word before it: "open data", "AI scrapers"."""
    low, word = head.lower_, before.lower_
    if before.text == "-" and head.i > 1:
        return _HYPHENED.get(f"{head.nbor(-2).lower_}-{low.removesuffix('s')}")
    if before.text == "AI" and _AGENT.fullmatch(head.text) and singular(low) not in _NO_AGENT:
        return "Technology"
    if word == "live" and low in _LIVE:
        return "Sector"
    if low == "process" and type_of_noun(word) == "Activity":
        return "Activity"
    if low == "data" and word in _KINDS_OF_DATA:
        return "Technology"
    if singular(low) == "domain" and word in _ARTISTIC:
        return "Sector"
    return "ActorGroup" if low in OCCUPATIONS else None
