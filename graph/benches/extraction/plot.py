"""The picture of ``bench extract``: precision against recall, a panel a measure, a point a document."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import matplotlib
from matplotlib.figure import Figure as Picture

from graph.benches.extraction.scores import Score

_MARKS = "osD^v<>pX*"
_ACROSS = 3


def draw(measures: Mapping[str, Mapping[str, Score]], file: Path) -> None:
    """Write an SVG, for the same scores the same bytes; a measure that a document has nothing of has no point."""
    with matplotlib.rc_context({"svg.hashsalt": "creativekg", "svg.fonttype": "none", "font.family": "sans-serif"}):
        down = -(-len(measures) // _ACROSS)
        picture = Picture(figsize=(3.1 * _ACROSS, 3.2 * down), layout="constrained")
        panels = picture.subplots(down, _ACROSS, sharex=True, sharey=True, squeeze=False)
        labels = {}
        for axes, (name, by_document) in zip(panels.flat, measures.items(), strict=False):
            for place, (document, score) in enumerate(by_document.items()):
                if score.precision is not None and score.recall is not None:
                    form = _MARKS[place % len(_MARKS)]
                    labels[document] = axes.scatter(
                        score.recall, score.precision, marker=form, color=f"C{place}", s=48, zorder=2
                    )
            axes.set_title(name, fontsize=10)
            axes.set_xlim(-0.03, 1.03)
            axes.set_ylim(-0.03, 1.03)
            axes.grid(visible=True, color="#d9d9d9", zorder=0)
            axes.spines[["top", "right"]].set_visible(False)
        for empty in panels.flat[len(measures) :]:
            empty.set_axis_off()
        picture.supxlabel("recall")
        picture.supylabel("precision")
        picture.legend(
            list(labels.values()),
            [f"document {name}" for name in labels],
            loc="outside upper center",
            ncols=5,
            frameon=False,
        )
        picture.savefig(file, format="svg", metadata={"Date": None})
