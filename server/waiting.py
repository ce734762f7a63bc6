"""Who gets a reader: what keeps one client from having them all, and from filling the queue for them.

Nothing here touches a process; the pool calls it under its lock.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from concurrent.futures import Future
from dataclasses import dataclass

from server.engine import Client, Limits
from server.outcome import busy, closing
from server.process import Reader


@dataclass(frozen=True)
class Waiting:
    """Somebody who waits for a reader, and the promise of one."""

    client: Client | None
    deadline_s: float
    reader: Future[Reader]


def may_have_one(client: Client | None, held: Sequence[str], readers: int) -> bool:
    """Whether a client may have a reader where the addresses ``held`` have one each, out of so many.

    Strangers leave one to our own pages, and each of them one to other strangers.
    """
    if client is None:
        return True
    return len(held) < max(1, readers - 1) and held.count(client.address) < max(1, readers - 2)


class Queue:
    """Those who wait, in the order in which they came."""

    def __init__(self, limits: Limits) -> None:
        self._limits = limits
        self._waiting: list[Waiting] = []

    def __len__(self) -> int:
        return len(self._waiting)

    def join(self, client: Client | None, deadline_s: float) -> Waiting:
        """A place at the end of the queue.

        Raises:
            Problem: it is full, and nobody has more places than this client would have.
        """
        if client is not None and len(self._waiting) >= self._limits.queue:
            self._make_room(client)
        waiting = Waiting(client, deadline_s, Future())
        self._waiting.append(waiting)
        return waiting

    def _make_room(self, client: Client) -> None:
        """The last request of whoever waits with most gives way."""
        counts = Counter(each.client.address for each in self._waiting if each.client is not None)
        address, most = counts.most_common(1)[0] if counts else ("", 0)
        if most <= counts[client.address] + 1:
            raise busy(self._limits)
        last = next(each for each in reversed(self._waiting) if each.client and each.client.address == address)
        self._waiting.remove(last)
        if last.reader.set_running_or_notify_cancel():
            last.reader.set_exception(busy(self._limits))

    def leave(self, promise: Future[Reader]) -> None:
        self._waiting = [each for each in self._waiting if each.reader is not promise]

    def in_turn(self, held: Sequence[str]) -> Iterator[Waiting]:
        """Who has fewest goes first, then who came first; whoever is taken on has left the queue."""
        counts = Counter(held)
        yield from sorted(self._waiting, key=lambda each: counts[each.client.address] if each.client else 0)

    def somebody_has_none(self, held: Sequence[str]) -> bool:
        """Whether a client waits that holds no reader."""
        return any(each.client is not None and each.client.address not in held for each in self._waiting)

    def close(self) -> None:
        """Tell all who wait that nothing will come."""
        for each in self._waiting:
            if each.reader.set_running_or_notify_cancel():
                each.reader.set_exception(closing())
        self._waiting.clear()
