"""How far the mention reaches in which the name of a known thing stands.

The head of a compound takes in what tells its kind ("digital design industry"), but praise stays outside; a
technology before any other head stands for itself ("AI" in "AI integration"), and so does each part of a list.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace
from typing import TYPE_CHECKING

from graph.extraction.contexts import COURSE, Known, is_technical_head
from graph.extraction.gazetteer import is_acronym
from graph.extraction.modifiers import BARE, NEWNESS, first_telling, unit_before
from graph.extraction.nametypes import GENERATION
from graph.extraction.nouns import TECHNICAL, type_of_noun

if TYPE_CHECKING:
    from spacy.tokens import Doc

_FIELD = "science and technology"  # of policy; no technology
_WIDE = frozenset({"Technology", "ActorGroup", "Skill", "Activity", "ValueChainStage", "Sector", "Trend"})
_TAKE_ALL = frozenset({"ActorGroup", "Skill"})
_ARTISTIC = frozenset({"creative", "cultural", "artistic"})


def bounded(doc: Doc, known: Iterable[Known]) -> Iterator[Known]:
    """The known things of a passage, each with the whole compound that it names; none within a longer one."""
    found = list(known)
    wide = [_widened(doc, each, found[:at]) for at, each in enumerate(found)]
    for each in wide:
        if each.modifies and each.end - each.start == 1:
            continue
        if not any(other is not each and _within(each, other) for other in wide):
            yield each


def _within(one: Known, other: Known) -> bool:
    return other.start <= one.start and one.end <= other.end and other.end - other.start > one.end - one.start


def _widened(doc: Doc, known: Known, before: list[Known]) -> Known:
    label = known.label
    if label.proper or label.type not in _WIDE:
        return known
    if known.end < len(doc) and GENERATION.fullmatch(doc[known.end].text):
        return known.reaching(known.start, known.end + 1, renamed=True)
    if label.type == "Technology" and known.start > 1 and doc[known.start - 2 : known.end].text.lower() == _FIELD:
        field = replace(known, label=replace(label, type="Topic"))
        return field.reaching(known.start - 2, known.end, renamed=True)
    end = _end(doc, known)
    head = end - 1
    if is_acronym(doc[head].text) or doc[head].dep_ == "punct":
        return known.reaching(known.start, end)
    narrow = _trimmed(doc, known, head)
    if narrow != known.start:
        return known.reaching(narrow, end, renamed=True)
    start = _start(doc, known, before)
    if start + 1 == known.start and doc[start].lower_ in NEWNESS and doc[known.start].lower_ in BARE:
        return known.reaching(start, end)
    if doc[start].lower_ in _ARTISTIC and start > 1 and doc[start - 1].lower_ in {"and", "&"}:
        start -= 2 * (doc[start - 2].lower_ in _ARTISTIC)
    telling = first_telling(doc, start, known.start, label.type)
    if telling < known.start and label.type == "Sector" and type_of_noun(doc[head].text) == "Technology":
        known = replace(known, label=replace(label, type="Technology"))
    return known.reaching(telling, end, renamed=telling < known.start)


def _end(doc: Doc, known: Known) -> int:
    """Where a name ends: "process" and its like after an activity name the activity."""
    named = known.label.type in {"Activity", "ValueChainStage", "Sector"}
    return known.end + (named and known.end < len(doc) and doc[known.end].lower_ in COURSE)


def _trimmed(doc: Doc, known: Known, head: int) -> int:
    if doc[head].lower_ in BARE and head - known.start == 1:
        return known.start
    return first_telling(doc, known.start, head, known.label.type)


def _start(doc: Doc, known: Known, before: list[Known]) -> int:
    """The first token before a known name that may belong to it; other known things only where its head may have
    them inside."""
    start = known.start
    if start > 0 and doc[start - 1].text == "-":
        return start
    if doc[start].lower_ in BARE and start > 0 and doc[start - 1].lower_ in NEWNESS:
        return start - 1
    while (at := unit_before(doc, start)) is not None:
        if known.modifies and doc[start - 1].tag_ == "JJ" and doc[start - 1].lower_ not in TECHNICAL:
            break
        inside = [each for each in before if at < each.end and each.start < start]
        if inside:
            if not all(_may_be_inside(doc, known, each) for each in inside):
                break
            at = min(at, *(each.start for each in inside))
        start = at
    return start


def _may_be_inside(doc: Doc, known: Known, other: Known) -> bool:
    if other.label.proper:
        return False
    if known.label.type in _TAKE_ALL:
        return True
    if known.label.type == "Technology":
        return is_technical_head(doc[known.end - 1].text)
    return other.label.type != "Technology"
