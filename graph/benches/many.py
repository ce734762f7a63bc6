"""``creativekg bench many``: extraction from a thousand documents of 5 KB, beside spaCy's pipeline alone."""

from __future__ import annotations

import multiprocessing
import os
import tempfile
import threading
import time
from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from random import Random
from typing import Any

from graph.benches.machine import machine
from graph.benches.peers import BenchError
from graph.defaults import DATA
from graph.documents import blocks
from graph.extraction.folding import fold
from graph.extraction.job import Job
from graph.extraction.language import pipeline
from graph.extraction.many import REPORT, extract_many
from graph.sources import Progress, load_sources

_DOCUMENTS, _BYTES = 1_000, 5_000
_TARGET_S = 120.0
_TICK_S = 1.0
_SEED = 5


@dataclass(frozen=True)
class Throughput:
    """Seconds for all documents with ``workers`` processes, and of the parser alone in one; the memory of all
    workers in MiB after a quarter of the time and at its end, None where the system does not tell."""

    documents: int
    workers: int
    failed: int
    candidates: int
    seconds: float
    parser_seconds: float
    early_mib: float | None
    late_mib: float | None
    machine: dict[str, str]

    @property
    def ratio(self) -> float:
        """Processor time of a document, beside that of its parsing alone."""
        return self.seconds * self.workers / self.parser_seconds

    def text(self) -> str:
        met = "met" if self.seconds < _TARGET_S else "MISSED"
        memory = "not told by this system"
        if self.early_mib is not None and self.late_mib is not None:
            memory = f"{self.early_mib:.0f} MiB after a quarter of the time, {self.late_mib:.0f} MiB at the end"
        return "\n".join(
            [
                f"{self.documents} documents of {_BYTES:,} bytes, {self.workers} workers: {self.seconds:.1f} s; "
                f"{self.candidates:,} candidates, {self.failed} failed",
                f"peer: spaCy's pipeline alone, one process: {self.parser_seconds:.1f} s; "
                f"ratio of the work {self.ratio:.2f}",
                f"memory of the workers: {memory}",
                f"{met:7} {self.documents} documents < {_TARGET_S:.0f} s",
            ]
        )

    def as_json(self) -> dict[str, Any]:
        return asdict(self)


def bench_many(documents: Path, progress: Progress) -> Throughput:
    """Cut the attached documents into paragraphs, make documents of them at random, and extract from all.

    Raises:
        BenchError: no document is attached.
        ExtractionError: the extra ``extract`` is not installed.
    """
    texts = load_sources(DATA, documents).texts
    if not texts:
        raise BenchError("bench many needs the documents; name their folder with --documents")
    paragraphs = [text[block.start : block.end] for text in texts.values() for block in blocks(text)]
    made = list(_made(paragraphs))
    workers = os.cpu_count() or 1
    progress("spaCy's pipeline alone")
    started = time.perf_counter()
    for text in made:
        list(pipeline().pipe([fold(line) for line in text.splitlines()]))
    parser_seconds = time.perf_counter() - started
    with tempfile.TemporaryDirectory() as place:
        jobs = list(_jobs(made, Path(place)))
        memory = _Memory()
        started = time.perf_counter()
        failed = candidates = 0
        for done, (line, _) in enumerate(extract_many(jobs, DATA, Path(place) / REPORT, workers=workers), start=1):
            failed += line.problem is not None
            candidates += line.candidates
            if done % 200 == 0:
                progress(f"{done} of {len(jobs)} documents")
        seconds = time.perf_counter() - started
        early, late = memory.stop()
    return Throughput(len(jobs), workers, failed, candidates, seconds, parser_seconds, early, late, machine())


def _made(paragraphs: Sequence[str]) -> Iterator[str]:
    random = Random(_SEED)
    for _ in range(_DOCUMENTS):
        text = ""
        while len(text.encode()) < _BYTES:
            text += random.choice(paragraphs) + "\n"
        yield text.encode()[:_BYTES].decode(errors="ignore")


def _jobs(texts: Sequence[str], place: Path) -> Iterator[Job]:
    for number, text in enumerate(texts):
        source = place / f"{number}.txt"
        source.write_text(text, encoding="utf-8")
        yield Job(source.name, source, place / "found" / f"{source.name}.json")


class _Memory:
    """The resident memory of the workers, sampled once a second where ``/proc`` is."""

    def __init__(self) -> None:
        self._samples: list[float] = []
        self._ended = threading.Event()
        self._thread = threading.Thread(target=self._sample, daemon=True)
        self._thread.start()

    def _sample(self) -> None:
        while not self._ended.wait(_TICK_S):
            pages = [_pages(child.pid or 0) for child in multiprocessing.active_children()]
            if pages and all(pages):
                self._samples.append(sum(pages) * os.sysconf("SC_PAGE_SIZE") / 2**20)

    def stop(self) -> tuple[float | None, float | None]:
        """MiB after a quarter of the samples, and of the last."""
        self._ended.set()
        self._thread.join()
        if not self._samples:
            return None, None
        return self._samples[len(self._samples) // 4], self._samples[-1]


def _pages(process: int) -> int:
    try:
        return int(Path(f"/proc/{process}/statm").read_text(encoding="ascii").split()[1])
    except (OSError, ValueError, IndexError):
        return 0
