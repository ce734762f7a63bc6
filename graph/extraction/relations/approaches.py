"""What an undertaking is about by what it has to regard: "fair use needs an approach that respects consent"."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from graph.extraction.candidates import Candidate
from graph.extraction.language import Parsed
from graph.extraction.relations.arguments import conjuncts, evidence, of_phrases, subjects
from graph.extraction.relations.fitting import relation
from graph.extraction.relations.lexicon import words
from graph.extraction.relations.lists import listed
from graph.extraction.relations.nominals import argument
from graph.extraction.relations.tokens import tokens_of

if TYPE_CHECKING:
    from spacy.tokens import Token

_APPROACHES = words("approach strategy framework method stance attitude balance plan policy perspective")
_CALLS_FOR = words("require need demand involve take adopt call")
_REGARDS = words(
    "respect regard consider value honour honor recognise recognize acknowledge protect prioritise prioritize"
)
_SIDES = words("nuance aspect importance value need demand complexity dimension")
_UNDERTAKINGS = words("Policy Project")


def find(parsed: Parsed, before: Parsed | None = None) -> Iterator[Candidate]:
    """Candidates for what a policy or project is about by the approach that it needs."""
    for token, _, lemma, pos, _, dep in tokens_of(parsed):
        if pos == "VERB" and lemma in _REGARDS and dep == "relcl" and token.head.lemma_.lower() in _APPROACHES:
            yield from _regards(parsed, before, token, token.head)


def _regards(parsed: Parsed, before: Parsed | None, verb: Token, approach: Token) -> Iterator[Candidate]:
    above = approach.head
    if approach.dep_ != "dobj" or above.lemma_.lower() not in _CALLS_FOR:
        return
    first = next((child for child in verb.children if child.dep_ == "dobj"), None)
    matters = (listed(parsed, first.left_edge.i) or conjuncts(first)) if first is not None else []
    for subject in subjects(above):
        whole = argument(parsed, subject, before)
        if whole is None or whole.type not in _UNDERTAKINGS:
            continue
        for matter in matters:
            inner = of_phrases(matter)[:1] if matter.lemma_.lower() in _SIDES else [matter]
            what = argument(parsed, inner[0], before) if inner else None
            if what is not None:
                spans = evidence(parsed, [subject, verb, inner[0]], [whole, what])
                yield from relation(
                    parsed, whole, "schema:about", what, spans, "approaches.regards", 0.55, above, before
                )
