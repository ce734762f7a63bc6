"""Every page has its data behind it: one address, seven representations, by ``Accept`` or by a file ending.

========== ===================== ====================================
ending     media type            what it holds
========== ===================== ====================================
``.html``  text/html             the page
``.json``  application/json      the facts of the page as a table
``.csv``   text/csv              likewise
``.ttl``   text/turtle           the RDF of the thing and its claims
``.nt``    application/n-triples likewise
``.rdf``   application/rdf+xml   likewise
``.jsonld`` application/ld+json  likewise
========== ===================== ====================================
"""

from __future__ import annotations

import csv
import io
import json
import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from urllib.parse import quote

from flask import Response, request
from rdflib import Graph

from graph.namespaces import BASE
from server.engine import Answer, construct, iri, select
from server.index import near
from server.negotiation import GRAPHS, HTML, Format, prefer
from server.presentation import PROLOGUE
from server.problems import Problem
from server.services import services

JSON = Format("json", "application/json", "JSON", ("text/json",))
CSV = Format("csv", "text/csv", "CSV")
TABLES = (JSON, CSV)
FORMATS = (HTML, *TABLES, *GRAPHS)
_NAME = re.compile(r"[A-Za-z0-9._:/-]+")
_WRITERS = {"ttl": "turtle", "nt": "nt", "rdf": "xml", "jsonld": "json-ld"}

# What the RDF of a thing holds: its own triples, the claims that name it with their evidence, what follows,
# and the licence of the labels in other languages.
THING = f"""{PROLOGUE}
CONSTRUCT {{ ?node ?property ?value }} WHERE {{
  {{ SELECT DISTINCT ?node WHERE {{
    {{ VALUES ?node {{ ?entity }} }}
    UNION {{ ?claim ?role ?entity ; kg:gloss ?gloss . BIND(?claim AS ?node) }}
    UNION {{ ?claim ?role ?entity ; kg:gloss ?gloss ; kg:evidence ?node }}
    UNION {{ ?claim ?role ?entity ; kg:gloss ?gloss ; kg:evidence/oa:hasSelector ?node }}
    UNION {{ ?entity kg:evidence ?node }}
    UNION {{ ?entity kg:evidence?/oa:hasSelector ?node }}
    UNION {{ ?node kg:subject ?entity ; kg:rule ?rule }}
    UNION {{ GRAPH ?node {{ ?entity skos:prefLabel ?label . ?node dcterms:license ?license }} }}
  }} }}
  ?node ?property ?value .
}}"""
NODE = f"{PROLOGUE}\nCONSTRUCT {{ ?entity ?property ?value }} WHERE {{ ?entity ?property ?value }}"
_EXISTS = "SELECT ?found WHERE { ?entity ?found ?value } LIMIT 1"


@dataclass(frozen=True)
class Requested:
    """What a client asks for: a thing by its IRI, in a format.

    ``page`` is the IRI of the page where that is not the thing's own, which has a hash or belongs to others;
    ``offered`` is what there is of it.
    """

    iri: str
    format: Format
    page: str = ""
    offered: tuple[Format, ...] = FORMATS

    @property
    def canonical(self) -> str:
        """The one address of the page, whichever server shows it."""
        return self.page or self.iri

    @property
    def path(self) -> str:
        """The address of the page without an ending."""
        return "/" + quote(self.canonical.removeprefix(BASE), safe="/#-._~:")

    @property
    def alternates(self) -> list[tuple[Format, str]]:
        """The other representations, each with its address."""
        return [(each, f"{self.path}.{each.name}") for each in self.offered if each is not HTML]


def requested(kind: str, name: str, offered: Sequence[Format] = FORMATS) -> Requested:
    """Read a path below ``kind`` (``id``, ``claim`` …): a known file ending decides, else ``Accept`` does.

    Raises:
        Problem: 404, no IRI of ours is written like this; 406, the client accepts none of the formats.
    """
    if not _NAME.fullmatch(name):
        raise Problem(404, "not-found", "No address of ours looks like this.")
    stem, dot, ending = name.rpartition(".")
    by_ending = next((each for each in offered if each.name == ending), None)
    if dot and by_ending is not None:
        return Requested(f"{BASE}{kind}{stem}", by_ending, offered=tuple(offered))
    best = prefer(request.headers.get("Accept"), offered)
    if best is None:
        available = [each.media_type for each in offered]
        raise Problem(406, "not-acceptable", "There is: " + ", ".join(available) + ".", available=available)
    return Requested(f"{BASE}{kind}{name}", best, offered=tuple(offered))


def respond(
    asked: Requested,
    *,
    page: Callable[[], str],
    rows: Callable[[], Iterable[dict[str, str | int]]],
    columns: Sequence[str],
    graph: str | Callable[[Format], bytes] = THING,
    exists: Callable[[], bool] | None = None,
) -> Response:
    """The representation that is asked for; only what it needs is computed.

    ``graph`` is a CONSTRUCT query, or writes the RDF itself. ``page``, ``rows`` and such a writer raise a Problem
    (404) where the thing does not exist; for a query ``exists`` says so, by default by asking for one triple.
    """
    if asked.format is HTML:
        response = Response(page(), mimetype="text/html")
    elif asked.format is JSON:
        body = json.dumps({"iri": asked.iri, "columns": list(columns), "rows": list(rows())}, ensure_ascii=False)
        response = Response(body + "\n", mimetype="application/json")
    elif asked.format is CSV:
        response = Response(as_csv(columns, rows()), content_type=CSV.content_type)
    elif not isinstance(graph, str):
        response = Response(graph(asked.format), content_type=asked.format.content_type)
    else:
        engine = services().engine
        there = exists() if exists else bool(select(engine, _EXISTS, entity=iri(asked.iri)))
        if not there:
            raise not_found(asked.iri)
        bindings = {"entity": iri(asked.iri)} if "?entity" in graph else {}
        response = to_response(construct(engine, graph, asked.format.media_type, **bindings))
    response.vary.add("Accept")
    links = [f'<{address}>; rel="alternate"; type="{each.media_type}"' for each, address in asked.alternates]
    response.headers["Link"] = ", ".join([*links, f'<{asked.canonical}>; rel="canonical"'])
    return response


def to_response(answer: Answer) -> Response:
    """An engine's answer as a Flask response, which streams where the answer does."""
    streams = not isinstance(answer.body, bytes)
    return Response(answer.body, content_type=answer.content_type, direct_passthrough=streams)


def written(graph: Graph, rdf_format: Format) -> bytes:
    """A graph in one of :data:`server.negotiation.GRAPHS`, in UTF-8."""
    return graph.serialize(format=_WRITERS[rdf_format.name], encoding="utf-8")


def as_csv(columns: Sequence[str], rows: Iterable[dict[str, str | int]]) -> str:
    """Rows as RFC 4180 has them."""
    text = io.StringIO()
    writer = csv.DictWriter(text, columns)
    writer.writeheader()
    writer.writerows(rows)
    return text.getvalue()


def not_found(entity: str) -> Problem:
    """A 404 that names what is written like what was asked for."""
    suggestions = near(entity.removeprefix(BASE).rpartition("/")[2])
    detail = f"There is nothing at {entity} in this snapshot."
    return Problem(404, "not-found", detail, suggestions=suggestions or None)
