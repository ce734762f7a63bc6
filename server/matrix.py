"""``/matrix``: technologies by sectors, opportunity against threat; each cell opens its claims with their words.

``rows`` and ``columns`` open a technology and a sector; ``technology`` and ``sector`` choose the claims of a row, a
column or a cell.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from urllib.parse import urlencode

from flask import Blueprint, Response, render_template, request

from graph.namespaces import BASE
from server.charts import Selected, among, as_rdf, drawn, editor
from server.facts import COLUMNS, Fact, facts_of, table
from server.impacts import NONE, Axis, Claims, Head, Impacts, impacts
from server.negotiation import Format
from server.presentation import short
from server.problems import Problem
from server.representations import not_found, requested, respond
from server.services import services

blueprint = Blueprint("matrix", __name__)

CELLS = ("technology", "technology_label", "sector", "sector_label", "opportunities", "threats", "mixed", "claims",
         "address")  # fmt: skip
_COUNTS = """
SELECT ?technology ?technologyLabel ?sector ?sectorLabel ?direction (COUNT(DISTINCT ?claim) AS ?claims) WHERE {
  VALUES (?technology ?thisTechnologyAlone) { #ROWS }
  VALUES (?sector ?thisSectorAlone) { #COLUMNS }
  ?claim a kg:Impact ; kg:direction/rdfs:label ?direction ; kg:subject ?cause ; kg:object|kg:inSector ?touched .
  GRAPH graph:ontology {
    ?cause skos:broader* ?technology . ?technology skos:prefLabel ?technologyLabel .
    ?touched skos:broader* ?sector . ?sector skos:prefLabel ?sectorLabel .
  }
  FILTER(LANG(?technologyLabel) = "en" && LANG(?sectorLabel) = "en")
  FILTER((!?thisTechnologyAlone || ?cause = ?technology) && (!?thisSectorAlone || ?touched = ?sector))
}
GROUP BY ?technology ?technologyLabel ?sector ?sectorLabel ?direction
ORDER BY ?technologyLabel ?sectorLabel ?direction
"""
_LIST = """
SELECT ?claim ?says ?direction WHERE {
  ?claim a kg:Impact ; kg:gloss ?says ; kg:direction/rdfs:label ?direction .
  #WHICH
}
ORDER BY ?direction ?claim
"""


@dataclass(frozen=True)
class Cell:
    """Some claims by direction; ``href`` shows them."""

    opportunities: int
    threats: int
    mixed: int
    claims: int
    href: str


class Table:
    """The rows, the columns and the cells for what is opened on both sides."""

    def __init__(self, known: Impacts, rows: str, columns: str) -> None:
        self._known = known
        self.at = {"rows": rows, "columns": columns}
        self.rows, self.columns = known.technologies.heads(rows), known.sectors.heads(columns)
        self._in_rows, self._in_columns = _union(self.rows), _union(self.columns)
        self.inside = self._in_rows & self._in_columns

    def cell(self, row: Head | None, column: Head | None) -> Cell:
        """The claims of a row in a column; of all rows or columns that are shown where it is None."""
        claims = (row.claims if row else self._in_rows) & (column.claims if column else self._in_columns)
        better, worse, mixed = (len(claims & ways) for ways in self._known.directions.values())
        # A total is over what the table shows, which is not all where a side is opened at a concept.
        technology = row.key if row else self.at["rows"]
        sector = column.key if column else self.at["columns"]
        return Cell(better, worse, mixed, len(claims), _address(technology=technology, sector=sector))

    def opened(self, side: str, key: str) -> str:
        """The address of the table with something else opened on one side."""
        return _address(**{**self.at, side: key})

    @property
    def outside(self) -> list[tuple[int, str]]:
        """How many claims the table leaves out, each once, and why."""
        everything = self._known.claims
        here = {side: self._path(side)[-1].label if at else "" for side, at in self.at.items()}
        reasons = (
            (everything - self._in_rows, f"their cause is not under “{here['rows']}”"),
            (self._in_rows - self._in_columns, f"what they touch is not under “{here['columns']}”"),
        )
        return [(len(claims), reason) for claims, reason in reasons if claims]

    @property
    def paths(self) -> list[tuple[str, str, list[Head]]]:
        """The two sides, each with what it is called and where it is opened."""
        return [(side, name, self._path(side)) for side, name in (("rows", "Technologies"), ("columns", "Sectors"))]

    @property
    def query(self) -> str:
        """SPARQL that counts the cells of concepts, or lists the claims of a table that has none."""
        rows, columns = _values(self.rows), _values(self.columns)
        if rows and columns:
            return _COUNTS.replace("#ROWS", rows).replace("#COLUMNS", columns)
        return _LIST.replace("#WHICH", among(sorted(self.inside)))

    def _path(self, side: str) -> list[Head]:
        axis = self._known.technologies if side == "rows" else self._known.sectors
        return axis.path(self.at[side])


def _values(heads: list[Head]) -> str:
    return " ".join(f"({short(head.concept)} {str(head.alone).lower()})" for head in heads if head.concept)


def _union(heads: list[Head]) -> Claims:
    return frozenset().union(*(head.claims for head in heads))


def _address(**chosen: str) -> str:
    query = urlencode({name: value for name, value in chosen.items() if value}, safe=":")
    return "/matrix" + (f"?{query}" if query else "")


@blueprint.get("/matrix", defaults={"ending": ""})
@blueprint.get("/matrix<ending>")
def matrix(ending: str) -> Response:
    plain = requested("", "matrix" + ending)
    if plain.iri != BASE + "matrix":
        raise not_found(plain.iri)
    known = impacts(services().engine)
    technology, sector = _chosen(known.technologies, "technology"), _chosen(known.sectors, "sector")
    if technology or sector:
        return _claims(plain.format, known, technology, sector)
    rows, columns = _chosen(known.technologies, "rows"), _chosen(known.sectors, "columns")
    shown = Table(known, _at(rows), _at(columns))
    asked = Selected(plain.iri, plain.format, query=_address(**shown.at).partition("?")[2])
    return respond(
        asked,
        page=lambda: render_template(
            "matrix.html",
            asked=asked,
            table=shown,
            total=len(known.claims),
            several=_several(shown.columns),
            silent=known.sectors.silent(shown.at["columns"]) if shown.at["columns"] != NONE else [],
            query=editor(shown.query),
            drawn=drawn(),
        ),
        rows=lambda: _cells(shown),
        columns=CELLS,
        graph=as_rdf(among(sorted(shown.inside))),
        exists=lambda: True,
    )


def _chosen(axis: Axis, name: str) -> Head | None:
    key = request.args.get(name, "")
    head = axis.head(key) if key else None
    if key and head is None:
        raise Problem(404, "not-found", f"There is no {axis.name} “{key}” in the matrix.")
    return head


def _at(head: Head | None) -> str:
    """The key to open a side at; what has nothing below it is shown alone, as the part that names just it."""
    if head is None:
        return ""
    if head.key == NONE or (head.concept and not head.alone):
        return head.key
    raise Problem(404, "not-found", f"“{head.label}” cannot be opened further.")


def _several(columns: list[Head]) -> int:
    """How many claims stand in more than one column."""
    seen: set[str] = set()
    twice: set[str] = set()
    for head in columns:
        twice |= head.claims & seen
        seen |= head.claims
    return len(twice)


def _cells(shown: Table) -> Iterator[dict[str, str | int]]:
    for row in shown.rows:
        for column in shown.columns:
            cell = shown.cell(row, column)
            if cell.claims:
                counts = (cell.opportunities, cell.threats, cell.mixed, cell.claims, BASE[:-1] + cell.href)
                heads = (row.key, row.label, column.key, column.label)
                yield dict(zip(CELLS, (*heads, *counts), strict=True))


def _claims(form: Format, known: Impacts, technology: Head | None, sector: Head | None) -> Response:
    """The claims of a cell, a row or a column."""
    heads = [head for head in (technology, sector) if head]
    claims = sorted(frozenset.intersection(*(head.claims for head in heads)))
    which = {name: head.key for name, head in (("technology", technology), ("sector", sector)) if head}
    asked = Selected(BASE + "matrix", form, query=_address(**which).partition("?")[2])
    return respond(
        asked,
        page=lambda: render_template(
            "matrix_claims.html",
            asked=asked,
            technology=technology,
            sector=sector,
            total=len(claims),
            groups=_by_direction(known, claims),
            query=editor(_LIST.replace("#WHICH", "\n  ".join(head.pattern for head in heads))),
        ),
        rows=lambda: table(facts_of(services().engine, claims)),
        columns=COLUMNS,
        graph=as_rdf(among(claims)),
        exists=lambda: True,
    )


def _by_direction(known: Impacts, claims: list[str]) -> list[tuple[str, list[Fact]]]:
    facts = facts_of(services().engine, claims)
    groups = [(way, [fact for fact in facts if fact.iri in inside]) for way, inside in known.directions.items()]
    return [(way, group) for way, group in groups if group]
