"""What is made of the milliseconds: percentiles, rates, ratios, and whether the targets are met."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from math import ceil
from typing import Any, Literal

from graph.benches.clients import Taken
from graph.benches.peers import NATIVE, OURS, RDFLIB

Phase = Literal["one", "eight", "again"]
LOOK_UP_MS, HEAVY_MS, AGAIN_MS = 1.0, 5.0, 3.0
LOOK_UP_RATIO, HEAVY_RATIO, MOST_AGAIN_MS, MOST_PAGE_MS = 3.0, 1.1, 2.0, 15.0


def percentile(values: Iterable[float], share: float) -> float:
    """The least value that so great a share of all values does not exceed (nearest rank).

    Raises:
        ValueError: there are no values.
    """
    ordered = sorted(values)
    if not ordered:
        raise ValueError("no values, so no percentile")
    return ordered[max(0, ceil(share * len(ordered)) - 1)]


@dataclass
class Figure:
    """The requests of one server in one phase. ``seconds`` is what a client took for all of its own; ``refused`` is
    how many more a busy server did not answer; ``note`` says why there are none, or not all."""

    rounds: list[list[float]] = field(default_factory=list)
    seconds: float = 0.0
    note: str = ""
    refused: int = 0

    def add(self, taken: Taken) -> None:
        self.rounds.append(taken.ms)
        self.seconds += taken.seconds
        self.refused += taken.refused

    @property
    def ms(self) -> list[float]:
        return [each for one in self.rounds for each in one]

    @property
    def measured(self) -> bool:
        """Whether all was answered that was asked."""
        return not self.note and bool(self.ms)

    @property
    def p50(self) -> float:
        return percentile(self.ms, 0.5)

    @property
    def p99(self) -> float:
        return percentile(self.ms, 0.99)

    @property
    def rate(self) -> float:
        """Requests a second, of all clients together."""
        return len(self.ms) / self.seconds

    def as_json(self) -> dict[str, Any]:
        result: dict[str, Any] = {"requests": len(self.ms), "refused": self.refused, "note": self.note}
        if self.ms:
            result |= {
                "p50_ms": round(self.p50, 4),
                "p99_ms": round(self.p99, 4),
                "requests_per_second": round(self.rate, 2),
                "p50_ms_by_round": [round(percentile(each, 0.5), 4) for each in self.rounds if each],
            }
        return result


@dataclass(frozen=True)
class Row:
    """The figures of one kind of query, by phase and server."""

    name: str
    figures: Mapping[tuple[Phase, str], Figure]

    def ratio(self, phase: Phase, peer: str = NATIVE) -> float | None:
        """Our p50 as a multiple of a peer's; None where one of them was not measured."""
        ours, other = self.figures[phase, OURS], self.figures.get((phase, peer), Figure())
        return ours.p50 / other.p50 if ours.measured and other.measured else None

    @property
    def weight(self) -> str:
        """How much work a query of this kind is: by the native server's p50 with one client."""
        p50 = self.figures["one", NATIVE].p50
        return "look-up" if p50 < LOOK_UP_MS else "1–5 ms" if p50 <= HEAVY_MS else "over 5 ms"


@dataclass(frozen=True)
class Verdict:
    """A target, and where it is missed; ``met`` is None where nothing fell under it."""

    target: str
    met: bool | None
    detail: str


def verdicts(rows: Sequence[Row], page: Figure) -> list[Verdict]:
    """The targets, all with one client."""
    ratios = {row.name: row.ratio("one") for row in rows}
    light = {row.name: ratios[row.name] for row in rows if row.weight == "look-up"}
    heavy = {row.name: ratios[row.name] for row in rows if row.weight == "over 5 ms"}
    again = {row.name: row.figures["again", OURS].p50 for row in rows}
    ahead = {row.name: row.ratio("again") for row in rows if row.figures["again", NATIVE].p50 > AGAIN_MS}
    rdflib = {row.name: ratio for row in rows if (ratio := row.ratio("one", RDFLIB)) is not None}
    return [
        _verdict(f"look-ups: p50 at most {LOOK_UP_RATIO:g} × the native server's", light, LOOK_UP_RATIO, "×"),
        _verdict(
            f"over {HEAVY_MS:g} ms: p50 at most {HEAVY_RATIO:g} × the native server's", heavy, HEAVY_RATIO, "×"
        ),
        _verdict(f"a repeated query: p50 at most {MOST_AGAIN_MS:g} ms", again, MOST_AGAIN_MS, "ms"),
        _verdict(
            f"a repeated query over {AGAIN_MS:g} ms: ahead of the native server", ahead, 1.0, "×", strict=True
        ),
        _verdict(
            f"entity page, first visit: p50 under {MOST_PAGE_MS:g} ms",
            {"page": page.p50},
            MOST_PAGE_MS,
            "ms",
            strict=True,
        ),
        _verdict(f"ahead of {RDFLIB} everywhere", rdflib, 1.0, "×", strict=True),
    ]


def _verdict(
    target: str, values: Mapping[str, float | None], limit: float, unit: str, *, strict: bool = False
) -> Verdict:
    known = {name: value for name, value in values.items() if value is not None}
    if not known:
        return Verdict(target, None, "nothing to judge by")
    missed = {name: value for name, value in known.items() if value > limit or (strict and value == limit)}
    worst = ", ".join(f"{name} {value:.2f} {unit}" for name, value in (missed or _greatest(known)).items())
    return Verdict(target, not missed, worst if missed else f"the greatest: {worst}")


def _greatest(values: Mapping[str, float]) -> dict[str, float]:
    name = max(values, key=lambda each: values[each])
    return {name: values[name]}
