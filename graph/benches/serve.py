"""``creativekg bench serve``: our server, Oxigraph's own and rdflib-endpoint on the same data, in the same run."""

from __future__ import annotations

import signal
import sys
import threading
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from datetime import UTC, datetime
from pathlib import Path
from random import Random
from tempfile import TemporaryDirectory

import pyoxigraph as ox

from graph.benches import peers
from graph.benches.clients import Clients
from graph.benches.data import publish, write_triples
from graph.benches.figures import Row
from graph.benches.kinds import KINDS, Pools
from graph.benches.machine import machine
from graph.benches.peers import RDFLIB, Server
from graph.benches.report import Report
from graph.benches.rounds import CLIENTS, SLICE_S, Question, Rounds, floor
from graph.build import build
from graph.namespaces import BASE, ID, PREFIXES
from graph.snapshot import Snapshot
from graph.sources import Progress

FEWEST_TRIPLES = 100_000
_MOST_QUERIES = 8000
_START_S = 300.0
_SEED = 7
_PAGES = f"""
SELECT DISTINCT ?thing WHERE {{ ?thing skos:prefLabel ?label FILTER(STRSTARTS(STR(?thing), "{ID}")) }}
ORDER BY ?thing"""


def bench_serve(documents: Path, runs: int, progress: Progress, triples: int = 1_000_000) -> Report:
    """Build the real graph and measure the servers on it and on records; see `measure`.

    ``documents`` is the folder of the source texts.

    Raises:
        BenchError: as `measure` does.
        CreativeKGError: the graph cannot be built.
    """
    peers.native_program()
    with TemporaryDirectory(prefix="creativekg-bench-") as folder:
        progress("building the real graph")
        real = build(Path(folder), documents_folder=documents, reasoner=False)
        return measure(real, runs, progress, triples)


def measure(
    real: Snapshot, runs: int, progress: Progress, triples: int = 1_000_000, slice_s: float = SLICE_S
) -> Report:
    """Measure our server, the native one, and rdflib-endpoint where it is installed, in turn, so many rounds.

    Args:
        real: a snapshot that our server has pages for; it stays as it is.
        triples: of the default graph, at least :data:`FEWEST_TRIPLES`.
        slice_s: see :class:`Rounds`.

    Raises:
        BenchError: the native server is missing, a server fails, or ours and the native one answer differently.
    """
    facts = machine()
    absent = peers.missing_rdflib_endpoint()
    if absent:
        progress(f"{RDFLIB} is left out: {absent}")
    with _exit_at_sigterm(), TemporaryDirectory(prefix="creativekg-bench-") as name, ExitStack() as stack:
        folder = Path(name)
        snapshot, servers = _start(folder, real, triples, not absent, stack, progress)
        progress("drawing queries")
        questions, pages = _questions_and_pages(snapshot)
        clients = stack.enter_context(Clients(CLIENTS))
        responder = stack.enter_context(peers.responder(folder))
        responder.wait(_START_S)
        unit = floor(responder, clients)
        rounds = Rounds(servers, clients, questions, pages, runs, progress, slice_s)
        rounds.run()
    return Report(
        rows=[Row(question.kind.name, question.figures) for question in questions],
        page=rounds.page_figures,
        floor=unit,
        remarks=rounds.remarks,
        absent={RDFLIB: absent} if absent else {},
        machine=facts,
        date=datetime.now(UTC).date().isoformat(),
        triples=triples,
        runs=runs,
    )


def _start(
    folder: Path, real: Snapshot, triples: int, rdflib: bool, stack: ExitStack, progress: Progress
) -> tuple[Snapshot, list[Server]]:
    """Make the data and start the servers on it, ours first; they end with ``stack``."""
    progress("writing records")
    files = write_triples(real, triples, folder)
    servers = []
    if rdflib:
        # It loads for most of a minute: begun first, it has that minute while the store is filled.
        servers.append(stack.enter_context(peers.rdflib_endpoint(files.everything, folder)))
    progress("publishing the snapshot")
    home = folder / "snapshots"
    snapshot = publish(home, real, files.records)
    for server in (peers.native(snapshot, folder), peers.ours(home, folder)):
        servers.insert(0, stack.enter_context(server))
    for server in servers:
        progress(f"waiting for {server.name}")
        server.wait(_START_S)
    return snapshot, servers


def _questions_and_pages(snapshot: Snapshot) -> tuple[list[Question], list[str]]:
    random = Random(_SEED)
    store = ox.Store.read_only(str(snapshot.store))
    pools = Pools(store, random)
    return [Question(kind, kind.queries(pools, _MOST_QUERIES)) for kind in KINDS], _pages(store, random)


def _pages(store: ox.Store, random: Random) -> list[str]:
    """The paths of the pages of our entities, in any order."""
    found = store.query(_PAGES, prefixes=PREFIXES)
    assert isinstance(found, ox.QuerySolutions)
    paths = ["/" + row["thing"].value.removeprefix(BASE) for row in found]
    random.shuffle(paths)
    return paths


@contextmanager
def _exit_at_sigterm() -> Iterator[None]:
    """Let SIGTERM unwind the stack, so that all that was started is ended."""
    if threading.current_thread() is not threading.main_thread():
        yield
        return
    before = signal.signal(signal.SIGTERM, lambda signum, frame: sys.exit(128 + signum))
    try:
        yield
    finally:
        signal.signal(signal.SIGTERM, before)
