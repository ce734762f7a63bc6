"""Names that are written small, as logos are: a sentence begins with them, or they stand alone in bold type.

Only the document as a whole tells: a writer who begins other sentences with a capital means a name.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import TYPE_CHECKING

from graph.extraction.language import Parsed
from graph.extraction.nouns import type_of_noun

if TYPE_CHECKING:
    from spacy.tokens import Token

_BEGINS = re.compile(r"(?:\A|[.!?]\"?\s+)([a-z]{3,})(?:'s)? [a-z]")
_BOLD = re.compile(r"\*\*([a-z]{3,})\*\*")
_POINTING = frozenset({"a", "an", "the", "this", "some", "any", "no", "much", "many"})


def lower_case_names(parsed: Sequence[Parsed], texts: Sequence[str]) -> frozenset[str]:
    """The words that a document writes small and uses as names. ``texts`` holds the folded text of each passage."""
    found: set[str] = set()
    for each, text in zip(parsed, texts, strict=True):
        if each.passage.kind == "paragraph" and text.rstrip().endswith((".", "!", "?")):
            for at in (match.start(1) for match in _BEGINS.finditer(text)):
                word = each.doc.char_span(at, at + 1, alignment_mode="expand")
                if word is not None and _acts(word[0]):
                    found.add(word[0].text)
        found.update(match[1] for match in _BOLD.finditer(text) if type_of_noun(match[1]) is None)
    for each, text in zip(parsed, texts, strict=True):
        if any(word in text for word in found):
            found -= {token.text for token in each.doc if token.text in found and _is_common(token)}
    return frozenset(found)


def names_in_s(parsed: Sequence[Parsed]) -> frozenset[str]:
    """The names whose possessive ending is part of them: a verb follows it somewhere, as in "Harrow's is".

    >>> names_in_s([])
    frozenset()
    """
    return frozenset(
        each.doc[token.i - 1].text
        for each in parsed
        for token in each.doc[1:-1]
        if token.tag_ == "POS"
        and token.text == "'s"
        and token.nbor().tag_ in {"VBZ", "MD"}
        and token.nbor(-1).tag_ == "NNP"
        and (token.i < 2 or token.nbor(-2).tag_ not in {"NNP", "DT"})
    )


def _acts(word: Token) -> bool:
    if word.is_stop or not word.is_alpha or type_of_noun(word.text) is not None or word.i + 1 >= len(word.doc):
        return False
    following = word.nbor()
    return following.tag_ in {"VBZ", "VBD", "MD", "POS"} and word.tag_ in {"NN", "NNP", "JJ", "FW"}


def _is_common(word: Token) -> bool:
    """Whether a word stands where no name does: after an article, as a verb, or with a capital of its own."""
    alone = word.i + 1 >= len(word.doc) or word.nbor().pos_ not in {"NOUN", "PROPN", "ADJ"}
    return (
        (word.i > 0 and word.nbor(-1).lower_ in _POINTING and alone) or word.is_stop or word.pos_ in {"VERB", "ADV"}
    )
