"""The measuring end to end on little data: it runs, leaves nothing behind, and fails where servers differ."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pyoxigraph as ox
import pytest

from graph import snapshot as snapshots
from graph.benches import peers
from graph.benches.data import GRAPH, publish, write_triples
from graph.benches.kinds import KINDS
from graph.benches.peers import NATIVE, OURS, BenchError, Server
from graph.benches.save import save
from graph.benches.serve import FEWEST_TRIPLES, bench_serve, measure
from graph.snapshot import Snapshot

Started = list["subprocess.Popen[bytes]"]


@pytest.fixture
def started(monkeypatch: pytest.MonkeyPatch) -> Started:
    """Every process that is started."""
    processes: Started = []

    class Recorded(subprocess.Popen):  # type: ignore[type-arg]
        def __init__(self, *args: Any, **kwargs: Any) -> None:
            super().__init__(*args, **kwargs)
            processes.append(self)

    monkeypatch.setattr(subprocess, "Popen", Recorded)
    return processes


@pytest.fixture
def real(snapshot_home: Path) -> Snapshot:
    return snapshots.current(snapshot_home)


def quiet(step: str) -> None:
    """No progress."""


def test_the_data_has_the_layout_of_every_snapshot(real: Snapshot, tmp_path: Path) -> None:
    files = write_triples(real, FEWEST_TRIPLES, tmp_path)
    made = publish(tmp_path / "snapshots", real, files.records)
    assert snapshots.current(tmp_path / "snapshots") == made
    assert json.loads(made.manifest_file.read_text(encoding="utf-8"))["name"] == made.name != real.name
    store = ox.Store.read_only(str(made.store))
    records = list(store.quads_for_pattern(None, None, None, GRAPH))
    default = {quad.triple for quad in store.quads_for_pattern(None, None, None, ox.DefaultGraph())}
    assert len(default) == FEWEST_TRIPLES
    assert {quad.triple for quad in records} <= default
    assert len(files.everything.read_bytes().splitlines()) == FEWEST_TRIPLES
    assert {file.name for file in real.path.iterdir()} == {file.name for file in made.path.iterdir()}


def test_it_measures_every_kind_and_ends_what_it_started(
    need: Callable[..., None], real: Snapshot, tmp_path: Path, started: Started
) -> None:
    need("oxigraph")
    report = measure(real, 1, quiet, FEWEST_TRIPLES, slice_s=0.02)
    assert len(started) > 10
    assert all(process.poll() is not None for process in started)
    assert [row.name for row in report.rows] == [kind.name for kind in KINDS]
    for row in report.rows:
        for phase in ("one", "eight", "again"):
            assert row.figures[phase, OURS].measured
            assert row.figures[phase, NATIVE].measured
    assert all(figure.measured for figure in report.page.values())
    assert len(report.verdicts) == 6
    assert "label of an entity" in report.text()

    need("matplotlib")
    save(report, tmp_path, "serve")
    assert "| label of an entity |" in (tmp_path / "serve.md").read_text(encoding="utf-8")
    assert json.loads((tmp_path / "serve.json").read_text(encoding="utf-8"))["triples"] == FEWEST_TRIPLES
    picture = (tmp_path / "serve.svg").read_bytes()
    save(report, tmp_path, "serve")
    assert (tmp_path / "serve.svg").read_bytes() == picture


def test_a_server_that_answers_otherwise_ends_the_run(
    need: Callable[..., None], real: Snapshot, monkeypatch: pytest.MonkeyPatch, started: Started
) -> None:
    need("oxigraph")
    native = peers.native
    monkeypatch.setattr(peers, "native", lambda snapshot, folder: native(real, folder))
    monkeypatch.setattr(peers, "missing_rdflib_endpoint", lambda: "not asked here")
    with pytest.raises(BenchError, match="answer differently"):
        measure(real, 1, quiet, FEWEST_TRIPLES, slice_s=0.02)
    assert started
    assert all(process.poll() is not None for process in started)


def test_without_the_native_server_it_says_how_to_get_it(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, started: Started
) -> None:
    monkeypatch.setattr(shutil, "which", lambda *args, **kwargs: None)
    with pytest.raises(BenchError, match=r"oxigraph, is not installed; pip install 'creativekg\[bench\]'"):
        bench_serve(tmp_path, 1, quiet)
    assert not started


def test_a_server_that_ends_at_once_is_reported_with_its_last_words(tmp_path: Path) -> None:
    server = Server("ours", "/", [sys.executable, "-c", "raise SystemExit('no room')"], tmp_path)
    with server, pytest.raises(BenchError, match="ours has ended: no room"):
        server.wait(30)
