"""Canonical dumps: the same graph gives the same bytes.

Blank nodes (the ontology's class expressions) are named by RDFC-1.0, statements are sorted, and nothing of the
moment is written. N-Quads keeps the named graphs; Turtle and JSON-LD hold their union.
"""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

import pyoxigraph as ox

from graph.namespaces import PREFIXES, RDF

FORMATS = {
    "nquads": ("creativekg.nq", "application/n-quads"),
    "turtle": ("creativekg.ttl", "text/turtle"),
    "jsonld": ("creativekg.jsonld", "application/ld+json"),
}
_TYPE = ox.NamedNode(RDF + "type")


def canonical(quads: Iterable[ox.Quad]) -> list[ox.Quad]:
    """The quads with canonical blank nodes, without repetitions, sorted by subject; types first."""
    dataset = ox.Dataset(quads)
    dataset.canonicalize(ox.CanonicalizationAlgorithm.RDFC_1_0)
    return sorted(dataset, key=_order)


def union(quads: Iterable[ox.Quad]) -> list[ox.Quad]:
    """The union of all graphs in the default graph, sorted, each triple once. ``quads`` are canonical."""
    return sorted({ox.Quad(q.subject, q.predicate, q.object) for q in quads}, key=_order)


def write_dumps(quads: list[ox.Quad], folder: Path) -> None:
    """Write the three dumps of canonical quads into a folder."""
    folder.mkdir(parents=True, exist_ok=True)
    lines = sorted(f"{quad} .\n" for quad in quads)
    (folder / FORMATS["nquads"][0]).write_text("".join(lines), encoding="utf-8", newline="")
    triples = [q.triple for q in union(quads)]
    ox.serialize(triples, folder / FORMATS["turtle"][0], format=ox.RdfFormat.TURTLE, prefixes=PREFIXES)
    ox.serialize(triples, folder / FORMATS["jsonld"][0], format=ox.RdfFormat.JSON_LD, prefixes=PREFIXES)


def _order(quad: ox.Quad) -> tuple[str, str, bool, str, str]:
    return (str(quad.graph_name), str(quad.subject), quad.predicate != _TYPE, str(quad.predicate), str(quad.object))
