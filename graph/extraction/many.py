"""Many documents in several processes: what is done stays done, and a document that breaks costs only itself.

Each worker loads the pipeline once; one that dies or hangs is replaced, and the document that it was at becomes a
line of the report like every other. The report is also what a second run goes by: a document whose bytes, pipeline
and program are those of its line is not read again.
"""

from __future__ import annotations

import hashlib
import json
import multiprocessing
import os
from collections import deque
from collections.abc import Iterator, Sequence
from concurrent.futures import TimeoutError as TooLong
from dataclasses import asdict, dataclass
from importlib.metadata import version
from pathlib import Path
from typing import TYPE_CHECKING

from graph.errors import CreativeKGError, ExtractionError
from graph.extraction.job import Job
from graph.extraction.language import pipeline_name
from graph.extraction.work import Found, begin, work

if TYPE_CHECKING:
    from pebble import ProcessFuture, ProcessPool

    from graph.proposer.settings import Settings

REPORT = "report.jsonl"
SECONDS = 120.0
_RENEWED = 1_000  # documents, after which a worker gives back what spaCy keeps of their words
_IN_HAND = 4  # for each worker, so that a folder of a million files is not queued at once


@dataclass(frozen=True)
class Line:
    """A line of the report: what became of one document; ``problem`` is None where its result was written."""

    name: str
    sha256: str
    made_by: str
    mentions: int = 0
    candidates: int = 0
    problem: str | None = None
    notes: tuple[str, ...] = ()


def extract_many(
    jobs: Sequence[Job], data: Path, report: Path, *, workers: int | None = None, model: Settings | None = None
) -> Iterator[tuple[Line, bool]]:
    """Extract from every document, and give its line as it is done, and whether it was kept from before.

    ``model`` also asks a language model; then nothing is kept but the answers that its cache has.

    Raises:
        ExtractionError: the pipeline or the package ``pebble`` is not installed.
    """
    made_by = f"creativekg {version('creativekg')}, {pipeline_name()}"
    known = _lines(report)
    waiting = []
    for job in jobs:
        digest = _digest(job.source)
        line = known.get(job.name)
        if line and not model and _holds(line, job, digest, made_by):
            yield line, True
        else:
            waiting.append((job, digest))
    if not waiting:
        return
    report.parent.mkdir(parents=True, exist_ok=True)
    with report.open("a", encoding="utf-8") as file:
        for line in _made(waiting, data, made_by, workers or os.cpu_count() or 1, model):
            file.write(json.dumps(asdict(line), ensure_ascii=False) + "\n")
            file.flush()
            yield line, False


def _holds(line: Line, job: Job, digest: str, made_by: str) -> bool:
    same = (line.sha256, line.made_by, line.problem) == (digest, made_by, None)
    return same and not line.notes and job.result.is_file()


def _lines(report: Path) -> dict[str, Line]:
    """The last line of each document; a line that was cut off by a crash is passed over."""
    if not report.is_file():
        return {}
    lines = {}
    for text in report.read_text(encoding="utf-8", errors="replace").splitlines():
        try:
            line = Line(**json.loads(text))
        except (ValueError, TypeError):
            continue
        lines[line.name] = line
    return lines


def _digest(source: Path) -> str:
    try:
        with source.open("rb") as file:
            return hashlib.file_digest(file, "sha256").hexdigest()
    except OSError:
        return ""


def _made(
    waiting: list[tuple[Job, str]], data: Path, made_by: str, workers: int, model: Settings | None
) -> Iterator[Line]:
    seconds = None if model else SECONDS
    left = deque(waiting)
    while left:
        with _pool(min(workers, len(left)), data, model) as pool:
            in_hand: deque[tuple[Job, str, ProcessFuture[Found]]] = deque()
            while pool.active and (left or in_hand):
                while pool.active and left and len(in_hand) < _IN_HAND * workers:
                    job, digest = left.popleft()
                    in_hand.append((job, digest, pool.schedule(work, args=(job,), timeout=seconds)))
                job, digest, future = in_hand.popleft()
                yield _line(job, digest, made_by, future)
            # A worker that dies while it is given its next document takes the pool with it.
            left.extendleft((job, digest) for job, digest, _ in reversed(in_hand))


def _pool(workers: int, data: Path, model: Settings | None) -> ProcessPool:
    try:
        from pebble import ProcessPool
    except ImportError as error:
        raise ExtractionError("many documents need pebble: pip install 'creativekg[extract]'") from error
    # Not forked: the parent may hold threads, and a fork of it would copy what it has loaded.
    context = multiprocessing.get_context("spawn")
    return ProcessPool(workers, max_tasks=_RENEWED, initializer=begin, initargs=(data, model), context=context)


def _line(job: Job, digest: str, made_by: str, future: ProcessFuture[Found]) -> Line:
    from pebble import ProcessExpired

    try:
        found = future.result()
    except TooLong:
        problem = f"took longer than {SECONDS:.0f} s"
    except ProcessExpired as error:
        problem = f"its process died (exit code {error.exitcode})"
    except CreativeKGError as error:
        problem = str(error)
    except (RuntimeError, ValueError, TypeError, LookupError, MemoryError, AttributeError, AssertionError) as error:
        problem = f"{type(error).__name__}: {error}"
    else:
        return Line(job.name, digest, made_by, found.mentions, found.candidates, notes=found.notes)
    return Line(job.name, digest, made_by, problem=" ".join(problem.split()))
