"""``creativekg bench build``."""

from __future__ import annotations

import shutil
import tempfile
from functools import partial
from pathlib import Path

import rdflib

from graph import snapshot as snapshots
from graph.benches.seconds import Benchmark, Measurement, seconds_of
from graph.build import build
from graph.defaults import DATA
from graph.dumps import FORMATS
from graph.sources import Progress


def bench_build(documents: Path, runs: int, progress: Progress) -> Benchmark:
    """Build from nothing, and after one changed gloss; the peer is rdflib reading the finished N-Quads."""
    fresh, changed, peer = [], [], []
    for run in range(runs):
        progress(f"run {run + 1} of {runs}")
        with tempfile.TemporaryDirectory() as folder:
            home, data = Path(folder) / "snapshots", Path(folder) / "data"
            shutil.copytree(DATA, data)
            again = partial(build, home, data=data, documents_folder=documents, reasoner=False)
            fresh.append(seconds_of(again))
            _change_one_claim(data)
            changed.append(seconds_of(again))
            dump = snapshots.current(home).dumps / FORMATS["nquads"][0]
            peer.append(seconds_of(partial(rdflib.Dataset().parse, dump, format="nquads")))
    return Benchmark(
        [
            Measurement("build from nothing, without HermiT", fresh),
            Measurement("build after one changed claim, without HermiT", changed),
        ],
        Measurement("peer: rdflib reads the N-Quads", peer),
    )


def _change_one_claim(data: Path) -> None:
    file = min((data / "claims").glob("*.yaml"))
    text = file.read_text(encoding="utf-8")
    file.write_text(text.replace("    gloss: ", "    gloss: Changed. ", 1), encoding="utf-8")
