"""One reader process as its parent sees it."""

from __future__ import annotations

import json
import os
import struct
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any, Literal

from graph.errors import CreativeKGError, SnapshotError
from graph.snapshot import Snapshot

_ROOT = Path(__file__).resolve().parent.parent
_KEPT = ("SYSTEMROOT", "LD_LIBRARY_PATH", "DYLD_LIBRARY_PATH")  # what an interpreter may need to start at all

Ended = Literal["deadline", "client", "closed"]


class Reader:
    """A process that answers one query after another over one snapshot (see :mod:`server.reader`).

    All reading and writing blocks; whoever must not wait longer kills the process, and the reading ends.

    Raises:
        CreativeKGError: the system starts no more processes.
    """

    def __init__(self, snapshot: Snapshot, memory_bytes: int) -> None:
        self.snapshot = snapshot
        self.deadline = float("inf")
        self.client_gone: Callable[[], bool] | None = None
        self.ended: Ended | None = None
        self.finished = True
        self.network = True
        self.memory_limited = False
        paths = [str(_ROOT), *(path for path in sys.path if path)]
        kept = {name: os.environ[name] for name in _KEPT if name in os.environ}
        try:
            self.process = subprocess.Popen(
                [
                    *(sys.executable, "-P", "-m", "server.reader"),
                    *(str(snapshot.store), str(os.getpid()), str(memory_bytes)),
                ],
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=subprocess.DEVNULL,
                env={"PYTHONPATH": os.pathsep.join(paths), **kept},
            )
        except OSError as error:
            raise CreativeKGError(f"no reader process can be started ({error.strerror})") from error

    def wait_until_ready(self) -> None:
        """Read the first frame.

        Raises:
            SnapshotError: the store cannot be opened.
        """
        place = self.snapshot.store
        try:
            _, payload = self.receive()
        except EOFError:
            code = self.process.wait()
            raise SnapshotError(f"{place}: the process that opens it ended at once ({code})") from None
        facts = json.loads(payload)
        if "error" in facts:
            raise SnapshotError(f"{place}: cannot be opened ({facts['error']})")
        self.network, self.memory_limited = facts["network"], facts["memory"]

    def send(self, request: dict[str, Any]) -> None:
        """Hand over a query.

        Raises:
            OSError: the process is gone.
        """
        assert self.process.stdin is not None
        data = json.dumps(request).encode()
        self.process.stdin.write(struct.pack(">I", len(data)) + data)
        self.process.stdin.flush()

    def receive(self) -> tuple[bytes, bytes]:
        """The next frame: its kind and its payload.

        Raises:
            EOFError: the process is gone.
        """
        assert self.process.stdout is not None
        head = self.process.stdout.read(5)
        if len(head) < 5:
            raise EOFError
        length = struct.unpack(">I", head[1:])[0]
        payload = self.process.stdout.read(length)
        if len(payload) < length:
            raise EOFError
        return head[:1], payload

    @property
    def alive(self) -> bool:
        return self.ended is None and self.process.poll() is None

    def overdue(self) -> Ended | None:
        """Why this reader must not go on with its query, if so."""
        if time.monotonic() > self.deadline:
            return "deadline"
        return "client" if self.client_gone is not None and self.client_gone() else None

    def end(self, why: Ended) -> None:
        """Kill the process; harmless when it is gone already."""
        self.ended = self.ended or why
        self.process.kill()

    def bury(self) -> int:
        """Wait for the end of a process that was killed or broke off, and free what it held; its exit status."""
        self.process.kill()
        code = self.process.wait()
        for pipe in (self.process.stdin, self.process.stdout):
            if pipe is not None:
                try:
                    pipe.close()
                except OSError:
                    continue  # the rest of a request that nobody will read
        return code
