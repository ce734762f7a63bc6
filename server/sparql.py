"""``/sparql``: the query part of the SPARQL 1.1 Protocol (https://www.w3.org/TR/sparql11-protocol/).

Queries come by GET, by POST as a form or by POST as ``application/sparql-query``. A browser that opens the address
gets the query page, another client without a query the description of the service. ``format=`` with a short name
(``json``, ``csv``, ``ttl`` …) or a media type stands in for the ``Accept`` header in links. Problems are listed in
:mod:`server.outcome`.
"""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Iterator
from typing import IO

from flask import Blueprint, Response, request
from werkzeug.datastructures import MultiDict

from server.engine import Answer
from server.negotiation import CONSTRUCTED, GRAPHS, NAMES, SOLUTIONS, accept_of, prefer, prefers_html
from server.outcome import not_acceptable
from server.problems import Problem
from server.services import services

FORM = "application/x-www-form-urlencoded"
QUERY = "application/sparql-query"
METHODS = "GET, HEAD, POST, OPTIONS"
_SPOOL = 1 << 20

blueprint = Blueprint("sparql", __name__)


@blueprint.route("/sparql", methods=["GET", "POST", "OPTIONS"])
def sparql() -> Response:
    if request.method == "OPTIONS":
        return Response(status=204, headers={"Allow": METHODS, "Accept-Post": f"{FORM}, {QUERY}"})
    parameters, query = _query()
    accept = _accept(parameters)
    if request.method != "POST" and not parameters.get("format") and prefers_html(accept, SOLUTIONS + CONSTRUCTED):
        from server.sparql_page import render_query_page

        return _vary(render_query_page())
    if query is None:
        if request.method != "POST" and not request.args:
            return _described(accept)
        raise Problem(400, "malformed-request", "There is no query: send it as the parameter 'query'.")
    answer = services().engine.run(
        query,
        accept,
        default_graphs=parameters.getlist("default-graph-uri"),
        named_graphs=parameters.getlist("named-graph-uri"),
        client_gone=client_gone(),
    )
    return _vary(to_response(answer))


def client_gone() -> Callable[[], bool]:
    """Whether the client of this request has left, as far as the web server can tell."""
    found: Callable[[], bool] = request.environ.get("waitress.client_disconnected", lambda: False)
    return found


def _described(accept: str | None) -> Response:
    """The description of this service: what a client gets that asks nothing."""
    from server.representations import written
    from server.service_description import service_description

    best = prefer(accept, GRAPHS)
    if best is None:
        raise not_acceptable("graph")
    described = service_description(services().engine, request.base_url)
    return _vary(Response(written(described, best), content_type=best.content_type))


@blueprint.after_app_request
def allow_other_origins(response: Response) -> Response:
    if request.path == "/sparql":
        response.headers["Access-Control-Allow-Origin"] = "*"
        response.headers["Access-Control-Allow-Methods"] = METHODS
        response.headers["Access-Control-Allow-Headers"] = "Accept, Content-Type"
        response.headers["Access-Control-Max-Age"] = "86400"
    return response


def to_response(answer: Answer) -> Response:
    """An engine's answer as a Flask response that streams.

    HTTP/1.0 has no way to say that an answer broke off, so there it is gathered (on disk beyond 1 MiB) and sent
    with its length, or a problem in its place.
    """
    if "Content-Length" in answer.headers or request.environ.get("SERVER_PROTOCOL") != "HTTP/1.0":
        return Response(answer.body, answer.status, answer.headers, direct_passthrough=True)
    spool: IO[bytes] = tempfile.SpooledTemporaryFile(_SPOOL)  # noqa: SIM115 - the response closes it
    try:
        for data in answer.body:
            spool.write(data)
    except ConnectionError as error:
        spool.close()
        raise Problem(504, "broken-off", f"The answer could not be completed: {error}.") from error
    length = spool.tell()
    spool.seek(0)
    response = Response(_pieces(spool), answer.status, answer.headers | {"Content-Length": str(length)})
    response.call_on_close(spool.close)
    return response


def _pieces(spool: IO[bytes]) -> Iterator[bytes]:
    while data := spool.read(1 << 16):
        yield data


def _query() -> tuple[MultiDict[str, str], str | None]:
    """The parameters of the request, and its query."""
    parameters = request.args
    query = None
    if request.method == "POST":
        if request.mimetype == FORM:
            parameters = MultiDict([*request.args.items(multi=True), *request.form.items(multi=True)])
        elif request.mimetype == QUERY:
            query = _text(request.get_data())
        elif request.mimetype == "application/sparql-update":
            raise _update()
        else:
            detail = f"A query is posted as {FORM} or as {QUERY}, in UTF-8."
            raise Problem(415, "unsupported-media-type", detail, headers={"Accept-Post": f"{FORM}, {QUERY}"})
    if "update" in parameters:
        raise _update()
    given = len(parameters.getlist("query")) + (query is not None)
    if given > 1:
        raise Problem(400, "malformed-request", f"There are {given} queries; one request asks one.")
    return parameters, query if query is not None else parameters.get("query")


def _text(body: bytes) -> str:
    try:
        return body.decode("utf-8")
    except UnicodeDecodeError as error:
        detail = f"The query is not UTF-8 (byte {error.start} of the body)."
        raise Problem(400, "malformed-request", detail) from error


def _update() -> Problem:
    detail = "This endpoint only reads: the graph changes when a new snapshot is built and published."
    return Problem(403, "not-a-query", detail)


def _accept(parameters: MultiDict[str, str]) -> str | None:
    name = parameters.get("format")  # SPARQLWrapper repeats it, the first is a short name
    if not name:
        return request.headers.get("Accept")
    if "/" in name:
        return name.replace(" ", "+")  # an unescaped plus sign in a link
    accept = accept_of(name)
    if accept is None:
        detail = f"There is no format '{name[:40]}'; there is {', '.join(NAMES)}."
        raise Problem(400, "malformed-request", detail)
    return accept


def _vary(response: Response) -> Response:
    response.vary.add("Accept")
    return response
