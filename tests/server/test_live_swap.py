"""A new snapshot is published while questions are being answered."""

from __future__ import annotations

import http.client
import json
import shutil
import threading
from collections.abc import Callable
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

import pytest

from graph import snapshot
from graph.errors import SnapshotError
from graph.namespaces import ID, KG
from server.engine import Limits
from server.readers import ReaderPool

VERSION = f"SELECT ?v {{ <{ID}awkward> <{KG}version> ?v }}"
SECOND, THIRD = "fedcba9876543210", "00000000000000ff"
SST = "*.sst"


def _asked(server: Any, query: str) -> str:
    reply = server.sparql(query)
    assert reply.status == 200, reply.body
    return str(reply.json()["results"]["bindings"][0]["v"]["value"])


def _version(server: Any) -> str:
    """What a look-up and a reader say; the comment makes a question for a reader."""
    return " or ".join(sorted({_asked(server, VERSION), _asked(server, VERSION + "#")}))


def _damage(home: Path, name: str) -> None:
    store = snapshot.Snapshot(home / name).store
    for file in store.glob(SST):
        file.write_bytes(b"not a table")


def test_a_new_snapshot_takes_over_without_a_lost_question(
    tmp_path: Path, publish: Any, start_server: Any, wait_until: Any
) -> None:
    publish(tmp_path, version="first")
    with start_server(tmp_path, readers=2) as server:
        seen: list[str] = []
        stop = threading.Event()

        def ask() -> None:
            while not stop.is_set():
                seen.append(_asked(server, VERSION + "#" * (len(seen) % 2)))

        threads = [threading.Thread(target=ask) for _ in range(2)]
        for thread in threads:
            thread.start()
        try:
            wait_until(lambda: len(seen) > 20)
            publish(tmp_path, SECOND, "second")
            wait_until(lambda: "second" in seen)
            count = len(seen)
            wait_until(lambda: len(seen) > count + 20)
        finally:
            stop.set()
            for thread in threads:
                thread.join()
        assert set(seen) == {"first", "second"}
        assert server.health()["snapshot"] == SECOND
        shutil.rmtree(tmp_path / "0123456789abcdef")
        assert _version(server) == "second"
        wait_until(lambda: len(server.readers()) in (0, 2))


def test_a_thousand_requests_during_ten_swaps(
    tmp_path: Path, publish: Any, start_server: Any, wait_until: Any
) -> None:
    """Each is answered from one of the snapshots, and never from one that was replaced before it was asked.

    One in two is a look-up, and the comment makes the other a question for a reader.
    """
    names = [f"{number:016x}" for number in range(11)]
    publish(tmp_path, names[0], version=names[0])
    with start_server(tmp_path, readers=3) as server:
        seen: list[tuple[str, str]] = []
        stop = threading.Event()

        def ask() -> None:
            connection = server.connect()
            count = 0
            while not stop.is_set():
                count += 1
                before = served[-1]
                query = f"{VERSION} {'LIMIT' if count % 2 else '#'} {count % 13 + 1}"
                connection.request("GET", "/sparql?" + urlencode({"query": query}))
                response = connection.getresponse()
                body = response.read()
                assert response.status == 200, body
                seen.append((before, json.loads(body)["results"]["bindings"][0]["v"]["value"]))
            connection.close()

        served = [names[0]]
        failures: list[BaseException] = []
        threads = [threading.Thread(target=_kept(ask, failures)) for _ in range(3)]
        for thread in threads:
            thread.start()
        try:
            for name in names[1:]:
                publish(tmp_path, name, version=name)
                count = len(seen)
                wait_until(lambda: server.health()["snapshot"] == name)  # noqa: B023 - waited for at once
                served.append(name)
                wait_until(lambda: failures or len(seen) > count + 60)  # noqa: B023
            wait_until(lambda: failures or len(seen) >= 1000)
        finally:
            stop.set()
            for thread in threads:
                thread.join()
        assert not failures
        assert len(seen) >= 1000 and {answer for _, answer in seen} == set(names)
        assert all(answer >= before for before, answer in seen)


def _kept(work: Callable[[], None], failures: list[BaseException]) -> Callable[[], None]:
    def run() -> None:
        try:
            work()
        except (AssertionError, OSError, http.client.HTTPException) as failure:
            failures.append(failure)

    return run


def test_a_snapshot_that_cannot_be_opened_is_refused(
    tmp_path: Path, publish: Any, start_server: Any, wait_until: Any
) -> None:
    publish(tmp_path, version="first")
    with start_server(tmp_path, readers=2) as server:
        publish(tmp_path, SECOND, "second")
        snapshot.activate(tmp_path, "0123456789abcdef")
        wait_until(lambda: _version(server) == "first" and server.health()["snapshot"] == "0123456789abcdef")
        _damage(tmp_path, SECOND)
        snapshot.activate(tmp_path, SECOND)
        wait_until(lambda: server.health()["refused"])
        assert SECOND in server.health()["refused"]
        assert server.health()["snapshot"] == "0123456789abcdef"
        for _ in range(20):
            assert _version(server) == "first"
        publish(tmp_path, THIRD, "third")
        wait_until(lambda: _version(server) == "third")
        assert server.health()["refused"] is None


def test_what_is_open_is_served_when_the_pointer_is_gone(tmp_path: Path, publish: Any, start_server: Any) -> None:
    publish(tmp_path, version="first")
    with start_server(tmp_path, readers=2) as server:
        (tmp_path / "CURRENT").unlink()
        assert _version(server) == "first"
        (tmp_path / "CURRENT").write_text("../../etc")
        assert _version(server) == "first"
        assert server.health()["status"] == "ok"


@pytest.mark.parametrize("damage", ["tables", "all", "no triple"])
def test_a_server_does_not_start_on_a_broken_snapshot(tmp_path: Path, publish: Any, damage: str) -> None:
    publish(tmp_path)
    store = snapshot.current(tmp_path).store
    if damage == "tables":
        _damage(tmp_path, "0123456789abcdef")
    else:
        shutil.rmtree(store)
    if damage == "no triple":
        import pyoxigraph as ox

        ox.Store(str(store)).flush()
    with pytest.raises(SnapshotError, match="cannot be opened"):
        ReaderPool(tmp_path, Limits(readers=2))
