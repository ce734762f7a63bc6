"""Noun phrases as they stand: their edges without determiner and relative clause, and the names that they make."""

from __future__ import annotations

from typing import TYPE_CHECKING

from graph.extraction.candidates import Mention
from graph.extraction.language import Parsed
from graph.extraction.relations.lexicon import words

if TYPE_CHECKING:
    from spacy.tokens import Token

_BEFORE_HEAD = {"compound", "amod", "nmod", "nummod", "poss", "punct", "quantmod", "advmod", "npadvmod", "case"}
_NO_PART_OF_A_NAME = {"DET", "PRON", "PUNCT", "SPACE", "CCONJ", "ADV", "SCONJ", "SYM"}
_LOOSE_ADJECTIVES = words(
    "such other many several various certain same own more most few much some any this these new numerous",
    "different multiple significant important major key great serious real specific particular potential",
)
_GOVERNED = {
    "access": "to",
    "approach": "to",
    "bridge": "between",
    "collaboration": "between with",
    "competition": "between with from",
    "cooperation": "between with",
    "dependence": "on",
    "demand": "for",
    "effort": "between",
    "engagement": "with",
    "experimentation": "with",
    "interaction": "between with",
    "interest": "in",
    "investment": "in",
    "participation": "in",
    "partnership": "between with",
    "relationship": "between with",
    "reliance": "on",
    "specialisation": "in",
    "specialization": "in",
    "tool": "for",
    "trust": "in",
    "way": "of for",
}
# What is done to something is not told without what becomes of it: "turning walls *into* screens".
_GOALS = {
    "turn": "into",
    "convert": "into",
    "transform": "into",
    "translate": "into",
    "immerse": "in",
    "transport": "to",
}
_TO_DO = {"way", "chance", "opportunity", "ability", "right", "means"}
_WORDS = 9
_MEASURE_WORDS = 14


def edges(token: Token, whole: bool = False) -> tuple[int, int]:
    """The indices of the first and the last token of the phrase that ``token`` heads.

    Determiners, relative clauses, appositions and coordinated phrases are left out; ``whole`` keeps determiners
    and every prepositional phrase that follows, as evidence needs them.
    """
    first = last = token.i
    for child in reversed(list(token.lefts)):
        if child.dep_ not in _BEFORE_HEAD and not (whole and child.dep_ in ("det", "predet", "neg")):
            break
        first = child.left_edge.i
    for child in token.rights:
        if child.dep_ == "prep" and (whole or child.lower_ == "of" or child.lower_ in _governed(token)):
            last = max(last, _last_of(child, whole))
        elif child.dep_ == "prt" or (child.dep_ == "nummod" and child.i == last + 1):
            last = max(last, child.i)
    return first, last


def _governed(token: Token) -> list[str]:
    return _GOVERNED.get(token.lemma_.lower(), "").split()


def _last_of(preposition: Token, whole: bool) -> int:
    last = preposition.i
    for child in preposition.rights:
        if child.dep_ == "pcomp":
            last = max(last, child.right_edge.i)
        elif child.dep_ == "pobj":
            last = max(edge for noun in [child, *child.conjuncts] if (edge := edges(noun, whole)[1]) >= child.i)
    return last


def named(parsed: Parsed, first: int, last: int, type: str, confidence: float = 0.5, name: str = "") -> Mention:
    """The tokens from ``first`` to ``last`` as a mention of a thing of that type."""
    words = parsed.doc[first : last + 1]
    span = parsed.span(words)
    return Mention(
        span.start,
        span.end,
        name=name or " ".join(words.text.split()),
        type=type,
        rule="phrase",
        confidence=confidence,
    )


def phrase(parsed: Parsed, token: Token, type: str) -> Mention:
    """The noun phrase of a token as an argument: with its of-phrase, without determiner, quantifier or clause.

    At most nine words; a longer one loses its of-phrase.
    """
    first, last = edges(token)
    done = next((child for child in token.rights if child.dep_ in ("relcl", "acl") and child.tag_ == "VB"), None)
    if token.lemma_.lower() in _TO_DO and done is not None:
        last = done.right_edge.i
    if last - first >= _WORDS:
        last = token.i
        first = max(first, last - _WORDS + 1)
    while first < token.i and _is_loose(parsed.doc[first]) and parsed.doc[first + 1].text != "-":
        first += 1
    return named(parsed, first, last, type)


def _is_loose(token: Token) -> bool:
    possessive = token.dep_ == "case" or token.tag_ == "PRP$"
    return token.pos_ in _NO_PART_OF_A_NAME or possessive or token.lower_ in _LOOSE_ADJECTIVES


_GERUND_DOUBLES = {
    "label",
    "travel",
    "model",
    "signal",
    "channel",
    "fuel",
    "plan",
    "map",
    "program",
    "cut",
    "get",
    "let",
    "put",
    "run",
    "set",
    "stop",
    "tap",
    "win",
    "spot",
}


def gerund(verb: Token) -> str:
    """The gerund of a verb, for names of activities.

    >>> [gerund_of(word) for word in ("store", "see", "map", "lie", "dye")]
    ['storing', 'seeing', 'mapping', 'lying', 'dyeing']
    """
    return verb.lower_ if verb.tag_ == "VBG" else gerund_of(verb.lemma_.lower())


def gerund_of(lemma: str) -> str:
    """The gerund of a lemma."""
    if lemma == "be":
        return "being"
    if lemma in _GERUND_DOUBLES:
        return f"{lemma}{lemma[-1]}ing"
    if lemma.endswith("ie"):
        return f"{lemma[:-2]}ying"
    if lemma.endswith("e") and not lemma.endswith(("ee", "oe", "ye")):
        return f"{lemma[:-1]}ing"
    return f"{lemma}ing"


def activity(parsed: Parsed, verb: Token, type: str, whole: bool = False) -> Mention:
    """A verb with its object as the name of an activity or measure: "store maps" is named "storing maps".

    A passive is turned about: "maps are stored" has the same name. ``whole`` keeps the phrases on the object.
    """
    done_to = next((child for child in verb.children if child.dep_ == "nsubjpass"), None)
    if done_to is not None and done_to.i < verb.i:
        thing = phrase(parsed, done_to, type)
        return named(parsed, done_to.i, verb.i, type, name=f"{gerund(verb)} {thing.name}")
    last = verb
    for child in verb.rights:
        if child.dep_ in ("prt", "dobj", "dative", "acomp", "ccomp") or (child.dep_ == "prep" and last is verb):
            last = child
    goal = _GOALS.get(verb.lemma_.lower())
    into = next((child for child in verb.rights if child.lower_ == goal and child.i > last.i), None)
    if into is not None and last.dep_ == "dobj":
        last = into
    if last.dep_ in ("acomp", "ccomp"):
        end = last.right_edge.i
    elif last.dep_ == "prep":
        end = _last_of(last, whole)
    else:
        end = edges(last, whole)[1]
    if end - verb.i >= (_MEASURE_WORDS if whole else _WORDS):
        end = max(edges(last)[1] if whole else last.i, verb.i)
    end = min(end, verb.i + _MEASURE_WORDS)
    while end > verb.i and parsed.doc[end].pos_ in ("ADP", "DET", "CCONJ", "PUNCT"):
        end -= 1
    rest = " ".join(parsed.doc[verb.i + 1 : end + 1].text.split())
    return named(parsed, verb.i, end, type, name=f"{gerund(verb)} {rest}".strip())
