"""Adoption: somebody, or a work, event, sector or activity, uses a technology, and what for."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from graph.extraction.candidates import Candidate
from graph.extraction.language import Parsed
from graph.extraction.relations import adopting, showing
from graph.extraction.relations.anaphora import GENERIC
from graph.extraction.relations.arguments import (
    agents,
    conjuncts,
    essential,
    is_passive,
    is_verb,
    mention_at,
    mention_of,
    objects,
    of_phrases,
    subjects,
)
from graph.extraction.relations.circumstances import is_progress
from graph.extraction.relations.lexicon import words
from graph.extraction.relations.made_with import by_compound, by_kind, by_modifier, by_offer
from graph.extraction.relations.making import made
from graph.extraction.relations.purpose import purpose
from graph.extraction.relations.roles import BODIES, HAPPENINGS, WORKS
from graph.extraction.relations.tokens import tokens_of
from graph.extraction.relations.users import unnamed_users, users_and_used
from graph.extraction.relations.uses import pairs, technologies
from graph.extraction.relations.verbs import (
    BY_MEANS,
    DEVELOP,
    EQUIP,
    JOINING,
    LIGHT_USE,
    MADE,
    USE,
    USE_INTO,
    USE_NOUNS,
    USE_WITH_PREPOSITION,
)

if TYPE_CHECKING:
    from spacy.tokens import Token

_NOUNS = USE_NOUNS | JOINING
_VERBS = USE | USE_INTO | USE_WITH_PREPOSITION.keys() | EQUIP | MADE | DEVELOP | LIGHT_USE.keys()
_WHERE_USED = ("in", "across", "within", "throughout", "at")
_FIELDS = WORKS | HAPPENINGS | {"Sector", "Activity"}
_SET_UP = words("establish create build launch install introduce")
_USING = words(
    "use uses used using utilise utilises utilised utilising utilize utilizes utilized utilizing employ employs",
    "employed employing adopt adopts adopted adopting deploy deploys deployed deploying leverage leverages",
    "leveraged leveraging harness harnesses harnessed harnessing integrates integrated",
)
_MARKED = words("characterise characterize mark define distinguish shape")
_SEEING = words("see witness show report experience feature involve include")
_WHERE = ("in", "by", "within", "across", "among", "throughout")


def find(parsed: Parsed, before: Parsed | None = None) -> Iterator[Candidate]:
    """The adoptions that a passage tells of."""
    for token, lower, lemma, pos, _, dep in tokens_of(parsed):
        if lemma in _VERBS and is_verb(token):
            yield from _by_verb(parsed, before, token, lemma)
        if lemma in adopting.VERBS and is_verb(token):
            yield from adopting.find(parsed, before, token, lemma)
        if lemma in showing.VERBS and is_verb(token):
            yield from showing.find(parsed, before, token, lemma)
        if lower in _USING:
            yield from _in_order(parsed, before, token)
        if pos == "NOUN" and lemma in _NOUNS:
            yield from _by_noun(parsed, before, token)
        elif pos in ("NOUN", "PROPN"):
            yield from by_modifier(parsed, before, token)
            yield from by_compound(parsed, before, token)
            yield from by_kind(parsed, before, token)
            yield from by_offer(parsed, before, token)
        if dep == "poss" and token.head.pos_ in ("NOUN", "PROPN"):
            yield from _by_owner(parsed, before, token)
        if (dep == "prep" and lower in BY_MEANS) or lower == "thanks" or _is_by_means(token, lower):
            yield from _by_means(parsed, before, token)


def _by_verb(parsed: Parsed, before: Parsed | None, verb: Token, lemma: str) -> Iterator[Candidate]:
    if lemma in USE and (is_passive(verb) or (verb.dep_ == "acl" and verb.tag_ == "VBN")):
        who = agents(verb) or of_phrases(verb, *_WHERE_USED)
        if not who and verb.dep_ == "conj" and is_passive(verb.head):
            who = agents(verb.head)
        used = [*objects(verb), *_called(verb)]
        told = list(pairs(parsed, before, who, used, verb, "adoption.use-passive", 0.75))
        yield from told or _by_nobody(parsed, before, verb)
    elif lemma in USE:
        told = list(pairs(parsed, before, subjects(verb), objects(verb), verb, "adoption.use-active", 0.8))
        yield from told or _where_used(parsed, before, verb)
    elif lemma in USE_INTO and not is_passive(verb) and of_phrases(verb, "into"):
        yield from pairs(parsed, before, subjects(verb), objects(verb), verb, "adoption.use-into", 0.75)
    elif lemma in USE_WITH_PREPOSITION:
        used = of_phrases(verb, *USE_WITH_PREPOSITION[lemma])
        yield from pairs(parsed, before, subjects(verb), used, verb, "adoption.use-preposition", 0.75)
    elif lemma in EQUIP and (is_passive(verb) or verb.tag_ == "VBN"):
        yield from pairs(parsed, before, objects(verb), of_phrases(verb, "with"), verb, "adoption.equipped", 0.7)
    elif lemma in MADE and verb.tag_ == "VBN":
        with_what = [*of_phrases(verb, "with", "using", "on", "in", "around"), *agents(verb)]
        yield from pairs(parsed, before, objects(verb), with_what, verb, "adoption.made-with", 0.65)
    elif lemma in _SET_UP and is_passive(verb) and verb.dep_ != "acl":
        yield from _by_nobody(parsed, before, verb)
    elif lemma in DEVELOP and not is_passive(verb):
        tools = [
            noun for noun in objects(verb) if noun.lemma_.lower() in GENERIC and _with_technology(parsed, noun)
        ]
        yield from pairs(parsed, before, subjects(verb), tools, verb, "adoption.develop", 0.55)
    if lemma in LIGHT_USE:
        nouns = [noun for noun in objects(verb) if noun.lemma_.lower() in LIGHT_USE[lemma]]
        nouns += [noun for noun in of_phrases(verb, "to") if noun.lemma_.lower() in LIGHT_USE[lemma]]
        used = [each for noun in nouns for each in of_phrases(noun) or of_phrases(verb)]
        yield from pairs(parsed, before, subjects(verb), used, verb, "adoption.use-light", 0.8)


def _where_used(parsed: Parsed, before: Parsed | None, using: Token) -> Iterator[Candidate]:
    """ "Integrating robots into dance is costly": a use that is told of nobody, but in a field or a work."""
    if using.tag_ != "VBG":
        return
    where = of_phrases(using, "in", "into") + [
        each for noun in objects(using) for each in of_phrases(noun, "in", "into")
    ]
    fields = [each for each in where if (m := mention_at(parsed, each, before)) and m.type in _FIELDS]
    yield from pairs(parsed, before, fields, objects(using), using, "adoption.use-where", 0.6)


def _called(verb: Token) -> list[Token]:
    """What is used by its name: "the technique used by the studio is called *rotoscoping*"."""
    thing = verb.head
    if verb.dep_ != "acl" or thing.dep_ not in ("nsubj", "nsubjpass"):
        return []
    return [child for child in thing.head.rights if child.dep_ in ("attr", "oprd")]


def _in_order(parsed: Parsed, before: Parsed | None, using: Token) -> Iterator[Candidate]:
    """ "Orbit, Atlas & more use robots": by the order of the words, where the parse is lost."""
    who, used = users_and_used(parsed, using)
    for subject in who:
        for object_ in used:
            tokens = [using, *(words.root for m in (subject, object_) if (words := parsed.words(m)) is not None)]
            pair = subject, object_
            if claim := made(parsed, before, "Adoption", pair, using, tokens, "adoption.nearby", 0.5):
                yield claim


def _by_nobody(parsed: Parsed, before: Parsed | None, verb: Token) -> Iterator[Candidate]:
    """ "Robots are used to animate puppets": by whom is told beside, if anywhere."""
    used = [
        (token, each)
        for token in objects(verb)
        for each in technologies(parsed, token, before)
        if each.entity or " " in each.name
    ]
    if not used or (verb.dep_ == "acl" and not verb.doc[verb.left_edge.i].dep_.startswith("aux")):
        return
    for at, subject, sure in unnamed_users(parsed, before, verb):
        for object_at, object_ in used:
            what_for, last = purpose(parsed, verb, object_at)
            tokens = [verb, object_at, *last, *([at] if at is not None else [])]
            pair, rule = (subject, object_), "adoption.use-unnamed"
            if claim := made(parsed, before, "Adoption", pair, verb, tokens, rule, 0.6 * sure, purpose=what_for):
                yield claim


def _with_technology(parsed: Parsed, tool: Token) -> bool:
    """Whether a tool is named by the technology in it: "an AI-powered tool"."""
    inside = (mention_of(parsed, noun) for noun in essential(tool) or ())
    return any(mention is not None and mention.type == "Technology" for mention in inside)


def _by_noun(parsed: Parsed, before: Parsed | None, noun: Token) -> Iterator[Candidate]:
    used = of_phrases(noun) or [child for child in noun.children if child.dep_ == "compound"]
    owners = [child for child in noun.children if child.dep_ == "poss"]
    who = of_phrases(noun, *_WHERE)
    if used:
        who += owners
    else:
        used = owners  # "*their* use in museums": of the scanners
    who += adopting.works_within(parsed, noun)
    last = used[-1] if used else noun
    who += [each for each in of_phrases(last, *_WHERE) if each not in who]
    if noun.lemma_.lower() in ("integration", "introduction", "incorporation", "advent", "arrival", "rise"):
        who += of_phrases(noun, "into") + of_phrases(last, "into")
    if (
        not who
        and noun.dep_ == "pobj"
        and noun.head.dep_ in ("agent", "prep")
        and noun.head.lower_ in ("by", "with")
    ):
        verb = noun.head.head
        who = subjects(verb) if verb.lemma_.lower() in _MARKED else []
    elif not who and noun.dep_ == "dobj" and noun.head.lemma_.lower() in _SEEING:
        who = subjects(noun.head)
    yield from pairs(parsed, before, who, used, noun, "adoption.use-noun", 0.7)
    if noun.lemma_.lower() in JOINING:
        yield from pairs(parsed, before, used, of_phrases(noun, "with"), noun, "adoption.joined", 0.6)


def _by_owner(parsed: Parsed, before: Parsed | None, owner: Token) -> Iterator[Candidate]:
    """ "The museum's chatbot": who has a technology uses it."""
    thing = owner.head
    who = mention_at(parsed, owner, before)
    if who is not None and who.type in BODIES | WORKS | HAPPENINGS and thing.tag_ != "NNPS":
        yield from pairs(parsed, before, [owner], [thing], thing, "adoption.owned", 0.6)


def _is_by_means(token: Token, lower: str) -> bool:
    """Whether "by" opens "by means of", which parsers take for who does something."""
    following = token.doc[token.i + 1].lower_ if token.i + 1 < len(token.doc) else ""
    return lower == "by" and token.dep_ == "agent" and following == "means"


def _by_means(parsed: Parsed, before: Parsed | None, preposition: Token) -> Iterator[Candidate]:
    """ "The archive reached schools through virtual reality", "thanks to scanners, curators find …"."""
    verb = preposition.head
    if verb.pos_ != "VERB" or verb.lemma_.lower() in USE:
        return
    nouns = [child for child in preposition.children if child.dep_ == "pobj" and not is_progress(child)]
    means = [each for noun in nouns for each in conjuncts(noun)] or of_phrases(preposition, "to")
    if not is_passive(verb):
        yield from pairs(parsed, before, subjects(verb), means, verb, "adoption.by-means", 0.6)
