"""Serving the application with uvicorn."""

from __future__ import annotations

import asyncio
import ctypes
import errno
import gc
import signal
import socket
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import click
import uvicorn

from graph.defaults import SNAPSHOTS
from graph.errors import CreativeKGError
from server.app import create_app
from server.connection import connection_class
from server.engine import Limits, QueryEngine
from server.front import Front
from server.journal import Journal
from server.reporting import check_report_to
from server.services import services

if TYPE_CHECKING:
    from server.review.setup import Review

_MMAP_THRESHOLD = -3  # of malloc.h
_GRACE_S = 2
_OTHER_FILES = 256


def serve(
    home: Path = SNAPSHOTS,
    host: str = "127.0.0.1",
    port: int = 8000,
    limits: Limits | None = None,
    access_log: str | None = None,
    report_to: str | None = None,
    review: Review | None = None,
) -> None:
    """Serve the current snapshot of ``home`` until SIGTERM or SIGINT; port 0 takes one that is free.

    Prints the address on standard output once connections are accepted. ``access_log`` is a file, ``-`` for
    standard error, or None for none. ``report_to`` is where readers report a claim that is wrong. ``review`` adds
    the pages where a person decides on candidates.

    Raises:
        CreativeKGError: the port is in use or cannot be opened, the log cannot be written, or reports cannot go to
            such an address.
        SnapshotError: there is no snapshot, or it cannot be opened.
    """
    limits = limits or Limits()
    reports = check_report_to(report_to) if report_to else ""
    journal = Journal(access_log)
    listener = _listen(host, port)
    try:
        _allow_files(limits.connections + _OTHER_FILES)
        app = create_app(home, limits, report_to=reports, review=review)
    except CreativeKGError:
        listener.close()
        raise
    # uvicorn raises the signal that ended it once more, for whoever was there before: nobody.
    for each in (signal.SIGTERM, signal.SIGINT):
        signal.signal(each, lambda signum, frame: None)
    engine = services(app).engine
    _give_back_memory()
    gc.collect()
    gc.freeze()  # what is here now stays, and need not be looked through again and again
    config = uvicorn.Config(
        Front(app, journal),
        http=connection_class(limits),
        ws="none",
        lifespan="on",
        log_config=None,
        log_level="critical",
        access_log=False,
        server_header=False,
        timeout_keep_alive=limits.idle_s,  # type: ignore[arg-type]
        timeout_graceful_shutdown=_GRACE_S,
    )
    try:
        _Server(config, engine, limits).run([listener])
    finally:
        engine.close()
        listener.close()


class _Server(uvicorn.Server):
    """Says where it is, and ends the queries that run before it waits for their answers to be sent."""

    def __init__(self, config: uvicorn.Config, engine: QueryEngine, limits: Limits) -> None:
        super().__init__(config)
        self._engine = engine
        self._limits = limits

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        await super().startup(sockets)
        assert sockets is not None
        address, port = sockets[0].getsockname()[:2]
        shown = f"[{address}]" if ":" in address else address
        click.echo(f"Serving snapshot {self._engine.snapshot.name} at http://{shown}:{port}/")
        click.echo(confinement(self._engine.status(), self._limits.services), err=True)
        sys.stdout.flush()

    async def shutdown(self, sockets: list[socket.socket] | None = None) -> None:
        await asyncio.to_thread(self._engine.close)
        await super().shutdown(sockets)


def _give_back_memory() -> None:
    """Have glibc return large blocks to the system as soon as they are free, as it does until the first one is.

    Else what long pages leave behind is taken up piece by piece, and the process grows with each of them.
    """
    if sys.platform.startswith("linux"):
        mallopt = getattr(ctypes.CDLL(None), "mallopt", None)
        if mallopt is not None:
            mallopt(_MMAP_THRESHOLD, 1 << 18)


def _allow_files(most: int) -> None:
    """Raise the limit of open files to ``most`` where the system has a lower one that may be raised."""
    try:
        import resource
    except ImportError:
        return
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    ceiling = most if hard == resource.RLIM_INFINITY else min(most, hard)
    if soft != resource.RLIM_INFINITY and soft < ceiling:
        resource.setrlimit(resource.RLIMIT_NOFILE, (ceiling, hard))


def _listen(host: str, port: int) -> socket.socket:
    """A listening socket, so that a port in use is found before any process is started."""
    try:
        family, kind, protocol, _, address = socket.getaddrinfo(
            host, port, type=socket.SOCK_STREAM, flags=socket.AI_PASSIVE
        )[0]
        listener = socket.socket(family, kind, protocol)
    except (OSError, OverflowError) as error:
        raise CreativeKGError(f"{host}:{port}: not an address to serve at ({error})") from error
    if sys.platform != "win32":  # where it would let two servers share the port
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        listener.bind(address)
        listener.listen()
    except OSError as error:
        listener.close()
        why = "another program uses this port; choose one with --port, or --port 0 for any that is free"
        if error.errno != errno.EADDRINUSE:
            why = error.strerror or str(error)
        raise CreativeKGError(f"{host}:{port}: {why}") from error
    return listener


def confinement(status: Mapping[str, object], services: Sequence[str] = ()) -> str:
    """What keeps queries from calling other servers, and whether memory is limited, as a line for the operator."""
    allowed = ", ".join(services)
    refused = f"SERVICE to others than {allowed} is refused" if allowed else "SERVICE is refused"
    network = (
        f"Readers run without a network, and {refused}."
        if status["isolated"]
        else f"Readers cannot be cut off from the network on this system: {refused} by reading each query."
    )
    memory = "" if status["memory_limited"] else " Their memory cannot be limited on this system."
    return network + memory
