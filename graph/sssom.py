"""Reading SSSOM mapping sets (https://mapping-commons.github.io/sssom/) and tables like them.

A mapping set is a YAML header in ``#`` lines, then tab-separated rows. Every row remembers where it stands, so that
whatever is wrong with it can be said with file and line.
"""

from __future__ import annotations

import csv
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pyoxigraph as ox
import yaml

from graph.errors import InputError

_HEADER = ("mapping_set_id", "mapping_set_title", "mapping_set_description", "license", "mapping_date",
           "subject_source", "object_source", "curie_map")  # fmt: skip
_COLUMNS = ("subject_id", "subject_label", "predicate_id", "object_id", "object_label", "mapping_justification",
            "object_source_version", "confidence", "comment")  # fmt: skip
_IRI_UNSAFE = re.compile(r'[\x00-\x20<>"{}|\\^`]')


@dataclass(frozen=True)
class Row:
    """One row of a table: its cells by column, and where it stands."""

    file: Path
    line: int
    cells: Mapping[str, str]

    def __getitem__(self, column: str) -> str:
        return self.cells[column]

    def problem(self, message: str) -> InputError:
        return InputError(message, file=self.file, line=self.line)

    def iri(self, text: str) -> ox.NamedNode:
        """An IRI as a term.

        Raises:
            InputError: it is not an IRI.
        """
        try:
            if _IRI_UNSAFE.search(text):
                raise ValueError
            return ox.NamedNode(text)
        except ValueError as error:
            raise self.problem(f"{text!r} is not an IRI") from error

    def expand(self, curie: str, prefixes: Mapping[str, str]) -> ox.NamedNode:
        """The IRI that a CURIE stands for.

        Raises:
            InputError: it is not a CURIE, its prefix is not declared, or the result is not an IRI.
        """
        prefix, colon, local = curie.partition(":")
        if not colon or not local:
            raise self.problem(f"{curie!r} is not a CURIE (prefix:name)")
        if prefix not in prefixes:
            raise self.problem(f"the prefix {prefix!r} is not in the curie_map of the header")
        return self.iri(prefixes[prefix] + local)

    def confidence(self) -> str:
        """The confidence as written.

        Raises:
            InputError: it is not a number above 0 and at most 1.
        """
        try:
            value = float(self["confidence"])
        except ValueError:
            value = 0.0
        if not 0 < value <= 1:
            raise self.problem(f"the confidence {self['confidence']!r} is not a number above 0 and at most 1")
        return self["confidence"]


def read_mapping_set(file: Path) -> tuple[dict[str, Any], list[Row]]:
    """The header of an SSSOM TSV file as plain data, and its rows.

    Raises:
        InputError: the file cannot be read, the header is not YAML, or a slot or column is missing.
    """
    lines = _lines(file)
    size = next((index for index, line in enumerate(lines) if not line.startswith("#")), len(lines))
    try:
        header = yaml.safe_load("\n".join(line[1:] for line in lines[:size]))
    except yaml.MarkedYAMLError as error:
        line = error.problem_mark.line + 1 if error.problem_mark else None
        raise InputError(f"the header is not YAML: {error.problem}", file=file, line=line) from error
    except yaml.YAMLError as error:
        raise InputError(f"the header is not YAML: {error}", file=file) from error
    if not isinstance(header, dict):
        raise InputError("no YAML header; begin the file with '# mapping_set_id: …'", file=file, line=1)
    missing = [slot for slot in _HEADER if not header.get(slot)]
    if missing:
        raise InputError(f"the header lacks {', '.join(missing)}", file=file, line=1)
    if not isinstance(header["curie_map"], dict):
        raise InputError("curie_map must list prefixes and their IRIs", file=file, line=1)
    return header, list(_rows(file, lines[size:], size, _COLUMNS))


def read_table(file: Path, columns: tuple[str, ...]) -> list[Row]:
    """The rows of a tab-separated file that has at least these columns.

    Raises:
        InputError: the file cannot be read, a column is missing, or a row has too many or too few cells.
    """
    return list(_rows(file, _lines(file), 0, columns))


def _lines(file: Path) -> list[str]:
    try:
        return file.read_bytes().decode("utf-8").replace("\r\n", "\n").split("\n")
    except OSError as error:
        raise InputError(f"cannot read the file ({error.strerror})", file=file) from error
    except UnicodeDecodeError as error:
        raise InputError(f"not UTF-8 at byte {error.start}; save the file as UTF-8", file=file) from error


def _rows(file: Path, lines: list[str], before: int, columns: tuple[str, ...]) -> Iterator[Row]:
    reader = csv.DictReader(lines, delimiter="\t", strict=True)
    missing = [column for column in columns if column not in (reader.fieldnames or [])]
    if missing:
        raise InputError(f"missing columns: {', '.join(missing)}", file=file, line=before + 1)
    try:
        for cells in reader:
            line = before + reader.line_num
            if None in cells or None in cells.values():
                wanted = len(reader.fieldnames or [])
                raise InputError(f"this row does not have {wanted} cells", file=file, line=line)
            yield Row(file, line, cells)
    except csv.Error as error:
        raise InputError(f"not tab-separated: {error}", file=file, line=before + reader.line_num) from error
