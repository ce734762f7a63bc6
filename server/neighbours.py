"""What a thing has to do with: those that claims name together with it, the most claims first."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from flask import Blueprint, Response, jsonify

from graph.namespaces import ID
from server.catalogue import catalogue
from server.engine import QueryEngine
from server.facts import ABOUT, Fact, facts
from server.presentation import Value
from server.problems import Problem
from server.representations import CSV, TABLES, as_csv, not_found, requested
from server.services import services

blueprint = Blueprint("neighbours", __name__)

COLUMNS = ("neighbour", "label", "kind", "claims", "ties", "page")
MOST = 25


@dataclass(frozen=True)
class Neighbour:
    """A thing that is subject or object of claims which name another: how many, and of which kinds."""

    value: Value
    kind: str
    claims: int
    ties: tuple[tuple[str, int], ...]

    @property
    def said(self) -> str:
        """The ties in words: "impact 9, adoption 2"."""
        return ", ".join(f"{kind} {count}" for kind, count in self.ties)


def neighbours(engine: QueryEngine, entity: str, found: Iterable[Fact]) -> list[Neighbour]:
    """The neighbours of a thing among the claims that name it, at most :data:`MOST`; documents are none."""
    values: dict[str, Value] = {}
    kinds: defaultdict[str, Counter[str]] = defaultdict(Counter)
    for fact in found:
        ends = {end.term.value: end for end in (fact.subject, fact.object) if end}
        for name, value in ends.items():
            if name != entity and name.startswith(ID):
                values[name] = value
                kinds[name][fact.kind.label] += 1
    things = catalogue(engine)
    some = [
        Neighbour(values[name], things.kind(name), ties.total(), tuple(sorted(ties.items(), key=_most_first)))
        for name, ties in kinds.items()
    ]
    some.sort(key=lambda each: (-each.claims, each.value.label.casefold(), each.value.term.value))
    return some[:MOST]


@blueprint.get("/id/<path:name>/neighbours", defaults={"ending": ""})
@blueprint.get("/id/<path:name>/neighbours<ending>")
def of(name: str, ending: str) -> Response:
    """The neighbours as a table, for the picture of them and for whoever wants it."""
    if ending and ending.removeprefix(".") not in [each.name for each in TABLES]:
        raise Problem(404, "not-found", "Neighbours are at neighbours.json and neighbours.csv.")
    asked = requested("id/", f"{name}/neighbours{ending}", TABLES)
    entity = asked.iri.removesuffix("/neighbours")
    engine = services().engine
    found = facts(engine, ABOUT, entity)
    if not found:
        raise not_found(entity)
    rows = list(_rows(neighbours(engine, entity, found)))
    if asked.format is CSV:
        response = Response(as_csv(COLUMNS, rows), content_type=CSV.content_type)
    else:
        label = catalogue(engine)[entity].value.label
        response = jsonify(iri=entity, label=label, columns=COLUMNS, rows=rows)
    response.vary.add("Accept")
    return response


def _rows(some: Iterable[Neighbour]) -> Iterator[dict[str, str | int]]:
    for each in some:
        page = each.value.href or ""
        values = (each.value.term.value, each.value.label, each.kind, each.claims, each.said, page)
        yield dict(zip(COLUMNS, values, strict=True))


def _most_first(tie: tuple[str, int]) -> tuple[int, str]:
    return -tie[1], tie[0]
