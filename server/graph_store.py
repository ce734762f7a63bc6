"""``/rdf-graph-store`` in Flask: the SPARQL 1.1 Graph Store HTTP Protocol, the part that reads.

As to who answers when, see :mod:`server.sparql`.
"""

from __future__ import annotations

from flask import Blueprint, Response, request

from server.engine import SELECT_ACCEPT, Answer, Operation, iri
from server.negotiation import CONSTRUCTED, prefer
from server.outcome import not_acceptable
from server.problems import Problem
from server.protocol import STORE_METHODS, Request, read_graph
from server.representations import to_response
from server.services import services
from server.sparql import protocol_request, stranger

_ALL = ["GET", "OPTIONS", "PUT", "POST", "DELETE", "PATCH"]

blueprint = Blueprint("graph_store", __name__)


@blueprint.route("/rdf-graph-store", methods=_ALL)
def graph_store() -> Response:
    if request.method == "OPTIONS":
        return Response(status=204, headers={"Allow": STORE_METHODS})
    engine = services().engine
    name, operation = graph_operation(protocol_request())
    if name is not None:
        check_exists(name, engine.run(exists(name), stranger()))
    response = to_response(engine.run(operation, stranger()))
    response.vary.add("Accept")
    return response


def graph_operation(asked: Request) -> tuple[str | None, Operation]:
    """The graph that is asked for (None for the default graph), and the query that gives it.

    Raises:
        Problem: see :func:`server.protocol.read_graph`; 406 with the formats there are.
    """
    name, accept = read_graph(asked)
    best = prefer(accept, CONSTRUCTED)
    if best is None:
        raise not_acceptable("graph")
    return name, Operation("CONSTRUCT WHERE { ?s ?p ?o }", best.media_type, (name,) if name else ())


def exists(name: str) -> Operation:
    """The question whether there is a graph of that name."""
    return Operation(f"ASK {{ GRAPH {iri(name).sparql()} {{ ?s ?p ?o }} }}", SELECT_ACCEPT)


def check_exists(name: str, answer: Answer) -> None:
    """Raise a problem (404) where the answer to :func:`exists` is no."""
    if b"false" in answer.read():
        raise Problem(404, "not-found", f"There is no graph {name}; /.well-known/void lists those there are.")
