"""``/suggest?q=``: what somebody may mean who has begun to type, in any language and misspelt."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, Response, jsonify, request

from graph.search_names import Suggestion, suggestions
from server.index import index
from server.presentation import local
from server.problems import Problem
from server.selection import LONGEST

blueprint = Blueprint("suggest", __name__)
_MOST = 8


@blueprint.get("/suggest")
def suggest() -> Response:
    typed = request.args.get("q", "").strip()
    if len(typed) > LONGEST:
        raise Problem(400, "malformed-request", f"A search has at most {LONGEST} characters.")
    with index() as connection:
        found = suggestions(connection, typed, _MOST)
    return jsonify(query=typed, suggestions=[_shown(each) for each in found])


def _shown(found: Suggestion) -> dict[str, Any]:
    return {
        "label": found.label,
        "matched": found.name,
        "language": found.language,
        "match": found.how,
        "kind": found.kind,
        "claims": found.claims,
        "description": found.description,
        "href": local(found.iri) or found.iri,
        "iri": found.iri,
    }
