"""Measurements on this machine: medians of several runs, as ratios to a named peer in the same run."""

from __future__ import annotations

import re
import shutil
import tempfile
import time
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from statistics import median
from typing import Any

import pyoxigraph as ox
import rdflib

from graph import snapshot as snapshots
from graph.build import assemble, build
from graph.dumps import FORMATS
from graph.namespaces import ID
from graph.scaled import scaled
from graph.shacl import LARGE, Engine, validate
from graph.sources import DATA, Progress, load_sources
from shapes import FOLDER


@dataclass(frozen=True)
class Measurement:
    """Seconds of each run."""

    name: str
    seconds: list[float]


@dataclass(frozen=True)
class Benchmark:
    """Measurements of ours and of a peer, taken in turn."""

    ours: list[Measurement]
    peer: Measurement

    def text(self) -> str:
        """A table: median, least and greatest of the seconds, and the ratio to the peer's median."""
        unit = median(self.peer.seconds)
        lines = [f"{'':52} {'median s':>9} {'min':>7} {'max':>7} {'ratio':>7}"]
        for row in [*self.ours, self.peer]:
            middle = median(row.seconds)
            lines.append(
                f"{row.name:52} {middle:9.2f} {min(row.seconds):7.2f} {max(row.seconds):7.2f} {middle / unit:7.2f}"
            )
        return "\n".join(lines)

    def as_json(self) -> dict[str, Any]:
        """The same with every run, in seconds."""
        rows = [*self.ours, self.peer]
        return {"peer": self.peer.name, "seconds": {row.name: row.seconds for row in rows}}


def bench_build(documents: Path, runs: int, progress: Progress) -> Benchmark:
    """Build from nothing, and after one changed gloss; the peer is rdflib reading the finished N-Quads."""
    fresh, changed, peer = [], [], []
    for run in range(runs):
        progress(f"run {run + 1} of {runs}")
        with tempfile.TemporaryDirectory() as folder:
            home, data = Path(folder) / "snapshots", Path(folder) / "data"
            shutil.copytree(DATA, data)
            again = partial(build, home, data=data, documents_folder=documents, reasoner=False)
            fresh.append(_seconds(again))
            _change_one_claim(data)
            changed.append(_seconds(again))
            dump = snapshots.current(home).dumps / FORMATS["nquads"][0]
            peer.append(_seconds(partial(rdflib.Dataset().parse, dump, format="nquads")))
    return Benchmark(
        [
            Measurement("build from nothing, without HermiT", fresh),
            Measurement("build after one changed claim, without HermiT", changed),
        ],
        Measurement("peer: rdflib reads the N-Quads", peer),
    )


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


def _change_one_claim(data: Path) -> None:
    file = min((data / "claims").glob("*.yaml"))
    text = file.read_text(encoding="utf-8")
    file.write_text(text.replace("    gloss: ", "    gloss: Changed. ", 1), encoding="utf-8")


def _seconds(work: Callable[[], object]) -> float:
    started = time.perf_counter()
    work()
    return time.perf_counter() - started


BENCHES: dict[str, Callable[[Path, int, Progress], Benchmark]] = {"build": bench_build, "shacl": bench_shacl}
