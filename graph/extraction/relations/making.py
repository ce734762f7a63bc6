"""A candidate from its parts: evidence, certainty, polarity and speaker are read off the clause that says it."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

from graph.claims import Certainty
from graph.entities import PLACES
from graph.extraction.candidates import Candidate, Mention, Polarity
from graph.extraction.language import Parsed
from graph.extraction.relations.arguments import evidence
from graph.extraction.relations.roles import WORKS
from graph.extraction.relations.wording import attribution, certainty, polarity

if TYPE_CHECKING:
    from spacy.tokens import Token

_PREDICATES = {
    "Adoption": "usesTechnology",
    "Capability": "enables",
    "Impact": "affects",
    "Recommendation": "recommends",
}
_KEPT = "wording of clauses"
_WITHIN = {"in", "within", "across", "throughout", "during", "at", "for", "inside"}
_FIELD_OF = {
    "Sector": "inSector",
    "ValueChainStage": "atStage",
    **dict.fromkeys(PLACES, "inPlace"),
    **dict.fromkeys([*WORKS, "ExhibitionEvent"], "inWork"),
}


def made(
    parsed: Parsed,
    before: Parsed | None,
    kind: str,
    pair: tuple[Mention, Mention],
    said: Token,
    tokens: Iterable[Token],
    rule: str,
    confidence: float,
    **fields: Any,
) -> Candidate | None:
    """A candidate whose clause is that of ``said``, with ``tokens`` as its evidence; None for a question.

    What is only called possible ("can") is asserted for a use or a capability, and hedged for an effect.
    """
    subject, object_ = pair
    if said.sent[-1].text == "?":
        return None
    if subject.slug == object_.slug or subject.overlaps(object_):
        return None
    words = list(tokens)
    where = setting(parsed, words, pair) | {name: value for name, value in fields.items() if value}
    sure, polar, speaker = _wording(parsed, said, before, kind in ("Impact", "Recommendation"))
    return Candidate(
        kind=kind,
        subject=subject,
        predicate=_PREDICATES[kind],
        object=object_,
        evidence=evidence(parsed, words, pair),
        rule=rule,
        confidence=confidence,
        polarity=polar,
        certainty=sure,
        speaker=speaker,
        fields=where,
    )


def _wording(
    parsed: Parsed, said: Token, before: Parsed | None, possible_is_hedged: bool
) -> tuple[Certainty, Polarity, Mention | None]:
    """Certainty, polarity and speaker of a clause, read once for all the pairs that it connects."""
    kept: dict[tuple[int, bool], tuple[Certainty, Polarity, Mention | None]]
    kept = parsed.doc.user_data.setdefault(_KEPT, {})
    key = said.i, possible_is_hedged
    if key not in kept:
        sure = certainty(parsed, said, possible_is_hedged)
        kept[key] = sure, polarity(parsed, said), attribution(parsed, said, before)
    return kept[key]


def setting(parsed: Parsed, tokens: list[Token], taken: tuple[Mention, ...]) -> dict[str, Mention]:
    """Where a clause says that it holds: ``inSector``, ``inPlace``, ``atStage``, ``inWork``.

    Read from "in", "across" and the like that hang on one of the tokens.
    """
    heads = {token.i for token in tokens}
    beside = {each.i for token in tokens for each in token.conjuncts} | heads
    found: dict[str, Mention] = {}
    for mention in parsed.mentions:
        field = _FIELD_OF.get(mention.type)
        if field is None or field in found or any(_overlap(mention, each) for each in taken):
            continue
        words = parsed.words(mention)
        if words is None:
            continue
        root = words.root
        preposition = root.head
        if (
            root.i not in beside
            and root.dep_ in ("pobj", "pcomp")
            and preposition.lower_ in _WITHIN
            and preposition.head.i in heads
        ):
            found[field] = mention
    return found


def _overlap(one: Mention, other: Mention) -> bool:
    return one.overlaps(other) or one.slug == other.slug
