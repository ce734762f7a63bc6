"""The impacts that a word of effect makes of its causes and what it touches: each cause with each thing."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING

from graph.extraction.candidates import Candidate, Mention
from graph.extraction.language import Parsed
from graph.extraction.relations import series
from graph.extraction.relations.arguments import conjuncts, mention_of, objects, of_phrases
from graph.extraction.relations.bearers import Bearer, around, beside, root_of
from graph.extraction.relations.direction import is_bad, of_noun, of_verb
from graph.extraction.relations.lexicon import words
from graph.extraction.relations.making import made
from graph.extraction.relations.matters import matters_of
from graph.extraction.relations.mechanisms import is_effect, mechanism
from graph.extraction.relations.phrases import activity, phrase
from graph.extraction.relations.roles import cause, is_task, target
from graph.extraction.relations.verbs import BOOST, CHANGE, EFFECT_NOUNS, HARM, LESSEN, RAISE, USE, Direction

if TYPE_CHECKING:
    from spacy.tokens import Token

ACTS = BOOST | HARM | LESSEN | RAISE | CHANGE
_DOING = frozenset(
    {
        "impact.verb",
        "impact.verb-bring",
        "impact.verb-lead-to",
        "impact.by-means",
        "impact.verb-passive",
        "impact.adjective",
    }
)
_TELLING = frozenset({"impact.verb", "impact.verb-bring", "impact.verb-lead-to", "impact.noun", "impact.gain-from"})
_CHANGEABLE = frozenset({"Technology", "Trend"})
_FAR = 0.75  # less sure bearers are those that the clause does not name itself
# What comes of a cause, and is none that one would claim: "challenges that must be met".
_OUTCOMES = {noun for noun, way in EFFECT_NOUNS.items() if way == "threat"} | words(
    "impact effect influence implication consequence change ramification repercussion question consideration role"
)
_PROGRESS = words("advance advancement progress growth development evolution breakthrough innovation investment")
_MATTER = frozenset({"Sector", "ActorGroup", "Activity", "ValueChainStage", "Topic", "Skill"})


def impacts(
    parsed: Parsed,
    before: Parsed | None,
    causes: Iterable[Token],
    hit: Iterable[Token],
    said: Token,
    rule: str,
    confidence: float,
    things: Iterable[Token] = (),
    way: Direction | None = None,
) -> Iterator[Candidate]:
    """What ``said``, a verb or noun, tells of causes and what they touch; ``things`` are what they bring about.

    For better or worse is read off the words where ``way`` does not tell it.
    """
    doing = rule in _DOING
    found = {
        (token.i, each.slug): (token, each)
        for token in causes
        for one in _causes(parsed, token, before, doing)
        for each in _listed(parsed, one, _CHANGEABLE, said)
    }
    if not found:
        return
    brought = list(things)
    joined = {each.i for token, _ in found.values() for each in token.conjuncts}
    having = {each.slug for _, each in found.values()}
    for at in hit:
        direction = way or _way(said, at, rule)
        for reached in _reached(parsed, before, said, at):
            if reached.mention.slug in having or (reached.token is not None and reached.token.i in joined):
                continue  # what stands beside a cause is a cause itself
            for cause_at, subject in found.values():
                if _both_loose(subject, reached.mention, rule) or (
                    reached.sure < _FAR and subject.rule == "phrase"
                ):
                    continue
                tokens = [said, cause_at, at, *brought, *([reached.token] if reached.token is not None else [])]
                claim = made(
                    parsed,
                    before,
                    "Impact",
                    (subject, reached.mention),
                    said,
                    tokens,
                    rule,
                    confidence * reached.sure,
                    direction=direction,
                    mechanism=_mechanisms(parsed, [at, *brought], direction),
                )
                if claim is not None:
                    yield claim


def _causes(parsed: Parsed, token: Token, before: Parsed | None, doing: bool) -> list[Mention]:
    """What a subject names; of a gerund, what is used by it, else what is done."""
    if token.pos_ == "VERB":
        done = [each for each in conjuncts(token) if each.tag_ == token.tag_]
        told: list[Mention] = []
        for each in done:
            used = objects(each) if each.lemma_.lower() in USE else []
            by_use = [one for noun in used for one in _causes(parsed, noun, before, doing)]
            told += by_use or [activity(parsed, each, "Activity")]
        named = mention_of(parsed, token)
        return [each for each in told if " " in each.name] if named is None else [named]
    if progress := _progress(parsed, token):
        return progress
    listed = series.things(parsed, token, before)
    if len(listed) > 1 and all(each.type in _CHANGEABLE for each in listed):
        return listed
    found = cause(parsed, token, before, doing) or _by_mechanism(parsed, token)
    if found is None or (found.rule == "phrase" and token.lemma_.lower() in _OUTCOMES):
        return []
    return [found]


def _progress(parsed: Parsed, token: Token) -> list[Mention]:
    """What moves forward: "advances in *robotics*"."""
    if token.lemma_.lower() not in _PROGRESS:
        return []
    found = (mention_of(parsed, noun) for noun in of_phrases(token, "in"))
    return [each for each in found if each is not None and each.type in _CHANGEABLE]


def _by_mechanism(parsed: Parsed, token: Token) -> Mention | None:
    """What a cause is called that is known as a way of having effects: "this *collaboration*"."""
    found = mention_of(parsed, token)
    is_way = found is not None and found.type == "ImpactMechanism"
    return phrase(parsed, token, "Activity" if is_task(token) else "Topic") if is_way else None


def _listed(parsed: Parsed, mention: Mention, types: frozenset[str], said: Token) -> list[Mention]:
    """A mention of this passage with those listed beside it, on its own side of the word of effect."""
    if mention.rule == "phrase" or mention.type not in types or not parsed.passage.start <= mention.start:
        return [mention]
    at = parsed.passage.start + said.idx
    return series.listed_with(parsed, mention, types, at, mention.end <= at)


def _reached(parsed: Parsed, before: Parsed | None, said: Token, at: Token) -> Iterator[Bearer]:
    """What is touched, as worded, where that is more than a bare effect; and whom the effect reaches."""
    matters = matters_of(parsed, at)
    literal = _literally(parsed, before, at) if not matters else None
    bearers = beside(parsed, before, said, at)
    itself = at.i == said.i  # "brings challenges": whom to, the clause does not say
    effect = itself or is_effect(at)
    told = [Bearer(each, at, 1.0) for each in matters]
    if literal is not None and not itself and not (effect and (_is_bare(literal) or _contains(literal, bearers))):
        told += [
            Bearer(each, root_of(parsed, each) or at, 0.8 if effect else 1.0)
            for each in _listed(parsed, literal, _MATTER, said)
        ]
    told += [
        Bearer(each, root_of(parsed, each) or bearer.token, bearer.sure)
        for bearer in bearers
        for each in _listed(parsed, bearer.mention, _MATTER, said)
    ]
    if not bearers and (effect or (literal is not None and literal.rule == "phrase" and literal.type == "Topic")):
        told += [
            Bearer(each, root_of(parsed, each) or bearer.token, bearer.sure)
            for bearer in around(parsed, before, said, effect and not itself)
            for each in _listed(parsed, bearer.mention, _MATTER, said)
        ]
    if literal is not None and not told and not itself:
        told = [Bearer(literal, at, 0.7)]
    yield from {each.mention.slug: each for each in reversed(told)}.values()


def _literally(parsed: Parsed, before: Parsed | None, at: Token) -> Mention | None:
    if at.tag_ == "VBN":
        return activity(parsed, at, "Activity")
    return target(parsed, at, before)


def _is_bare(literal: Mention) -> bool:
    """Whether an effect has no more of a name than "exposure" or "increasing exposure"."""
    words = literal.name.split()
    return literal.rule == "phrase" and (len(words) == 1 or (len(words) == 2 and words[0].endswith("ing")))


def _contains(literal: Mention, bearers: Iterable[Bearer]) -> bool:
    """Whether an effect is named by what it reaches: the cost of cataloguing, beside cataloguing."""
    return literal.rule == "phrase" and any(
        literal.start <= each.mention.start and each.mention.end <= literal.end for each in bearers
    )


def _both_loose(subject: Mention, object_: Mention, rule: str) -> bool:
    """Whether neither end is more than words of the text, and the subject's are too few or too far to tell."""
    if rule == "impact.by-means" and subject.rule == "phrase":
        return subject.type == "Topic"
    loose = subject.rule == object_.rule == "phrase" and subject.type == object_.type == "Topic"
    return loose and (" " not in subject.name or rule not in _TELLING)


def _mechanisms(parsed: Parsed, effects: list[Token], way: Direction) -> list[Mention]:
    """The mechanisms that the nouns of effect, or the mentions around them, tell."""
    named = [found for noun in effects if (found := mention_of(parsed, noun)) is not None]
    told = [found for noun in effects if (found := mechanism(parsed, noun, way)) is not None]
    known = [each for each in named if each.type == "ImpactMechanism"]
    return list({each.slug: each for each in known or told}.values())


def _way(said: Token, at: Token, rule: str) -> Direction:
    """Whether what is said is for better or worse."""
    if rule == "impact.by-means" and said.lemma_ not in ACTS:
        return "opportunity"
    if said.pos_ == "ADJ":
        return "threat" if said.lower_ in ("harmful", "detrimental") else "opportunity"
    if any(child.tag_ == "VBG" and child.lemma_.lower() in RAISE for child in at.lefts) and said.pos_ == "VERB":
        return "threat" if is_bad(at) else "opportunity"  # "increasing exposure", listed behind "reducing costs"
    return of_verb(said, at) if said.pos_ in ("VERB", "AUX") else of_noun(said, at)
