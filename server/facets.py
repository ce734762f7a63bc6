"""By what a result can be narrowed down: the values of each facet, with how many of the things or claims found
would be left."""

from __future__ import annotations

import sqlite3
from collections import defaultdict
from collections.abc import Collection, Iterator
from dataclasses import dataclass

from graph.search_facets import FACETS
from server.finding import Chosen, Sql, claims_with, things_with
from server.selection import Selection

TITLES = {
    "kind": "Kind of thing",
    "claim": "Kind of claim",
    "sector": "Sector",
    "technology": "Technology",
    "direction": "Opportunity or threat",
    "certainty": "Certainty",
    "document": "Document",
    "place": "Place",
    "year": "Year",
}
_AT_FIRST = 7
# The order of the tables is ours: facets come grouped, and each of their claims has few mentions. So is the "+"
# below, without which SQLite would look for each thing found beside each claim.
_OF_THINGS = """
SELECT facet, value, COUNT(DISTINCT thing) FROM facets CROSS JOIN mentions USING (claim)
WHERE {where} GROUP BY facet, value
"""
_OF_CLAIMS = "SELECT facet, value, COUNT(*) FROM facets WHERE {where} GROUP BY facet, value"
_KINDS = "SELECT 'kind', kind, COUNT(*) FROM things WHERE id IN ({things}) GROUP BY kind"
_RELATED = "SELECT value, above FROM facet_above WHERE facet = ? AND (value IN ({some}) OR above IN ({some}))"

Counts = dict[str, dict[str, int]]


@dataclass(frozen=True)
class Choice:
    """A value of a facet; ``href`` adds it to the selection, or takes it out where it is chosen."""

    value: str
    label: str
    count: int
    chosen: bool
    href: str


@dataclass(frozen=True)
class Facet:
    """A facet with its values; ``all_href`` leads to all of them where there are ``more``."""

    name: str
    title: str
    choices: list[Choice]
    more: int
    all_href: str


def facets(index: sqlite3.Connection, selection: Selection, of: str, match: str, total: int) -> list[Facet]:
    """The facets by which ``total`` things or claims become fewer, each with its most frequent values.

    Values of one facet add to each other, so their counts are taken without what is chosen of it.
    """
    counts = count(index, of, match, selection.chosen)
    names = labels(index)
    found = []
    for facet in FACETS:
        chosen = selection.chosen.get(facet, ())
        known = {**dict.fromkeys(chosen, 0), **counts.get(facet, {})}
        related = _related(index, facet, chosen)
        choices = [
            Choice(
                value,
                names.get((facet, value), value),
                number,
                value in chosen,
                (
                    selection.without(facet, value)
                    if value in chosen
                    else selection.with_value(facet, value, related.get(value, ()))
                ).address(),
            )
            for value, number in known.items()
        ]
        choices.sort(key=_latest if facet == "year" else _most)
        if chosen or any(each.count < total for each in choices):
            shown = choices if selection.whole == facet else _first(choices)
            whole = selection.shown(whole=facet).address() + f"#by-{facet}"
            found.append(Facet(facet, TITLES[facet], shown, len(choices) - len(shown), whole))
    return found


def count(index: sqlite3.Connection, of: str, match: str, chosen: Chosen) -> Counts:
    """How many things or claims there are of each value of each facet."""
    free = [facet for facet in FACETS if facet not in chosen]
    counts: Counts = defaultdict(dict)
    for some in [free, *([facet] for facet in chosen)]:
        rest = {facet: values for facet, values in chosen.items() if facet not in some}
        for facet, value, number in _counted(index, of, match, rest, some):
            counts[facet][value] = number
    return counts


def labels(index: sqlite3.Connection) -> dict[tuple[str, str], str]:
    """The labels of all values, by facet and value."""
    return {(facet, value): label for facet, value, label in index.execute("SELECT * FROM facet_values")}


def _counted(
    index: sqlite3.Connection, of: str, match: str, chosen: Chosen, some: Collection[str]
) -> Iterator[tuple[str, str, int]]:
    """The counts of some facets, none of which is chosen."""
    if of == "claims":
        yield from _grouped(index, _OF_CLAIMS, some, claim=claims_with(match, chosen) if match or chosen else None)
        return
    if "kind" in some:
        things, values = things_with(match, chosen)
        yield from index.execute(_KINDS.format(things=things), values)
    kind = {facet: values for facet, values in chosen.items() if facet == "kind"}
    rest = {facet: values for facet, values in chosen.items() if facet != "kind"}
    yield from _grouped(
        index,
        _OF_THINGS,
        [facet for facet in some if facet != "kind"],
        claim=claims_with("", rest) if rest else None,
        thing=things_with(match, kind) if match or kind else None,
    )


def _grouped(
    index: sqlite3.Connection, query: str, some: Collection[str], **among: Sql | None
) -> Iterator[tuple[str, str, int]]:
    conditions: list[Sql] = [(f"facet IN ({', '.join('?' * len(some))})", list(some))]
    conditions += [(f"+{name} IN ({found[0]})", found[1]) for name, found in among.items() if found]
    where = " AND ".join(sql for sql, _ in conditions)
    return index.execute(query.format(where=where), [value for _, values in conditions for value in values])


def _related(index: sqlite3.Connection, facet: str, chosen: tuple[str, ...]) -> dict[str, set[str]]:
    """The chosen values that stand above or below a value: beside one of those it would add nothing, or all."""
    found: dict[str, set[str]] = defaultdict(set)
    if chosen:
        sql = _RELATED.format(some=", ".join("?" * len(chosen)))
        for below, above in index.execute(sql, (facet, *chosen, *chosen)):
            found[below].add(above)
            found[above].add(below)
    return found


def _first(choices: list[Choice]) -> list[Choice]:
    """The chosen values and the first of the others."""
    return [each for place, each in enumerate(choices) if place < _AT_FIRST or each.chosen]


def _most(choice: Choice) -> tuple[int, str]:
    return -choice.count, choice.label.casefold()


def _latest(choice: Choice) -> tuple[int, str]:
    return -int(choice.value) if choice.value.isdecimal() else 1, choice.label
