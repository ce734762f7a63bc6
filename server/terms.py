"""The terms of the ontology: what classes, properties and fixed values are called and mean."""

from __future__ import annotations

from graph.namespaces import ONTOLOGY_GRAPH, OWL, RDF
from server.engine import QueryEngine, iri, select
from server.presentation import LABEL_PATTERN, PROLOGUE, Thing, short, things

CLASS = OWL + "Class"
PROPERTIES = (OWL + "ObjectProperty", OWL + "DatatypeProperty")
INDIVIDUAL = OWL + "NamedIndividual"

_TERMS = f"""{PROLOGUE}
SELECT ?node ?property ?value ?label WHERE {{
  GRAPH ?graph {{
    VALUES ?type {{ owl:Class owl:ObjectProperty owl:DatatypeProperty owl:NamedIndividual }}
    ?node a ?type ; rdfs:label ?name ; ?property ?value .
  }}
  FILTER(ISIRI(?node))
  FILTER(!ISBLANK(?value))
  {LABEL_PATTERN}
}}"""


class Terms(dict[str, Thing]):
    """The terms of one snapshot, by IRI."""

    def label(self, iri: str) -> str:
        """What a term is called; an IRI that is no term keeps its short form."""
        return self[iri].name if iri in self else short(iri)

    def of_type(self, *types: str) -> list[Thing]:
        """The terms of these types, sorted by label."""
        found = [thing for thing in self.values() if any(v.term.value in types for v in thing.all(RDF + "type"))]
        return sorted(found, key=lambda thing: thing.name.casefold())


_cached: dict[str, Terms] = {}


def terms(engine: QueryEngine) -> Terms:
    """The terms of the snapshot that is served; asked for once a snapshot, whose name stands for its contents."""
    name = engine.snapshot.name
    found = _cached.get(name)
    if found is None:
        found = Terms(things(select(engine, _TERMS, graph=iri(ONTOLOGY_GRAPH))))
        _cached.clear()
        _cached[name] = found
    return found
