"""The ontology, the models and the JSON-LD context name the same terms."""

from __future__ import annotations

import json

import pyoxigraph as ox
import pytest

import ontology
from graph.claims import KINDS
from graph.modules import ontology_quads
from graph.namespaces import PREFIXES

DECLARED = "VALUES ?kind { owl:Class owl:ObjectProperty owl:DatatypeProperty owl:AnnotationProperty } ?term a ?kind"


@pytest.fixture(scope="module")
def store() -> ox.Store:
    store = ox.Store()
    store.extend(ox.Quad(q.subject, q.predicate, q.object) for q in ontology_quads())
    return store


def ask(store: ox.Store, query: str) -> list[str]:
    return sorted({row["term"].value for row in store.query(query, prefixes=PREFIXES)})


def test_all_kinds_of_claim_are_classes(store: ox.Store) -> None:
    kinds = ask(store, "SELECT ?term { ?term rdfs:subClassOf kg:Claim FILTER(isIRI(?term)) }")
    assert [kind.rsplit("#")[-1] for kind in kinds] == sorted(KINDS)


def test_every_term_of_the_context_is_declared(store: ox.Store) -> None:
    """What the YAML files can say has a class or property in the ontology."""
    context = json.loads((ontology.FOLDER / "context.jsonld").read_text(encoding="utf-8"))["@context"]
    prefixes = {
        k: v for k, v in context.items() if isinstance(v, str) and v.endswith(("#", "/")) and not k.startswith("@")
    }
    names = [v["@id"] if isinstance(v, dict) else v for k, v in context.items() if not k.startswith("@")]
    used = {name for name in names if name and ":" in name and not name.startswith("http")}
    declared = set(ask(store, f"SELECT ?term {{ {DECLARED} FILTER(isIRI(?term)) }}"))
    missing = [name for name in sorted(used) if prefixes[name.split(":")[0]] + name.split(":")[1] not in declared]
    assert missing == []
