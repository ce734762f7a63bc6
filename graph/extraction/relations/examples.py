"""Members of kinds in lists: "platforms such as X and Y", "crafts (e.g. weaving)", "X, Y and other crafts"."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import TYPE_CHECKING

from graph.documents import Span
from graph.extraction.candidates import Candidate, Mention
from graph.extraction.language import Parsed
from graph.extraction.relations.arguments import mention_of, of_phrases, subjects
from graph.extraction.relations.fitting import CONCEPTS, covering, is_guess, is_named, relation
from graph.extraction.relations.lexicon import words
from graph.extraction.relations.lists import listed, noun_before
from graph.extraction.relations.nominals import argument
from graph.extraction.relations.tokens import tokens_of

if TYPE_CHECKING:
    from spacy.tokens import Token

# Words after which the members of what stands before them are listed; how sure each is.
_MARKERS: dict[tuple[str, ...], tuple[str, float]] = {
    ("such", "as"): ("such-as", 0.85),
    ("for", "example"): ("for-example", 0.7),
    ("for", "instance"): ("for-example", 0.7),
    ("e.g.",): ("for-example", 0.8),
    ("eg",): ("for-example", 0.8),
    ("e.g",): ("for-example", 0.8),
    ("including",): ("including", 0.75),
    ("excluding",): ("including", 0.65),
    ("like",): ("like", 0.7),
    ("especially",): ("especially", 0.5),
    ("particularly",): ("especially", 0.45),
    ("notably",): ("especially", 0.6),
    ("namely",): ("namely", 0.7),
    ("from",): ("ranging", 0.6),
    ("as", "represented", "by"): ("represented", 0.7),
    ("represented", "by"): ("represented", 0.7),
    ("exemplified", "by"): ("represented", 0.7),
    ("among", "them"): ("including", 0.6),
}
_LONGEST = max(map(len, _MARKERS))
_FIRST = {marker[0] for marker in _MARKERS}
_BETWEEN = words(", ( – - : ;")
_RANGING = words("ranging range ranges running stretching spanning everything anything")
_NO_KIND = words(
    "characteristic feature trait quality attribute factor element aspect component ingredient benefit ability"
)
_WHERE = words("world environment space setting context field area market place society life domain")
_FEWEST = 3
_SORTS = words("form type kind sort example variety")


def find(parsed: Parsed, before: Parsed | None = None) -> Iterator[Candidate]:
    """Candidates for what exemplifies what, and which concept is narrower than which."""
    for token, lower, _, _, _, _ in tokens_of(parsed):
        marker = _marker_at(token) if lower in _FIRST else None
        if marker is not None:
            yield from _after_marker(parsed, before, token, *marker)
        elif lower in ("–", "—") and token.i and token.nbor(-1).tag_ in ("NNS", "NNPS"):
            yield from _between_dashes(parsed, before, token)
        elif lower == "other" and token.i and token.nbor(-1).lower_ in ("and", "or"):
            yield from _and_other(parsed, before, token)


def _marker_at(token: Token) -> tuple[int, str, float] | None:
    following = tuple(word.lower_ for word in token.doc[token.i : token.i + _LONGEST])
    for length in range(min(_LONGEST, len(following)), 0, -1):
        found = _MARKERS.get(following[:length])
        if found is not None and _is_marker(token, found[0]):
            return (length, *found)
    return None


def _is_marker(token: Token, rule: str) -> bool:
    if token.i == 0:
        return False
    previous = token.nbor(-1)
    if rule == "like":
        return token.pos_ in ("ADP", "SCONJ") and previous.pos_ in ("NOUN", "PROPN", "PUNCT")
    if rule == "ranging":
        return previous.lower_ in _RANGING
    if rule == "especially":
        return previous.text in _BETWEEN
    return True


def _after_marker(
    parsed: Parsed, before: Parsed | None, token: Token, length: int, rule: str, sure: float
) -> Iterator[Candidate]:
    members = listed(parsed, token.i + length, joints=("to",) if rule == "ranging" else ())
    start = token.i - 1 if rule == "ranging" else token.i
    such_before = rule == "such-as" and token.nbor(1).lower_ != "as"
    host = None if such_before else noun_before(token.doc, start)
    if host is None or not members:
        return
    host = _acting_there(parsed, host, members[0]) or host
    yield from members_of(parsed, before, host, members, f"examples.{rule}", sure)


def _acting_there(parsed: Parsed, place: Token, member: Token) -> Token | None:
    """What "programs can act in the virtual world (e.g. chatbots)" gives examples of: no worlds, but programs."""
    if place.lemma_.lower() not in _WHERE or place.dep_ != "pobj" or place.head.lower_ not in ("in", "on", "at"):
        return None
    verb = place.head.head
    doers = _doers_before(verb, place)
    while not doers and verb.dep_ in ("advcl", "acl", "xcomp", "conj") and verb.head.pos_ in ("VERB", "AUX"):
        verb = verb.head
        doers = _doers_before(verb, place)
    named, part = (mention_of(parsed, doers[0]) if doers else None), mention_of(parsed, member)
    return doers[0] if named is not None and part is not None and named.type in CONCEPTS else None


def members_of(
    parsed: Parsed, before: Parsed | None, host: Token, members: list[Token], rule: str, sure: float
) -> Iterator[Candidate]:
    """One candidate a member: a concept under its broader concept, anything else as an example."""
    whole = argument(parsed, host, before)
    if whole is None or host.lemma_.lower() in _NO_KIND:
        return
    for member in members:
        part = argument(parsed, member, None, whole.type)
        if part is None or not _stands_at(parsed, part, member):
            continue
        spans = _between(parsed, host, whole, part)
        for made in under(parsed, part, whole, spans, rule, sure, said=host, before=before):
            # "could use looms such as X": that X is a loom is certain, whatever the clause denies or leaves open.
            yield replace(made, certainty="asserted", polarity="affirmed")


def _between(parsed: Parsed, host: Token, whole: Mention, part: Mention) -> tuple[Span, ...]:
    """From the noun before a list to the member, and what the noun stands for where that is named elsewhere."""
    noun = parsed.span(parsed.doc[host.left_edge.i : host.i + 1])
    span = covering(noun, Span(part.start, part.end))
    elsewhere = whole.end <= span.start or span.end <= whole.start
    return (Span(whole.start, whole.end), span) if elsewhere else (span,)


def _stands_at(parsed: Parsed, mention: Mention, token: Token) -> bool:
    """Whether a mention is what is listed, and not something inside it ("the use of looms" is no loom)."""
    return mention.start <= parsed.passage.start + token.idx < mention.end


def under(
    parsed: Parsed,
    part: Mention,
    whole: Mention,
    spans: tuple[Span, ...],
    rule: str,
    sure: float,
    said: Token,
    before: Parsed | None,
) -> Iterator[Candidate]:
    """A concept is narrower than another of its kind, and a named thing is an example of a concept.

    Of two types the one that is better known goes for both: that of a thing of the graph before that of a noun.
    """
    if part.type in CONCEPTS:
        if whole.entity is None and _gives_way(whole, part):
            whole = replace(whole, type=part.type)
        elif part.entity is None and whole.type in CONCEPTS:
            part = replace(part, type=whole.type)
    elif part.entity is None and not is_named(part) and whole.type in CONCEPTS:
        part = replace(part, type=whole.type)
    elif whole.type not in CONCEPTS and whole.type != "Policy" and is_guess(whole):
        whole = replace(whole, type="Topic")
    predicate = "skos:broader" if part.type in CONCEPTS and part.type == whole.type else "exemplifies"
    if predicate == "skos:broader" or (part.type not in CONCEPTS and whole.type in (*CONCEPTS, "Policy")):
        yield from relation(parsed, part, predicate, whole, spans, rule, sure, said, before)


def _gives_way(whole: Mention, part: Mention) -> bool:
    return whole.type != "ActorGroup" and (part.entity is not None or is_guess(whole) or whole.type not in CONCEPTS)


def _doers_before(verb: Token, place: Token) -> list[Token]:
    return [each for each in subjects(verb) if each.i < place.i] if verb.pos_ in ("VERB", "AUX") else []


def _between_dashes(parsed: Parsed, before: Parsed | None, dash: Token) -> Iterator[Candidate]:
    """ "new formats – domes, headsets and walls – spread": three or more, up to a dash or the end."""
    members = listed(parsed, dash.i + 1)
    end = members[-1].right_edge.i + 1 if members else len(dash.doc)
    closed = end >= len(dash.doc) or dash.doc[end].text in ("–", "—", ".")
    if len(members) >= _FEWEST and closed:
        yield from members_of(parsed, before, dash.nbor(-1), members, "examples.dashes", 0.55)


def _and_other(parsed: Parsed, before: Parsed | None, other: Token) -> Iterator[Candidate]:
    """ "film, music and other creative industries": what is listed before falls under what comes after."""
    after = listed(parsed, other.i + 1)
    if not after or after[0].tag_ not in ("NNS", "NNPS"):
        return
    host = next(iter(of_phrases(after[0])), after[0]) if after[0].lemma_.lower() in _SORTS else after[0]
    members = [each for each in after[0].conjuncts if each.i < other.i]
    if not members and (nearest := noun_before(other.doc, other.i - 1)) is not None:
        members = [nearest, *[each for each in nearest.conjuncts if each.i < nearest.i]]
    yield from members_of(parsed, before, host, members, "examples.and-other", 0.8)
