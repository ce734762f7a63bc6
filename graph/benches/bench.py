"""The benches by name."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any, Literal, Protocol

from graph.benches.build import bench_build
from graph.benches.peers import BenchError
from graph.benches.save import check_can_save, save
from graph.benches.search import bench_search
from graph.benches.serve import bench_serve
from graph.benches.shacl import bench_shacl
from graph.sources import Progress

What = Literal["build", "extract", "many", "search", "serve", "shacl"]
_SAVED = ("extract", "serve")


class Result(Protocol):
    """What a bench gives back."""

    def text(self) -> str: ...

    def as_json(self) -> dict[str, Any]: ...


def bench(
    what: What, documents: Path, runs: int, progress: Progress, *, triples: int, folder: Path | None
) -> Result:
    """Run one bench; ``triples`` is for ``serve``, and ``folder`` is where ``extract`` and ``serve`` are saved.

    Raises:
        CreativeKGError: something cannot be built, measured or saved.
    """
    if folder is not None:
        if what not in _SAVED:
            raise BenchError(f"only {' and '.join(_SAVED)} can be saved, not 'bench {what}'")
        check_can_save(folder)
    if what == "extract":
        from graph.benches.extraction.run import bench_extract

        extraction = bench_extract(documents, progress)
        if folder is not None:
            save(extraction, folder, what)
        return extraction
    if what == "many":
        from graph.benches.many import bench_many

        return bench_many(documents, progress)
    if what == "serve":
        report = bench_serve(documents, runs, progress, triples)
        if folder is not None:
            save(report, folder, what)
        return report
    benches: dict[str, Callable[[Path, int, Progress], Result]] = {
        "build": bench_build,
        "search": bench_search,
        "shacl": bench_shacl,
    }
    return benches[what](documents, runs, progress)
