"""How the terms of the ontology are used in the graph: counts, and claims and things that show them at work."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import Literal

from graph.namespaces import BASE, DERIVED_GRAPH, INFERRED_GRAPH, KG
from server.cached import per_snapshot
from server.engine import QueryEngine, iri, select
from server.presentation import PROLOGUE, Value

_COUNTS = f"""{PROLOGUE}
SELECT ?term ?what ?count WHERE {{
  {{ SELECT ?term ("said" AS ?what) (COUNT(DISTINCT ?claim) AS ?count)
     WHERE {{ ?claim kg:predicate ?term ; kg:gloss ?gloss }} GROUP BY ?term }}
  UNION {{ SELECT ?term ("stated" AS ?what) (COUNT(*) AS ?count)
     WHERE {{ GRAPH ?graph {{ ?s ?term ?o }} FILTER(?graph NOT IN (?derived, ?inferred)) }} GROUP BY ?term }}
  UNION {{ SELECT ?term ("derived" AS ?what) (COUNT(*) AS ?count)
     WHERE {{ GRAPH ?derived {{ ?s ?term ?o }} }} GROUP BY ?term }}
  UNION {{ SELECT ?term ("inferred" AS ?what) (COUNT(*) AS ?count)
     WHERE {{ GRAPH ?inferred {{ ?s ?term ?o }} }} GROUP BY ?term }}
  UNION {{ SELECT ?term ("instances" AS ?what) (COUNT(*) AS ?count) WHERE {{ ?s a ?term }} GROUP BY ?term }}
  UNION {{ SELECT ?term ("typed" AS ?what) (COUNT(DISTINCT ?s) AS ?count)
     WHERE {{ GRAPH ?graph {{ ?s a ?term }} FILTER(?graph NOT IN (?derived, ?inferred)) }} GROUP BY ?term }}
  UNION {{ SELECT ?term ("below" AS ?what) (COUNT(DISTINCT ?s) AS ?count)
     WHERE {{ ?s a ?kind . ?kind rdfs:subClassOf+ ?term }} GROUP BY ?term }}
  UNION {{ SELECT ?term ("named" AS ?what) (COUNT(*) AS ?count)
     WHERE {{ ?s ?p ?term . ?term a owl:NamedIndividual . ?s kg:gloss ?gloss }} GROUP BY ?term }}
}}"""

# Which claims show a term at work: the first of these ways in which there is one.
Way = Literal["kind", "said", "qualified", "about", "named", "valued", "follows"]
_CLAIMS: dict[Way, str] = {
    "kind": "?claim a ?kind . ?kind rdfs:subClassOf* ?term .",
    "said": "?claim kg:predicate ?term .",
    "qualified": "?claim ?term ?value .",
    "about": "{ ?claim kg:object ?thing } UNION { ?claim kg:subject ?thing } ?thing a ?term .",
    "named": "?claim ?role ?thing . ?thing a ?term .",
    "valued": "?claim ?role ?term .",
    "follows": "?derivation kg:predicate ?term ; kg:rule ?rule ; prov:wasDerivedFrom ?claim .",
}
Kind = Literal["class", "property", "value"]
_WAYS: dict[Kind, tuple[Way, ...]] = {
    "class": ("kind", "about", "named"),
    "property": ("said", "qualified", "follows"),
    "value": ("valued",),
}
_MOST_READ = 5000
_EXAMPLES = f"""{PROLOGUE}
SELECT DISTINCT ?claim ?document ?certainty WHERE {{
  #CLAIMS
  ?claim kg:gloss ?gloss ; prov:hadPrimarySource ?document ; kg:certainty ?certainty .
}} LIMIT {_MOST_READ}"""
_INSTANCES = f"""{PROLOGUE}
SELECT ?thing ?label ?claims WHERE {{
  {{ SELECT ?thing (COUNT(DISTINCT ?claim) AS ?claims) WHERE {{
    ?thing a ?term . OPTIONAL {{ ?claim ?role ?thing ; kg:gloss ?gloss }}
    FILTER(STRSTARTS(STR(?thing), "{BASE}"))
  }} GROUP BY ?thing ORDER BY DESC(?claims) ?thing LIMIT #MOST }}
  ?thing skos:prefLabel|rdfs:label|dcterms:title ?label . FILTER(LANG(?label) IN ("en", ""))
}} ORDER BY DESC(?claims) ?label"""


@dataclass(frozen=True)
class Counts:
    """How often a term stands in the graph.

    Of a class: ``instances``, how many of them somebody ``typed``, and instances of the classes ``below``, which
    need not be said to be instances of this one. Of a property: claims by which it is
    ``said``; statements that are ``stated`` as they are, ``derived`` from claims and ``inferred`` by axioms.
    Of a fixed value: claims in which it is ``named``.
    """

    instances: int = 0
    typed: int = 0
    below: int = 0
    said: int = 0
    stated: int = 0
    derived: int = 0
    inferred: int = 0
    named: int = 0


@per_snapshot
def usage(engine: QueryEngine) -> dict[str, Counts]:
    """The counts of every term that is used, by IRI; one query a snapshot."""
    found: dict[str, dict[str, int]] = defaultdict(dict)
    for row in select(engine, _COUNTS, derived=iri(DERIVED_GRAPH), inferred=iri(INFERRED_GRAPH)):
        if "term" in row:
            found[row["term"].value][row["what"].value] = int(row["count"].value)
    return {name: Counts(**counts) for name, counts in found.items()}


@per_snapshot
def examples(engine: QueryEngine, term: str, kind: Kind, most: int) -> tuple[Way | None, tuple[str, ...]]:
    """The IRIs of a few claims that show a term at work, from as many documents as there are, and in which way.

    What is asserted comes before what is hedged.
    """
    for way in _WAYS[kind]:
        rows = select(engine, _EXAMPLES.replace("#CLAIMS", _CLAIMS[way]), term=iri(term))
        by_document: dict[str, list[tuple[bool, str]]] = defaultdict(list)
        for row in rows:
            asserted = row["certainty"].value == KG + "asserted"
            by_document[row["document"].value].append((not asserted, row["claim"].value))
        turns = [
            (turn, document, claim)
            for document, claims in by_document.items()
            for turn, (_, claim) in enumerate(sorted(claims))
        ]
        if turns:
            return way, tuple(claim for _, _, claim in sorted(turns)[:most])
    return None, ()


@per_snapshot
def instances(engine: QueryEngine, term: str, most: int) -> list[tuple[Value, int]]:
    """Instances of a class that have a name, those that most claims name first, each with how many do."""
    rows = select(engine, _INSTANCES.replace("#MOST", str(most)), term=iri(term))
    return [(Value(row["thing"], row["label"].value), int(row["claims"].value)) for row in rows if "thing" in row]
