"""``/search``: entities by their names, and claims by their sentences, each with its words."""

from __future__ import annotations

from flask import Blueprint, Response, jsonify, render_template, request

from server.engine import iri, select
from server.facts import facts_of
from server.index import Hit, all_of, any_of, find_claims, find_entities, kinds, words
from server.negotiation import HTML
from server.presentation import PROLOGUE
from server.problems import Problem
from server.representations import CSV, FORMATS, TABLES, as_csv, requested
from server.services import services

blueprint = Blueprint("search", __name__)

COLUMNS = ("iri", "label", "kind", "description", "other_names", "claims")
_MOST = 100
_MOST_CLAIMS = 10
_LONGEST = 200
_COUNTS = f"""{PROLOGUE}
SELECT ?thing (COUNT(DISTINCT ?claim) AS ?claims) WHERE {{
  VALUES ?thing {{ #THINGS }}
  ?claim ?role ?thing ; kg:gloss ?gloss .
}} GROUP BY ?thing"""


@blueprint.get("/search", defaults={"ending": ""})
@blueprint.get("/search<ending>")
def search(ending: str) -> Response:
    """Parameters: ``q``, words each of which begins a word of the text (else some do); ``kind``, one kind only."""
    if ending and ending.removeprefix(".") not in [each.name for each in TABLES]:
        raise Problem(404, "not-found", "Results are at /search, /search.json and /search.csv.")
    asked = requested("", "search" + ending, FORMATS[:3])
    query, kind = request.args.get("q", "").strip(), request.args.get("kind", "").strip()
    if len(query) > _LONGEST:
        raise Problem(400, "malformed-request", f"A search has at most {_LONGEST} characters.")
    match, some = all_of(words(query)), False
    hits = find_entities(match, kind, _MOST, query) if match or kind else []
    if not hits and len(words(query)) > 1:
        match, some = any_of(words(query)), True
        hits = find_entities(match, kind, _MOST)
    counts = _counts(hits)
    rows = [_row(hit, counts) for hit in hits]
    if asked.format is CSV:
        response = Response(as_csv(COLUMNS, rows), content_type=CSV.content_type)
    elif asked.format is not HTML:
        response = jsonify(query=query, kind=kind or None, columns=COLUMNS, rows=rows)
    else:
        claims = find_claims(match, _MOST_CLAIMS) if match and not kind else []
        page = render_template(
            "search.html",
            query=query,
            kind=kind,
            kinds=kinds(match),
            hits=hits,
            counts=counts,
            some=some,
            most=_MOST,
            facts=facts_of(services().engine, claims),
        )
        response = Response(page, mimetype="text/html")
    response.vary.add("Accept")
    return response


def _counts(hits: list[Hit]) -> dict[str, int]:
    """How many claims name each of the things found."""
    if not hits:
        return {}
    query = _COUNTS.replace("#THINGS", " ".join(iri(hit.iri).sparql() for hit in hits))
    return {row["thing"].value: int(row["claims"].value) for row in select(services().engine, query)}


def _row(hit: Hit, counts: dict[str, int]) -> dict[str, str | int]:
    values = (hit.iri, hit.label, hit.kind, hit.description, hit.names, counts.get(hit.iri, 0))
    return dict(zip(COLUMNS, values, strict=True))
