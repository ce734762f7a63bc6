"""What review works on, whose decisions they are, and how the application gets its pages."""

from __future__ import annotations

import os
import secrets
from contextlib import AbstractContextManager
from dataclasses import dataclass, field
from importlib import import_module
from pathlib import Path
from typing import cast

from flask import Flask, current_app

from graph.errors import ReviewError
from graph.review.desk import Desk
from server.problems import Problem
from server.review.access import Access
from server.review.blueprint import blueprint
from server.review.desks import Desks
from server.review.jobs import Jobs

ENVIRONMENT = "CREATIVEKG_REVIEW_TOKEN"
_MODULES = ("server.review.pages", "server.review.actions", "server.review.pictures", "server.review.running")
_NAME = "creativekg.review"
_LEAST = 16


@dataclass(frozen=True)
class Review:
    """The data folder, the folder of source texts (see `graph.documents.documents_folder`), the reviewer, and the
    token that every request to review needs; without one only this machine is served."""

    data: Path
    documents: Path | None
    reviewer: str
    token: str | None = field(default=None, repr=False)

    @classmethod
    def from_environment(cls, data: Path, documents: Path | None, reviewer: str) -> Review:
        """Review with the token of ``CREATIVEKG_REVIEW_TOKEN``, where that is set.

        Raises:
            ReviewError: the token is so short that it can be guessed.
        """
        token = os.environ.get(ENVIRONMENT) or None
        if token is not None and len(token) < _LEAST:
            raise ReviewError(f"{ENVIRONMENT}: a token has {_LEAST} characters or more, drawn at random")
        return cls(data, documents, reviewer, token)


class Office:
    """What the pages of review share: access, desks, and jobs."""

    def __init__(self, settings: Review, home: Path) -> None:
        self.settings = settings
        self.access = Access(settings.token, secrets.token_bytes(32))
        self.desks = Desks(settings.data, settings.documents, settings.reviewer)
        self.jobs = Jobs(settings.data, settings.documents, settings.reviewer, home)


def register(app: Flask, settings: Review, home: Path) -> None:
    """Add the pages of review to an application."""
    office = Office(settings, home)
    app.extensions[_NAME] = office
    app.before_request(office.access.before)
    app.after_request(office.access.after)
    app.jinja_env.globals["has_review"] = True
    app.jinja_env.globals["review_form_token"] = office.access.form_token
    for name in _MODULES:
        import_module(name)
    app.register_blueprint(blueprint)


def office() -> Office:
    """What the pages share, of the application that handles this request."""
    return cast(Office, current_app.extensions[_NAME])


def at_desk(document: str) -> AbstractContextManager[Desk]:
    """The desk at a document, for this request alone.

    Raises:
        Problem: 404, there is no such document.
    """
    desks = office().desks
    if document not in desks.known():
        raise Problem(
            404, "not-found", f"The data that is reviewed has no document {document[:40]}.", suggestions=[]
        )
    return desks.at(document)
