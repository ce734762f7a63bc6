"""``/sparql`` in Flask: the query page for people, and the endpoint itself for a WSGI server that is not ours.

Under ``creativekg serve`` programs are answered before they reach Flask (:mod:`server.front`), by the same rules
(:mod:`server.protocol`). Problems are listed in :mod:`server.outcome`.
"""

from __future__ import annotations

from collections.abc import Callable

from flask import Blueprint, Response, request

from server.engine import Client
from server.negotiation import GRAPHS, prefer
from server.outcome import not_acceptable
from server.protocol import ACCEPT_POST, METHODS, Description, Page, Request, read_query
from server.representations import to_response, written
from server.service_description import service_description
from server.services import services

_ALL = ["GET", "POST", "OPTIONS", "PUT", "DELETE", "PATCH"]

blueprint = Blueprint("sparql", __name__)


@blueprint.route("/sparql", methods=_ALL)
def sparql() -> Response:
    if request.method == "OPTIONS":
        return Response(status=204, headers={"Allow": METHODS, "Accept-Post": ACCEPT_POST})
    asked = read_query(protocol_request(), services().limits)
    if isinstance(asked, Page):
        from server.sparql_page import render_query_page

        return _vary(render_query_page())
    if isinstance(asked, Description):
        best = prefer(asked.accept, GRAPHS)
        if best is None:
            raise not_acceptable("graph")
        described = service_description(services().engine, f"{request.scheme}://{request.host}/sparql")
        return _vary(Response(written(described, best), content_type=best.content_type))
    return _vary(to_response(services().engine.run(asked, stranger())))


def protocol_request() -> Request:
    """This request as :mod:`server.protocol` reads it."""
    return Request(
        request.method,
        request.query_string.decode("latin-1"),
        ", ".join(request.headers.getlist("Accept")) or None,
        request.content_type,
        request.get_data(),
    )


def stranger() -> Client:
    """Who sent this request, and whether they have left, as far as the web server can tell."""
    gone: Callable[[], bool] = request.environ.get("creativekg.client_gone", lambda: False)
    return Client(request.remote_addr or "", gone)


def _vary(response: Response) -> Response:
    response.vary.add("Accept")
    return response
