"""Triples looked up by predicate, and the members of their lists."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator

import pyoxigraph as ox

from graph.namespaces import OWL, RDF


class Triples:
    """Triples by predicate and subject; IRIs, names of blank nodes and texts of literals, all as strings."""

    def __init__(self, quads: Iterable[ox.Quad]) -> None:
        self._by: dict[str, dict[str, list[str]]] = defaultdict(lambda: defaultdict(list))
        for quad in quads:
            self._by[quad.predicate.value][_text(quad.subject)].append(_text(quad.object))

    def by(self, predicate: str) -> dict[str, list[str]]:
        return self._by[predicate]

    def members(self, node: str) -> Iterator[str]:
        """The members of a list or of a union of classes, or what is neither, itself."""
        if unions := self.by(OWL + "unionOf").get(node):
            yield from self.members(unions[0])
        elif first := self.by(RDF + "first").get(node):
            yield first[0]
            yield from self.members(self.by(RDF + "rest")[node][0])
        elif node != RDF + "nil":
            yield node


def _text(term: ox.NamedNode | ox.BlankNode | ox.Literal | ox.Triple) -> str:
    return str(term) if isinstance(term, ox.Triple) else term.value
