"""``/questions``: the ready questions of ``queries/*.rq``, each with its answer as a page, CSV and JSON."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from urllib.parse import urlencode

import yaml
from flask import Blueprint, Response, render_template, request

import queries
from graph.errors import QueryError
from graph.namespaces import BASE
from server.engine import Operation
from server.negotiation import HTML, SOLUTIONS, prefer
from server.problems import Problem
from server.representations import TABLES, Requested, requested, respond, to_response
from server.results import run
from server.services import services

blueprint = Blueprint("questions", __name__)

COLUMNS = ("name", "summary", "description", "tags", "audience", "query")
_TABLES = tuple(each for each in SOLUTIONS if each.name in ("json", "csv"))


@dataclass(frozen=True)
class Question:
    """A query with its metadata, which stands in ``#+`` lines as YAML (the convention of grlc)."""

    name: str
    summary: str
    description: str
    tags: tuple[str, ...]
    audience: tuple[str, ...]
    query: str

    @property
    def href(self) -> str:
        return f"/questions/{self.name}"

    @property
    def editor(self) -> str:
        """The address of the query page with this query in it."""
        return "/sparql?" + urlencode({"query": self.query})


@cache
def load_questions(folder: Path = queries.FOLDER) -> dict[str, Question]:
    """The questions of a folder by name, in the order of their summaries.

    Raises:
        QueryError: a file lacks its summary, description, tags or audience.
    """
    found = [_read(path) for path in folder.glob("*.rq")]
    return {question.name: question for question in sorted(found, key=lambda each: each.summary)}


def _read(path: Path) -> Question:
    lines = path.read_text(encoding="utf-8").splitlines()
    try:
        about = yaml.safe_load("\n".join(line[2:] for line in lines if line.startswith("#+")))
        query = "\n".join(line for line in lines if not line.startswith("#+")).strip() + "\n"
        tags, audience = tuple(about["tags"]), tuple(about["audience"])
        return Question(path.stem, about["summary"], about["description"], tags, audience, query)
    except (yaml.YAMLError, KeyError, TypeError) as error:
        wanted = "summary, description, tags and audience"
        raise QueryError(f"{path}: the '#+' lines must give {wanted} as YAML") from error


def by_topic(questions: Iterable[Question]) -> dict[str, list[Question]]:
    """Questions under their first tag, topics in the order of the alphabet."""
    topics: dict[str, list[Question]] = {}
    for question in questions:
        topics.setdefault(question.tags[0], []).append(question)
    return dict(sorted(topics.items()))


@blueprint.get("/questions")
@blueprint.get("/questions.<any(json, csv):ending>")
def listing(ending: str = "") -> Response:
    """All questions by topic, or with ``?audience=NAME`` those of one audience."""
    asked = requested("", f"questions.{ending}" if ending else "questions", (HTML, *TABLES))
    questions = load_questions().values()
    audiences = sorted({audience for question in questions for audience in question.audience})
    chosen = request.args.get("audience", "")
    if chosen and chosen not in audiences:
        raise Problem(404, "not-found", f"Nobody asks as {chosen!r} here; there are {', '.join(audiences)}.")
    shown = [question for question in questions if not chosen or chosen in question.audience]

    def page() -> str:
        return render_template(
            "questions.html",
            asked=asked,
            topics=by_topic(shown),
            audiences=audiences,
            chosen=chosen,
            total=len(shown),
        )

    return respond(asked, page=page, rows=lambda: map(_row, shown), columns=COLUMNS)


def _row(question: Question) -> dict[str, str | int]:
    tags, audience = " · ".join(question.tags), " · ".join(question.audience)
    values = (question.name, question.summary, question.description, tags, audience, question.query)
    return dict(zip(COLUMNS, values, strict=True))


@blueprint.get("/questions/<name>")
def question(name: str) -> Response:
    """The answer as a page; ``NAME.csv`` and ``NAME.json`` give it as data."""
    stem, _, ending = name.partition(".")
    found = load_questions().get(stem)
    wanted = {each.name: each for each in (HTML, *_TABLES)}.get(ending) if ending else prefer(None, [HTML])
    if found is None or wanted is None:
        raise Problem(404, "not-found", "There is no such question; all of them are at /questions.")
    if wanted is not HTML:
        return to_response(services().engine.run(Operation(found.query, wanted.media_type)))
    result = run(found.query)
    asked = Requested(BASE + found.href.removeprefix("/"), HTML, offered=(HTML, *_TABLES))
    page = render_template("question.html", asked=asked, question=found, result=result)
    return Response(page, result.status, mimetype="text/html")
