"""``/search``: things by their names and claims by their sentences, narrowed down by facets; as list, table, JSON
and CSV."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from math import ceil
from typing import Any

from flask import Blueprint, Response, jsonify, render_template, request

from graph.namespaces import BASE
from graph.search_names import corrected, suggestions
from graph.spelling import fold
from server.facets import TITLES, count, facets, labels
from server.facts import COLUMNS as CLAIM_COLUMNS
from server.facts import Fact, facts_of, table
from server.finding import find_claims, find_things, total
from server.index import Hit, all_of, any_of, index, words
from server.negotiation import HTML, Format
from server.problems import Problem
from server.representations import CSV, FORMATS, TABLES, Requested, as_csv, requested
from server.selection import LISTS, Selection
from server.services import services

blueprint = Blueprint("search", __name__)

COLUMNS = ("iri", "label", "kind", "description", "other_names", "claims")
_ON_A_PAGE, _IN_JSON, _IN_CSV = 25, 100, 10_000
_AT_ONCE = 500  # claims in one query
_NEAR = 5


@dataclass(frozen=True)
class Found:
    """One page of what was found, of things or of claims, by an FTS5 expression.

    ``some`` says that nothing has all the words, and this has some of them; ``totals`` are those of both lists.
    """

    selection: Selection
    of: str
    match: str
    some: bool
    totals: Mapping[str, int]
    page: int
    pages: int
    hits: list[Hit]
    claims: list[str]

    @property
    def total(self) -> int:
        return self.totals[self.of]

    def at(self, page: int) -> Selection | None:
        """Another page, if there is one."""
        return self.selection.shown(of=self.of, page=page) if 1 <= page <= self.pages else None


@dataclass(frozen=True)
class Listed(Requested):
    """The address of a result, with all that narrows it down, and its alternates."""

    selection: Selection = field(default_factory=Selection)

    @property
    def canonical(self) -> str:
        return BASE.rstrip("/") + self.selection.address()

    @property
    def alternates(self) -> list[tuple[Format, str]]:
        data = self.selection.shown(table=False, whole="")
        return [(each, data.address("." + each.name)) for each in TABLES]


@blueprint.get("/search", defaults={"ending": ""})
@blueprint.get("/search<ending>")
def search(ending: str) -> Response:
    """Parameters: ``q``, words each of which begins a word of the text (else some do); those named as the facets,
    which may be repeated; ``of``, ``things`` or ``claims``; ``view=table``; ``page``."""
    if ending and ending.removeprefix(".") not in [each.name for each in TABLES]:
        raise Problem(404, "not-found", "Results are at /search, /search.json and /search.csv.")
    asked = requested("", "search" + ending, FORMATS[:3])
    selection = Selection.read(request.args)
    with index() as connection:
        if asked.format is HTML:
            page = _page(connection, _find(connection, selection, selection.of, _ON_A_PAGE))
            response = Response(page, mimetype="text/html")
        elif asked.format is CSV:
            found = _find(connection, selection.shown(), selection.of or LISTS[0], _IN_CSV)
            response = Response(as_csv(*_table(found)), content_type=CSV.content_type)
        else:
            found = _find(connection, selection, selection.of or LISTS[0], _IN_JSON)
            response = jsonify(_data(connection, found))
    response.vary.add("Accept")
    return response


def _find(connection: sqlite3.Connection, selection: Selection, of: str, size: int) -> Found:
    """What has all the words; where there is no such thing, or no such claim, what has some.

    ``of`` is the list that is wished for; without a wish it is that of things, unless there are claims only.
    """
    typed, chosen = words(selection.query), selection.chosen
    if selection.query and not typed:
        return Found(selection, of or LISTS[0], "", False, dict.fromkeys(LISTS, 0), 1, 1, [], [])
    match, some = all_of(typed), False
    totals = {each: total(connection, each, match, chosen) for each in LISTS}
    if len(typed) > 1 and not (totals[of] if of else any(totals.values())):
        match, some = any_of(typed), True
        with_some = {each: total(connection, each, match, chosen) for each in LISTS}
        totals = {each: totals[each] or with_some[each] for each in LISTS}
    of = of or next((each for each in LISTS if totals[each]), LISTS[0])
    pages = max(1, ceil(totals[of] / size))
    page = min(selection.page, pages)
    first = (page - 1) * size
    hits, claims = [], []
    if of == "things":
        hits = find_things(connection, match, chosen, selection.query, first, size)
    else:
        claims = find_claims(connection, match, chosen, first, size)
    return Found(selection, of, match, some, totals, page, pages, hits, claims)


def _page(connection: sqlite3.Connection, found: Found) -> str:
    selection = found.selection
    names = labels(connection)
    return render_template(
        "search.html",
        asked=Listed(BASE + "search", HTML, selection=selection),
        found=found,
        selection=selection,
        titles=TITLES,
        filters=[
            (TITLES[facet], names.get((facet, value), value), selection.without(facet, value).address())
            for facet, values in selection.chosen.items()
            for value in values
        ],
        facets=facets(connection, selection, found.of, found.match, found.total) if found.total else [],
        facts=_facts(found.claims),
        **(_instead(connection, selection) if found.some or not found.total else {}),
    )


def _instead(connection: sqlite3.Connection, selection: Selection) -> dict[str, Any]:
    """What may have been meant: the words as they are spelled here, and names that are spelled alike."""
    meant = corrected(connection, selection.query)
    if meant == " ".join(fold(selection.query)) or not any(
        total(connection, each, all_of(words(meant)), selection.chosen) for each in LISTS
    ):
        meant = ""
    return {"meant": meant, "near": suggestions(connection, selection.query, _NEAR)}


def _facts(claims: Sequence[str]) -> list[Fact]:
    engine = services().engine
    return [
        fact
        for first in range(0, len(claims), _AT_ONCE)
        for fact in facts_of(engine, claims[first : first + _AT_ONCE])
    ]


def _table(found: Found) -> tuple[Sequence[str], Iterable[dict[str, str | int]]]:
    if found.of == "claims":
        return CLAIM_COLUMNS, table(_facts(found.claims))
    return COLUMNS, [_row(hit) for hit in found.hits]


def _row(hit: Hit) -> dict[str, str | int]:
    values = (hit.iri, hit.label, hit.kind, hit.description, hit.names, hit.claims)
    return dict(zip(COLUMNS, values, strict=True))


def _data(connection: sqlite3.Connection, found: Found) -> dict[str, Any]:
    selection = found.selection
    columns, rows = _table(found)
    names = labels(connection)
    following = found.at(found.page + 1)
    return {
        "query": selection.query,
        "kind": next(iter(selection.chosen.get("kind", ())), None),
        "filters": selection.chosen,
        "of": found.of,
        "has_all_words": not found.some,
        "totals": found.totals,
        "page": found.page,
        "pages": found.pages,
        "next": following and following.address(".json"),
        "facets": {
            facet: [
                {"value": value, "label": names.get((facet, value), value), "count": number}
                for value, number in sorted(values.items(), key=lambda each: (-each[1], each[0]))
            ]
            for facet, values in count(connection, found.of, found.match, selection.chosen).items()
        },
        "columns": columns,
        "rows": list(rows),
    }
