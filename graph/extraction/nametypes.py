"""What kind of thing a proper name stands for: by its own head noun, by the words around it, and last by the entity
recogniser, whose small model takes "AI" for a country and a museum for a person."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from graph.entities import ORGANISATIONS
from graph.extraction.nouns import TECHNICAL, type_of_noun
from graph.extraction.persons import FIRMS, OCCUPATIONS, is_human, is_maker, listed_as, predicated
from graph.extraction.titles import TYPES, kind_around
from graph.extraction.wellknown import type_of_known
from graph.extraction.wordforms import singular

if TYPE_CHECKING:
    from spacy.tokens import Doc, Token

BY_HEAD = "head noun of a name"
BY_CONTEXT = "words around a name"
OF_SPACY = {
    "PERSON": "Person",
    "ORG": "Organization",
    "GPE": "Place",
    "LOC": "Place",
    "FAC": "Place",
    "EVENT": "Event",
    "WORK_OF_ART": "CreativeWork",
    "PRODUCT": "Product",
    "LAW": "Policy",
}
HONORIFICS = frozenset("mr mrs ms miss dr prof professor sir dame lord lady baroness".split())
COUNTRIES = frozenset(
    "afghanistan albania algeria argentina armenia australia austria azerbaijan bangladesh belarus "
    "belgium bolivia brazil britain bulgaria cambodia cameroon canada chile china colombia croatia cuba "
    "cyprus czechia denmark ecuador egypt england estonia ethiopia finland france georgia germany ghana "
    "greece hungary iceland india indonesia iran iraq ireland israel italy jamaica japan jordan kenya "
    "korea kosovo latvia lebanon lithuania luxembourg malaysia malta mexico moldova mongolia morocco "
    "mozambique myanmar nepal netherlands nigeria norway pakistan peru philippines poland portugal qatar "
    "romania russia rwanda scotland senegal serbia singapore slovakia slovenia spain sweden switzerland "
    "taiwan tanzania thailand tunisia turkey türkiye uganda ukraine uk usa uruguay venezuela vietnam "
    "wales zambia zimbabwe".split()
) | {"united states", "united kingdom", "new zealand", "south africa", "south korea"}
# What the last word of a name tells, where it tells something else as a noun.
_LAST_WORDS = {
    word: type
    for type, words in {
        "Corporation": "games interactive records pictures entertainment technologies technology systems labs "
        "software ventures media productions films partners ag ab sa oy group studios publishing press publishers",
        "Project": "programme program project initiative",
        "Event": "prize prizes award awards week day days",
        "NewsMediaOrganization": "times post news guardian",
        "OrganizationalCollaboration": "partnership",
        "Organization": "arts crafts design music film trust",
        "Policy": "goals deal",
        "Report": "estimates outlook index barometer yearbook factsheet document",
        "CreativeWork": "handbook guide",
    }.items()
    for word in words.split()
}
_PROGRAMS = frozenset("engine software platform tool toolkit system algorithm model".split())
_ONLY_LAST = frozenset("ltd limited inc plc llc gmbh".split())
_SAID_AFTER = frozenset(
    {"Project", "Festival", "ExhibitionEvent", "Movie", "VideoGame", "SoftwareApplication", "Event", "Museum"}
)
_WORKS = frozenset({"Movie", "TVSeries", "VideoGame", "CreativeWork", "MusicAlbum"})
# Firms that make programs and little else.
_OF_PROGRAMS = frozenset({"Adobe", "Autodesk", "OpenAI"})
_BANDS = frozenset({"band", "troupe", "duo", "trio", "quartet", "collective"})
_GIANTS = frozenset({"giant", "leader", "powerhouse", "heavyweight", "conglomerate", "label", "retailer"})
_NAMING = frozenset({"name", "call", "dub", "title", "entitle"})
_SAYING = frozenset(
    "say add explain argue note tell warn write comment recall believe claim suggest insist".split()
)
_PLACING = frozenset("in near across throughout around outside inside".split())
GENERATION = re.compile(r"\d{1,2}\.0")
_YEAR = re.compile(r"(?:et al\.?,? ?)?(?:(?:and|&) [A-Z][\w-]+ ?)?,? ?\(?(?:19|20)\d\d")
_INNER_CAPITAL = re.compile(r"[a-z][A-Z]")


def type_of_name(doc: Doc, start: int, end: int) -> tuple[str, str, float]:
    """The type of a name, the rule that gives it, and how far to trust that."""
    words = [token.text for token in doc[start:end]]
    kind = _said_after(doc, start, end) or head_type(words)
    if kind is not None:
        return kind, BY_HEAD, 0.85
    if " ".join(words).lower() in COUNTRIES:
        return "Country", "name", 0.9
    before = doc[start - 1] if start else None
    if before is not None and before.lower_.rstrip(".") in HONORIFICS:
        return "Person", "honorific", 0.9
    label = doc[start:end].root.ent_type_ or doc[end - 1].ent_type_ or doc[start].ent_type_
    kind = _by_context(doc, start, end, label)
    return (kind, BY_CONTEXT, 0.8) if kind is not None else _by_label(words, label, before, doc[end : end + 3].text)


def head_type(words: list[str]) -> str | None:
    """The type that a word of a name of several gives: the last, or the one before "of" or "for"; else an
    institution's, wherever it stands, as in "Arts Council England"."""
    if len(words) < 2:
        return None
    if GENERATION.fullmatch(words[-1]):
        return "Trend"
    lows = [word.lower() for word in words]
    cut = next((at for at, low in enumerate(lows) if low in {"of", "for", "on"} and at), len(lows))
    head = lows[cut - 1]
    if head == "communication" and lows[cut : cut + 1] == ["on"]:
        return "Report"
    kind = _LAST_WORDS.get(head) or type_of_noun(head)
    several = head != singular(head) and head not in _LAST_WORDS
    if several and TECHNICAL & set(lows) and kind in {"OrganizationalCollaboration", "Technology"}:
        return "Technology"
    if kind == "Technology" and not several:
        return "SoftwareApplication" if head in _PROGRAMS else "Product"
    if kind in TYPES and kind != "Movie" and (kind == "Policy" or not several):
        return kind
    telling = {*ORGANISATIONS, "Festival", "Policy", "ExhibitionEvent"}
    found = (type_of_noun(low) for low in reversed(lows[:cut]) if low not in _ONLY_LAST)
    return next((each for each in found if each in telling), None)


def _said_after(doc: Doc, start: int, end: int) -> str | None:
    """The type that a common noun gives which follows a name at once: "the XYZ Hub project"."""
    acronym = end - start == 1 and doc[start].is_upper
    if acronym or end >= len(doc) or doc[end].tag_ != "NN" or not doc[end - 1].whitespace_:
        return None
    if end + 1 < len(doc) and doc[end + 1].pos_ in {"NOUN", "PROPN"}:
        return None
    kind = type_of_noun(doc[end].text)
    return kind if kind in _SAID_AFTER else None


def _by_context(doc: Doc, start: int, end: int, label: str) -> str | None:
    words = doc[start:end]
    root, before = words.root, doc[start - 1] if start else None
    if 2 <= len(words) <= 5 and all(
        token.is_alpha or token.text in "-.'" or token.text[-1] == "." for token in words
    ):
        says = root.head.lemma_ in _SAYING and root.dep_ == "nsubj"
        if says or _has_occupation(doc, start, end) or _signs(doc, start):
            return "Person"
    if (kind := listed_as(root)) is not None and (kind != "Person" or 2 <= len(words) <= 5):
        return kind
    if doc[end : end + 2].text == "(born" or (label != "GPE" and before is not None and is_maker(before)):
        return "Person"
    if (said_to_be := predicated(root)) is not None:
        return said_to_be
    if len(words) == 1 and not words[0].is_upper and _YEAR.match(doc[end : end + 5].text):
        return "Person"
    if before is not None and before.lower_ in _GIANTS and before.tag_ == "NN":
        return "Corporation"
    if (
        before is not None
        and before.tag_ == "NN"
        and before.i > 0
        and label != "PERSON"
        and (kind := _body_before(before))
    ):
        return kind
    body = _apposition(doc, end)
    if body is not None and (label != "PERSON" or len(words) == 1 or body in _WORKS):
        return body
    if before is not None and before.lemma_ in _NAMING and before.head.pos_ in {"NOUN", "PROPN"}:
        kind = "Technology" if before.head.text == "AI" else type_of_noun(before.head.text)
        if kind is not None:
            return {"Technology": "SoftwareApplication", "ActorGroup": "Person"}.get(kind, kind)
    around = kind_around(doc, words.start_char, words.end_char)
    told = before is not None and before.pos_ == "NOUN" and type_of_noun(before.text) == around
    return around if around is not None and (label not in {"PERSON", "GPE"} or told) else None


def _by_label(words: list[str], label: str, before: Token | None, after: str) -> tuple[str, str, float]:
    alone, acronym = (
        len(words) == 1,
        words[0].isupper() and set(words[1::2]) <= {"-"} and all(map(str.isupper, words[::2])),
    )
    placed = before is not None and before.lower_ in _PLACING
    if 1 < len(words) < 4 and type_of_known(words[0]) == "Corporation" and words[1].lower() not in _LAST_WORDS:
        known = type_of_known(" ".join(words[1:]))
        return known or "SoftwareApplication" if words[0] in _OF_PROGRAMS else known or "Product", BY_CONTEXT, 0.6
    if label in {"GPE", "LOC"} or (placed and alone and label in {"", "ORG", "PERSON", "FAC"}):
        if acronym and not placed:
            return "Organization", "name", 0.6
        return ("City" if label == "GPE" and not acronym else "Place"), "name", 0.75
    if alone and _INNER_CAPITAL.search(words[0]) and label in {"PERSON", "ORG", ""}:
        return "Organization", "capitals", 0.65
    if label in {"PERSON", "WORK_OF_ART"} and (
        _is_shortened(words, after) or acronym or (before is not None and before.lower_ == "the")
    ):
        return "Organization", "name", 0.6
    if label in OF_SPACY:
        return OF_SPACY[label], "name", 0.75 if label in {"PERSON", "ORG"} else 0.65
    return "Organization", "capitals", 0.5


def _is_shortened(words: list[str], after: str) -> bool:
    """Whether a bracket with the initials of a name follows it, as it does after no person's."""
    return after.strip("() ") == "".join(word[0] for word in words) and len(words) > 1


def _body_before(noun: Token) -> str | None:
    """The type of a body that a common noun gives which stands just before its name: "the rock band X"."""
    if noun.lower_ in _BANDS:
        return "Organization"
    if noun.lower_ in FIRMS - {"brand", "business", "platform", "developer", "producer", "publisher", "maker"}:
        return "Corporation"
    return None


def _has_occupation(doc: Doc, start: int, end: int) -> bool:
    """Whether an occupation follows a name after a comma, or stands just before it."""
    if end < len(doc) and doc[end].text == ",":
        for token in doc[end + 1 : end + 6]:
            if token.text in ".,;" or token.pos_ == "VERB":
                break
            if token.pos_ in {"NOUN", "PROPN"} and _is_occupation(token):
                return True
    return start > 0 and doc[start - 1].pos_ == "NOUN" and _is_occupation(doc[start - 1])


def _is_occupation(token: Token) -> bool:
    person = type_of_noun(token.text) == "ActorGroup" and token.lower_ not in FIRMS - {"producer", "publisher"}
    return token.tag_ in {"NN", "NNP"} and (person or token.lower_ in OCCUPATIONS)


def _signs(doc: Doc, start: int) -> bool:
    """Whether a name stands behind a quotation and a dash."""
    return start > 1 and doc[start - 1].text in {"–", "-", "--"} and doc[start - 2].text in {'"', "'"}


def _apposition(doc: Doc, end: int) -> str | None:
    """The type that an apposition gives: "X, a start-up in", "X, the museum of", "X, a painter"."""
    after = doc[end : end + 9]
    if len(after) < 3 or after[0].text != "," or after[1].lower_ not in {"a", "an", "the"}:
        return None
    for token in after[2:]:
        if token.pos_ == "NOUN" and token.dep_ != "compound":
            kind = "Corporation" if token.lower_ in FIRMS else type_of_noun(token.text)
            if token.tag_ == "NN" and is_human(token):
                return "Person"
            return kind if kind in {*ORGANISATIONS, "Festival", "City", "Person"} or kind in _WORKS else None
        if token.text in ".,;" or (token.pos_ in {"VERB", "AUX", "ADP"} and token.dep_ != "amod"):
            return None
    return None
