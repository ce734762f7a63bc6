"""The pool of reader processes: untrusted queries are evaluated there, never in the process that serves.

Three kinds of thread meet here. Those that serve requests take a reader, write a query and read frames. The
*keeper* starts processes, and it alone, because on Linux a reader is tied to the thread that started it. The
*watch* kills readers whose query has passed its deadline or whose client has left, and the reading in the serving
thread ends with them.
"""

from __future__ import annotations

import logging
import threading
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from graph.errors import CreativeKGError, SnapshotError
from graph.snapshot import Snapshot, current
from server import outcome
from server.engine import Answer, Limits
from server.negotiation import CONSTRUCTED, SOLUTIONS, prefer
from server.problems import Problem
from server.process import Reader
from server.tokens import mentions_service

_TICK_S = 0.05
_START_S = 30.0
_AGAIN_S = 5.0
_PAUSE_S = 0.5
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

    Raises:
        SnapshotError: there is no snapshot, or it cannot be opened.
    """

    def __init__(self, home: Path, limits: Limits) -> None:
        self.limits = limits
        self._home = home
        self._serving = current(home)
        self._refusal: _Refusal | None = None
        self._replaced = 0
        self._waiting = 0
        # All that follows is changed under this lock; it is notified when a reader becomes free.
        self._free = threading.Condition()
        self._idle: list[Reader] = []
        self._busy: set[Reader] = set()
        self._starting: list[Reader] = []
        self._dead: list[Reader] = []
        self._closed = threading.Event()
        self._work = threading.Event()
        opened = threading.Event()
        self._threads = [
            threading.Thread(target=self._keep, args=(opened,), name="keeper", daemon=True),
            threading.Thread(target=self._look, name="watch", daemon=True),
        ]
        for thread in self._threads:
            thread.start()
        opened.wait()
        if self._refusal is not None:
            self.close()
            raise self._refusal.error

    @property
    def snapshot(self) -> Snapshot:
        """The snapshot that is being served."""
        self._notice_snapshot()
        return self._serving

    def status(self) -> dict[str, object]:
        """Readers alive, busy and replaced so far; how they are confined; why a newer snapshot is not served."""
        with self._free:
            readers = [*self._idle, *self._busy]
            return {
                "readers": len(readers),
                "busy": len(self._busy),
                "replaced": self._replaced,
                "isolated": not any(reader.network for reader in readers),
                "memory_limited": all(reader.memory_limited for reader in readers),
                "refused": str(self._refusal.error) if self._refusal else None,
            }

    def close(self) -> None:
        """End all readers; answers that are being given break off."""
        with self._free:
            self._closed.set()
            for reader in (*self._idle, *self._busy, *self._starting):
                reader.end("closed")
            self._free.notify_all()
        self._work.set()
        for thread in self._threads:
            thread.join()
        with self._free:
            dead = [*self._idle, *self._dead]
            self._idle.clear()
            self._dead.clear()
        for reader in dead:
            reader.bury()

    def run(
        self,
        query: str,
        accept: str | None,
        *,
        default_graphs: Sequence[str] = (),
        named_graphs: Sequence[str] = (),
        client_gone: Callable[[], bool] | None = None,
    ) -> Answer:
        """See :meth:`server.engine.QueryEngine.run`; :mod:`server.outcome` lists the problems."""
        try:
            outcome.check_length(query, self.limits)
            if mentions_service(query):
                raise outcome.service_refused()
            solutions, graph = prefer(accept, SOLUTIONS), prefer(accept, CONSTRUCTED)
            if solutions is None and graph is None:
                raise outcome.not_acceptable()
            request = {
                "query": query,
                "solutions": solutions and solutions.media_type,
                "graph": graph and graph.media_type,
                "default_graphs": default_graphs,
                "named_graphs": named_graphs,
                "deadline": self.limits.deadline_s,
                "limit": self.limits.result_bytes,
            }
            reader = self._take(client_gone)
            return outcome.answer(reader, request, self.limits, lambda: self._give_back(reader))
        except Problem as problem:
            return Answer.of(problem)

    def _take(self, client_gone: Callable[[], bool] | None) -> Reader:
        self._notice_snapshot()
        stranger = client_gone is not None
        with self._free:
            reader = self._pick(stranger) or self._wait_for_one(stranger)
            reader.client_gone = client_gone
            reader.deadline = time.monotonic() + self.limits.deadline_s
            self._busy.add(reader)
            return reader

    def _wait_for_one(self, stranger: bool) -> Reader:
        until = time.monotonic() + self.limits.queue_wait_s
        if stranger and self._waiting >= self.limits.queue:
            raise outcome.busy(self.limits)
        self._waiting += 1
        try:
            while (left := until - time.monotonic()) > 0 and not self._closed.is_set():
                self._free.wait(left)
                if (reader := self._pick(stranger)) is not None:
                    return reader
        finally:
            self._waiting -= 1
        raise outcome.busy(self.limits)

    def _pick(self, stranger: bool) -> Reader | None:
        """An idle reader that is alive; strangers leave one reader alone."""
        strangers = sum(reader.client_gone is not None for reader in self._busy)
        if stranger and strangers >= max(1, self.limits.readers - 1):
            return None
        while self._idle:
            reader = self._idle.pop()
            if reader.alive:
                return reader
            self._discard(reader)
        return None

    def _give_back(self, reader: Reader) -> None:
        with self._free:
            self._busy.discard(reader)
            reader.deadline, reader.client_gone = float("inf"), None
            if reader.finished and reader.alive and reader.snapshot == self._serving:
                self._idle.append(reader)
            else:
                self._discard(reader)
            self._free.notify_all()

    def _discard(self, reader: Reader) -> None:
        """Leave a reader to the keeper, who buries and replaces it."""
        reader.end("closed")
        if self._closed.is_set():
            reader.bury()
            return
        self._dead.append(reader)
        self._replaced += 1
        self._work.set()

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

    def _notice_snapshot(self) -> None:
        if self._latest() != self._serving:
            self._work.set()

    def _keep(self, opened: threading.Event) -> None:
        """Replace dead readers and follow the current snapshot, until the pool is closed."""
        while not self._closed.is_set():
            self._work.clear()
            with self._free:
                dead, self._dead = self._dead, []
            try:
                filled = self._fill(self._latest())
            finally:
                opened.set()
            for reader in dead:
                reader.bury()
            if filled:
                self._work.wait()
            else:
                self._closed.wait(_PAUSE_S)

    def _fill(self, snapshot: Snapshot) -> bool:
        """Start the readers that are missing, all of them for a new snapshot; false where they do not come up."""
        with self._free:
            changed = snapshot != self._serving
            here = [reader for reader in (*self._idle, *self._busy) if reader.snapshot == snapshot]
        batch: list[Reader] = []
        try:
            for _ in range(self.limits.readers - len(here)):
                batch.append(Reader(snapshot, self.limits.memory_bytes))
            with self._free:
                self._starting = batch
                for reader in batch:
                    reader.deadline = time.monotonic() + _START_S
                    if self._closed.is_set():
                        reader.end("closed")
            for reader in batch:
                reader.wait_until_ready()
        except CreativeKGError as error:
            for reader in batch:
                reader.end("closed")
                reader.bury()
            self._refuse(snapshot, error)
            return False
        finally:
            self._starting = []
        with self._free:
            for reader in batch:
                reader.deadline = float("inf")
            if changed:
                self._serving = snapshot
                self._refusal = None
                for reader in self._idle:
                    self._discard(reader)
                self._idle.clear()
            self._idle += batch
            self._free.notify_all()
        return True

    def _refuse(self, snapshot: Snapshot, error: CreativeKGError) -> None:
        if not self._closed.is_set() and (self._refusal is None or self._refusal.snapshot != snapshot):
            _log.error("%s", error)
        self._refusal = _Refusal(snapshot, error, time.monotonic() + _AGAIN_S)

    def _look(self) -> None:
        """Kill what must not go on, notice what died, twenty times a second."""
        while not self._closed.wait(_TICK_S):
            with self._free:
                for reader in (*self._busy, *self._starting):
                    if (why := reader.overdue()) is not None:
                        reader.end(why)
                for reader in [reader for reader in self._idle if not reader.alive]:
                    self._idle.remove(reader)
                    self._discard(reader)
