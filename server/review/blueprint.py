"""The one blueprint of review, to which each module adds its addresses."""

from __future__ import annotations

from flask import Blueprint, Response

from graph.errors import CreativeKGError
from server import error_pages
from server.problems import Problem

blueprint = Blueprint("review", __name__)


@blueprint.errorhandler(CreativeKGError)
def not_reviewable(error: CreativeKGError) -> Response:
    """What is wrong with the data or the documents, to whoever can mend it."""
    return error_pages.respond(
        error if isinstance(error, Problem) else Problem(409, "not-reviewable", sentence(error))
    )


def sentence(error: CreativeKGError) -> str:
    """An error as a sentence."""
    said = str(error)
    return said[:1].upper() + said[1:] + ("" if said.endswith((".", "?", "!")) else ".")
