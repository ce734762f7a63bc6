"""YAML in, plain data out: every scalar stays the string that was written, every value knows its line.

PyYAML's own loaders turn ``NO`` into false, ``2.340`` into a float, and keep the last of two equal keys. Here
libyaml only parses; scalars stay text, so that the schema decides what is a number, and equal keys are refused.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import yaml

from graph.errors import InputError

_Loader: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)

Path_ = tuple[str | int, ...]
_DEPTH = 20


@dataclass(frozen=True)
class YamlFile:
    """The data of one file, and the line (from 1) on which each value begins, keyed by its path."""

    path: Path
    data: Any
    lines: Mapping[Path_, int] = field(repr=False)

    def line(self, *steps: str | int) -> int:
        """The line of the value at that path, or of the nearest enclosing value that is in the file."""
        while steps not in self.lines and steps:
            steps = steps[:-1]
        return self.lines.get(steps, 1)


def read_yaml(path: Path) -> YamlFile:
    """Read a YAML file of mappings, sequences and scalars.

    Raises:
        InputError: the file is missing, is not UTF-8, is not YAML, repeats a key, or uses an alias or a tag.
    """
    try:
        text = path.read_bytes().decode("utf-8")
    except OSError as error:
        raise InputError(f"cannot read the file ({error.strerror})", file=path) from error
    except UnicodeDecodeError as error:
        raise InputError(f"not UTF-8 at byte {error.start}; save the file as UTF-8", file=path) from error
    try:
        node = yaml.compose(text, Loader=_Loader)
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        line = mark.line + 1 if mark else None
        raise InputError(f"not YAML: {error.problem or error}", file=path, line=line) from error
    except (yaml.YAMLError, RecursionError) as error:
        raise InputError(f"not YAML: {error}", file=path) from error
    if node is None:
        raise InputError("the file is empty", file=path)
    lines: dict[Path_, int] = {}
    return YamlFile(path, _plain(node, (), lines, path, set()), lines)


def quoted(text: str) -> str:
    """A text as a YAML scalar in double quotes; what YAML holds for unprintable is escaped."""
    return _UNPRINTABLE.sub(lambda found: f"\\u{ord(found[0]):04x}", json.dumps(text, ensure_ascii=False))


_UNPRINTABLE = re.compile(r"[\x7f-\x9f\u2028\u2029\ud800-\udfff\ufeff\ufffe\uffff]")


def _plain(node: yaml.Node, at: Path_, lines: dict[Path_, int], path: Path, seen: set[int]) -> Any:
    line = node.start_mark.line + 1
    if id(node) in seen:
        raise InputError("an alias is not used here; write the value out", file=path, line=line)
    if len(at) > _DEPTH:
        raise InputError(f"nested more than {_DEPTH} deep", file=path, line=line)
    seen.add(id(node))
    lines[at] = line
    if isinstance(node, yaml.ScalarNode):
        if not node.tag.startswith("tag:yaml.org,2002:"):
            raise InputError(f"tag {node.tag} is not used here; write plain text", file=path, line=line)
        return node.value
    if isinstance(node, yaml.SequenceNode):
        return [_plain(item, (*at, index), lines, path, seen) for index, item in enumerate(node.value)]
    mapping: dict[str, Any] = {}
    for key_node, value_node in node.value:
        key_line = key_node.start_mark.line + 1
        if not isinstance(key_node, yaml.ScalarNode):
            raise InputError("a key must be a word", file=path, line=key_line)
        key = str(key_node.value)
        if key in mapping:
            raise InputError(f"the key {key!r} stands twice", file=path, line=key_line)
        mapping[key] = _plain(value_node, (*at, key), lines, path, seen)
        lines[(*at, key)] = key_line
    return mapping
