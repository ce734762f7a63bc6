"""Canonical dumps: the same graph gives the same bytes.

Blank nodes (the ontology's class expressions) are named by RDFC-1.0, statements are sorted, and nothing of the
moment is written. N-Quads keeps the named graphs; N-Triples, Turtle and JSON-LD hold their union, without
``owl:imports``: such a file holds all modules, and a program that follows imports would look for them on the web.
"""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

import pyoxigraph as ox

from graph.namespaces import OWL, PREFIXES, RDF

FORMATS = {
    "nquads": ("creativekg.nq", "application/n-quads"),
    "ntriples": ("creativekg.nt", "application/n-triples"),
    "turtle": ("creativekg.ttl", "text/turtle"),
    "jsonld": ("creativekg.jsonld", "application/ld+json"),
}
_IMPORTS = ox.NamedNode(OWL + "imports")
_TYPE = ox.NamedNode(RDF + "type")


def canonical(quads: Iterable[ox.Quad]) -> list[ox.Quad]:
    """The quads with canonical blank nodes, without repetitions, sorted by subject, types first, graph last."""
    dataset = ox.Dataset(quads)
    dataset.canonicalize(ox.CanonicalizationAlgorithm.RDFC_1_0)
    return sorted(dataset, key=_order)


def union(quads: Iterable[ox.Quad]) -> list[ox.Quad]:
    """The union of all graphs in the default graph, each triple once, in the order of the quads."""
    return list(dict.fromkeys(ox.Quad(q.subject, q.predicate, q.object) for q in quads))


def write_dumps(quads: list[ox.Quad], together: list[ox.Quad], folder: Path) -> None:
    """Write the dumps into a folder: canonical quads, and their union (see `union`)."""
    folder.mkdir(parents=True, exist_ok=True)
    lines = sorted(f"{quad} .\n" for quad in quads)
    (folder / FORMATS["nquads"][0]).write_text("".join(lines), encoding="utf-8", newline="")
    triples = [q.triple for q in together if q.predicate != _IMPORTS]
    ox.serialize(triples, folder / FORMATS["ntriples"][0], format=ox.RdfFormat.N_TRIPLES)
    ox.serialize(triples, folder / FORMATS["turtle"][0], format=ox.RdfFormat.TURTLE, prefixes=PREFIXES)
    ox.serialize(triples, folder / FORMATS["jsonld"][0], format=ox.RdfFormat.JSON_LD, prefixes=PREFIXES)


def _order(quad: ox.Quad) -> tuple[str, bool, str, str, str]:
    return (str(quad.subject), quad.predicate != _TYPE, str(quad.predicate), str(quad.object), str(quad.graph_name))
