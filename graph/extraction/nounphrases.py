"""Phrases that name a thing by its kind alone: "volumetric capture", "ticketing software", "young designers"."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from graph.extraction.heads import ACRONYMS, STAGES, kind_of_head, may_be_head
from graph.extraction.modifiers import BARE, NEWNESS, is_activity, start_of
from graph.extraction.nouns import TECHNICAL, type_by_ending, type_of_noun
from graph.extraction.persons import is_of_a_body, is_said_to_be
from graph.extraction.wordforms import singular

if TYPE_CHECKING:
    from spacy.tokens import Doc, Token

# A museum or film that has no name is not a thing of its own; these are.
_PROPOSED = frozenset(
    {
        "Technology",
        "Skill",
        "Sector",
        "Policy",
        "Activity",
        "ExhibitionEvent",
        "Project",
        "Measure",
        "Topic",
        "Trend",
    }
)
# Nouns of which one word says enough; others ("system", "plan", "rate") name a kind only with a word before them.
_ALONE = frozenset(
    "headset printer scanner camera sensor robot drone algorithm software avatar hologram smartphone "
    "tablet laptop projector wearable synthesiser synthesizer lidar metadata recommender plotter "
    "copyright privacy ethics diversity authorship consent originality misinformation disinformation "
    "accountability transparency sensitivity stereotype bias curation restoration conservation "
    "prototyping financing training licensing archiving cataloguing storytelling dubbing subtitling "
    "transcription apprenticeship teamwork empathy problem-solving royalty personalisation personalization "
    "preservation digitisation digitization architecture advertising publishing broadcasting tourism jewellery "
    "api apis website webcam microphone loudspeaker turntable sequencer synth chatbot hardware firmware "
    "electronics circuitry optics wristband computer console esports ceramics typography poetry puppetry sampler "
    "watermark".split()
)
_UNCOUNTABLE = frozenset(
    {"software", "hardware", "firmware", "electronics", "circuitry", "optics", "metadata", "lidar"}
)
# Heads that are technical only after another technical word: a business model is no technology.
_VAGUE = frozenset(
    "model system tool machine interface recognition framework network device engine platform display "
    "mapping analysis processing vehicle car assistant cutting".split()
)
_NOT_TECHNICAL = frozenset(
    "business education value tax legal health funding revenue pricing subscription political school "
    "labour labor role brand cultural social economic financial policy support care transport payment new "
    "public government welfare ownership governance artistic creative swot cost impact market risk "
    "content gender innovation".split()
)
# A marketing strategy is no policy.
_PLANS = frozenset("strategy strategies plan plans".split())
_OF_FIRMS = frozenset(
    "marketing content distribution engagement communication business pricing media brand growth".split()
)
_ARTS = frozenset({"art", "music", "fashion", "photography"})
_BRANCH = frozenset({"industry", "sector", "economy", "trade"})
_FIRMS = frozenset("company firm studio brand start-up startup".split())
_DEMONSTRATIVE = frozenset({"this", "that", "these", "those", "such"})
_POINTING = _DEMONSTRATIVE | {"the", "a", "an", "its", "their", "his", "her", "our", "my", "your"}
_ONE = frozenset({"a", "an"})
_MANY = frozenset({"people", "workforce", "public", "staff", "audience", "talent"})


@dataclass(frozen=True)
class Phrase:
    """Tokens ``[start, end)`` of a passage that name a thing of a type by its kind."""

    start: int
    end: int
    type: str
    rule: str
    confidence: float


def phrases(doc: Doc) -> Iterator[Phrase]:
    """Noun phrases whose head noun tells what kind of thing they name, without articles, counts and praise."""
    for head in doc:
        if not may_be_head(head.lower_):
            continue
        if head.lower_ in STAGES:
            if _is_stage(head):
                yield Phrase(head.i, head.i + 1, "ValueChainStage", "head noun", 0.6)
            continue
        kind = kind_of_head(head)
        if kind is None or not _is_noun(head, kind) or _continues(head):
            continue
        start = start_of(doc, head.i, kind)
        if start == head.i and _is_tied(head):
            continue
        if head.lower_ in BARE and start == head.i > 0 and doc[head.i - 1].lower_ in NEWNESS:
            yield Phrase(head.i - 1, head.i + 1, kind, "head noun", 0.55)
            continue
        if start < head.i and _is_technique(head, kind):
            named = "Sector" if head.lower_ in _ARTS else "Technology"
            yield Phrase(start, head.i + 1, named, "technical modifier", 0.6)
        elif type_by_ending(head.lower_) == kind:
            yield Phrase(start, head.i + 1, kind, "suffix", 0.55)
        elif head.lower_ in _FIRMS and start < head.i and doc[head.i - 1].pos_ == "NOUN":
            yield Phrase(start, head.i + 1, "ActorGroup", "head noun", 0.5)
        elif kind == "ActorGroup":
            if (start == head.i and head.lower_ == "people") or _is_pointed_at(head):
                continue
            if head.tag_ in {"NNS", "NNPS"} or head.lower_ in _MANY or _is_role(doc, start, head):
                yield Phrase(start, head.i + 1, kind, "head noun", 0.6)
        elif kind in _PROPOSED and (_tells(doc, start, head, kind) or _is_enough(head, kind)):
            yield Phrase(start, head.i + 1, kind, "head noun", 0.6)


def _is_noun(token: Token, kind: str) -> bool:
    """Whether a word stands as a noun; small models take gerunds and the last word of a technique for verbs."""
    if token.pos_ in {"NOUN", "PROPN"}:
        return True
    before = token.nbor(-1) if token.i else None
    if kind == "Technology" and token.tag_ in {"VB", "VBP", "VBG"} and before is not None and before.tag_ == "NN":
        return before.dep_ in {"compound", "nsubj", "pobj", "nmod"}
    return is_activity(token)


def _continues(token: Token) -> bool:
    """Whether the next word is the head of the same phrase."""
    if token.i + 1 >= len(token.doc):
        return False
    return token.dep_ == "compound" and token.nbor().pos_ in {"NOUN", "PROPN"} and token.head.i > token.i


def _is_technique(head: Token, kind: str) -> bool:
    """Whether a technical word makes a technique of what is an activity: "digital marketing", "modular design"."""
    if kind not in {"Activity", "Sector"} or head.lower_ in _BRANCH or head.tag_ in {"NNS", "NNPS"}:
        return False
    return head.nbor(-1).lower_ in TECHNICAL


def _tells(doc: Doc, start: int, head: Token, kind: str) -> bool:
    """Whether the words before a head noun make it the name of one kind of thing, and not of this or that one."""
    before = doc[start : head.i]
    if not before or head.lower_ in _ARTS or _is_pointed_at(head):
        return False
    if kind in {"Activity", "Project", "Measure"}:
        return any(token.pos_ in {"NOUN", "PROPN"} for token in before)
    if kind == "Policy" and head.lower_ in _PLANS and any(token.lower_ in _OF_FIRMS for token in before):
        return False
    if singular(head.lower_) in _VAGUE:
        return _is_technical(list(before))
    nouns = any(token.pos_ in {"NOUN", "PROPN"} or token.tag_ in {"VBG", "VBN"} for token in before)
    return nouns or kind in {"Technology", "Skill", "Sector", "Topic", "Trend"}


def _is_technical(before: list[Token]) -> bool:
    """Whether the words before a vague head make it a technology: a technical word, or a noun not of business."""
    lows = {token.lower_ for token in before}
    if any(token.text in ACRONYMS for token in before):
        return True
    nouns = any(token.pos_ in {"NOUN", "PROPN"} or token.tag_ == "VBG" for token in before)
    return bool(lows & TECHNICAL) or (nouns and not lows & _NOT_TECHNICAL)


def _is_stage(word: Token) -> bool:
    """Whether "upstream" and its like are a part of the chain, and not where something lies or flows."""
    if word.i + 1 < len(word.doc) and word.nbor().pos_ in {"NOUN", "PROPN", "ADP"} and word.nbor().lower_ != "of":
        return False
    return word.i > 0 and word.nbor(-1).lower_ in {"the", "and", ","}


def _is_role(doc: Doc, start: int, head: Token) -> bool:
    """Whether somebody is said to be what a noun names: "Ana Silva, senior curator", "director Ana Silva"."""
    if head.tag_ not in {"NN", "NNP"}:
        return False
    if head.i + 1 < len(doc) and head.nbor().ent_type_ == "PERSON" and head.ent_type_ != "PERSON":
        return True
    if is_said_to_be(head) or is_of_a_body(head):
        return True
    at = start - 1
    if at > 0 and doc[at].lower_ in {"a", "an", "the"}:
        at -= 1
    while at > 0 and doc[at].pos_ == "ADJ":
        at -= 1
    if at < 1:
        return False
    named = doc[at - 1].ent_type_ == "PERSON" or (doc[at - 1].pos_ == "PROPN" and doc[at - 1].ent_type_ != "GPE")
    return named and (doc[at].text == "," or (doc[at].lemma_ == "be" and doc[at].tag_ in {"VBZ", "VBD"}))


def _is_pointed_at(head: Token) -> bool:
    return any(child.lower_ in _DEMONSTRATIVE for child in head.lefts)


def _is_tied(head: Token) -> bool:
    """Whether one word only makes another: "software-based", "upskilling programmes", "training of models"."""
    if head.i + 1 >= len(head.doc):
        return False
    following = head.nbor()
    if following.text == "-" and not head.whitespace_:
        return True
    if head.tag_ in {"NN", "VBG"} and following.lower_ == "of" and type_of_noun(head.text) in {"Activity", "Skill"}:
        return True
    return head.tag_ == "VBG" and following.pos_ in {"NOUN", "PROPN"} and head.head.i > head.i


def _is_enough(head: Token, kind: str) -> bool:
    """Whether a noun names a kind of thing without a word before it: in the plural, or where it is uncountable."""
    pointing = {child.lower_ for child in head.children} & _POINTING
    if not {head.lower_, singular(head.lower_)} & _ALONE or pointing - _ONE:
        return False
    if pointing:
        return kind == "Technology" and head.tag_ == "NN"
    uncountable = kind in {"Topic", "Activity", "Skill", "Sector"} or head.lower_ in _UNCOUNTABLE
    return uncountable or head.tag_ in {"NNS", "NNPS"}
