"""What things are like: "X is interactive and mobile", "X shows a trend of Y", "the popularity of X"."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from graph.documents import Span
from graph.entities import PLACES
from graph.extraction.candidates import Candidate, Mention
from graph.extraction.language import Parsed
from graph.extraction.relations.arguments import evidence, mention_at, of_phrases, subjects
from graph.extraction.relations.fitting import is_guess, relation
from graph.extraction.relations.lexicon import words
from graph.extraction.relations.lists import listed, spelled_out
from graph.extraction.relations.nominals import argument
from graph.extraction.relations.phrases import named
from graph.extraction.relations.predicates import EVALUATIVE, QUALITIES, SHOWING, TRENDS
from graph.extraction.relations.tokens import tokens_of

if TYPE_CHECKING:
    from spacy.tokens import Token

_WORKS = words(
    "VideoGame Movie TVSeries MusicAlbum VisualArtwork CreativeWork ExhibitionEvent Festival Event Project"
)
_DESCRIBED = (
    _WORKS
    | PLACES
    | words("Sector Technology Trend SoftwareApplication Activity ValueChainStage Museum Policy DataSet")
)
_DEGREES = words("increasingly highly largely deeply predominantly heavily widely strongly closely")
_CONCEDING = words("while though although if albeit")
_FEATURES = words("characteristic feature trait hallmark attribute quality strength")


def find(parsed: Parsed, before: Parsed | None = None) -> Iterator[Candidate]:
    """Candidates for characteristics, other than those after "is characterised by" (`relating`)."""
    for token, _, lemma, pos, tag, dep in tokens_of(parsed):
        if dep == "acomp" and pos == "ADJ":
            yield from _adjectives(parsed, before, token, token.head)
        elif (
            (pos == "ADJ" and dep == "ROOT" and any(child.lemma_ == "be" for child in token.lefts))
            or (pos == "ADJ" and dep == "advcl" and _has_left(token, _CONCEDING))
            or (tag == "VBN" and _has_left(token, _DEGREES))
        ):
            yield from _adjectives(parsed, before, token, token)
        elif pos == "NOUN" and lemma in QUALITIES:
            yield from _quality_of(parsed, before, token)
        elif pos == "NOUN" and lemma in TRENDS:
            yield from _trend(parsed, before, token)
        elif pos == "NOUN" and lemma in _FEATURES:
            yield from _features(parsed, before, token)


def _has_left(token: Token, among: frozenset[str]) -> bool:
    return any(child.lower_ in among for child in token.lefts)


def _adjectives(parsed: Parsed, before: Parsed | None, adjective: Token, verb: Token) -> Iterator[Candidate]:
    """ "X is interactive, mobile and open": one characteristic an adjective, but no mere verdict."""
    if verb.i != adjective.i and verb.lemma_.lower() not in ("be", "become", "remain", "grow"):
        return
    for subject in subjects(verb):
        thing = mention_at(parsed, subject, before)
        if thing is None and (noun := argument(parsed, subject, before)) is not None:
            thing = noun if noun.type in _WORKS else None
        if thing is None or thing.type not in _DESCRIBED:
            continue
        tags = ("JJ", "NN", "NNS", "VBN")
        others = [each for each in adjective.conjuncts if each.i > subject.i and each.tag_ in tags]
        for word in [adjective, *others]:
            if (word.lower_ in EVALUATIVE and not _has_left(word, _DEGREES)) or not _is_plain(word):
                continue
            quality = named(parsed, _start(word), _end(word), "Topic")
            spans = evidence(parsed, [subject, verb, word], [thing])
            yield from _has(parsed, thing, quality, spans, "characteristics.adjective", 0.5, verb, before)


def _is_adjective(word: Token) -> bool:
    return word.tag_ in ("JJ", "VBN")


def _is_plain(word: Token) -> bool:
    """Whether nothing, or but "in", "to" or "for" somebody, follows an adjective."""
    after = [child for child in word.rights if child.dep_ in ("prep", "xcomp", "ccomp")]
    if word.tag_ == "VBN":
        return not after
    return all(child.lower_ in ("in", "to", "for") and child.dep_ == "prep" for child in after)


def _end(word: Token) -> int:
    """Where "accessible to everyone" ends; what it is so in, "in", is not part of it."""
    after = [child for child in word.rights if child.dep_ == "prep" and child.lower_ in ("to", "for")]
    nouns = [noun for child in after[:1] for noun in child.children if noun.dep_ == "pobj"]
    return nouns[0].i if nouns and nouns[0].i - word.i < 5 else word.i


def _start(word: Token) -> int:
    """Where "risk-averse" starts, whose last part is the word."""
    first = word.i
    while first > 1 and word.doc[first - 1].text == "-":
        first -= 2
    return first


def _has(
    parsed: Parsed,
    thing: Mention,
    quality: Mention,
    spans: tuple[Span, ...],
    rule: str,
    sure: float,
    said: Token,
    before: Parsed | None,
) -> Iterator[Candidate]:
    yield from relation(parsed, thing, "hasCharacteristic", quality, spans, rule, sure, said, before)


def _quality_of(parsed: Parsed, before: Parsed | None, noun: Token) -> Iterator[Candidate]:
    """ "the popularity of X", "X's popularity"."""
    owners = [child for child in noun.children if child.dep_ == "poss"]
    whose = listed(parsed, noun.i + 2) if noun.i + 2 < len(noun.doc) and noun.nbor().lower_ == "of" else []
    for token in whose or [*of_phrases(noun), *owners]:
        thing = _titled_work(parsed, token) or argument(parsed, token, before)
        if thing is not None and not is_guess(thing):
            quality = named(parsed, noun.i, noun.i, "Topic")
            spans = evidence(parsed, [noun, token], [thing])
            yield from _has(parsed, thing, quality, spans, "characteristics.quality-of", 0.55, noun, before)


def _titled_work(parsed: Parsed, token: Token) -> Mention | None:
    """ "Ada Byrne's work": whose it is says which."""
    owner = next((child for child in token.lefts if child.dep_ == "poss"), None)
    who = mention_at(parsed, owner) if owner is not None and token.lemma_.lower() in ("work", "oeuvre") else None
    return named(parsed, token.left_edge.i, token.i, "CreativeWork") if who is not None else None


def _trend(parsed: Parsed, before: Parsed | None, noun: Token) -> Iterator[Candidate]:
    """ "X shows a trend of Y", "a shift towards Y in X"."""
    matters = of_phrases(noun, "of", "towards", "toward", "to")
    things = of_phrases(noun, "in", "within", "across")
    if noun.dep_ == "dobj" and noun.head.lemma_.lower() in SHOWING:
        things = subjects(noun.head)
    for token in things:
        thing = argument(parsed, token, before)
        for matter in matters if thing is not None else []:
            what = argument(parsed, matter, before, "Trend")
            if thing is not None and what is not None:
                spans = evidence(parsed, [token, noun, matter], [thing, what])
                yield from _has(parsed, thing, what, spans, "characteristics.trend", 0.65, noun, before)


def _features(parsed: Parsed, before: Parsed | None, noun: Token) -> Iterator[Candidate]:
    """ "X is a feature of Y": Y has the characteristic X."""
    if noun.dep_ == "dobj":
        yield from _has_features(parsed, before, noun)
    if noun.dep_ != "attr":
        return
    for token in of_phrases(noun):
        thing = argument(parsed, token, before)
        for subject in subjects(noun.head) if thing is not None else []:
            what = argument(parsed, subject, before)
            if thing is not None and what is not None:
                spans = evidence(parsed, [subject, noun, token], [thing, what])
                yield from _has(parsed, thing, what, spans, "characteristics.feature-of", 0.65, noun.head, before)


def _has_features(parsed: Parsed, before: Parsed | None, noun: Token) -> Iterator[Candidate]:
    """ "X has several characteristics, such as A, B and C"."""
    listed = [each for each in spelled_out(parsed, [noun]) if each.i != noun.i]
    listed += [each for last in listed[-1:] for each in last.conjuncts if each.i > last.i and _is_adjective(each)]
    if noun.head.lemma_.lower() not in ("have", "show", "share", "offer", "possess", "display", "combine"):
        return
    for subject in subjects(noun.head) if listed else []:
        thing = argument(parsed, subject, before)
        for member in listed if thing is not None else []:
            adjective = _is_adjective(member)
            what = named(parsed, _start(member), member.i, "Topic") if adjective else argument(parsed, member, None)
            if thing is not None and what is not None:
                spans = evidence(parsed, [subject, noun, member], [thing, what])
                yield from _has(parsed, thing, what, spans, "characteristics.listed", 0.7, noun.head, before)
