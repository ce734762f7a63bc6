"""The picture of the figures: p50 by kind of query and server."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import matplotlib
from matplotlib.figure import Figure as Picture

from graph.benches.figures import Phase, Row
from graph.benches.peers import NATIVE, OURS, RDFLIB

# Told apart by form as well as by colour.
_SERIES: Sequence[tuple[Phase, str, str, str, str]] = (
    ("one", OURS, f"{OURS}, a new query", "o", "#0b5fa5"),
    ("again", OURS, f"{OURS}, asked again", "D", "#6fb1e0"),
    ("one", NATIVE, NATIVE, "s", "#2e2e2e"),
    ("one", RDFLIB, RDFLIB, "^", "#c2571a"),
)


def draw(rows: Sequence[Row], file: Path) -> None:
    """Write an SVG, for the same figures the same bytes. What was not measured has no mark."""
    with matplotlib.rc_context({"svg.hashsalt": "creativekg", "svg.fonttype": "none", "font.family": "sans-serif"}):
        picture = Picture(figsize=(9, 0.42 * len(rows) + 1.4), layout="constrained")
        axes = picture.add_subplot()
        for phase, server, label, marker, colour in _SERIES:
            points = [
                (figure.p50, place)
                for place, row in enumerate(rows)
                if (figure := row.figures.get((phase, server))) is not None and figure.measured
            ]
            if points:
                x, y = zip(*points, strict=True)
                axes.scatter(x, y, marker=marker, color=colour, label=label, s=42, zorder=2)
        axes.set_xscale("log")
        axes.set_yticks(range(len(rows)), [row.name for row in rows])
        axes.invert_yaxis()
        axes.grid(visible=True, which="major", color="#d9d9d9", zorder=0)
        axes.set_xlabel("p50 in milliseconds, one client (logarithmic; further left is faster)")
        axes.spines[["top", "right"]].set_visible(False)
        picture.legend(loc="outside upper center", ncols=2, frameon=False)
        picture.savefig(file, format="svg", metadata={"Date": None})
