"""The authors of an entry in a reference list: "Last, First, and First Last", "Last, F.", "Last FM", or a body."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from graph.documents import Span
from graph.extraction.relations.lexicon import words

_INITIALS = re.compile(r"(?:[A-Z]\.?[ -]?){1,4}$")
_INITIALLED = re.compile(r"\s[A-Z]{1,3}$")
_NAME = re.compile(r"[^\W\d_][\w.'’ -]*$")
_BODY = words(
    "council commission ministry department agency institute university association",
    "foundation union committee group",
    "organisation organization centre center office bureau network society museum board authority fund bank forum",
    "government parliament federation company ltd inc press team lab studio archive library consortium media",
)
_ANDS = re.compile(r",?\s+(?:and|&|und)\s+|\s*;\s*|,\s+&\s*")
_AND_OTHERS = re.compile(r",?\s*(?:et al\.?|\(eds?\.?\)|,?\s*eds?\.)[\s.,]*", re.IGNORECASE)
_MOST_AUTHORS = 12


@dataclass(frozen=True)
class Author(Span):
    """A name as the entry has it, turned round where the surname comes first."""

    name: str
    person: bool


def authors(body: str, end: int) -> list[Author]:
    """The authors that an entry names before an offset, where the title or the year begins."""
    before = body[:end].rstrip(' "“‘*_([.,:')
    before = _AND_OTHERS.sub(lambda m: " " * len(m[0]), before)
    found = list(_names(before))
    return found if len(found) <= _MOST_AUTHORS else []


def _names(before: str) -> Iterator[Author]:
    """Names from "Last, First, First Last, and First Last", "Last, F., & Last, G.", "Last FM" or of a body."""
    if _is_body(before) and "," not in before:
        yield Author(0, len(before), before.strip(), person=False)
        return
    parts = [
        Span(at + piece.start(), at + piece.end())
        for at, group in _split(before, _ANDS)
        for piece in re.finditer(r"[^,\s][^,]*[^,\s]|[^,\s]", group)
    ]
    texts = [before[part.start : part.end] for part in parts]
    i = 0
    while i < len(parts):
        following = texts[i + 1] if i + 1 < len(parts) else ""
        if _INITIALS.fullmatch(following) and not following.endswith(".") and len(following) == 1:
            following += "."
        turned = bool(_INITIALS.fullmatch(following)) or (i == 0 and _is_given_name(following, texts))
        last = i + 1 if turned else i
        name = f"{following} {texts[i]}" if turned else texts[i]
        if _NAME.match(texts[i]) and len(texts[i]) > 1 and len(texts[i].split()) < 9:
            initialled = bool(_INITIALLED.search(texts[i])) and not texts[i].isupper()
            person = not _is_body(texts[i]) and (turned or initialled or 1 < len(texts[i].split()) < 5)
            yield Author(parts[i].start, parts[last].end, name, person)
        i = last + 1


def _split(text: str, pattern: re.Pattern[str]) -> Iterator[tuple[int, str]]:
    at = 0
    for found in pattern.finditer(text):
        yield at, text[at : found.start()]
        at = found.end()
    yield at, text[at:]


def _is_given_name(word: str, parts: list[str]) -> bool:
    """Whether the second part is the given name of the first author: it is one or two words, and any further parts
    are whole names."""
    if not word or _is_body(parts[0]) or _INITIALLED.search(parts[0]):
        return False
    whole = all(len(each.split()) > 1 for each in parts[2:])
    return len(word.split()) <= 2 and word[:1].isupper() and whole


def _is_body(name: str) -> bool:
    lower = {word.strip(".").lower() for word in name.split()}
    return bool(lower & _BODY) or (name.isupper() and len(name) > 2) or " of " in name
