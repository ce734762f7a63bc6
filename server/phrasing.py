"""How a claim reads: what it says of its subject as a sentence with links, and under which heading it stands."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

from graph.namespaces import DCTERMS, KG, ORG, QB, RDF, SCHEMA, SKOS
from server.catalogue import Catalogue
from server.presentation import Thing, Value, first_upper
from server.terms import Terms

Part = str | Value

# Where the label of a property, which names it for itself, is not the verb of a sentence.
_VERBS = {
    KG + "usesTechnology": "uses",
    KG + "hasCharacteristic": "has the characteristic",
    SKOS + "broader": "comes under",
    SCHEMA + "author": "was written by",
    SCHEMA + "publisher": "was published by",
    SCHEMA + "hasOccupation": "has the occupation",
    SCHEMA + "genre": "is of the genre",
    SCHEMA + "countryOfOrigin": "comes from",
    SCHEMA + "participant": "has as participant",
    ORG + "memberOf": "belongs to",
}
# The same seen from the object.
_INVERSES = {
    KG + "usesTechnology": "is used by",
    KG + "enables": "is made possible by",
    KG + "recommends": "is recommended by",
    KG + "needs": "is needed by",
    KG + "builtOn": "is the base of",
    KG + "exemplifies": "has as example",
    KG + "acquired": "was acquired by",
    KG + "drawsOn": "is drawn on by",
    SKOS + "broader": "includes",
    DCTERMS + "isPartOf": "has as part",
    DCTERMS + "references": "is cited by",
    SCHEMA + "about": "is the matter of",
    SCHEMA + "author": "wrote",
    SCHEMA + "producer": "produced",
    SCHEMA + "publisher": "published",
    SCHEMA + "organizer": "organised",
    SCHEMA + "location": "is where to find",
    SCHEMA + "containedInPlace": "has in it",
    SCHEMA + "countryOfOrigin": "is the country of",
    SCHEMA + "participant": "takes part in",
    SCHEMA + "owns": "is owned by",
    SCHEMA + "worksFor": "employs",
    SCHEMA + "isBasedOn": "is the base of",
    ORG + "memberOf": "has as member",
    ORG + "headOf": "is led by",
}
_IMPACTS = {"opportunity": "has an opportunity in", "threat": "is threatened by", "mixed": "is affected by"}
_DIRECTIONS = {"opportunity": KG + "createsOpportunityFor", "threat": KG + "threatens"}
# What a sentence ends with, in this order: the words before it, and before what else follows.
_TAIL = (
    (KG + "mechanism", "through"),
    (KG + "addressee", "to"),
    (KG + "beneficiary", "for the good of"),
)
_IN_SENTENCE = frozenset({*(name for name, _ in _TAIL), KG + "purpose", KG + "unit"})
_NOT_STATED = "not stated"
_PLURAL_VERBS = {"is": "are", "was": "were", "has": "have", "does": "do"}

_OWN = {
    "Adoption": "Uses",
    "Capability": "Makes possible",
    "Impact": "Affects",
    "Observation": "Has figures",
    "Recommendation": "Recommends",
    "Statement": "Says",
    "Definition": "Means",
    "Relation": "Is, has and belongs to",
    "Citation": "Cites",
}
_AS_OBJECT = {
    "Adoption": "Is used by",
    "Capability": "Is made possible by",
    "Impact": "Is affected by",
    "Observation": "Is measured in",
    "Recommendation": "Is recommended by",
    "Statement": "Is spoken of by",
    "Relation": "Others related to it",
    "Citation": "Is cited by",
}
KINDS = [KG + name for name in _OWN]
_OWN_IMPACT = {"opportunity": "Creates opportunities for", "threat": "Threatens"}
_AS_IMPACTED = {"opportunity": "Opportunities for it", "threat": "Threats to it"}
_IN_ROLE = {
    KG + "speaker": "Is quoted as saying",
    KG + "addressee": "Is addressed",
    KG + "beneficiary": "Is to benefit",
    KG + "inWork": "In or with this",
    KG + "inSector": "In this sector",
    KG + "atStage": "At this stage",
    KG + "inPlace": "In this place",
    KG + "mechanism": "Through this",
    KG + "measuredBy": "Measured",
    KG + "unit": "In this unit",
    QB + "dataSet": "In this table",
}
_SMALL = frozenset({"been", "from", "have", "into", "used", "uses", "using", "that", "this", "with", "which"})


@dataclass(frozen=True)
class Sentence:
    """What a claim says. ``says`` is all but the subject, which ``joint`` stands behind; ``context`` are the
    properties of the claim that it leaves out; ``enough`` says that the gloss has nothing to add."""

    says: tuple[Part, ...]
    joint: str
    context: tuple[tuple[Value, tuple[Value, ...]], ...]
    enough: bool


def sentence(
    claim: Thing, details: Iterable[tuple[Value, tuple[Value, ...]]], figure: str, names: Terms, things: Catalogue
) -> Sentence:
    """Write the sentence of a claim. ``details`` are its further properties, ``figure`` its value in words."""
    object_, period = claim.one(KG + "object"), claim.text(KG + "period")
    left = tuple(
        (name, values)
        for name, values in details
        if name.term.value not in _IN_SENTENCE and not (name.term.value == KG + "period" and period != _NOT_STATED)
    )
    if object_ is None:
        return Sentence((), " ", left, enough=False)
    named = things.in_sentence(object_)
    if figure:
        when = f", {period}" if period not in ("", _NOT_STATED) else ""
        says: list[Part] = [named, f": {figure}{when}"]
    else:
        verb, subject = _verb(claim, names), claim.one(KG + "subject")
        if subject is not None and things.is_plural(subject):
            verb = _agreeing(verb)
        says = [f"{verb} ", named, *_tail(claim, things)]
    joint = ", " if figure else " "
    certain = claim.text(KG + "certainty") == "asserted"
    return Sentence(tuple(says), joint, left, certain and not _adds(claim, says))


def _verb(claim: Thing, names: Terms) -> str:
    predicate = claim.one(KG + "predicate")
    name = predicate.term.value if predicate else ""
    name = _DIRECTIONS.get(claim.text(KG + "direction"), name)
    return _VERBS.get(name) or names.label(name)


def _agreeing(verb: str) -> str:
    """A verb as it follows a plural: "needs" is "need", "was written by" is "were written by"."""
    first, space, rest = verb.partition(" ")
    return _PLURAL_VERBS.get(first, first.removesuffix("s")) + space + rest


def _tail(claim: Thing, things: Catalogue) -> list[Part]:
    parts: list[Part] = []
    if purpose := claim.text(KG + "purpose"):
        parts.append(f" {purpose}" if purpose.startswith("to ") else f" for {purpose}")
    for name, before in _TAIL:
        values = claim.all(name)
        for number, value in enumerate(values):
            joint = before if number == 0 else "and" if number == len(values) - 1 else ""
            parts += [f" {joint} " if joint else ", ", things.in_sentence(value)]
    return parts


def _adds(claim: Thing, says: Iterable[Part]) -> bool:
    """Whether the gloss has words of its own beside the subject and what the sentence says."""
    said = (
        claim.text(KG + "subject") + " " + "".join(part if isinstance(part, str) else part.label for part in says)
    )
    return bool(_stems(claim.text(KG + "gloss")) - _stems(said) - {each[:4] for each in _SMALL})


def _stems(text: str) -> set[str]:
    return {word[:4] for word in re.findall(r"\w{4,}", text.casefold())} | set(re.findall(r"\d+", text))


def heading(claim: Thing, role: str, names: Terms) -> str:
    """Under what a claim stands on the page of a thing that it names in this role."""
    kind = claim.one(RDF + "type")
    name = kind.term.value.removeprefix(KG) if kind else ""
    label = first_upper(kind.label if kind else "")
    direction = claim.text(KG + "direction")
    if role == KG + "subject":
        return _OWN_IMPACT.get(direction) or _OWN.get(name, label)
    if role == KG + "object":
        return _AS_IMPACTED.get(direction) or _AS_OBJECT.get(name, label)
    return _IN_ROLE.get(role) or f"{label}, {names.label(role)}"


def seen_from_subject(claim: Thing, names: Terms) -> str:
    """The verb by which a list of objects begins: "uses"."""
    return _verb(claim, names)


def seen_from_object(claim: Thing) -> str | None:
    """The verb by which a list of subjects begins: "is used by"; None where there is none to say it with."""
    predicate = claim.one(KG + "predicate")
    name = predicate.term.value if predicate else ""
    return _IMPACTS.get(claim.text(KG + "direction")) or _INVERSES.get(name)
