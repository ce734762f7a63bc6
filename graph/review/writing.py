"""New files of a data folder: made in full, tried on a copy, then put in place."""

from __future__ import annotations

import re
import shutil
import tempfile
from collections.abc import Iterable, Mapping
from pathlib import Path

from graph.build import assemble
from graph.claims import Claim
from graph.concepts import FILE as CONCEPTS
from graph.concepts import Concept
from graph.coverage import as_yaml, draft
from graph.documents import Document
from graph.entities import Entity
from graph.errors import CreativeKGError, ReviewError
from graph.extraction.store import FOLDER as CANDIDATES
from graph.review.decisions import NoClaim
from graph.review.log import FOLDER as DECISIONS
from graph.review.yamlstyle import append
from graph.shacl import validate
from graph.sources import load_sources

_FILES: dict[str, str] = {
    "Person": "people",
    "Place": "places",
    "Country": "places",
    "City": "places",
    "Event": "events",
    "ExhibitionEvent": "events",
    "Festival": "events",
    "Project": "projects",
    "Policy": "policies",
    **dict.fromkeys(
        ("Agent", "Organization", "Corporation", "Museum", "CollegeOrUniversity", "GovernmentOrganization",
         "ResearchOrganization", "OrganizationalCollaboration", "NewsMediaOrganization"),
        "organisations",
    ),
}  # fmt: skip
_OTHER = "works"
_HEADER = """# What document {} says. Offsets count code points of the frozen text; quotes are elided.
claims:
"""


def texts_with(
    data: Path,
    document: Document,
    text: str,
    things: Iterable[Entity | Concept],
    claims: list[Claim],
    reasons: list[NoClaim],
) -> dict[Path, str]:
    """The files that change, by their place below the data folder, in the order of writing: what a claim names
    before the claim. What they say already stays as it is.

    Raises:
        ReviewError: a file cannot be read, or does not have the line of a passage as we write it.
    """
    texts: dict[Path, str] = {}
    for thing in things:
        concept = isinstance(thing, Concept)
        path = Path(CONCEPTS) if concept else Path("entities") / f"{_FILES.get(thing.type, _OTHER)}.yaml"
        before = texts.get(path) or _read(data / path) or ("concepts:\n" if concept else "entities:\n")
        texts[path] = append(before, [thing])
    if claims:
        path = Path("claims") / f"{document.id}.yaml"
        before = _read(data / path) or _HEADER.format(document.id)
        texts[path] = append(before, claims)
    path = Path("coverage") / f"{document.id}.yaml"
    before = _read(data / path)
    if reasons or (claims and not before):
        covered = before or as_yaml(document.id, draft(text))
        for reason in reasons:
            covered = _with_reason(covered, reason, data / path)
        if covered != before:
            texts[path] = covered
    return texts


def _read(file: Path) -> str:
    """What a file holds, nothing where there is none."""
    try:
        return file.read_bytes().decode("utf-8")
    except FileNotFoundError:
        return ""
    except (OSError, UnicodeDecodeError) as error:
        raise ReviewError(f"{file}: cannot be read ({error})") from error


def _with_reason(covered: str, reason: NoClaim, file: Path) -> str:
    line = re.compile(
        rf"^(\s*- \{{start: {reason.start}, end: {reason.end}, .*?)(, reason: (\w+))?\}}[ \t]*$", re.M
    )
    found = line.search(covered)
    if found is None:
        raise ReviewError(f"{file}: there is no line for the passage {reason.start}–{reason.end}; mend it by hand")
    if found[3] not in (None, reason.reason):
        raise ReviewError(
            f"{file}: the passage {reason.start}–{reason.end} has the reason {found[3]}; mend it by hand"
        )
    return covered[: found.start()] + f"{found[1]}, reason: {reason.reason}}}" + covered[found.end() :]


def try_out(data: Path, documents: Path, texts: Mapping[Path, str], shapes: bool) -> None:
    """Load a copy of the data with the new files as a build would, and hold it against the shapes.

    Raises:
        ReviewError: a build would fail.
    """
    with tempfile.TemporaryDirectory() as folder:
        copy = Path(folder) / data.name
        shutil.copytree(data, copy, ignore=shutil.ignore_patterns(CANDIDATES, DECISIONS, ".*"))
        _write(copy, texts)
        try:
            sources = load_sources(copy, documents)
            report = validate(assemble(sources)) if shapes else None
        except CreativeKGError as error:
            raise ReviewError(f"nothing is written: {error}".replace(str(copy), str(data))) from error
        if report is not None and not report.conforms:
            raise ReviewError(f"nothing is written, for the graph would break its shapes:\n{report.text()}")


def put(data: Path, texts: Mapping[Path, str]) -> None:
    """Put the files in place, one after the other; each is whole at any time.

    Raises:
        ReviewError: the folder cannot be written.
    """
    try:
        with tempfile.TemporaryDirectory(dir=data, prefix=".writing-") as folder:
            _write(Path(folder), texts)
            for path in texts:
                (data / path).parent.mkdir(exist_ok=True)
                (Path(folder) / path).replace(data / path)
    except OSError as error:
        raise ReviewError(f"{data}: cannot be written ({error.strerror})") from error


def _write(folder: Path, texts: Mapping[Path, str]) -> None:
    for path, text in texts.items():
        (folder / path).parent.mkdir(parents=True, exist_ok=True)
        (folder / path).write_bytes(text.encode("utf-8"))
