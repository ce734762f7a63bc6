"""What is said of a thing by a noun or a verb of growth: "X is a crucial task", "X has grown", "X offers speed"."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from graph.documents import Span
from graph.entities import ORGANISATIONS
from graph.extraction.candidates import Candidate, Mention
from graph.extraction.language import Parsed
from graph.extraction.relations.anaphora import GENERIC
from graph.extraction.relations.arguments import evidence, is_passive, mention_at, mention_of, of_phrases, subjects
from graph.extraction.relations.fitting import is_guess, relation
from graph.extraction.relations.lexicon import words
from graph.extraction.relations.phrases import edges, named
from graph.extraction.relations.tokens import tokens_of

if TYPE_CHECKING:
    from spacy.tokens import Token

_GROWTH = {
    **dict.fromkeys(words("grow expand boom"), "growth"),
    **dict.fromkeys(words("thrive flourish"), "success"),
    **dict.fromkeys(words("decline shrink dwindle contract"), "decline"),
    **dict.fromkeys(words("stagnate"), "stagnation"),
}
_GROWING = words("Sector ActorGroup Trend ValueChainStage Technology")
_BEARERS = words("Technology Activity Sector Trend ValueChainStage SoftwareApplication Skill Policy")
# Nouns that, with an adjective, say what something is like and not what it is.
_VERDICTS = words(
    "task challenge medium asset force phenomenon driver factor engine process undertaking alternative solution",
    "resource component ingredient necessity priority concern business field market endeavour endeavor skill",
    "success failure problem issue trend opportunity threat threshold barrier surface practice art craft activity",
)
_ESTEEM = words("recognise recognize regard consider see view deem hail praise acclaim celebrate acknowledge rank")
_HELD = ORGANISATIONS | words(
    "Person Movie TVSeries VideoGame MusicAlbum VisualArtwork CreativeWork Festival Event City"
)
_MAKING_UP = ("be", "become", "remain", "represent", "constitute")
_GIVING = words("offer provide bring give deliver ensure guarantee")
_QUALITY = ("ity", "ness", "ism", "acy", "ency", "ancy", "speed", "freedom", "durability")
_NO_QUALITY = words(
    "city university community activity facility opportunity security business utility celebrity entity"
)


def find(parsed: Parsed, before: Parsed | None = None) -> Iterator[Candidate]:
    """Candidates for characteristics that predicative nouns, verbs of growth and given qualities tell."""
    for token, _, lemma, pos, _, dep in tokens_of(parsed):
        if pos == "VERB" and lemma in _GROWTH:
            yield from _grows(parsed, before, token)
        elif pos == "NOUN" and dep == "attr" and lemma in _VERDICTS:
            yield from _is(parsed, before, token)
        elif pos == "VERB" and lemma in _ESTEEM and is_passive(token):
            yield from _is_held(parsed, before, token)
        elif pos == "NOUN" and lemma.endswith(_QUALITY) and lemma not in _NO_QUALITY:
            yield from _offered(parsed, before, token)


def _bearers(
    parsed: Parsed, before: Parsed | None, verb: Token, types: frozenset[str]
) -> list[tuple[Token, Mention]]:
    named_ = (token for token in subjects(verb) if mention_of(parsed, token) is not None or _points(token))
    found = ((token, mention_at(parsed, token, before)) for token in named_)
    return [(token, thing) for token, thing in found if thing is not None and thing.type in types]


def _points(noun: Token) -> bool:
    """Whether a pronoun or "this technology" stands for something that was named before."""
    return noun.pos_ == "PRON" or noun.lower_ in GENERIC


def _grows(parsed: Parsed, before: Parsed | None, verb: Token) -> Iterator[Candidate]:
    """ "The audience has grown": of a sector, group or technology; with a figure, the figure says it."""
    if is_passive(verb) or (verb.tag_ == "VBN" and not any(child.lemma_ == "have" for child in verb.lefts)):
        return
    if any(child.dep_ in ("dobj", "xcomp", "ccomp", "acomp") or child.lower_ == "into" for child in verb.rights):
        return
    if verb.dep_ in ("acl", "amod", "advcl", "pcomp") or _has_figure(verb):
        return
    for token, thing in _bearers(parsed, before, verb, _GROWING):
        quality = named(parsed, verb.i, verb.i, "Topic", name=_GROWTH[verb.lemma_.lower()])
        spans = evidence(parsed, [token, verb], [thing])
        yield from _has(parsed, before, thing, quality, spans, "grows", 0.5, verb)


def _has_figure(verb: Token) -> bool:
    """Whether the clause of a verb, without the clauses in it, has a number."""
    parts = (child for child in verb.children if child.dep_ not in ("ccomp", "parataxis", "conj", "advcl"))
    return any(word.like_num for part in parts for word in part.subtree)


def _is(parsed: Parsed, before: Parsed | None, noun: Token) -> Iterator[Candidate]:
    """ "X is a crucial task": what an adjective with such a noun says of a concept."""
    verb = noun.head
    if verb.lemma_ not in _MAKING_UP or not any(child.dep_ in ("amod", "compound") for child in noun.lefts):
        return
    if any(child.dep_ in ("det", "poss") and child.lower_ not in ("a", "an") for child in noun.lefts):
        return
    first, _ = edges(noun)
    while first < noun.i and parsed.doc[first].pos_ in ("DET", "ADV", "PUNCT", "PRON"):
        first += 1
    for token, thing in _bearers(parsed, before, verb, _BEARERS):
        quality = named(parsed, first, noun.i, "Topic")
        spans = evidence(parsed, [token, verb, noun], [thing])
        yield from _has(parsed, before, thing, quality, spans, "is", 0.5, verb)


def _is_held(parsed: Parsed, before: Parsed | None, verb: Token) -> Iterator[Candidate]:
    """ "X is recognised as a leader", "X is considered a craft": what it is held to be."""
    given = of_phrases(verb, "as") or [child for child in verb.children if child.dep_ == "oprd"]
    for noun in given[:1]:
        if noun.pos_ != "NOUN" or noun.i < verb.i:
            continue
        first, last = edges(noun)
        while first < noun.i and parsed.doc[first].pos_ in ("DET", "PUNCT", "PRON"):
            first += 1
        if first == last:
            continue
        for token, thing in _bearers(parsed, before, verb, _BEARERS | _HELD):
            quality = named(parsed, first, last, "Topic")
            spans = evidence(parsed, [token, verb, noun], [thing])
            yield from _has(parsed, before, thing, quality, spans, "held", 0.55, verb)


def _offered(parsed: Parsed, before: Parsed | None, noun: Token) -> Iterator[Candidate]:
    """ "X offers flexibility and speed"."""
    first = next((each for each in noun.conjuncts if each.dep_ == "dobj"), noun)
    verb = first.head
    if first.dep_ != "dobj" or verb.lemma_.lower() not in _GIVING or is_passive(verb):
        return
    if any(
        child.dep_ == "dative" or child.lower_ in ("of", "to", "for", "in")
        for child in (*verb.rights, *noun.rights)
    ):
        return
    for token, thing in _bearers(parsed, before, verb, _BEARERS):
        if not is_guess(thing):
            quality = named(parsed, noun.i, noun.i, "Topic")
            spans = evidence(parsed, [token, verb, noun], [thing])
            yield from _has(parsed, before, thing, quality, spans, "offers", 0.5, verb)


def _has(
    parsed: Parsed,
    before: Parsed | None,
    thing: Mention,
    quality: Mention,
    spans: tuple[Span, ...],
    rule: str,
    sure: float,
    said: Token,
) -> Iterator[Candidate]:
    yield from relation(parsed, thing, "hasCharacteristic", quality, spans, f"qualities.{rule}", sure, said, before)
