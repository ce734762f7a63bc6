"""IRIs and prefixes, in one place.

Everything of ours lives below ``https://w3id.org/creativekg/``; a server at another address shows the same
IRIs and links to its own pages.
"""

from __future__ import annotations

BASE = "https://w3id.org/creativekg/"
KG = BASE + "ontology#"
ID = BASE + "id/"
CLAIM = BASE + "claim/"
DOCUMENT = BASE + "document/"
EVIDENCE = BASE + "evidence/"
DERIVATION = BASE + "derivation/"
RULE = BASE + "rule/"
GRAPH = BASE + "graph/"

RDF = "http://www.w3.org/1999/02/22-rdf-syntax-ns#"
RDFS = "http://www.w3.org/2000/01/rdf-schema#"
OWL = "http://www.w3.org/2002/07/owl#"
XSD = "http://www.w3.org/2001/XMLSchema#"
SKOS = "http://www.w3.org/2004/02/skos/core#"
PROV = "http://www.w3.org/ns/prov#"
OA = "http://www.w3.org/ns/oa#"
DCTERMS = "http://purl.org/dc/terms/"
VOID = "http://rdfs.org/ns/void#"
DCAT = "http://www.w3.org/ns/dcat#"
FOAF = "http://xmlns.com/foaf/0.1/"
ORG = "http://www.w3.org/ns/org#"
SCHEMA = "https://schema.org/"
QB = "http://purl.org/linked-data/cube#"
EDM = "http://www.europeana.eu/schemas/edm/"
SH = "http://www.w3.org/ns/shacl#"

PREFIXES: dict[str, str] = {
    "kg": KG,
    "id": ID,
    "claim": CLAIM,
    "doc": DOCUMENT,
    "graph": GRAPH,
    "rdf": RDF,
    "rdfs": RDFS,
    "owl": OWL,
    "xsd": XSD,
    "skos": SKOS,
    "prov": PROV,
    "oa": OA,
    "dcterms": DCTERMS,
    "void": VOID,
    "dcat": DCAT,
    "foaf": FOAF,
    "org": ORG,
    "schema": SCHEMA,
    "qb": QB,
    "edm": EDM,
    "sh": SH,
}

ONTOLOGY_GRAPH = GRAPH + "ontology"
ENTITIES_GRAPH = GRAPH + "entities"
LINKS_GRAPH = GRAPH + "links"
DERIVED_GRAPH = GRAPH + "derived"
INFERRED_GRAPH = GRAPH + "inferred"


def document_graph(document: str) -> str:
    """The IRI of the named graph that holds the claims of one document."""
    return f"{GRAPH}document/{document}"


def labels_graph(vocabulary: str) -> str:
    """The IRI of the named graph that holds the labels of one outside vocabulary, under its licence."""
    return f"{GRAPH}labels/{vocabulary}"
