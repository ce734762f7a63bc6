"""Every error of the application: a page for people, RFC 9457 problem details in JSON for programs."""

from __future__ import annotations

import logging
import sqlite3
from collections.abc import Mapping
from dataclasses import dataclass
from difflib import SequenceMatcher, get_close_matches
from http import HTTPStatus
from urllib.parse import quote, urlencode

from flask import Flask, Response, render_template, request
from werkzeug.exceptions import HTTPException

from graph.errors import CreativeKGError, SnapshotError
from server.index import near, words
from server.layout import FURTHER, NAVIGATION
from server.negotiation import prefers_html
from server.problems import PROBLEM, Problem
from server.protocol import QUERY
from server.questions import load_questions
from server.services import services

_log = logging.getLogger(__name__)
# What a person reads in place of the title, which is the name of the type of problem.
_HEADINGS: Mapping[str, str] = {
    "not-found": "There is no such page",
    "malformed-query": "The query has a mistake",
    "deadline": "The query took too long",
    "busy": "The server is busy",
    "yielded": "The query made room for another",
    "reader-lost": "The query was interrupted",
    "broken-off": "The answer broke off",
    "too-many-requests": "Too many requests at once",
    "request-too-large": "The request is too large",
    "request-entity-too-large": "The request is too large",
    "query-too-long": "The query is too long",
    "result-too-large": "The answer is too large",
    "method-not-allowed": "That cannot be done here",
    "not-acceptable": "Not in that format",
    "not-available": "Not available at the moment",
    "internal-error": "Something went wrong",
}
_ADVICE: Mapping[str, tuple[str, ...]] = {
    "deadline": (
        "Add LIMIT 100 while you are trying things out.",
        "Make patterns specific: name the class or the property, and join patterns on shared variables.",
        "Put the most selective pattern first, and filter inside a sub-select before counting.",
    ),
    "result-too-large": (
        "Add LIMIT, and OFFSET for the pages after the first.",
        "Select only the variables that you need.",
        "For everything there is, take a file from the data page.",
    ),
    "query-too-demanding": ("Ask in several smaller queries.", "Leave out sorting and counting over everything."),
}
_LATE = "What this page shows could not be put together in time. The server may have much to do at the moment."
_LONGEST = 20_000
_MOST_ADDRESS = 6_000  # longer addresses are refused by some browsers and proxies
_NEAR, _ALIKE = 3, 0.7
_AROUND = 3


@dataclass(frozen=True)
class Mistake:
    """The lines of a query around a mistake: those up to it, the caret that points at it, those after it."""

    before: str
    caret: str
    after: str


def register(app: Flask) -> None:
    """Make every error of the application answer in this shape; the unexpected ones are logged, not shown."""

    @app.before_request
    def of_the_front() -> None:
        """A problem that was found before Flask was asked, and wants its page."""
        problem = request.environ.get("creativekg.problem")
        if problem is not None:
            raise problem

    @app.errorhandler(HTTPException)
    def http(error: HTTPException) -> Response | HTTPException:
        status = error.code or 500
        if error.response is not None or status < 400:
            return error
        phrase = HTTPStatus(status).phrase
        kept = {name: value for name, value in error.get_headers() if name in ("Allow", "Retry-After")}
        slug = phrase.lower().replace(" ", "-").replace("'", "")
        return respond(Problem(status, slug, _detail(error, kept.get("Allow", "")), headers=kept))

    @app.errorhandler(CreativeKGError)
    def ours(error: CreativeKGError) -> Response:
        if isinstance(error, Problem):
            return respond(error)
        _log.error("%s: %s", request.path, error)
        detail = "This part of the server cannot answer now. Why has been logged."
        return respond(Problem(503, "not-available", detail))

    @app.errorhandler(Exception)
    def unexpected(error: Exception) -> Response:
        _log.error("%s failed", request.path, exc_info=error)
        detail = "Something went wrong in the server. It has been logged."
        return respond(Problem(500, "internal-error", detail))


def _detail(error: HTTPException, allowed: str) -> str:
    """What happened, in our own words where the framework has some of its own."""
    if error.code == 404:
        return "This address belongs to no page here, and to nothing in the graph."
    if error.code == 405:
        return f"{request.method} is not a method of this address; there is {allowed}."
    return error.description or HTTPStatus(error.code or 500).phrase


def respond(problem: Problem) -> Response:
    """The problem as the client of this request prefers it."""
    if prefers_html(request.headers.get("Accept"), [PROBLEM]):
        response = Response(_page(problem), problem.status, mimetype="text/html")
    else:
        body = problem.json(request.headers.get("X-Request-Id"))
        response = Response(body, problem.status, mimetype=PROBLEM.media_type)
    response.headers.update(problem.headers)
    response.headers["Cache-Control"] = "no-store"
    response.headers["X-Robots-Tag"] = "noindex"
    response.vary.add("Accept")
    return response


def _page(problem: Problem) -> str:
    query = _query()
    name = request.path.rstrip("/").rpartition("/")[2]
    lost = problem.status == 404
    # A page asks queries of its own, which nobody but us can make easier.
    late = problem.status == 504 and not query
    return render_template(
        "error.html",
        problem=problem,
        heading="The page took too long" if late else _HEADINGS.get(problem.slug, problem.title),
        detail=_LATE if late else problem.detail,
        advice=() if late else _ADVICE.get(problem.slug, ()),
        address=request.path,
        lost=lost,
        wait=_wait(problem.headers.get("Retry-After", "")),
        again=_again(problem) if late or problem.status != 504 else "",
        suggestions=_suggestions(problem, name) if lost else [],
        typed=" ".join(words(name.replace("-", " ").replace("_", " ")))[:200] if lost else "",
        query=query,
        mistake=_mistake(query, problem.extra.get("line"), problem.extra.get("column")),
        patient=_patient(problem, query),
        allowed=problem.headers.get("Allow", ""),
        available=problem.extra.get("available") or [],
        request_id=request.headers.get("X-Request-Id", ""),
    )


def _query() -> str:
    """The query of this request, wherever the protocol has it."""
    try:
        if request.mimetype == QUERY:
            return request.get_data(as_text=True)[:_LONGEST]
        return request.values.get("query", "")[:_LONGEST]
    except HTTPException:  # the body is too long to be read, which may be what the page is about
        return request.args.get("query", "")[:_LONGEST]


def _mistake(query: str, line: object, column: object) -> Mistake | None:
    lines = query.splitlines()
    if not isinstance(line, int) or not isinstance(column, int) or not 0 < line <= len(lines):
        return None
    # A caret below the same white space stands below the mistake, however wide a tab is shown.
    caret = "".join("\t" if sign == "\t" else " " for sign in lines[line - 1][: column - 1]) + "^"
    before, after = lines[max(0, line - _AROUND) : line], lines[line : line + _AROUND]
    return Mistake("\n".join(before), caret, "\n".join(after))


def _wait(seconds: str) -> str:
    """How long to wait, in words."""
    if not seconds.isdecimal():
        return ""
    return "a second" if int(seconds) == 1 else f"{int(seconds)} seconds"


def _again(problem: Problem) -> str:
    """The same address once more, where that may help: after a busy moment, or by GET instead of another method."""
    by_get = problem.status == 405 and "GET" in problem.headers.get("Allow", "")
    if request.method != "GET" and not by_get:
        return ""
    if problem.status not in (405, 429, 500, 503, 504):
        return ""
    # With two slashes in front it would name another host.
    address = "/" + quote(request.path.lstrip("/"), safe="/:@!$&'()*+,;=-._~")
    if request.query_string:
        address += "?" + quote(
            request.query_string.decode("latin-1"), safe="%/?:@!$&'()*+,;=-._~", encoding="latin-1"
        )
    return address if len(address) < _MOST_ADDRESS else ""


def _patient(problem: Problem, query: str) -> tuple[str, str] | None:
    """The longest deadline and the address that asks for it, where a shorter one has passed."""
    limit = problem.extra.get("limit")
    most = services().limits.deadline_most_s
    if problem.slug != "deadline" or not isinstance(limit, int | float) or limit >= most:
        return None
    address = "/sparql?" + urlencode({"query": query, "timeout": f"{most:g}"})
    return (f"{most:g}", address) if query and len(address) < _MOST_ADDRESS else None


def _suggestions(problem: Problem, name: str) -> list[tuple[str, str]]:
    """Address and label of what is written like the address that does not exist, the closest first."""
    pages = {href.strip("/").casefold(): (href, label) for href, label in (*NAVIGATION, *FURTHER)}
    pages |= {question.name: (question.href, question.summary) for question in load_questions().values()}
    ranked: dict[tuple[str, str], float] = {}
    for typed in (request.path.strip("/").casefold(), name.casefold()):
        for close in get_close_matches(typed, pages, _NEAR, _ALIKE):
            ranked[pages[close]] = max(_likeness(typed, close), ranked.get(pages[close], 0))
    found = problem.extra.get("suggestions")
    if found is None:
        try:
            found = near(name)
        except (
            sqlite3.Error,
            SnapshotError,
        ) as error:  # a page that says what is missing must not itself be missing
            _log.warning("no suggestions: %s", error)
    for each in found if isinstance(found, list) else []:
        ranked[each["href"], each["label"]] = _likeness(name.replace("-", " ").casefold(), each["label"].casefold())
    return sorted(ranked, key=lambda each: -ranked[each])


def _likeness(typed: str, name: str) -> float:
    return SequenceMatcher(None, typed, name).ratio()
