"""What people in the trade call what a text tells by a verb and its object: who predicts the tastes of an audience
analyses audiences. Lists of general English; the names are looked up in the graph like any other name."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

from graph.extraction.candidates import Mention
from graph.extraction.language import Parsed
from graph.extraction.relations.arguments import essential, mention_of, objects, of_phrases
from graph.extraction.relations.lexicon import words
from graph.extraction.relations.phrases import activity, named
from graph.extraction.relations.series import listed_with

if TYPE_CHECKING:
    from spacy.tokens import Token

_STUDY = (
    "analyse analyze understand study gauge discern predict anticipate measure track dissect examine identify"
    " segment profile forecast interpret monitor investigate research spot assess evaluate"
)
_MAKE = "create generate produce make"
_SAVE = "store preserve archive keep safeguard conserve"
_ANYTHING = ""
# Verbs, heads of their objects or words before these, and what it is called.
_CALLED = (
    (_STUDY, "audience viewer viewership fan listener reader visitor spectator sentiment taste preference"
     " demographic engagement", "analysing audiences"),
    (_STUDY, "consumer customer market trend demand shopper buyer competitor", "market research"),
    (_STUDY, "feedback comment review reaction", "analysing feedback"),
    ("analyse analyze process interpret mine", "data datum dataset statistic", "analysing data"),
    ("analyse analyze", "content image picture text sound footage recording", "analysing content"),
    ("tailor personalise personalize customise customize", _ANYTHING, "personalising content"),
    ("recommend suggest", "content song film music title book video programme playlist show track item",
     "recommending content"),
    ("write author draft", "script screenplay dialogue", "scriptwriting"),
    ("write author draft", "novel book story poem text article lyric poetry fiction prose", "writing"),
    ("tell", "story", "storytelling"),
    ("compose write", "music song melody score soundtrack tune symphony", "composing music"),
    ("edit cut", "film footage video sequence scene trailer movie clip", "film editing"),
    ("engage attract involve captivate reach", "audience user fan viewer visitor listener reader customer consumer",
     "engaging audiences"),
    ("target pinpoint", "audience segment customer viewer consumer advertising advert campaign message user buyer",
     "targeted marketing"),
    ("promote advertise publicise publicize", _ANYTHING, "promotion"),
    ("increase raise build strengthen", "awareness brand", "building a brand"),
    ("mimic imitate copy emulate replicate", "style manner handwriting", "imitating a style"),
    ("mimic imitate emulate", "human person people artist actor singer voice feeling face", "imitating people"),
    ("resurrect revive reanimate", "actor character performer figure star singer musician",
     "reviving dead performers"),
    ("rejuvenate de-age", "actor performer star face", "de-ageing actors"),
    ("produce reproduce make manufacture", "mass massively", "mass production"),
    (_MAKE, "artwork art painting drawing sculpture", "making art"),
    (_MAKE, "music album track song", "producing music"),
    (_MAKE, "effect vfx", "making visual effects"),
    (_MAKE, "prototype mock-up mockup", "prototyping"),
    (f"{_MAKE} brainstorm develop find", "idea", "finding ideas"),
    (_MAKE, "replica facsimile", "reproducing artefacts"),
    (_MAKE, "content image picture visual text composition work video footage", "content creation"),
    ("reproduce replicate copy recreate", "artefact artifact object sculpture statue relic",
     "reproducing artefacts"),
    ("animate simulate", "character fur hair creature figure", "animating"),
    (_SAVE, "record collection archive recording document data datum heritage object manuscript",
     "digital storage and access"),
    ("digitise digitize scan", "collection archive record document photograph book object manuscript",
     "digitising collections"),
    ("catalogue catalog tag index describe classify", "collection object archive item record holding",
     "cataloguing"),
    ("find search retrieve", "information", "searching for information"),
    ("develop build", "application service app", "developing applications"),
    ("fund finance", "project film work", "funding projects"),
    ("share exchange", "idea", "sharing ideas"),
    ("share exchange", "data datum", "sharing data"),
    ("share pass exchange", "knowledge skill", "knowledge sharing"),
    ("track trace verify", "origin ownership provenance", "tracking origin and ownership"),
    ("manage administer clear", "right copyright licence license royalty", "managing rights"),
    ("display exhibit show present", "artefact artifact collection object exhibit artwork work", "exhibiting"),
    ("distribute deliver stream release", "content film music show video programme", "distributing content"),
    ("refine improve", "product service", "improving products and services"),
)  # fmt: skip


def _table() -> dict[str, list[tuple[frozenset[str], str]]]:
    made: dict[str, list[tuple[frozenset[str], str]]] = defaultdict(list)
    for verbs, nouns, name in _CALLED:
        for verb in verbs.split():
            made[verb].append((frozenset(nouns.split()), name))
    return dict(made)


_BY_VERB = _table()
_VERB_OF = {
    "analysis": "analyse",
    "creation": "create",
    "digitisation": "digitise",
    "digitization": "digitise",
    "display": "display",
    "distribution": "distribute",
    "exchange": "exchange",
    "generation": "generate",
    "personalisation": "personalise",
    "personalization": "personalise",
    "preservation": "preserve",
    "production": "produce",
    "promotion": "promote",
    "replication": "replicate",
    "reproduction": "reproduce",
    "sharing": "share",
    "storage": "store",
    "tracking": "track",
}
_LIGHT = words("provide offer deliver enable support perform conduct facilitate allow do undertake carry")
_ACTIVITY = frozenset({"Activity"})
NAMES = frozenset(name for _, _, name in _CALLED)


def doings(parsed: Parsed, verb: Token) -> list[Mention]:
    """What a verb with its objects tells that somebody does: by its name in the trade, else in its own words.

    An activity that is only provided or performed is that activity; one listed with others is all of them.
    """
    told = _before_noun(parsed, verb) or activity(parsed, verb, "Activity")
    known = next((each for each in parsed.mentions if _covers(each, told)), None)
    if known is not None:
        return listed_with(parsed, known, _ACTIVITY, known.start, before=False)
    if verb.lemma_.lower() in _LIGHT and (done := _named_by_objects(parsed, verb)):
        return done
    names = dict.fromkeys(name for noun in _objects(verb) if (name := _called(verb, noun)))
    place = parsed.words(told)
    if not names or place is None:
        return [told]
    return [named(parsed, place.start, place.end - 1, "Activity", name=name) for name in names]


def _before_noun(parsed: Parsed, verb: Token) -> Mention | None:
    """What a gerund does to the noun behind it, where the parse takes both for one name: "for *mapping caves*"."""
    if verb.dep_ not in ("compound", "amod") or verb.head.i < verb.i:
        return None
    return named(parsed, verb.i, verb.head.i, "Activity")


def called_by_noun(noun: Token) -> list[str]:
    """The names of what a noun with its "of" tells: "the analysis of data" is called what "analyse data" is."""
    verb = _VERB_OF.get(noun.lemma_.lower())
    told = of_phrases(noun) or [each for other in noun.conjuncts if other.i > noun.i for each in of_phrases(other)]
    if verb is None or not told:
        return []
    return list(dict.fromkeys(name for thing in told if (name := _called_for(verb, _about(thing)))))


def within_objects(parsed: Parsed, verb: Token) -> list[Mention]:
    """The activities in what a verb is done to: "speed up *content creation* processes"."""
    inside = [noun for each in objects(verb) for noun in [each, *(essential(each) or ())]]
    found = (mention_of(parsed, noun) for noun in inside)
    return [each for each in found if each is not None and each.type == "Activity"]


def is_named(mention: Mention) -> bool:
    """Whether an activity has a name of its own."""
    return mention.entity is not None or mention.name in NAMES or mention.rule != "phrase"


def _named_by_objects(parsed: Parsed, verb: Token) -> list[Mention]:
    found = (mention_of(parsed, noun) for noun in objects(verb))
    return [each for each in found if each is not None and each.type == "Activity"]


def _called(verb: Token, noun: Token) -> str | None:
    how = [word.lemma_.lower() for word in verb.children if word.dep_ in ("advmod", "npadvmod")]
    return _called_for(verb.lemma_.lower(), [*_about(noun), *how])


def _about(noun: Token) -> list[str]:
    about = [noun.lemma_.lower()] + [
        word.lemma_.lower() for word in noun.children if word.dep_ in ("compound", "amod", "nmod", "poss")
    ]
    return about + [thing.lemma_.lower() for of in noun.children if of.lower_ == "of" for thing in of.children]


def _called_for(verb: str, about: list[str]) -> str | None:
    for nouns, name in _BY_VERB.get(verb, ()):
        if not nouns or not nouns.isdisjoint(about):
            return name
    return None


def _objects(verb: Token) -> list[Token]:
    """What a verb is done to; of two verbs with one object, "share and develop *ideas*", the same for both."""
    done_to = [child for child in verb.children if child.dep_ in ("dobj", "nsubjpass")]
    if not done_to and not any(child.dep_ == "prep" for child in verb.children):
        shared = [child for child in verb.rights if child.dep_ == "conj" and child.tag_ == verb.tag_][:1]
        done_to = [noun for other in shared for noun in other.children if noun.dep_ == "dobj"]
    found = [each for noun in done_to for each in [noun, *noun.conjuncts]]
    return found or [verb]


def _covers(mention: Mention, told: Mention) -> bool:
    return mention.type == "Activity" and mention.start == told.start and mention.end >= told.end - 1
