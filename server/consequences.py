"""What follows from claims by rule, each triple with its reason."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from graph.namespaces import CLAIM, KG, PROV, RDF
from server.presentation import Thing, Value


@dataclass(frozen=True)
class Consequence:
    """A triple that nobody typed: what it says, by which rule, and the claims or graphs that it follows from."""

    iri: str
    subject: Value
    predicate: Value
    object: Value
    rule: Value
    sources: tuple[Value, ...]

    @property
    def from_claims(self) -> bool:
        """Whether a document says what it follows from; else our vocabularies do, and the page shows their tree."""
        return any(source.term.value.startswith(CLAIM) for source in self.sources)


def consequences(nodes: Iterable[Thing]) -> list[Consequence]:
    """The derivations among some nodes, by rule, predicate and object; those that only give a class left out."""
    found = [each for each in _derivations(nodes) if each.predicate.term.value != RDF + "type"]
    return sorted(found, key=lambda each: (each.rule.label, each.predicate.label, each.object.label.casefold()))


def inferred_kinds(nodes: Iterable[Thing]) -> list[Consequence]:
    """The derivations that give a class, one for each: what a thing is besides what somebody said it is."""
    found = {
        each.object.term.value: each for each in _derivations(nodes) if each.predicate.term.value == RDF + "type"
    }
    return sorted(found.values(), key=lambda each: each.object.label.casefold())


def _derivations(nodes: Iterable[Thing]) -> Iterator[Consequence]:
    for node in nodes:
        subject, predicate = node.one(KG + "subject"), node.one(KG + "predicate")
        object_, rule = node.one(KG + "object"), node.one(KG + "rule")
        if subject and predicate and object_ and rule:
            sources = tuple(node.all(PROV + "wasDerivedFrom"))
            yield Consequence(node.iri, subject, predicate, object_, rule, sources)
