"""One form for the forms of a word: without case, plural, possessive, and in one spelling of English."""

from __future__ import annotations

import re
from functools import lru_cache

WORD = re.compile(r"[^\W_]+|[&+]")
_SAME = {
    "&": "and",
    "centre": "center",
    "theatre": "theater",
    "fibre": "fiber",
    "programme": "program",
    "catalogue": "catalog",
    "dialogue": "dialog",
    "licence": "license",
    "defence": "defense",
    "jewellery": "jewelry",
    "artefact": "artifact",
    "judgement": "judgment",
    "grey": "gray",
    "mediums": "media",
    "children": "child",
    "people": "person",
    "men": "man",
    "women": "woman",
    "craftspeople": "craftsperson",
}
_UNCHANGED = frozenset(
    "series news species graphics analytics ethics politics economics physics haptics mathematics "
    "robotics always perhaps this his its us".split()
)
_IN_IE = frozenset(
    "movies cookies selfies indies zombies newbies rookies hoodies genies techies foodies freebies".split()
)
_ISE = re.compile(r"(?<=[a-z]{2})is(e[ds]?|ing|ations?|er)$")
_NOT_ISE = re.compile(
    r"^(?:adv|rev|superv|telev|exerc|surpr|comprom|enterpr|improv|dev|disgu|ra|prom|prec|franch|exp|expert)is"
)
_OUR = re.compile(r"(?<=[a-z])(col|fav|behavi|lab|neighb|hum|vap|harb|hon|flav)our")
_DOUBLED = re.compile(r"(?<=[a-z][aeiou])ll(ing|ed|er|ers)$")
_KEPT_DOUBLED = re.compile(
    r"^(?:sell|tell|call|fill|pull|roll|smell|spell|install|enroll|control|patroll|well|kill|bill|draw|scroll|poll"
    r"|skill|drill|thrill|cell|gall|ball|wall|fall)"
)


def singular(word: str) -> str:
    """A lower-case word without the ending of its plural.

    >>> [singular(word) for word in ("industries", "buses", "games", "glass")]
    ['industry', 'bus', 'game', 'glass']
    """
    if len(word) < 4 or word in _UNCHANGED or word.endswith(("ss", "us", "is")) or not word.endswith("s"):
        return word
    if word.endswith("ies"):
        in_y = (len(word) > 5 and word not in _IN_IE) or word in {"flies", "skies"}
        return word[:-3] + "y" if in_y else word[:-1]
    if word.endswith(("sses", "shes", "ches", "xes", "zzes", "buses")):
        return word[:-2]
    return word[:-1]


@lru_cache(maxsize=20_000)
def plain(word: str) -> str:
    """The form in which a word is looked up; two spellings or numbers of one word have the same.

    >>> plain("Digitisation"), plain("modelling"), plain("Programmes")
    ('digitization', 'modeling', 'program')
    """
    low = word.lower()
    low = _SAME.get(low) or singular(low)
    low = _SAME.get(low, low)
    if len(low) > 5 and not _NOT_ISE.match(low):
        low = _ISE.sub(r"iz\1", low)
    low = _OUR.sub(r"\1or", low)
    return low if _KEPT_DOUBLED.match(low) else _DOUBLED.sub(r"l\1", low)
