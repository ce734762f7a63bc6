"""Facts on the page of a thing, under headings that continue its name: "uses", "is used by", "in this place"."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

from graph.namespaces import KG
from server.facts import ROLES, Fact
from server.phrasing import KINDS, heading
from server.presentation import Value
from server.terms import Terms

# A group that is longer than this shows so many and folds the rest away.
_FOLDED, _SHOWN = 8, 5


@dataclass(frozen=True)
class Group:
    """Facts under one heading, by document; ``anchor`` is its fragment. ``own`` says that the thing is their
    subject."""

    anchor: str
    title: str
    facts: list[Fact]
    own: bool

    @property
    def shown(self) -> list[Fact]:
        return self.facts if len(self.facts) <= _FOLDED else self.facts[:_SHOWN]

    @property
    def folded(self) -> list[Fact]:
        return self.facts[len(self.shown) :]

    @property
    def documents(self) -> list[tuple[Value, int]]:
        """The documents of what is folded away, each with how many facts it has there."""
        counts = Counter(fact.document for fact in self.folded)
        return list(counts.items())


def groups(entity: str, found: Iterable[Fact], names: Terms) -> list[Group]:
    """Facts by their closest tie to a thing and by kind: first those of which it is the subject."""
    by_heading: dict[tuple[bool, int, int, str], list[Fact]] = {}
    for fact in found:
        role = fact.role(entity) or ""
        place = ROLES.index(role) if role in ROLES else len(ROLES)
        kind = KINDS.index(fact.kind.term.value) if fact.kind.term.value in KINDS else len(KINDS)
        key = role != KG + "subject", place, kind, heading(fact.thing, role, names)
        by_heading.setdefault(key, []).append(fact)
    merged: dict[tuple[bool, str], list[Fact]] = {}
    for (named, _, _, title), some in sorted(by_heading.items()):
        merged.setdefault((named, title), []).extend(some)
    return [
        Group(f"g{number}", title, sorted(some, key=lambda fact: fact.id), own=not named)
        for number, ((named, title), some) in enumerate(merged.items(), 1)
    ]
