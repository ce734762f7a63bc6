"""``/document/ID``: a source document, its text with the evidence marked, and what it claims.

Where the snapshot holds no text, the elided quotes stand in for it, in their order.
"""

from __future__ import annotations

import json
from collections.abc import Iterator

from flask import Blueprint, Response, render_template

from graph.namespaces import DCTERMS, DOCUMENT, KG, SCHEMA, SKOS
from server.citation import CITATIONS, citation
from server.engine import iri
from server.facts import COLUMNS, OF_DOCUMENT, facts, table
from server.labels import described
from server.marked import Section, Unclaimed, sections, sections_without_text
from server.presentation import PROLOGUE, Thing
from server.representations import FORMATS, Requested, not_found, requested, respond
from server.services import services
from server.text_fragments import addresses

blueprint = Blueprint("document", __name__)

_PEOPLE = {"author": "Author", "publisher": "Publisher", "copyrightHolder": "Copyright holder"}

_DOCUMENT = f"""{PROLOGUE}
SELECT ?node ?property ?value WHERE {{
  VALUES ?node {{ ?entity }} ?node ?property ?value .
}}"""


@blueprint.get("/document/<path:name>")
def document(name: str) -> Response:
    asked = requested("document/", name, (*FORMATS, *CITATIONS))
    if asked.format in CITATIONS:
        return citation(asked, _thing(asked).name, services().engine.snapshot.path).respond(asked)
    return respond(asked, page=lambda: _page(asked), rows=lambda: _rows(asked), columns=COLUMNS)


def _thing(asked: Requested) -> Thing:
    nodes = described(services().engine, _DOCUMENT, entity=iri(asked.iri))
    if asked.iri not in nodes:
        raise not_found(asked.iri)
    return nodes[asked.iri]


def _rows(asked: Requested) -> Iterator[dict[str, str | int]]:
    found = facts(services().engine, OF_DOCUMENT, asked.iri)
    if not found:
        _thing(asked)
    return table(found)


def _page(asked: Requested) -> str:
    engine = services().engine
    thing = _thing(asked)
    found = facts(engine, OF_DOCUMENT, asked.iri)
    identifier = asked.iri.removeprefix(DOCUMENT)
    path = engine.snapshot.documents / f"{identifier}.json"
    # What became of every passage (see `graph.coverage.Coverage.as_json`); an older snapshot does not say.
    account = engine.snapshot.coverage / f"{identifier}.json"
    coverage = json.loads(account.read_text(encoding="utf-8")) if account.is_file() else {"accounts": []}
    unclaimed = [
        Unclaimed(each["start"], each["end"], each["quote"], each["reason"])
        for each in coverage["accounts"]
        if each["reason"]
    ]
    parts: list[Section]
    if attached := path.is_file():
        parts = sections(json.loads(path.read_text(encoding="utf-8")), found, unclaimed)
    else:
        parts = sections_without_text(found, unclaimed)
    return render_template(
        "document.html",
        asked=asked,
        thing=thing,
        identifier=identifier,
        attached=attached,
        sections=parts,
        coverage=coverage,
        total=len(found),
        passages=len({quote.anchor for fact in found for quote in fact.quotes}),
        description=thing.text(DCTERMS + "description"),
        note=thing.text(SKOS + "note"),
        people=[(label, who) for name, label in _PEOPLE.items() if (who := thing.all(SCHEMA + name))],
        issued=thing.text(DCTERMS + "issued"),
        language=thing.text(DCTERMS + "language"),
        characters=thing.text(KG + "characters"),
        sha256=thing.text(KG + "sha256"),
        published=addresses(engine).get(asked.iri),
        citation=citation(asked, thing.name, engine.snapshot.path),
    )
