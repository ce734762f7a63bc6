"""What ``/sparql`` says of itself where it is asked nothing: SPARQL 1.1 Service Description
(https://www.w3.org/TR/sparql11-service-description/)."""

from __future__ import annotations

from rdflib import RDF, VOID, BNode, Graph, Namespace, URIRef

from graph.describe import CREATIVEKG
from graph.snapshot import Snapshot
from server.negotiation import CONSTRUCTED, SOLUTIONS

SD = Namespace("http://www.w3.org/ns/sparql-service-description#")
FORMATS = Namespace("http://www.w3.org/ns/formats/")
_W3C_NAMES = {
    "json": "SPARQL_Results_JSON",
    "xml": "SPARQL_Results_XML",
    "csv": "SPARQL_Results_CSV",
    "tsv": "SPARQL_Results_TSV",
    "ttl": "Turtle",
    "nt": "N-Triples",
    "rdf": "RDF_XML",
    "jsonld": "JSON-LD",
    "trig": "TriG",
    "nq": "N-Quads",
}


def service_description(snapshot: Snapshot, endpoint: str) -> Graph:
    """The service at the IRI ``endpoint``: its language, formats and graphs. How many triples a graph has is taken
    from the snapshot's VoID description."""
    void = Graph().parse(snapshot.dumps / "void.ttl", format="turtle")
    described = Graph()
    described.bind("sd", SD)
    described.bind("format", FORMATS)
    service, dataset, default = URIRef(endpoint + "#service"), BNode(), BNode()
    described.add((service, RDF.type, SD.Service))
    described.add((service, SD.endpoint, URIRef(endpoint)))
    described.add((service, SD.supportedLanguage, SD.SPARQL11Query))
    described.add((service, SD.feature, SD.UnionDefaultGraph))
    for each in SOLUTIONS + CONSTRUCTED:
        described.add((service, SD.resultFormat, FORMATS[_W3C_NAMES[each.name]]))
    described.add((service, SD.defaultDataset, dataset))
    described.add((dataset, RDF.type, SD.Dataset))
    described.add((dataset, SD.defaultGraph, default))
    described.add((default, RDF.type, SD.Graph))
    described.add((default, VOID.triples, next(void.objects(URIRef(CREATIVEKG), VOID.triples))))
    for name in void.objects(URIRef(CREATIVEKG), VOID.subset):
        if (name, RDF.type, VOID.Linkset) not in void:
            named, graph = BNode(), BNode()
            described.add((dataset, SD.namedGraph, named))
            described.add((named, RDF.type, SD.NamedGraph))
            described.add((named, SD.name, name))
            described.add((named, SD.graph, graph))
            described.add((graph, RDF.type, SD.Graph))
            described.add((graph, VOID.triples, next(void.objects(name, VOID.triples))))
    return described
