"""Measurements of work that takes seconds: a few runs of ours and of a peer, in turn."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass
from statistics import median
from typing import Any


@dataclass(frozen=True)
class Measurement:
    """Seconds of each run."""

    name: str
    seconds: list[float]


@dataclass(frozen=True)
class Benchmark:
    """Measurements of ours and of a peer, taken in turn."""

    ours: list[Measurement]
    peer: Measurement

    def text(self) -> str:
        """A table: median, least and greatest of the seconds, and the ratio to the peer's median."""
        unit = median(self.peer.seconds)
        lines = [f"{'':52} {'median s':>9} {'min':>7} {'max':>7} {'ratio':>7}"]
        for row in [*self.ours, self.peer]:
            middle = median(row.seconds)
            lines.append(
                f"{row.name:52} {middle:9.2f} {min(row.seconds):7.2f} {max(row.seconds):7.2f} {middle / unit:7.2f}"
            )
        return "\n".join(lines)

    def as_json(self) -> dict[str, Any]:
        """The same with every run, in seconds."""
        rows = [*self.ours, self.peer]
        return {"peer": self.peer.name, "seconds": {row.name: row.seconds for row in rows}}


def seconds_of(work: Callable[[], object]) -> float:
    started = time.perf_counter()
    work()
    return time.perf_counter() - started
