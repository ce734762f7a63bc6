"""The result of ``bench serve`` as text, Markdown and JSON."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from textwrap import fill
from typing import Any

from graph.benches.figures import Figure, Phase, Row, Verdict, verdicts
from graph.benches.peers import NATIVE, OURS, RDFLIB

_SHORT = {OURS: "ours", NATIVE: "native", RDFLIB: "rdflib"}
_MARKS = {True: "met", False: "MISSED", None: "open"}


@dataclass(frozen=True)
class Table:
    """A title, the names of the columns, and rows of cells; the first column is text, the others are figures."""

    title: str
    columns: Sequence[str]
    rows: Sequence[Sequence[str]]

    def text(self) -> str:
        widths = [max(map(len, column)) for column in zip(self.columns, *self.rows, strict=True)]
        lines = [
            "  ".join(f"{cell:{'<' if place == 0 else '>'}{width}}" for place, (cell, width) in enumerate(pairs))
            for pairs in (list(zip(row, widths, strict=True)) for row in (self.columns, *self.rows))
        ]
        return "\n".join([self.title, "", *(line.rstrip() for line in lines)])

    def markdown(self) -> str:
        rule = ["---", *["---:"] * (len(self.columns) - 1)]
        lines = ["| " + " | ".join(row) + " |" for row in (self.columns, rule, *self.rows)]
        return "\n".join([f"## {self.title}", "", *lines])


@dataclass(frozen=True)
class Report:
    """All that was measured. ``page`` holds first visits by one and by eight clients and repeated visits; ``floor``
    is what the measuring itself takes, in milliseconds; ``absent`` says of a server why it was not asked."""

    rows: list[Row]
    page: Mapping[Phase, Figure]
    floor: float
    remarks: list[str]
    absent: Mapping[str, str]
    machine: Mapping[str, str]
    date: str
    triples: int
    runs: int

    @property
    def verdicts(self) -> list[Verdict]:
        return verdicts(self.rows, self.page["one"])

    def text(self) -> str:
        parts = [*(table.text() for table in self._tables()), self._verdicts(), self._notes(""), self._facts("")]
        return "\n\n".join(parts)

    def markdown(self) -> str:
        title = f"# Servers on {self.triples:,} triples, {self.date}"
        lead = (
            "Made by `creativekg bench serve --save`; [README.md](README.md) says how it is measured. "
            "Times are in milliseconds; `ratio` is our p50 divided by the native server's."
        )
        picture = "![p50 of the servers by kind of query, on a logarithmic scale](serve.svg)"
        tables = [table.markdown() for table in (*self._tables(), self._targets())]
        parts = [title, lead, picture, *tables, self._notes("- "), "## Machine", self._facts("- ")]
        return "\n\n".join(parts) + "\n"

    def as_json(self) -> dict[str, Any]:
        """Every figure; see :meth:`graph.benches.figures.Figure.as_json`."""
        return {
            "date": self.date,
            "triples": self.triples,
            "runs": self.runs,
            "machine": dict(self.machine),
            "absent": dict(self.absent),
            "measuring_itself_ms": round(self.floor, 4),
            "kinds": [
                {
                    "name": row.name,
                    "class": row.weight,
                    "figures": {
                        phase: {
                            server: figure.as_json()
                            for (each, server), figure in row.figures.items()
                            if each == phase
                        }
                        for phase in ("one", "eight", "again")
                    },
                }
                for row in self.rows
            ],
            "entity_page": {phase: figure.as_json() for phase, figure in self.page.items()},
            "targets": [asdict(verdict) for verdict in self.verdicts],
            "remarks": self.remarks,
        }

    def draw(self, file: Path) -> None:
        """Write the picture as SVG."""
        from graph.benches.plot import draw

        draw(self.rows, file)

    def _tables(self) -> list[Table]:
        return [self._one(), self._again(), self._pages(), self._eight()]

    @property
    def _servers(self) -> list[str]:
        return [name for name in (OURS, NATIVE, RDFLIB) if name not in self.absent]

    def _one(self) -> Table:
        columns = ["kind", "class", *self._heads("p50", "p99"), "ratio"]
        if RDFLIB in self._servers:
            columns.append("ours/rdflib")
        rows = []
        for row in self.rows:
            cells = [cell for name in self._servers for cell in _times(row.figures["one", name])]
            ratios = [_ratio(row.ratio("one", name)) for name in self._servers[1:]]
            rows.append([row.name, row.weight, *cells, *ratios])
        return Table("One client", columns, rows)

    def _again(self) -> Table:
        columns = ["kind", "ours, new p50", "ours, again p50", "p99", "native, again p50", "p99", "ratio"]
        rows = [
            [
                row.name,
                _ms(row.figures["one", OURS].p50),
                *_times(row.figures["again", OURS]),
                *_times(row.figures["again", NATIVE]),
                _ratio(row.ratio("again")),
            ]
            for row in self.rows
        ]
        return Table("A query asked again, one client", columns, rows)

    def _pages(self) -> Table:
        names: dict[Phase, str] = {
            "one": "first visits",
            "again": "repeated visits",
            "eight": "first visits, eight clients",
        }
        rows = [[name, *_times(self.page[phase]), _rate(self.page[phase])] for phase, name in names.items()]
        return Table("Entity pages of our server as HTML", ["", "p50", "p99", "requests/s"], rows)

    def _eight(self) -> Table:
        columns = ["kind", *self._heads("p50", "p99", "/s"), "ratio"]
        rows = []
        for row in self.rows:
            figures = [row.figures["eight", name] for name in self._servers]
            cells = [cell for figure in figures for cell in (*_times(figure), _rate(figure))]
            rows.append([row.name, *cells, _ratio(row.ratio("eight"))])
        return Table("Eight clients", columns, rows)

    def _targets(self) -> Table:
        rows = [[each.target, _MARKS[each.met], each.detail] for each in self.verdicts]
        return Table("Targets, one client", ["target", "", "where"], rows)

    def _heads(self, *names: str) -> list[str]:
        return [f"{_SHORT[server]} {name}" for server in self._servers for name in names]

    def _notes(self, mark: str) -> str:
        lines = [
            f"{_SHORT[OURS]}: {OURS}; {_SHORT[NATIVE]}: {NATIVE}; {_SHORT[RDFLIB]}: {RDFLIB}.",
            f"{len(self.rows)} kinds of query, {self.runs} rounds; answers of ours and of native are the same.",
            f"The measuring itself, client and loopback, takes {self.floor:.3f} ms of each p50.",
            *(f"{name} was not asked: {why}." for name, why in self.absent.items()),
            *(f"{each}." for each in self.remarks),
            *self._refusals(),
        ]
        return "\n".join(mark + line for line in lines)

    def _refusals(self) -> list[str]:
        clients: dict[Phase, str] = {"one": "one client", "eight": "eight clients", "again": "one client, again"}
        figures = {(row.name, *key): figure for row in self.rows for key, figure in row.figures.items()}
        figures |= {("entity pages", phase, OURS): figure for phase, figure in self.page.items()}
        return [
            f"{server}, {name}, {clients[phase]}: {figure.refused} refused as busy, {len(figure.ms)} answered."
            for (name, phase, server), figure in figures.items()
            if figure.refused
        ]

    def _verdicts(self) -> str:
        lines = [f"{_MARKS[each.met]:7} {each.target}: {each.detail}" for each in self.verdicts]
        return "\n".join(
            ["Targets, one client", "", *(fill(line, 110, subsequent_indent=" " * 8) for line in lines)]
        )

    def _facts(self, mark: str) -> str:
        return "\n".join(f"{mark}{name}: {value}" for name, value in self.machine.items())


def _times(figure: Figure) -> list[str]:
    if figure.note or not figure.ms:
        return [figure.note or "–", "–"]
    return [_ms(figure.p50), _ms(figure.p99)]


def _rate(figure: Figure) -> str:
    return f"{figure.rate:,.0f}" if figure.measured else "–"


def _ms(value: float) -> str:
    return f"{value:.2f}" if value < 100 else f"{value:,.0f}"


def _ratio(value: float | None) -> str:
    return "–" if value is None else f"{value:.2f}"
