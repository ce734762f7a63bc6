"""The application factory."""

from __future__ import annotations

from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING

from flask import Flask

from graph.defaults import SNAPSHOTS
from server import error_pages, layout
from server.engine import Limits, QueryEngine
from server.local_engine import LocalEngine
from server.metrics import Metrics
from server.protocol import most_body
from server.remembered import Memory
from server.services import Services

if TYPE_CHECKING:
    from server.review.setup import Review

# One module a blueprint; each has a `blueprint`.
BLUEPRINTS = (
    "server.sparql",
    "server.completion",
    "server.programs",
    "server.graph_store",
    "server.health",
    "server.home",
    "server.search",
    "server.suggest",
    "server.entity",
    "server.neighbours",
    "server.claim",
    "server.document",
    "server.resource",
    "server.ontology",
    "server.term",
    "server.cookbook",
    "server.scheme",
    "server.questions",
    "server.downloads",
    "server.coverage_page",
    "server.quality",
    "server.sitemap",
    "server.matrix",
    "server.statistics_page",
    "server.disagreement",
)


def create_app(
    home: Path = SNAPSHOTS,
    limits: Limits | None = None,
    *,
    engine: QueryEngine | None = None,
    report_to: str = "",
    review: Review | None = None,
) -> Flask:
    """The application over the snapshots in ``home``, with readers of its own unless an engine is given.

    It is a WSGI application and complete as such; under ``creativekg serve`` :class:`server.front.Front` stands
    before it. Whoever creates it ends it with ``services(app).engine.close()``. ``review`` adds its pages.

    Raises:
        SnapshotError: nothing is published in ``home``, or what is cannot be opened.
    """
    limits = limits or Limits()
    app = Flask(__name__)
    app.config["MAX_CONTENT_LENGTH"] = most_body(limits)
    engine = engine or LocalEngine(home, limits)
    memory = Memory(limits.cache_bytes)
    Services(home, engine, limits, memory, Metrics(engine, memory), report_to).register(app)
    error_pages.register(app)
    layout.register(app)
    for name in BLUEPRINTS:
        app.register_blueprint(import_module(name).blueprint)
    if review is not None:
        from server.review.setup import register  # what it needs is much, and most servers do without

        register(app, review, home)
    return app
