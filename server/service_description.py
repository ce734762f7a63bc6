"""What ``/sparql`` says of itself where it is asked nothing: SPARQL 1.1 Service Description
(https://www.w3.org/TR/sparql11-service-description/)."""

from __future__ import annotations

from rdflib import RDF, VOID, BNode, Graph, Namespace, URIRef
from rdflib.term import Node

from graph.describe import CREATIVEKG
from server.cached import per_snapshot
from server.engine import QueryEngine
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


def service_description(engine: QueryEngine, endpoint: str) -> Graph:
    """The service at the IRI ``endpoint``: its language, formats and graphs with their numbers of triples."""
    total, graphs = _triples(engine)
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
    described.add((default, VOID.triples, total))
    for name, count in graphs.items():
        named, graph = BNode(), BNode()
        described.add((dataset, SD.namedGraph, named))
        described.add((named, RDF.type, SD.NamedGraph))
        described.add((named, SD.name, name))
        described.add((named, SD.graph, graph))
        described.add((graph, RDF.type, SD.Graph))
        described.add((graph, VOID.triples, count))
    return described


@per_snapshot
def _triples(engine: QueryEngine) -> tuple[Node, dict[Node, Node]]:
    """How many triples the union and each named graph have, by the snapshot's VoID description."""
    void = Graph().parse(engine.snapshot.dumps / "void.ttl", format="turtle")
    counts = dict(void.subject_objects(VOID.triples))
    subsets = void.objects(URIRef(CREATIVEKG), VOID.subset)
    graphs = {name: counts[name] for name in subsets if (name, RDF.type, VOID.Linkset) not in void}
    return counts[URIRef(CREATIVEKG)], graphs
