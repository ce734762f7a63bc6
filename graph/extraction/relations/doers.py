"""What does what a verb of effect says: of a purpose what is put to it, of a result what was done before."""

from __future__ import annotations

from typing import TYPE_CHECKING

from graph.entities import ORGANISATIONS
from graph.extraction.language import Parsed
from graph.extraction.nouns import type_of_noun
from graph.extraction.relations.anaphora import antecedent
from graph.extraction.relations.arguments import (
    agents,
    conjuncts,
    is_passive,
    means,
    mention_of,
    objects,
    of_phrases,
    subjects,
)
from graph.extraction.relations.circumstances import circumstances
from graph.extraction.relations.lexicon import words
from graph.extraction.relations.verbs import ABILITY, DEVELOP, EFFECT_NOUNS, ENABLE, USE

if TYPE_CHECKING:
    from spacy.tokens import Token

# Verbs whose object is what serves the purpose that follows: "*needs training* to close the gap".
_PUT_TO = (
    USE
    | DEVELOP
    | words(
        "need require necessitate demand provide offer establish combine propose promote organise organize",
        "fund finance choose supply apply host run form produce make give adapt identify draft ensure",
    )
)
# Nouns of what somebody or something has in doing something: "the *role* of X in".
_PART = words(
    "role use usage application potential power ability capacity value importance success contribution benefit",
    "effectiveness impact promise advantage usefulness effect part utility adoption deployment integration help",
)
_SEEING = words("ensure consider note discuss understand examine address")
_LAUNCHING = words("introduce launch release unveil offer provide install add roll deploy adopt employ")
_LIKELY = words("likely unlikely able set poised bound ready certain sure due")
_IDLE = words(
    "take make give put play be have want seek try aim hope see know say think need like seem appear mean become",
    "remain do get",
)
_WE = words("we you i he she one people who everyone somebody someone anyone")
_SOMEBODY = ORGANISATIONS | {"ActorGroup", "Person", "Agent"}


def doers(parsed: Parsed, verb: Token, before: Parsed | None = None) -> list[Token]:
    """The heads of what does what a verb says; a verb where that is what somebody does by it.

    Where somebody acts, it is not they who have the effect of what they do, but what they use or do:
    "museums use *scanners* to widen access", "studios *share their tools*, lowering costs".
    """
    if own := _own(verb):
        return own
    if (beyond := _beyond_infinitive(verb)) is not None:
        return subjects(beyond)
    if verb.dep_ == "acl" and verb.tag_ == "VBG" and (joined := _joined(verb)) is not None:
        return doers(parsed, joined, before)
    if verb.dep_ == "pcomp" and verb.head.lower_ in ("as", "like"):
        return []  # a list behind "such as" that a parser takes for a clause
    if verb.dep_ == "pcomp" and verb.head.lower_ == "by" and is_passive(verb.head.head):
        return []  # "mechanisms are strengthened by adding tools": they add nothing
    found = subjects(verb)
    above = _above(verb)
    if above is None:
        return found
    if is_passive(above) and ((held := circumstances(above)) or not _is_put_to(verb, above)):
        return held
    if _is_purpose(verb) and (put_to := _put_to(above, _PUT_TO)):
        return put_to
    if found and not all(is_somebody(parsed, each, before) for each in found):
        return found
    if above.dep_ in ("xcomp", "ccomp") and above.head.lemma_.lower() in ENABLE:
        return doers(parsed, above.head, before)
    if put_to := _put_to(above, USE | DEVELOP | _SEEING | _LAUNCHING) or means(parsed, above):
        return put_to
    if leading := [each for each in _led_to(above) if each.i != verb.i]:
        return leading
    does = above.lemma_.lower() not in _IDLE and not is_passive(above) and above.pos_ == "VERB"
    told = does and any(child.dep_ == "dobj" and child.pos_ in ("NOUN", "PROPN") for child in above.rights)
    return [above] if told else found


def is_somebody(parsed: Parsed, token: Token, before: Parsed | None = None) -> bool:
    """Whether a noun or pronoun stands for people or bodies, who act rather than have effects."""
    if token.lower_ in _WE:
        return True
    found = mention_of(parsed, token) or (antecedent(parsed, token, before) if token.lower_ == "they" else None)
    if token.lower_ == "they" and found is None:
        return True
    if found is not None:
        return found.type in _SOMEBODY
    return token.pos_ in ("NOUN", "PROPN") and type_of_noun(token.text) in _SOMEBODY


def is_group(parsed: Parsed, token: Token) -> bool:
    """Whether a noun names a group or sector that something may be done for."""
    found = mention_of(parsed, token)
    return found is not None and found.type in ("ActorGroup", "Sector")


def _own(verb: Token) -> list[Token]:
    """What a noun of role says does it, "the role of *X* in cutting costs", or "*X* likely to cut costs"."""
    holder = verb.head.head if verb.dep_ == "pcomp" and verb.head.lower_ in ("in", "for", "of") else None
    if holder is not None and holder.lemma_.lower() in _PART:
        owners = [child for child in holder.children if child.dep_ == "poss"]
        return owners + of_phrases(holder) + [each for noun in _acts(holder) for each in agents(noun)]
    if verb.dep_ in ("acl", "relcl") and verb.tag_ == "VB" and verb.head.lemma_.lower() in ABILITY:
        return _holders(verb.head)
    if verb.dep_ == "xcomp" and verb.head.lemma_.lower() in _LIKELY and verb.head.dep_ == "amod":
        return conjuncts(verb.head.head)
    return []


def _holders(ability: Token) -> list[Token]:
    """Whose a potential is: "*its* potential", "the power of *AI*", "*games* have the ability"."""
    owners = [child for child in ability.children if child.dep_ == "poss"] + of_phrases(ability)
    has = ability.dep_ == "dobj" and ability.head.lemma_.lower() in ("have", "hold", "offer", "show", "possess")
    return owners or (subjects(ability.head) if has else [])


def _acts(noun: Token) -> list[Token]:
    return [child for child in noun.children if child.dep_ == "acl" and child.tag_ == "VBN"]


def _beyond_infinitive(verb: Token) -> Token | None:
    """The verb that a finite verb is joined with where the parse hangs it on an infinitive between them."""
    head = verb.head
    finite = verb.tag_ in ("VBZ", "VBP", "VBD") or any(child.tag_ in ("VBZ", "VBP", "MD") for child in verb.lefts)
    if verb.dep_ != "conj" or not finite or not any(child.lower_ == "to" for child in head.lefts):
        return None
    return next((each for each in head.ancestors if each.pos_ in ("VERB", "AUX") and each.tag_ != "VB"), None)


def _joined(verb: Token) -> Token | None:
    """The verb that a participle is joined with where the parse hangs it on an object: "and cutting costs"."""
    before = verb.nbor(-1) if verb.i > 0 else None
    above = verb.head.head
    listed = before is not None and before.lower_ in ("and", "or", "as", "while", "but", "also")
    return above if listed and verb.head.dep_ in ("dobj", "conj") and above.pos_ == "VERB" else None


def _above(verb: Token) -> Token | None:
    """The verb of the clause that a purpose or result without a subject hangs on."""
    seen: set[int] = set()
    while verb.i not in seen:
        seen.add(verb.i)
        if any(child.dep_ in ("nsubj", "nsubjpass", "csubj") for child in verb.children):
            return None
        head = verb.head
        if verb.dep_ == "advcl" and head.pos_ == "VERB":
            return head
        if verb.dep_ not in ("conj", "xcomp", "ccomp") or head.pos_ not in ("VERB", "AUX"):
            return None
        verb = head
    return None


def _is_purpose(verb: Token) -> bool:
    while verb.dep_ in ("conj", "xcomp", "ccomp") and verb.head.pos_ == "VERB":
        verb = verb.head
    return any(child.dep_ == "aux" and child.lower_ == "to" for child in verb.children)


def _put_to(above: Token, verbs: frozenset[str]) -> list[Token]:
    """The objects of such a verb or of one joined with it; of an effect, whose it is: "see the role of *AI*"."""
    joined = [each for each in conjuncts(above) if each.pos_ == "VERB" and not is_passive(each)]
    put = [noun for each in joined if each.lemma_.lower() in verbs for noun in objects(each)]
    return [owner for noun in put if noun.lemma_.lower() in EFFECT_NOUNS for owner in of_phrases(noun)] or put


def _is_put_to(verb: Token, above: Token) -> bool:
    """Whether a purpose is that of what is used or made; "issues are addressed to cut costs" names no cause."""
    return not _is_purpose(verb) or above.lemma_.lower() in _PUT_TO


def _led_to(above: Token) -> list[Token]:
    """What is done by those who focus on it: "work on *training* staff"."""
    if above.lemma_.lower() not in ("focus", "work", "concentrate"):
        return []
    after = (child for child in above.rights if child.dep_ == "prep" and child.lower_ in ("on", "at"))
    return [done for child in after for done in child.children if done.dep_ == "pcomp" and done.tag_ == "VBG"]
