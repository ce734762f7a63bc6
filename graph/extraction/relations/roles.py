"""What can stand where: technologies that are used, who uses them, causes, what they touch, and activities."""

from __future__ import annotations

from typing import TYPE_CHECKING

from graph.entities import ORGANISATIONS, PLACES
from graph.extraction.candidates import Mention
from graph.extraction.language import Parsed
from graph.extraction.nouns import type_of_noun
from graph.extraction.relations.arguments import essential, mention_at, mention_of, of_phrases
from graph.extraction.relations.lexicon import words
from graph.extraction.relations.phrases import edges, phrase
from graph.extraction.relations.techniques import is_technical
from graph.extraction.relations.verbs import ASPECTS, TASK_NOUNS

if TYPE_CHECKING:
    from spacy.tokens import Token

TECHNOLOGY = frozenset({"Technology"})
BODIES = ORGANISATIONS | {"Agent"}
WORKS = words("CreativeWork Movie TVSeries VideoGame MusicAlbum VisualArtwork Product SoftwareApplication")
HAPPENINGS = words("Event ExhibitionEvent Festival Project")
USERS = BODIES | WORKS | HAPPENINGS | words("Person ActorGroup Sector Activity ValueChainStage")
CAUSES = (
    WORKS | HAPPENINGS | words("Technology Trend Activity Topic Policy Skill Sector ActorGroup ValueChainStage")
)
TARGETS = CAUSES | BODIES | PLACES | {"Measure", "Person"}
_TOUCHED_AS_TOPICS = words("Project Product Policy")  # kinds of thing that an effect is never said to reach
ADDRESSEES = BODIES | PLACES | words("Person ActorGroup Sector")
PROPOSERS = BODIES | words("Person ActorGroup Project Policy Report Article ScholarlyArticle CreativeWork Country")
_MEASURES = words(
    "access accountability agreement alignment approach awareness body collaboration compensation consent",
    "consultation cooperation disclosure education exchange framework funding governance guidance guideline",
    "incentive infrastructure instrument investment labelling labeling law legislation licence license licensing",
    "measure mechanism oversight partnership platform plan policy practice programme program protection provision",
    "reform register regulation relief remuneration retraining right rule safeguard scheme standard strategy",
    "subsidy support tax training transparency understanding upskilling voucher watermarking dialogue monitoring",
    "fund centre center network taskforce pathway",
)
_NOTHING = words(
    "study report paper article chapter section survey author research result finding table figure document",
    "review text one thing fact reason way example case year day moment hand view point question answer number",
    "percent lot kind sort order detail name word end start beginning side today page passage paragraph analysis",
    "essay interview speaker discussion debate conclusion summary sense something anything everything nothing",
    "someone everyone people who what which that this it these those they we you i he she there all both each",
    "other others another many some none most above following latter former month week evidence aim goal purpose",
    "objective idea total average decade century rest extent period degree account term addition step place line",
    "set respect regard basis light lack course summer winter spring autumn season",
)
_WRITTEN = words("report study paper review survey")
_WHO_DOES = ("eer", "er", "or", "ist", "ian", "smith", "wright")
_SERVICES = words("platform service site website portal app network")
_THINGS_IN_ER = words(
    "paper number order factor user manner quarter winter summer december frontier barrier error color layer",
    "member poster chapter newsletter computer filter letter matter",
    "offer power register theater center meter corner border sensor monitor mirror vector cluster folder",
    "container",
)
_EVENT_ENDINGS = (
    "tion",
    "sion",
    "ment",
    "ing",
    "ance",
    "ence",
    "ity",
    "ism",
    "ship",
    "sis",
    "age",
    "ness",
    "al",
    "cy",
)


def technology(parsed: Parsed, token: Token, before: Parsed | None = None) -> Mention | None:
    """The technology that a noun phrase names; one not known, where it is named more closely than "tools"."""
    found = mention_at(parsed, token, before)
    if found is not None:
        return found if found.type in TECHNOLOGY else None
    named = phrase(parsed, token, "Technology")
    return named if type_of_noun(token.text) == "Technology" and named.end - named.start > len(token) else None


def user(parsed: Parsed, token: Token, before: Parsed | None = None) -> Mention | None:
    """Who or what makes use of something: an agent, group, work, event, project, sector or activity."""
    found = mention_at(parsed, token, before)
    if (
        found is not None
        and found.type == "Technology"
        and found.entity is None
        and token.lemma_.lower() in _SERVICES
    ):
        return phrase(parsed, token, "SoftwareApplication")
    if found is not None:
        return found if found.type in USERS else None
    if (made := _typed(parsed, token, USERS - {"Person"})) is not None:
        return made
    if token.pos_ == "NOUN" and token.lemma_.lower().endswith(_WHO_DOES) and not _is_no_user(token):
        return phrase(parsed, token, "ActorGroup")
    owners = (mention_at(parsed, child, before) for child in token.children if child.dep_ == "poss")
    return next((owner for owner in owners if owner is not None and owner.type in BODIES), None)


def cause(parsed: Parsed, token: Token, before: Parsed | None, doing: bool) -> Mention | None:
    """What can have an effect: a technology, trend, activity, policy, work …; else a thing of type Topic.

    A sector or group that is ``doing`` something is at work, and has no effect that we would claim.
    """
    found = mention_at(parsed, token, before)
    if found is not None:
        at_work = doing and (found.type == "ActorGroup" or (found.type == "Sector" and not is_technical(found)))
        return found if found.type in CAUSES and not at_work else None
    if (made := _inside(parsed, token)) is not None:
        return made
    if (made := _typed(parsed, token, CAUSES - {"ActorGroup", "Sector"} | {"Measure"})) is not None:
        return made
    if doing and type_of_noun(token.text) in ("ActorGroup", "Person"):
        return None
    return phrase(parsed, token, "Topic") if _tells_something(token) or _is_told_apart(token) else None


def _is_told_apart(token: Token) -> bool:
    """Whether a noun says what it is of by what stands with it: "policy framework", "effort between"."""
    if not _is_thing(token) or token.tag_ != "NN":
        return False
    return any(child.dep_ in ("compound", "amod") and child.i == token.i - 1 for child in token.lefts)


def _inside(parsed: Parsed, token: Token) -> Mention | None:
    """The technology or trend that a noun phrase without a name of its own is about."""
    if not _tells_something(token):
        return None
    first, last = edges(token, whole=True)
    span = parsed.span(parsed.doc[first : last + 1])
    return next((each for each in parsed.mentions_in(span) if each.type in ("Technology", "Trend")), None)


def target(parsed: Parsed, token: Token, before: Parsed | None = None) -> Mention | None:
    """What is affected; of the growth, quality or work of somebody it is that somebody."""
    found = mention_of(parsed, token)
    if found is not None and found.type == "ImpactMechanism":
        found = None
    if found is None and token.lemma_.lower() in ASPECTS:
        found = _whose(parsed, token, before)
    found = found or mention_at(parsed, token, before)
    if found is not None and found.type != "ImpactMechanism":
        return found if found.type in TARGETS else None
    made = _typed(parsed, token, TARGETS)
    if made is not None and made.type in _TOUCHED_AS_TOPICS:
        return phrase(parsed, token, "Topic")
    return made or (phrase(parsed, token, "Topic") if _is_thing(token) else None)


def activity_of(parsed: Parsed, token: Token) -> Mention | None:
    """The activity that a noun names."""
    found = mention_of(parsed, token)
    if found is not None and found.type in ("Activity", "ValueChainStage"):
        return found
    guessed = found is not None and found.type == "Technology" and found.entity is None  # "digital restoration"
    if found is not None and found.type not in ("Topic", "Trend", "ImpactMechanism", "Sector") and not guessed:
        return None
    return phrase(parsed, token, "Activity") if is_task(token) else None


def is_task(token: Token) -> bool:
    """Whether a noun is the name of an activity."""
    return token.lemma_.lower() in TASK_NOUNS or (token.tag_ == "NN" and type_of_noun(token.text) == "Activity")


def addressee(parsed: Parsed, token: Token, before: Parsed | None = None) -> Mention | None:
    """Who can be asked to act: an agent, a group, a place's government or a sector."""
    found = mention_at(parsed, token, before)
    if found is not None:
        return found if found.type in ADDRESSEES else None
    return _typed(parsed, token, ADDRESSEES)


def _is_no_user(token: Token) -> bool:
    return token.lemma_.lower() in _THINGS_IN_ER or type_of_noun(token.text) is not None


def _whose(parsed: Parsed, token: Token, before: Parsed | None) -> Mention | None:
    compounds = [child for child in token.children if child.dep_ == "compound"]
    owners = [
        *of_phrases(token, "of", "for"),
        *(child for child in token.children if child.dep_ == "poss"),
        *(compounds if len(compounds) == 1 else ()),  # of "AI skill development" neither says it
    ]
    found = (_known_or_typed(parsed, owner, before) for owner in owners)
    return next((each for each in found if each is not None and each.type in TARGETS), None)


def _known_or_typed(parsed: Parsed, token: Token, before: Parsed | None) -> Mention | None:
    return mention_at(parsed, token, before) or _typed(parsed, token, TARGETS)


def _typed(parsed: Parsed, token: Token, types: frozenset[str]) -> Mention | None:
    if token.pos_ not in ("NOUN", "PROPN"):
        return None
    found = type_of_noun(token.text)
    if found not in types and (essence := essential(token)):
        return next((made for noun in essence if (made := _typed(parsed, noun, types)) is not None), None)
    if token.lemma_.lower() in _NOTHING:
        return None
    if found in BODIES and token.tag_ in ("NNS", "NNPS"):
        found = "ActorGroup"
    bare = not any(child.dep_ in ("compound", "amod", "nmod") for child in token.lefts)
    if found == "Technology" and bare:
        return None
    if found in types:
        return phrase(parsed, token, "Topic" if found == "Measure" else found)
    return None


def _is_thing(token: Token) -> bool:
    if token.lemma_.lower() == "way":
        return any(child.dep_ in ("prep", "relcl", "acl") for child in token.rights)
    return token.pos_ in ("NOUN", "PROPN") and token.lemma_.lower() not in _NOTHING and token.is_alpha


def _tells_something(token: Token) -> bool:
    return _is_thing(token) and (token.tag_ == "NNS" or token.lower_.endswith(_EVENT_ENDINGS)) and len(token) > 4


def proposer(parsed: Parsed, token: Token, before: Parsed | None = None) -> Mention | None:
    """Who can propose something: an agent, group, project or report."""
    found = mention_at(parsed, token, before)
    if found is not None:
        return found if found.type in PROPOSERS else None
    if token.lemma_.lower() in _WRITTEN and any(child.dep_ in ("prep", "compound") for child in token.children):
        return phrase(parsed, token, "Report")
    return _typed(parsed, token, PROPOSERS)


def is_policy(token: Token) -> bool:
    """Whether a noun stands for something that can be set up or agreed on."""
    return token.lemma_.lower() in _MEASURES or type_of_noun(token.text) == "Policy"
