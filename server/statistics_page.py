"""``/statistics``: the tables of the documents and the figures that stand alone; ``/statistics/NAME``: one table,
drawn and written out, with every caveat."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from flask import Blueprint, Response, render_template

from graph.namespaces import BASE, ID, KG
from server.charts import as_rdf, drawn, editor
from server.facts import facts
from server.figures import Figure, Layout, Table, figures, layout
from server.presentation import Value, first_upper, short
from server.representations import Requested, not_found, requested, respond
from server.services import services
from server.terms import terms

blueprint = Blueprint("statistics", __name__)

COLUMNS = (
    *("claim", "gloss", "table", "table_label", "subject", "subject_label", "measure", "measure_label"),
    *("place", "period", "bound", "value", "value_as_written", "unit", "measured_by", "caveat", "arithmetic"),
    *("document", "document_title"),
)
_ABOUT = "?claim kg:subject|kg:object ?entity ; kg:gloss ?gloss ."
_FIGURES = """
SELECT ?claim ?of ?measure ?place ?period ?bound ?value ?unit ?caveat WHERE {
  ?claim a kg:Observation ; #WHICH
    kg:subject/skos:prefLabel ?of ; kg:object/skos:prefLabel ?measure ;
    kg:period ?period ; kg:bound/rdfs:label ?bound ; kg:value ?value ; kg:unit/skos:prefLabel ?unit .
  FILTER(LANG(?of) = "en" && LANG(?measure) = "en" && LANG(?unit) = "en")
  OPTIONAL { ?claim kg:inPlace/skos:prefLabel ?place FILTER(LANG(?place) = "en") }
  OPTIONAL { ?claim kg:caveat ?caveat }
}
ORDER BY ?claim
"""


@dataclass
class Notes:
    """Caveats and sums, each once, with the figures that they stand against."""

    of: dict[tuple[str, tuple[str, ...]], list[Figure]] = field(default_factory=dict)

    @classmethod
    def on(cls, figures: Iterable[Figure]) -> Notes:
        notes = cls()
        for figure in figures:
            if figure.caveat or figure.sums:
                notes.of.setdefault((figure.caveat, figure.sums), []).append(figure)
        return notes

    def number(self, figure: Figure) -> int:
        """The number of the note on a figure, from 1; 0 where there is none."""
        return {note: number for number, note in enumerate(self.of, 1)}.get((figure.caveat, figure.sums), 0)


@blueprint.get("/statistics", defaults={"ending": ""})
@blueprint.get("/statistics<ending>")
def index(ending: str) -> Response:
    asked = requested("", "statistics" + ending)
    if asked.iri != BASE + "statistics":
        raise not_found(asked.iri)
    tables, alone = figures(services().engine)
    every = [figure for table in tables for figure in table.figures] + alone
    return respond(
        asked,
        page=lambda: render_template(
            "statistics.html",
            asked=asked,
            tables=tables,
            alone=_by_document(alone),
            total=len(every),
            notes=Notes.on(alone),
            query=editor(_FIGURES.replace("#WHICH", "")),
        ),
        rows=lambda: _rows(every),
        columns=COLUMNS,
        graph=as_rdf("?claim a kg:Observation ."),
        exists=lambda: True,
    )


@blueprint.get("/statistics/<path:name>")
def statistic(name: str) -> Response:
    at = requested("statistics/", name)
    stem = at.iri.removeprefix(BASE + "statistics/")
    asked = Requested(ID + stem, at.format, page=at.iri)
    table = next((table for table in figures(services().engine)[0] if table.name == stem), None)
    if table is None:
        raise not_found(asked.iri)
    return respond(
        asked,
        page=lambda: _page(asked, table),
        rows=lambda: _rows(table.figures),
        columns=COLUMNS,
        graph=as_rdf("{ ?claim qb:dataSet ?entity } UNION { VALUES ?claim { ?entity } }"),
    )


def _page(asked: Requested, table: Table) -> str:
    laid = layout(table.figures) if table.figures else None
    in_order = [figure for row in laid.rows for cell in row.cells for figure in cell] if laid else []
    return render_template(
        "statistic.html",
        asked=asked,
        table=table,
        laid=laid,
        heads=_dimensions(laid) if laid else None,
        notes=Notes.on(in_order),
        said=facts(services().engine, _ABOUT, asked.iri),
        query=editor(_FIGURES.replace("#WHICH", f"qb:dataSet {short(asked.iri)} ;")),
        drawn=drawn(),
    )


def _dimensions(laid: Layout) -> tuple[str, list[tuple[str, Value]]]:
    """What the ontology calls the dimension of the rows, and those that are the same for all figures."""
    names = terms(services().engine)

    def called(dimension: str) -> str:
        return first_upper(names.label(f"{KG}figures-{dimension}"))

    return " · ".join(called(each) for each in laid.rows_of), [(called(name), value) for name, value in laid.fixed]


def _by_document(alone: Iterable[Figure]) -> list[tuple[Value, list[Figure]]]:
    found: dict[str, list[Figure]] = {}
    for figure in alone:
        found.setdefault(figure.document.term.value, []).append(figure)
    return [(found[document][0].document, found[document]) for document in sorted(found)]


def _rows(some: Iterable[Figure]) -> Iterator[dict[str, str | int]]:
    tables = {table.thing.iri: table.thing.name for table in figures(services().engine)[0]}
    for figure in some:
        thing, measure = figure.dimension("subject"), figure.dimension("object")
        assert thing and measure
        values = (
            *(figure.claim.term.value, figure.claim.label, figure.table or "", tables.get(figure.table or "", "")),
            *(thing.term.value, thing.label, measure.term.value, measure.label),
            *(
                figure.thing.text(KG + name)
                for name in ("inPlace", "period", "bound", "value", "statedValue", "unit")
            ),
            *(figure.thing.text(KG + "measuredBy"), figure.caveat, "; ".join(figure.sums)),
            *(figure.document.term.value, figure.document.label),
        )
        yield dict(zip(COLUMNS, values, strict=True))
