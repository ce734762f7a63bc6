"""What a reviewer does at ``/review/ID``: decide, undo, finish. From forms (then 303) and as JSON."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from flask import Response, jsonify, redirect, request
from werkzeug.wrappers import Response as Answer

from graph.errors import CreativeKGError, ReviewError
from graph.review.decisions import NoClaim, decision_from
from graph.review.desk import Desk
from server.problems import Problem
from server.review.answers import decision_of, names_in
from server.review.blueprint import blueprint, sentence
from server.review.pages import page
from server.review.setup import at_desk, office
from server.review.view import Asked, View, following, told


@blueprint.post("/review/<document>/decisions")
def decide(document: str) -> Answer:
    with at_desk(document) as desk:
        return _by_json(desk) if request.is_json else _by_form(desk, document)


def _by_json(desk: Desk) -> Response:
    """A decision as `graph.review.decisions` has it, with ``seen`` as in the page, and ``settle``."""
    data = _object()
    seen, settle = data.pop("seen", None), data.pop("settle", False)
    try:
        decision = decision_from(data)
        if seen is not None:
            _check_seen(desk, str(data.get("key", "")), seen)
        made = desk.decide(decision, settle=bool(settle))
    except CreativeKGError as error:
        raise _problem(error) from error
    return _state(desk, decided=made.model_dump(mode="json"))


def _by_form(desk: Desk, document: str) -> Answer:
    form = request.form
    asked = Asked.of(document, {**request.args, "at": form.get("key", "")})
    view = View.of(desk, asked)
    try:
        if form.get("action") == "side":
            made = _side(desk, form)
        else:
            if form.get("action") in ("accept", "reject", "merge"):
                _check_seen(desk, form.get("key", ""), form.get("seen", "0"))
            settle = form.get("settle") == "1"
            if form.get("action") in ("accept", "add"):
                for name in names_in(form, view.names):
                    desk.decide(name, settle=settle)
            view = View.of(desk, asked)
            made = desk.decide(decision_of(view, form), settle=settle)
    except _Stale as error:
        return page(View.of(desk, asked), 409, sentence(error))
    except CreativeKGError as error:
        return page(View.of(desk, asked), 422, sentence(error), form)
    if isinstance(made, NoClaim):
        return _go(asked.to(at=asked.at, passage=form.get("passage", ""), did=str(made.n)), f"p{made.subject[1]}")
    after = following(desk, asked, asked.at) if form.get("action") in ("accept", "reject", "merge") else None
    return _go(asked.to(at=after.key if after else asked.at, did=str(made.n)))


@blueprint.post("/review/<document>/undo")
def undo(document: str) -> Answer:
    with at_desk(document) as desk:
        number = _object().get("n") if request.is_json else request.form.get("n")
        try:
            undone = desk.undo(int(str(number)) if str(number or "").isdecimal() else None)
        except CreativeKGError as error:
            raise _problem(error) from error
        if request.is_json:
            return _state(desk, undone=undone.model_dump(mode="json") if undone else None)
        asked = Asked.of(document, {**request.args, "at": request.form.get("key", "")})
        if undone is None:
            return page(View.of(desk, asked), 422, "There is nothing to undo.")
        keys = {each.key for each in desk.proposals}
        at = undone.subject[1] if undone.subject[1] in keys else asked.at
        return _go(asked.to(at=at if at in keys else "", did=str(len(desk.log.decisions))))


@blueprint.post("/review/<document>/finish")
def finish(document: str) -> Answer:
    with at_desk(document) as desk:
        try:
            job = office().jobs.finish(document)
        except CreativeKGError as error:
            if request.is_json:
                raise _problem(error) from error
            return page(View.of(desk, Asked.of(document, request.args)), 422, sentence(error))
    if request.is_json:
        return _accepted(job.as_json(), f"/review/{document}/finish.json")
    return redirect(f"/review/{document}/finish", 303)


def _accepted(body: dict[str, Any], place: str) -> Response:
    answer = jsonify(body)
    answer.status_code = 202
    answer.headers["Location"] = place
    return answer


class _Stale(ReviewError):
    """What the page showed is not so any more."""


def _check_seen(desk: Desk, key: str, seen: Any) -> None:
    """That nobody has decided on the candidate since the page was made that the decision comes from."""
    decision = desk.log.state.on(desk.proposal(key).key)
    now = decision.n if decision else 0
    if str(seen) != str(now):
        what = f"decided ({told(decision)})" if decision else "undone"
        raise _Stale(
            f"this was {what} in the meantime, in another window or at a terminal; look again, then decide"
        )


def _side(desk: Desk, form: Mapping[str, str]) -> Any:
    """Decide as one of the reviewers in conflict did."""
    subject = form.get("what", ""), form.get("which", "")
    conflict = next((each for each in desk.conflicts if each.subject == subject), None)
    right = (
        next((each for name, each in conflict.decisions if name == form.get("right")), None) if conflict else None
    )
    if conflict is None or right is None:
        raise ReviewError("this conflict is settled already")
    for name, each in conflict.decisions:
        if name == desk.reviewer and each != right:
            desk.undo(each.n)
    return desk.decide(right.model_copy(update={"n": 0, "settles": {}}), settle=True)


def _object() -> dict[str, Any]:
    data = request.get_json(silent=True)
    if not isinstance(data, dict):
        raise Problem(400, "malformed-request", "The body is to be one JSON object.")
    return data


def _problem(error: CreativeKGError) -> Problem:
    if isinstance(error, _Stale):
        return Problem(409, "decided-meanwhile", sentence(error))
    return Problem(422, "refused", sentence(error))


def _state(desk: Desk, **more: Any) -> Response:
    done, after = desk.progress, desk.next_open()
    progress = {"decided": done.decided, "total": done.total, "byAction": done.by_action}
    return jsonify({**more, "progress": progress, "next": after.key if after else None})


def _go(address: str, place: str = "") -> Answer:
    return redirect(f"{address}#{place}" if place else address, 303)
