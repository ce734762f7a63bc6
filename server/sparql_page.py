"""The query page: what ``GET /sparql`` answers to a browser.

It is a form that works without scripts. Where the front end has been built, ``frontend/sparql.js`` puts an editor
into it, fetches the results, and shows them as a chart or a graph as well.
"""

from __future__ import annotations

import math
import re
from pathlib import Path
from urllib.parse import urlencode

from flask import Response, current_app, render_template, request

from graph.namespaces import CLAIM, PREFIXES
from server.facts import Fact, facts_of
from server.negotiation import GRAPHS, SOLUTIONS
from server.problems import Problem
from server.programs import endpoint, programs
from server.questions import by_topic, load_questions
from server.results import MOST_ROWS, Result, run
from server.services import services

_EXAMPLE = """\
PREFIX kg: <https://w3id.org/creativekg/ontology#>

# Who uses which technology, and what does the claim say?
SELECT ?who ?technology ?claim WHERE {
  ?claim a kg:Adoption ;
    kg:subject ?who ;
    kg:object ?technology .
}
ORDER BY ?technology ?who
LIMIT 50
"""
_CLAIM = re.compile(re.escape(CLAIM) + r"[\w-]+")
MOST_CLAIMS = 12


def render_query_page() -> Response:
    """The page, with the result of ``query`` where one is given; its status is that of the answer."""
    query = request.args.get("query", "").strip()
    result = run(query, _timeout()) if query else None
    page = render_template(
        "sparql.html",
        query=query or _EXAMPLE,
        asked_query=query,
        result=result,
        caret=_caret(query, result),
        claims=_claims(result) if result else [],
        downloads=_downloads(query, result) if result else [],
        patient=_patient(query, result),
        programs=programs(query or _EXAMPLE.strip(), endpoint()),
        topics=by_topic(load_questions().values()),
        prefixes=PREFIXES,
        most_claims=MOST_CLAIMS,
        built=(Path(current_app.root_path) / "static" / "vendor" / "sparql.js").is_file(),
    )
    response = Response(page, result.status if result else 200, mimetype="text/html")
    if result:
        response.headers.update(result.headers)
        if result.cut:
            response.headers["Result-Truncated"] = f"rows={MOST_ROWS}"
    return response


def _timeout() -> float | None:
    """Another deadline, as ``timeout=`` asks for it; what is no number of seconds asks for none."""
    seconds = request.args.get("timeout", type=float)
    return seconds if seconds is not None and seconds > 0 and math.isfinite(seconds) else None


def _caret(query: str, result: Result | None) -> str:
    """The line of the query that is wrong, with a caret below the place."""
    problem = result.problem if result else None
    line, column = (problem.get("line"), problem.get("column")) if problem else (None, None)
    lines = query.splitlines()
    if not isinstance(line, int) or not isinstance(column, int) or not 0 < line <= len(lines):
        return ""
    return f"{lines[line - 1]}\n{' ' * (column - 1)}^"


def _claims(result: Result) -> list[Fact]:
    """The first claims that a result names, so that their words can stand below it."""
    named = dict.fromkeys(
        value.term.value for row in result.rows for value in row if value and _CLAIM.fullmatch(value.term.value)
    )
    try:
        return facts_of(services().engine, list(named)[:MOST_CLAIMS])
    except Problem:  # the readers are busy; the answer itself is there
        return []


def _downloads(query: str, result: Result) -> list[tuple[str, str, str]]:
    """Name, address and file name of the answer in every format that is for reading or for a program."""
    if result.problem:
        return []
    formats = {each.name: each for each in (GRAPHS if result.turtle is not None else SOLUTIONS)}
    return [
        (formats[name].label, "/sparql?" + urlencode({"query": query, "format": name}), f"result.{name}")
        for name in ("csv", "json", "ttl", "jsonld")
        if name in formats
    ]


def _patient(query: str, result: Result | None) -> tuple[int, str] | None:
    """The longest deadline and the address that asks for it, where a shorter one has passed."""
    if not result or not result.problem or result.status != 504:
        return None
    most, limit = services().limits.deadline_most_s, result.problem.get("limit")
    if not isinstance(limit, float | int) or limit >= most:
        return None
    return int(most), "/sparql?" + urlencode({"query": query, "timeout": f"{most:g}"})
