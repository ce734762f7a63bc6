"""``/review/build`` and ``/review/ID/finish``: what runs or has run, with what it says on its way."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from flask import Response, jsonify, redirect, render_template, request
from werkzeug.wrappers import Response as Answer

from graph import snapshot
from graph.errors import CreativeKGError, SnapshotError
from graph.namespaces import CLAIM
from server.engine import select
from server.presentation import PROLOGUE
from server.problems import Problem
from server.review.blueprint import blueprint, sentence
from server.review.jobs import Job
from server.review.setup import office
from server.services import services


@blueprint.get("/review/build")
def build_page() -> str:
    return _page("build", office().jobs.get("build"))


@blueprint.get("/review/build.json")
def build_json() -> Response:
    return _json(office().jobs.get("build"))


@blueprint.post("/review/build")
def build() -> Answer:
    try:
        job = office().jobs.build()
    except CreativeKGError as error:
        raise Problem(409, "busy-already", sentence(error)) from error
    if request.is_json:
        answer = _json(job)
        answer.status_code = 202
        answer.headers["Location"] = "/review/build.json"
        return answer
    return redirect("/review/build", 303)


@blueprint.get("/review/<document>/finish")
def finish_page(document: str) -> str:
    return _page(document, office().jobs.get(document))


@blueprint.get("/review/<document>/finish.json")
def finish_json(document: str) -> Response:
    return _json(office().jobs.get(document))


def _json(job: Job | None) -> Response:
    body = job.as_json() if job else {"state": "none"}
    return jsonify({**body, "served": services().engine.snapshot.name, "published": published()})


def _page(what: str, job: Job | None) -> str:
    jobs = office().jobs
    job = replace(job) if job else None  # as it is now: it may end while the page is made
    claims = list((job.written if job else {}).get("claims", []))
    written = jobs.written() if what == "build" else {what: claims}
    return render_template(
        "review_running.html",
        what=what,
        job=job,
        busy=jobs.busy(),
        written=written,
        built=_built(claim for claims in written.values() for claim in claims),
        current=services().engine.snapshot.name == published(),
    )


def published() -> str | None:
    """The name of the snapshot that was published last; the server shows it a moment later."""
    try:
        return snapshot.current(services().home).name
    except SnapshotError:
        return None


def _built(claims: Iterable[str]) -> set[str]:
    """Those of some claims that the snapshot has, which is served."""
    names = [f"<{CLAIM}{claim}>" for claim in claims]
    if not names:
        return set()
    rows = select(
        services().engine,
        f"{PROLOGUE}\nSELECT DISTINCT ?claim WHERE {{ VALUES ?claim {{ {' '.join(names)} }} ?claim ?said ?value }}",
    )
    return {row["claim"].value.removeprefix(CLAIM) for row in rows}
