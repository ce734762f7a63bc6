"""What reviewers decided so far, as a guess at what they will: a small model that orders the candidates to come.

It is trained anew when a review is opened, which takes a fraction of a second for thousands of decisions; nothing
of it is kept. It needs scikit-learn (the extra ``extract``) and decisions of both outcomes.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from graph.errors import ReviewError
from graph.extraction.candidates import Candidate
from graph.review.decisions import Accept, Edit, Reject
from graph.review.log import Log

if TYPE_CHECKING:
    from sklearn.pipeline import Pipeline

LEAST = 30
_SEED = 7


@dataclass(frozen=True)
class Example:
    """A candidate on which somebody decided; ``kept`` where it was accepted, as it was or with changes."""

    document: str
    candidate: Candidate
    kept: bool


@dataclass(frozen=True)
class Quality:
    """How well an order puts the kept first, from 0 to 1: average precision, and precision in the first half."""

    average_precision: float
    first_half: float


@dataclass(frozen=True)
class Measured:
    """The ranker on decisions that it was not trained on, beside two orders that need no training."""

    examples: int
    kept: int
    ranker: Quality
    place: Quality
    confidence: Quality

    def as_json(self) -> dict[str, Any]:
        """Counts, and the qualities to three places."""
        orders = {"ranker": self.ranker, "place": self.place, "confidence": self.confidence}
        return {
            "examples": self.examples,
            "kept": self.kept,
            **{
                name: {
                    "averagePrecision": round(each.average_precision, 3),
                    "firstHalf": round(each.first_half, 3),
                }
                for name, each in orders.items()
            },
        }


def examples(logs: Iterable[Log]) -> list[Example]:
    """What reviewers decided: a candidate merged into another, or added by hand, teaches nothing."""
    return [
        Example(log.file.name.split(".")[0], decision.candidate, not isinstance(decision, Reject))
        for log in logs
        for decision in log.state.candidates
        if isinstance(decision, Accept | Edit | Reject) and decision.candidate is not None
    ]


class Ranker:
    """A logistic regression over what is known of a candidate before anybody reads it."""

    def __init__(self, model: Pipeline) -> None:
        self._model = model

    @classmethod
    def train(cls, examples: Sequence[Example]) -> Ranker | None:
        """The ranker that examples teach; None where they are too few, or scikit-learn is not installed."""
        outcomes = {example.kept for example in examples}
        if len(examples) < LEAST or len(outcomes) < 2:
            return None
        try:
            model = _model()
        except ImportError:
            return None
        model.fit([features(each.candidate) for each in examples], [each.kept for each in examples])
        return cls(model)

    def scores(self, candidates: Sequence[Candidate]) -> list[float]:
        """How likely each candidate is to be kept, from 0 to 1."""
        if not candidates:
            return []
        found = self._model.predict_proba([features(candidate) for candidate in candidates])
        return [float(each) for each in found[:, 1]]


def features(candidate: Candidate) -> dict[str, str | float]:
    """What a candidate is told by: names and numbers, the latter near 1 in size."""
    things = [candidate.subject, *([candidate.object] if candidate.object else [])]
    start = min(span.start for span in candidate.evidence)
    end = max(span.end for span in candidate.evidence)
    return {
        "kind": candidate.kind,
        "predicate": candidate.predicate,
        "rule": candidate.rule,
        "certainty": candidate.certainty,
        "polarity": candidate.polarity,
        "subject": candidate.subject.type,
        "object": candidate.object.type if candidate.object else "",
        "found subject": candidate.subject.rule,
        "found object": candidate.object.rule if candidate.object else "",
        "confidence": candidate.confidence,
        "new things": float(sum(each.entity is None for each in things)),
        "surest thing": max(each.confidence for each in things),
        "distance": math.log1p(max(abs(each.start - candidate.subject.start) for each in things)) / 5,
        "length": math.log1p(end - start) / 5,
        "evidences": float(len(candidate.evidence) - 1),
        "words": math.log1p(max(len(each.name.split()) for each in things)),
        "speaker": float(candidate.speaker is not None),
        "fields": len(candidate.fields) / 5,
    }


def _model() -> Pipeline:
    from sklearn.feature_extraction import DictVectorizer
    from sklearn.linear_model import LogisticRegression
    from sklearn.pipeline import make_pipeline

    return make_pipeline(DictVectorizer(), LogisticRegression(max_iter=1000, random_state=_SEED))


def measure(examples: Sequence[Example]) -> Measured:
    """Cross-validated: what is ranked was never trained on. Folds keep a document together, or where there are
    fewer than three documents what stands on the same words. Qualities are means over the documents that have both
    outcomes.

    Raises:
        ReviewError: scikit-learn is not installed, or there are too few decisions.
    """
    if len(examples) < LEAST or len({example.kept for example in examples}) < 2:
        raise ReviewError(f"measuring the ranker needs {LEAST} decisions on candidates, some of them rejections")
    try:
        from sklearn.model_selection import GroupKFold, cross_val_predict
    except ImportError as error:
        raise ReviewError("measuring the ranker needs scikit-learn: pip install 'creativekg[extract]'") from error
    documents = {example.document for example in examples}
    by_words = len(documents) < 3
    groups = [f"{each.document} {each.candidate.evidence if by_words else ''}" for each in examples]
    count = len(set(groups))
    if count < 2:
        raise ReviewError("measuring the ranker needs decisions on more than one passage")
    learned = cross_val_predict(
        _model(),
        [features(each.candidate) for each in examples],
        [each.kept for each in examples],
        groups=groups,
        cv=GroupKFold(min(count, 5)),
        method="predict_proba",
    )[:, 1]
    place = [-float(min(span.start for span in each.candidate.evidence)) for each in examples]
    confidence = [each.candidate.confidence for each in examples]
    return Measured(
        len(examples),
        sum(example.kept for example in examples),
        _quality(examples, [float(each) for each in learned]),
        _quality(examples, place),
        _quality(examples, confidence),
    )


def _quality(examples: Sequence[Example], scores: Sequence[float]) -> Quality:
    from sklearn.metrics import average_precision_score

    precision, half = [], []
    for document in sorted({example.document for example in examples}):
        own = [
            (score, example.kept)
            for score, example in zip(scores, examples, strict=True)
            if example.document == document
        ]
        if len({kept for _, kept in own}) < 2:
            continue
        precision.append(float(average_precision_score([kept for _, kept in own], [score for score, _ in own])))
        best = sorted(own, key=lambda each: -each[0])[: math.ceil(len(own) / 2)]
        half.append(sum(kept for _, kept in best) / len(best))
    return Quality(_mean(precision), _mean(half))


def _mean(values: Sequence[float]) -> float:
    return sum(values) / len(values) if values else 0.0
