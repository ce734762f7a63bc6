"""What the server writes down: every request where the operator wishes it, and slow queries always. One JSON object
a line."""

from __future__ import annotations

import json
import logging
import sys
from datetime import UTC, datetime
from logging.handlers import WatchedFileHandler
from pathlib import Path

from graph.errors import CreativeKGError

SLOW_S = 1.0
_MOST_QUERY = 2000


class Journal:
    """``access`` is a file, ``-`` for standard error, or None: then only slow queries are written, and there.

    Raises:
        CreativeKGError: the file cannot be opened.
    """

    def __init__(self, access: str | None = None) -> None:
        self.writes_access = access is not None
        self._access = _logger("access", access or "-")
        self._slow = _logger("slow", "-")

    def request(self, **facts: object) -> None:
        """Write down a request."""
        self._access.info(_line(facts))

    def slow_query(self, query: str, **facts: object) -> None:
        """Write down a query that took longer than :data:`SLOW_S`, its first 2,000 characters."""
        self._slow.warning(_line({"slow_query": query[:_MOST_QUERY], **facts}))


def _line(facts: dict[str, object]) -> str:
    time = datetime.now(UTC).isoformat(timespec="milliseconds")
    return json.dumps({"time": time, **facts}, ensure_ascii=True)  # no character can start a line of its own


def _logger(name: str, place: str) -> logging.Logger:
    logger = logging.getLogger(f"creativekg.{name}")
    logger.propagate = False
    logger.setLevel(logging.INFO)
    for old in list(logger.handlers):
        logger.removeHandler(old)
        old.close()
    try:
        handler = (
            logging.StreamHandler(sys.stderr) if place == "-" else WatchedFileHandler(Path(place), encoding="utf-8")
        )
    except OSError as error:
        raise CreativeKGError(f"{place}: the log cannot be written ({error.strerror})") from error
    handler.setFormatter(logging.Formatter("%(message)s"))
    logger.addHandler(handler)
    return logger
