"""The core of the ontology as a drawing: where things stand is given here, what they are called and what connects
them comes from the ontology."""

from __future__ import annotations

from dataclasses import dataclass

from rdflib import URIRef
from rdflib.namespace import RDFS

from graph.namespaces import FOAF, KG, OA, SCHEMA
from server.presentation import Value
from server.terms import Terms

WIDTH, HEIGHT = 400, 628
# A letter of the drawing's type takes about this much of its width.
_LETTER = 8.4
_ANYTHING = ""
# Class, middle, top, and whether the words in it are a document's.
_BOXES = (
    (FOAF + "Document", 200, 8, True),
    (OA + "SpecificResource", 200, 104, True),
    (KG + "Claim", 200, 200, False),
    (FOAF + "Agent", 110, 372, False),
    (SCHEMA + "CreativeWork", 290, 372, False),
    (KG + "Technology", 200, 472, False),
    (KG + "Activity", 110, 572, False),
    (KG + "Sector", 290, 572, False),
)
_BOX_HEIGHT, _TALL = 42, 62
FRAME = (2, 328, 396, 296)
# From, property, to (nothing: whatever stands in the frame), the line, where its name stands and how it is aligned.
_ARROWS = (
    (OA + "SpecificResource", OA + "hasSource", FOAF + "Document", (200, 104, 200, 50), (210, 82, "start")),
    (KG + "Claim", KG + "evidence", OA + "SpecificResource", (200, 200, 200, 146), (210, 178, "start")),
    (KG + "Claim", KG + "subject", _ANYTHING, (140, 262, 140, 328), (130, 300, "end")),
    (KG + "Claim", KG + "object", _ANYTHING, (260, 262, 260, 328), (270, 300, "start")),
    (FOAF + "Agent", KG + "usesTechnology", KG + "Technology", (115, 414, 172, 472), (128, 449, "end")),
    (SCHEMA + "CreativeWork", KG + "builtOn", KG + "Technology", (285, 414, 228, 472), (272, 449, "start")),
    (KG + "Technology", KG + "enables", KG + "Activity", (172, 514, 115, 572), (128, 549, "end")),
    (KG + "Technology", KG + "affects", KG + "Sector", (228, 514, 285, 572), (272, 549, "start")),
)


@dataclass(frozen=True)
class Box:
    """A class, with perhaps a second ``line``. Lengths are in units of the drawing, which is :data:`WIDTH` wide."""

    value: Value
    meaning: str
    line: str
    theirs: bool
    middle: int
    top: int
    width: int
    height: int
    arrows: tuple[Arrow, ...]

    @property
    def left(self) -> int:
        return self.middle - self.width // 2


@dataclass(frozen=True)
class Arrow:
    """A property that connects two classes, or one with anything (``target`` is None)."""

    source: str
    value: Value
    target: Value | None
    meaning: str
    line: tuple[int, int, int, int]
    label: tuple[int, int, str]


@dataclass(frozen=True)
class Diagram:
    """The drawing."""

    boxes: tuple[Box, ...]
    frame: tuple[int, int, int, int] = FRAME
    width: int = WIDTH
    height: int = HEIGHT

    @property
    def arrows(self) -> list[Arrow]:
        return [arrow for box in self.boxes for arrow in box.arrows]


def diagram(known: Terms) -> Diagram | None:
    """The drawing, or nothing where the ontology of the snapshot lacks one of its terms."""
    names = {iri for iri, *_ in _BOXES} | {iri for _, iri, *_ in _ARROWS}
    if not names <= set(known.iris):
        return None
    arrows = [
        Arrow(source, known.value(name), known.value(to) if to else None, known.meaning(name), line, label)
        for source, name, to, line, label in _ARROWS
    ]
    return Diagram(tuple(_box(known, *box, arrows) for box in _BOXES))


def _box(known: Terms, iri: str, middle: int, top: int, theirs: bool, arrows: list[Arrow]) -> Box:
    line = ""
    if iri == KG + "Claim":
        kinds = [str(kind) for kind in known.graph.subjects(RDFS.subClassOf, URIRef(iri))]
        line = f"{len(kinds)} kinds, such as {known.label(KG + 'Impact')}" if kinds else ""
    longest = max(len(known.label(iri)), round(len(line) * 0.85))
    own = tuple(arrow for arrow in arrows if arrow.source == iri)
    width = max(96, round(longest * _LETTER) + 28)
    return Box(
        known.value(iri), known.meaning(iri), line, theirs, middle, top, width, _TALL if line else _BOX_HEIGHT, own
    )
