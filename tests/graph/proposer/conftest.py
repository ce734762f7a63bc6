"""A stand-in for a server of language models: it answers on this machine, from a script, honestly or not."""

from __future__ import annotations

import json
import threading
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

import pytest
from pydantic import SecretStr

from graph.proposer.settings import Settings

KEY = "sk-secret-5f1e9c"


@dataclass
class Reply:
    """One answer. ``wait`` seconds pass before it; ``cut`` ends the connection after so many bytes of the body."""

    body: bytes
    status: int = 200
    headers: dict[str, str] = field(default_factory=dict)
    wait: float = 0
    cut: int | None = None


class StandIn:
    """Plays the replies of a script, one a request, the last one again and again; ``script`` may also be a function
    of what was asked."""

    def __init__(self) -> None:
        self.script: list[Reply] | Callable[[str], Reply] = [self.claims()]
        self.requests: list[dict[str, Any]] = []
        self.headers: list[dict[str, str]] = []
        self.ended = threading.Event()
        self._lock = threading.Lock()
        stand_in = self

        class Handler(BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def do_POST(self) -> None:
                asked = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
                reply = stand_in._next(asked, dict(self.headers))
                if stand_in.ended.wait(reply.wait):
                    self.close_connection = True
                    return
                try:
                    self.send_response(reply.status)
                    headers = {"Content-Type": "application/json", "Content-Length": str(len(reply.body))}
                    for name, value in (headers | reply.headers).items():
                        self.send_header(name, value)
                    self.end_headers()
                    self.wfile.write(reply.body[: reply.cut])
                except OSError:  # the client has had enough
                    self.close_connection = True
                if reply.cut is not None:
                    self.close_connection = True

            def log_message(self, *_: Any) -> None:
                pass

        self._server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self._server.daemon_threads = True
        self._thread = threading.Thread(target=self._server.serve_forever, args=(0.01,), daemon=True)
        self._thread.start()
        self.url = f"http://127.0.0.1:{self._server.server_address[1]}/v1"

    @staticmethod
    def raw(body: bytes, **how: Any) -> Reply:
        """An answer of any bytes; ``how`` are the other fields of `Reply`."""
        return Reply(body, **how)

    @staticmethod
    def reply_of(**message: Any) -> Reply:
        """The message of a model, in the form of the chat completions of OpenAI."""
        choice = {"index": 0, "finish_reason": "stop", "message": {"role": "assistant", **message}}
        usage = {"prompt_tokens": 70, "completion_tokens": 30, "total_tokens": 100}
        body = {"id": "1", "object": "chat.completion", "created": 1, "model": "stand-in"}
        return Reply(json.dumps({**body, "choices": [choice], "usage": usage}).encode())

    @staticmethod
    def claims(*items: Any) -> Reply:
        """An answer of the shape that is asked for."""
        return StandIn.reply_of(content=json.dumps({"claims": items}))

    def _next(self, asked: dict[str, Any], headers: dict[str, str]) -> Reply:
        with self._lock:
            self.requests.append(asked)
            self.headers.append(headers)
            count = len(self.requests)
        if callable(self.script):
            return self.script(asked["messages"][-1]["content"])
        return self.script[min(count, len(self.script)) - 1]

    def settings(self, **changed: Any) -> Settings:
        """Impatient settings that point at it."""
        usual: dict[str, Any] = {"url": self.url, "model": "stand-in", "key": SecretStr(KEY), "retries": 1}
        return Settings(**{**usual, "read_seconds": 5, "group_seconds": 10, **changed})

    def close(self) -> None:
        self.ended.set()
        self._server.shutdown()
        self._thread.join()
        self._server.server_close()


@pytest.fixture
def stand_in() -> Iterator[StandIn]:
    server = StandIn()
    yield server
    server.close()


@pytest.fixture(autouse=True)
def no_other_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("URL", "KEY", "ALLOW_HTTP"):
        monkeypatch.delenv(f"CREATIVEKG_MODEL_{name}", raising=False)
    monkeypatch.delenv("CREATIVEKG_MODEL", raising=False)
