"""What nouns say that things are like: "X has a strong position", "Y is a trend in X", "with Y as its core"."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from graph.entities import ORGANISATIONS, PLACES
from graph.extraction.candidates import Candidate, Mention
from graph.extraction.language import Parsed
from graph.extraction.nouns import type_of_noun
from graph.extraction.relations.abstract import is_abstract, is_described
from graph.extraction.relations.arguments import RELATIVE, evidence, is_passive, of_phrases, subjects
from graph.extraction.relations.fitting import relation
from graph.extraction.relations.lexicon import words
from graph.extraction.relations.nominals import argument
from graph.extraction.relations.phrases import named
from graph.extraction.relations.predicates import LOOSE, SHOWING, TRENDS
from graph.extraction.relations.tokens import tokens_of

if TYPE_CHECKING:
    from spacy.tokens import Token

_HAVING = words("have enjoy retain gain acquire develop show")
_GIVING = words("offer provide create deliver bring")
_WORKS = words(
    "Movie TVSeries VideoGame MusicAlbum VisualArtwork CreativeWork Event ExhibitionEvent Festival Project"
)
_BEARERS = (
    ORGANISATIONS
    | PLACES
    | _WORKS
    | words("Sector Technology Trend Activity ValueChainStage Topic Policy ActorGroup SoftwareApplication")
)
_CHANGING = _BEARERS - words("ActorGroup Topic")
_VALUING = ORGANISATIONS | PLACES | words("Sector Project Event Festival ValueChainStage")
_LEADING = words("centre center hub leader powerhouse pioneer destination hotspot crossroads stronghold mecca")
_CORES = words("core centre center heart focus basis foundation soul pillar backbone carrier theme goal hallmark")
_TAKES = words("take treat regard have make use see put keep")
_MARKETS = words("market scene trade business")
_PREVAILING = TRENDS | words("norm feature characteristic trait hallmark priority phenomenon")
_VALUES = words("emphasise emphasize prioritise prioritize value stress champion foreground favour favor")
_WEIGHT = words("importance value role significance need necessity")
_PRIORITY = words("priority attention importance emphasis weight prominence")


def find(parsed: Parsed, before: Parsed | None = None) -> Iterator[Candidate]:
    """Candidates for characteristics that a noun names."""
    for token, lower, lemma, pos, _, dep in tokens_of(parsed):
        if pos == "NOUN" and dep == "dobj":
            yield from _had(parsed, before, token)
        elif pos == "VERB" and dep == "relcl" and (lemma in _HAVING or lemma in SHOWING):
            yield from _that_they_have(parsed, before, token)
        elif pos in ("NOUN", "NUM") and dep == "attr":
            yield from _is_leading(parsed, before, token)
            if lemma in _PREVAILING:
                yield from _prevails(parsed, before, token)
        if lower == "as" and dep == "prep":
            yield from _as_core(parsed, before, token)
        elif pos == "VERB" and lemma in _VALUES and not is_passive(token):
            yield from _values(parsed, before, token)
        elif lemma in _PRIORITY and dep in ("dobj", "oprd") and token.head.lemma_ == "give":
            yield from _is_given(parsed, before, token)


def _has(
    parsed: Parsed,
    before: Parsed | None,
    bearer: tuple[Token, Mention],
    quality: tuple[Token, Mention | None],
    rule: str,
    sure: float,
    said: Token,
) -> Iterator[Candidate]:
    token, thing = bearer
    noun, what = quality
    if what is not None and what.slug != thing.slug:
        spans = evidence(parsed, [token, said, noun], [thing, what])
        yield from relation(
            parsed, thing, "hasCharacteristic", what, spans, f"attributes.{rule}", sure, said, before
        )


def _bearers(
    parsed: Parsed, before: Parsed | None, tokens: list[Token], types: frozenset[str]
) -> list[tuple[Token, Mention]]:
    found = (
        (token, argument(parsed, token, before, "Sector" if token.lemma_.lower() in _MARKETS else None))
        for token in tokens
    )
    return [(token, thing) for token, thing in found if thing is not None and thing.type in types]


def _had(parsed: Parsed, before: Parsed | None, noun: Token) -> Iterator[Candidate]:
    """ "X has a strong tradition", "X is undergoing transformation", "X offers a unique experience"."""
    verb = noun.head
    lemma = verb.lemma_.lower()
    if not is_abstract(noun) or is_passive(verb):
        return
    if lemma in SHOWING:
        types, sure = _CHANGING, 0.55
    elif lemma in _HAVING and is_described(noun):
        types, sure = _BEARERS, 0.5
    elif lemma in _GIVING and is_described(noun):
        types, sure = _WORKS, 0.45
    else:
        return
    if lemma in ("have", "create", "bring") and any(c.lower_ in ("on", "upon", "for", "to") for c in noun.rights):
        return  # "has an effect on": an impact
    for bearer in _bearers(parsed, before, subjects(verb), types):
        for what in _told(parsed, noun):
            yield from _has(parsed, before, bearer, (noun, what), "had", sure, verb)


def _that_they_have(parsed: Parsed, before: Parsed | None, verb: Token) -> Iterator[Candidate]:
    """ "the monopoly that weavers enjoyed"."""
    if is_passive(verb) or any(child.dep_ == "dobj" and child.lower_ not in RELATIVE for child in verb.children):
        return
    noun = verb.head
    if not (is_abstract(noun) or is_described(noun)) or not any(child.dep_ == "nsubj" for child in verb.lefts):
        return
    holders = [child for child in verb.lefts if child.dep_ == "nsubj" and child.lower_ not in RELATIVE]
    for bearer in _bearers(parsed, before, holders, _BEARERS):
        yield from _has(
            parsed, before, bearer, (noun, argument(parsed, noun, None, "Topic")), "that-has", 0.5, verb
        )


def _told(parsed: Parsed, noun: Token) -> list[Mention]:
    """The qualities in "a lively and open culture"; of "a green, digital development trend", each development."""
    if noun.lemma_.lower() not in TRENDS:
        what = argument(parsed, noun, None)
        return [what] if what is not None and what.start <= parsed.span(noun.doc[noun.i : noun.i + 1]).start else []
    if of_phrases(noun, "of", "towards", "toward", "to"):
        return []  # for the rule of trends
    kinds = [child for child in noun.lefts if child.dep_ == "compound"]
    if not kinds:
        whole = argument(parsed, noun, None)
        return [whole] if whole is not None and is_described(noun) else []
    adjectives = [child for child in noun.lefts if child.dep_ == "amod" and child.lower_ not in LOOSE]
    several = [each for first in adjectives for each in [first, *first.conjuncts]]
    rest = " ".join(kind.text for kind in kinds)
    if not several:
        return [named(parsed, kinds[0].i, kinds[-1].i, "Topic")]
    return [named(parsed, each.i, each.i, "Topic", name=f"{each.text} {rest}") for each in dict.fromkeys(several)]


def _is_leading(parsed: Parsed, before: Parsed | None, noun: Token) -> Iterator[Candidate]:
    """ "X is a global hub of design", "X is one of the fastest growing parts of the economy"."""
    heads = of_phrases(noun) if noun.lower_ == "one" else [noun]
    for head in heads:
        superlative = any(
            child.tag_ == "JJS" or any(each.tag_ in ("RBS", "JJS") for each in child.children)
            for child in head.lefts
        )
        ranked = superlative and type_of_noun(head.lemma_) not in ("Person", "ActorGroup")
        if not ranked and not (head.lemma_.lower() in _LEADING and (is_described(head) or of_phrases(head))):
            continue
        types = _BEARERS - words("ActorGroup Topic")
        for bearer in _bearers(parsed, before, subjects(noun.head), types):
            for each in [head, *[other for other in head.conjuncts if other.i > head.i]]:
                what = argument(parsed, each, None, "Topic")
                if what is not None:
                    first = each.left_edge.i if each.left_edge.dep_ != "det" else each.left_edge.i + 1
                    what = named(parsed, first, max(each.i, _end_of_name(each)), "Topic")
                yield from _has(parsed, before, bearer, (each, what), "leading", 0.6, noun.head)


def _end_of_name(noun: Token) -> int:
    """Where the phrase ends with what follows "of" or "for"."""
    prep = next((child for child in noun.rights if child.dep_ == "prep" and child.lower_ in ("of", "for")), None)
    nouns = [child for child in prep.children if child.dep_ == "pobj"] if prep is not None else []
    return nouns[0].i if nouns else noun.i


def _prevails(parsed: Parsed, before: Parsed | None, noun: Token) -> Iterator[Candidate]:
    """ "Y has become a major trend in X": X has the characteristic Y."""
    verb = noun.head
    if verb.lemma_.lower() not in ("be", "become", "remain") or of_phrases(noun, "of"):
        return
    said_of = subjects(verb)
    inside = [place for subject in said_of for place in _deepest_in(subject)]
    places = of_phrases(noun, "in", "for", "across", "within") or of_phrases(verb, "in", "across") or inside
    for bearer in _bearers(parsed, before, places, _CHANGING):
        for subject in said_of:
            what = argument(parsed, subject, before, "Trend")
            yield from _has(parsed, before, bearer, (subject, what), "prevails", 0.65, verb)


def _deepest_in(noun: Token) -> list[Token]:
    """The noun of the last "in" or "of" inside a phrase."""
    return [
        child for word in noun.subtree if word.lower_ == "in" for child in word.children if child.dep_ == "pobj"
    ][-1:]


def _as_core(parsed: Parsed, before: Parsed | None, marker: Token) -> Iterator[Candidate]:
    """ "X develops with Y and Z as its core", "X takes Y as its basis"."""
    core = next((child for child in marker.children if child.dep_ == "pobj"), None)
    if core is None or core.lemma_.lower() not in _CORES:
        return
    head = marker.head
    if head.pos_ == "VERB":
        holders = [head, *[child for child in head.children if child.dep_ == "dobj"]]
        inside = [noun for each in holders for noun in of_phrases(each, "with") if noun.i < marker.i]
        if not inside and head.lemma_.lower() in _TAKES:
            inside = [child for child in head.children if child.dep_ == "dobj"]
        verb = head
    else:
        first = head
        while first.dep_ == "conj":
            first = first.head
        inside = [first, *[each for each in first.conjuncts if each.i < marker.i]]
        above = first.head
        if above.lower_ == "with" and above.head.dep_ == "dobj":
            above = above.head
        verb = above.head if above.pos_ != "VERB" else above
    if verb.pos_ not in ("VERB", "AUX"):
        return
    for bearer in _bearers(parsed, before, subjects(verb), _CHANGING):
        for noun in dict.fromkeys(inside):
            yield from _has(parsed, before, bearer, (noun, argument(parsed, noun, None)), "core", 0.65, verb)


def _values(parsed: Parsed, before: Parsed | None, verb: Token) -> Iterator[Candidate]:
    """ "X prioritises Y", "X emphasises the importance of Y", where X is a sector, a place or a body."""
    nouns = [child for child in verb.children if child.dep_ == "dobj"]
    matters = [each for noun in nouns for each in (of_phrases(noun) if noun.lemma_ in _WEIGHT else [noun])]
    for bearer in _bearers(parsed, before, subjects(verb), _VALUING):
        for matter in matters:
            for noun in [matter, *[each for each in matter.conjuncts if each.i > matter.i]]:
                yield from _has(parsed, before, bearer, (noun, argument(parsed, noun, None)), "values", 0.5, verb)


def _is_given(parsed: Parsed, before: Parsed | None, noun: Token) -> Iterator[Candidate]:
    """ "In X, Y is given priority", "X gives priority to Y"."""
    verb = noun.head
    if is_passive(verb):
        whose, given = of_phrases(verb, "in", "within", "across"), subjects(verb)
    else:
        whose, given = subjects(verb), [*of_phrases(verb, "to"), *of_phrases(noun, "to")]
    for bearer in _bearers(parsed, before, whose, _VALUING):
        for each in given:
            yield from _has(parsed, before, bearer, (each, argument(parsed, each, None)), "given", 0.6, verb)
