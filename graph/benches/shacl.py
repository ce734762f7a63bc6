"""``creativekg bench shacl``."""

from __future__ import annotations

import re
import time
from pathlib import Path

import pyoxigraph as ox

from graph.benches.seconds import Benchmark, Measurement
from graph.build import assemble
from graph.defaults import DATA
from graph.namespaces import ID
from graph.scaled import scaled
from graph.shacl import LARGE, Engine, validate
from graph.sources import Progress, load_sources
from shapes import FOLDER


def bench_shacl(documents: Path, runs: int, progress: Progress) -> Benchmark:
    """Validate copies of our graph: the fast engine on a million statements, both engines on fifty thousand.

    Raises:
        OntologyError: the fast engine is not installed.
    """
    progress("assembling the graph")
    graph = assemble(load_sources(DATA, documents))
    named = {
        f"{ID}{slug}"
        for file in FOLDER.glob("*.ttl")
        for slug in re.findall(r"\bid:([\w-]+)", file.read_text("utf-8"))
    }
    large, small = scaled(graph, 1_000_000, named), scaled(graph, LARGE, named)
    rows: dict[str, list[float]] = {}
    for run in range(runs):
        progress(f"run {run + 1} of {runs}")
        turns: list[tuple[Engine, list[ox.Quad]]] = [("shacl", large), ("shacl", small), ("pyshacl", small)]
        for engine, quads in turns:
            started = time.perf_counter()
            report = validate(quads, engine=engine)
            seconds = time.perf_counter() - started
            name = f"{report.engine}: {len(quads):,} statements, {len(report.results):,} results"
            rows.setdefault(name, []).append(seconds)
    measured = [Measurement(name, seconds) for name, seconds in rows.items()]
    return Benchmark(measured[:-1], Measurement(f"peer: {measured[-1].name}", measured[-1].seconds))
