"""What a use is for, in the words of the clause."""

from __future__ import annotations

from typing import TYPE_CHECKING

from graph.extraction.language import Parsed
from graph.extraction.relations.lexicon import words
from graph.extraction.relations.phrases import edges
from graph.extraction.relations.verbs import BY_MEANS

if TYPE_CHECKING:
    from spacy.tokens import Token

_WORDS = 12
_TIMES = words("year month week day decade century hour minute time while now long season generation")


def purpose(parsed: Parsed, said: Token, used: Token) -> tuple[str, list[Token]]:
    """The purpose as the text words it, at most twelve words, and its last token; nothing where it tells none.

    "to show lost rooms", "for dating" after the use; or the clause that the technology is a means of.
    """
    gerunds = [
        child for child in said.rights if child.dep_ == "xcomp" and child.tag_ == "VBG"
    ]  # "uses laser scanning to"
    near = [*said.rights, *used.rights, *(each for gerund in gerunds for each in gerund.rights)]
    after = [child for child in near if child.i > min(said.i, used.i)]
    for child in after:
        if child.dep_ in ("advcl", "xcomp", "acl", "relcl") and _infinitive(child):
            return _text(parsed, next(c.i for c in child.children if c.lower_ == "to"), child)
        if child.dep_ == "prep" and child.lower_ == "for":
            for noun in child.children:
                if noun.dep_ in ("pobj", "pcomp") and noun.lemma_.lower() not in _TIMES:
                    return _text(parsed, child.i, noun)
    governor = said.head
    if said.dep_ == "pcomp" and governor.lower_ in BY_MEANS and governor.head.pos_ == "VERB":
        done, last = _text(parsed, governor.head.i, governor.head)
        return (f"to {done}", last) if governor.head.tag_ == "VB" else ("", [])
    return "", []


def _infinitive(verb: Token) -> bool:
    return any(child.dep_ == "aux" and child.lower_ == "to" for child in verb.children)


def _text(parsed: Parsed, first: int, head: Token) -> tuple[str, list[Token]]:
    end = head.i
    for child in head.rights:
        if child.dep_ in ("dobj", "prt", "prep", "acomp", "oprd", "pobj"):
            end = max(end, edges(child, whole=True)[1] if child.dep_ != "prep" else _of(child))
    end = max(end, edges(head)[1])
    end = min(end, first + _WORDS - 1)
    while end > first and parsed.doc[end].pos_ in ("ADP", "DET", "CCONJ", "PUNCT", "PART"):
        end -= 1
    return " ".join(parsed.doc[first : end + 1].text.split()), [parsed.doc[end]]


def _of(preposition: Token) -> int:
    return max((edges(child)[1] for child in preposition.rights if child.dep_ == "pobj"), default=preposition.i)
