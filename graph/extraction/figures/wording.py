"""How firmly the clause of a figure is worded: as a fact, as possible, or of the future; affirmed or denied."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from graph.claims import Certainty
from graph.extraction.candidates import Polarity

if TYPE_CHECKING:
    from spacy.tokens import Token

_FUTURE = {"will", "shall", "'ll", "wo"}
_POSSIBLE = {"could", "may", "might", "can", "would", "should"}
_FORESEEN = frozenset("expect project forecast predict anticipate plan aim target set propose intend hope".split())
_DOUBTED = frozenset(
    "likely potentially possibly perhaps reportedly allegedly suggest believe think seem appear".split()
)
_NEGATIONS = {"not", "n't", "never"}


def certainty(figure: Token) -> Certainty:
    """``projected`` where a verb above a figure is of the future or foresees it, ``hedged`` where it may be."""
    found: Certainty = "asserted"
    for verb in _verbs(figure):
        beside = [child for child in verb.children if child.i < figure.i or child.dep_ in ("aux", "acomp")]
        if any(child.dep_ == "aux" and child.lower_ in _FUTURE for child in beside) or _foresees(verb, figure):
            return "projected"
        modal = any(child.dep_ == "aux" and child.lower_ in _POSSIBLE for child in beside)
        if modal or verb.lemma_.lower() in _DOUBTED or any(child.lemma_.lower() in _DOUBTED for child in beside):
            found = "hedged"
    return found


def _foresees(verb: Token, figure: Token) -> bool:
    """Whether the verb foresees what comes after it: "is expected to reach"; not "projected onto 40 screens"."""
    if verb.lemma_.lower() not in _FORESEEN or verb.i > figure.i:
        return False
    return any(child.dep_ in ("xcomp", "ccomp") for child in verb.children) or any(
        child.lower_ == "to" and child.dep_ in ("prep", "aux") for child in verb.children
    )


def polarity(figure: Token) -> Polarity:
    """``negated`` where the nearest verb above the figure is denied."""
    verb = next(_verbs(figure), None)
    denied = verb is not None and any(
        child.dep_ == "neg" and child.lower_ in _NEGATIONS and child.nbor().lower_ not in ("only", "just")
        for child in verb.children
        if child.i + 1 < len(child.doc)
    )
    return "negated" if denied else "affirmed"


def _verbs(token: Token) -> Iterator[Token]:
    """The verbs above a token, up to one with a subject of its own beside a coordinated or main clause."""
    for above in token.ancestors:
        if above.pos_ not in ("VERB", "AUX"):
            continue
        yield above
        has_subject = any(child.dep_ in ("nsubj", "nsubjpass") for child in above.children)
        if has_subject and above.dep_ not in ("ccomp", "xcomp") and above.tag_ != "VBG":
            return
