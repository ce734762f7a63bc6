"""The engine that comes with the server: look-ups in its own process, and readers over the current snapshot."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from graph.snapshot import Snapshot
from server import outcome
from server.engine import Answer, Client, Limits, Operation
from server.lookups import Lookups
from server.negotiation import SOLUTIONS, prefer
from server.readers import ReaderPool
from server.tokens import calls_only, mentions_service

_FEDERATED_READERS = 2


class LocalEngine:
    """A :class:`server.engine.QueryEngine`: checks each query, and has it evaluated by readers without a network.

    Queries that call an endpoint on the allow-list go to readers of their own, which keep their network.

    Raises:
        SnapshotError: there is no snapshot, or it cannot be opened.
    """

    def __init__(self, home: Path, limits: Limits) -> None:
        self._limits = limits
        self._lookups: Lookups | None = None
        self._alone = ReaderPool(home, limits, before_serving=self._open)
        self._federated: ReaderPool | None = None
        if limits.services:
            try:
                self._federated = ReaderPool(home, replace(limits, readers=_FEDERATED_READERS), network=True)
            except BaseException:
                self._alone.close()
                raise

    def run(self, operation: Operation, client: Client | None = None) -> Answer:
        return self._pool(operation.query, client).run(operation, client)

    async def run_async(self, operation: Operation, client: Client | None = None) -> Answer:
        return self._look_up(operation) or await self._pool(operation.query, client).run_async(operation, client)

    def _open(self, snapshot: Snapshot) -> None:
        """Look up in another snapshot from now on."""
        self._lookups = Lookups(snapshot)

    def _look_up(self, operation: Operation) -> Answer | None:
        solutions, lookups = prefer(operation.accept, SOLUTIONS), self._lookups
        if lookups is None or solutions is None or operation.default_graphs or operation.named_graphs:
            return None
        body = lookups.find(operation.query, solutions.media_type)
        return None if body is None else Answer(solutions.content_type, body, lookups.snapshot.name)

    def _pool(self, query: str, client: Client | None) -> ReaderPool:
        if client is not None:  # what pages ask may be longer, and is well formed
            outcome.check(query, self._limits)
        if not mentions_service(query):
            return self._alone
        if self._federated is None or not calls_only(query, self._limits.services):
            raise outcome.service_refused(self._limits)
        return self._federated

    @property
    def snapshot(self) -> Snapshot:
        return self._alone.snapshot

    def status(self) -> dict[str, object]:
        return self._alone.status()

    def close(self) -> None:
        self._alone.close()
        if self._federated is not None:
            self._federated.close()
