"""The pool of reader processes: untrusted queries are evaluated there, not in the process that serves.

Three kinds of thread meet here. Those that serve requests take a reader, write a query and read frames. The
*keeper* starts processes, and it alone, because on Linux a reader is tied to the thread that started it. The
*watch* kills readers whose query has passed its deadline or whose client has left, and the reading in the serving
thread ends with them.
"""

from __future__ import annotations

import asyncio
import logging
import threading
import time
from collections.abc import Callable
from concurrent.futures import Future
from contextlib import suppress
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any

from graph.errors import CreativeKGError, SnapshotError
from graph.snapshot import Snapshot, current
from server import outcome
from server.engine import Answer, Client, Limits, Operation
from server.negotiation import CONSTRUCTED, SOLUTIONS, prefer
from server.problems import Problem
from server.process import Reader
from server.waiting import Queue, may_have_one

_TICK_S = 0.05
_OUR_BYTES = 64 << 20  # pages know what they ask for
_START_S = 30.0
_AGAIN_S = 5.0
_PAUSE_S = 0.5
_TURN_S = 0.5
_log = logging.getLogger(__name__)


@dataclass(frozen=True)
class _Refusal:
    """A snapshot that could not be opened, and when to try it again."""

    snapshot: Snapshot
    error: CreativeKGError
    until: float


class ReaderPool:
    """A :class:`server.engine.QueryEngine` over the snapshots of one directory.

    Whenever the current snapshot changes, new readers are started on it and take over once they are all ready;
    until then, and as long as it cannot be opened, the old snapshot is served.

    Args:
        network: whether readers keep their network, for queries that call other endpoints.
        before_serving: called with each snapshot that readers have opened, before it is served; what it raises
            is why the snapshot is not.

    Raises:
        SnapshotError: there is no snapshot, or it cannot be opened.
    """

    def __init__(
        self,
        home: Path,
        limits: Limits,
        *,
        network: bool = False,
        before_serving: Callable[[Snapshot], None] = lambda snapshot: None,
    ) -> None:
        self.limits = limits
        self._before_serving = before_serving
        self._home = home
        self._network = network
        self._serving = current(home)
        self._refusal: _Refusal | None = None
        self._replaced = 0
        # All that follows is changed under this lock.
        self._lock = threading.Lock()
        self._idle: list[Reader] = []
        self._busy: set[Reader] = set()
        self._starting: list[Reader] = []
        self._dead: list[Reader] = []
        self._queue = Queue(limits)
        # Whose queries broke the readers that are being replaced: they count as theirs until then.
        self._broken: list[str] = []
        self._closed = threading.Event()
        self._work = threading.Event()
        self._opened = threading.Event()
        self._threads = [
            threading.Thread(target=self._keep, name="keeper", daemon=True),
            threading.Thread(target=self._look, name="watch", daemon=True),
        ]
        for thread in self._threads:
            thread.start()
        self._opened.wait()
        if self._refusal is not None:
            self.close()
            raise self._refusal.error

    @property
    def snapshot(self) -> Snapshot:
        """The snapshot that is being served."""
        return self._serving

    def status(self) -> dict[str, object]:
        """Readers alive, busy and replaced so far; how they are confined; why a newer snapshot is not served."""
        with self._lock:
            readers = [*self._idle, *self._busy]
            return {
                "readers": len(readers),
                "busy": len(self._busy),
                "waiting": len(self._queue),
                "replaced": self._replaced,
                "isolated": not any(reader.network for reader in readers),
                "memory_limited": all(reader.memory_limited for reader in readers),
                "refused": str(self._refusal.error) if self._refusal else None,
            }

    def close(self) -> None:
        """End all readers; answers that are being given break off."""
        with self._lock:
            self._closed.set()
            for reader in (*self._idle, *self._busy, *self._starting):
                reader.end("closed")
            self._queue.close()
        self._work.set()
        for thread in self._threads:
            thread.join()
        with self._lock:
            dead = [*self._idle, *self._dead]
            self._idle.clear()
            self._dead.clear()
        for reader in dead:
            reader.bury()

    def run(self, operation: Operation, client: Client | None = None) -> Answer:
        """See :meth:`server.engine.QueryEngine.run`."""
        request = self._request(operation, client)
        reader = self._claim(client, request["deadline"])
        if isinstance(reader, Future):
            reader = self._wait(reader)
        return outcome.Exchange(reader, request, self.limits, partial(self._give_back, reader)).answer()

    async def run_async(self, operation: Operation, client: Client | None = None) -> Answer:
        """See :meth:`server.engine.QueryEngine.run_async`."""
        request = self._request(operation, client)
        reader = self._claim(client, request["deadline"])
        if isinstance(reader, Future):
            reader = await self._wait_async(reader)
        exchange = outcome.Exchange(reader, request, self.limits, partial(self._give_back, reader))
        return await exchange.answer_async(alone=len(self._busy) == 1)

    def _request(self, operation: Operation, client: Client | None) -> dict[str, Any]:
        """What a reader is sent.

        Raises:
            Problem: 406, there is no format that the client accepts.
        """
        solutions, graph = prefer(operation.accept, SOLUTIONS), prefer(operation.accept, CONSTRUCTED)
        if solutions is None and graph is None:
            raise outcome.not_acceptable()
        return {
            "query": operation.query,
            "solutions": solutions and solutions.media_type,
            "graph": graph and graph.media_type,
            "default_graphs": operation.default_graphs,
            "named_graphs": operation.named_graphs,
            "deadline": min(operation.timeout_s or self.limits.deadline_s, self.limits.deadline_most_s),
            "limit": self.limits.result_bytes if client is not None else _OUR_BYTES,
        }

    def _claim(self, client: Client | None, deadline_s: float) -> Reader | Future[Reader]:
        """A reader, or the promise of one.

        Raises:
            Problem: too many wait already.
        """
        with self._lock:
            reader = self._pick(client)
            if reader is not None:
                return self._assign(reader, client, deadline_s)
            if self._closed.is_set():
                raise outcome.closing()
            return self._queue.join(client, deadline_s).reader

    def _wait(self, promise: Future[Reader]) -> Reader:
        try:
            return promise.result(self.limits.queue_wait_s)
        except TimeoutError:
            return self._give_up(promise)

    async def _wait_async(self, promise: Future[Reader]) -> Reader:
        kept = asyncio.wrap_future(promise)
        try:
            await asyncio.wait({kept}, timeout=self.limits.queue_wait_s)
        except asyncio.CancelledError:
            with suppress(Problem):
                self._give_back(self._give_up(promise))
            raise
        return await kept if kept.done() else self._give_up(promise)

    def _give_up(self, promise: Future[Reader]) -> Reader:
        """Stop waiting: the reader that came at the last moment, or a problem."""
        with self._lock:
            if not promise.cancel():
                return promise.result()
            self._queue.leave(promise)
        raise outcome.busy(self.limits)

    def _assign(self, reader: Reader, client: Client | None, deadline_s: float) -> Reader:
        reader.client = client
        reader.taken = time.monotonic()
        reader.deadline = reader.taken + deadline_s
        self._busy.add(reader)
        return reader

    def _pick(self, client: Client | None) -> Reader | None:
        """An idle reader that is alive, unless it is to be left to others."""
        if not may_have_one(client, [*self._held(), *self._broken], self.limits.readers):
            return None
        while self._idle:
            reader = self._idle.pop()
            if reader.alive:
                return reader
            self._discard(reader)
        return None

    def _held(self) -> list[str]:
        """The addresses of the clients whose queries are being evaluated."""
        return [reader.client.address for reader in self._busy if reader.client is not None]

    def _hand_out(self) -> None:
        """Give idle readers to those who wait."""
        for waiting in self._queue.in_turn(self._held()):
            if not self._idle:
                return
            reader = self._pick(waiting.client)
            if reader is None:
                continue
            self._queue.leave(waiting.reader)
            if waiting.reader.set_running_or_notify_cancel():
                waiting.reader.set_result(self._assign(reader, waiting.client, waiting.deadline_s))
            else:
                self._idle.append(reader)

    def _give_back(self, reader: Reader) -> None:
        with self._lock:
            self._busy.discard(reader)
            client = reader.client
            reader.deadline, reader.client = float("inf"), None
            if client is not None and not reader.finished and reader.ended != "yielded":
                self._broken.append(client.address)
            if reader.finished and reader.alive and reader.snapshot == self._serving:
                self._idle.append(reader)
            else:
                self._discard(reader)
            self._hand_out()

    def _discard(self, reader: Reader) -> None:
        """Leave a reader to the keeper, who buries and replaces it."""
        reader.end("closed")
        if self._closed.is_set():
            reader.bury()
            return
        self._dead.append(reader)
        self._replaced += 1
        self._work.set()

    def _share(self) -> None:
        """Where somebody without a reader waits for one, whoever has several gives up their oldest query.

        Not at once, because most queries are about to end.
        """
        held = self._held()
        if not self._queue.somebody_has_none(held) or any(reader.ended == "yielded" for reader in self._busy):
            return
        rich = [
            reader
            for reader in self._busy
            if reader.client is not None
            and held.count(reader.client.address) > 1
            and reader.taken < time.monotonic() - _TURN_S
        ]
        if rich:
            min(rich, key=lambda reader: reader.taken).end("yielded")

    def _latest(self) -> Snapshot:
        """The snapshot to serve: the current one, unless it is not complete or was refused just now."""
        try:
            latest = current(self._home)
        except SnapshotError:
            return self._serving  # removed, or in the middle of a change: what is open goes on being served
        refusal = self._refusal
        if refusal and refusal.snapshot == latest and time.monotonic() < refusal.until:
            return self._serving
        return latest

    def _keep(self) -> None:
        """Replace dead readers and follow the current snapshot, until the pool is closed."""
        while not self._closed.is_set():
            self._work.clear()
            with self._lock:
                dead, self._dead = self._dead, []
            try:
                filled = self._fill(self._latest())
            finally:
                self._opened.set()
            for reader in dead:
                reader.bury()
            if filled:
                self._work.wait()
            else:
                self._closed.wait(_PAUSE_S)

    def _fill(self, snapshot: Snapshot) -> bool:
        """Start the readers that are missing, all of them for a new snapshot; false where they do not come up."""
        with self._lock:
            changed = snapshot != self._serving
            here = [reader for reader in (*self._idle, *self._busy) if reader.snapshot == snapshot]
        batch: list[Reader] = []
        try:
            for _ in range(self.limits.readers - len(here)):
                batch.append(Reader(snapshot, self.limits.memory_bytes, network=self._network))
            with self._lock:
                self._starting = batch
                for reader in batch:
                    reader.deadline = time.monotonic() + _START_S
                    if self._closed.is_set():
                        reader.end("closed")
            for reader in batch:
                reader.wait_until_ready()
            if changed or not self._opened.is_set():
                self._before_serving(snapshot)
        except CreativeKGError as error:
            for reader in batch:
                reader.end("closed")
                reader.bury()
            self._refuse(snapshot, error)
            return False
        finally:
            self._starting = []
        with self._lock:
            for reader in batch:
                reader.deadline = float("inf")
            if changed:
                self._serving = snapshot
                self._refusal = None
                for reader in self._idle:
                    self._discard(reader)
                self._idle.clear()
            self._idle += batch
            del self._broken[: len(batch)]
            self._hand_out()
        return True

    def _refuse(self, snapshot: Snapshot, error: CreativeKGError) -> None:
        if not self._closed.is_set() and (self._refusal is None or self._refusal.snapshot != snapshot):
            _log.error("%s", error)
        self._refusal = _Refusal(snapshot, error, time.monotonic() + _AGAIN_S)

    def _look(self) -> None:
        """Kill what must not go on, notice what died and what was published, twenty times a second."""
        while not self._closed.wait(_TICK_S):
            if self._latest() != self._serving:
                self._work.set()
            with self._lock:
                for reader in (*self._busy, *self._starting):
                    if (why := reader.overdue()) is not None:
                        reader.end(why)
                self._share()
                for reader in [reader for reader in self._idle if not reader.alive]:
                    self._idle.remove(reader)
                    self._discard(reader)
