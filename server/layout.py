"""What every page has around it: where to go from here, its one address, and what it says of itself to machines."""

from __future__ import annotations

from typing import Any

from flask import Flask, request
from markupsafe import Markup

from graph.namespaces import BASE
from server.representations import Requested
from server.structured_data import structured_data

NAVIGATION = (
    ("/scheme/technologies", "Technologies"),
    ("/scheme/sectors", "Sectors"),
    ("/#documents", "Documents"),
    ("/matrix", "Matrix"),
    ("/statistics", "Statistics"),
    ("/questions", "Questions"),
    ("/sparql", "SPARQL"),
    ("/download", "Data"),
)
FURTHER = (
    ("/disagreement", "Disagreement"),
    ("/coverage", "Coverage"),
    ("/quality", "Quality"),
    ("/scheme", "Vocabularies"),
    ("/ontology", "Ontology"),
    ("/ontology/cookbook", "Cookbook"),
)


def register(app: Flask) -> None:
    """Give all templates the navigation, and two functions for the head of a page."""

    @app.context_processor
    def around() -> dict[str, Any]:
        return {"navigation": NAVIGATION, "further": FURTHER, "canonical": canonical, "structured": structured}


def canonical(asked: Requested | None) -> str:
    """The one address of the page: that of the thing it is about, else its own without what narrows it down."""
    return asked.canonical if isinstance(asked, Requested) else BASE + request.path.removeprefix("/")


def structured(asked: Requested | None, title: Markup, description: Markup, crumbs: Markup) -> dict[str, Any]:
    """See :func:`server.structured_data.structured_data`; the arguments are blocks of the page."""
    formats = (
        [(each.media_type, address) for each, address in asked.alternates] if isinstance(asked, Requested) else []
    )
    return structured_data(canonical(asked), title.striptags(), description.striptags(), crumbs, formats)
