"""What a request to ``/sparql`` or ``/rdf-graph-store`` asks, by the SPARQL 1.1 Protocol
(https://www.w3.org/TR/sparql11-protocol/) and the Graph Store HTTP Protocol
(https://www.w3.org/TR/sparql11-http-rdf-update/); the parts that read.

Nothing here depends on a web framework: the same functions serve Flask and the event loop in front of it.
"""

from __future__ import annotations

from dataclasses import dataclass
from urllib.parse import parse_qsl

from werkzeug.http import parse_options_header

from server.engine import Limits, Operation, iri
from server.negotiation import CONSTRUCTED, NAMES, SOLUTIONS, accept_of, prefers_html
from server.problems import Problem

FORM = "application/x-www-form-urlencoded"
QUERY = "application/sparql-query"
UPDATE = "application/sparql-update"
ACCEPT_POST = f"{FORM}, {QUERY}"
METHODS = "GET, HEAD, POST, OPTIONS"
STORE_METHODS = "GET, HEAD, OPTIONS"
_ONLY_READS = "This endpoint only reads: its facts come from claims, and change when a new snapshot is published."
MOST_PARAMETERS = 100


@dataclass(frozen=True)
class Request:
    """As much of an HTTP request as the protocols look at; ``accept`` joins all ``Accept`` headers by a comma."""

    method: str
    query_string: str
    accept: str | None = None
    content_type: str | None = None
    body: bytes = b""


@dataclass(frozen=True)
class Page:
    """A person asks for the query page; ``query`` is what the form of that page holds."""


@dataclass(frozen=True)
class Description:
    """A program asks nothing: it gets the description of the service, in RDF."""

    accept: str | None


def most_body(limits: Limits) -> int:
    """Bytes of the longest body: a character has at most four, and each of them takes three percent-encoded."""
    return 12 * limits.query_chars + 65536


def read_query(request: Request, limits: Limits) -> Operation | Page | Description:
    """What is asked of ``/sparql``.

    Raises:
        Problem: 400, 403, 405, 413 or 415; the detail says what is wrong.
    """
    if request.method not in ("GET", "HEAD", "POST"):
        detail = f"{request.method} is not a method of this endpoint; there is {METHODS}."
        raise Problem(405, "method-not-allowed", detail, headers={"Allow": METHODS})
    posted = request.method == "POST"
    parameters = _parameters(request.query_string)
    queries = []
    if posted:
        media_type, options = parse_options_header(request.content_type)
        media_type = media_type.lower()
        charset = options.get("charset", "utf-8").lower().strip("\"'")
        if media_type == UPDATE:
            raise Problem(403, "not-a-query", _ONLY_READS)
        if media_type not in (FORM, QUERY) or charset not in ("utf-8", "utf8", "us-ascii", "ascii"):
            detail = f"A query is posted as {FORM} or as {QUERY}, in UTF-8."
            raise Problem(415, "unsupported-media-type", detail, headers={"Accept-Post": ACCEPT_POST})
        if media_type == FORM:
            parameters += _parameters(_decoded(request.body))
        else:
            queries.append(_decoded(request.body))
    given = {name for name, _ in parameters}
    if "update" in given:
        raise Problem(403, "not-a-query", _ONLY_READS)
    if wrong := given & {"using-graph-uri", "using-named-graph-uri"}:
        detail = f"{min(wrong)} belongs to an update; a query takes default-graph-uri and named-graph-uri."
        raise Problem(400, "malformed-request", detail)
    queries += [value for name, value in parameters if name == "query"]
    if len(queries) > 1:
        raise Problem(400, "malformed-request", f"There are {len(queries)} queries; one request asks one.")
    accept, named = _accept(request.accept, parameters)
    if not posted and not named and prefers_html(accept, SOLUTIONS + CONSTRUCTED):
        return Page()
    if not queries:
        if not posted and not request.query_string:
            return Description(accept)
        raise Problem(400, "malformed-request", "There is no query: send it as the parameter 'query'.")
    return Operation(
        queries[0],
        accept,
        # A graph that is named twice is in the data set once.
        tuple(dict.fromkeys(value for name, value in parameters if name == "default-graph-uri")),
        tuple(dict.fromkeys(value for name, value in parameters if name == "named-graph-uri")),
        _timeout(parameters, limits),
    )


def read_graph(request: Request) -> tuple[str | None, str | None]:
    """The graph that is asked of ``/rdf-graph-store`` (None for the default graph), and the ``Accept`` header.

    Raises:
        Problem: 400 for neither or both of ``graph`` and ``default``, or a relative IRI; 405 for a method that
            writes.
    """
    if request.method not in ("GET", "HEAD"):
        detail = f"This graph store only reads; there is {STORE_METHODS}."
        raise Problem(405, "method-not-allowed", detail, headers={"Allow": STORE_METHODS})
    parameters = _parameters(request.query_string)
    named = [value for name, value in parameters if name == "graph"]
    default = any(name == "default" for name, _ in parameters)
    if len(named) + default != 1:
        raise Problem(400, "malformed-request", "Name one graph: as ?graph=IRI, or ?default for all of them.")
    accept, _ = _accept(request.accept, parameters)
    if default:
        return None, accept
    try:
        iri(named[0]).sparql()
    except ValueError as error:
        raise Problem(400, "malformed-request", f"The graph is not an absolute IRI: {error}.") from error
    return named[0], accept


def _parameters(text: str) -> list[tuple[str, str]]:
    try:
        return parse_qsl(text, keep_blank_values=True, errors="strict", max_num_fields=MOST_PARAMETERS)
    except UnicodeDecodeError as error:
        raise Problem(400, "malformed-request", "The parameters are not UTF-8.") from error
    except ValueError as error:
        detail = f"There are more than {MOST_PARAMETERS} parameters, the most that is read here."
        raise Problem(400, "malformed-request", detail, limit=MOST_PARAMETERS) from error


def _decoded(body: bytes) -> str:
    try:
        return body.decode("utf-8")
    except UnicodeDecodeError as error:
        detail = f"The query is not UTF-8 (byte {error.start} of the body)."
        raise Problem(400, "malformed-request", detail) from error


def _accept(header: str | None, parameters: list[tuple[str, str]]) -> tuple[str | None, bool]:
    """What the client accepts, and whether a parameter says so in place of the header."""
    # SPARQLWrapper repeats it; the first is a short name.
    name = next((value for name, value in parameters if name == "format"), "")
    if not name:
        return header, False
    if "/" in name:
        return name.replace(" ", "+"), True  # an unescaped plus sign in a link
    accept = accept_of(name)
    if accept is None:
        detail = f"There is no format '{name[:40]}'; there is {', '.join(NAMES)}."
        raise Problem(400, "malformed-request", detail)
    return accept, True


def _timeout(parameters: list[tuple[str, str]], limits: Limits) -> float | None:
    value = next((value for name, value in parameters if name == "timeout"), "")
    if not value:
        return None
    try:
        seconds = float(value)
    except ValueError:
        seconds = 0.0
    if not 0 < seconds < float("inf"):
        detail = f"timeout= takes a number of seconds, up to {limits.deadline_most_s:g}; more counts as that."
        raise Problem(400, "malformed-request", detail, limit=limits.deadline_most_s)
    return min(seconds, limits.deadline_most_s)
