"""A hundred candidates, drawn by seed, and what judges say of them: would a curator accept it?

``gold/judged.tsv`` holds a verdict for each candidate that was judged, by its key. When rules change, part of the
draw changes; the bench says how many of the present draw have a verdict.
"""

from __future__ import annotations

import csv
import hashlib
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Literal, get_args

from graph.benches.extraction.gold import FOLDER
from graph.benches.peers import BenchError
from graph.extraction.candidates import Candidate

Verdict = Literal["acceptable", "edit", "wrong"]
VERDICTS: tuple[Verdict, ...] = get_args(Verdict)
SEED = 7
DRAWN = 100
FILE = FOLDER / "judged.tsv"
_COLUMNS = ("key", "document", "rule", "kind", "evidence", "verdict", "why")


@dataclass(frozen=True)
class Tally:
    """How many of the draw were judged, by verdict. ``edit`` is right but for a field that the reviewer mends."""

    drawn: int
    counts: Counter[Verdict]

    @property
    def judged(self) -> int:
        return self.counts.total()

    @property
    def acceptable(self) -> float | None:
        """The share acceptable as it stands, of those judged."""
        return self.counts["acceptable"] / self.judged if self.judged else None


def draw(
    candidates: Iterable[tuple[str, Candidate]], seed: int = SEED, size: int = DRAWN
) -> list[tuple[str, Candidate]]:
    """``size`` pairs of a document and a candidate; when some candidates change, most of the draw stays."""

    def lot(pair: tuple[str, Candidate]) -> str:
        return hashlib.sha256(f"{seed} {pair[0]} {pair[1].key}".encode()).hexdigest()

    return sorted(candidates, key=lot)[:size]


def verdicts(file: Path = FILE) -> dict[str, Verdict]:
    """The verdicts by key.

    Raises:
        BenchError: a verdict is none of the three.
    """
    if not file.is_file():
        return {}
    found: dict[str, Verdict] = {}
    with file.open(encoding="utf-8", newline="") as lines:
        for row in csv.DictReader(lines, delimiter="\t", quoting=csv.QUOTE_NONE):
            if row["verdict"] not in VERDICTS:
                raise BenchError(f"{file}: {row['key']}: {row['verdict']!r} is not one of {', '.join(VERDICTS)}")
            found[row["key"]] = next(each for each in VERDICTS if each == row["verdict"])
    return found


def tally(drawn: Sequence[tuple[str, Candidate]], known: dict[str, Verdict]) -> Tally:
    """What was said of the draw."""
    return Tally(len(drawn), Counter(known[each.key] for _, each in drawn if each.key in known))


def sheet(drawn: Sequence[tuple[str, Candidate]]) -> str:
    """The draw as a table to fill in, without the words of the documents."""
    lines = ["\t".join(_COLUMNS)]
    for document, each in drawn:
        places = " ".join(f"{span.start}-{span.end}" for span in each.evidence)
        lines.append("\t".join((each.key, document, each.rule, each.kind, places, "", "")))
    return "\n".join(lines) + "\n"
