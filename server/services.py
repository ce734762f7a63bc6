"""What the blueprints share, kept by the application under one name."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import cast

from flask import Flask, current_app

from server.engine import Limits, QueryEngine
from server.metrics import Metrics
from server.remembered import Memory

_NAME = "creativekg"


@dataclass(frozen=True)
class Services:
    """The directory of the snapshots, the engine over the current one, the limits it works under, the responses
    that are remembered, what is counted, and where readers report a claim (see :mod:`server.reporting`)."""

    home: Path
    engine: QueryEngine
    limits: Limits
    memory: Memory
    metrics: Metrics
    report_to: str = ""

    def register(self, app: Flask) -> None:
        app.extensions[_NAME] = self


def services(app: Flask | None = None) -> Services:
    """The services of ``app``, by default of the application that handles this request."""
    return cast(Services, (app or current_app).extensions[_NAME])
