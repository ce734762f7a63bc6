"""Attitudes without words that are reported: "unions worry about X", "critics oppose X", "X voiced concerns"."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from graph.documents import Span
from graph.entities import ORGANISATIONS
from graph.extraction.candidates import Mention
from graph.extraction.language import Parsed
from graph.extraction.relations.arguments import mention_of
from graph.extraction.relations.lexicon import words

if TYPE_CHECKING:
    from spacy.tokens import Token

_FEELING = words(
    "concerned worried excited anxious optimistic pessimistic enthusiastic sceptical skeptical wary critical",
    "afraid fearful hopeful uneasy cautious alarmed dismissive supportive positive ambivalent apprehensive nervous",
)
_ABOUT = words("about of over by towards toward on at")
_ON = {
    "worry": words("about over"),
    "complain": words("about of"),
    "warn": words("about of against"),
    "protest": words("against over about"),
    "object": words("to"),
    "argue": words("against for"),
    "campaign": words("against for"),
    "rail": words("against"),
    "push": words("on against"),
    "speak": words("against"),
    "call": words("for"),
    "disagree": words("on over about"),
}
_BACK = ("back", "out")  # "push back on", "speak out against"
_JUDGING = words(
    "criticise criticize oppose welcome praise condemn reject denounce defend applaud fear dislike distrust",
    "mistrust resent decry endorse advocate",
)
_VOICING = words("raise express voice share channel air")
_CONCERNS = words(
    "concern doubt fear worry anxiety reservation objection scepticism skepticism enthusiasm optimism alarm"
)
_SPEAKERS = ORGANISATIONS | words("Person ActorGroup Sector Country")


@dataclass(frozen=True)
class Reported:
    """The sentence, what it reports and who says it, in code points of the document."""

    sentence: Span
    said: Span
    speaker: Mention


def stances(parsed: Parsed, tokens: list[Token], sentence: Span) -> Iterator[Reported]:
    """What those named in a sentence are said to think of what."""
    for token in tokens:
        verb, matters = _stance(token)
        subject = next((child for child in verb.children if child.dep_ == "nsubj"), None) if matters else None
        if subject is None or any(child.dep_ == "neg" for child in verb.children):
            continue
        speaker = mention_of(parsed, subject)
        if speaker is None or speaker.type not in _SPEAKERS or matters[0].pos_ == "PRON":
            continue
        if speaker.type == "Sector":  # an industry that objects is the people in it
            speaker = replace(speaker, type="ActorGroup", entity=None)
        at = parsed.passage.start
        end = matters[0].right_edge
        said = Span(at + matters[0].left_edge.idx, at + end.idx + len(end))
        if said.end <= sentence.end:
            yield Reported(sentence, said, speaker)


def _stance(token: Token) -> tuple[Token, list[Token]]:
    """The verb whose subject has an attitude, and what it is about."""
    lemma, verb = token.lemma_.lower(), token
    if token.dep_ == "acomp" and token.lower_ in _FEELING:
        return token.head, _after(token, _ABOUT)
    if token.pos_ != "VERB":
        return verb, []
    if lemma in _ON and any(child.lower_ in _ON[lemma] for child in token.rights):
        apart = lemma not in ("push", "speak") or any(child.lower_ in _BACK for child in token.rights)
        return verb, _after(token, _ON[lemma]) if apart else []
    objects = [child for child in token.children if child.dep_ == "dobj"]
    if lemma in _JUDGING and objects:
        return verb, objects
    if lemma in _VOICING and objects and objects[0].lemma_.lower() in _CONCERNS:
        return verb, [*_after(objects[0], _ABOUT), *_after(token, _ABOUT)]
    return verb, []


def _after(token: Token, prepositions: frozenset[str]) -> list[Token]:
    after = (child for child in token.rights if child.dep_ == "prep" and child.lower_ in prepositions)
    return [each for child in after for each in child.children if each.dep_ in ("pobj", "pcomp")]
