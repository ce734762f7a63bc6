"""The application factory."""

from __future__ import annotations

from importlib import import_module
from pathlib import Path

from flask import Flask, Response

from graph.snapshot import DEFAULT_HOME
from server import problems
from server.engine import Limits, QueryEngine
from server.readers import ReaderPool
from server.services import Services

# One module a blueprint; each has a `blueprint`.
BLUEPRINTS = (
    "server.sparql",
    "server.graph_store",
    "server.health",
    "server.home",
    "server.search",
    "server.entity",
    "server.claim",
    "server.document",
    "server.resource",
    "server.ontology",
    "server.term",
    "server.cookbook",
    "server.scheme",
    "server.questions",
    "server.downloads",
)
_HEADERS = {
    "Content-Security-Policy": "default-src 'self'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'; "
    "object-src 'none'; img-src 'self' data:",
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
}


def create_app(
    home: Path = DEFAULT_HOME, limits: Limits | None = None, *, engine: QueryEngine | None = None
) -> Flask:
    """The application over the snapshots in ``home``, with readers of its own unless an engine is given.

    Whoever creates it ends it with ``services(app).engine.close()``.

    Raises:
        SnapshotError: nothing is published in ``home``, or what is cannot be opened.
    """
    limits = limits or Limits()
    app = Flask(__name__)
    # A character takes at most four bytes, and each of them three when it is percent-encoded.
    app.config["MAX_CONTENT_LENGTH"] = app.config["MAX_FORM_MEMORY_SIZE"] = 12 * limits.query_chars + 65536
    Services(home, engine or ReaderPool(home, limits), limits).register(app)
    problems.register(app)

    @app.after_request
    def secure(response: Response) -> Response:
        for name, value in _HEADERS.items():
            response.headers.setdefault(name, value)
        return response

    for name in BLUEPRINTS:
        app.register_blueprint(import_module(name).blueprint)
    return app
