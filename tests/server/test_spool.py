"""A long answer between a reader process and a slow client."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator

import pytest

from server.spool import spooled


class Pieces:
    """A stream of pieces that counts how far it was read; ends with an error after ``whole`` of them."""

    def __init__(self, count: int, size: int, whole: int | None = None) -> None:
        self.count, self.size, self.whole = count, size, whole
        self.given = 0
        self.closed = False

    def __iter__(self) -> Iterator[bytes]:
        return self

    def __next__(self) -> bytes:
        raise NotImplementedError

    def __aiter__(self) -> Pieces:
        return self

    async def __anext__(self) -> bytes:
        await asyncio.sleep(0)
        if self.given == self.whole:
            raise ConnectionError("broken off")
        if self.given == self.count:
            raise StopAsyncIteration
        self.given += 1
        return bytes([self.given % 251]) * self.size

    def close(self) -> None:
        self.closed = True


def test_every_byte_comes_in_its_order_from_memory_and_from_disk() -> None:
    async def read(pause: bool) -> bytes:
        pieces = Pieces(300, 40_000)
        found = []
        async for data in spooled(pieces):
            found.append(data)
            if pause and len(found) % 20 == 0:
                await asyncio.sleep(0.01)
        assert pieces.closed
        return b"".join(found)

    whole = b"".join(bytes([number % 251]) * 40_000 for number in range(1, 301))
    assert asyncio.run(read(pause=False)) == whole
    assert asyncio.run(read(pause=True)) == whole


def test_a_client_that_reads_one_piece_does_not_hold_the_reader() -> None:
    async def read() -> None:
        pieces = Pieces(300, 40_000)
        body = spooled(pieces)
        await anext(body)
        for _ in range(1000):
            await asyncio.sleep(0)
        assert pieces.given == 300 and not pieces.closed
        await body.aclose()  # type: ignore[attr-defined]
        assert pieces.closed

    asyncio.run(read())


def test_what_breaks_off_is_told_after_what_there_was() -> None:
    async def read() -> int:
        found = 0
        with pytest.raises(ConnectionError):
            async for data in spooled(Pieces(10, 1000, whole=4)):
                found += len(data)
        return found

    assert asyncio.run(read()) == 4000
