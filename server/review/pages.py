"""``/review`` and ``/review/ID``: the documents with how far they are, and a document beside its candidates."""

from __future__ import annotations

from collections.abc import Mapping
from typing import get_args

from flask import Response, jsonify, redirect, render_template, request
from werkzeug.wrappers import Response as Answer

from graph.claims import KINDS
from graph.concepts import CONCEPT_TYPES
from graph.entities import EntityType
from graph.extraction.schema import predicates_between
from graph.review.command import listing
from graph.review.desk import Desk
from graph.review.proposals import Covered
from server.review import fields
from server.review.access import COOKIE
from server.review.answers import guessed
from server.review.blueprint import blueprint
from server.review.overview import overview
from server.review.pictures import pictures
from server.review.reasons import definitions
from server.review.setup import at_desk, office
from server.review.text import SIGNS, shown
from server.review.view import SHOWS, Asked, View, told

TYPES: tuple[str, ...] = (*get_args(EntityType), *CONCEPT_TYPES)


@blueprint.get("/review")
def documents() -> str:
    here = office()
    return render_template(
        "review.html", rows=overview(here.settings), reviewer=here.settings.reviewer, build=here.jobs.get("build")
    )


@blueprint.get("/review.json")
def documents_json() -> Response:
    here = office()
    rows = [each.as_json() for each in overview(here.settings)]
    return jsonify({"reviewer": here.settings.reviewer, "documents": rows})


@blueprint.get("/review/sign-in")
def sign_in() -> str:
    return render_template("review_sign_in.html", wrong=False)


@blueprint.post("/review/sign-in")
def signed_in() -> Answer | tuple[str, int]:
    access = office().access
    if not access.sign_in(request.form.get("token", "")):
        return render_template("review_sign_in.html", wrong=True), 401
    answer = redirect("/review", 303)
    secure = request.scheme == "https"
    answer.set_cookie(COOKIE, access.cookie, httponly=True, samesite="Strict", secure=secure, path="/review")
    return answer


@blueprint.get("/review/<document>")
def document(document: str) -> Response:
    name = document.removesuffix(".json")
    with at_desk(name) as desk:
        if name != document:
            conflicts = [each.as_json() for each in desk.conflicts]
            return jsonify({**listing(desk), "extracted": desk.extracted, "conflicts": conflicts})
        return page(View.of(desk, Asked.of(name, request.args)))


def page(view: View, status: int = 200, refused: str = "", given: Mapping[str, str] | None = None) -> Response:
    """The page of a document. ``refused`` says why a decision was not taken down, ``given`` what was filled in."""
    desk, asked = view.desk, view.asked
    words = view.words
    body = render_template(
        "review_document.html",
        view=view,
        desk=desk,
        asked=asked,
        refused=refused,
        given=given or {},
        guess=guessed(desk, words) if words else {},
        fields=fields,
        common=fields.own_fields(),
        kinds=tuple(KINDS),
        types=TYPES,
        predicates=_predicates(view),
        blocks=shown(desk.text, view.coverage, view.evidence, lambda each: _sign(asked, each)),
        signs=SIGNS,
        shows=SHOWS,
        reasons=definitions(),
        pictures=pictures(desk, view.evidence),
        reviewer=desk.reviewer,
        seen_by=sorted(log.reviewer for log in desk.others if log.decisions),
        label=lambda slug: _label(desk, slug),
        told=told,
    )
    return Response(body, status, mimetype="text/html")


def _sign(asked: Asked, each: Covered) -> str:
    """Where the sign of a passage leads: to what stands there, else to what can be said of it."""
    keys = (*each.proposed, *each.accepted)
    place = f"#p{each.passage.id}"
    return asked.to(at=keys[0]) + place if keys else asked.to(at=asked.at, passage=each.passage.id) + place


def _label(desk: Desk, slug: str) -> str:
    found = desk.known.label_of(slug)
    return found.text if found else slug


def _predicates(view: View) -> list[str]:
    """What a relation between the things of the candidate can be."""
    result = view.current.result if view.current else None
    if result is None or result.object is None:
        return []
    fitting = predicates_between(result.subject.type, result.object.type)
    return [each for each in fitting if not each.startswith(":")]
