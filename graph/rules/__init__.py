"""Rules: SPARQL CONSTRUCT queries in files, which add triples that nobody typed, each with its derivation.

``derive/`` turns claims into direct triples; ``infer/`` follows the ontology's axioms from those, to a fixed
point. Every rule constructs the triple and its ``kg:Derivation`` together.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

import pyoxigraph as ox

from graph.errors import OntologyError
from graph.namespaces import DERIVED_GRAPH, INFERRED_GRAPH, KG, RDF, RDFS, RULE

FOLDER = Path(__file__).parent
_MAX_ROUNDS = 20


@dataclass(frozen=True)
class Rule:
    """A CONSTRUCT query, named by its file; ``summary`` is its ``#+ summary:`` line."""

    path: Path
    query: str

    @property
    def iri(self) -> ox.NamedNode:
        return ox.NamedNode(RULE + self.path.stem)

    @property
    def summary(self) -> str:
        match = re.search(r"^#\+ summary: (.+)$", self.query, re.MULTILINE)
        if match is None:
            raise OntologyError("the rule has no '#+ summary:' line", file=self.path)
        return match[1]

    def quads(self, store: ox.Store, graph: ox.NamedNode) -> set[ox.Quad]:
        """What the rule constructs from the union of all graphs of the store.

        Raises:
            OntologyError: the query is not a SPARQL CONSTRUCT query.
        """
        try:
            result = store.query(self.query, use_default_graph_as_union=True)
        except SyntaxError as error:
            raise OntologyError(f"not SPARQL: {error.msg}", file=self.path) from error
        if not isinstance(result, ox.QueryTriples):
            raise OntologyError("a rule is a CONSTRUCT query", file=self.path)
        return {ox.Quad(t.subject, t.predicate, t.object, graph) for t in result}


def load_rules(folder: Path) -> list[Rule]:
    """The rules of one folder, in the order of their names."""
    return [Rule(path, path.read_text(encoding="utf-8")) for path in sorted(folder.glob("*.rq"))]


def derive(store: ox.Store) -> list[ox.Quad]:
    """Add the derived graph to a store of claims and ontology; returns what was added."""
    rules = load_rules(FOLDER / "derive")
    graph = ox.NamedNode(DERIVED_GRAPH)
    added = _described(rules, graph)
    for rule in rules:
        added |= rule.quads(store, graph)
    store.extend(added)
    return list(added)


def infer(store: ox.Store) -> list[ox.Quad]:
    """Add the inferred graph to a store that has the derived one; returns what was added.

    Raises:
        OntologyError: the rules have not come to rest after some rounds, so one of them makes up new things.
    """
    rules = load_rules(FOLDER / "infer")
    graph = ox.NamedNode(INFERRED_GRAPH)
    added = _described(rules, graph)
    store.extend(added)
    for _ in range(_MAX_ROUNDS):
        new = set().union(*(rule.quads(store, graph) for rule in rules)) - added
        if not new:
            return list(added)
        store.extend(new)
        added |= new
    raise OntologyError(f"the rules have not come to rest after {_MAX_ROUNDS} rounds", file=FOLDER / "infer")


def _described(rules: Iterable[Rule], graph: ox.NamedNode) -> set[ox.Quad]:
    described = set()
    for rule in rules:
        label = ox.Literal(rule.summary, language="en")
        described.add(ox.Quad(rule.iri, ox.NamedNode(RDF + "type"), ox.NamedNode(KG + "Rule"), graph))
        described.add(ox.Quad(rule.iri, ox.NamedNode(RDFS + "label"), label, graph))
    return described
