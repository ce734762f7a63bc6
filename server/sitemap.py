"""``/sitemap.xml`` and ``/robots.txt``: where crawlers find every page, and what they need not ask.

By https://www.sitemaps.org/protocol.html a file has at most 50,000 addresses; where there are more, the sitemap is
an index of files ``/sitemap-1.xml`` and so on.
"""

from __future__ import annotations

from xml.sax.saxutils import escape

from flask import Blueprint, Response, request

from graph.namespaces import CLAIM, ID, ONTOLOGY_GRAPH
from server.cached import per_snapshot
from server.engine import QueryEngine, iri, select
from server.layout import FURTHER, NAVIGATION
from server.presentation import PROLOGUE, local
from server.problems import Problem
from server.questions import load_questions
from server.services import services
from server.terms import terms

blueprint = Blueprint("sitemap", __name__)

MOST = 50_000
# What has an answer to everything: a crawler would never be done.
_ENDLESS = ("/sparql", "/search", "/suggest", "/rdf-graph-store")
_SCHEMA = "http://www.sitemaps.org/schemas/sitemap/0.9"
_THINGS = f"""{PROLOGUE}
SELECT DISTINCT ?thing WHERE {{
  {{ ?thing skos:prefLabel ?label FILTER(STRSTARTS(STR(?thing), "{ID}")) }}
  UNION {{ ?thing kg:gloss ?gloss FILTER(STRSTARTS(STR(?thing), "{CLAIM}")) }}
  UNION {{ ?claim prov:hadPrimarySource ?thing . ?thing a foaf:Document }}
  UNION {{ ?thing a qb:DataSet }}
  UNION {{ GRAPH ?ontology {{ ?thing a skos:ConceptScheme }} }}
}} ORDER BY ?thing"""


@blueprint.get("/robots.txt")
def robots() -> Response:
    lines = [
        "User-agent: *",
        *(f"Disallow: {path}" for path in _ENDLESS),
        "",
        f"Sitemap: {request.url_root}sitemap.xml",
    ]
    return Response("\n".join(lines) + "\n", mimetype="text/plain")


@blueprint.get("/sitemap.xml")
def sitemap() -> Response:
    files = _files(services().engine)
    if len(files) == 1:
        return _answer("urlset", "url", files[0])
    return _answer("sitemapindex", "sitemap", [f"/sitemap-{number}.xml" for number in range(1, len(files) + 1)])


@blueprint.get("/sitemap-<int:number>.xml")
def part(number: int) -> Response:
    files = _files(services().engine)
    if not 1 <= number <= len(files) or len(files) == 1:
        raise Problem(404, "not-found", "The sitemap is at /sitemap.xml.")
    return _answer("urlset", "url", files[number - 1])


@per_snapshot
def _files(engine: QueryEngine) -> list[tuple[str, ...]]:
    """The paths of all pages, by the file that they stand in."""
    names = terms(engine)
    paths = dict.fromkeys(path.partition("#")[0] for path, _ in (("/", ""), *NAVIGATION, *FURTHER))
    paths |= dict.fromkeys(module.href for module in names.modules.values())
    paths |= dict.fromkeys(path for term in names.iris if (path := names.page(term)))
    paths |= dict.fromkeys(question.href for question in load_questions().values())
    rows = select(engine, _THINGS, ontology=iri(ONTOLOGY_GRAPH))
    paths |= dict.fromkeys(path for row in rows if "thing" in row and (path := local(row["thing"].value)))
    every = list(paths)
    return [tuple(every[begin : begin + MOST]) for begin in range(0, len(every), MOST)]


def _answer(root: str, entry: str, paths: list[str] | tuple[str, ...]) -> Response:
    site = request.url_root.rstrip("/")
    entries = "".join(f"<{entry}><loc>{escape(site + path)}</loc></{entry}>\n" for path in paths)
    return Response(
        f'<?xml version="1.0" encoding="UTF-8"?>\n<{root} xmlns="{_SCHEMA}">\n{entries}</{root}>\n',
        mimetype="application/xml",
    )
