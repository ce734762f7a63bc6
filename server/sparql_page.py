"""The query page: what ``GET /sparql`` answers to a browser.

It is a form that works without scripts; ``static/sparql.js`` puts an editor into it, where the front end
has been built, and fetches the results.
"""

from __future__ import annotations

from pathlib import Path

from flask import Response, current_app, render_template, request

from graph.namespaces import PREFIXES
from server.questions import by_topic, load_questions
from server.results import MOST_ROWS, Result, run

_EXAMPLE = """\
PREFIX kg: <https://w3id.org/creativekg/ontology#>
PREFIX skos: <http://www.w3.org/2004/02/skos/core#>

SELECT ?technology ?claim ?says WHERE {
  ?claim a kg:Adoption ; kg:object ?technology ; kg:gloss ?says .
}
ORDER BY ?technology
LIMIT 25
"""


def render_query_page() -> Response:
    """The page, with the result of ``query`` where one is given; its status is that of the answer."""
    query = request.args.get("query", "").strip()
    result = run(query) if query else None
    page = render_template(
        "sparql.html",
        query=query or _EXAMPLE,
        asked=query,
        result=result,
        caret=_caret(query, result),
        topics=by_topic(load_questions().values()),
        prefixes=PREFIXES,
        most=MOST_ROWS,
        editor=(Path(current_app.root_path) / "static" / "vendor" / "yasqe.min.js").is_file(),
    )
    response = Response(page, result.status if result else 200, mimetype="text/html")
    if result and result.cut:
        response.headers["Result-Truncated"] = f"rows={MOST_ROWS}"
    return response


def _caret(query: str, result: Result | None) -> str:
    """The line of the query that is wrong, with a caret below the place."""
    problem = result.problem if result else None
    line, column = (problem.get("line"), problem.get("column")) if problem else (None, None)
    lines = query.splitlines()
    if not isinstance(line, int) or not isinstance(column, int) or not 0 < line <= len(lines):
        return ""
    return f"{lines[line - 1]}\n{' ' * (column - 1)}^"
