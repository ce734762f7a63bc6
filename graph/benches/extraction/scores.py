"""Precision, recall and F1, from counts that add up over documents."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Score:
    """``right`` of the ``proposed`` are right; ``found`` of the ``wanted`` are found. Several proposals may be
    right for one that is wanted, so the two are counted apart."""

    proposed: int = 0
    right: int = 0
    wanted: int = 0
    found: int = 0

    def __add__(self, other: Score) -> Score:
        return Score(
            self.proposed + other.proposed,
            self.right + other.right,
            self.wanted + other.wanted,
            self.found + other.found,
        )

    @property
    def precision(self) -> float | None:
        """The share of the proposals that are right; None where nothing is proposed."""
        return self.right / self.proposed if self.proposed else None

    @property
    def recall(self) -> float | None:
        """The share found of what is wanted; None where nothing is."""
        return self.found / self.wanted if self.wanted else None

    @property
    def f1(self) -> float | None:
        """The harmonic mean of the two; None where one of them is."""
        precision, recall = self.precision, self.recall
        if precision is None or recall is None:
            return None
        return 2 * precision * recall / (precision + recall) if precision + recall else 0.0
