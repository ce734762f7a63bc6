"""``/rdf-graph-store``: the SPARQL 1.1 Graph Store HTTP Protocol (https://www.w3.org/TR/sparql11-http-rdf-update/),
the part that reads: ``?graph=IRI`` names a graph, ``?default`` the union of all of them."""

from __future__ import annotations

from flask import Blueprint, Response, request

from server.engine import iri, select
from server.negotiation import CONSTRUCTED, prefer
from server.outcome import not_acceptable
from server.problems import Problem
from server.services import services
from server.sparql import client_gone, to_response

METHODS = "GET, HEAD, OPTIONS"
_WRITING = ["PUT", "POST", "DELETE", "PATCH"]

blueprint = Blueprint("graph_store", __name__)


@blueprint.route("/rdf-graph-store", methods=["GET", "OPTIONS", *_WRITING])
def graph_store() -> Response:
    """A graph in the RDF format that the client prefers.

    Raises:
        Problem: 400 for neither or both of ``graph`` and ``default``, or a relative IRI; 404 where there is no such
            graph; 405 for a method that writes; 406 with the formats there are.
    """
    if request.method == "OPTIONS":
        return Response(status=204, headers={"Allow": METHODS})
    if request.method in _WRITING:
        detail = "This graph store only reads: the graph changes when a new snapshot is built and published."
        raise Problem(405, "method-not-allowed", detail, headers={"Allow": METHODS})
    name = _graph()
    best = prefer(request.headers.get("Accept"), CONSTRUCTED)
    if best is None:
        raise not_acceptable("graph")
    engine = services().engine
    if name and not select(engine, "SELECT * WHERE { GRAPH ?graph { ?s ?p ?o } } LIMIT 1", graph=iri(name)):
        raise Problem(404, "not-found", f"There is no graph {name}; /.well-known/void lists those there are.")
    answer = engine.run(
        "CONSTRUCT WHERE { ?s ?p ?o }",
        best.media_type,
        default_graphs=[name] if name else (),
        client_gone=client_gone(),
    )
    response = to_response(answer)
    response.vary.add("Accept")
    response.headers["Access-Control-Allow-Origin"] = "*"
    return response


def _graph() -> str | None:
    """The IRI of the graph that is asked for, or None for the default graph."""
    named, default = request.args.getlist("graph"), "default" in request.args
    if len(named) + default != 1:
        raise Problem(400, "malformed-request", "Name one graph: as ?graph=IRI, or ?default for all of them.")
    if default:
        return None
    try:
        iri(named[0]).sparql()
    except ValueError as error:
        raise Problem(400, "malformed-request", f"The graph is not an absolute IRI: {error}.") from error
    return named[0]
