"""How far reviewers agree on the candidates of a document, and how much of that chance would give."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from itertools import combinations
from typing import Any

from graph.review.decisions import Add, replay
from graph.review.log import Log
from graph.review.merge import named, outcome, same_of


@dataclass(frozen=True)
class Agreement:
    """Of the candidates that both of two reviewers decided on, with no eye on one another, those decided alike;
    ``kappa`` is Cohen's, None where chance leaves nothing to tell."""

    reviewers: tuple[str, str]
    both: int
    same: int
    kappa: float | None

    def as_json(self) -> dict[str, Any]:
        """The counts, and kappa to three places."""
        kappa = None if self.kappa is None else round(self.kappa, 3)
        return {"reviewers": list(self.reviewers), "both": self.both, "same": self.same, "kappa": kappa}


def agreement(logs: Iterable[Log]) -> list[Agreement]:
    """How far each two reviewers agree on candidates; what was decided to settle a conflict is left out."""
    every = {log.reviewer: replay(each for each in log.decisions if not each.settles) for log in logs}
    same = same_of(every)
    verdicts = {
        reviewer: {
            named(each.subject, same): outcome(each, same) for each in state.candidates if not isinstance(each, Add)
        }
        for reviewer, state in every.items()
    }
    found = []
    for one, other in combinations(verdicts, 2):
        pairs = [(verdicts[one][each], verdicts[other][each]) for each in verdicts[one] if each in verdicts[other]]
        alike = sum(1 for mine, yours in pairs if mine == yours)
        found.append(Agreement((one, other), len(pairs), alike, kappa(pairs)))
    return found


def kappa(pairs: list[tuple[str, str]]) -> float | None:
    """Cohen's kappa of two raters' verdicts on the same things (Cohen 1960); None where it is not defined."""
    total = len(pairs)
    mine, yours = Counter(one for one, _ in pairs), Counter(other for _, other in pairs)
    chance = sum(mine[each] * yours[each] for each in mine)
    if total == 0 or chance == total * total:
        return None
    observed = sum(1 for one, other in pairs if one == other) / total
    expected = chance / (total * total)
    return (observed - expected) / (1 - expected)
