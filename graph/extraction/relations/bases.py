"""What technology is built on which, and what rests on what: "X using Y", "Y enables the creation of X"."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import TYPE_CHECKING

from graph.extraction.candidates import Candidate, Mention
from graph.extraction.language import Parsed
from graph.extraction.relations.arguments import evidence, is_passive, mention_of, objects, of_phrases, subjects
from graph.extraction.relations.fitting import is_guess, relation
from graph.extraction.relations.lexicon import words
from graph.extraction.relations.lists import fused
from graph.extraction.relations.nominals import argument
from graph.extraction.relations.phrases import named
from graph.extraction.relations.tokens import tokens_of

if TYPE_CHECKING:
    from spacy.tokens import Token

_MACHINES = words("Technology SoftwareApplication Product VisualArtwork")
_TECHNIQUES = words("Activity ValueChainStage Sector Trend")
_DONE = ("ing", "tion", "sion", "ment")
_CASES = ("case", "example", "instance", "way", "form", "kind")
_USES = words("leverage harness exploit use employ utilise utilize incorporate integrate embed combine")
_MAKES_POSSIBLE = words("allow enable permit facilitate underpin power support drive provide")
_MAKING = words("creation development production construction emergence rise design building generation")
_BASES = words("base basis foundation framework groundwork bedrock backbone cornerstone underpinning platform")
_DRIVEN = words("driven powered based enabled assisted supported generated")
_NAMED = words("named called dubbed nicknamed")
_THROUGH = words("through via using")
_SYSTEMS = words(
    "system tool engine software app application platform assistant chatbot bot robot solution program"
)


def find(parsed: Parsed, before: Parsed | None = None) -> Iterator[Candidate]:
    """Candidates for what technologies are built on, and for the bases of other things."""
    for token, lower, lemma, pos, tag, dep in tokens_of(parsed):
        if pos == "VERB" and lemma in _USES:
            yield from _uses(parsed, before, token)
        elif pos == "VERB" and lemma in _MAKES_POSSIBLE:
            yield from _makes_possible(parsed, before, token)
        elif lemma in _BASES and dep == "attr":
            yield from _is_basis(parsed, before, token)
        if lower in _NAMED and tag == "VBN" and dep == "acl":
            yield from _is_named(parsed, token)
        elif lower in _DRIVEN and dep in ("amod", "compound", "nmod"):
            yield from _driven(parsed, token)
        elif lower in _THROUGH and dep == "prep":
            yield from _through(parsed, token)


def _built(
    parsed: Parsed, one: Mention | None, other: Mention | None, tokens: list[Token], rule: str, sure: float
) -> Iterator[Candidate]:
    one = _as_machine(one) if one is not None else None
    if one is None or other is None or one.type not in _MACHINES or other.type != "Technology":
        return
    if is_guess(one) or is_guess(other) or one.slug == other.slug:
        return
    spans = evidence(parsed, tokens, [one, other])
    yield from relation(parsed, one, "builtOn", other, spans, f"bases.{rule}", sure, tokens[1])


def _as_machine(one: Mention) -> Mention:
    """A new kind of production or marketing, of which it is said what technology it uses, as a technology."""
    doubted = one.entity is None and one.type in _TECHNIQUES and " " in one.name
    return replace(one, type="Technology") if doubted and one.name.endswith(_DONE) else one


def _uses(parsed: Parsed, before: Parsed | None, verb: Token) -> Iterator[Candidate]:
    """ "these systems employ neural networks", "advertising using social media"."""
    if is_passive(verb) or verb.dep_ == "xcomp" or verb.tag_ == "VBN":
        return
    users = _before(verb.head) if verb.dep_ == "acl" and verb.head.pos_ in ("NOUN", "PROPN") else subjects(verb)
    if verb.dep_ == "pcomp" and verb.head.head.lemma_ not in _CASES:
        return
    for user in users:
        one = argument(parsed, user, before)
        for used in objects(verb) if one is not None and _names_head(one, user) else []:
            yield from _built(parsed, one, argument(parsed, used, before), [user, verb, used], "uses", 0.65)


def _before(noun: Token) -> list[Token]:
    """A noun with those coordinated before it: both of "painting and printing using sensors"."""
    return [*fused(noun), *[each for each in (*noun.conjuncts, noun) if each.i <= noun.i]]


def _names_head(mention: Mention, noun: Token) -> bool:
    """Whether a mention is what the noun itself names: "the role of AI" is no AI, "this system" may be one."""
    return mention.name.lower().rstrip("s").endswith((noun.lemma_.lower(), noun.lower_.rstrip("s")))


def _makes_possible(parsed: Parsed, before: Parsed | None, verb: Token) -> Iterator[Candidate]:
    """ "Y and Z allow the creation of X", "X is enabled by Y"."""
    passive = is_passive(verb) or (verb.dep_ == "acl" and verb.tag_ == "VBN")
    if passive:
        causes = [n for c in verb.children if c.dep_ == "agent" for n in c.children if n.dep_ == "pobj"]
        causes += [each for cause in causes for each in cause.conjuncts if each.i > cause.i]
    else:
        causes = subjects(verb)
    for made in objects(verb):
        inner = of_phrases(made) if made.lemma_.lower() in _MAKING else []
        if not inner and not passive:
            continue
        for thing in inner or [made]:
            one = argument(parsed, thing, before)
            for cause in causes if one is not None else []:
                other = argument(parsed, cause, before)
                yield from _built(parsed, one, other, [cause, verb, thing], "makes-possible", 0.65)


def _is_basis(parsed: Parsed, before: Parsed | None, noun: Token) -> Iterator[Candidate]:
    """ "Y is the basis of X", "Y forms a framework for X"."""
    for base in subjects(noun.head):
        other = argument(parsed, base, before)
        for thing in of_phrases(noun, "of", "for") if other is not None else []:
            one = argument(parsed, thing, before)
            if one is None or other is None or is_guess(one):
                continue
            spans = evidence(parsed, [base, noun, thing], [one, other])
            predicate = "builtOn" if {one.type, other.type} == {"Technology"} else "schema:isBasedOn"
            yield from relation(parsed, one, predicate, other, spans, "bases.basis", 0.65, noun.head, before)


def _is_named(parsed: Parsed, verb: Token) -> Iterator[Candidate]:
    """ "an AI named Ada", "a speech recognition system called Orbit": a program is built on what it is."""
    kind = mention_of(parsed, verb.head)
    names = [child for child in verb.children if child.dep_ in ("oprd", "attr", "dobj", "ccomp")]
    for token in names:
        name = mention_of(parsed, token)
        inside = _technology_in(parsed, verb.head) or kind
        if name is not None and name.type not in ("Technology", "Person", "Country", "City"):
            program = name if name.type == "SoftwareApplication" else replace(name, type="SoftwareApplication")
            yield from _built(parsed, program, inside, [verb.head, verb, token], "named", 0.7)


def _technology_in(parsed: Parsed, noun: Token) -> Mention | None:
    """The technology that stands before a noun for a system: "AI" in "an AI recording system"."""
    if noun.lemma_.lower() not in _SYSTEMS:
        return None
    found = (mention_of(parsed, child) for child in noun.lefts if child.dep_ in ("compound", "nmod", "amod"))
    return next((each for each in found if each is not None and each.type == "Technology"), None)


def _driven(parsed: Parsed, word: Token) -> Iterator[Candidate]:
    """ "an AI-driven recommender": the whole is built on what drives it, also where the whole is one name."""
    noun = word.head
    if noun.i < word.i or word.i < 2 or word.nbor(-1).text != "-":
        return
    driver = word.nbor(-2)
    whole, inside = mention_of(parsed, noun), mention_of(parsed, driver)
    base = inside if inside is not None and (whole is None or inside.end < whole.end) else None
    if base is None and driver.text.isupper() and len(driver) > 1:
        base = named(parsed, driver.i, driver.i, "Technology")
    start = parsed.span(word.doc[word.i : word.i + 1]).start
    if whole is None or base is None or base.end > start:
        return
    if whole.start >= start and " " in whole.name:
        yield from _built(parsed, whole, base, [driver, word, noun], "driven", 0.75)
        return
    if noun.i == word.i + 1:  # "AI-driven tools" would only say that some tools are; "an AI-driven tool" is one
        one = any(child.lower_ in ("a", "an") for child in noun.lefts)
        yield from _built(parsed, whole if one else None, base, [driver, word, noun], "driven", 0.65)
    else:
        rest = named(parsed, word.i + 1, noun.i, whole.type)
        rest = replace(whole, name=rest.name, start=rest.start, end=rest.end, entity=None, rule="part of a name")
        yield from _built(parsed, rest, base, [driver, word, noun], "driven", 0.7)


def _through(parsed: Parsed, prep: Token) -> Iterator[Candidate]:
    """ "motion capture through sensors": one technology by means of another."""
    for used in [child for child in prep.children if child.dep_ == "pobj"]:
        one, other = mention_of(parsed, prep.head), mention_of(parsed, used)
        yield from _built(parsed, one, other, [prep.head, prep, used], "through", 0.6)
