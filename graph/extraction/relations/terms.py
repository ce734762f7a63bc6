"""Terms and the candidates for what they mean."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from graph.documents import Span
from graph.extraction.candidates import Candidate, Mention
from graph.extraction.language import Parsed
from graph.extraction.relations.arguments import mention_of, of_phrases
from graph.extraction.relations.lexicon import words
from graph.extraction.relations.nominals import argument
from graph.extraction.relations.phrases import named
from graph.extraction.relations.wording import attribution, certainty, polarity

if TYPE_CHECKING:
    from spacy.tokens import Token

TERMS = words("Technology Sector Trend Topic Activity Skill Measure ValueChainStage ImpactMechanism")
GENUS = words(
    "type form kind branch technique technology method process system practice",
    "approach set field class term concept",
    "discipline tool software model art science sector industry device service platform strategy movement ability",
    "machine algorithm network combination collection philosophy principle framework way version subset name part",
    "display device screen camera sensor headset database ledger register file format standard language medium use",
    "category area group range programme representation technologies methods techniques systems tools",
)
_SUBJECTS = ("nsubj", "nsubjpass", "csubj", "csubjpass")
_KINDS = words("form kind type branch subset variety category part area group set class name")


def definition(
    parsed: Parsed,
    term: Mention,
    spans: tuple[Span, ...],
    rule: str,
    sure: float,
    said: Token | None = None,
    before: Parsed | None = None,
    genus: Token | None = None,
) -> Candidate:
    made = Candidate(
        kind="Definition",
        subject=term,
        predicate="skos:definition",
        object=None,
        evidence=spans,
        rule=rule,
        confidence=sure,
        polarity=polarity(parsed, said) if said is not None else "affirmed",
        certainty=certainty(parsed, said) if said is not None else "asserted",
        speaker=attribution(parsed, said, before) if said is not None else None,
    )
    plain = made.polarity == "affirmed" and made.certainty == "asserted" and made.speaker is None
    return replace(made, gloss=_gloss(term, genus)) if plain and genus is not None else made


def _gloss(term: Mention, genus: Token) -> str:
    """What kind of thing a term stands for; how it differs from others is left to the curator's words."""
    kinds = of_phrases(genus) if genus.lemma_.lower() in _KINDS else []
    kind = (kinds or [genus])[0].lemma_.lower()
    return f"The text explains {term.name} as a kind of {kind}."


def term_at(parsed: Parsed, token: Token) -> Mention | None:
    found = mention_of(parsed, token)
    if found is not None:
        return found if found.type in TERMS else None
    if token.tag_ == "VBG" and token.dep_ in _SUBJECTS:
        return named(parsed, token.i, token.i, "Activity")
    if token.pos_ not in ("NOUN", "PROPN") or any(child.dep_ in ("det", "poss") for child in token.children):
        return None
    made = argument(parsed, token)
    if made is None:
        return None
    return made if made.type in TERMS else None


def whole(parsed: Parsed, first: Token, last: Token) -> tuple[Span, ...]:
    """From a term to the end of what is said of it."""
    end = last.right_edge.i
    if parsed.doc[end].is_punct:
        end -= 1
    start = min(first.left_edge.i, first.i)
    return (parsed.span(parsed.doc[start : max(end, first.i) + 1]),)
