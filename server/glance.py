"""A thing at a glance: what documents assert of it in their own voice, in a few lines that lead to the facts."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

from graph.namespaces import KG
from server.catalogue import Catalogue
from server.facts import Fact
from server.phrasing import seen_from_object, seen_from_subject
from server.presentation import Value, first_upper
from server.terms import Terms

_MOST = 8
_LEFT_OUT = frozenset({KG + "Observation", KG + "Statement", KG + "Definition"})


@dataclass(frozen=True)
class Line:
    """A verb, the things it leads to (those that most claims name first), and how many more there are."""

    verb: str
    things: tuple[Value, ...]
    more: int


@dataclass(frozen=True)
class Balance:
    """How many claims see an opportunity and how many a threat."""

    opportunities: int
    threats: int

    def __bool__(self) -> bool:
        return bool(self.opportunities or self.threats)


def glance(entity: str, found: Iterable[Fact], names: Terms, things: Catalogue) -> list[Line]:
    """The lines on a thing, first those of which it is the subject. Hedged and quoted claims give none."""
    lines: dict[str, Counter[str]] = {}
    values: dict[str, Value] = {}
    inverse: dict[str, Counter[str]] = {}
    for fact in found:
        if fact.certainty != "asserted" or fact.speaker or fact.object is None or fact.kind.term.value in _LEFT_OUT:
            continue
        if fact.subject.term.value == entity:
            verb, other, into = seen_from_subject(fact.thing, names), fact.object, lines
        elif fact.object.term.value == entity and (passive := seen_from_object(fact.thing)):
            verb, other, into = passive, fact.subject, inverse
        else:
            continue
        values[other.term.value] = things.in_sentence(other)
        into.setdefault(verb, Counter())[other.term.value] += 1
    return [
        Line(first_upper(verb), tuple(values[name] for name, _ in counts.most_common(_MOST)), len(counts) - _MOST)
        for verb, counts in [*lines.items(), *inverse.items()]
    ]


def balance(entity: str, found: Iterable[Fact]) -> Balance:
    """Opportunities and threats for a thing, or in the sector that it is, among the claims that name it."""
    counts = Counter(
        fact.direction for fact in found if fact.direction and fact.role(entity) in (KG + "object", KG + "inSector")
    )
    return Balance(counts["opportunity"], counts["threat"])


def brought(entity: str, found: Iterable[Fact]) -> Balance:
    """Opportunities and threats that a thing brings to others."""
    counts = Counter(fact.direction for fact in found if fact.subject.term.value == entity)
    return Balance(counts["opportunity"], counts["threat"])
