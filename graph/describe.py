"""What the data set holds, for machines: VoID (https://www.w3.org/TR/void/) and DCAT 3.

Everything is counted in the store; nothing of the moment is written, so that the same store gives the same
description.
"""

from __future__ import annotations

from collections.abc import Iterator
from urllib.parse import quote

import pyoxigraph as ox

from graph.dumps import FORMATS
from graph.links import DATASET, SSSOM
from graph.namespaces import (
    BASE,
    DCAT,
    DCTERMS,
    DERIVED_GRAPH,
    DOCUMENT,
    ENTITIES_GRAPH,
    FOAF,
    ID,
    INFERRED_GRAPH,
    LINKS_GRAPH,
    ONTOLOGY_GRAPH,
    RDF,
    VOID,
    XSD,
    document_graph,
)

CREATIVEKG = DATASET + "creativekg"
_LICENSE = ox.NamedNode("https://creativecommons.org/licenses/by/4.0/")
_MEDIA_TYPES = "https://www.iana.org/assignments/media-types/"
_FORMATS = "http://www.w3.org/ns/formats/"
_FORMAT_NAMES = {"nquads": "N-Quads", "ntriples": "N-Triples", "turtle": "Turtle", "jsonld": "JSON-LD"}
_TITLE = "Creative Industries Knowledge Graph"
_DESCRIPTION = (
    "What documents say about technology in the creative industries: every fact leads back to the claim and the "
    "words that state it."
)
_GRAPHS = {
    ONTOLOGY_GRAPH: ("Ontology, vocabularies and alignments", None),
    ENTITIES_GRAPH: ("People, organisations, works, places, events, projects and policies", None),
    LINKS_GRAPH: (
        "Links to outside vocabularies",
        "The mappings are ours. The labels of outside things come from the vocabularies named as sources, each "
        "under the licence and rights that are given there.",
    ),
    DERIVED_GRAPH: ("Triples that follow from claims by rule", None),
    INFERRED_GRAPH: ("Triples that follow by inference", None),
}
_RIGHTS = "All of it goes out under the licence stated here, except what these named graphs hold: "
_QUOTES = "The claims are ours. Quoted words of the document, where they are included, belong to its publisher."

Value = ox.NamedNode | ox.Literal


def describe(store: ox.Store, *, base_url: str) -> list[ox.Quad]:
    """The VoID and DCAT description of a store that holds the named graphs and their union in the default graph.

    ``base_url`` is the address that serves it, with a closing slash: dumps are below ``download/``, SPARQL is at
    ``sparql``. The description is about the same IRIs at any address.

    Returns:
        Quads of the default graph, without blank nodes, each once, always in the same order.
    """
    dataset = ox.NamedNode(CREATIVEKG)
    statements = [
        *_about(base_url, dataset),
        *_access(base_url, dataset),
        *_exceptions(store, dataset),
        *_counts(store, dataset),
        *_partitions(store, dataset),
        *_graphs(store, dataset),
        *_linksets(store, dataset),
    ]
    return sorted(set(statements), key=str)


def _about(base_url: str, dataset: ox.NamedNode) -> Iterator[ox.Quad]:
    document = ox.NamedNode(base_url + ".well-known/void")
    yield _quad(document, RDF + "type", _iri(VOID + "DatasetDescription"))
    yield _quad(document, DCTERMS + "title", _text(f"Description of the {_TITLE}"))
    yield _quad(document, FOAF + "primaryTopic", dataset)
    for kind in (VOID + "Dataset", DCAT + "Dataset"):
        yield _quad(dataset, RDF + "type", _iri(kind))
    yield _quad(dataset, DCTERMS + "title", _text(_TITLE))
    yield _quad(dataset, DCTERMS + "description", _text(_DESCRIPTION))
    yield _quad(dataset, DCTERMS + "creator", ox.Literal(f"{_TITLE} contributors"))
    yield _quad(dataset, DCTERMS + "license", _LICENSE)
    yield _quad(dataset, FOAF + "homepage", _iri(base_url))
    yield _quad(dataset, VOID + "uriSpace", ox.Literal(BASE))
    # VoID counts as entities what this pattern matches.
    yield _quad(dataset, VOID + "uriRegexPattern", ox.Literal("^" + ID.replace(".", "\\.")))


def _access(base_url: str, dataset: ox.NamedNode) -> Iterator[ox.Quad]:
    yield _quad(dataset, VOID + "sparqlEndpoint", _iri(base_url + "sparql"))
    for name, (file, media_type) in FORMATS.items():
        address = _iri(f"{base_url}download/{file}")
        distribution = _iri(f"{CREATIVEKG}/distribution/{name}")
        yield _quad(dataset, VOID + "feature", _iri(_FORMATS + _FORMAT_NAMES[name]))
        yield _quad(dataset, VOID + "dataDump", address)
        yield _quad(dataset, DCAT + "distribution", distribution)
        yield _quad(distribution, RDF + "type", _iri(DCAT + "Distribution"))
        yield _quad(distribution, DCTERMS + "title", _text(f"{_TITLE} as {_FORMAT_NAMES[name]}"))
        yield _quad(distribution, DCTERMS + "license", _LICENSE)
        yield _quad(distribution, DCAT + "downloadURL", address)
        yield _quad(distribution, DCAT + "mediaType", _iri(_MEDIA_TYPES + media_type))


def _exceptions(store: ox.Store, dataset: ox.NamedNode) -> Iterator[ox.Quad]:
    """The licences that named graphs with things of others state, said of the whole and of each file of it."""
    rows = _select(store, f"SELECT ?g ?l {{ GRAPH ?g {{ ?g <{DCTERMS}license> ?l }} }} ORDER BY ?g")
    if exceptions := "; ".join(f"{row['g'].value} ({row['l'].value})" for row in rows):
        for node in (dataset, *(_iri(f"{CREATIVEKG}/distribution/{name}") for name in FORMATS)):
            yield _quad(node, DCTERMS + "rights", _text(_RIGHTS + exceptions))


def _counts(store: ox.Store, dataset: ox.NamedNode) -> Iterator[ox.Quad]:
    for predicate, query in (
        ("triples", "SELECT (COUNT(*) AS ?n) { ?s ?p ?o }"),
        ("entities", f"SELECT (COUNT(DISTINCT ?s) AS ?n) {{ ?s ?p ?o FILTER(STRSTARTS(STR(?s), '{ID}')) }}"),
        ("classes", "SELECT (COUNT(DISTINCT ?c) AS ?n) { ?s a ?c }"),
        ("properties", "SELECT (COUNT(DISTINCT ?p) AS ?n) { ?s ?p ?o }"),
        ("distinctSubjects", "SELECT (COUNT(DISTINCT ?s) AS ?n) { ?s ?p ?o }"),
        ("distinctObjects", "SELECT (COUNT(DISTINCT ?o) AS ?n) { ?s ?p ?o }"),
    ):
        for row in _select(store, query):
            yield _quad(dataset, VOID + predicate, _number(row["n"]))


def _partitions(store: ox.Store, dataset: ox.NamedNode) -> Iterator[ox.Quad]:
    for kind, count, query in (
        ("class", "entities", "SELECT ?x (COUNT(DISTINCT ?s) AS ?n) { ?s a ?x } GROUP BY ?x"),
        ("property", "triples", "SELECT ?x (COUNT(*) AS ?n) { ?s ?x ?o } GROUP BY ?x"),
    ):
        namespaces = set()
        for row in _select(store, query):
            if isinstance(row["x"], ox.NamedNode):
                yield from _partition(dataset, kind, row["x"], count, row["n"])
                namespaces.add(_namespace(row["x"].value))
        for namespace in sorted(namespaces):
            yield _quad(dataset, VOID + "vocabulary", _iri(namespace))


def _graphs(store: ox.Store, dataset: ox.NamedNode) -> Iterator[ox.Quad]:
    titles = _GRAPHS | {
        document_graph(row["d"].value.removeprefix(DOCUMENT)): (f"Claims of “{row['t'].value}”", _QUOTES)
        for row in _select(store, f"SELECT ?d ?t {{ ?d a <{FOAF}Document> ; <{DCTERMS}title> ?t }}")
    }
    own: dict[ox.NamedNode, list[ox.Quad]] = {}
    for row in _select(store, f"SELECT ?g ?p ?o {{ GRAPH ?g {{ ?g <{DCTERMS}license> ?licence ; ?p ?o }} }}"):
        own.setdefault(row["g"], []).append(_quad(row["g"], row["p"].value, row["o"]))
    for row in _select(store, "SELECT ?g (COUNT(*) AS ?n) { GRAPH ?g { ?s ?p ?o } } GROUP BY ?g"):
        graph = row["g"]
        title, rights = titles.get(graph.value, (graph.value, None))
        yield _quad(dataset, VOID + "subset", graph)
        yield _quad(graph, RDF + "type", _iri(VOID + "Dataset"))
        if graph in own:
            yield from own[graph]
        else:
            yield _quad(graph, DCTERMS + "title", _text(title))
            yield _quad(graph, DCTERMS + "license", _LICENSE)
            if rights:
                yield _quad(graph, DCTERMS + "rights", _text(rights))
        yield _quad(graph, VOID + "triples", _number(row["n"]))


def _linksets(store: ox.Store, dataset: ox.NamedNode) -> Iterator[ox.Quad]:
    links, sources = ox.NamedNode(LINKS_GRAPH), f"GRAPH <{LINKS_GRAPH}> {{ ?target a <{VOID}Dataset> ; ?p ?o }}"
    for row in _select(store, f"SELECT ?target ?p ?o {{ {sources} }}"):
        yield _quad(row["target"], row["p"].value, row["o"])
        yield _quad(links, DCTERMS + "source", row["target"])
    ours = f'?m <{SSSOM}subject_id> ?ours FILTER(STRSTARTS(STR(?ours), "{ID}"))'
    mappings = f"?m <{SSSOM}object_source> ?target ; <{SSSOM}predicate_id> ?x . {ours}"
    totals: dict[ox.NamedNode, int] = {}
    for row in _select(store, f"SELECT ?target ?x (COUNT(*) AS ?n) {{ {mappings} }} GROUP BY ?target ?x"):
        target, predicate = row["target"], row["x"]
        linkset = _iri(f"{CREATIVEKG}/linkset/{target.value.rpartition('/')[2]}")
        totals[linkset] = totals.get(linkset, 0) + int(row["n"].value)
        yield _quad(dataset, VOID + "subset", linkset)
        yield _quad(linkset, RDF + "type", _iri(VOID + "Linkset"))
        yield _quad(linkset, DCTERMS + "license", _LICENSE)
        yield _quad(linkset, VOID + "subjectsTarget", dataset)
        yield _quad(linkset, VOID + "objectsTarget", target)
        yield _quad(linkset, VOID + "linkPredicate", predicate)
        yield from _partition(linkset, "property", predicate, "triples", row["n"])
    for linkset, total in totals.items():
        yield _quad(linkset, VOID + "triples", _number(ox.Literal(total)))


def _partition(
    dataset: ox.NamedNode, kind: str, term: ox.NamedNode, count: str, number: ox.Literal
) -> Iterator[ox.Quad]:
    node = _iri(f"{dataset.value}/{kind}/{quote(term.value, safe='')}")
    yield _quad(dataset, f"{VOID}{kind}Partition", node)
    yield _quad(node, VOID + kind, term)
    yield _quad(node, VOID + count, _number(number))


def _namespace(iri: str) -> str:
    return iri[: max(iri.rfind("#"), iri.rfind("/")) + 1]


def _select(store: ox.Store, query: str) -> Iterator[ox.QuerySolution]:
    solutions = store.query(query)
    assert isinstance(solutions, ox.QuerySolutions)
    yield from solutions


def _quad(subject: ox.NamedNode, predicate: str, value: Value) -> ox.Quad:
    return ox.Quad(subject, _iri(predicate), value)


def _iri(iri: str) -> ox.NamedNode:
    return ox.NamedNode(iri)


def _text(text: str) -> ox.Literal:
    return ox.Literal(text, language="en")


def _number(number: ox.Literal) -> ox.Literal:
    return ox.Literal(number.value, datatype=_iri(XSD + "integer"))
