"""A data folder as an analyst begins it: one document, its candidates, and nothing else."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from graph.documents import Span
from graph.extraction.candidates import Candidate, Extraction, Mention
from graph.extraction.store import file_of, write_extraction
from graph.review.decisions import decision_from
from graph.review.desk import Desk

TEXT = """Looms that listen

The Tessel Museum uses virtual reality to let visitors walk through a burnt mill.
Halden Guild, a body of weavers, fears that generative looms threaten weavers.
Subscribe to our letter.
Its keeper said that visitors stay twice as long. The Tessel Museum works with virtual reality every day.
"""


def span(words: str, text: str = TEXT, nth: int = 0) -> Span:
    """Where words stand in the text."""
    at = -1
    for _ in range(nth + 1):
        at = text.index(words, at + 1)
    return Span(at, at + len(words))


def mention(words: str, type: str, entity: str | None = None, nth: int = 0) -> Mention:
    where = span(words, nth=nth)
    return Mention(where.start, where.end, words, type, "names", 0.9, entity)


def adoption(gloss: str = "The Tessel Museum lets visitors walk through a mill in virtual reality.") -> Candidate:
    return Candidate(
        "Adoption",
        mention("Tessel Museum", "Museum"),
        "usesTechnology",
        mention("virtual reality", "Technology", "virtual-reality"),
        (span("The Tessel Museum uses virtual reality to let visitors walk through a burnt mill."),),
        "verb",
        0.8,
        gloss,
        fields={"purpose": "to let visitors walk through a burnt mill"},
    )


def again() -> Candidate:
    return Candidate(
        "Adoption",
        mention("Tessel Museum", "Museum", nth=1),
        "usesTechnology",
        mention("virtual reality", "Technology", "virtual-reality", nth=1),
        (span("The Tessel Museum works with virtual reality every day."),),
        "verb",
        0.6,
        "The Tessel Museum works with virtual reality.",
    )


def threat() -> Candidate:
    return Candidate(
        "Impact",
        mention("generative looms", "Technology"),
        "affects",
        mention("weavers", "ActorGroup", nth=1),
        (span("generative looms threaten weavers"),),
        "threat",
        0.5,
        "Generative looms are a threat to weavers.",
        certainty="hedged",
        speaker=mention("Halden Guild", "Organization"),
        fields={"direction": "threat"},
    )


def write_data(folder: Path, text: str = TEXT, candidates: list[Candidate] | None = None) -> Path:
    """A data folder, and beside it the folder of its one document."""
    data, texts = folder / "data", folder / "texts"
    data.mkdir()
    texts.mkdir()
    (texts / "looms.txt").write_bytes(text.encode())
    (data / "documents.yaml").write_text(
        "documents:\n"
        '  - {id: "007", file: looms.txt, title: Looms that listen, description: A blog article on looms., '
        f"sha256: {hashlib.sha256(text.encode()).hexdigest()}, characters: {len(text)}}}\n",
        encoding="utf-8",
    )
    made = [adoption(), again(), threat()] if candidates is None else candidates
    write_extraction(file_of(data, "007"), "007", text, Extraction([], made, "en_test 1.0"))
    return data


@pytest.fixture
def data(tmp_path: Path) -> Path:
    return write_data(tmp_path)


@pytest.fixture
def sit(data: Path) -> Callable[..., Desk]:
    """``sit("anna")``: the desk of a reviewer at the document."""

    def desk(reviewer: str = "anna") -> Desk:
        return Desk.open(data, data.parent / "texts", "007", reviewer)

    return desk


def new(name: str, type: str, label: str, description: str, **more: Any) -> dict[str, Any]:
    """A decision that a name stands for a new thing."""
    thing = {"id": name, "type": type, "prefLabel": label, "description": description, **more}
    return {"action": "entity", "name": name, "new": thing}


TESSEL = new("tessel-museum", "Museum", "Tessel Museum", "Museum of mills and weaving.")
HALDEN = new("halden-guild", "Organization", "Halden Guild", "Body of weavers.")
LOOMS = new(
    "generative-looms",
    "Technology",
    "Generative loom",
    "A loom whose patterns a program draws.",
    broader="production-technology",
    altLabel=["generative looms"],
)
WEAVERS = new("weavers", "ActorGroup", "Weavers", "People who weave cloth for a living.")


@pytest.fixture(scope="session")
def looms() -> SimpleNamespace:
    """The text, its candidates, and decisions on its names."""
    return SimpleNamespace(
        text=TEXT,
        span=span,
        mention=mention,
        adoption=adoption(),
        again=again(),
        threat=threat(),
        tessel=decision_from(TESSEL),
        halden=decision_from(HALDEN),
        looms=decision_from(LOOMS),
        weavers=decision_from(WEAVERS),
        write_data=write_data,
        lines=lines,
    )


def lines(file: Path) -> list[dict[str, Any]]:
    return [json.loads(line) for line in file.read_text(encoding="utf-8").splitlines()]
