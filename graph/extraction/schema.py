"""What the ontology and the shapes allow: which things a predicate can connect, and what a candidate breaks.

A type is named as in `graph.extraction.candidates.Mention`, a predicate as in `graph.claims`. All is read from the
modules of the ontology and the shapes of the kinds of claim, once a process.
"""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cache, lru_cache
from typing import Any

import ontology
import shapes
from graph.claims import KINDS
from graph.extraction.candidates import Candidate, Mention
from graph.extraction.triples import Triples
from graph.modules import read_turtle
from graph.namespaces import KG, OA, OWL, PROV, QB, RDF, RDFS, SCHEMA, SH, SKOS

_BROADER = "skos:broader"
# A concept and its broader one are in one scheme (shapes/concepts.ttl): stages and activities share theirs.
_SCHEMES = {"ValueChainStage": "Activity"}
# What rules add to the graph and nobody claims, and what a claim says of itself.
_NOT_CLAIMED = frozenset(
    {KG + name for name in ("technologyUsedBy", "employs", "exposedTo", "createsOpportunityFor", "threatens")}
    | {KG + name for name in ("addressedTo", "intendedFor", "subject", "predicate", "object")}
    | {SKOS + name for name in ("semanticRelation", "broaderTransitive", "narrower", "inScheme", "topConceptOf")}
    | {SCHEMA + "url"}
)
_OF_THE_RECORD = (OA, PROV, QB)
_ENDS = {"subject": ("domain", "domainIncludes"), "object": ("range", "rangeIncludes")}
_OTHER_END = {"subject": "object", "object": "subject"}
_SAID_ANYWAY = frozenset({"id", "kind", "gloss", "subject", "predicate", "object", "certainty", "evidence"})


@dataclass
class _Schema:
    """``must`` holds, for each end of each predicate, sets of classes: the thing there is of one class of each."""

    names: Mapping[str, Any]
    labels: dict[str, str] = field(default_factory=dict)
    parents: dict[str, set[str]] = field(default_factory=lambda: defaultdict(set))
    above: dict[str, set[str]] = field(default_factory=lambda: defaultdict(set))
    inverses: dict[str, set[str]] = field(default_factory=lambda: defaultdict(set))
    must: dict[tuple[str, str], list[frozenset[str]]] = field(default_factory=lambda: defaultdict(list))
    predicates: set[str] = field(default_factory=set)

    def iri(self, name: str) -> str:
        """The IRI of a type, a field or a predicate, as the JSON-LD context has it."""
        known = self.names.get(name, name)
        compact = str(known["@id"] if isinstance(known, dict) else known)
        prefix, colon, local = compact.partition(":")
        return str(self.names.get(prefix, "")) + local if colon else KG + compact

    def name(self, iri: str) -> str:
        """A predicate as claims write it: ours without a prefix."""
        if iri.startswith(KG):
            return iri.removeprefix(KG)
        known = next(
            (p for p, s in self.names.items() if isinstance(s, str) and s[-1:] in "#/" and iri.startswith(s)), ""
        )
        return f"{known}:{iri.removeprefix(str(self.names.get(known, '')))}"

    def types(self, iri: str) -> set[str]:
        """A class and all above it."""
        found, waiting = set(), [iri]
        while waiting:
            one = waiting.pop()
            if one not in found:
                found.add(one)
                waiting += self.parents.get(one, ())
        return found

    def demands(
        self, predicate: str, end: str, seen: frozenset[tuple[str, str]] = frozenset()
    ) -> Iterator[frozenset[str]]:
        """What holds at one end of a predicate, by itself, by the predicates above it and by its inverse."""
        if (predicate, end) in seen:
            return
        seen |= {(predicate, end)}
        yield from self.must.get((predicate, end), ())
        for other in self.above.get(predicate, ()):
            yield from self.demands(other, end, seen)
        for other in self.inverses.get(predicate, ()):
            yield from self.demands(other, _OTHER_END[end], seen)

    def unmet(self, predicate: str, end: str, type_: str) -> frozenset[str] | None:
        """Classes of which the thing at one end ought to be one and is not."""
        types = self.types(self.iri(type_))
        return next((classes for classes in self.demands(predicate, end) if not types & classes), None)


@cache
def _schema() -> _Schema:
    context = json.loads((ontology.FOLDER / "context.jsonld").read_text(encoding="utf-8"))["@context"]
    made = _Schema(context)
    graph = Triples(quad for file in sorted(ontology.FOLDER.glob("*.ttl")) for quad in read_turtle(file))
    made.labels = {iri: values[0] for iri, values in graph.by(RDFS + "label").items()}
    made.parents.update({iri: set(values) for iri, values in graph.by(RDFS + "subClassOf").items()})
    made.above.update({iri: set(values) for iri, values in graph.by(RDFS + "subPropertyOf").items()})
    for one, others in graph.by(OWL + "inverseOf").items():
        for other in others:
            made.inverses[one].add(other)
            made.inverses[other].add(one)
    made.predicates = {iri for iri, types in graph.by(RDF + "type").items() if OWL + "ObjectProperty" in types}
    for end, (by_logic, by_use) in _ENDS.items():
        for name in (RDFS + by_logic, SCHEMA + by_use):
            for predicate, classes in graph.by(name).items():
                made.must[predicate, end].append(frozenset(m for one in classes for m in graph.members(one)))
    _read_kinds(made)
    return made


def _read_kinds(made: _Schema) -> None:
    """The classes that the shape of a kind demands of its subject and object, kept with the kind's predicate."""
    graph = Triples(quad for name in ("kinds", "statistics") for quad in read_turtle(shapes.FOLDER / f"{name}.ttl"))
    path, class_, in_ = graph.by(SH + "path"), graph.by(SH + "class"), graph.by(SH + "in")
    for parts in graph.by(SH + "property").values():
        said = {path[part][0]: part for part in parts if part in path}
        if KG + "predicate" not in said:
            continue
        listed = in_.get(said[KG + "predicate"], [])
        for predicate in (member for one in listed for member in graph.members(one)):
            for end in _ENDS:
                classes = class_.get(said.get(KG + end, ""), [])
                made.must[predicate, end] += [frozenset(classes)] if classes else []


@lru_cache(maxsize=16_384)
def fits(predicate: str, subject_type: str, object_type: str | None) -> bool:
    """Whether a predicate of the ontology can connect things of two types; ``None`` stands for no object.

    >>> fits("schema:worksFor", "Person", "Museum"), fits("schema:worksFor", "Museum", "Person")
    (True, False)
    """
    return _misfit(predicate, subject_type, object_type) is None


def predicates_between(subject_type: str, object_type: str) -> list[str]:
    """The predicates that a claim may use between things of two types: first those made for fewer types."""
    schema = _schema()
    claimed = (iri for iri in schema.predicates - _NOT_CLAIMED if not iri.startswith(_OF_THE_RECORD))
    names = {schema.name(iri): iri for iri in claimed if iri[:1] != "_" and iri in schema.labels}
    fitting = [name for name in names if fits(name, subject_type, object_type)]
    return sorted(fitting, key=lambda name: (_width(names[name]), name))


def _width(predicate: str) -> int:
    """How many classes the two ends of a predicate have; an end that may be anything counts as many."""
    demands = (list(_schema().demands(predicate, end)) for end in _ENDS)
    return sum(min(len(classes) for classes in some) if some else 20 for some in demands)


def problem(candidate: Candidate) -> str | None:
    """Why the build would refuse a candidate as a claim, in words; None where it would not."""
    kind = KINDS.get(candidate.kind)
    if kind is None:
        return f"there is no kind of claim {candidate.kind!r}"
    own = kind.model_fields["predicate"].default
    if isinstance(own, str) and own != candidate.predicate:
        return f"the predicate of this kind is {own}, not {candidate.predicate}"
    if ("object" in kind.model_fields) != (candidate.object is not None):
        return "there is no object" if candidate.object is None else "this kind has no object"
    if candidate.object is not None and candidate.object.slug == candidate.subject.slug:
        return "subject and object are the same thing"
    object_type = candidate.object.type if candidate.object else None
    return _misfit(candidate.predicate, candidate.subject.type, object_type) or _wrong_field(candidate, kind)


def _misfit(predicate: str, subject_type: str, object_type: str | None) -> str | None:
    schema = _schema()
    iri = schema.iri(predicate)
    if object_type is None:
        return None if iri == SKOS + "definition" else f"“{predicate}” needs an object"
    if iri not in schema.predicates:
        return f"the ontology has no relation {predicate}"
    for end, type_, verb in (("subject", subject_type, "start from"), ("object", object_type, "point at")):
        if classes := schema.unmet(iri, end, type_):
            wanted = " or ".join(sorted(_label(each) for each in classes))
            return f"“{schema.labels[iri]}” cannot {verb} what is {_label(schema.iri(type_))}, only: {wanted}"
    schemes = {_SCHEMES.get(type_, type_) for type_ in (subject_type, object_type)}
    if predicate == _BROADER and len(schemes) > 1:
        return "a concept and its broader concept are of one scheme"
    return None


def _wrong_field(candidate: Candidate, kind: type[Any]) -> str | None:
    schema = _schema()
    for name, value in candidate.fields.items():
        if name not in kind.model_fields or name in _SAID_ANYWAY:
            return f"this kind has no field {name!r}"
        values = value if isinstance(value, list | tuple) else [value]
        for each in values:
            if isinstance(each, Mention) and (classes := schema.unmet(schema.iri(name), "object", each.type)):
                wanted = " or ".join(sorted(_label(one) for one in classes))
                return f"“{each.name}” cannot stand under {name!r}, only: {wanted}"
    missing = [
        name
        for name, about in kind.model_fields.items()
        if about.is_required() and name not in _SAID_ANYWAY and name not in candidate.fields
    ]
    if missing:
        return f"the field {missing[0]!r} is missing"
    if candidate.kind == "Statement" and (
        candidate.speaker is None or candidate.speaker.slug != candidate.subject.slug
    ):
        return "the speaker of a statement is its subject"
    if candidate.speaker and (classes := schema.unmet(KG + "speaker", "object", candidate.speaker.type)):
        return f"“{candidate.speaker.name}” cannot be a speaker: it is {_label(schema.iri(candidate.speaker.type))}"
    return None


def _label(iri: str) -> str:
    return _schema().labels.get(iri) or iri.rpartition("#")[2].rpartition("/")[2]


def verb_of(predicate: str) -> str:
    """The label of a predicate in the ontology, which follows a subject: "is part of".

    Raises:
        KeyError: the ontology has no such predicate.
    """
    schema = _schema()
    return schema.labels[schema.iri(predicate)]
