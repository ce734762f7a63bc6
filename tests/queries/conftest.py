"""The application over the real build, behind a real HTTP server in a thread."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from http.client import HTTPConnection
from pathlib import Path

import pytest
from werkzeug.serving import make_server

from server.app import create_app
from server.engine import Limits
from server.services import services

Get = Callable[[str], tuple[int, bytes]]


@pytest.fixture(scope="session")
def get(snapshot_home: Path) -> Iterator[Get]:
    """``get(path)`` gives the status and the body."""
    app = create_app(snapshot_home, Limits(readers=2))
    server = make_server("127.0.0.1", 0, app, threaded=True)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()

    def ask(path: str) -> tuple[int, bytes]:
        connection = HTTPConnection("127.0.0.1", server.server_port, timeout=30)
        try:
            connection.request("GET", path)
            response = connection.getresponse()
            return response.status, response.read()
        finally:
            connection.close()

    try:
        yield ask
    finally:
        server.shutdown()
        thread.join()
        server.server_close()
        services(app).engine.close()
