"""Capabilities that hang on no verb of use: "a tool for drawing", "gives us a way to", "drawing through AI"."""

from __future__ import annotations

from typing import TYPE_CHECKING

from graph.extraction.relations.anaphora import GENERIC
from graph.extraction.relations.arguments import objects, of_phrases, subjects
from graph.extraction.relations.lexicon import words

if TYPE_CHECKING:
    from spacy.tokens import Token

GIVING = words("provide offer give bring open present deliver create")
_MEANS = words(
    "tool way means method approach technique opportunity possibility chance option ability capacity freedom power",
    "instrument medium platform software system technology technologies process solution",
)
_VERBAL = ("VERB", "AUX")
_THROUGH = ("through", "via", "using")
_IN_PHRASE = ("ADJ", "NOUN", "PROPN", "NUM")
_NEAR = 14
_DEVERBAL = ("tion", "sion", "ment", "ysis")


def is_means(noun: Token) -> bool:
    """Whether a noun stands for what something is done with."""
    return noun.lemma_.lower() in _MEANS


def told_of(noun: Token) -> list[Token]:
    """What is said to be a tool, way or technique: "*motion capture*, a technique for …", "*AI* is a tool to …"."""
    if noun.dep_ == "appos":
        return [noun.head]
    if noun.dep_ == "attr":
        return subjects(noun.head)
    if noun.dep_ in ("oprd", "dobj") and noun.head.lemma_ == "make":  # "makes lidar a tool for"
        return [child for child in noun.head.rights if child.dep_ in ("dobj", "nsubj") and child.i < noun.i]
    return []


def purposes(noun: Token) -> list[Token]:
    """The verbs that say what a tool, way or technique is for: "for/of/to drawing", "to draw"."""
    found = []
    for child in noun.rights:
        if child.dep_ == "prep" and child.lower_ in ("for", "of", "to"):
            found += [verb for verb in child.children if verb.dep_ == "pcomp" and _is_gerund(verb)]
            found += fused(child) if child.lower_ == "for" else []
        elif child.dep_ in ("acl", "relcl", "advcl") and is_infinitive(child):
            found.append(child)
    return found


def fused(preposition: Token) -> list[Token]:
    """A gerund right behind a preposition that the parse takes for a part of a name: "for *mapping* caves"."""
    things = [child for child in preposition.children if child.dep_ == "pobj" and child.tag_ in ("NN", "NNS")]
    return [
        word
        for thing in things
        for word in thing.lefts
        if word.dep_ in ("compound", "amod") and word.i == preposition.i + 1 and word.lower_.endswith("ing")
        if word.tag_ == "VBG" or thing.tag_ == "NNS"
    ]


def exemplary(noun: Token) -> list[Token]:
    """What is done, given as an example of tasks: "tasks such as *sorting* photographs"."""
    found = []
    for child in noun.rights:
        if child.dep_ == "prep" and child.lower_ in ("like", "as", "including"):
            found += [verb for verb in child.children if verb.dep_ in ("pcomp", "pobj") and verb.tag_ == "VBG"]
            found += fused(child)
    return found


def _is_gerund(token: Token) -> bool:
    """Whether a word is a gerund, also one taken for a noun although it has an object."""
    objects = any(child.dep_ == "dobj" for child in token.rights)
    return token.pos_ in _VERBAL or (token.lower_.endswith("ing") and objects)


def is_infinitive(verb: Token) -> bool:
    return verb.pos_ in _VERBAL and any(word.lower_ == "to" and word.dep_ == "aux" for word in verb.lefts)


def infinitive_behind(verb: Token, nouns: list[Token]) -> Token | None:
    """The infinitive right behind what is used, whatever the parse hangs it on: "uses AI *to draw*"."""
    ends = [noun.right_edge.i for noun in nouns if noun.i > verb.i and noun.head.i == verb.i]
    at = max(ends, default=verb.i) + 1
    return _infinitive_at(verb, at) or _infinitive_at(verb, verb.i + 1)


def _infinitive_at(verb: Token, at: int) -> Token | None:
    doc = verb.doc
    if at + 1 >= len(doc) or doc[at].tag_ != "TO" or at >= verb.sent.end:
        return None
    following = next((token for token in doc[at + 1 : at + 3] if token.pos_ != "ADV"), None)
    return following if following is not None and following.tag_ == "VB" else None


def prefixed(verb: Token) -> tuple[int, int] | None:
    """The first and last token of an infinitive with a prefix and its object, of which parsers make no verb:
    "used to *re-colour old prints*"."""
    doc, end = verb.doc, min(verb.sent.end, verb.i + _NEAR)
    for at in range(verb.i + 2, end - 3):
        tied = doc[at + 1].text == "-" and not doc[at].whitespace_ and not doc[at + 1].whitespace_
        if doc[at - 1].lower_ != "to" or not tied or doc[at].pos_ == "DET":
            continue
        last = at + 3
        while last < verb.sent.end and doc[last].pos_ in _IN_PHRASE:
            last += 1
        if doc[last - 1].pos_ in ("NOUN", "PROPN") and last - 1 > at + 2:
            return at, last - 1
    return None


def by_nominal(noun: Token) -> list[Token]:
    """What a task is done by means of: "the analysis of data *through sensors*"."""
    return of_phrases(noun, *_THROUGH)


def is_deed(noun: Token) -> bool:
    """Whether a noun tells what is done to something: "the adaptation *of old plays*"."""
    return noun.tag_ == "NN" and noun.lower_.endswith(_DEVERBAL) and bool(of_phrases(noun))


def stands_for(noun: Token) -> list[Token]:
    """What "a technology" is, where the sentence has said so: "*Lidar*, a technology that …"."""
    if noun.lemma_.lower() not in GENERIC | _MEANS:
        return []
    if noun.dep_ == "nsubj" and noun.head.lemma_ in ("include", "be"):
        return objects(noun.head)  # "the technologies used for it include *scanners*"
    return told_of(noun)
