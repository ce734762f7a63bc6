"""One reader process as its parent sees it."""

from __future__ import annotations

import asyncio
import json
import os
import select
import struct
import subprocess
import sys
import time
from collections import deque
from ctypes.util import find_library
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal

from graph.errors import CreativeKGError, SnapshotError
from graph.snapshot import Snapshot

if TYPE_CHECKING:
    from server.engine import Client

_ROOT = Path(__file__).resolve().parent.parent
_KEPT = ("SYSTEMROOT", "LD_LIBRARY_PATH", "DYLD_LIBRARY_PATH")  # what an interpreter may need to start at all
_HEAD = struct.Struct(">cI")
_MOST_AT_ONCE = 1 << 16  # to ask for a megabyte is to have it allocated, however little comes
_MOMENT_MS = 1
_LOOPS_WATCH_PIPES = sys.platform != "win32"

Ended = Literal["deadline", "client", "closed", "yielded"]


class Reader:
    """A process that answers one query after another over one snapshot (see :mod:`server.reader`).

    Whoever must not wait longer kills the process, and all waiting for it ends.

    Args:
        network: leave it its network, for ``SERVICE``.

    Raises:
        CreativeKGError: the system starts no more processes.
    """

    def __init__(self, snapshot: Snapshot, memory_bytes: int, *, network: bool = False) -> None:
        self.snapshot = snapshot
        self.deadline = float("inf")
        self.taken = 0.0
        self.client: Client | None = None
        self.ended: Ended | None = None
        self.finished = True
        self.network = True
        self.memory_limited = False
        self._received = bytearray()
        self._frames: deque[tuple[bytes, bytes]] = deque()
        paths = [str(_ROOT), *(path for path in sys.path if path)]
        kept = {name: os.environ[name] for name in _KEPT if name in os.environ}
        try:
            self.process = subprocess.Popen(
                [
                    *(sys.executable, "-P", "-m", "server.reader"),
                    *(str(snapshot.store), str(os.getpid()), str(memory_bytes), "network" if network else "alone"),
                ],
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=subprocess.DEVNULL,
                bufsize=0,
                env={"PYTHONPATH": os.pathsep.join(paths), **kept, **allocator()},
            )
        except OSError as error:
            raise CreativeKGError(f"no reader process can be started ({error.strerror})") from error
        assert self.process.stdout is not None
        self._output = self.process.stdout.fileno()
        self._poll: select.poll | None = None
        if _LOOPS_WATCH_PIPES:
            self._poll = select.poll()
            self._poll.register(self._output, select.POLLIN)

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
        left = memoryview(struct.pack(">I", len(data)) + data)
        while left:
            left = left[self.process.stdin.write(left) :]

    def receive(self) -> tuple[bytes, bytes]:
        """The next frame: its kind and its payload; waits for it.

        Raises:
            EOFError: the process is gone.
        """
        if _LOOPS_WATCH_PIPES and not self._frames:
            os.set_blocking(self._output, True)  # an event loop that watched it may have changed that
        while not self._frames:
            self._read()
        return self._frames.popleft()

    async def receive_async(self, *, alone: bool = False) -> tuple[bytes, bytes]:
        """The same, for an event loop.

        Where nothing else is being evaluated (``alone``), the loop itself waits for a moment: a look-up takes less
        time than it takes to have the loop watch for its answer.
        """
        loop = asyncio.get_running_loop()
        if alone and not self._frames and self._poll is not None and self._poll.poll(_MOMENT_MS):
            self._read()
        while not self._frames:
            if _LOOPS_WATCH_PIPES:
                readable = loop.create_future()
                loop.add_reader(self._output, _resolve, readable)
                try:
                    await readable
                finally:
                    loop.remove_reader(self._output)
                self._read()
            else:
                await loop.run_in_executor(None, self._read)
        return self._frames.popleft()

    def _read(self) -> None:
        """Take what the process has written, which may be less or more than a frame."""
        data = os.read(self._output, _MOST_AT_ONCE)
        if not data:
            raise EOFError
        received = self._received
        received += data
        start = 0
        while len(received) - start >= _HEAD.size:
            kind, length = _HEAD.unpack_from(received, start)
            end = start + _HEAD.size + length
            if len(received) < end:
                break
            self._frames.append((kind, bytes(received[start + _HEAD.size : end])))
            start = end
        del received[:start]

    @property
    def alive(self) -> bool:
        return self.ended is None and self.process.poll() is None

    def overdue(self) -> Ended | None:
        """Why this reader must not go on with its query, if so."""
        if time.monotonic() > self.deadline:
            return "deadline"
        return "client" if self.client is not None and self.client.gone() else None

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
                pipe.close()
        return code


@lru_cache
def allocator() -> dict[str, str]:
    """What has the engine allocate with mimalloc, as its own server does, in the environment of a reader.

    Long queries make many small allocations. The library cannot be installed by pip: empty where there is none.
    """
    library = find_library("mimalloc") if sys.platform.startswith("linux") else None
    return {"LD_PRELOAD": library} if library else {}


def _resolve(future: asyncio.Future[None]) -> None:
    if not future.done():
        future.set_result(None)
