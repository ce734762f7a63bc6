"""What a sentence gives as an example: "For instance, X …", "X is a case of Y", "Y is exemplified by X"."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import TYPE_CHECKING

from graph.extraction.candidates import Candidate, Mention
from graph.extraction.language import Parsed
from graph.extraction.relations.arguments import agents, evidence, is_passive, objects, of_phrases, subjects
from graph.extraction.relations.fitting import CONCEPTS, is_guess, is_named, relation
from graph.extraction.relations.lexicon import words
from graph.extraction.relations.lists import listed
from graph.extraction.relations.nominals import argument
from graph.extraction.relations.phrases import activity, named, phrase
from graph.extraction.relations.predicates import MEETING, QUALITIES
from graph.extraction.relations.tokens import tokens_of

if TYPE_CHECKING:
    from spacy.tokens import Span as Words
    from spacy.tokens import Token

_EXAMPLE_NOUNS = words("example instance case illustration exemplar showcase proof study embodiment manifestation")
_SHOWING = words("exemplify illustrate embody typify epitomise epitomize")
_OPENINGS = (("for", "example"), ("for", "instance"))
_FRAMES = words("term field area realm domain case context world sphere regard")
_TOPICAL = words("Technology Activity Trend Topic Policy Sector ActorGroup")
_DONE = MEETING | words(
    "integration use application adoption cooperation co-operation collaboration blending merging"
)
_POINTING = words("this that these those it")
_NAMING = words(
    "ScholarlyArticle Movie VideoGame TVSeries MusicAlbum VisualArtwork ExhibitionEvent Festival",
    "Project CreativeWork",
)


def find(parsed: Parsed, before: Parsed | None = None) -> Iterator[Candidate]:
    """Candidates for what exemplifies what by the words of a sentence."""
    for token, _, lemma, pos, _, _ in tokens_of(parsed):
        if pos == "NOUN" and lemma in _EXAMPLE_NOUNS:
            yield from _is_example(parsed, before, token)
        elif pos == "VERB" and lemma in _SHOWING:
            yield from _exemplifies(parsed, before, token)
    yield from _for_instance(parsed, before)


def _is_example(parsed: Parsed, before: Parsed | None, noun: Token) -> Iterator[Candidate]:
    """ "X is an example of Y", "an example of Y is X", "A notable example is X" after a sentence on Y."""
    verb = noun.head
    if noun.lemma_.lower() == "study" and not any(child.lower_ == "case" for child in noun.lefts):
        return
    if verb.lemma_.lower() not in ("be", "involve", "include", "provide", "offer") or verb.i == noun.i:
        return
    is_said_of = noun.dep_ in ("attr", "dobj")
    things = subjects(verb) if is_said_of else [c for c in verb.children if c.dep_ in ("attr", "dobj")]
    wholes = [
        ([noun, token], whole)
        for token in of_phrases(noun)
        if token.lower_ not in _POINTING and (whole := _kind(parsed, token, before)) is not None
    ]
    sure = 0.8 if wholes else 0.5
    if not wholes and (not is_said_of or any(each.lower_ in _POINTING for each in of_phrases(noun))):
        wholes = [([noun], topic) for topic in _topics_before(parsed, before, noun)]
    for thing in things:
        yield from _under_each(parsed, before, thing, wholes, "is-example", sure, verb)


def _under_each(
    parsed: Parsed,
    before: Parsed | None,
    thing: Token,
    wholes: list[tuple[list[Token], Mention]],
    rule: str,
    sure: float,
    said: Token,
) -> Iterator[Candidate]:
    example = _instance(parsed, thing)
    for tokens, whole in wholes if example is not None else []:
        if example is not None and not is_guess(example):
            spans = evidence(parsed, [thing, *tokens], [whole, example])
            yield from relation(
                parsed, example, "exemplifies", whole, spans, f"instances.{rule}", sure, said, before
            )


def _instance(parsed: Parsed, thing: Token) -> Mention | None:
    """What is given as an example: a thing, or the work or body whose success or use it is."""
    lemma = thing.lemma_.lower()
    if lemma in QUALITIES | words("success case story"):
        inner = of_phrases(thing) or [child for child in thing.lefts if child.dep_ == "poss"]
        return argument(parsed, inner[0], None) if inner else None
    found = argument(parsed, thing, None)
    if found is not None and is_named(found):
        return found
    if lemma not in _DONE:
        return found
    inside = parsed.mentions_in(parsed.span(thing.doc[thing.i : thing.right_edge.i + 1]))
    return next((each for each in inside if each.type in _NAMING), None)


def _kind(parsed: Parsed, token: Token, before: Parsed | None) -> Mention | None:
    """What something is an example of: also "the fusion of A and B" as a whole, and "AI in B"."""
    if token.lemma_.lower() in _DONE and len(of_phrases(token)) > 1:
        return phrase(parsed, token, "Topic")
    if token.tag_ == "VBG" and token.dep_ in ("csubj", "nsubj", "pcomp"):
        done = activity(parsed, token, "Activity", whole=True)
        between = next((each for each in parsed.mentions if each.start > done.end), None)
        gap = parsed.text[done.end - parsed.passage.start : between.start - parsed.passage.start] if between else ""
        if between is None or gap.strip() != "for":
            return done
        return replace(done, end=between.end, name=f"{done.name} for {between.name}")
    found = argument(parsed, token, before)
    if found is None or found.type != "Technology":
        return found
    return _used_in(parsed, token, found) or found


def _used_in(parsed: Parsed, token: Token, technology: Mention) -> Mention | None:
    """ "drones in film making", of which an example is one, and not of all drones."""
    words_ = parsed.words(technology)
    if words_ is None or words_.end >= len(token.doc) or token.doc[words_.end].lower_ not in ("in", "for"):
        return None
    field = next((child for child in token.doc[words_.end].children if child.dep_ in ("pobj", "pcomp")), None)
    if field is not None and field.dep_ == "pcomp" and field.tag_ == "VBG":
        return _used_to(parsed, field, technology)
    if field is None or field.i - words_.end > 4:
        return None
    found = argument(parsed, field, None)
    if found is None or found.type not in ("Activity", "Sector", "Topic", "ValueChainStage"):
        return None
    return named(parsed, words_.start, field.i, "Topic")


def _used_to(parsed: Parsed, verb: Token, technology: Mention) -> Mention | None:
    """ "drones in filming crowds for news", of which an example is one of drones for news."""
    ends = [each for word in [verb, *verb.subtree] for each in of_phrases(word, "for") if each.i > verb.i]
    purpose = argument(parsed, ends[0], None) if ends else None
    if purpose is None or purpose.type not in ("Activity", "Sector", "Topic", "ValueChainStage"):
        return None
    return replace(
        technology, entity=None, rule="phrase", type="Topic", name=f"{technology.name} for {purpose.name}"
    )


def _exemplifies(parsed: Parsed, before: Parsed | None, verb: Token) -> Iterator[Candidate]:
    """ "X exemplifies Y", "Y is illustrated by X", "Y is exemplified by platforms like X"."""
    if is_passive(verb) or (verb.dep_ == "acl" and verb.tag_ == "VBN"):
        kinds, things = objects(verb), agents(verb)
    else:
        kinds, things = objects(verb), subjects(verb)
    wholes = [([verb, token], whole) for token in kinds if (whole := _kind(parsed, token, before)) is not None]
    for thing in things:
        for each in _like(parsed, thing) or [thing]:
            yield from _under_each(parsed, before, each, wholes, "exemplified", 0.7, verb)


def _like(parsed: Parsed, noun: Token) -> list[Token]:
    """The members of "platforms like X and Y"."""
    following = noun.doc[noun.i + 1 : noun.i + 3].text.lower()
    if following.startswith("like "):
        return listed(parsed, noun.i + 2)
    return listed(parsed, noun.i + 3) if following == "such as" else []


def _for_instance(parsed: Parsed, before: Parsed | None) -> Iterator[Candidate]:
    """ "For example, X …", "X, for instance, …": X is an example of what the sentence before is about."""
    if not any(f"or {word}" in parsed.text for word in ("example", "instance")):
        return
    for sentence in parsed.doc.sents:
        if sentence.start == 0 or not _is_instance(sentence):
            continue
        for thing in subjects(sentence.root):
            example = argument(parsed, thing, None)
            if example is None or example.type in CONCEPTS or thing.pos_ != "PROPN":
                continue
            for whole in _topics_before(parsed, before, sentence[0])[:1]:
                spans = evidence(parsed, [sentence[0], thing], [whole])
                yield from relation(
                    parsed,
                    example,
                    "exemplifies",
                    whole,
                    spans,
                    "instances.for-instance",
                    0.6,
                    sentence.root,
                    before,
                )


def _is_instance(sentence: Words) -> bool:
    """Whether a sentence as a whole is given as an example."""
    found = [i for i in range(len(sentence) - 2) if (sentence[i].lower_, sentence[i + 1].lower_) in _OPENINGS]
    return any(i == 0 or (sentence[i - 1].text == "," and sentence[i + 2].text == ",") for i in found)


def _topics_before(parsed: Parsed, before: Parsed | None, token: Token) -> list[Mention]:
    """What the sentence before is about: after "in the field of", else its subject, else its first concept.

    Where it says what something exemplifies or combines, that.
    """
    sentences = [each for each in parsed.doc.sents if each.end <= token.sent.start]
    if not sentences:
        return []
    last = sentences[-1]
    fronted = [argument(parsed, head, before) for head in _fronted(last)]
    if told := [each for each in fronted if each is not None and each.type in _TOPICAL]:
        return told
    shown = [noun for word in last if word.lemma_.lower() in _SHOWING for noun in objects(word)]
    concepts = [each for each in parsed.mentions_in(parsed.span(last)) if each.type in _TOPICAL]
    for head in [*shown, *subjects(last.root)]:
        found = _kind(parsed, head, before)
        if found is not None and found.type in _TOPICAL and (found.type != "ActorGroup" or not concepts):
            uses = [_kind(parsed, each, before) for each in subjects(last.root)] if head in shown else []
            return [found, *[each for each in uses if each is not None and " in " in each.name]]
    return sorted(concepts, key=lambda each: (each.type == "ActorGroup", each.start))[:1]


def _fronted(sentence: Words) -> list[Token]:
    """The nouns of "in terms of X", "in the field of X and Y" at the start of a sentence."""
    opening = [token for token in sentence[:6] if token.lower_ == "of" and token.head.lemma_.lower() in _FRAMES]
    first = [noun for of in opening for noun in of.children if noun.dep_ == "pobj"]
    return [each for noun in first for each in [noun, *noun.conjuncts]]
