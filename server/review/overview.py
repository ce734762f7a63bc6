"""The documents of a data folder, each with how far its review is."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any

from graph.documents import Document, documents_folder, load_documents
from graph.errors import CreativeKGError
from graph.extraction.store import file_of as candidates_of
from graph.extraction.store import read_extraction
from graph.review.log import Log
from graph.review.log import file_of as decisions_of
from server.review.setup import Review


@dataclass(frozen=True)
class Row:
    """A document, the number of its candidates (None: nothing was extracted yet), how many of them the reviewer has
    decided on, and how many of those wait to be written into the data."""

    document: Document
    attached: bool
    candidates: int | None = None
    decided: int = 0
    unwritten: int = 0
    problem: str = ""

    def as_json(self) -> dict[str, Any]:
        """As ``/review.json`` lists it."""
        return {
            "document": self.document.id,
            "title": self.document.title,
            "attached": self.attached,
            "candidates": self.candidates,
            "decided": self.decided,
            "unwritten": self.unwritten,
            **({"problem": self.problem} if self.problem else {}),
        }


_kept: dict[tuple[object, ...], Row] = {}
_MOST_KEPT = 5000


def overview(settings: Review) -> list[Row]:
    """The documents in the order of their ids, those with candidates first."""
    folder = documents_folder(settings.documents)
    rows = [_row(settings, each, folder) for each in load_documents(settings.data / "documents.yaml").values()]
    return sorted(rows, key=lambda row: row.candidates is None)


def _row(settings: Review, document: Document, folder: Path) -> Row:
    own = decisions_of(settings.data, document.id, settings.reviewer)
    files = (candidates_of(settings.data, document.id), own, folder / document.file)
    stamp = tuple(file.stat().st_mtime_ns if file.is_file() else 0 for file in files)
    key = (*map(str, files), stamp, document.sha256)
    if key not in _kept:
        if len(_kept) >= _MOST_KEPT:
            _kept.clear()
        _kept[key] = _read(settings, document, own, (folder / document.file).is_file())
    return _kept[key]


def _read(settings: Review, document: Document, own: Path, attached: bool) -> Row:
    try:
        extraction = read_extraction(settings.data, document)
        state = Log(own).state
    except CreativeKGError as error:
        return Row(document, attached, problem=str(error))
    if extraction is None:
        return Row(document, attached)
    keys = {each.key for each in extraction.candidates}
    decided = {subject[1] for subject in (*state.counts, *state.written) if subject[0] == "candidate"}
    waiting = sum(1 for subject in state.counts if subject not in state.written and subject[0] != "name")
    return Row(document, attached, len(keys), len(keys & decided), waiting)
