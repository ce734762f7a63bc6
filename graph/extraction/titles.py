"""Titles of works: words in quotation marks, or in Markdown's marks for italics, that are written as titles.

What people say is quoted too, and words that a writer holds at a distance; neither has capitals as titles do.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, get_args

from graph.documents import Span
from graph.entities import PLACES, EntityType
from graph.extraction.nouns import type_of_noun

if TYPE_CHECKING:
    from spacy.tokens import Doc, Token

_QUOTED = re.compile(
    r'"(?P<double>[^"\n]{1,160})"'
    r"|(?<![\w])'(?P<single>[^'\n]{1,80}(?:'(?=\w)[^'\n]{0,80})*)'(?!\w)"
    r"|(?<![\w*])\*(?P<star>[^*\n]{2,160})\*(?![\w*])"
    r"|(?<![\w_])_(?P<line>[^_\n]{2,160})_(?![\w_])"
)
_MARKS = re.compile(r"[\"'*_]")
_REFERENCE = re.compile(
    r"\W*\[?\d+\]|.*\((?:19|20)\d\d\)(?:[.:]|\W*\Z| [\"'])|.*\b(vol|no|pp|doi)\b", re.IGNORECASE
)
_SMALL = frozenset("a an the of and or in on at to for from with by as is are its de la le du des der".split())
_MOST_WORDS = 18
_WORD = re.compile(r"[^\W_][\w'’-]*")
_HEADING = re.compile(r"\W*(?P<words>\w.*?)[\s*_#]*\Z", re.DOTALL)
_LISTS_WORKS = re.compile(r"^\W*(?:further reading|references|bibliography|works cited)\W*$", re.IGNORECASE)
_REVERSED = re.compile(
    r"\W*(?:\[\d+\]|\d+\.)?\W*(?P<last>[^\W\d_][\w'-]+(?: [^\W\d_][\w'-]+)?), "
    r"(?P<first>[^\W\d_a-z][\w'-]+(?: [A-Z]\.)*)(?=[,.;]| and | \()"
)
_LISTED = re.compile(r",? (?:and |or |& )?")
_NEAR = 4
_SUCH_AS = frozenset({"like", "including", "such", "as"})
_PROGRAMS = frozenset("app application plugin software platform tool toolkit engine program system".split())
_NAMED_BY_LAST = frozenset({"ExhibitionEvent", "Festival"})
TYPES = frozenset(get_args(EntityType))


@dataclass(frozen=True)
class Title(Span):
    """A title in a passage, without its quotation marks; offsets are those of the passage."""

    type: str
    rule: str
    confidence: float


def reversed_person(text: str) -> tuple[int, int, str] | None:
    """Where a reference begins with "Surname, First name", and the name in the usual order."""
    found = _REVERSED.match(text)
    return None if found is None else (found.start("last"), found.end("first"), f"{found['first']} {found['last']}")


def titles(doc: Doc, text: str) -> Iterator[Title]:
    """The titles that stand in a passage, in order, with the kind of work that the words around them give."""
    if text.startswith("#") or not _MARKS.search(text):
        return
    quoted = list(_QUOTED.finditer(text))
    reference = bool(quoted) and bool(_REFERENCE.match(text))
    last, last_kind = 0, None
    for found in quoted:
        group = str(found.lastgroup)
        start, end = found.span(group)
        while end > start and text[end - 1] in " .,;":
            end -= 1
        while start < end and text[start] == " ":
            start += 1
        if start == end:
            continue
        kind = None if reference else kind_around(doc, found.start(), found.end()) or _own(text[start:end])
        if kind is None and not reference and _LISTED.fullmatch(text, last, found.start()):
            kind = last_kind
        last, last_kind = found.end(), kind
        if group == "single" and kind is None and " " not in text[start:end]:
            continue
        if _is_title(text[start:end], kind, reference) and not _is_speech(doc, text, found):
            default = "ScholarlyArticle" if reference and group == "double" else "CreativeWork"
            kind = kind or _program_after(doc, found.end() - 1)
            yield Title(start, end, kind or default, "title", 0.9 if kind else 0.75)


def listed_title(heading: str, above: str) -> Title | None:
    """The title that a heading is which stands under "Further reading" or its like."""
    found = _HEADING.match(heading)
    if found is None or not _LISTS_WORKS.search(above) or " " not in found["words"]:
        return None
    return Title(found.start("words"), found.end("words"), "CreativeWork", "title", 0.75)


def _own(words: str) -> str | None:
    """The kind of work or event that the last of several words gives: "Harbour 1890: a walk-in exhibition"."""
    kind = type_of_noun(words.split()[-1]) if words[0].isupper() and words.count(" ") > 1 else None
    return kind if kind in _NAMED_BY_LAST else None


def _is_title(words: str, kind: str | None, reference: bool) -> bool:
    all_words: list[str] = _WORD.findall(words)
    telling = [word for word in all_words if word.lower() not in _SMALL]
    if not telling or len(all_words) > _MOST_WORDS or not (all_words[0][0].isupper() or all_words[0][0].isdigit()):
        return False
    capitals = sum(word[0].isupper() or word[0].isdigit() for word in telling) / len(telling)
    if reference or kind is not None:
        return True
    return capitals >= (0.9 if words[-1] in "!?" else 0.75)


def _is_speech(doc: Doc, text: str, found: re.Match[str]) -> bool:
    """Whether somebody says the words: they end as clauses do before a speaker, or a verb of saying comes first."""
    after = text[found.end() : found.end() + 2]
    inside = found[0][-2:-1]
    words = doc.char_span(found.start(), found.end(), alignment_mode="expand")
    if words is None:
        return False
    verb = any(token.tag_ in {"VBZ", "VBP", "VBD", "MD"} for token in words)
    before = doc[max(0, words.start - 2) : words.start].text
    return verb and (inside in ",." or after.startswith(",") or before.endswith((":", ",")))


def is_in_title_case(doc: Doc) -> bool:
    """Whether most words of a passage begin with a capital, so that capitals tell nothing."""
    words = [text for text in (token.text for token in doc) if text.isalpha()]
    if all(text.isupper() for text in words):
        return True
    shown = [token for token in doc if token.text[0] not in "#*_"]
    if 1 < len(words) == len(shown) < 4 and not any(token.ent_type_ for token in shown):
        return all(text[0].isupper() for text in words)
    long = [text for text in words if len(text) > 3]
    if len(long) < 3 or doc[-1].text in {".", "!", "?"}:
        return False
    return sum(text[0].isupper() for text in long) / len(long) >= 0.8


def kind_around(doc: Doc, start: int, end: int) -> str | None:
    """The type of work or event that the words before or after a name give: "the film X", "X, a novel by"."""
    words = doc.char_span(start, end, alignment_mode="expand")
    if words is None:
        return None
    for at in range(words.start - 1, max(-1, words.start - 1 - _NEAR), -1):
        token = doc[at]
        listed = token.i + 1 < words.start and token.nbor().lower_ in _SUCH_AS and _work(token) is not None
        if token.lower_ in _SUCH_AS:
            continue
        if (token.pos_ in {"VERB", "ADP"} and not listed) or token.text in ".;:!?":
            break
        if token.pos_ in {"NOUN", "PROPN"} or listed:
            if (kind := _work(token)) and token.dep_ != "poss":
                return kind
            break
    for at in range(words.end, min(len(doc), words.end + _NEAR)):
        token = doc[at]
        if token.pos_ in {"VERB", "ADP", "CCONJ", "AUX", "PRON"} or token.text in ".;:!?":
            return None
        kind = _work(token) if token.pos_ in {"NOUN", "PROPN"} else None
        if kind is not None:
            return kind
    return None


def _program_after(doc: Doc, end: int) -> str | None:
    """A program, where a noun for one follows its name: "the 'Lantern' AI platform"."""
    words = doc.char_span(end, end + 1, alignment_mode="expand")
    for token in doc[words.end : words.end + 3] if words is not None else ():
        if token.lower_ in _PROGRAMS:
            return "SoftwareApplication"
        if token.pos_ not in {"NOUN", "PROPN", "ADJ"}:
            break
    return None


def _work(token: Token) -> str | None:
    kind, small = type_of_noun(token.text), token.text.islower() or (token.is_sent_start and token.tag_ == "NNS")
    return kind if kind in TYPES and kind not in PLACES and small else None
