"""The server as its operator meets it: how it starts, what it says, how it ends."""

from __future__ import annotations

import signal
import socket
import sys
import time
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

import pytest

from graph.errors import CreativeKGError
from server.serve import confinement, serve

SLOW = "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i }"
linux = pytest.mark.skipif(sys.platform != "linux", reason="/proc is Linux's")


@linux
def test_readers_end_with_a_server_that_is_killed(small_home: Path, start_server: Any, wait_until: Any) -> None:
    with start_server(small_home, readers=2) as server:
        readers = server.readers()
        assert len(readers) == 2
        server.process.kill()
        wait_until(lambda: not any(_runs(pid) for pid in readers))


@linux
@pytest.mark.parametrize("signal_", [signal.SIGTERM, signal.SIGINT])
def test_a_signal_ends_server_and_readers(
    small_home: Path, start_server: Any, signal_: signal.Signals, wait_until: Any
) -> None:
    with start_server(small_home, readers=2, deadline_s=30) as server:
        readers = server.readers()
        connection = server.connect()
        connection.request("GET", "/sparql?" + urlencode({"query": SLOW}))
        wait_until(lambda: server.health()["busy"] == 1)
        server.process.send_signal(signal_)
        assert server.process.wait(timeout=3) == 0
        assert not any(_runs(pid) for pid in readers)
        connection.close()


@linux
def test_signals_that_come_one_upon_another_end_server_and_readers(
    small_home: Path, start_server: Any, wait_until: Any
) -> None:
    for pause in (0.0, 0.002, 0.02):
        with start_server(small_home, readers=2) as server:
            readers = server.readers()
            for _ in range(3):
                server.process.send_signal(signal.SIGTERM)
                time.sleep(pause)
            assert server.process.wait(timeout=10) in (0, -signal.SIGTERM)
            wait_until(lambda pids=readers: not any(_runs(pid) for pid in pids))


def _runs(pid: int) -> bool:
    try:
        return Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()[0] != "Z"
    except OSError:
        return False


def test_a_port_in_use_is_one_clear_line(small_home: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        with pytest.raises(CreativeKGError, match=rf"127\.0\.0\.1:{port}: another program uses this port"):
            serve(small_home, port=port)


def test_no_snapshot_is_one_clear_line(tmp_path: Path) -> None:
    with pytest.raises(CreativeKGError, match="no snapshot here; run 'creativekg build' first"):
        serve(tmp_path, port=0)


@pytest.mark.parametrize(
    ("isolated", "limited", "says"),
    [
        (True, True, ["without a network"]),
        (False, True, ["SERVICE is refused by reading each query"]),
        (False, False, ["SERVICE is refused by reading each query", "memory cannot be limited"]),
    ],
)
def test_the_operator_is_told_what_protects_the_server(isolated: bool, limited: bool, says: list[str]) -> None:
    line = confinement({"isolated": isolated, "memory_limited": limited})
    assert all(each in line for each in says)


def test_the_operator_is_told_whom_service_may_call() -> None:
    line = confinement({"isolated": True, "memory_limited": True}, ["http://a/sparql", "http://b/sparql"])
    assert "SERVICE to others than http://a/sparql, http://b/sparql is refused" in line


def test_the_server_says_it_at_its_start(served: Any) -> None:
    assert served.said.endswith(confinement(served.health()) + "\n")
