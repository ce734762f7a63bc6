"""What "it", "they", "this technology" and "the company" stand for: the nearest earlier mention that fits."""

from __future__ import annotations

from collections.abc import Set
from typing import TYPE_CHECKING

from graph.entities import ORGANISATIONS
from graph.extraction.candidates import Mention
from graph.extraction.language import Parsed

if TYPE_CHECKING:
    from spacy.tokens import Token

_TECHNOLOGY = {"Technology", "SoftwareApplication"}
_WORK = {"CreativeWork", "Movie", "TVSeries", "VideoGame", "MusicAlbum", "VisualArtwork"}
_PEOPLE = {"Person"}
_NOT_PEOPLE = _TECHNOLOGY | ORGANISATIONS | _WORK | {"Sector", "Trend", "Project", "Policy", "Event", "Festival"}
_MANY = {"ActorGroup"}
# A small pipeline takes most companies for organisations.
_COMPANIES = {"Corporation", "NewsMediaOrganization", "Organization"}
_KINDS = (
    ("technology tool system technique platform software algorithm application app innovation method",
     _TECHNOLOGY | {"Trend"}),
    (
        "approach intervention development process strategy practice evolution advance advancement integration",
        _TECHNOLOGY | {"Trend"},
    ),
    ("company firm studio brand business retailer startup publisher label", _COMPANIES),
    ("organisation organization institution body agency network", ORGANISATIONS),
    ("museum gallery", {"Museum"}),
    ("university college school", {"CollegeOrUniversity"}),
    ("game title", {"VideoGame"}),
    ("film movie", {"Movie"}),
    ("series show", {"TVSeries"}),
    ("exhibition", {"ExhibitionEvent"}),
    ("festival", {"Festival", "Event"}),
    ("project initiative programme program", {"Project", "Policy"}),
    ("industry sector", {"Sector"}),
    ("trend shift transformation", {"Trend"}),
)  # fmt: skip
GENERIC = frozenset(
    form for nouns, _ in _KINDS for noun in nouns.split() for form in (noun, f"{noun}s", "device", "devices")
)
_CLASSES = {noun: types for nouns, types in _KINDS for noun in nouns.split()}
_POINTING = {"this", "these", "that", "those", "such", "both"}
_TELLING_WHICH = ("amod", "compound", "nmod", "prep", "relcl")
_ONE = {"it", "its", "this", "that", "itself"}
_SEVERAL = {"they", "them", "their", "these", "those"}
_HE_SHE = {"he", "she", "him", "her", "his"}


def antecedent(parsed: Parsed, token: Token, before: Parsed | None = None) -> Mention | None:
    """The mention that a pronoun or a pointing noun phrase stands for, or None.

    Sought sentence by sentence backwards in this passage, then in the last sentence of the one ``before``; in a
    sentence its subject comes first, then the nearest.
    """
    fitting = _fitting(token)
    if fitting is None:
        return None
    sentences = [each for each in parsed.doc.sents if each.start <= token.i]
    for sentence in reversed(sentences[-3:]):
        end = parsed.passage.start + token.idx if sentence.start <= token.i < sentence.end else None
        if found := _best(parsed, sentence.start, sentence.end, fitting, token, end):
            return found
    if _opens_quotation(token):
        fitting = fitting & (_TECHNOLOGY | {"Trend", "Sector"})
    if before is not None and before.passage.kind != "row" and len(sentences) <= 1:
        last = list(before.doc.sents)[-1:]
        for sentence in last:
            return _best(before, sentence.start, sentence.end, fitting, token, None)
    return None


def _opens_quotation(token: Token) -> bool:
    """Whether a bare "this" or "it" opens what somebody says, who need not speak of what is told before."""
    before = token.doc[token.i - 1] if token.i > 0 else None
    return token.pos_ in ("PRON", "DET") and before is not None and before.is_quote


def _fitting(token: Token) -> Set[str] | None:
    word = token.lower_
    if token.pos_ == "PRON" or token.dep_ == "poss":
        if word in _HE_SHE:
            return _PEOPLE
        if word in _SEVERAL:
            return _NOT_PEOPLE | _MANY
        return _NOT_PEOPLE if word in _ONE else None
    types = _CLASSES.get(token.lemma_.lower())
    if types is None:
        again = any(child.dep_ == "det" and child.lower_ in _POINTING for child in token.lefts)
        bare = token.n_lefts == 1 and token.pos_ == "NOUN"
        return frozenset() if again and bare else None  # only what is so called
    modifiers = [child for child in token.children if child.dep_ in _TELLING_WHICH and not _is_aside(child)]
    pointing = any(
        child.dep_ in ("det", "predet", "amod") and child.lower_ in _POINTING for child in token.children
    )
    definite = any(child.dep_ == "det" and child.lower_ == "the" for child in token.children)
    return types if pointing or (definite and not modifiers and token.tag_ == "NN") else None


def _is_aside(clause: Token) -> bool:
    """Whether a relative clause stands between commas, and so does not tell which one is meant."""
    return clause.dep_ == "relcl" and clause.left_edge.i > 0 and clause.left_edge.nbor(-1).text == ","


def _is_plural(token: Token) -> bool:
    return token.lower_ in _SEVERAL or token.tag_ in ("NNS", "NNPS")


def _best(parsed: Parsed, start: int, end: int, types: Set[str], token: Token, until: int | None) -> Mention | None:
    at = parsed.passage.start
    first = at + parsed.doc[start].idx
    last = at + parsed.doc[end - 1].idx + len(parsed.doc[end - 1])
    limit = last if until is None else until
    found = [
        each
        for each in parsed.mentions
        if first <= each.start and each.end <= limit and (each.type in types or _is_so_called(each, token))
        if each.name.lower() not in GENERIC
    ]
    ranked = [(_rank(parsed, each, token), each.start, each) for each in found]
    return max(ranked, key=lambda one: one[:2])[2] if ranked else None


def _is_so_called(mention: Mention, token: Token) -> bool:
    """Whether a longer name ends in the very noun: "a games company", then "the company"."""
    before, _, last = mention.name.lower().rpartition(" ")
    return bool(before) and token.pos_ == "NOUN" and last == token.lower_


def _rank(parsed: Parsed, mention: Mention, token: Token) -> int:
    """How well a mention fits what points back: best by the same noun ("these systems" are those so named),
    then by number, then as a subject."""
    words = parsed.words(mention)
    if words is None:
        return 0
    head = words.root
    subject = head.dep_ in ("nsubj", "nsubjpass")
    many = head.tag_ in ("NNS", "NNPS") or mention.type in _MANY or bool(head.conjuncts)
    again = token.pos_ == "NOUN" and words[-1].lemma_.lower() == token.lemma_.lower()
    return 4 * again + 2 * (many == _is_plural(token)) + subject
