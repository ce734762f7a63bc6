"""How a clause is worded: as certain, hedged or projected; affirmed or denied; and in whose words."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from graph.claims import Certainty
from graph.extraction.candidates import Mention, Polarity
from graph.extraction.language import Parsed
from graph.extraction.nouns import type_of_noun
from graph.extraction.relations.arguments import mention_at, phrase
from graph.extraction.relations.lexicon import words

if TYPE_CHECKING:
    from spacy.tokens import Token

_HEDGING_MODALS = {"could", "may", "might", "can"}
_POSSIBLE = {"can", "able", "capable", "designed", "intended", "help", "helps"}
_FUTURE_MODALS = {"will", "shall", "'ll", "wo", "would"}
_HEDGING_VERBS = {"appear", "seem", "tend", "suggest", "help", "aim", "seek", "hope", "try", "attempt", "strive"}
_HEDGING_WORDS = words(
    "likely unlikely perhaps possibly potentially maybe probably arguably conceivably presumably reportedly",
    "allegedly apparently seemingly potential possible thought said believed considered supposed reported claimed",
    "assumed intended designed able capable",
)
_FORESEEING = words(
    "expect project forecast predict anticipate promise plan poise estimate foresee envisage set herald pledge",
)
_FUTURE_WORDS = {"soon", "eventually", "ultimately"}
_NEGATIONS = {"not", "n't", "never", "no", "hardly", "scarcely", "barely", "rarely", "seldom", "nor", "neither"}
_FAILING = {"fail", "refuse", "decline", "cease", "stop", "avoid", "lack", "prevent", "neglect", "deny"}
_SAYING = words(
    "say argue note claim state believe suggest warn explain observe add write report find think stress emphasise",
    "emphasize insist maintain point remark conclude contend declare announce tell estimate predict propose",
    "comment recall acknowledge admit assert affirm highlight describe reckon caution agree hold",
)
_SPEAKERS = words(
    "Person Agent ActorGroup Organization Corporation Museum CollegeOrUniversity GovernmentOrganization Country",
    "City ResearchOrganization OrganizationalCollaboration NewsMediaOrganization Report ScholarlyArticle Article",
    "Project",
)
_OF_BEING = {"be", "seem", "appear", "remain", "become", "exist"}
_UP = {"xcomp", "auxpass", "aux", "acomp", "attr", "oprd", "conj"}


def certainty(parsed: Parsed, token: Token, possible_is_hedged: bool = True) -> Certainty:
    """How sure the clause of ``token``, the verb or noun that says it, is worded.

    ``hedged`` where a modal, an adverb or a verb above leaves it open; ``projected`` where it tells of the
    future. What only "can" be is hedged, unless ``possible_is_hedged`` is off.
    """
    found: Certainty = "asserted"
    for verb in _governing(token):
        for word in [verb, *verb.children]:
            if word.lower_ in _POSSIBLE and not possible_is_hedged:
                continue
            grade = _grade(word, verb, token)
            if grade == "projected":
                return grade
            found = grade if grade == "hedged" else found
    return found


def _grade(word: Token, verb: Token, said: Token) -> Certainty:
    lemma, own = word.lemma_.lower(), word.i == said.i
    if word.dep_ in ("aux", "auxpass") and word.tag_ == "MD":
        if word.lower_ in _HEDGING_MODALS:
            return "hedged"
        return "projected" if word.lower_ in _FUTURE_MODALS else "asserted"
    if own:
        return "asserted"
    if word.i == verb.i or word.dep_ in ("acomp", "attr", "oprd"):
        if lemma in _FORESEEING:
            return "projected"
        return "hedged" if lemma in _HEDGING_VERBS or word.lower_ in _HEDGING_WORDS else "asserted"
    if word.dep_ in ("advmod", "amod"):
        if word.lower_ in _FUTURE_WORDS:
            return "projected"
        return "hedged" if word.lower_ in _HEDGING_WORDS else "asserted"
    return "asserted"


def _governing(token: Token) -> Iterator[Token]:
    """The token and the verbs above it that its wording depends on."""
    seen: set[int] = set()
    while token.i not in seen:
        seen.add(token.i)
        yield token
        up = token.head
        if token.pos_ in ("NOUN", "PROPN", "ADJ") and up.pos_ in ("VERB", "AUX"):
            if token.dep_ in ("nsubj", "nsubjpass") and up.lemma_ not in _OF_BEING:
                return  # "the role of drones *cannot be overstated*" says nothing of the role
            token = up
        elif token.dep_ == "conj" and has_own_subject(token):
            return
        elif token.dep_ in _UP or (token.dep_ in ("advcl", "pcomp", "ccomp") and not has_own_subject(token)):
            token = up.head if up.pos_ == "ADP" else up
            if token.pos_ == "NOUN":
                return
        else:
            return


def has_own_subject(token: Token) -> bool:
    """Whether a clause says itself who does it, or opens with a conjunction."""
    return any(child.dep_ in ("nsubj", "nsubjpass", "mark") for child in token.children)


def polarity(parsed: Parsed, token: Token) -> Polarity:
    """Whether the clause of ``token`` affirms or denies what it says; two denials affirm."""
    denials = 0
    for verb in _governing(token):
        denials += sum(_denies(child, verb) for child in verb.children)
        denials += verb.i != token.i and verb.lemma_.lower() in _FAILING
        if verb.dep_ == "conj" and verb.head.i < verb.i and any(c.dep_ == "neg" for c in verb.children):
            break
    if token.dep_ == "pcomp" and token.head.lower_ in ("without", "instead", "of"):
        above = token.head if token.head.lower_ != "of" else token.head.head
        denials += above.lower_ in ("without", "instead")
    if token.dep_ in ("acl", "relcl") and token.head.lemma_.lower() in ("lack", "absence", "failure", "inability"):
        denials += 1
    if token.pos_ == "NOUN" and token.head.lower_ in ("without", "lacking"):
        denials += 1
    return "negated" if denials % 2 else "affirmed"


def _denies(child: Token, verb: Token) -> bool:
    if child.dep_ == "neg" or (child.dep_ in ("advmod", "preconj", "cc") and child.lower_ in _NEGATIONS):
        following = verb.doc[child.i + 1].lower_ if child.i + 1 < len(verb.doc) else ""
        return following not in ("only", "just", "merely", "simply", "least")
    if child.dep_ in ("nsubj", "nsubjpass", "dobj", "attr"):
        if child.lower_ in ("none", "nobody", "nothing", "neither", "few", "little"):
            return True
        return any(
            word.lower_ in ("no", "neither") and word.dep_ in ("det", "neg", "preconj") for word in child.lefts
        )
    return False


def attribution(parsed: Parsed, token: Token, before: Parsed | None = None) -> Mention | None:
    """Who says the clause of ``token``: "according to X", "X argues that", "as X notes", "…", says X; or None."""
    seen: set[int] = set()
    while token.i not in seen:
        seen.add(token.i)
        for child in token.children:
            if (speaker := _speaker_beside(child)) is not None:
                return _agent(parsed, speaker, before)
        head = token.head
        if token.dep_ in ("ccomp", "parataxis") and head.lemma_.lower() in _SAYING and head.i != token.i:
            said_by = [child for child in head.children if child.dep_ == "nsubj"]
            return _agent(parsed, said_by[0], before) if said_by else None
        token = head
    return None


def _speaker_beside(child: Token) -> Token | None:
    """The speaker in a clause or phrase that stands beside what is said."""
    if child.lower_ == "according":
        nouns = [noun for to in child.children for noun in to.children if noun.dep_ == "pobj"]
        return nouns[0] if nouns else None
    if child.dep_ in ("advcl", "parataxis", "ccomp") and child.lemma_.lower() in _SAYING:
        as_marked = any(word.lower_ == "as" and word.dep_ in ("mark", "advmod") for word in child.children)
        speakers = [
            word for word in child.children if word.dep_ == "nsubj" and word.lower_ not in ("which", "that")
        ]
        nested = any(word.dep_ in ("ccomp", "dobj") for word in child.children)
        if speakers and not nested and (as_marked or child.dep_ == "parataxis"):
            return speakers[0]
    return None


def _agent(parsed: Parsed, token: Token, before: Parsed | None) -> Mention | None:
    named = [child for child in token.children if child.dep_ == "appos" and child.ent_type_ == "PERSON"]
    token = named[0] if named else token
    found = mention_at(parsed, token, before)
    if found is not None:
        return found if found.type in _SPEAKERS else None
    if token.ent_type_ in ("PERSON", "ORG"):
        return phrase(parsed, token, "Person" if token.ent_type_ == "PERSON" else "Organization")
    if token.lower_ in ("some", "many", "others", "most"):
        return phrase(parsed, token, "ActorGroup")
    kind = type_of_noun(token.text) if token.pos_ in ("NOUN", "PROPN") else None
    return phrase(parsed, token, kind) if kind in _SPEAKERS else None
