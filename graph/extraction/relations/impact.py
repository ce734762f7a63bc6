"""Impact: what a technology, trend or other cause does to a sector, a group, an activity or a topic."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from graph.extraction.candidates import Candidate
from graph.extraction.language import Parsed
from graph.extraction.relations import outcomes
from graph.extraction.relations.arguments import (
    agents,
    is_passive,
    is_verb,
    means,
    mention_of,
    objects,
    of_phrases,
    subjects,
)
from graph.extraction.relations.circumstances import circumstances, rising
from graph.extraction.relations.direction import of_verb
from graph.extraction.relations.doers import doers, is_group
from graph.extraction.relations.effects import ACTS, impacts
from graph.extraction.relations.impact_nouns import EFFECTS, RAISED, by_noun, is_raised, serves_as, undergone_by
from graph.extraction.relations.lexicon import words
from graph.extraction.relations.making import made
from graph.extraction.relations.nearby import is_anchor, listed, nearby
from graph.extraction.relations.phrases import named
from graph.extraction.relations.ranges import ranged
from graph.extraction.relations.roles import TARGETS
from graph.extraction.relations.tokens import tokens_of
from graph.extraction.relations.touched import touched
from graph.extraction.relations.verbs import (
    BRING,
    CAUSED_BY,
    EFFECT_NOUNS,
    GAIN_FROM,
    LEAD_TO,
    LOSE_FROM,
    MAKE,
    PROMPT,
    TOUCH_WITH,
    WELCOME,
)

if TYPE_CHECKING:
    from spacy.tokens import Token

_PASSIVES = ACTS | CAUSED_BY
_FROM = GAIN_FROM | LOSE_FROM
_COME_ABOUT = words("improve suffer decline emerge shrink fall rise flourish")
_VERBS = {"lose"} | _COME_ABOUT | _PASSIVES | BRING | _FROM | LEAD_TO.keys() | PROMPT | TOUCH_WITH.keys()
_MISTAKEN = frozenset({"compound", "nmod", "pobj", "ROOT", "appos", "dobj"})
_WORKING = words("instrumental pivotal crucial vital beneficial helpful harmful detrimental useful valuable")
# Of these, only what a sector or group is said to find so has an effect on it.
_WEIGHTY = words(
    "important essential indispensable central key popular common ubiquitous transformative commonplace"
)
_NO_THINGS = EFFECT_NOUNS.keys() | words("door way")
_FILL = words("flood saturate swamp overwhelm drown inundate crowd replace connect supplant reward delight")
_DEGREES = words("degree level sense amount feeling wealth range")
_AMOUNTS = words("percent percentage % cent million billion pound dollar euro")
_CAN = frozenset(("can", "could"))


def find(parsed: Parsed, before: Parsed | None = None) -> Iterator[Candidate]:
    """The impacts that a passage tells of."""
    for token, _, lemma, pos, tag, dep in tokens_of(parsed):
        if pos == "VERB":
            yield from outcomes.find(parsed, before, token, lemma)
        if lemma in _VERBS and is_verb(token):
            told = list(_by_verb(parsed, before, token, lemma))
            yield from told or (nearby(parsed, before, token) if lemma in ACTS and lemma != "ensure" else ())
        if pos == "VERB" and lemma not in _VERBS and (risen := rising(token)):
            hit = [each for each in subjects(token) if is_group(parsed, each)]
            yield from impacts(parsed, before, risen, hit, token, "impact.since", 0.5, objects(token)[:1], "mixed")
        elif pos == "VERB" and lemma not in ACTS and any(child.lower_ in _CAN for child in token.lefts):
            used = [*means(parsed, token), *circumstances(token)]
            helped = [each for each in objects(token) if is_group(parsed, each)] if not is_passive(token) else []
            yield from impacts(parsed, before, used, [*subjects(token), *helped], token, "impact.by-means", 0.45)
        elif pos == "NOUN":
            if is_raised(token) or serves_as(token):
                yield from by_noun(parsed, before, token)
            elif lemma in EFFECTS:
                told = list(by_noun(parsed, before, token))
                yield from told or (nearby(parsed, before, token) if is_anchor(token) else ())
            if lemma in ACTS and dep in _MISTAKEN and _may_be_verb(token, tag):
                told = list(nearby(parsed, before, token))
                yield from told or _mistaken(parsed, before, token)
        elif pos == "ADJ" and lemma in _WORKING | _WEIGHTY:
            yield from _by_adjective(parsed, before, token)
    yield from listed(parsed, before)


def _by_verb(parsed: Parsed, before: Parsed | None, verb: Token, lemma: str) -> Iterator[Candidate]:
    within = mention_of(parsed, verb) if verb.tag_ == "VBG" else None
    if within is not None and within.type != "ImpactMechanism":
        return  # "laser cutting" cuts nothing
    done_to = any(child.dep_ == "dobj" for child in verb.rights)
    amounts = objects(verb) if done_to else [*objects(verb), *agents(verb), *of_phrases(verb, "by")]
    if any(map(_is_amount, amounts)):
        return  # "jobs grew 3 per cent": nothing is touched
    passive = is_passive(verb) or (verb.dep_ in ("acl", "advcl") and verb.tag_ == "VBN")
    if lemma in _PASSIVES and passive:
        causes = agents(verb) + of_phrases(verb, "by") or circumstances(verb)
        hit = objects(verb) if verb.dep_ != "advcl" else subjects(verb)
        hit = [each for noun in hit for each in (undergone_by(noun) or [noun])]
        yield from impacts(parsed, before, causes, hit, verb, "impact.verb-passive", 0.65)
    elif lemma in _FROM and (source := _source(verb)):
        hit = [*subjects(verb), *ranged(parsed, verb)]
        yield from impacts(parsed, before, source, hit, verb, "impact.gain-from", 0.7)
    elif lemma in ACTS:
        yield from impacts(
            parsed, before, doers(parsed, verb, before), touched(parsed, verb), verb, "impact.verb", 0.65
        )
        if lemma not in _FILL:  # what somebody floods a market with is no means
            yield from impacts(
                parsed, before, means(parsed, verb), touched(parsed, verb), verb, "impact.by-means", 0.55
            )
        if not objects(verb):
            yield from impacts(parsed, before, circumstances(verb), subjects(verb), verb, "impact.since", 0.5)
    elif lemma in BRING and not passive and not any(child.lower_ == "together" for child in verb.rights):
        things = [noun for noun in objects(verb) if noun.lemma_.lower() not in _NO_THINGS]
        degrees = [each for noun in things if noun.lemma_.lower() in _DEGREES for each in of_phrases(noun)]
        for_whom = [each for noun in things for each in of_phrases(noun, "for", "to")]
        for_whom += of_phrases(verb, "to", "for")
        for_whom += [child for child in verb.children if child.dep_ == "dative" and child.pos_ != "ADP"]
        for_whom = [noun for noun in for_whom if noun.lemma_.lower() not in EFFECT_NOUNS]
        hit = (
            for_whom or degrees or [noun for noun in things if lemma not in MAKE or noun.lemma_.lower() in WELCOME]
        )
        yield from impacts(
            parsed, before, doers(parsed, verb, before), hit, verb, "impact.verb-bring", 0.55, things
        )
    if lemma in _COME_ABOUT - ACTS and not passive and not objects(verb):
        yield from impacts(parsed, before, circumstances(verb), subjects(verb), verb, "impact.since", 0.5)
    if lemma in LEAD_TO or lemma in PROMPT:
        causes, results = doers(parsed, verb, before), _results(verb, lemma)
        yield from impacts(parsed, before, causes, results, verb, "impact.verb-lead-to", 0.6)
        lacking = [each for noun in results for each in _lacking(verb, noun)]
        yield from impacts(
            parsed, before, causes, lacking, verb, "impact.verb-lead-to", 0.55, results, way="threat"
        )
    if lemma == "lose" and not passive:
        yield from impacts(
            parsed,
            before,
            of_phrases(verb, "to"),
            subjects(verb),
            verb,
            "impact.lose-to",
            0.6,
            objects(verb),
            "threat",
        )
    if lemma in TOUCH_WITH and not passive:
        hit = of_phrases(verb, *TOUCH_WITH[lemma])
        hit = [noun for noun in hit if lemma not in ("resonate", "appeal") or is_group(parsed, noun)]
        yield from impacts(parsed, before, doers(parsed, verb, before), hit, verb, "impact.verb", 0.6)


def _is_amount(noun: Token) -> bool:
    return noun.pos_ == "NUM" or noun.lemma_.lower() in _AMOUNTS


def _source(verb: Token) -> list[Token]:
    """What somebody gains or suffers from; of "gain from scanners, from dating to storing", the scanners."""
    held = [each for noun in objects(verb) for each in of_phrases(noun, "from")] if not is_passive(verb) else []
    if held:
        return held
    first = next((child for child in verb.rights if child.dep_ == "prep" and child.lower_ == "from"), None)
    return [each for each in of_phrases(verb, "from") if first is not None and first.is_ancestor(each)]


def _results(verb: Token, lemma: str) -> list[Token]:
    """What a verb leads to or prompts, but for "more" and "less", which rules for nouns read."""
    found = of_phrases(verb, *LEAD_TO.get(lemma, ())) if lemma in LEAD_TO else objects(verb)
    found = [each for noun in found for each in (of_phrases(noun, "in", "for", "of") if _is_age(noun) else [noun])]
    return [noun for noun in found if noun.lemma_.lower() not in EFFECTS | RAISED]


def _is_age(noun: Token) -> bool:
    return noun.lemma_.lower() in ("era", "age", "chapter", "phase", "wave", "period")


def _lacking(verb: Token, result: Token) -> list[Token]:
    """What a result is without: "leads to songs that lack *soul*"; some parses hang the clause on the verb."""
    clauses = [child for child in [*result.rights, *verb.rights] if child.dep_ in ("relcl", "ccomp")]
    lacks = [
        child for child in clauses if child.lemma_.lower() in ("lack", "lose") and child.left_edge.i > result.i
    ]
    return [each for clause in lacks if clause.left_edge.i > result.i for each in objects(clause)]


def _may_be_verb(noun: Token, tag: str) -> bool:
    """Whether a tagger may have taken a verb for a noun: "AI *undermines* trust", "robots also *shape* dance"."""
    before = noun.nbor(-1) if noun.i > 0 else None
    adverb = before is not None and before.tag_ == "RB"
    return tag == "NNS" or (tag == "NN" and adverb)


def _mistaken(parsed: Parsed, before: Parsed | None, verb: Token) -> Iterator[Candidate]:
    """What such a verb does to what has no name: "virtual production *lowers* emissions"."""
    found = mention_of(parsed, verb.nbor(-1)) if verb.i > 0 else None
    if found is None or found.type not in ("Technology", "Trend") or verb.head.i <= verb.i:
        return
    if mention_of(parsed, verb) is not None:
        return
    hit = mention_of(parsed, verb.head) or named(parsed, verb.i + 1, verb.head.i, "Topic")
    if hit.type in TARGETS:
        tokens, pair, way = [verb.nbor(-1), verb, verb.head], (found, hit), of_verb(verb, verb.head)
        claim = made(parsed, before, "Impact", pair, verb, tokens, "impact.verb", 0.6, direction=way)
        if claim is not None:
            yield claim


def _by_adjective(parsed: Parsed, before: Parsed | None, adjective: Token) -> Iterator[Candidate]:
    """ "Scanners have been instrumental in restoring murals"."""
    verb = adjective.head
    if adjective.dep_ != "acomp" or verb.lemma_ not in ("be", "become", "prove"):
        return
    after = [
        child
        for each in (adjective, verb)
        for child in each.children
        if child.dep_ == "prep" and child.lower_ in ("in", "to", "for") and child.i > adjective.i
    ]
    hit = [noun for child in after for noun in of_phrases(child.head, child.lower_) if noun.i > child.i]
    hit += [noun for child in after for done in child.children if done.dep_ == "pcomp" for noun in objects(done)]
    if adjective.lemma_.lower() in _WEIGHTY:
        hit = [noun for noun in hit if is_group(parsed, noun)]
    yield from impacts(parsed, before, subjects(verb), hit, adjective, "impact.adjective", 0.55)
