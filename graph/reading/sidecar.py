"""The record beside a frozen text, ``NNN_….reading.json``: how it was read, and where its words stand."""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from graph.documents import Document
from graph.errors import DocumentError
from graph.reading.pages import PageMap
from graph.reading.reading import Furniture, Reading, Source

ENDING = ".reading.json"


@dataclass(frozen=True)
class Sidecar:
    """How a text was read. ``source`` is a file name or an address, ``sha256`` and ``bytes`` the original's."""

    reader: str
    source: str
    media_type: str
    sha256: str
    bytes: int
    furniture: tuple[Furniture, ...]
    pages: PageMap | None
    notes: tuple[str, ...]

    @classmethod
    def of(cls, reading: Reading, source: Source) -> Sidecar:
        return cls(
            reader=reading.reader,
            source=source.name,
            media_type=reading.media_type,
            sha256=hashlib.sha256(source.data).hexdigest(),
            bytes=len(source.data),
            furniture=reading.furniture,
            pages=reading.pages,
            notes=reading.notes,
        )

    def as_json(self) -> dict[str, Any]:
        """Plain data; furniture as ``[start, end, reason]``, pages as `PageMap.as_json`."""
        return {
            "reader": self.reader,
            "source": self.source,
            "mediaType": self.media_type,
            "sha256": self.sha256,
            "bytes": self.bytes,
            "notes": list(self.notes),
            "furniture": [[each.start, each.end, each.reason] for each in self.furniture],
            "pages": self.pages.as_json() if self.pages else None,
        }


def load_sidecar(document: Document, folder: Path) -> Sidecar | None:
    """The record of a document in the documents folder, or None where it has none, as one typed in by hand.

    Raises:
        DocumentError: the record is not as `Sidecar.as_json` writes it.
    """
    file = folder / f"{Path(document.file).stem}{ENDING}"
    if not file.is_file():
        return None
    try:
        data = json.loads(file.read_text(encoding="utf-8"))
        return Sidecar(
            reader=data["reader"],
            source=data["source"],
            media_type=data["mediaType"],
            sha256=data["sha256"],
            bytes=data["bytes"],
            furniture=tuple(Furniture(*each) for each in data["furniture"]),
            pages=PageMap.from_json(data["pages"]) if data["pages"] else None,
            notes=tuple(data["notes"]),
        )
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise DocumentError(f"not a record of a reading ({error}); read the document again", file=file) from error
