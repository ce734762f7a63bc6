"""``/claim/DOCUMENT-NUMBER``: everything about one claim."""

from __future__ import annotations

from collections.abc import Iterator

from flask import Blueprint, Response, render_template

from server.citation import CITATIONS, Citation, citation
from server.consequences import consequences
from server.engine import iri
from server.facts import COLUMNS, WITH_CONFLICTS, Fact, facts, table
from server.labels import described
from server.presentation import PROLOGUE
from server.reporting import report_address
from server.representations import FORMATS, Requested, not_found, requested, respond
from server.services import services

blueprint = Blueprint("claim", __name__)

_FOLLOWS = f"""{PROLOGUE}
SELECT ?node ?property ?value WHERE {{
  ?node prov:wasDerivedFrom ?entity ; ?property ?value .
}}"""


@blueprint.get("/claim/<path:name>")
def claim(name: str) -> Response:
    asked = requested("claim/", name, (*FORMATS, *CITATIONS))
    if asked.format in CITATIONS:
        return _citation(asked, _read(asked)[0]).respond(asked)
    return respond(asked, page=lambda: _page(asked), rows=lambda: _rows(asked), columns=COLUMNS)


def _read(asked: Requested) -> tuple[Fact, list[Fact]]:
    """The claim, and those that contradict it."""
    found = {fact.iri: fact for fact in facts(services().engine, WITH_CONFLICTS, asked.iri)}
    if asked.iri not in found:
        raise not_found(asked.iri)
    return found.pop(asked.iri), list(found.values())


def _rows(asked: Requested) -> Iterator[dict[str, str | int]]:
    return table([_read(asked)[0]])


def _citation(asked: Requested, fact: Fact) -> Citation:
    return citation(asked, f"Claim {fact.id}: {fact.gloss}", services().engine.snapshot.path)


def _page(asked: Requested) -> str:
    fact, conflicts = _read(asked)
    report_to = services().report_to
    follows = described(services().engine, _FOLLOWS, entity=iri(asked.iri))
    return render_template(
        "claim.html",
        asked=asked,
        fact=fact,
        conflicts=conflicts,
        consequences=consequences(follows.values()),
        cut=next((fact.document for quote in fact.quotes if quote.shortened), None),
        report=report_address(report_to, fact.id, fact.iri, fact.gloss) if report_to else None,
        citation=_citation(asked, fact),
    )
