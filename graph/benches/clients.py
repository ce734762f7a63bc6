"""Clients that put load on a server: processes, because the threads of one Python would hold one another up."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from typing import IO

from graph.benches.peers import BenchError, end

_CLIENT = "from graph.benches.client import main; main()"


@dataclass(frozen=True)
class Load:
    """What clients do: each of ``requests`` is one client's. See :func:`graph.benches.client.measure`."""

    port: int
    first: str
    requests: Sequence[Sequence[str]]
    seconds: float
    timeout: float


@dataclass(frozen=True)
class Taken:
    """The milliseconds of every request of all clients; ``seconds`` is what the clients took, on average.

    ``refused`` is how many more a busy server did not answer (429, 503), ``failed`` is None or what went wrong with
    one request, ``late`` whether that was its time limit.
    """

    ms: list[float]
    seconds: float
    refused: int = 0
    failed: str | None = None
    late: bool = False

    @classmethod
    def one_after_the_other(cls, parts: Sequence[Taken]) -> Taken:
        """What the same clients took for all of the parts, none of which failed."""
        return cls(
            ms=[each for part in parts for each in part.ms],
            seconds=sum(part.seconds for part in parts),
            refused=sum(part.refused for part in parts),
        )


class Clients:
    """So many processes that wait for work; leaving the context ends them."""

    def __init__(self, count: int) -> None:
        self._processes = [_start() for _ in range(count)]

    def __enter__(self) -> Clients:
        return self

    def __exit__(self, *error: object) -> None:
        for process in self._processes:
            end(process)

    def put(self, load: Load) -> Taken:
        """Have as many clients as there are lists of requests ask at the same time.

        Raises:
            BenchError: a client could not connect.
        """
        working = self._processes[: len(load.requests)]
        job = {"port": load.port, "first": load.first, "seconds": load.seconds, "timeout": load.timeout}
        for number, (process, requests) in enumerate(zip(working, load.requests, strict=True)):
            _write(process.stdin, json.dumps({**job, "address": _address(number), "requests": requests}))
        for process in working:
            _read(process.stdout)
        for process in working:
            _write(process.stdin, "go")
        results = [json.loads(_read(process.stdout)) for process in working]
        failed = next((result["failed"] for result in results if result["failed"]), None)
        return Taken(
            ms=[each for result in results for each in result["ms"]],
            seconds=sum(result["seconds"] for result in results) / len(results),
            refused=sum(result["refused"] for result in results),
            failed=failed,
            late=any(result["late"] for result in results),
        )


def _address(number: int) -> str:
    """An address for each client, where the loopback has many: a server may limit what one address takes up."""
    return f"127.0.0.{number + 2}" if sys.platform == "linux" else "127.0.0.1"


def _start() -> subprocess.Popen[bytes]:
    command = [sys.executable, "-c", _CLIENT]
    return subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, start_new_session=True)


def _write(pipe: IO[bytes] | None, line: str) -> None:
    assert pipe is not None
    pipe.write(line.encode("ascii") + b"\n")
    pipe.flush()


def _read(pipe: IO[bytes] | None) -> bytes:
    assert pipe is not None
    line = pipe.readline()
    if not line:
        raise BenchError("a client of the measurement has ended; its own message stands above")
    return line
