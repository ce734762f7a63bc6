"""The result of ``bench extract`` as text, Markdown, JSON and picture."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from graph.benches.extraction.judged import Tally, sheet
from graph.benches.extraction.measure import Key
from graph.benches.extraction.scores import Score
from graph.benches.report import Table
from graph.extraction.candidates import Candidate

Scores = Mapping[Key, Score]
_COLUMNS = ("", "proposed", "right", "precision", "wanted", "found", "recall", "F1")
_MEASURES: Sequence[Key] = (
    ("mentions", "words that overlap"),
    ("mentions", "same words"),
    ("mentions", "same words and type"),
    ("all", "relations"),
    ("strictly", "relations"),
    ("all", "figures"),
    ("quotations", "span"),
    ("quotations", "speaker"),
)


@dataclass(frozen=True)
class Target:
    """A figure to reach."""

    name: str
    least: float
    reached: float | None

    @property
    def met(self) -> bool:
        return self.reached is not None and round(self.reached, 2) >= self.least


@dataclass(frozen=True)
class ExtractReport:
    """Scores by document and of all, the judges' tally of ``drawn``, and the seconds that extraction took."""

    documents: Mapping[str, Scores]
    total: Scores
    tally: Tally
    drawn: Sequence[tuple[str, Candidate]]
    seconds: float
    machine: Mapping[str, str]

    @property
    def targets(self) -> list[Target]:
        """What is to be reached over all documents together."""
        figures, quotations = self._of("all", "figures"), self._of("quotations", "span")
        return [
            Target("mentions, F1", 0.88, self._of("mentions", "same words").f1),
            Target("relations, recall", 0.55, self._of("all", "relations").recall),
            Target("relations, acceptable to a judge", 0.80, self.tally.acceptable),
            Target("figures, precision", 0.95, figures.precision),
            Target("figures, recall", 0.90, figures.recall),
            Target("quotations, span, F1", 0.95, quotations.f1),
            Target("quotations, speaker, recall", 0.85, self._of("quotations", "speaker").recall),
        ]

    def text(self) -> str:
        lines = [f"{'met' if each.met else 'MISSED':7} {_target(each)}" for each in self.targets]
        parts = [*(table.text() for table in self._tables()), "\n".join(["Targets", "", *lines]), self._judged()]
        return "\n\n".join([*parts, f"Extraction took {self.seconds:.1f} s."])

    def markdown(self) -> str:
        lead = (
            "Made by `creativekg bench extract --save`; [README.md](README.md) says how it is measured. "
            "A document is read with the labels left out that only it has contributed."
        )
        picture = "![Precision and recall of each measure, by document](extract.svg)"
        rows = [[_target(each), "met" if each.met else "MISSED"] for each in self.targets]
        targets = Table("Targets", ["target", ""], rows).markdown()
        tables = [table.markdown() for table in self._tables()]
        facts = "\n".join(f"- {name}: {value}" for name, value in self.machine.items())
        parts = ["# Extraction from the five documents", lead, picture, targets, *tables]
        return "\n\n".join([*parts, self._judged(), "## Machine", facts]) + "\n"

    def as_json(self) -> dict[str, Any]:
        """Every count, by document and by what is counted."""
        return {
            "targets": [{**asdict(each), "met": each.met} for each in self.targets],
            "total": _json(self.total),
            "documents": {name: _json(scores) for name, scores in self.documents.items()},
            "judged": {"drawn": self.tally.drawn, **self.tally.counts},
            "seconds": round(self.seconds, 2),
            "machine": dict(self.machine),
        }

    def sheet(self) -> str:
        """The draw for a judge to fill in."""
        return sheet(self.drawn)

    def draw(self, file: Path) -> None:
        """Write the picture as SVG."""
        from graph.benches.extraction.plot import draw

        measures = {
            " ".join(key): {name: each.get(key, Score()) for name, each in self.documents.items()}
            for key in _MEASURES
        }
        draw(measures, file)

    def _of(self, *key: str) -> Score:
        return self.total.get((key[0], key[1]), Score())

    def _tables(self) -> Iterable[Table]:
        yield _table("All documents", [(" ".join(key), self._of(*key)) for key in _MEASURES])
        for key in _MEASURES:
            rows = [(name, scores.get(key, Score())) for name, scores in self.documents.items()]
            yield _table(f"By document: {' '.join(key)}", rows)
        yield _table("By kind of claim", self._group("kind"))
        yield Table(
            "Mentions by type",
            ["", "wanted", "found", "recall"],
            [
                [name, str(score.wanted), str(score.found), _share(score.recall)]
                for name, score in self._group("mentions of type")
            ],
        )
        for title, group in (("Mentions by rule", "mentions by rule"), ("Claims by rule", "rule")):
            yield Table(
                title,
                ["", "proposed", "right", "precision"],
                [
                    [name, str(score.proposed), str(score.right), _share(score.precision)]
                    for name, score in self._group(group)
                ],
            )
        details = self._group("details")
        yield Table(
            "The rest of the claims found, as the curator has it",
            ["", "found", "right", "share"],
            [[name, str(score.proposed), str(score.right), _share(score.precision)] for name, score in details],
        )

    def _group(self, group: str) -> list[tuple[str, Score]]:
        return sorted((name, score) for (each, name), score in self.total.items() if each == group)

    def _judged(self) -> str:
        counts = ", ".join(f"{count} {verdict}" for verdict, count in sorted(self.tally.counts.items()))
        return f"Judged: {self.tally.judged} of {self.tally.drawn} drawn; {counts or 'none yet'}."


def _table(title: str, rows: Iterable[tuple[str, Score]]) -> Table:
    return Table(
        title,
        _COLUMNS,
        [
            [
                name,
                str(score.proposed),
                str(score.right),
                _share(score.precision),
                str(score.wanted),
                str(score.found),
                _share(score.recall),
                _share(score.f1),
            ]
            for name, score in rows
        ],
    )


def _share(value: float | None) -> str:
    return "–" if value is None else f"{value:.2f}"


def _target(target: Target) -> str:
    return f"{target.name} ≥ {target.least:.2f}: {_share(target.reached)}"


def _json(scores: Scores) -> dict[str, dict[str, dict[str, int]]]:
    made: dict[str, dict[str, dict[str, int]]] = {}
    for (group, name), score in sorted(scores.items()):
        made.setdefault(group, {})[name] = asdict(score)
    return made
