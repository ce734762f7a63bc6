"""One shape for every error: RFC 9457 problem details in JSON, or a page where the client prefers one."""

from __future__ import annotations

import json
import logging
from collections.abc import Mapping
from http import HTTPStatus

from flask import Flask, Response, render_template, request
from werkzeug.exceptions import HTTPException

from graph.errors import CreativeKGError
from graph.namespaces import BASE
from server.negotiation import Format, prefers_html

PROBLEM = Format("problem", "application/problem+json", "Problem details", ("application/json",))
_log = logging.getLogger(__name__)


class Problem(CreativeKGError):
    """An error with its HTTP status; ``slug`` names its type, ``extra`` adds members to the JSON object."""

    def __init__(
        self,
        status: int,
        slug: str,
        detail: str,
        *,
        headers: Mapping[str, str] | None = None,
        **extra: object,
    ) -> None:
        super().__init__(detail)
        self.status = status
        self.slug = slug
        self.detail = detail
        self.headers = dict(headers or {})
        self.extra = extra

    @property
    def title(self) -> str:
        return self.slug.replace("-", " ").capitalize()

    def body(self) -> dict[str, object]:
        """The members ``type``, ``title``, ``status`` and ``detail``, and those of this type of problem."""
        return {
            "type": f"{BASE}problem/{self.slug}",
            "title": self.title,
            "status": self.status,
            "detail": self.detail,
            **{name: value for name, value in self.extra.items() if value is not None},
        }

    def json(self, request_id: str | None = None) -> bytes:
        """The body as JSON; with the id of the request, by which the operator finds it in the log."""
        body = self.body() | ({"request_id": request_id} if request_id else {})
        return json.dumps(body, ensure_ascii=False).encode(errors="replace") + b"\n"


def respond(problem: Problem) -> Response:
    """The problem as the client of this request prefers it."""
    if prefers_html(request.headers.get("Accept"), [PROBLEM]):
        page = render_template("error.html", problem=problem)
        response = Response(page, problem.status, mimetype="text/html")
    else:
        body = problem.json(request.headers.get("X-Request-Id"))
        response = Response(body, problem.status, mimetype=PROBLEM.media_type)
    response.headers.update(problem.headers)
    response.headers["Cache-Control"] = "no-store"
    response.vary.add("Accept")
    return response


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
        return respond(Problem(status, slug, error.description or phrase, headers=kept))

    @app.errorhandler(CreativeKGError)
    def ours(error: CreativeKGError) -> Response:
        if isinstance(error, Problem):
            return respond(error)
        _log.error("%s: %s", request.path, error)
        return respond(Problem(503, "not-available", str(error)))

    @app.errorhandler(Exception)
    def unexpected(error: Exception) -> Response:
        _log.error("%s failed", request.path, exc_info=error)
        detail = "Something went wrong in the server. It has been logged."
        return respond(Problem(500, "internal-error", detail))
