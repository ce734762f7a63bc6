"""Decision files: ``decisions/DOCUMENT.REVIEWER.jsonl`` of a data folder, one decision a line, only appended to.

Each line is on the disk before the next key is read, so a crash loses at most the line that was being written; the
torn piece is left out. A file belongs to one reviewer, so the files of two never conflict.
"""

from __future__ import annotations

import json
import os
import re
from collections.abc import Iterator
from pathlib import Path
from typing import BinaryIO

from filelock import FileLock
from pydantic import ValidationError

from graph.errors import ReviewError
from graph.review.decisions import DECISION, Decision, State, replay

FOLDER = "decisions"
_REVIEWER = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")


class Log:
    """The decisions of one reviewer on one document, in memory and in their file.

    Several processes or threads may write the same file: each takes in what the others wrote before it writes.
    ``note`` says what was left out when the file was read.
    """

    def __init__(self, file: Path) -> None:
        """Raises ReviewError where a line that was written whole is not a decision."""
        self.file = file
        self.decisions: list[Decision] = []
        self.note: str | None = None
        self._size = 0
        self._last = b""
        try:
            with file.open("rb") as stream:
                self._take_in(stream)
        except FileNotFoundError:
            pass
        except OSError as error:
            raise ReviewError(f"{file}: cannot be read ({error.strerror})") from error
        self.state: State = replay(self.decisions)

    @property
    def reviewer(self) -> str:
        """Whose decisions they are."""
        return self.file.name.split(".")[1]

    def append(self, decision: Decision) -> Decision:
        """Take a decision down, and give it with its number.

        Raises:
            ReviewError: the file cannot be written; what it held is still there.
        """
        try:
            self.file.parent.mkdir(parents=True, exist_ok=True)
            with FileLock(self.file.with_suffix(".lock")), self.file.open("a+b") as stream:
                self._take_in(stream)
                made = decision.model_copy(update={"n": len(self.decisions) + 1})
                stream.truncate(self._size)
                line = as_line(made).encode()
                try:
                    stream.write(line)
                    stream.flush()
                    os.fsync(stream.fileno())
                except OSError:
                    stream.truncate(self._size)
                    raise
                self._size += len(line)
                self._last = line
                self.decisions.append(made)
                self.state = replay(self.decisions)
        except OSError as error:
            raise ReviewError(f"{self.file}: the decision cannot be written ({error.strerror})") from error
        return made

    def _take_in(self, stream: BinaryIO) -> None:
        """Read what was added since, up to the last line that is whole; all of it where the file is another now, as
        after a checkout."""
        stream.seek(max(self._size - len(self._last), 0))
        if stream.read(len(self._last)) != self._last:
            self._size, self.decisions = 0, []
        stream.seek(self._size)
        *lines, torn = stream.read().split(b"\n")
        for line in lines:
            self.decisions.append(self._decision(line, len(self.decisions) + 1))
            self._size += len(line) + 1
            self._last = line + b"\n"
        if torn:
            self.note = f"{self.file}: the last line was not written whole and is left out"

    def _decision(self, line: bytes, number: int) -> Decision:
        try:
            decision = DECISION.validate_json(line)
        except ValidationError as error:
            raise ReviewError(f"{self.file}:{number}: not a decision: {error.errors()[0]['msg']}") from error
        if decision.n != number:
            raise ReviewError(f"{self.file}:{number}: this decision has the number {decision.n}; mend the file")
        return decision


def as_line(decision: Decision) -> str:
    """A decision as its file has it, without what is as usual."""
    data = decision.model_dump(exclude_defaults=True)
    return json.dumps({"n": decision.n, "action": decision.action, **data}, ensure_ascii=False) + "\n"


def file_of(data: Path, document: str, reviewer: str) -> Path:
    """Where a reviewer's decisions on a document are kept.

    Raises:
        ReviewError: the name of the reviewer is not a slug.
    """
    if not _REVIEWER.fullmatch(reviewer):
        raise ReviewError(f"a reviewer is named in small letters, digits and hyphens, not {reviewer!r}")
    return data / FOLDER / f"{document}.{reviewer}.jsonl"


def logs(data: Path, document: str = "*") -> Iterator[Log]:
    """The logs of all reviewers of a document, or of all documents, in the order of their names.

    Raises:
        ReviewError: a line of one is not a decision.
    """
    for file in sorted((data / FOLDER).glob(f"{document}.*.jsonl")):
        yield Log(file)
