"""Example files: what breaks no shape, and for each constraint a file that breaks it and only it, once.

An invalid file says in its head what it breaks: ``# expect: SHAPE PATH COMPONENT on FOCUS``, each a prefixed name,
an IRI in angle brackets, or ``-`` where a result has no path. All stand on ``common.ttl`` and the ontology.
"""

from __future__ import annotations

import re
from pathlib import Path
from typing import NamedTuple

import pyoxigraph as ox

import ontology
from graph.modules import read_turtle
from graph.namespaces import BASE, DERIVATION, EVIDENCE, PREFIXES, RDFS, RULE, SH

FOLDER = Path(__file__).parent
COMMON = FOLDER / "common.ttl"
VALID = tuple(sorted((FOLDER / "valid").glob("*.ttl")))
INVALID = tuple(sorted((FOLDER / "invalid").glob("*.ttl")))

_LABEL = ox.NamedNode(RDFS + "label")
_EXPECT = re.compile(r"^# expect: (\S+) (\S+) (\w+) on (\S+)$", re.MULTILINE)
_PREFIXES = {
    **PREFIXES,
    "shape": BASE + "shapes#",
    "scheme": BASE + "scheme/",
    "evidence": EVIDENCE,
    "derivation": DERIVATION,
    "rule": RULE,
}


class Expected(NamedTuple):
    """The one validation result of an invalid example, all of it IRIs; ``path`` is None where there is none."""

    shape: str | None
    path: str | None
    component: str
    focus: str | None


def background() -> list[ox.Quad]:
    """What the examples stand on: what they share, and the ontology without its prose, which no shape looks at."""
    axioms = [quad for file in ontology.MODULES for quad in read_turtle(file)]
    kept = [quad for quad in axioms if quad.predicate == _LABEL or not isinstance(quad.object, ox.Literal)]
    return [*kept, *read_turtle(COMMON)]


def expected(file: Path) -> Expected:
    """What an invalid example says it breaks.

    Raises:
        ValueError: it does not say so in exactly one line.
    """
    lines = _EXPECT.findall(file.read_text(encoding="utf-8"))
    if len(lines) != 1:
        raise ValueError(f"{file.name} has not exactly one line '# expect: SHAPE PATH COMPONENT on FOCUS'")
    shape, path, component, focus = lines[0]
    return Expected(_iri(shape), _iri(path), f"{SH}{component}ConstraintComponent", _iri(focus))


def _iri(name: str) -> str | None:
    if name == "-":
        return None
    if name.startswith("<"):
        return name[1:-1]
    prefix, _, local = name.partition(":")
    return _PREFIXES[prefix] + local
