"""``/sparql/terms.json``: what the query editor offers while somebody types, from the graph that is served."""

from __future__ import annotations

import json

from flask import Blueprint, Response
from rdflib.namespace import OWL

from graph.namespaces import ID
from server.cached import per_snapshot
from server.engine import QueryEngine, Term, iri, select
from server.labels import labels
from server.presentation import PROLOGUE, short
from server.services import services
from server.terms import terms

blueprint = Blueprint("completion", __name__)

_MOST_THINGS = 5000
_USED = f"""{PROLOGUE}
SELECT ?term ?kind ?uses WHERE {{
  {{ SELECT ?term ("class" AS ?kind) (COUNT(*) AS ?uses) WHERE {{ ?s a ?term }} GROUP BY ?term }}
  UNION {{ SELECT ?term ("property" AS ?kind) (COUNT(*) AS ?uses) WHERE {{ ?s ?term ?o }} GROUP BY ?term }}
  UNION {{ SELECT ?term ("thing" AS ?kind) (COUNT(?gloss) AS ?uses) WHERE {{
    ?term skos:prefLabel ?name FILTER(LANG(?name) = "en" && STRSTARTS(STR(?term), STR(?things)))
    OPTIONAL {{ ?claim ?role ?term ; kg:gloss ?gloss }}
  }} GROUP BY ?term ORDER BY DESC(?uses) LIMIT {_MOST_THINGS} }}
}}"""


@blueprint.get("/sparql/terms.json")
def completion() -> Response:
    return Response(_completion(services().engine), mimetype="application/json")


@per_snapshot
def _completion(engine: QueryEngine) -> str:
    """Classes, properties and things as ``[name with prefix, label, kind]``, those that are used most first.

    Terms of the ontology are among them whether they are used or not; of things only those that most claims name.
    """
    known = terms(engine)
    uses = {
        (name, "class" if known.kinds(name)[0] == OWL.Class else "property"): 0
        for name in known.iris
        if known.kinds(name)[0] != OWL.NamedIndividual
    }
    uses |= {(name, "thing"): 0 for name in known.of(OWL.NamedIndividual)}
    for row in select(engine, _USED, things=iri(ID)):
        if row.get("term") and row["term"].kind == "iri":
            uses[row["term"].value, row["kind"].value] = int(row["uses"].value)
    names = labels(engine, (Term(name, "iri") for name, _ in uses))
    order = sorted(uses, key=lambda each: (-uses[each], each))
    written = [(short(name), names.get(name, ""), kind) for name, kind in order]
    offered = [each for each in written if "/" not in each[0]]  # what has no prefix of ours stays a whole IRI
    return json.dumps({"terms": offered}, ensure_ascii=False, separators=(",", ":")) + "\n"
