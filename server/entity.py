"""``/id/SLUG``: a page about a technology, a sector, an actor, a work, a place …, with every fact and its words."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from urllib.parse import urlsplit

from flask import Blueprint, Response, render_template

from graph.links import DATASET, IDENTITY, MATCHES
from graph.namespaces import DCTERMS, KG, ONTOLOGY_GRAPH, RDF, SKOS, labels_graph
from server.engine import iri
from server.facts import ABOUT, COLUMNS, Fact, consequences, facts, table
from server.labels import described
from server.presentation import PROLOGUE, Thing, Value, first_upper, language_name
from server.representations import Requested, not_found, requested, respond
from server.services import services
from server.terms import terms

blueprint = Blueprint("entity", __name__)

_SSSOM = "https://w3id.org/sssom/"
_ENTITY = f"""{PROLOGUE}
SELECT ?node ?property ?value WHERE {{
  {{ VALUES ?node {{ ?entity }} ?node ?property ?value }}
  UNION {{ GRAPH ?ontology {{ ?value skos:broader ?entity }} VALUES (?node ?property) {{ (?entity ?below) }} }}
  UNION {{
    GRAPH ?ontology {{ ?entity skos:broader* ?node . ?node skos:broader ?value }}
    BIND(?above AS ?property)
  }}
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
# The scheme's own tree; ``skos:broader`` holds as well what documents say of concepts.
_ABOVE, _BELOW = KG + "above", KG + "below"
_BINDINGS = {"ontology": iri(ONTOLOGY_GRAPH), "above": iri(_ABOVE), "below": iri(_BELOW)}
_KINDS = dict(zip(IDENTITY, ("the same", "see also"), strict=True))


@dataclass(frozen=True)
class Group:
    """Facts under one heading; ``anchor`` is its fragment. ``own`` says that the thing is their subject."""

    anchor: str
    title: str
    facts: list[Fact]
    own: bool


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
    asked = requested("id/", name)
    return respond(asked, page=lambda: _page(asked), rows=lambda: _rows(asked), columns=COLUMNS)


def _rows(asked: Requested) -> Iterator[dict[str, str | int]]:
    found = facts(services().engine, ABOUT, asked.iri)
    if not found:
        _nodes(asked.iri)
    return table(found)


def _nodes(entity: str) -> dict[str, Thing]:
    nodes = described(services().engine, _ENTITY, **_BINDINGS, entity=iri(entity))
    if entity not in nodes:
        raise not_found(entity)
    return nodes


def _page(asked: Requested) -> str:
    engine = services().engine
    nodes = _nodes(asked.iri)
    thing = nodes[asked.iri]
    found = facts(engine, ABOUT, asked.iri)
    return render_template(
        "entity.html",
        asked=asked,
        thing=thing,
        kinds=_kinds(thing, nodes.values()),
        description=thing.text(DCTERMS + "description", SKOS + "definition"),
        reading=thing.text(KG + "reading"),
        confidence=thing.text(KG + "readingConfidence"),
        names=[value.label for value in thing.all(SKOS + "altLabel") if value.term.language == "en"],
        scheme=thing.one(SKOS + "inScheme", SKOS + "topConceptOf"),
        path=_path(asked.iri, nodes),
        narrower=thing.all(_BELOW),
        related=thing.all(SKOS + "related"),
        groups=_groups(asked.iri, found),
        total=len(found),
        consequences=[each for each in consequences(nodes.values()) if each.from_claims],
        matches=_matches(thing, nodes),
        translations=_translations(nodes),
    )


def _kinds(thing: Thing, nodes: Iterable[Thing]) -> list[Value]:
    """The classes that somebody gave the thing, without those that follow from them."""
    inferred = {
        value.term.value
        for node in nodes
        if any(p.term.value == RDF + "type" for p in node.all(KG + "predicate"))
        for value in node.all(KG + "object")
    }
    inferred.add(SKOS + "Concept")
    names = terms(services().engine)
    return [names.linked(value) for value in thing.all(RDF + "type") if value.term.value not in inferred]


def _path(entity: str, nodes: dict[str, Thing]) -> list[Value]:
    """The concepts above, from the top down; where there are several ways up, the first by label."""
    path: list[Value] = []
    at = entity
    while at in nodes and (above := nodes[at].all(_ABOVE)) and above[0] not in path:
        path.insert(0, above[0])
        at = above[0].term.value
    return path


def _groups(entity: str, found: list[Fact]) -> list[Group]:
    """Facts by their closest tie to the thing: by kind where it is their subject, else by kind and role."""
    names = terms(services().engine)
    groups: dict[tuple[bool, str], list[Fact]] = {}
    for fact in found:
        role = fact.role(entity) or ""
        own = role == KG + "subject"
        title = fact.kind.label + ("" if own or role == KG + "object" else f", {names.label(role)}")
        groups.setdefault((not own, first_upper(title)), []).append(fact)
    return [
        Group(f"g{number}", title, groups[named, title], own=not named)
        for number, (named, title) in enumerate(sorted(groups), 1)
    ]


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
