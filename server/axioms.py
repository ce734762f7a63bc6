"""What the axioms of the ontology (OWL 2, RDFS) say of a term, in words with links."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from rdflib import BNode, Graph, Literal, Namespace, URIRef
from rdflib.collection import Collection
from rdflib.namespace import OWL, RDF, RDFS, SKOS
from rdflib.term import Node

from graph.namespaces import SCHEMA
from server.cached import per_snapshot
from server.engine import QueryEngine
from server.presentation import Value
from server.terms import Terms, terms

Phrase = tuple[str | Value, ...]

_SCHEMA = Namespace(SCHEMA)
_TRAITS = {
    OWL.FunctionalProperty: ("functional", "a thing has at most one value of it"),
    OWL.InverseFunctionalProperty: ("inverse functional", "a value belongs to one thing only"),
    OWL.TransitiveProperty: ("transitive", "it holds over several steps"),
    OWL.SymmetricProperty: ("symmetric", "it holds both ways"),
    OWL.AsymmetricProperty: ("asymmetric", "it never holds both ways"),
    OWL.ReflexiveProperty: ("reflexive", "it connects each thing with itself"),
    OWL.IrreflexiveProperty: ("irreflexive", "it never connects a thing with itself"),
}
_JOINTS = {OWL.unionOf: " or ", OWL.intersectionOf: " and ", OWL.oneOf: " or "}
_RESTRICTIONS = {
    OWL.someValuesFrom: " at least one ",
    OWL.allValuesFrom: " nothing but ",
    OWL.hasValue: " the value ",
    OWL.hasSelf: " itself",
}
_CARDINALITIES = {
    "minQualifiedCardinality": "at least",
    "minCardinality": "at least",
    "maxQualifiedCardinality": "at most",
    "maxCardinality": "at most",
    "qualifiedCardinality": "exactly",
    "cardinality": "exactly",
}
_MATCHES = (
    (OWL.equivalentClass, "the same as"),
    (OWL.equivalentProperty, "the same as"),
    (SKOS.exactMatch, "exact match"),
    (SKOS.closeMatch, "close match"),
    (SKOS.broadMatch, "broader match"),
    (SKOS.narrowMatch, "narrower match"),
    (SKOS.relatedMatch, "related match"),
)


@dataclass(frozen=True)
class Branch:
    """A term in the tree of those above and below it; ``here`` marks the one whose page it is."""

    value: Value
    here: bool
    below: tuple[Branch, ...]


@dataclass(frozen=True)
class End:
    """Where a property goes from or to. ``stated`` is the superproperty that says so where the property does not;
    a ``loose`` end is checked by shapes and has no consequence in logic (``schema:domainIncludes``)."""

    classes: tuple[str, ...]
    phrase: Phrase
    stated: Value | None
    loose: bool


@dataclass(frozen=True)
class Use:
    """A property that an instance of a class can have, the other end of it, and the class above that it is known
    from, if it is not the class itself."""

    property: Value
    other: Phrase
    inherited: Value | None


class Axioms:
    """The axioms of some terms, which never change."""

    def __init__(self, terms: Terms) -> None:
        self._terms = terms
        self._graph: Graph = terms.graph
        self._ends: dict[tuple[str, str], list[End]] = {}

    def traits(self, iri: str) -> list[tuple[str, str]]:
        """The characteristics of a property, each by its name in OWL and in words."""
        types = set(self._graph.objects(URIRef(iri), RDF.type))
        return [words for trait, words in _TRAITS.items() if trait in types]

    def above(self, iri: str, relation: URIRef) -> list[str]:
        """The named terms above this one at any distance, nearest first, and this one before them."""
        found = [iri]
        for each in found:
            found += [
                name for name in self._named(self._graph.objects(URIRef(each), relation)) if name not in found
            ]
        return found

    def tree(self, iri: str, relation: URIRef) -> list[Branch]:
        """The terms above this one from each top down to it, and once everything below it."""
        line = self.above(iri, relation)
        tops = [each for each in line if not self._named(self._graph.objects(URIRef(each), relation))]
        shown: set[str] = set()
        return [self._branch(top, iri, line, relation, shown) for top in tops]

    def _branch(self, at: str, iri: str, line: list[str], relation: URIRef, shown: set[str]) -> Branch:
        below = [] if at in shown else self._below(at, relation)
        if at in line and at != iri:
            below = [each for each in below if each in line]
        else:
            shown.add(at)
        branches = tuple(self._branch(each, iri, line, relation, shown) for each in below)
        return Branch(self._terms.value(at), at == iri, branches)

    def _below(self, iri: str, relation: URIRef) -> list[str]:
        found = self._named(self._graph.subjects(relation, URIRef(iri)))
        return sorted(found, key=lambda each: self._terms.label(each).casefold())

    def ends(self, iri: str, end: str) -> list[End]:
        """Where a property goes from (``end`` is "domain") or to ("range")."""
        if (iri, end) not in self._ends:
            self._ends[iri, end] = self._read_ends(iri, end)
        return self._ends[iri, end]

    def _read_ends(self, iri: str, end: str) -> list[End]:
        for at in self.above(iri, RDFS.subPropertyOf):
            stated = None if at == iri else self._terms.value(at)
            found = [self._end(node, stated) for node in self._graph.objects(URIRef(at), RDFS[end])]
            loose = self._named(self._graph.objects(URIRef(at), _SCHEMA[end + "Includes"]))
            if loose:
                phrase = _joined([(self._terms.value(each),) for each in loose], " or ")
                found.append(End(tuple(loose), phrase, stated, True))
            if found:
                return found
        return []

    def _end(self, node: Node, stated: Value | None) -> End:
        union = self._graph.value(node, OWL.unionOf)
        members = list(Collection(self._graph, union)) if union is not None else [node]
        return End(tuple(self._named(members)), self.expression(node), stated, False)

    def inverses(self, iri: str) -> list[Value]:
        """The properties that say the same the other way round."""
        found = {
            *self._graph.objects(URIRef(iri), OWL.inverseOf),
            *self._graph.subjects(OWL.inverseOf, URIRef(iri)),
        }
        return [self._terms.value(name) for name in sorted(self._named(found))]

    def conditions(self, iri: str) -> list[Phrase]:
        """When a property holds, by chains of properties and inverses: X … Z when X … Y and Y … Z."""
        found = [self._chain(iri, chain) for chain in self._graph.objects(URIRef(iri), OWL.propertyChainAxiom)]
        for narrower in self._graph.subjects(RDFS.subPropertyOf, URIRef(iri)):
            inverse = self._graph.value(narrower, OWL.inverseOf)
            if isinstance(narrower, BNode) and inverse is not None:
                found.append(("X ", self._terms.value(iri), " Y when Y ", self._terms.value(inverse), " X"))
        return found

    def consequences(self, iri: str) -> list[Phrase]:
        """What follows from a property by the chains that it is a step of."""
        return [
            self._chain(str(whole), chain)
            for whole, chain in self._graph.subject_objects(OWL.propertyChainAxiom)
            if str(whole) != iri and URIRef(iri) in Collection(self._graph, chain)
        ]

    def _chain(self, iri: str, chain: Node) -> Phrase:
        steps = list(Collection(self._graph, chain))
        letters = ["X", *(f"Y{n}" if len(steps) > 2 else "Y" for n in range(1, len(steps))), "Z"]
        phrase: list[str | Value] = ["X ", self._terms.value(iri), " Z when "]
        for number, step in enumerate(steps):
            one, other = letters[number], letters[number + 1]
            inverse = self._graph.value(step, OWL.inverseOf) if isinstance(step, BNode) else None
            if inverse is not None:
                one, other, step = other, one, inverse
            phrase += [" and " if number else "", f"{one} ", self._terms.value(step), f" {other}"]
        return tuple(part for part in phrase if part)

    def uses(self, iri: str, end: str) -> list[Use]:
        """The properties that an instance of a class can have ("domain") or be the value of ("range"), its own
        before inherited ones."""
        line = self.above(iri, RDFS.subClassOf)
        other_end = "range" if end == "domain" else "domain"
        found = []
        for name in self._terms.of(OWL.ObjectProperty, OWL.DatatypeProperty):
            named = {each for one in self.ends(name, end) for each in one.classes}
            nearest = next((each for each in line if each in named), None)
            if nearest is not None:
                others = [one.phrase for one in self.ends(name, other_end)]
                inherited = None if nearest == iri else self._terms.value(nearest)
                found.append(
                    (line.index(nearest), Use(self._terms.value(name), _joined(others, " and "), inherited))
                )
        return [use for _, use in sorted(found, key=lambda pair: (pair[0], pair[1].property.label.casefold()))]

    def disjoint(self, iri: str) -> list[Value]:
        """The terms that exclude this one: no instance, or no pair of things, in common."""
        term = URIRef(iri)
        found: set[Node] = set()
        for relation in (OWL.disjointWith, OWL.propertyDisjointWith):
            found |= {*self._graph.objects(term, relation), *self._graph.subjects(relation, term)}
        for members in self._graph.objects(None, OWL.members):
            if term in (together := list(Collection(self._graph, members))):
                found |= {*together} - {term}
        values = [self._terms.value(name) for name in self._named(found)]
        return sorted(values, key=lambda value: value.label.casefold())

    def restrictions(self, iri: str) -> list[Phrase]:
        """What holds of every instance of a class: its superclasses that have no name."""
        supers = [
            *self._graph.objects(URIRef(iri), RDFS.subClassOf),
            *self._graph.objects(URIRef(iri), OWL.equivalentClass),
        ]
        return [self.expression(node) for node in supers if isinstance(node, BNode)]

    def members(self, iri: str) -> list[Value]:
        """The fixed values that make up a class."""
        values = self._graph.value(URIRef(iri), OWL.oneOf)
        return [self._terms.value(each) for each in Collection(self._graph, values)] if values is not None else []

    def classes(self, iri: str) -> list[Value]:
        """The classes of a fixed value."""
        types = self._named(self._graph.objects(URIRef(iri), RDF.type))
        return [self._terms.value(each) for each in sorted(types) if not each.startswith(str(OWL))]

    def matches(self, iri: str) -> list[tuple[str, list[Value]]]:
        """Terms of other vocabularies that come near, by the kind of match."""
        found: list[tuple[str, list[Value]]] = []
        for relation, words in _MATCHES:
            names = sorted(self._named(self._graph.objects(URIRef(iri), relation)))
            if names:
                found.append((words, [self._terms.value(name) for name in names]))
        return found

    def expression(self, node: Node) -> Phrase:
        """A class expression in words."""
        if not isinstance(node, BNode):
            return (self._terms.value(node),)
        for operator, joint in _JOINTS.items():
            if (members := self._graph.value(node, operator)) is not None:
                return _joined([self.expression(each) for each in Collection(self._graph, members)], joint)
        if (negated := self._graph.value(node, OWL.complementOf)) is not None:
            return ("anything but ", *self.expression(negated))
        if (inverse := self._graph.value(node, OWL.inverseOf)) is not None:
            return ("the inverse of ", self._terms.value(inverse))
        if (restricted := self._graph.value(node, OWL.onProperty)) is not None:
            return (*self.expression(restricted), *self._restriction(node))
        return ("a class without a name",)

    def _restriction(self, node: Node) -> Phrase:
        for relation, words in _RESTRICTIONS.items():
            if (filler := self._graph.value(node, relation)) is not None:
                return (words,) if relation == OWL.hasSelf else (words, *self.expression(filler))
        for name, words in _CARDINALITIES.items():
            if (number := self._graph.value(node, OWL[name])) is not None:
                of = self._graph.value(node, OWL.onClass) or self._graph.value(node, OWL.onDataRange)
                return (f" {words} {number}", *((" ", *self.expression(of)) if of is not None else ()))
        return (" restricted in a way that has no words here",)

    def _named(self, nodes: Iterable[Node]) -> list[str]:
        return [str(node) for node in nodes if not isinstance(node, (BNode, Literal))]


@per_snapshot
def axioms(engine: QueryEngine) -> Axioms:
    """The axioms of the snapshot that is served."""
    return Axioms(terms(engine))


def _joined(phrases: list[Phrase], joint: str) -> Phrase:
    return tuple(_interleaved(phrases, joint))


def _interleaved(phrases: list[Phrase], joint: str) -> Iterator[str | Value]:
    for number, phrase in enumerate(phrases):
        if number:
            yield joint
        yield from phrase
