"""Effects by their nouns, and the mechanism of the vocabulary that each is: who lowers costs reduces costs.

An effect is how something comes about, and not what is affected: of "lower production costs for museums" it is the
museums. The rows hold slugs of ``ontology/schemes/mechanisms.ttl``; a test looks that they are there.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from graph.extraction.candidates import Mention
from graph.extraction.language import Parsed
from graph.extraction.relations.phrases import edges, named
from graph.extraction.relations.verbs import Direction

if TYPE_CHECKING:
    from spacy.tokens import Token

# Nouns that are effects; the mechanism where that is for the better, where for the worse, where neither.
_EFFECTS = (
    ("cost price expense spending budget overhead", "cost-reduction", "", ""),
    ("time effort workload delay duplication paperwork labour labor hour toil", "efficiency-gain", "", ""),
    ("efficiency productivity speed throughput turnaround pace", "efficiency-gain", "", "efficiency-gain"),
    ("access accessibility availability participation barrier", "access-widening", "", "access-widening"),
    ("exposure reach visibility discoverability export channel outreach footfall", "market-expansion", "",
     "market-expansion"),
    ("quality realism authenticity fidelity experience immersion accuracy precision appeal attractiveness"
     " satisfaction comfort", "product-quality", "", "product-quality"),
    ("growth revenue income sale profit turnover earnings profitability", "growth", "competitive-loss", ""),
    ("stream monetisation monetization", "new-business-models", "", "new-business-models"),
    ("engagement loyalty interaction connection relationship bond tie retention", "audience-ties", "",
     "audience-ties"),
    ("decision insight foresight", "data-insight", "", "data-insight"),
    ("flexibility workflow", "process-reengineering", "", "process-reengineering"),
    ("job role occupation vacancy", "new-professions", "labour-substitution", "labour-substitution"),
    ("shortage gap expertise", "", "skills-gap", "skills-gap"),
    ("bias stereotype prejudice discrimination", "", "bias-reproduction", "bias-reproduction"),
    ("trust confidence misinformation disinformation deception manipulation", "", "loss-of-trust", ""),
    ("dominance monopoly dependence dependency inequality concentration", "", "market-concentration",
     "market-concentration"),
    ("competitiveness position standing competition advantage edge", "growth", "competitive-loss", ""),
    ("uncertainty ambiguity", "", "legal-uncertainty", "legal-uncertainty"),
    ("uniqueness", "", "mass-reproduction", ""),
)  # fmt: skip
# Matters that may be affected themselves, and the mechanism by which they are.
_MATTERS = (
    ("creativity imagination inspiration", "creative-augmentation", "erosion-of-human-creativity", ""),
    ("collaboration cooperation co-operation partnership", "collaboration-mechanism", "",
     "collaboration-mechanism"),
    ("personalisation personalization customisation customization", "personalisation-mechanism", "",
     "personalisation-mechanism"),
    ("authorship originality", "", "blurred-authorship", "blurred-authorship"),
    ("copyright right ownership", "rights-protection", "legal-uncertainty", "legal-uncertainty"),
    ("privacy confidentiality", "", "privacy-risk", ""),
    ("heritage", "heritage-safeguarding", "", ""),
    ("tradition craft craftsmanship", "tradition-renewal", "mass-reproduction", ""),
    ("worker artist employee employment workforce livelihood labor-force", "", "labour-substitution", ""),
    ("process pipeline production", "", "", "process-reengineering"),
    ("market audience", "market-expansion", "", ""),
    ("business", "new-business-models", "", ""),
    ("tool form expression", "new-tools", "", ""),
)  # fmt: skip
_WAYS: tuple[Direction, ...] = ("opportunity", "threat", "mixed")


def _by_noun(*rows: tuple[str, str, str, str]) -> dict[str, dict[Direction, str]]:
    return {noun: dict(zip(_WAYS, slugs, strict=True)) for nouns, *slugs in rows for noun in nouns.split()}


EFFECTS = frozenset(_by_noun(*_EFFECTS))
BY_NOUN = _by_noun(*_MATTERS) | _by_noun(*_EFFECTS)


def is_effect(noun: Token) -> bool:
    """Whether a noun tells how somebody is affected rather than who or what is."""
    return noun.lemma_.lower() in EFFECTS


def mechanism(parsed: Parsed, noun: Token, way: Direction) -> Mention | None:
    """The mechanism that a noun tells, which changes for better or worse, as a mention of it."""
    slug = BY_NOUN.get(noun.lemma_.lower(), {}).get(way)
    if not slug:
        return None
    first, last = edges(noun)
    words = named(parsed, first, last, "ImpactMechanism")
    return Mention(words.start, words.end, words.name, "ImpactMechanism", "mechanism", 0.5, slug)
