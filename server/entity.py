"""``/id/SLUG``: a page about a technology, a sector, an actor, a work, a place …, with every fact and its words."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

from flask import Blueprint, Response, render_template

from graph.links import DATASET, IDENTITY, MATCHES
from graph.namespaces import DCTERMS, KG, SKOS, labels_graph
from server.catalogue import catalogue
from server.citation import CITATIONS, citation
from server.conflicts import pairs
from server.consequences import consequences, inferred_kinds
from server.engine import iri
from server.fact_groups import groups
from server.facts import ABOUT, COLUMNS, facts, table
from server.glance import balance, brought, glance
from server.labels import described
from server.neighbours import MOST, neighbours
from server.presentation import PROLOGUE, Thing, Value, language_name
from server.representations import FORMATS, Requested, not_found, requested, respond
from server.services import services
from server.spellings import spellings
from server.terms import terms

blueprint = Blueprint("entity", __name__)

_SSSOM = "https://w3id.org/sssom/"
_ENTITY = f"""{PROLOGUE}
SELECT ?node ?property ?value WHERE {{
  {{ VALUES ?node {{ ?entity }} ?node ?property ?value }}
  UNION {{
    ?mapping <{_SSSOM}subject_id> ?entity ; <{_SSSOM}object_id> ?node ; ?property ?value .
    FILTER(?property IN (<{_SSSOM}object_source>, <{_SSSOM}confidence>))
  }}
  UNION {{ ?node kg:subject ?entity ; kg:rule ?rule ; ?property ?value }}
  UNION {{
    GRAPH ?node {{
      ?node dcterms:license ?license . ?entity skos:prefLabel ?name .
      {{ ?entity ?property ?value }} UNION {{ ?node ?property ?value }}
      FILTER(?property IN (skos:prefLabel, skos:altLabel, dcterms:license, dcterms:rights, dcterms:source))
    }}
  }}
}}"""
# Its library is built from packages, and where that was not done the list stands alone.
_PICTURE = Path(__file__).parent / "static" / "vendor" / "neighbours.js"
_PICTURED = 3  # what is fewer is read faster
_KINDS = dict(zip(IDENTITY, ("the same", "see also"), strict=True))


@dataclass(frozen=True)
class Translations:
    """What one vocabulary calls a thing in other languages: code and name of each language, the preferred label,
    further names; and the notice that goes with them."""

    names: list[tuple[str, str, str, list[str]]]
    rights: str
    source: Value
    licence: Value


@blueprint.get("/id/<path:name>")
def entity(name: str) -> Response:
    asked = requested("id/", name, (*FORMATS, *CITATIONS))
    if asked.format in CITATIONS:
        engine = services().engine
        return citation(asked, _nodes(asked.iri)[asked.iri].name, engine.snapshot.path).respond(asked)
    return respond(asked, page=lambda: _page(asked), rows=lambda: _rows(asked), columns=COLUMNS)


def _rows(asked: Requested) -> Iterator[dict[str, str | int]]:
    found = facts(services().engine, ABOUT, asked.iri)
    if not found:
        _nodes(asked.iri)
    return table(found)


def _nodes(entity: str) -> dict[str, Thing]:
    nodes = described(services().engine, _ENTITY, entity=iri(entity))
    if entity not in nodes:
        raise not_found(entity)
    return nodes


def _page(asked: Requested) -> str:
    engine = services().engine
    nodes = _nodes(asked.iri)
    thing = nodes[asked.iri]
    found = facts(engine, ABOUT, asked.iri)
    names, things = terms(engine), catalogue(engine)
    around = neighbours(engine, asked.iri, found)
    other = [value.label for value in thing.all(SKOS + "altLabel") if value.term.language == "en"]
    return render_template(
        "entity.html",
        asked=asked,
        thing=thing,
        kinds=[names.linked(value) for value in things[asked.iri].classes],
        inferred_kinds=inferred_kinds(nodes.values()),
        description=thing.text(DCTERMS + "description", SKOS + "definition"),
        reading=thing.text(KG + "reading"),
        confidence=thing.text(KG + "readingConfidence"),
        names=spellings([things.in_sentence(Value(iri(asked.iri), thing.name)).label, *other], found),
        scheme=thing.one(SKOS + "inScheme", SKOS + "topConceptOf"),
        path=things.path(asked.iri),
        siblings=things.siblings(asked.iri),
        narrower=things[asked.iri].narrower,
        related=thing.all(SKOS + "related"),
        glance=glance(asked.iri, found, names, things),
        balance=balance(asked.iri, found),
        brought=brought(asked.iri, found),
        conflicts=pairs(engine, found),
        groups=groups(asked.iri, found, names),
        total=len(found),
        cut=next((fact.document for fact in found if any(quote.shortened for quote in fact.quotes)), None),
        neighbours=around,
        most=MOST,
        picture=len(around) >= _PICTURED and _PICTURE.is_file(),
        consequences=[each for each in consequences(nodes.values()) if each.from_claims],
        matches=_matches(thing, nodes),
        translations=_translations(nodes),
        citation=citation(asked, thing.name, engine.snapshot.path),
    )


def _matches(thing: Thing, nodes: dict[str, Thing]) -> list[tuple[str, list[tuple[str, Value]]]]:
    """Links out by the vocabulary that they lead to, each with its kind of match and its confidence."""
    names = terms(services().engine)
    found: dict[str, list[tuple[str, Value]]] = {}
    for match in (*IDENTITY, *MATCHES):
        for value in thing.all(match):
            mapping = nodes.get(value.term.value, Thing(value.term.value))
            kind = _KINDS.get(match) or names.label(match)
            confidence = mapping.text(_SSSOM + "confidence")
            vocabulary = mapping.text(_SSSOM + "object_source") or urlsplit(value.term.value).netloc
            label = f"{kind}, confidence {confidence}" if confidence else kind
            found.setdefault(vocabulary, []).append((label, value))
    return sorted(found.items())


def _translations(nodes: dict[str, Thing]) -> list[Translations]:
    """Names in other languages, by the named graph that they stand in and its licence."""
    found = []
    for graph, node in sorted(nodes.items()):
        if graph.startswith(labels_graph("")):
            names = []
            for value in node.all(SKOS + "prefLabel"):
                code = value.term.language or ""
                other = [each.label for each in node.all(SKOS + "altLabel") if each.term.language == code]
                names.append((code, language_name(code), value.label, other))
            (source,) = (each for each in node.all(DCTERMS + "source") if each.term.value.startswith(DATASET))
            (licence,) = node.all(DCTERMS + "license")
            names.sort(key=lambda name: name[1])
            found.append(Translations(names, node.text(DCTERMS + "rights"), source, licence))
    return found
