"""A number of a text with what belongs to it."""

from __future__ import annotations

from dataclasses import dataclass

from graph.documents import Span

PERCENT = "percent"
RANK = "rank"
TIMES = "times"
POINTS = "percentage points"


@dataclass(frozen=True)
class Quantity(Span):
    """A number as it stands in a text: ``[start, end)`` are the words or digits of the value alone.

    ``whole`` adds bound, currency, scale and unit, and the other end of a range; ``unit`` is None for a bare one.
    ``change`` tells the two numbers of "from … to …", "from" and "to".
    """

    value: str
    whole: Span
    scale: str | None = None
    unit: str | None = None
    unit_span: Span | None = None
    bound: str = "exactly"
    in_words: bool = False
    change: str = ""
