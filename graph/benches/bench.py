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

What = Literal["build", "shacl", "search", "serve"]


class Result(Protocol):
    """What a bench gives back."""

    def text(self) -> str: ...

    def as_json(self) -> dict[str, Any]: ...


def bench(
    what: What, documents: Path, runs: int, progress: Progress, *, triples: int, folder: Path | None
) -> Result:
    """Run one bench; ``triples`` is for ``serve`` only, as is ``folder``, where its report is saved.

    Raises:
        CreativeKGError: something cannot be built, measured or saved.
    """
    if what != "serve":
        if folder is not None:
            raise BenchError(f"only 'bench serve' can be saved, not 'bench {what}'")
        benches: dict[str, Callable[[Path, int, Progress], Result]] = {
            "build": bench_build,
            "shacl": bench_shacl,
            "search": bench_search,
        }
        return benches[what](documents, runs, progress)
    if folder is not None:
        check_can_save(folder)
    report = bench_serve(documents, runs, progress, triples)
    if folder is not None:
        save(report, folder)
    return report
