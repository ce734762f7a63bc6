"""The figures of documents: observations in the tables that documents show, laid out as their dimensions ask."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Literal

from graph.namespaces import CLAIM, DCTERMS, ID, KG, PROV, QB, RDF, SCHEMA, SKOS
from server.cached import per_snapshot
from server.engine import QueryEngine, iri
from server.labels import described
from server.presentation import PROLOGUE, Thing, Value

Kind = Literal["bars", "dots", "line"]
RANK = ID + "rank"
# The dimensions of the cube, in the order that the ontology gives them.
DIMENSIONS = ("subject", "object", "inPlace", "period", "document")
_YEAR = re.compile(r"-?\d{4}(-\d\d){0,2}(/-?\d{4}(-\d\d){0,2})?")
_FIGURES = f"""{PROLOGUE}
SELECT ?node ?property ?value WHERE {{
  VALUES ?class {{ kg:Observation qb:DataSet }}
  ?node a ?class ; ?property ?value .
  FILTER(?property != kg:evidence)
}}"""


@dataclass(frozen=True, eq=False)
class Figure:
    """One observation; ``written`` is the value in the document's way of writing, with a bound before it."""

    thing: Thing

    @property
    def claim(self) -> Value:
        return Value(iri(self.thing.iri), self.thing.text(KG + "gloss"))

    def dimension(self, name: str) -> Value | None:
        return self.thing.one(PROV + "hadPrimarySource" if name == "document" else KG + name)

    @property
    def document(self) -> Value:
        return _sure(self.dimension("document"))

    @property
    def unit(self) -> Value:
        return _sure(self.thing.one(KG + "unit"))

    @property
    def value(self) -> str:
        return self.thing.text(KG + "value")

    @property
    def bound(self) -> str:
        bound = self.thing.text(KG + "bound")
        return bound if bound != "exactly" else ""

    @property
    def written(self) -> str:
        return f"{self.bound} {self.thing.text(KG + 'statedValue')}".strip()

    @property
    def caveat(self) -> str:
        return self.thing.text(KG + "caveat")

    @property
    def sums(self) -> tuple[str, ...]:
        """Sums by which the figure is wrong or odd: those with brackets rest on the others and come last."""
        sums = [value.label for value in self.thing.all(KG + "arithmetic")]
        return tuple(sorted(sums, key=lambda each: (each.startswith("("), each)))

    @property
    def table(self) -> str | None:
        table = self.thing.one(QB + "dataSet")
        return table.term.value if table else None


@dataclass(frozen=True)
class Column:
    label: str
    unit: Value
    kind: Kind


@dataclass(frozen=True)
class Row:
    heads: tuple[Value, ...]
    cells: tuple[tuple[Figure, ...], ...]

    @property
    def label(self) -> str:
        return " · ".join(head.label for head in self.heads)


@dataclass(frozen=True)
class Layout:
    """A table of figures: which dimensions are its rows, what its columns are, and what is the same for all."""

    rows_of: tuple[str, ...]
    columns: tuple[Column, ...]
    rows: tuple[Row, ...]
    fixed: tuple[tuple[str, Value], ...]


@dataclass(frozen=True)
class Table:
    """A table of a document with its figures."""

    thing: Thing
    figures: tuple[Figure, ...]

    @property
    def name(self) -> str:
        return self.thing.iri.removeprefix(ID)

    @property
    def href(self) -> str:
        return f"/statistics/{self.name}"

    @property
    def description(self) -> str:
        return self.thing.text(DCTERMS + "description")

    @property
    def documents(self) -> list[Value]:
        found = {figure.document.term.value: figure.document for figure in self.figures}
        return [found[name] for name in sorted(found)] or self.thing.all(DCTERMS + "isPartOf")

    @property
    def about(self) -> list[tuple[str, list[Value]]]:
        """Where the table is from, and who measured."""
        measured = {value for figure in self.figures for value in figure.thing.all(KG + "measuredBy")}
        found = (
            ("In", self.documents),
            ("Written as", self.thing.all(SKOS + "altLabel")),
            ("Made by", self.thing.all(SCHEMA + "producer")),
            ("Measured by", sorted(measured, key=lambda value: value.label)),
            ("Based on", self.thing.all(SCHEMA + "isBasedOn")),
        )
        return [(label, values) for label, values in found if values]

    @property
    def caveats(self) -> int:
        return sum(bool(figure.caveat) for figure in self.figures)

    @property
    def odd(self) -> int:
        """How many figures have a sum against them."""
        return sum(bool(figure.sums) for figure in self.figures)


@per_snapshot
def figures(engine: QueryEngine) -> tuple[list[Table], list[Figure]]:
    """The tables, the largest first, with their figures; and the figures that are in no table.

    Raises:
        Problem: the engine could not answer.
    """
    nodes = described(engine, _FIGURES)
    found = [Figure(thing) for name, thing in sorted(nodes.items()) if name.startswith(CLAIM)]
    tables = [
        Table(thing, tuple(figure for figure in found if figure.table == name))
        for name, thing in nodes.items()
        if any(kind.term.value == QB + "DataSet" for kind in thing.all(RDF + "type"))
    ]
    tables.sort(key=lambda table: (-len(table.figures), table.thing.name))
    known = {table.thing.iri for table in tables}
    return tables, [figure for figure in found if figure.table not in known]


def layout(figures: Sequence[Figure]) -> Layout:
    """Times go down the rows and are drawn as lines; else things go down and measures across, in bars or, where a
    length means nothing or a place holds several figures, in dots. Each column has one unit."""
    varying = [name for name in DIMENSIONS if len(_values(figures, [name])) > 1]
    if "inPlace" in varying and _follows(figures, "inPlace", [name for name in varying if name != "inPlace"]):
        varying.remove("inPlace")
    times = "period" in varying and all(_YEAR.fullmatch(figure.thing.text(KG + "period")) for figure in figures)
    things = [name for name in varying if name != "object"] or ["object"]
    down = ["period"] if times else things
    across = [name for name in varying if name not in down]
    columns: dict[tuple[str, ...], list[Figure]] = {}
    rows: dict[tuple[str, ...], list[Figure]] = {}
    # A measure that was added to the table later comes later.
    for figure in reversed(figures):
        columns.setdefault((*_key(figure, across), figure.unit.term.value), []).insert(0, figure)
    for figure in figures:
        rows.setdefault(_key(figure, down), []).append(figure)
    across_columns = dict(reversed(columns.items()))
    heads = tuple(_column(each, across, rows.values(), times) for each in across_columns.values())
    laid = [
        Row(
            _heads(each[0], down),
            tuple(tuple(f for f in each if f in column) for column in across_columns.values()),
        )
        for each in rows.values()
    ]
    if times:
        laid.sort(key=lambda row: row.label)
    else:
        laid.sort(key=lambda row: -max((float(figure.value) for figure in row.cells[0]), default=0))
    fixed = [(name, figures[0].dimension(name)) for name in DIMENSIONS if len(_values(figures, [name])) == 1]
    shown = tuple((name, value) for name, value in fixed if value and name not in (*down, "document"))
    return Layout(tuple(down), heads, tuple(laid), shown)


def _sure(value: Value | None) -> Value:
    assert value, "an observation has a document and a unit"
    return value


def _column(figures: list[Figure], across: list[str], rows: Iterable[list[Figure]], times: bool) -> Column:
    first = figures[0]
    crowded = any(sum(figure in figures for figure in row) > 1 for row in rows)
    kind: Kind = "dots" if crowded or first.unit.term.value == RANK else "line" if times else "bars"
    label = " · ".join(head.label for head in _heads(first, across)) or first.unit.label
    return Column(label, first.unit, kind)


def _heads(figure: Figure, names: Iterable[str]) -> tuple[Value, ...]:
    return tuple(value for name in names if (value := figure.dimension(name)))


def _key(figure: Figure, names: Iterable[str]) -> tuple[str, ...]:
    return tuple(value.term.value if (value := figure.dimension(name)) else "" for name in names)


def _values(figures: Iterable[Figure], names: Iterable[str]) -> set[tuple[str, ...]]:
    names = list(names)
    return {_key(figure, names) for figure in figures}


def _follows(figures: Sequence[Figure], name: str, others: list[str]) -> bool:
    return len(_values(figures, [*others, name])) == len(_values(figures, others))
