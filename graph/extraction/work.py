"""What a worker does with one document: read, extract, perhaps ask a model, write."""

from __future__ import annotations

import gc
import json
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from graph.documents import Span
from graph.export import write_atomically
from graph.extraction.blocks import passages
from graph.extraction.candidates import Extraction
from graph.extraction.extract import Known, extract
from graph.extraction.job import Job
from graph.extraction.language import pipeline
from graph.extraction.settle import settle
from graph.extraction.store import write_extraction
from graph.reading.read import load, read

if TYPE_CHECKING:
    from graph.proposer.settings import Settings


@dataclass(frozen=True)
class Found:
    """What a worker reports of a document; it has written the result itself."""

    mentions: int
    candidates: int
    notes: tuple[str, ...]


_GIVEN: dict[str, Any] = {}


def begin(data: Path, model: Settings | None) -> None:
    """A worker's start: the pipeline and the names are loaded once, and one thread multiplies, as there is a worker
    for each core."""
    from threadpoolctl import threadpool_limits

    pipeline()
    threadpool_limits(1)  # of the libraries that are loaded by now
    _GIVEN.update(known=Known.load(data), model=model)
    gc.freeze()  # what is loaded by now stays; the collector need not walk through it again and again


def work(job: Job) -> Found:
    """In a worker: read, extract, write."""
    text, furniture = text_of(job)
    found, notes = proposed(text, furniture, _GIVEN["known"], _GIVEN["model"])
    job.result.parent.mkdir(parents=True, exist_ok=True)
    if job.document:
        write_extraction(job.result, job.document, text, found)
    else:
        write_atomically(job.result, lambda path: path.write_text(as_text(found), encoding="utf-8"))
    return Found(len(found.mentions), len(found.candidates), notes)


def text_of(job: Job) -> tuple[str, tuple[Span, ...]]:
    """The text of a job and what of it is furniture.

    Raises:
        ReadingError: the file cannot be read.
    """
    reading = read(load(str(job.source)))
    return reading.text, job.furniture if job.document else reading.furniture


def proposed(
    text: str, furniture: Sequence[Span], known: Known, model: Settings | None
) -> tuple[Extraction, tuple[str, ...]]:
    """What rules find in a text, and what a model proposes where there is one; with notes on what went wrong there.

    Raises:
        ExtractionError: a package is not installed.
    """
    found = extract(text, known, furniture)
    if model is None:
        return found, ()
    from graph.proposer.propose import propose

    more, report = propose(text, passages(text, furniture), model, mentions=found.mentions, known=known.gazetteer)
    notes = [*report.failures, *(f"{count} refused: {reason}" for reason, count in report.refused.most_common())]
    return replace(found, candidates=settle([*found.candidates, *more])), tuple(notes)


def as_text(found: Extraction) -> str:
    """Mentions and candidates as a JSON list, one a line, so that two runs can be compared line by line."""
    items = [each.as_json() for each in found.mentions] + [each.as_json() for each in found.candidates]
    return "[\n" + ",\n".join(json.dumps(item, ensure_ascii=False) for item in items) + "\n]\n"
