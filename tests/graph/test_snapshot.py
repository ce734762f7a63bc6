"""Snapshots swap whole: whatever happens to a build, the one that was current is still served."""

from __future__ import annotations

import os
import signal
import sqlite3
import subprocess
import sys
import time
from pathlib import Path

import pytest

from graph import snapshot as snapshots
from graph.errors import SnapshotError
from graph.snapshot import Snapshot

OLD, NEW = "0" * 16, "1" * 16


def _fill(target: Snapshot) -> None:
    target.dumps.mkdir()
    (target.dumps / "creativekg.nq").write_text("", encoding="utf-8")
    target.manifest_file.write_text('{"name": "x"}', encoding="utf-8")


def test_publishing_makes_a_snapshot_current(tmp_path: Path) -> None:
    snapshots.publish(tmp_path, OLD, _fill)
    assert snapshots.current(tmp_path).name == OLD
    snapshots.publish(tmp_path, NEW, _fill)
    assert snapshots.current(tmp_path).name == NEW
    assert snapshots.find(tmp_path, OLD) is not None


def test_a_build_that_fails_leaves_nothing_behind(tmp_path: Path) -> None:
    snapshots.publish(tmp_path, OLD, _fill)

    def fail(target: Snapshot) -> None:
        _fill(target)
        raise RuntimeError("half-way")

    with pytest.raises(RuntimeError):
        snapshots.publish(tmp_path, NEW, fail)
    assert snapshots.current(tmp_path).name == OLD
    assert {path.name for path in tmp_path.iterdir()} == {OLD, "CURRENT"}


def test_only_the_newest_snapshots_are_kept(tmp_path: Path) -> None:
    for digit in "012345":
        snapshots.publish(tmp_path, digit * 16, _fill)
    assert len([path for path in tmp_path.iterdir() if path.is_dir()]) == 3
    assert snapshots.current(tmp_path).name == "5" * 16


def test_a_missing_snapshot_says_what_to_do(tmp_path: Path) -> None:
    with pytest.raises(SnapshotError, match="run 'creativekg build' first"):
        snapshots.current(tmp_path)


@pytest.mark.parametrize("content", ["../../etc", "zz", OLD, "\udcff"])
def test_a_damaged_pointer_is_refused(tmp_path: Path, content: str) -> None:
    (tmp_path / "CURRENT").write_bytes(content.encode("utf-8", "surrogateescape"))
    with pytest.raises(SnapshotError):
        snapshots.current(tmp_path)


def test_a_folder_that_cannot_be_written_is_named(tmp_path: Path) -> None:
    blocked = tmp_path / "file"
    blocked.write_text("", encoding="utf-8")
    with pytest.raises(SnapshotError, match="cannot write a snapshot here"):
        snapshots.publish(blocked / "snapshots", NEW, _fill)


def test_whether_a_folder_can_be_written_is_known_before_a_build(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("", encoding="utf-8")
    for blocked in (tmp_path / "file", tmp_path / "file" / "snapshots"):
        with pytest.raises(SnapshotError, match="cannot write a snapshot here"):
            snapshots.check_writable(blocked)
    snapshots.check_writable(tmp_path / "not" / "yet")
    assert {path.name for path in tmp_path.iterdir()} == {"file"}


@pytest.mark.parametrize(
    "error",
    [OSError("IO error: No space left on device"), OSError(28, "No space left on device"),
     sqlite3.OperationalError("No space left on device")],
    ids=["store", "file", "index"],
)  # fmt: skip
def test_a_full_disk_is_named_and_the_old_snapshot_stays(tmp_path: Path, error: Exception) -> None:
    snapshots.publish(tmp_path, OLD, _fill)

    def fail(target: Snapshot) -> None:
        _fill(target)
        raise error

    with pytest.raises(SnapshotError, match=r"cannot write a snapshot here.*No space left on device"):
        snapshots.publish(tmp_path, NEW, fail)
    assert snapshots.current(tmp_path).name == OLD


@pytest.mark.skipif(sys.platform == "win32", reason="SIGKILL is a POSIX signal")
def test_a_killed_build_leaves_the_old_snapshot_current(tmp_path: Path, documents_folder: Path) -> None:
    """Kill real builds at moments spread over their whole length; each time the old snapshot must stay whole."""
    snapshots.publish(tmp_path, OLD, _fill)
    command = [sys.executable, "-m", "graph.cli", "build", "--no-reasoner", "--snapshots", str(tmp_path)]
    command += ["--documents", str(documents_folder)]
    steps: list[str] = []
    for wait_for in ("reading claims", "validating", "writing"):
        with subprocess.Popen(command, stderr=subprocess.PIPE, stdout=subprocess.DEVNULL, text=True) as process:
            assert process.stderr is not None
            for line in process.stderr:
                if wait_for in line:
                    steps.append(wait_for)
                    time.sleep(0.05)
                    os.kill(process.pid, signal.SIGKILL)
                    break
        assert snapshots.current(tmp_path).name == OLD
        assert (snapshots.current(tmp_path).dumps / "creativekg.nq").exists()
    assert steps == ["reading claims", "validating", "writing"]
