"""What was extracted, kept in ``candidates/ID.json`` of a data folder until a person has decided.

These files can be made again from the text at any time, so git ignores them; decisions are kept elsewhere.
"""

from __future__ import annotations

import dataclasses
import hashlib
import json
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Annotated, Any

from pydantic import BaseModel, BeforeValidator, ConfigDict, PlainSerializer, TypeAdapter, ValidationError

from graph.documents import Document, Span
from graph.errors import ExtractionError
from graph.export import write_atomically
from graph.extraction.candidates import Candidate, Extraction, Mention

FOLDER = "candidates"
_CANDIDATE: TypeAdapter[Candidate] = TypeAdapter(Candidate)
_MENTION: TypeAdapter[Mention] = TypeAdapter(Mention)
_USUAL: dict[str, Any] = {"fields": {}} | {
    field.name: field.default for field in dataclasses.fields(Candidate) if field.default is not dataclasses.MISSING
}


def candidate_data(candidate: Candidate) -> dict[str, Any]:
    """A candidate with all its mentions as plain data, without what is as usual."""
    data = {**dataclasses.asdict(candidate), "fields": plain_fields(candidate.fields)}
    return {name: value for name, value in data.items() if name not in _USUAL or value != _USUAL[name]}


def plain_fields(fields: Mapping[str, Any]) -> dict[str, Any]:
    """Fields as plain data, each mention or span in them a mapping."""
    return {name: _plain(value) for name, value in fields.items()}


def fields_from(data: Mapping[str, Any]) -> dict[str, Any]:
    """What `plain_fields` made plain.

    Raises:
        ValueError: a mapping in it is neither mention nor span.
    """
    return {name: _restore(value) for name, value in data.items()}


def candidate_from(data: Any) -> Candidate:
    """What `candidate_data` made plain.

    Raises:
        ValueError: it is not the data of a candidate.
    """
    candidate = _CANDIDATE.validate_python(data)
    return dataclasses.replace(candidate, fields=fields_from(candidate.fields))


def _plain(value: Any) -> Any:
    if isinstance(value, list | tuple):
        return [_plain(item) for item in value]
    return dataclasses.asdict(value) if dataclasses.is_dataclass(value) and not isinstance(value, type) else value


def _restore(value: Any) -> Any:
    if isinstance(value, list):
        return [_restore(item) for item in value]
    if isinstance(value, Mapping):
        return Span(**value) if value.keys() == {"start", "end"} else _MENTION.validate_python(value)
    return value


StoredCandidate = Annotated[Candidate, BeforeValidator(candidate_from), PlainSerializer(candidate_data)]


class _Stored(BaseModel):
    model_config = ConfigDict(extra="forbid")

    document: str
    sha256: str
    pipeline: str
    mentions: list[Mention]
    candidates: list[StoredCandidate]


def file_of(data: Path, document: str) -> Path:
    """Where the candidates of a document are kept."""
    return data / FOLDER / f"{document}.json"


def write_extraction(file: Path, document: str, text: str, extraction: Extraction) -> None:
    """Keep what was extracted from the frozen text of a document; a file that is there stays good until then.

    Raises:
        CreativeKGError: the file cannot be written.
    """
    file.parent.mkdir(parents=True, exist_ok=True)
    parts = {
        "document": json.dumps(document),
        "sha256": json.dumps(hashlib.sha256(text.encode()).hexdigest()),
        "pipeline": json.dumps(extraction.pipeline),
        "mentions": _lines(dataclasses.asdict(mention) for mention in extraction.mentions),
        "candidates": _lines(candidate_data(candidate) for candidate in extraction.candidates),
    }
    whole = "{\n" + ",\n".join(f'"{name}": {value}' for name, value in parts.items()) + "\n}\n"
    write_atomically(file, lambda path: path.write_text(whole, encoding="utf-8"))


def _lines(items: Iterable[dict[str, Any]]) -> str:
    return "[" + ",".join("\n" + json.dumps(item, ensure_ascii=False) for item in items) + "]"


def read_extraction(data: Path, document: Document) -> Extraction | None:
    """What was extracted from a document, or None where nothing was yet.

    Raises:
        ExtractionError: the file cannot be read, or was made from another text than the document's.
    """
    file = file_of(data, document.id)
    again = f"run: creativekg extract {document.id}"
    try:
        stored = _Stored.model_validate_json(file.read_bytes())
    except FileNotFoundError:
        return None
    except OSError as error:
        raise ExtractionError(f"{file}: cannot be read ({error.strerror})") from error
    except ValidationError as error:
        raise ExtractionError(f"{file}: these are not candidates as we keep them; {again}") from error
    if (stored.document, stored.sha256) != (document.id, document.sha256):
        raise ExtractionError(f"{file}: these candidates are of another text than document {document.id}; {again}")
    return Extraction(stored.mentions, stored.candidates, stored.pipeline)
