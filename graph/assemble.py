"""Claims, entities, documents and ontology become RDF: one list of quads a named graph, no blank node of ours.

The mapping is ``ontology/context.jsonld``; a JSON-LD processor does it. Here stands only what a context cannot
say: which evidence node belongs to which passage, and which graph a record goes into.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from functools import cache
from typing import Any

import pyoxigraph as ox

import ontology
from graph.claims import Claim, Evidence, Observation
from graph.concepts import Concept
from graph.coverage import Passage
from graph.documents import Document
from graph.entities import Entity
from graph.namespaces import DOCUMENT, ENTITIES_GRAPH, EVIDENCE, ID, ONTOLOGY_GRAPH, document_graph

_AROUND = 32
_CLAIMS = ("conflictsWith", "citedFor")

Reference = tuple[str, str]


def entity_quads(entities: Iterable[Entity]) -> list[ox.Quad]:
    """The entities graph."""
    return _quads([_plain(entity) for entity in entities], ENTITIES_GRAPH)


def concept_quads(concepts: Iterable[Concept]) -> list[ox.Quad]:
    """Concepts that a data folder adds, in the graph of the ontology, where those of its schemes are."""
    return _quads([concept.as_node() for concept in concepts], ONTOLOGY_GRAPH)


def document_quads(
    document: Document, claims: Iterable[Claim], unclaimed: Iterable[Passage], text: str | None
) -> list[ox.Quad]:
    """The graph of one document: what is known of it, its claims and their evidence, and passages without claims.

    ``text`` gives whole quotes; without it the evidence holds elided quotes only.
    """
    nodes: dict[str, dict[str, Any]] = {}
    description = _plain(document)
    nodes[document.id] = {**description, "id": f"document:{document.id}", "kind": "Document"}
    for claim in claims:
        node = _plain(claim)
        node["id"] = f"claim:{claim.id}"
        node["source"] = f"document:{claim.document}"
        for field in _CLAIMS:
            node[field] = [f"claim:{other}" for other in node.get(field, [])]
        if isinstance(claim, Observation):
            node["value"] = format(claim.number, "f")
            node["statedValue"] = claim.stated
            node.pop("scale", None)
        node["evidence"] = []
        for evidence in claim.evidence:
            found = _evidence(document.id, evidence, text)
            node["evidence"].append(found["id"])
            nodes[found["id"]] = found
        nodes[claim.id] = node
    for passage in unclaimed:
        node = _evidence(document.id, passage, text)
        nodes[node["id"]] = {**node, "noClaimReason": passage.reason}
    return _quads(list(nodes.values()), document_graph(document.id))


def _evidence(document: str, evidence: Evidence, text: str | None) -> dict[str, Any]:
    iri = f"{EVIDENCE}{document}-{evidence.start}-{evidence.end}"
    quote = {"id": iri + "#quote", "type": "TextQuoteSelector", "elidedQuote": evidence.quote}
    if text is not None:
        quote["exact"] = text[evidence.start : evidence.end]
        quote["prefix"] = text[max(0, evidence.start - _AROUND) : evidence.start]
        quote["suffix"] = text[evidence.end : evidence.end + _AROUND]
    position = {
        "id": iri + "#position",
        "type": "TextPositionSelector",
        "start": evidence.start,
        "end": evidence.end,
    }
    return {
        "id": iri,
        "type": "SpecificResource",
        "hasSource": f"document:{document}",
        "hasSelector": [position, quote],
    }


def _plain(record: Claim | Document | Entity) -> dict[str, Any]:
    return record.model_dump(exclude_none=True)


def _quads(nodes: list[dict[str, Any]], graph: str) -> list[ox.Quad]:
    data = json.dumps({**_context(), "@graph": nodes}, ensure_ascii=False)
    name = ox.NamedNode(graph)
    return [ox.Quad(q.subject, q.predicate, q.object, name) for q in ox.parse(data, format=ox.RdfFormat.JSON_LD)]


@cache
def _context() -> dict[str, Any]:
    context: dict[str, Any] = json.loads((ontology.FOLDER / "context.jsonld").read_text(encoding="utf-8"))
    return context


def check_references(claims: Iterable[Claim], documents: Mapping[str, Document], known: set[str]) -> None:
    """Every entity that a claim names must exist. ``known`` holds the IRIs of entities and concepts.

    Raises:
        InputError: at the first name that is not known, with file and line.
    """
    known = known | {DOCUMENT + document for document in documents}
    for claim in claims:
        for field, slug in _named(claim):
            iri = DOCUMENT + slug.removeprefix("document:") if slug.startswith("document:") else ID + slug
            if iri not in known:
                raise claim.problem(f"{claim.id}: {field}: unknown entity {slug!r}; add it or mend the name")


def _named(claim: Claim) -> list[Reference]:
    """The fields whose values are IRIs by the context, each with the things it names."""
    context = _context()["@context"]
    named = []
    for field, value in claim:
        term = context.get(field)
        if isinstance(term, dict) and term.get("@type") == "@id" and field not in ("evidence", *_CLAIMS):
            for slug in value if isinstance(value, list) else [value] if value else []:
                named.append((field, slug))
    return named
