"""Freezing: a reading becomes a document of a data folder, whole or not at all.

The documents folder gets the text ``NNN_….txt``, the file that it was read from, and ``NNN_….reading.json``; the
data folder gets a record in ``documents.yaml``, and ``coverage/NNN.yaml`` with the furniture set aside. The record
makes it a document; where a step fails, those before it are undone.
"""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from filelock import FileLock, Timeout
from pydantic import ValidationError

from graph.coverage import Passage, as_yaml, draft
from graph.documents import Document, load_documents, read_text
from graph.errors import InputError, ReadingError
from graph.reading.reading import Furniture, Reading, Source
from graph.reading.sidecar import ENDING, Sidecar
from graph.reading.sniff import ENDING_OF, MEDIA_TYPES
from graph.yamlfile import quoted, read_yaml

_FOLDERS = ("claims", "coverage", "entities", "mappings")
_ENDINGS = {MEDIA_TYPES[kind]: ending for kind, ending in ENDING_OF.items()}
_LOCK = ".documents.lock"
_TITLE = 300
_EMPTY = re.compile(r"\A(\s*#[^\n]*\n|\s*\n)*documents:\s*(\[\s*\])?\s*\Z")
_LAST_KEY = "documents.yaml lists something after its documents; new ones are added at its end"


@dataclass
class Shelf:
    """The documents of a data folder, to which more are added. ``folder`` holds their texts."""

    data: Path
    folder: Path
    _listed: dict[str, Document] = field(default_factory=dict)
    _by_words: dict[str, str] = field(default_factory=dict)

    def __post_init__(self) -> None:
        """Read what is there; a data folder without documents is started afresh.

        Raises:
            InputError: ``documents.yaml`` is not as it should be; a text is not the one that was frozen.
            ReadingError: a folder cannot be made.
        """
        try:
            self.folder.mkdir(parents=True, exist_ok=True)
            if not self.file.exists():
                for name in _FOLDERS:
                    (self.data / name).mkdir(parents=True, exist_ok=True)
                _write(self.file, b"documents: []\n")
        except OSError as error:
            raise ReadingError(f"cannot write to {error.filename} ({error.strerror})") from error
        if not _EMPTY.match(self.file.read_text(encoding="utf-8")):
            if list(read_yaml(self.file).data or {})[-1:] != ["documents"]:
                raise InputError(_LAST_KEY, file=self.file)
            self._listed = load_documents(self.file)
        for document in self._listed.values():
            self._by_words[document.sha256] = document.id
            text = read_text(document, self.folder)
            if text is not None:
                self._by_words[_words(text)] = document.id

    @property
    def file(self) -> Path:
        return self.data / "documents.yaml"

    def add(self, reading: Reading, source: Source) -> tuple[Document, list[Passage]]:
        """Freeze a reading; gives its record and its passages.

        Raises:
            ReadingError: the same text is there already, or a file cannot be written.
        """
        words = _words(reading.text)
        document = self._record(reading, source)
        if known := self._by_words.get(words) or self._by_words.get(document.sha256):
            raise ReadingError(f"the same text is document {known} already")
        passages = _passages(reading)
        stem = Path(document.file).stem
        sidecar = json.dumps(Sidecar.of(reading, source).as_json(), ensure_ascii=False, separators=(",", ":"))
        beside = {document.file: reading.text.encode(), f"{stem}{ENDING}": sidecar.encode()}
        if document.original:
            beside[document.original] = source.data
        before = self.file.read_bytes()
        written: list[Path] = []
        try:
            for name, content in beside.items():
                written.append(_write(self.folder / name, content))
            _write(self.file, _with(before.decode(), document).encode())
            self.data.joinpath("coverage").mkdir(exist_ok=True)
            _write(self.data / "coverage" / f"{document.id}.yaml", as_yaml(document.id, passages).encode())
        except OSError as error:
            for path in written:
                path.unlink(missing_ok=True)
            if self.file.read_bytes() != before:
                _write(self.file, before)
            raise ReadingError(f"cannot write {error.filename} ({error.strerror})") from error
        self._listed[document.id] = document
        self._by_words[words] = document.id
        return document, passages

    def _record(self, reading: Reading, source: Source) -> Document:
        content = reading.text.encode()
        digest = hashlib.sha256(content).hexdigest()
        identifier = f"{max((int(each) for each in self._listed), default=-1) + 1:03}"
        stem = f"{identifier}_{digest[:16]}"
        ending = _ENDINGS.get(reading.media_type)
        try:
            return Document(
                id=identifier,
                file=f"{stem}.txt",
                sha256=digest,
                characters=len(reading.text),
                title=(reading.title or source.stem)[:_TITLE].strip() or source.name,
                description=f"Read from {source.name} with {reading.reader}; nobody has described it yet.",
                issued=reading.issued,
                language=reading.language or "en",
                url=reading.url,
                reader=reading.reader,
                original=f"{stem}{ending}" if ending else None,
            )
        except ValidationError as error:
            first = error.errors(include_url=False)[0]
            raise ReadingError(f"{first['loc'][0]}: {first['msg']} (found {first['input']!r})") from error


@contextmanager
def shelf_of(data: Path, folder: Path) -> Iterator[Shelf]:
    """The documents of a data folder, to which one process at a time adds more: two would give the same numbers.

    Raises:
        InputError: ``documents.yaml`` is not as it should be; a text is not the one that was frozen.
        ReadingError: another process is adding; a folder cannot be made.
    """
    lock = FileLock(data / _LOCK, timeout=0)
    try:
        data.mkdir(parents=True, exist_ok=True)
        lock.acquire()
    except Timeout as error:
        raise ReadingError(f"another process is reading into {data}; try again when it has done") from error
    except OSError as error:
        raise ReadingError(f"cannot write to {error.filename or data} ({error.strerror})") from error
    try:
        yield Shelf(data, folder)
    finally:
        lock.release()


def _with(listed: str, document: Document) -> str:
    """The text of ``documents.yaml`` as it is, with one more record."""
    if _EMPTY.match(listed):
        listed = listed[: listed.rindex("documents:")] + "documents:\n"
    indent = " " * _indent(listed)
    fields = [f"{name}: {_scalar(value)}" for name, value in document.model_dump(exclude_none=True).items()]
    record = f"{indent}- " + f"\n{indent}  ".join(fields) + "\n"
    return listed + ("" if listed.endswith("\n") else "\n") + record


def _indent(text: str) -> int:
    """How far the records of a list are indented, two columns where there are none yet."""
    items = re.search(r"^documents:[^\n]*\n(?:\s*(?:#[^\n]*)?\n)*( *)- ", text, re.MULTILINE)
    return len(items[1]) if items else 2


def _scalar(value: str | int) -> str:
    return str(value) if isinstance(value, int) else quoted(value)


def _passages(reading: Reading) -> list[Passage]:
    """The passages of a text as the segmenter finds them; what is furniture has its reason."""
    return [
        passage.model_copy(update={"reason": _reason(passage, reading.furniture)})
        for passage in draft(reading.text)
    ]


def _reason(passage: Passage, furniture: Iterable[Furniture]) -> str | None:
    within = (each.reason for each in furniture if each.start <= passage.start and passage.end <= each.end)
    return next(within, None)


def _words(text: str) -> str:
    """A key that two texts share where they differ in white space only."""
    return hashlib.sha256(" ".join(text.split()).encode()).hexdigest()


def _write(target: Path, content: bytes) -> Path:
    part = target.with_name(f".{target.name}.part")
    try:
        part.write_bytes(content)
        return part.replace(target)
    finally:
        part.unlink(missing_ok=True)
