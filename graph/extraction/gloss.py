"""The sentence of a candidate in plain words of ours: names may be the document's, the sentence never is."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Any

from graph.extraction.candidates import Candidate, Mention
from graph.extraction.schema import verb_of

# Where the label of a property in the ontology, which names it for itself, is not the verb of a sentence.
_VERBS = {
    "usesTechnology": "uses",
    "hasCharacteristic": "has the characteristic",
    "hasMeasure": "has a figure for",
    "skos:broader": "comes under",
    "schema:author": "was written by",
    "schema:publisher": "was published by",
    "schema:genre": "is of the genre",
    "schema:director": "was directed by",
    "schema:actor": "is acted in by",
    "schema:producer": "was produced by",
    "schema:funder": "is funded by",
    "schema:copyrightHolder": "is under the copyright of",
    "schema:countryOfOrigin": "comes from",
    "schema:participant": "has as participant",
    "org:memberOf": "belongs to",
}
_DIRECTIONS = {"opportunity": "creates an opportunity for", "threat": "threatens", "mixed": "affects"}
_BOUNDS = {
    "about": "about ",
    "moreThan": "more than ",
    "lessThan": "less than ",
    "nearly": "nearly ",
    "atLeast": "at least ",
    "atMost": "at most ",
}
_BASES = {"is": "be", "are": "be", "was": "have been", "has": "have"}
_NEGATED = {"is": "is not", "was": "was not"}
_PLURALS = {"is": "are", "was": "were", "has": "have", "does": "do"}
_PASTS = {"acquired": "acquire", "learned": "learn"}
_CONCEPTS = frozenset(
    {"Sector", "Technology", "Trend", "ValueChainStage", "Activity", "ActorGroup", "Topic", "Skill"}
)
_PLURAL_NOUNS = frozenset({"people", "children", "women", "men", "media", "data", "criteria", "police"})
_SINGULAR_ENDS = ("ss", "ics", "us", "is", "news", "series")
_HEAD = re.compile(r"\s+(?:of|in|for|with|on|at|by|from|to|that|which)\s", re.IGNORECASE)
_ABOUT_NOTHING = "not stated"


def gloss(candidate: Candidate) -> str:
    """One sentence that says what a candidate says: how firmly, with purpose, value, place and speaker.

    A gloss that the rule has written is kept.
    """
    if candidate.gloss:
        return candidate.gloss
    subject, plural = _named(candidate.subject), _is_plural(candidate.subject)
    said = " ".join([subject, *_predication(candidate, plural)])
    if candidate.speaker and candidate.speaker.slug != candidate.subject.slug:
        said = f"according to {_named(candidate.speaker)}, {said}"
    return f"{said[:1].upper()}{said[1:]}."


def _predication(candidate: Candidate, plural: bool) -> Iterable[str]:
    fields, object_ = candidate.fields, candidate.object
    if object_ is None:
        yield "is" if not plural else "are"
        yield "defined" if candidate.polarity == "affirmed" else "not defined"
        return
    if candidate.kind == "Observation":
        yield _worded(candidate, "has", plural)
        yield f"{_bounded(candidate)} as {_named(object_)}"
    else:
        yield _worded(candidate, _verb(candidate), plural)
        yield _named(object_)
    yield from _tail(fields)
    if (date := str(fields.get("citedDate") or "")) and date not in object_.name:
        yield f"of {date}"


def _verb(candidate: Candidate) -> str:
    if candidate.kind == "Impact":
        return _DIRECTIONS.get(str(candidate.fields.get("direction")), "affects")
    return _VERBS.get(candidate.predicate) or verb_of(candidate.predicate)


def _worded(candidate: Candidate, verb: str, plural: bool) -> str:
    """A verb phrase as firmly as the candidate has it: "is not", "may be", "is expected to use", "do not need"."""
    first, space, rest = verb.partition(" ")
    after = space + rest
    negated = candidate.polarity == "negated"
    if candidate.certainty == "hedged":
        return f"may {'not ' if negated else ''}{_base(first, finished=True)}{after}"
    if candidate.certainty == "projected":
        be = "are" if plural else "is"
        return f"{be} {'not ' if negated else ''}expected to {_base(first, finished=False)}{after}"
    if negated and first in _NEGATED:
        is_, not_ = _NEGATED[first].split()
        return f"{_PLURALS[is_] if plural else is_} {not_}{after}"
    if negated:
        does = "did" if first in _PASTS else "do" if plural else "does"
        return f"{does} not {_base(first, finished=False)}{after}"
    return (_plural_of(first) if plural else first) + after


def _base(verb: str, *, finished: bool) -> str:
    """The verb after an auxiliary; what is over by its wording ("was written") stays so after "may"."""
    if verb == "was" and not finished:
        return "be"
    if verb in _PASTS:
        return f"have {verb}" if finished else _PASTS[verb]
    return _BASES.get(verb) or verb.removesuffix("s")


def _plural_of(verb: str) -> str:
    return _PLURALS.get(verb) or (verb if verb in _PASTS else verb.removesuffix("s"))


def _bounded(candidate: Candidate) -> str:
    fields = candidate.fields
    parts = [str(fields.get("value", "")), str(fields.get("scale") or ""), _name_of(fields.get("unit"))]
    return _BOUNDS.get(str(fields.get("bound")), "") + " ".join(part for part in parts if part)


def _tail(fields: Any) -> Iterable[str]:
    if purpose := str(fields.get("purpose") or ""):
        yield purpose if purpose.startswith(("to ", "for ")) else f"for {purpose}"
    for name, before in (
        ("mechanism", "through"),
        ("addressee", "to"),
        ("beneficiary", "for the good of"),
        ("inWork", "in"),
        ("inSector", "in the sector of"),
        ("atStage", "at the stage of"),
        ("inPlace", "in"),
    ):
        if value := fields.get(name):
            yield f"{before} {_listed(value)}"
    if fields.get("period") not in (None, "", _ABOUT_NOTHING):
        yield f"({fields['period']})"
    if fields.get("measuredBy"):
        yield f"as measured by {_name_of(fields['measuredBy'])}"


def _listed(value: Any) -> str:
    """Names one after the other; a mechanism by its concept, as the text's words for it are often the object."""
    names = [
        each.entity.replace("-", " ") if each.type == "ImpactMechanism" and each.entity else _name_of(each)
        for each in (value if isinstance(value, list | tuple) else [value])
    ]
    return " and ".join(part for part in (", ".join(names[:-1]), names[-1]) if part)


def _name_of(value: Any) -> str:
    return _named(value) if isinstance(value, Mention) else str(value or "")


def _named(thing: Mention) -> str:
    return thing.name.strip(" .,;:") or thing.slug


def _is_plural(thing: Mention) -> bool:
    """Whether the name of a thing is a plural, by its head: "platforms for music"; names of one thing never are."""
    if thing.type not in _CONCEPTS and not thing.name[:1].islower():
        return False
    word = _HEAD.split(thing.name, maxsplit=1)[0].strip(" .,;:").rpartition(" ")[2]
    last = word.casefold()
    if word.endswith("s") and word[:-1].isupper():
        return True
    return last in _PLURAL_NOUNS or (last.endswith("s") and not last.endswith(_SINGULAR_ENDS))
