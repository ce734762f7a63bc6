"""Techniques that other stages take for something else: "computer-aided design", "immersive" shows, "its app"."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import TYPE_CHECKING

from graph.extraction.candidates import Mention
from graph.extraction.language import Parsed
from graph.extraction.nouns import TECHNICAL, type_of_noun
from graph.extraction.relations.anaphora import GENERIC
from graph.extraction.relations.arguments import mention_of
from graph.extraction.relations.lexicon import words
from graph.extraction.relations.phrases import named
from graph.extraction.relations.verbs import DRIVEN

if TYPE_CHECKING:
    from spacy.tokens import Token

_PROGRAMS = words("SoftwareApplication Product")
_DOINGS = words("Activity Sector ValueChainStage")
_AIDED = DRIVEN | {"assisted", "aided", "based"}
_BRANCHES = words("industry sector economy trade market business world")
_BY_CROWDS = words("crowdfunding crowdsourcing livestreaming gamification geotagging")
# Letters that stand for a technique also inside of a longer name.
_LETTERS = words("ai vr ar xr mr cgi nft nfts iot ml nlp cad lidar led rfid")
# What an adjective says that a work is made with.
_SAID_BY_ADJECTIVE = {
    "immersive": "immersive technology",
    "immersion": "immersive technology",
    "holographic": "holography",
    "robotic": "robotics",
    "crowdfunded": "crowdfunding",
    "gamified": "gamification",
    "livestreamed": "live streaming",
}
_TECHNICAL = words("digital virtual generative synthetic immersive artificial 3d printed nft")
_MODIFYING = ("compound", "nmod", "amod", "npadvmod")
_OWN_MEANS = words("website webshop app chatbot newsletter podcast blog intranet")


def as_technology(mention: Mention) -> Mention:
    """A mention, as a technology where its words make a technique of what people do, "digital marketing"; and a
    program or product that the graph does not know, where a sentence tells what is done with it."""
    if mention.entity is not None:
        return mention
    if mention.type in _PROGRAMS:
        return replace(mention, type="Technology")
    if mention.type not in _DOINGS:
        return mention
    parts = mention.name.lower().replace("-", " ").split()
    if parts[-1] in _BRANCHES or not (set(parts[:-1]) & (TECHNICAL | _AIDED) or parts[-1] in _BY_CROWDS):
        return mention
    return replace(mention, type="Technology")


def is_technical(mention: Mention) -> bool:
    """Whether a sector is one by its technique, which has effects by itself: "AI-generated music", "streaming"."""
    parts = words(mention.name.lower().replace("-", " "))
    if parts & _BRANCHES:
        return False
    return bool(parts & (_LETTERS | _TECHNICAL)) or parts <= {"music", "video", "live", "streaming", "on", "demand"}


def is_example_of_technology(noun: Token) -> bool:
    """Whether a name is given as an example of technology: "software such as *Loomwright*"."""
    while noun.dep_ == "conj":
        noun = noun.head
    introducing = noun.head
    told = noun.dep_ == "pobj" and introducing.lower_ in ("as", "like", "including")
    return told and noun.pos_ == "PROPN" and type_of_noun(introducing.head.text) == "Technology"


def named_right_before(parsed: Parsed, token: Token) -> Mention | None:
    """ "laser cutting *technology*": the technique that a word such as "technology" only closes."""
    if token.lemma_.lower() not in GENERIC or token.i == 0:
        return None
    found = mention_of(parsed, token.nbor(-1))
    closes = found is not None and found.end <= parsed.passage.start + token.idx
    return found if found is not None and closes and found.type == "Technology" else None


def own_means(parsed: Parsed, token: Token) -> Mention | None:
    """ "its website", "the museum's app": what somebody has and reaches others by."""
    if token.lemma_.lower() in _OWN_MEANS and any(child.dep_ == "poss" for child in token.lefts):
        return named(parsed, token.i, token.i, "Technology")
    return None


def made_of(parsed: Parsed, noun: Token) -> Iterator[tuple[Token, Mention]]:
    """The technologies that the words before a noun name: "*virtual reality* exhibition", "*immersive* show"."""
    near = [child for child in noun.lefts if child.dep_ in _MODIFYING]
    near += [child for word in near for child in word.lefts if child.dep_ in _MODIFYING]
    for word in near:
        found = mention_of(parsed, word)
        if found is not None and found.type == "Technology" and found is not mention_of(parsed, noun):
            yield word, found
        elif word.lower_ in _LETTERS:
            yield word, named(parsed, word.i, word.i, "Technology")
        elif (name := _SAID_BY_ADJECTIVE.get(word.lower_)) is not None:
            yield word, named(parsed, word.i, word.i, "Technology", name=name)
