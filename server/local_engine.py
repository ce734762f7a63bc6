"""The engine that comes with the server: reader processes of its own over the current snapshot."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from graph.snapshot import Snapshot
from server import outcome
from server.engine import Answer, Client, Limits, Operation
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
        self._alone = ReaderPool(home, limits)
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
        return await self._pool(operation.query, client).run_async(operation, client)

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
