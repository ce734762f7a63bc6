"""The matters that questions and concerns are about by their adjectives: "ethical and legal questions"."""

from __future__ import annotations

from typing import TYPE_CHECKING

from graph.extraction.candidates import Mention
from graph.extraction.language import Parsed
from graph.extraction.relations.lexicon import words
from graph.extraction.relations.phrases import named

if TYPE_CHECKING:
    from spacy.tokens import Token

_RAISED = words(
    "question consideration issue concern dilemma challenge problem implication dimension debate risk aspect"
)
_MATTERS = {
    "ethical": "ethics",
    "moral": "ethics",
    "legal": "law",
    "regulatory": "regulation",
    "environmental": "environment",
    "ecological": "environment",
    "privacy": "privacy",
    "copyright": "copyright",
}


def matters_of(parsed: Parsed, noun: Token) -> list[Mention]:
    """The matters as things, each named by its adjective; nothing where a noun stands for itself."""
    if noun.lemma_.lower() not in _RAISED:
        return []
    before = [child for child in noun.lefts if child.dep_ in ("amod", "compound", "nmod")]
    told = {each.i: each for child in before for each in [child, *child.conjuncts] if each.lower_ in _MATTERS}
    return [named(parsed, each.i, each.i, "Topic", name=_MATTERS[each.lower_]) for each in told.values()]
