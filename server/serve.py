"""Serving the application with waitress."""

from __future__ import annotations

import errno
import signal
import socket
import sys
from collections.abc import Mapping
from pathlib import Path
from types import FrameType

import click
import waitress

from graph.errors import CreativeKGError
from graph.snapshot import DEFAULT_HOME
from server.app import create_app
from server.engine import Limits
from server.services import services

_MIB = 1 << 20


def serve(
    home: Path = DEFAULT_HOME, host: str = "127.0.0.1", port: int = 8000, limits: Limits | None = None
) -> None:
    """Serve the current snapshot of ``home`` until SIGTERM or SIGINT; port 0 takes one that is free.

    Prints the address on standard output once connections are accepted.

    Raises:
        CreativeKGError: the port is in use or cannot be opened.
        SnapshotError: there is no snapshot, or it cannot be opened.
    """
    limits = limits or Limits()
    listener = _listen(host, port)
    try:
        app = create_app(home, limits)
    except CreativeKGError:
        listener.close()
        raise
    engine = services(app).engine

    def stop(signum: int, frame: FrameType | None) -> None:
        # A second signal ends the process at once: closing twice, one inside the other, would wait for itself.
        signal.signal(signal.SIGTERM, signal.SIG_DFL)
        signal.signal(signal.SIGINT, signal.SIG_DFL)
        engine.close()  # first, because waitress waits for the threads that wait for readers
        raise SystemExit(0)

    signal.signal(signal.SIGTERM, stop)
    signal.signal(signal.SIGINT, stop)
    try:
        server = waitress.create_server(
            app,
            sockets=[listener],
            threads=limits.readers + limits.queue + 4,
            # One more request is read while another is answered, so that a client that leaves is noticed.
            channel_request_lookahead=1,
            # A slow client costs disk (waitress spools beyond 1 MiB), never a thread or a reader.
            outbuf_high_watermark=limits.result_bytes + 16 * _MIB,
            max_request_body_size=2 * app.config["MAX_CONTENT_LENGTH"],
            connection_limit=200,
            ident=None,
        )
        address, chosen = listener.getsockname()[:2]
        shown = f"[{address}]" if ":" in address else address
        click.echo(f"Serving snapshot {engine.snapshot.name} at http://{shown}:{chosen}/")
        click.echo(confinement(engine.status()), err=True)
        sys.stdout.flush()
        server.run()
    except SystemExit:
        pass
    finally:
        engine.close()
        listener.close()


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
        listener.listen(128)
    except OSError as error:
        listener.close()
        why = "another program uses this port; choose one with --port, or --port 0 for any that is free"
        if error.errno != errno.EADDRINUSE:
            why = error.strerror or str(error)
        raise CreativeKGError(f"{host}:{port}: {why}") from error
    return listener


def confinement(status: Mapping[str, object]) -> str:
    """What keeps queries from calling other servers, and whether memory is limited, as a line for the operator."""
    network = (
        "Readers run without a network, and SERVICE is refused."
        if status["isolated"]
        else "Readers cannot be cut off from the network on this system: SERVICE is refused by reading each query."
    )
    memory = "" if status["memory_limited"] else " Their memory cannot be limited on this system."
    return network + memory
