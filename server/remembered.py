"""Responses that need not be worked out again: nothing about them changes as long as their snapshot is served."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Hashable
from dataclasses import dataclass


@dataclass(frozen=True)
class Remembered:
    """A response with the status 200, as it was sent: its strong validator, headers and body."""

    tag: str
    headers: list[tuple[bytes, bytes]]
    body: bytes

    @property
    def size(self) -> int:
        """Bytes of memory, near enough."""
        return len(self.body) + 500


class Memory:
    """The responses used last, in at most ``most`` bytes; for one thread, that of the event loop."""

    def __init__(self, most: int) -> None:
        self.most = most
        self.largest = most // 8
        self.bytes = 0
        self.hits = 0
        self.misses = 0
        self._kept: OrderedDict[Hashable, Remembered] = OrderedDict()

    def __len__(self) -> int:
        return len(self._kept)

    def get(self, key: Hashable) -> Remembered | None:
        found = self._kept.get(key)
        if found is None:
            self.misses += 1
            return None
        self.hits += 1
        self._kept.move_to_end(key)
        return found

    def put(self, key: Hashable, response: Remembered) -> None:
        """Keep a response, and forget as many as it displaces; one larger than an eighth of all is not kept."""
        if response.size > self.largest:
            return
        old = self._kept.pop(key, None)
        self.bytes += response.size - (old.size if old else 0)
        self._kept[key] = response
        while self.bytes > self.most:
            self.bytes -= self._kept.popitem(last=False)[1].size
