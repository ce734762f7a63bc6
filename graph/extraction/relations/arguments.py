"""Who and what a verb or noun is about: mentions at heads, coordinations, subjects, objects, agents, evidence."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from graph.extraction.candidates import Mention
from graph.extraction.language import Parsed
from graph.extraction.relations.anaphora import GENERIC, antecedent
from graph.extraction.relations.evidence import NOMINAL, evidence
from graph.extraction.relations.lexicon import words
from graph.extraction.relations.phrases import activity, phrase
from graph.extraction.relations.verbs import BY_MEANS, USE

if TYPE_CHECKING:
    from spacy.tokens import Token

__all__ = [
    "activity",
    "agents",
    "conjuncts",
    "essential",
    "evidence",
    "examples",
    "is_passive",
    "is_verb",
    "means",
    "mention_at",
    "mention_of",
    "objects",
    "of_phrases",
    "phrase",
    "subjects",
]

_SUBJECTS = {"nsubj", "nsubjpass", "csubj", "csubjpass", "expl"}
RELATIVE = {"which", "that", "who", "whom"}
# Whose object does what follows: "accuse *a firm* of copying", "keep *painters* from working".
_BLAMING = words(
    "accuse suspect blame criticise criticize praise thank sue fine prevent stop keep deter discourage ban bar",
    "prohibit dissuade restrain congratulate reward punish condemn convict exempt excuse",
)
_ESSENTIAL_PART = words(
    "use usage application adoption deployment integration introduction implementation incorporation employment",
    "emergence rise advent arrival growth spread diffusion proliferation popularity popularisation popularization",
    "development evolution advance advancement progress advances expansion availability presence influence",
    "utilisation utilization exploitation embrace power potential capability capabilities ability role promise",
    "benefit advantage help support aid assistance field area world realm domain era age wave kind type sort form",
    "range variety array set series lot number majority group family combination mix mixture tool technology",
    "technique system platform software app algorithm model method solution device product program process",
    "approach feature service infrastructure engine function industry sector business practice study company",
    "member part aspect section segment expert professional representative community case example mean means",
    "percent % percentage proportion share half third quarter thousand hundred dozen million",
)


def conjuncts(token: Token) -> list[Token]:
    """The token and the heads coordinated with it, in the order of the text."""
    return sorted({token, *token.conjuncts}, key=lambda each: each.i)


def _with_conjuncts(tokens: Iterable[Token]) -> list[Token]:
    found: list[Token] = []
    for token in tokens:
        for each in conjuncts(token):
            if each.pos_ in NOMINAL or each.i == token.i:
                found += [each, *examples(each)]
    return found


def examples(token: Token) -> list[Token]:
    """What is named after "such as", "including" and "like"; a name that the tagger takes for a verb too."""
    after = (
        child for child in token.rights if child.dep_ == "prep" and child.lower_ in ("as", "including", "like")
    )
    nouns = (noun for child in after for noun in child.children if noun.dep_ == "pobj")
    return [each for noun in nouns for each in conjuncts(noun) if each.pos_ in NOMINAL or each.text[0].isupper()]


def subjects(verb: Token) -> list[Token]:
    """The heads of what does what the verb says, where the verb is active; of what it is done to, where passive.

    The subject of a conjoined verb, an infinitive, a participle or a relative clause is that of the verb or noun
    that it hangs on.
    """
    seen: set[int] = set()
    while verb.i not in seen:
        seen.add(verb.i)
        own = [child for child in verb.children if child.dep_ in _SUBJECTS and child.dep_ != "expl"]
        if len(seen) > 1 and any(child.lower_ == "it" for child in own) and verb.lemma_ == "be":
            return []  # "it is vital to train curators": it does not train
        if own:
            own = [_antecedent_of_relative(child, verb) for child in own]
            return _with_conjuncts(own)
        if verb.dep_ == "conj" and verb.head.pos_ in ("NOUN", "PROPN") and verb.tag_ in ("VB", "VBP", "VBZ", "VBD"):
            fused = [c for c in verb.head.lefts if verb.head.dep_ == "ROOT" and c.dep_ == "compound"]
            if fused and verb.head.tag_ == "NNS" and verb.tag_ == "VBZ":
                return fused[-1:]  # "*3D printing* increases waste and cuts costs"
            return [each for each in conjuncts(verb) if each.pos_ in NOMINAL and each.i < verb.i]
        if verb.dep_ in ("acl", "relcl"):
            return _with_conjuncts([verb.head]) if verb.head.pos_ in NOMINAL else []
        if verb.dep_ == "ROOT" and (
            fused := [c for c in verb.children if c.dep_ == "compound" and c.i == verb.i - 1]
        ):
            return fused  # "*3D printing* increases waste", taken for one noun
        if verb.dep_ in ("conj", "xcomp", "advcl", "ccomp", "auxpass", "dep", "acomp"):
            if verb.dep_ in ("xcomp", "ccomp") and (given := _controller(verb.head)):
                return _with_conjuncts(given)
            verb = verb.head
        elif verb.dep_ == "pcomp":
            if verb.head.head.lemma_.lower() in _BLAMING and (blamed := _controller(verb.head.head)):
                return _with_conjuncts(blamed)
            verb = verb.head.head
        else:
            return []
        if verb.pos_ in ("NOUN", "PROPN"):
            return subjects_of_noun(verb)
    return []


def subjects_of_noun(noun: Token) -> list[Token]:
    """The subject of the verb that a noun is object, attribute or complement of."""
    head = noun.head
    if noun.dep_ == "pobj":
        head = head.head
    return subjects(head) if head.pos_ in ("VERB", "AUX") and head.i != noun.i else []


def _antecedent_of_relative(subject: Token, verb: Token) -> Token:
    if subject.lower_ in RELATIVE and verb.dep_ == "relcl":
        return verb.head
    if subject.lower_ in RELATIVE and verb.dep_ == "conj" and verb.head.dep_ == "relcl":
        return verb.head.head
    return subject


def _controller(verb: Token) -> list[Token]:
    """The object that does what the infinitive says: "lets *museums* show" (but the subject of a passive verb)."""
    return [child for child in verb.children if child.dep_ in ("dobj", "dative") and child.pos_ in NOMINAL]


def objects(verb: Token) -> list[Token]:
    """The heads of what a verb is done to, the subject where it is passive; of a conjoined verb without, none."""
    if is_passive(verb):
        return subjects(verb)
    if verb.dep_ == "acl" and verb.tag_ == "VBN":
        return _with_conjuncts([verb.head])
    return _with_conjuncts(child for child in verb.children if child.dep_ in ("dobj", "attr", "oprd"))


def is_verb(token: Token) -> bool:
    """Whether a word is the verb of a clause, also where the tagger took "introduces" for a noun."""
    if token.pos_ in ("VERB", "AUX"):
        return token.dep_ not in ("compound", "amod", "nmod")
    return token.dep_ == "ROOT" and token.tag_ == "NNS" and any(child.dep_ == "nsubj" for child in token.children)


def is_passive(verb: Token) -> bool:
    """Whether a verb, or the verb that it is conjoined with, is in the passive."""
    if any(child.dep_ in ("auxpass", "nsubjpass") for child in verb.children):
        return True
    if any(child.dep_ in ("nsubj", "aux") for child in verb.children) or verb.tag_ != "VBN":
        return False
    return verb.dep_ == "conj" and verb.head.pos_ == "VERB" and verb.head.i != verb.i and is_passive(verb.head)


def agents(verb: Token) -> list[Token]:
    """Who does what a passive verb or participle says: the noun after "by"."""
    by = [
        child for child in verb.children if child.dep_ == "agent" or (child.dep_ == "prep" and child.lower_ == "by")
    ]
    return _with_conjuncts(noun for child in by for noun in child.children if noun.dep_ == "pobj")


def of_phrases(token: Token, *prepositions: str) -> list[Token]:
    """The heads of the noun phrases that follow the token with one of these prepositions, else "of"."""
    wanted = prepositions or ("of",)
    after = (child for child in token.children if child.dep_ in ("prep", "dative") and child.lower_ in wanted)
    return _with_conjuncts(noun for child in after for noun in child.children if _is_noun_of(noun))


def _is_noun_of(token: Token) -> bool:
    """Whether a word is the noun of its preposition; also a gerund without object, "in storytelling"."""
    if token.dep_ == "pcomp":
        return token.tag_ in ("VBG", "NN") and not any(child.dep_ in ("dobj", "prep") for child in token.children)
    return token.dep_ == "pobj"


def mention_at(parsed: Parsed, token: Token, before: Parsed | None = None) -> Mention | None:
    """What the noun phrase headed by ``token`` names, or None where no known mention is what it names.

    The mention on the head; or the one that is the essential part ("the use of *AI* in museums", "*AI* tools"); or,
    for a pronoun and "this technology", the nearest earlier mention that fits, in this passage or the one before.
    """
    found = mention_of(parsed, token)
    if found is not None and " " not in found.name and token.lemma_.lower() in _ESSENTIAL_PART:
        inside = essential(token) or []
        found = next((each for noun in inside if (each := mention_of(parsed, noun)) is not None), found)
    if found is None and (essence := essential(token)) is not None:
        found = next((each for noun in essence if (each := mention_of(parsed, noun)) is not None), None)
        whose = next((noun for noun in essence if noun.tag_ == "PRP$"), None)
        if found is None and whose is not None:
            return antecedent(parsed, whose, before)
    if found is not None and found.entity is None and found.name.lower() in GENERIC:
        found = None
    return found or antecedent(parsed, token, before)


def mention_of(parsed: Parsed, token: Token) -> Mention | None:
    """The longest mention that covers the token itself."""
    start = parsed.passage.start + token.idx
    end = start + len(token)
    covering = [each for each in parsed.mentions if each.start <= start and end <= each.end]
    return max(covering, key=lambda each: each.end - each.start, default=None)


def essential(token: Token) -> list[Token] | None:
    """The nouns inside a phrase that say what it is about, or None where its head says so itself."""
    if token.lemma_.lower() not in _ESSENTIAL_PART:
        return None
    inside = [child for child in token.children if child.dep_ in ("compound", "nmod", "poss", "amod")]
    behind = ("of", "between", "with", "to") if token.lemma_ == "approach" else ("of", "between", "with")
    deeper = [noun for noun in of_phrases(token, *behind) if noun.i > token.i]
    further = [each for noun in deeper for each in (essential(noun) or [])]
    driven = [
        each for child in inside if child.dep_ == "amod" for each in child.children if each.dep_ == "npadvmod"
    ]
    return [*deeper, *further, *reversed(inside), *driven]


def means(parsed: Parsed, verb: Token) -> list[Token]:
    """What a verb is done by means of: "through scanners", "by using scanners", "thanks to scanners"."""
    found: list[Token] = []
    for child in verb.children:
        if child.dep_ == "agent" or (child.dep_ == "prep" and child.lower_ in BY_MEANS):
            found += [noun for noun in of_phrases(verb, child.lower_) if child.dep_ == "prep"]
            found += [
                noun
                for using in child.children
                if using.dep_ == "pcomp" and using.lemma_.lower() in USE
                for each in conjuncts(using)
                for noun in objects(each)
            ]
        elif child.dep_ in ("advcl", "xcomp") and child.tag_ == "VBG" and child.lemma_.lower() in USE:
            found += objects(child)
        elif child.lower_ == "thanks":
            found += of_phrases(child, "to")
    return found
