"""An answer on its way from a reader process to a client that may be slow."""

from __future__ import annotations

import asyncio
import tempfile
from collections.abc import AsyncIterator
from typing import IO

from server.engine import Stream

_IN_MEMORY = 4 << 20
_PIECE = 1 << 16


async def spooled(stream: Stream) -> AsyncIterator[bytes]:
    """The pieces of ``stream``, which is read as fast as it comes: a slow client costs disk, never a reader.

    Raises:
        ConnectionError: the engine failed half-way.
    """
    more = asyncio.Event()
    failure: list[ConnectionError] = []
    file: IO[bytes] = tempfile.SpooledTemporaryFile(_IN_MEMORY)  # noqa: SIM115 - closed below
    written = read = 0

    async def fill() -> None:
        nonlocal written
        try:
            async for data in stream:
                file.seek(written)
                file.write(data)
                written += len(data)
                more.set()
        except ConnectionError as error:
            failure.append(error)
        more.set()

    filling = asyncio.create_task(fill())
    try:
        while True:
            if read < written:
                file.seek(read)
                data = file.read(min(_PIECE, written - read))
                read += len(data)
                if read == written:  # a client that keeps up needs no disk
                    file.seek(0)
                    file.truncate()
                    read = written = 0
                yield data
            elif filling.done():
                if failure:
                    raise failure[0]
                return
            else:
                more.clear()
                await more.wait()
    finally:
        filling.cancel()
        await asyncio.wait({filling})
        stream.close()
        file.close()
