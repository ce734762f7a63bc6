"""One desk a document, kept from one request to the next as long as nothing below it has changed."""

from __future__ import annotations

import threading
from collections import defaultdict
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from graph.concepts import FILE as CONCEPTS
from graph.documents import Document, documents_folder, load_documents
from graph.extraction.store import file_of as candidates_of
from graph.review.desk import Desk
from graph.review.log import FOLDER as DECISIONS

_Stamp = tuple[tuple[str, int, int], ...]


class Desks:
    """The desks of one reviewer. Two tabs take turns at one; what a terminal or another reviewer does in the
    meantime is read before the next request is answered."""

    def __init__(self, data: Path, documents: Path | None, reviewer: str) -> None:
        self.data, self.documents, self.reviewer = data, documents, reviewer
        self._locks: defaultdict[str, threading.Lock] = defaultdict(threading.Lock)
        self._desks: dict[str, tuple[_Stamp, Desk]] = {}

    def known(self) -> dict[str, Document]:
        """The documents that there are."""
        return load_documents(self.data / "documents.yaml")

    @contextmanager
    def at(self, document: str) -> Iterator[Desk]:
        """The desk at a document, for this thread alone.

        Raises:
            CreativeKGError: see `Desk.open`.
        """
        with self._locks[document]:
            stamp = self._stamp(document)
            known = self._desks.get(document)
            if known is None or known[0] != stamp or not _is_read(known[1]):
                known = stamp, Desk.open(self.data, self.documents, document, self.reviewer)
                self._desks[document] = known
            yield known[1]

    def _stamp(self, document: str) -> _Stamp:
        """What the desk was read from, but for the reviewer's own decisions."""
        data, folder = self.data, documents_folder(self.documents)
        listed = self.known().get(document)
        own = f"{document}.{self.reviewer}.jsonl"
        files = [
            data / "documents.yaml",
            data / CONCEPTS,
            candidates_of(data, document),
            *(data / kind / f"{document}.yaml" for kind in ("claims", "coverage")),
            *sorted((data / "entities").glob("*.yaml")),
            *sorted(file for file in (data / DECISIONS).glob(f"{document}.*.jsonl") if file.name != own),
            *([folder / listed.file] if listed else []),
        ]
        found = []
        for file in files:
            if file.is_file():
                state = file.stat()
                found.append((str(file), state.st_mtime_ns, state.st_size))
        return tuple(found)


def _is_read(desk: Desk) -> bool:
    """Whether all that the reviewer decided, here or elsewhere, is known at the desk."""
    file = desk.log.file
    lines = file.read_bytes().count(b"\n") if file.is_file() else 0
    return lines == len(desk.log.decisions)
