"""What works, policies and the document deal with, where no verb of writing says so."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import TYPE_CHECKING

from graph.documents import Span
from graph.extraction.candidates import Candidate, Mention
from graph.extraction.language import Parsed
from graph.extraction.nouns import type_of_noun
from graph.extraction.relations.arguments import evidence, is_passive, objects, of_phrases, subjects
from graph.extraction.relations.fitting import covering, is_guess, relation, the_document
from graph.extraction.relations.lexicon import words
from graph.extraction.relations.lists import spelled_out
from graph.extraction.relations.nominals import argument, is_own_text
from graph.extraction.relations.phrases import edges, named, phrase
from graph.extraction.relations.predicates import ABOUT, ABOUT_WITH
from graph.extraction.relations.tokens import tokens_of

if TYPE_CHECKING:
    from spacy.tokens import Token

_DEPICTS = words(
    "recreate depict portray tell retell narrate reproduce chronicle celebrate recount commemorate evoke",
    "reconstruct dramatise dramatize satirise satirize honour honor trace document visualise visualize",
    "display showcase reveal imagine reimagine present exhibit feature",
)
_GOVERNS = words(
    "prioritise prioritize emphasise emphasize promote address cover govern regulate recognise recognize",
    "concern stress",
)
_WORKS = words(
    "Movie TVSeries VideoGame MusicAlbum VisualArtwork CreativeWork ExhibitionEvent Event Festival",
    "SoftwareApplication",
)
_GOVERNING = words("Policy Project Event Festival")
_TOPICAL = words(
    "Sector Technology Trend Topic Activity Skill ValueChainStage ActorGroup Policy Country City Place Person",
    "Event Organization",
)
_NAMED = _TOPICAL - words("ActorGroup Place") | words("Museum Corporation Organization Movie VideoGame")
_DOES = (
    ABOUT | ABOUT_WITH.keys() | words("contribute aim seek offer provide reveal show identify propose argue map")
)
_REVIEWS = words(
    "overview review analysis study survey guide introduction summary exploration examination account history",
    "report collection map investigation look assessment result discussion reflection synthesis snapshot",
    "primer handbook",
)
_SHOWS = words(
    "display show exhibition exhibit retrospective installation presentation portrait portrayal depiction"
)
_MEASURES = words("policy area strand recommendation proposal plan roadmap manifesto charter course")
_PROPOSALS = _MEASURES | words(
    "centre center programme program project conference roundtable workshop seminar webinar"
)
_LONGEST_NAME = 12
_WEIGHT = words("importance role need value use scene story history")


def find(parsed: Parsed, before: Parsed | None = None) -> Iterator[Candidate]:
    """Candidates for what things are about, other than those of `about`."""
    for token, _, lemma, pos, _, dep in tokens_of(parsed):
        if pos == "VERB" and lemma in _DEPICTS and not is_passive(token):
            yield from _deals(parsed, before, token, _WORKS, "depicts", 0.6)
        if pos == "VERB" and lemma in _GOVERNS and not is_passive(token):
            yield from _deals(parsed, before, token, _GOVERNING, "governs", 0.55)
        if dep == "nsubj" and is_own_text(token):
            yield from _of_document(parsed, token)
        elif pos == "NOUN" and lemma in _SHOWS:
            yield from _show_of(parsed, before, token)
        elif pos == "NOUN" and lemma in _PROPOSALS:
            yield from _proposal_on(parsed, before, token)


def _about(
    parsed: Parsed, text: Mention, matter: Mention, spans: tuple[Span, ...], rule: str, sure: float, said: Token
) -> Iterator[Candidate]:
    if matter.slug != text.slug:
        yield from relation(parsed, text, "schema:about", matter, spans, f"dealing.{rule}", sure, said)


def _deals(
    parsed: Parsed,
    before: Parsed | None,
    verb: Token,
    types: frozenset[str],
    rule: str,
    sure: float,
) -> Iterator[Candidate]:
    """ "The game recreates a legend", "guidelines that prioritise transparency"."""
    for subject in subjects(verb):
        text = argument(parsed, subject, before)
        if text is not None and is_guess(text) and subject.lemma_.lower() in _MEASURES:
            text = replace(text, type="Policy")
        if text is None or text.type not in types or text.entity == "document":
            continue
        for noun in spelled_out(parsed, objects(verb)):
            matter = _matter(parsed, noun)
            if matter is not None and matter.type in _TOPICAL:
                spans = evidence(parsed, [subject, verb, noun], [text, matter])
                yield from _about(parsed, text, matter, spans, rule, sure, verb)


def _matter(parsed: Parsed, noun: Token) -> Mention | None:
    """What an object is, through words such as "the importance of"."""
    inner = of_phrases(noun) if noun.lemma_.lower() in _WEIGHT else []
    return argument(parsed, inner[0] if inner else noun, None)


def _of_document(parsed: Parsed, own: Token) -> Iterator[Candidate]:
    """ "This paper contributes to the debate on X by Y": what a sentence names that says what the text does."""
    verb, sentence = own.head, own.sent
    doing = [verb, *[child for child in verb.children if child.dep_ in ("xcomp", "advcl") and child.tag_ != "VBN"]]
    does = any(word.lemma_.lower() in _DOES for word in doing)
    is_review = any(child.dep_ == "attr" and child.lemma_.lower() in _REVIEWS for child in verb.children)
    if not does and not is_review:
        return
    document = the_document(parsed, own)
    said = Span(document.start, document.start + len(own))
    for matter in parsed.mentions_in(parsed.span(sentence)):
        if matter.type in _NAMED and not (matter.start <= document.start < matter.end):
            spans = (covering(said, Span(matter.start, matter.end)),)
            yield from _about(parsed, document, matter, spans, "own-text", 0.55, verb)


def _show_of(parsed: Parsed, before: Parsed | None, noun: Token) -> Iterator[Candidate]:
    """ "the museum's display of ancient maps"."""
    owned = any(child.dep_ == "poss" for child in noun.lefts) or type_of_noun(noun.lemma_) == "ExhibitionEvent"
    if not owned:
        return
    text = phrase(parsed, noun, "ExhibitionEvent")
    for thing in of_phrases(noun, "of", "about", "on"):
        matter = argument(parsed, thing, before, "Topic")
        if matter is not None and matter.type in _TOPICAL:
            spans = evidence(parsed, [noun, thing], [matter])
            yield from _about(parsed, text, matter, spans, "show-of", 0.55, noun)


def _with_matters(parsed: Parsed, noun: Token, thing: Token, kind: str) -> Mention:
    """ "the centre on X and Y" as a name, which "the centre" would not be."""
    whole = phrase(parsed, noun, kind)
    span = parsed.words(whole)
    last = max(edges(each)[1] for each in [thing, *thing.conjuncts])
    near = span is not None and last - span.start < _LONGEST_NAME
    return named(parsed, span.start, last, kind) if span is not None and near else whole


def _proposal_on(parsed: Parsed, before: Parsed | None, noun: Token) -> Iterator[Candidate]:
    """ "a recommendation on X", "a workshop on X"."""
    kind = type_of_noun(noun.lemma_) or ("Policy" if noun.lemma_.lower() in _MEASURES else "")
    if kind not in _GOVERNING | {"Organization"}:
        return
    for thing in of_phrases(noun, "on", "about", "concerning", "regarding"):
        matter = argument(parsed, thing, before)
        if matter is not None and not is_guess(matter) and matter.type in _TOPICAL:
            text = _with_matters(parsed, noun, thing, kind)
            spans = evidence(parsed, [noun, thing], [matter])
            yield from _about(parsed, text, matter, spans, "proposal-on", 0.6, noun)
