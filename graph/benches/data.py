"""The data to measure on: our real graph, and made-up heritage records up to the number of triples asked for."""

from __future__ import annotations

import hashlib
import json
import shutil
from dataclasses import dataclass
from pathlib import Path

import pyoxigraph as ox

from graph import snapshot as snapshots
from graph.benches.heritage import BASE, heritage
from graph.namespaces import ID, PREFIXES
from graph.snapshot import Snapshot

GRAPH = ox.NamedNode(BASE + "graph")
_CONCEPTS = f"""
SELECT DISTINCT ?concept WHERE {{ ?concept skos:inScheme ?scheme FILTER(STRSTARTS(STR(?concept), "{ID}")) }}
ORDER BY ?concept"""
_NT = ox.RdfFormat.N_TRIPLES


@dataclass(frozen=True)
class Triples:
    """N-Triples files: the records, and all of the default graph."""

    records: Path
    everything: Path


def write_triples(real: Snapshot, statements: int, folder: Path) -> Triples:
    """Write the default graph of a snapshot, and with it records, so that both together have so many triples.

    Raises:
        ValueError: the snapshot leaves too little room for records.
    """
    store = ox.Store.read_only(str(real.store))
    files = Triples(folder / "records.nt", folder / "everything.nt")
    store.dump(files.everything, format=_NT, from_graph=ox.DefaultGraph())
    with files.everything.open("rb") as lines:
        known = sum(1 for _ in lines)
    found = store.query(_CONCEPTS, prefixes=PREFIXES)
    assert isinstance(found, ox.QuerySolutions)
    ox.serialize(heritage(statements - known, [row["concept"].value for row in found]), files.records, format=_NT)
    with files.everything.open("ab") as together, files.records.open("rb") as records:
        shutil.copyfileobj(records, together)
    return files


def publish(home: Path, real: Snapshot, records: Path) -> Snapshot:
    """Publish a snapshot that is the real one with records, in the layout of every snapshot: in a graph of their
    own, :data:`GRAPH`, and in the default graph. Search and dumps are those of the real one.

    Raises:
        SnapshotError: it cannot be written.
    """
    with records.open("rb") as file:
        digest = hashlib.file_digest(file, "sha256").hexdigest()
    name = hashlib.sha256(f"{real.name} {digest}".encode()).hexdigest()[:16]
    return snapshots.publish(home, name, lambda target: _fill(target, name, real, records))


def _fill(target: Snapshot, name: str, real: Snapshot, records: Path) -> None:
    shutil.copytree(real.path, target.path, dirs_exist_ok=True)
    store = ox.Store(str(target.store))
    store.bulk_load(path=records, format=_NT)
    store.bulk_load(path=records, format=_NT, to_graph=GRAPH)
    store.flush()
    manifest = json.loads(real.manifest_file.read_text(encoding="utf-8"))
    manifest |= {
        "name": name,
        "quads": sum(1 for each in store if not isinstance(each.graph_name, ox.DefaultGraph)),
    }
    target.manifest_file.write_text(json.dumps(manifest, indent=1) + "\n", encoding="utf-8")
    del store  # releases the lock on the directory before it is renamed
