"""What is to be extracted from, and where the result goes."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from graph.documents import Span


@dataclass(frozen=True)
class Job:
    """A file to extract from, and where the result goes. A ``document`` is one of the data folder: its text is
    frozen, and what its coverage file says of furniture holds."""

    name: str
    source: Path
    result: Path
    document: str | None = None
    furniture: tuple[Span, ...] = ()
