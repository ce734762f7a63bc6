"""OWL axioms and facts as items that can be left out one by one, and said in words.

An axiom is a triple with the blank nodes that hang on it. "All disjoint" and "all different" are taken apart into
pairs, so that an explanation names the pair that matters.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from itertools import combinations
from typing import Any

import pyoxigraph as ox

from graph.namespaces import CLAIM, INFERRED_GRAPH, KG, OWL, PROV, RDF, RDFS, SKOS, XSD

_TYPE = RDF + "type"
_DECLARED = {
    OWL + n for n in ("Class", "ObjectProperty", "DatatypeProperty", "AnnotationProperty", "NamedIndividual")
}
_TRAITS = {
    OWL + n
    for n in (
        "FunctionalProperty", "InverseFunctionalProperty", "TransitiveProperty", "SymmetricProperty",
        "AsymmetricProperty", "ReflexiveProperty", "IrreflexiveProperty",
    )
}  # fmt: skip
_AXIOMS = {RDFS + n for n in ("subClassOf", "subPropertyOf", "domain", "range")} | {
    OWL + n
    for n in (
        "equivalentClass", "disjointWith", "unionOf", "intersectionOf", "oneOf", "complementOf", "inverseOf",
        "equivalentProperty", "propertyDisjointWith", "sameAs", "differentFrom", "propertyChainAxiom",
    )
}  # fmt: skip
_OF_UNNAMED = {RDFS + "subClassOf", RDFS + "subPropertyOf"}
_PAIRS = {
    "AllDisjointClasses": "disjointWith",
    "AllDisjointProperties": "propertyDisjointWith",
    "AllDifferent": "differentFrom",
}
_DATATYPES = {
    XSD + n
    for n in ("string", "decimal", "integer", "nonNegativeInteger", "boolean", "double", "dateTime", "anyURI")
}
_BOOKKEEPING = {KG + "predicate"}
_LABELS = (SKOS + "prefLabel", RDFS + "label")


@dataclass(frozen=True)
class Item:
    """An axiom or a fact: ``triples`` begin with the one that states it; ``names`` are the IRIs in it.

    ``stated`` is false for a pair that was taken out of an axiom about many.
    """

    triples: tuple[ox.Triple, ...]
    names: frozenset[str] = field(compare=False)
    stated: bool = True

    @property
    def subject(self) -> str:
        """The IRI, or the name of the blank node, that it is about."""
        node: Any = self.triples[0].subject
        return str(node.value)

    @property
    def ntriples(self) -> str:
        return "".join(f"{t.subject} {t.predicate} {t.object} .\n" for t in self.triples)


def fit(quads: Iterable[ox.Quad]) -> tuple[str, list[Item], list[Item]]:
    """A copy of a graph fit for HermiT: declarations as N-Triples, facts and axioms.

    Left out: annotations, the ontology header, what was inferred, derivation nodes, properties as values, terms
    that nothing declares, and literals whose data type OWL 2 does not map.
    """
    triples = {
        ox.Triple(q.subject, q.predicate, q.object) for q in quads if q.graph_name != ox.NamedNode(INFERRED_GRAPH)
    }
    below: dict[Any, list[ox.Triple]] = defaultdict(list)
    declared: dict[str, set[str]] = defaultdict(set)
    derivations = set()
    for t in sorted(triples, key=str):
        if isinstance(t.subject, ox.BlankNode):
            below[t.subject].append(t)
        if t.predicate.value == _TYPE and isinstance(t.object, ox.NamedNode):
            if t.object.value in _DECLARED and isinstance(t.subject, ox.NamedNode):
                declared[t.object.value].add(t.subject.value)
            elif t.object.value == KG + "Derivation":
                derivations.add(t.subject)
    facts, axioms = [], []
    for t in sorted(triples, key=str):
        if t.subject in derivations or t.predicate.value in _BOOKKEEPING:
            continue
        if _is_axiom(t):
            axioms.append(_item(t, below))
        elif isinstance(t.subject, ox.BlankNode):
            axioms += _pairs(t, below)
        elif _is_fact(t, declared):
            facts.append(_item(t, {}))
    lines = [f"<{n}> <{_TYPE}> <{kind}> .\n" for kind in sorted(declared) for n in sorted(declared[kind])]
    return "".join(lines), facts, axioms


def instance_of(iri: str) -> Item:
    """The fact that a class has some instance."""
    return Item((ox.Triple(ox.BlankNode(), ox.NamedNode(_TYPE), ox.NamedNode(iri)),), frozenset({iri}))


def _is_axiom(t: Any) -> bool:
    stated: str = t.predicate.value
    if isinstance(t.subject, ox.BlankNode):
        return stated in _OF_UNNAMED
    return stated in _AXIOMS or (stated == _TYPE and t.object.value in _TRAITS)


def _is_fact(t: Any, declared: dict[str, set[str]]) -> bool:
    if t.predicate.value == _TYPE:
        return t.object.value in declared[OWL + "Class"]
    if isinstance(t.object, ox.Literal):
        fits = t.object.datatype.value in _DATATYPES
        return fits and t.predicate.value in declared[OWL + "DatatypeProperty"]
    return t.predicate.value in declared[OWL + "ObjectProperty"]


def _item(first: ox.Triple, below: dict[Any, list[ox.Triple]]) -> Item:
    triples, open_ = [first], [first.object]
    if isinstance(first.subject, ox.BlankNode):
        triples += [t for t in below[first.subject] if t != first]
        open_ += [t.object for t in triples[1:]]
    while open_:
        more = below.get(open_.pop(), [])
        triples += more
        open_ += [t.object for t in more]
    names = {n.value for t in triples for n in (t.subject, t.object) if isinstance(n, ox.NamedNode)}
    names |= {t.predicate.value for t in triples}
    outside = (RDF, RDFS, OWL, XSD)
    return Item(tuple(triples), frozenset(name for name in names if not name.startswith(outside)))


def _pairs(t: Any, below: dict[Any, list[ox.Triple]]) -> Iterator[Item]:
    kind = t.object.value.removeprefix(OWL) if t.predicate.value == _TYPE else ""
    if kind in _PAIRS:
        lists = [
            o.object for o in below[t.subject] if o.predicate.value in (OWL + "members", OWL + "distinctMembers")
        ]
        members = [member for each in lists for member in _members(each, below)]
        for one, other in combinations(members, 2):
            pair = _item(ox.Triple(one, ox.NamedNode(OWL + _PAIRS[kind]), other), below)
            yield replace(pair, stated=False)


def _members(node: Any, below: dict[Any, list[ox.Triple]]) -> Iterator[Any]:
    while node in below:
        values = {t.predicate.value: t.object for t in below[node]}
        if RDF + "first" not in values:
            return
        yield values[RDF + "first"]
        node = values[RDF + "rest"]


def nearest_first(items: Sequence[Item], start: Sequence[Item]) -> list[Item]:
    """The items in order of their distance from ``start``, where items that share a name are neighbours."""
    if not start:
        return list(items)
    ordered: list[Item] = []
    reached = {name for item in start for name in item.names}
    left = list(items)
    while left:
        near = [item for item in left if not reached.isdisjoint(item.names)]
        if not near:
            return ordered + left
        chosen = {id(item) for item in near}
        # Where much of an item is reached it is more likely to matter.
        ordered += sorted(near, key=lambda item: len(item.names - reached))
        left = [item for item in left if id(item) not in chosen]
        reached |= {name for item in near for name in item.names}
    return ordered


class Words:
    """Says items in words, with the labels of a graph; a derived fact names the claims it follows from."""

    def __init__(self, quads: Iterable[ox.Quad]) -> None:
        self._labels: dict[str, str] = {}
        parts: dict[Any, dict[str, Any]] = defaultdict(dict)
        sources: dict[Any, set[str]] = defaultdict(set)
        q: Any
        for q in sorted(quads, key=str):
            if q.predicate.value in _LABELS and q.object.language in (None, "en"):
                self._labels.setdefault(getattr(q.subject, "value", ""), q.object.value)
            elif q.predicate.value in (KG + "subject", KG + "predicate", KG + "object"):
                parts[q.subject][q.predicate.value] = q.object
            elif q.predicate.value == PROV + "wasDerivedFrom" and q.object.value.startswith(CLAIM):
                sources[q.subject].add(q.object.value.removeprefix(CLAIM))
        self._claims: dict[tuple[Any, ...], set[str]] = defaultdict(set)
        for node, claims in sources.items():
            triple = tuple(parts[node].get(KG + part) for part in ("subject", "predicate", "object"))
            self._claims[triple] |= claims

    def name(self, iri: str) -> str:
        """The label, else the end of the IRI."""
        return self._labels.get(iri) or iri.removeprefix(CLAIM).rsplit("#", 1)[-1].rsplit("/", 1)[-1]

    def say(self, item: Item) -> str:
        """An axiom or fact as a sentence."""
        first: Any = item.triples[0]
        below: dict[Any, list[ox.Triple]] = defaultdict(list)
        for t in item.triples[1:]:
            below[t.subject].append(t)
        one, other = self._term(first.subject, below), self._term(first.object, below)
        pattern = _PATTERNS.get(first.predicate.value)
        if first.predicate.value == _TYPE:
            trait = first.object.value.removeprefix(OWL)
            pattern = (
                _TRAIT_WORDS.get(trait) if first.object.value in _TRAITS else "“{one}” is of the class “{other}”"
            )
        if pattern is None:
            pattern = "“{one}” – " + self.name(first.predicate.value) + " – “{other}”"
        claims = sorted(self._claims.get((first.subject, first.predicate, first.object), ()))
        return pattern.format(one=one, other=other) + (f" (claim {', '.join(claims)})" if claims else "")

    def _term(self, node: Any, below: dict[Any, list[ox.Triple]]) -> str:
        if isinstance(node, ox.Literal):
            return str(node.value)
        if isinstance(node, ox.NamedNode):
            return self.name(node.value)
        said = {t.predicate.value.removeprefix(OWL): t.object for t in below[node]}
        for key, joint in (("unionOf", "” or “"), ("oneOf", "” or “"), ("intersectionOf", "” and “")):
            if key in said:
                return joint.join(self._term(member, below) for member in _members(said[key], below))
        if "onProperty" in said:
            return self._restriction(said, below)
        if "inverseOf" in said:
            return f"the inverse of {self._term(said['inverseOf'], below)}"
        if members := list(_members(node, below)):
            return "” and “".join(self._term(member, below) for member in members)
        return "an unnamed class"

    def _restriction(self, said: dict[str, Any], below: dict[Any, list[ox.Triple]]) -> str:
        target = next((v for k, v in said.items() if k.endswith(("ValuesFrom", "Cardinality", "hasValue"))), None)
        how = next((k for k in said if k.endswith(("ValuesFrom", "Cardinality", "hasValue"))), "values")
        return f"{self._term(said['onProperty'], below)}” {how} “{self._term(target, below)}"


_PATTERNS = {
    RDFS + "subClassOf": "everything of the class “{one}” is also of the class “{other}”",
    RDFS + "subPropertyOf": "where “{one}” holds, “{other}” holds too",
    RDFS + "domain": "only something of the class “{other}” can be the subject of “{one}”",
    RDFS + "range": "only something of the class “{other}” can be the object of “{one}”",
    OWL + "equivalentClass": "the classes “{one}” and “{other}” are the same",
    OWL + "disjointWith": "nothing is both of the class “{one}” and of the class “{other}”",
    OWL + "oneOf": "only “{other}” are of the class “{one}”",
    OWL + "inverseOf": "“{one}” is the inverse of “{other}”",
    OWL + "propertyChainAxiom": "where “{other}” lead in turn, “{one}” leads too",
    OWL + "propertyDisjointWith": "no two things are connected by both “{one}” and “{other}”",
    OWL + "sameAs": "“{one}” and “{other}” are the same thing",
    OWL + "differentFrom": "“{one}” and “{other}” are two different things",
}
_TRAIT_WORDS = {
    "FunctionalProperty": "“{one}” has at most one value",
    "InverseFunctionalProperty": "“{one}” leads to each value from one thing only",
    "TransitiveProperty": "“{one}” holds over several steps",
    "SymmetricProperty": "“{one}” holds both ways",
    "AsymmetricProperty": "“{one}” never holds both ways",
    "IrreflexiveProperty": "“{one}” never connects a thing with itself",
    "ReflexiveProperty": "“{one}” connects each thing with itself",
}
