"""Snapshots: immutable directories named by what went into them, swapped by renaming one small file.

``HOME/CURRENT`` holds the name of the snapshot that is served; ``HOME/NAME/`` holds it. Writing happens in a
directory whose name begins with a dot, so that a build that is killed leaves nothing that a reader would open.
"""

from __future__ import annotations

import os
import re
import shutil
import sqlite3
import tempfile
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from graph.defaults import SNAPSHOTS
from graph.errors import SnapshotError

_CURRENT = "CURRENT"
_NAME = re.compile(r"[0-9a-f]{16}\Z")
_KEEP = 3
_ABANDONED_AFTER_S = 3600


@dataclass(frozen=True)
class Snapshot:
    """One published state of the graph.

    ``store`` is an Oxigraph directory (named graphs, and their union in the default graph), ``search`` a SQLite
    FTS5 file, ``dumps`` holds ``creativekg.nq`` and the other files of :mod:`graph.dumps`, ``documents`` one JSON
    file for each attached document, ``coverage`` one for each document that says what became of its passages,
    ``ontology`` the Turtle file of each module.
    """

    path: Path

    @property
    def name(self) -> str:
        return self.path.name

    @property
    def store(self) -> Path:
        return self.path / "store"

    @property
    def search(self) -> Path:
        return self.path / "search.sqlite"

    @property
    def dumps(self) -> Path:
        return self.path / "dumps"

    @property
    def documents(self) -> Path:
        return self.path / "documents"

    @property
    def coverage(self) -> Path:
        return self.path / "coverage"

    @property
    def ontology(self) -> Path:
        return self.path / "ontology"

    @property
    def report(self) -> Path:
        return self.path / "report.json"

    @property
    def shacl_report(self) -> Path:
        return self.path / "report.ttl"

    @property
    def manifest_file(self) -> Path:
        return self.path / "manifest.json"


def current(home: Path = SNAPSHOTS) -> Snapshot:
    """The snapshot that is served now.

    Raises:
        SnapshotError: nothing has been published in ``home``, or what was is gone.
    """
    try:
        name = (home / _CURRENT).read_text(encoding="ascii").strip()
    except (OSError, UnicodeError) as error:
        raise SnapshotError(f"{home}: no snapshot here; run 'creativekg build' first") from error
    snapshot = find(home, name) if _NAME.match(name) else None
    if snapshot is None:
        raise SnapshotError(f"{home}: the current snapshot {name!r} is not complete; run 'creativekg build'")
    return snapshot


def find(home: Path, name: str) -> Snapshot | None:
    """The complete snapshot of that name, or None."""
    snapshot = Snapshot(home / name)
    return snapshot if snapshot.manifest_file.is_file() else None


def check_writable(home: Path) -> None:
    """Find out whether snapshots can be written in ``home``, which need not be there yet; nothing is left behind.

    Raises:
        SnapshotError: they cannot.
    """
    try:
        nearest = next(folder for folder in (home, *home.parents) if folder.exists())
        Path(tempfile.mkdtemp(prefix=".writing-", dir=nearest)).rmdir()
    except OSError as error:
        raise _cannot_write(home, error) from error


def publish(home: Path, name: str, fill: Callable[[Snapshot], None]) -> Snapshot:
    """Let ``fill`` write a snapshot into a hidden directory, then make it the current one.

    ``fill`` writes ``manifest.json`` last. Nothing that a reader sees changes before the last of two renames. A
    complete snapshot of that name is kept: the name says that it holds the same.

    Raises:
        SnapshotError: the directory cannot be written.
    """
    if not _NAME.match(name):
        raise SnapshotError(f"{name!r} is not a snapshot name (16 hexadecimal digits)")
    try:
        home.mkdir(parents=True, exist_ok=True)
        work = Path(tempfile.mkdtemp(prefix=".writing-", dir=home))
    except OSError as error:
        raise _cannot_write(home, error) from error
    try:
        fill(Snapshot(work))
        target = home / name
        if find(home, name) is None:
            shutil.rmtree(target, ignore_errors=True)
            work.chmod(0o755)
            work.rename(target)
    except (OSError, sqlite3.Error) as error:
        raise _cannot_write(home, error) from error
    finally:
        shutil.rmtree(work, ignore_errors=True)
    activate(home, name)
    _prune(home, keep=name)
    return Snapshot(target)


def activate(home: Path, name: str) -> None:
    """Make a complete snapshot the current one, atomically."""
    pointer = home / f".{_CURRENT}-{os.getpid()}"
    try:
        pointer.write_text(name + "\n", encoding="ascii")
        pointer.replace(home / _CURRENT)
    except OSError as error:
        raise SnapshotError(f"{home}: cannot switch the snapshot ({error.strerror})") from error


def _cannot_write(home: Path, error: OSError | sqlite3.Error) -> SnapshotError:
    # The store's errors are OSErrors with a message and no number.
    return SnapshotError(f"{home}: cannot write a snapshot here ({getattr(error, 'strerror', None) or error})")


def _prune(home: Path, keep: str) -> None:
    """Remove all but the newest few snapshots, and what killed builds left behind."""
    complete = [path for path in home.iterdir() if _NAME.match(path.name) and path.name != keep]
    complete.sort(key=lambda path: path.stat().st_mtime, reverse=True)
    for path in complete[_KEEP - 1 :]:
        shutil.rmtree(path, ignore_errors=True)
    for path in home.glob(".writing-*"):
        if time.time() - path.stat().st_mtime > _ABANDONED_AFTER_S:
            shutil.rmtree(path, ignore_errors=True)
