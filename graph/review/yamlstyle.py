"""Records as the YAML that a person would have written: a line a field, words in quotation marks, slugs bare."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Mapping
from typing import Any

from graph.claims import Claim
from graph.concepts import Concept
from graph.entities import Entity

_BARE = re.compile(r"[A-Za-z0-9]+([-:][A-Za-z0-9]+)*")
# YAML takes these for breaks of lines or refuses them, JSON does not.
_NOT_IN_YAML = re.compile("[\x7f-\x9f\u2028\u2029\ufeff\ufffe\uffff]")
_WORDS = frozenset({"gloss", "purpose", "caveat", "prefLabel", "altLabel", "description", "definition", "quote"})
_FIRST = ("id", "kind", "gloss", "subject", "predicate", "object")
_LAST = ("certainty", "speaker", "inPlace", "inSector", "atStage", "inWork", "conflictsWith", "caveat",
         "arithmetic", "evidence")  # fmt: skip
_EMPTY = re.compile(r"^(\w+):[ \t]*\[\][ \t]*$", re.MULTILINE)
_INDENT = re.compile(r"^( *)- ", re.MULTILINE)


def append(text: str, records: Iterable[Claim | Concept | Entity]) -> str:
    """A file with records after those that it has; what it says stays as it is, byte for byte."""
    text = _EMPTY.sub(r"\1:", text)
    own = _INDENT.search(text)
    indent = own[1] if own else "  "
    if text and not text.endswith("\n"):
        text += "\n"
    return text + "".join(_item(record, indent) for record in records)


def _item(record: Claim | Concept | Entity, indent: str) -> str:
    data = record.model_dump(exclude_unset=True, exclude_none=True)
    middle = [name for name in data if name not in (*_FIRST, *_LAST)]
    names = [name for name in (*_FIRST, *middle, *_LAST) if data.get(name) not in (None, [])]
    return "".join(
        f"{indent}{'  ' if at else '- '}{name}:{_value(name, data[name], indent)}\n"
        for at, name in enumerate(names)
    )


def _value(name: str, value: Any, indent: str) -> str:
    if name == "evidence":
        return "".join(f"\n{indent}    - {flow(each)}" for each in value)
    if isinstance(value, list):
        return f" [{', '.join(_scalar(name, each) for each in value)}]"
    return f" {_scalar(name, value)}"


def flow(mapping: Mapping[str, Any]) -> str:
    """A mapping of scalars on one line."""
    return "{" + ", ".join(f"{name}: {_scalar(name, value)}" for name, value in mapping.items()) + "}"


def _scalar(name: str, value: Any) -> str:
    text = str(value)
    return text if name not in _WORDS and _BARE.fullmatch(text) else quoted(text)


def quoted(text: str) -> str:
    """A text in double quotation marks, as YAML 1.2 reads it."""
    return _NOT_IN_YAML.sub(lambda mark: f"\\u{ord(mark[0]):04x}", json.dumps(text, ensure_ascii=False))
