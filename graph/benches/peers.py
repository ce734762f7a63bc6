"""The three servers, each in a process of its own, on the same data."""

from __future__ import annotations

import shutil
import socket
import subprocess
import sys
import time
from collections.abc import Sequence
from importlib.util import find_spec
from pathlib import Path
from urllib.parse import quote

from graph.benches.client import Connection, get
from graph.errors import CreativeKGError
from graph.snapshot import Snapshot

OURS, NATIVE, RDFLIB = "creativekg serve", "oxigraph serve-read-only", "rdflib-endpoint"
_NATIVE_PROGRAM = "oxigraph"
_INSTALL = "pip install 'creativekg[bench]'"
_PAUSE_S = 0.1
_END_S = 10.0
_JSON = "application/sparql-results+json"


class BenchError(CreativeKGError):
    """A measurement that cannot be made, or that would not mean anything."""


class Server:
    """A server at a free port of this machine; ``path`` is that of its SPARQL endpoint.

    ``command`` has ``{port}`` where the port goes. Starting does not wait; `wait` does. Leaving the context ends
    the process.
    """

    def __init__(self, name: str, path: str, command: Sequence[str], folder: Path) -> None:
        self.name = name
        self.path = path
        with socket.create_server(("127.0.0.1", 0)) as free:
            self.port: int = free.getsockname()[1]
        self._command = [part.replace("{port}", str(self.port)) for part in command]
        self._log = folder / f"{name}.log"
        self._process: subprocess.Popen[bytes] | None = None

    def __enter__(self) -> Server:
        self.start()
        return self

    def __exit__(self, *error: object) -> None:
        self.end()

    def start(self) -> None:
        with self._log.open("wb") as log:
            self._process = subprocess.Popen(
                self._command,
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=subprocess.STDOUT,
                start_new_session=True,  # so that Ctrl-C comes to us, who end it
            )

    def end(self) -> None:
        if self._process is not None:
            end(self._process)
            self._process = None

    def wait(self, seconds: float) -> None:
        """Wait until it answers a query.

        Raises:
            BenchError: it has ended, or does not answer in time.
        """
        until = time.monotonic() + seconds
        while time.monotonic() < until:
            if self._process is None or self._process.poll() is not None:
                raise BenchError(f"{self.name} has ended: {self._last_words()}")
            try:
                with Connection(self.port, timeout_s=until - time.monotonic()) as connection:
                    if connection.ask(self.query("ASK {}", _JSON).encode("ascii"))[0] == 200:
                        return
            except OSError:
                time.sleep(_PAUSE_S)
        raise BenchError(f"{self.name} does not answer after {seconds:g} s: {self._last_words()}")

    def query(self, sparql: str, accept: str) -> str:
        """The request that asks a query."""
        return get(f"{self.path}?query={quote(sparql, safe='')}", accept)

    def _last_words(self) -> str:
        lines = self._log.read_text(encoding="utf-8", errors="replace").strip().splitlines()
        return lines[-1] if lines else "it said nothing"


def end(process: subprocess.Popen[bytes]) -> None:
    """End a process of ours, by force where it does not do so by itself."""
    process.terminate()
    try:
        process.wait(_END_S)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()


def ours(home: Path, folder: Path) -> Server:
    command = [sys.executable, "-m", "graph.cli", "serve", "--snapshots", str(home), "--port", "{port}"]
    return Server(OURS, "/sparql", command, folder)


def native(snapshot: Snapshot, folder: Path) -> Server:
    """Oxigraph's own server on the store of a snapshot.

    Raises:
        BenchError: it is not installed.
    """
    command = [native_program(), "serve-read-only", "--location", str(snapshot.store), "--bind", "127.0.0.1:{port}"]
    return Server(NATIVE, "/query", command, folder)


def rdflib_endpoint(ntriples: Path, folder: Path) -> Server:
    command = [sys.executable, "-m", "graph.benches.rdflib_server", str(ntriples), "{port}"]
    return Server(RDFLIB, "/", command, folder)


def responder(folder: Path) -> Server:
    """The server that answers without looking; see :mod:`graph.benches.responder`."""
    return Server("responder", "/", [sys.executable, "-m", "graph.benches.responder", "{port}"], folder)


def native_program() -> str:
    """The path of Oxigraph's own server.

    Raises:
        BenchError: it is not installed.
    """
    beside = shutil.which(_NATIVE_PROGRAM, path=Path(sys.executable).parent)
    program = beside or shutil.which(_NATIVE_PROGRAM)
    if program is None:
        raise BenchError(f"the native server to compare with, oxigraph, is not installed; {_INSTALL}")
    return program


def missing_rdflib_endpoint() -> str | None:
    """What is missing for rdflib-endpoint and how to get it, or None."""
    missing = [name for name in ("rdflib_endpoint", "uvicorn") if find_spec(name) is None]
    return f"{' and '.join(missing)} not installed; {_INSTALL}" if missing else None
