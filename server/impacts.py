"""The impacts that documents claim, by the technology that causes them and by the sector that they touch.

A claim counts for every concept above the one that it names. A cause that is no technology and a claim that names
no sector stand apart, by their kind, so that together all claims are in the picture.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Literal

from graph.namespaces import BASE, ID, KG, ONTOLOGY_GRAPH
from server.cached import per_snapshot
from server.engine import QueryEngine, select
from server.presentation import PROLOGUE, first_upper, local, short
from server.terms import terms

NONE = "none"
_ONLY = "only:"
_SCHEMES = {"technology": BASE + "scheme/technologies", "sector": BASE + "scheme/sectors"}
_NOWHERE = {"technology": "No technology as the cause", "sector": "No sector named"}
# What may affect and what may be affected is what the ontology says of `kg:affects`.
_IMPACTS = f"""{PROLOGUE}
SELECT ?claim ?direction ?cause ?causeKind ?touched ?touchedKind ?sector WHERE {{
  ?claim a kg:Impact ; kg:direction ?direction ; kg:subject ?cause ; kg:object ?touched .
  OPTIONAL {{ ?claim kg:inSector ?sector }}
  OPTIONAL {{ ?cause a ?causeKind .
    {{ SELECT ?causeKind {{ kg:affects rdfs:domain/owl:unionOf/rdf:rest*/rdf:first ?causeKind }} }} }}
  OPTIONAL {{ ?touched a ?touchedKind .
    {{ SELECT ?touchedKind {{ kg:affects rdfs:range/owl:unionOf/rdf:rest*/rdf:first ?touchedKind }} }} }}
}}"""
_CONCEPTS = f"""{PROLOGUE}
SELECT ?concept ?label ?scheme ?broader WHERE {{
  GRAPH <{ONTOLOGY_GRAPH}> {{
    VALUES ?scheme {{ {" ".join(f"<{scheme}>" for scheme in _SCHEMES.values())} }}
    ?concept skos:inScheme ?scheme ; skos:prefLabel ?label .
    OPTIONAL {{ ?concept skos:broader ?broader }}
    FILTER(LANG(?label) = "en")
  }}
}}"""
Claims = frozenset[str]


@dataclass(frozen=True)
class Head:
    """The head of a row or a column. ``key`` stands for it in an address, ``opens`` says that something is below
    it; ``concept`` is what it stands for, with all below it or, where ``alone``, without; ``pattern`` is SPARQL for
    what belongs here as ``?claim``."""

    key: str
    label: str
    href: str | None
    claims: Claims
    pattern: str
    concept: str | None = None
    alone: bool = False
    opens: bool = False


class Axis:
    """One side of the matrix: the concepts of a scheme, and by kind what is not among them."""

    def __init__(self, name: Literal["technology", "sector"], concepts: Iterable[Mapping[str, str]]) -> None:
        self.name = name
        self._labels: dict[str, str] = {}
        self._above: dict[str, set[str]] = defaultdict(set)
        self._below: dict[str, set[str]] = defaultdict(set)
        self._named: dict[str, set[str]] = defaultdict(set)
        self._kinds: dict[tuple[str, str], set[str]] = defaultdict(set)
        self._property = "kg:subject" if name == "technology" else "kg:object|kg:inSector"
        for row in concepts:
            self._labels[row["concept"]] = row["label"]
            if "broader" in row:
                self._above[row["concept"]].add(row["broader"])
                self._below[row["broader"]].add(row["concept"])

    def add(self, claim: str, concepts: Iterable[str], kind: tuple[str, str] | None) -> None:
        """Put a claim under the concepts that it names, else under its kind: an IRI and what that is called."""
        known = [concept for concept in concepts if concept in self._labels]
        for concept in known:
            self._named[concept].add(claim)
        if not known:
            self._kinds[kind or ("", "")].add(claim)

    def heads(self, at: str = "") -> list[Head]:
        """What is one step below a concept or :data:`NONE`, the most claims first; by default a view of everything,
        in which a concept that holds most of the claims is opened."""
        if at == NONE:
            found = [self._kind(*kind) for kind in self._kinds if all(kind)]
        elif at:
            found = self._opened(ID + at)
        else:
            tops = [concept for concept in self._labels if not self._above[concept] & self._labels.keys()]
            most = len(self._within(*tops)) / 2
            opened = [self._opened(top) if len(self._within(top)) > most else [self._whole(top)] for top in tops]
            found = [head for heads in opened for head in heads]
        heads = sorted({head.key: head for head in found if head.claims}.values(), key=lambda head: head.label)
        heads.sort(key=lambda head: -len(head.claims))
        return heads if at else [*heads, self._none()]

    def head(self, key: str) -> Head | None:
        """The head that a key stands for, with or without claims."""
        if key == NONE:
            return self._none()
        if key.startswith(NONE):
            return next((head for head in self.heads(NONE) if head.key == key), None)
        concept = ID + key.removeprefix(_ONLY)
        if concept not in self._labels:
            return None
        return self._alone(concept) if key.startswith(_ONLY) else self._whole(concept)

    def path(self, key: str) -> list[Head]:
        """The heads from the top down to the one that a key stands for."""
        here = self.head(key)
        steps = [here] if here else []
        while steps and steps[0].concept and (above := sorted(self._above[steps[0].concept])):
            steps.insert(0, self._whole(above[0]))
        return steps

    def silent(self, at: str = "") -> list[Head]:
        """The concepts one step below another of which nothing is claimed."""
        tops = [concept for concept in self._labels if not self._above[concept]]
        below = self._below[ID + at] if at else {each for top in tops for each in self._below[top]}
        heads = [self._whole(concept) for concept in below]
        return sorted((head for head in heads if not head.claims), key=lambda head: head.label)

    def _within(self, *concepts: str) -> Claims:
        reached: set[str] = set()
        waiting = list(concepts)
        while waiting:
            concept = waiting.pop()
            if concept not in reached:
                reached.add(concept)
                waiting += self._below[concept]
        return frozenset(claim for concept in reached for claim in self._named[concept])

    def _opened(self, concept: str) -> list[Head]:
        return [self._alone(concept), *(self._whole(each) for each in self._below[concept])]

    def _whole(self, concept: str) -> Head:
        below = any(self._within(each) for each in self._below[concept])
        pattern = (
            f"?claim {self._property} ?{self.name} . "
            f"GRAPH graph:ontology {{ ?{self.name} skos:broader* {short(concept)} }}"
        )
        key, label = concept.removeprefix(ID), self._labels[concept]
        return Head(key, label, local(concept), self._within(concept), pattern, concept, opens=below)

    def _alone(self, concept: str) -> Head:
        label = f"{self._labels[concept]}, as such"
        claims = frozenset(self._named[concept])
        pattern = f"?claim {self._property} {short(concept)} ."
        return Head(_ONLY + concept.removeprefix(ID), label, local(concept), claims, pattern, concept, alone=True)

    def _none(self) -> Head:
        claims = frozenset().union(*self._kinds.values())
        return Head(NONE, _NOWHERE[self.name], None, claims, self._outside, opens=any(map(all, self._kinds)))

    def _kind(self, kind: str, label: str) -> Head:
        thing = "kg:subject" if self.name == "technology" else "kg:object"
        pattern = f"{self._outside} ?claim {thing}/rdf:type {short(kind)} ."
        key = f"{NONE}:{short(kind).removeprefix('kg:')}"
        return Head(key, first_upper(label), local(kind), frozenset(self._kinds[kind, label]), pattern)

    @property
    def _outside(self) -> str:
        return (
            f"FILTER NOT EXISTS {{ ?claim {self._property} ?{self.name} . "
            f"?{self.name} skos:inScheme <{_SCHEMES[self.name]}> }}"
        )


@dataclass(frozen=True)
class Impacts:
    """All claims of an impact by direction, and the two sides on which they stand."""

    directions: dict[str, Claims]
    technologies: Axis
    sectors: Axis

    @property
    def claims(self) -> Claims:
        return frozenset().union(*self.directions.values())


@per_snapshot
def impacts(engine: QueryEngine) -> Impacts:
    """The impacts of the snapshot.

    Raises:
        Problem: the engine could not answer.
    """
    concepts = [{name: term.value for name, term in row.items()} for row in select(engine, _CONCEPTS)]
    technologies, sectors = (
        Axis(name, [row for row in concepts if row["scheme"] == _SCHEMES[name]])
        for name in ("technology", "sector")
    )
    directions: dict[str, set[str]] = {name: set() for name in ("opportunity", "threat", "mixed")}
    causes: dict[str, tuple[str, str]] = {}
    touched: dict[str, tuple[set[str], str]] = {}
    for row in select(engine, _IMPACTS):
        claim = row["claim"].value
        directions[row["direction"].value.removeprefix(KG)].add(claim)
        causes[claim] = row["cause"].value, row["causeKind"].value if "causeKind" in row else ""
        kind = row["touchedKind"].value if "touchedKind" in row else ""
        named = touched.setdefault(claim, (set(), kind))[0]
        named.update(row[name].value for name in ("touched", "sector") if name in row)
    names = terms(engine)
    for claim, (cause, kind) in causes.items():
        technologies.add(claim, [cause], (kind, names.label(kind)) if kind else None)
    for claim, (things, kind) in touched.items():
        sectors.add(claim, things, (kind, names.label(kind)) if kind else None)
    return Impacts({name: frozenset(claims) for name, claims in directions.items()}, technologies, sectors)
