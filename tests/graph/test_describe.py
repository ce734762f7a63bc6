"""The VoID and DCAT description: what it says is what a count finds, and it says the same each time."""

from __future__ import annotations

from pathlib import Path

import pyoxigraph as ox
import pytest

from graph.describe import CREATIVEKG, describe
from graph.dumps import FORMATS
from graph.links import DATASET, IDENTITY, MATCHES, load_links
from graph.namespaces import DCAT, DCTERMS, FOAF, ID, KG, LINKS_GRAPH, RDF, SKOS, VOID, document_graph

URL = "http://127.0.0.1:8000/"
DATA = Path(__file__).parents[2] / "graph" / "data"
TURTLE = f"""
@prefix id: <{ID}> . @prefix kg: <{KG}> . @prefix skos: <{SKOS}> .
id:vr a skos:Concept , kg:Technology ; skos:prefLabel "Virtual reality"@en ; skos:altLabel "VR"@en .
id:ar a skos:Concept , kg:Technology ; skos:prefLabel "Augmented reality"@en ; skos:altLabel "AR"@en ;
  skos:related id:vr .
<https://w3id.org/creativekg/document/001> a <{FOAF}Document> ; <{DCTERMS}title> "A title" .
"""


def _store() -> ox.Store:
    store = ox.Store()
    quads = [
        ox.Quad(q.subject, q.predicate, q.object, ox.NamedNode(document_graph("001")))
        for q in ox.parse(TURTLE, format=ox.RdfFormat.TURTLE)
    ]
    files = [path.read_text(encoding="utf-8").splitlines() for path in (DATA / "mappings").glob("*.sssom.tsv")]
    rows = [line.replace("id:", ID, 1).split("\t") for lines in files for line in lines if line.startswith("id:")]
    entities = {row[0] for row in rows if not row[2].startswith("skos:")}
    quads += load_links(DATA / "mappings", {row[0] for row in rows} - entities, entities)
    store.extend(quads)
    store.extend([ox.Quad(q.subject, q.predicate, q.object) for q in quads])
    return store


@pytest.fixture(scope="module")
def store() -> ox.Store:
    return _store()


@pytest.fixture(scope="module")
def description(store: ox.Store) -> ox.Store:
    result = ox.Store()
    result.extend(describe(store, base_url=URL))
    return result


def values(store: ox.Store, subject: str, predicate: str) -> list[str]:
    found = store.quads_for_pattern(ox.NamedNode(subject), ox.NamedNode(predicate), None)
    return sorted(q.object.value for q in found)


def test_totals_are_those_of_the_union_graph(store: ox.Store, description: ox.Store) -> None:
    triples = list(store.quads_for_pattern(None, None, None, ox.DefaultGraph()))
    subjects = {q.subject for q in triples}
    entities = {node for node in subjects if isinstance(node, ox.NamedNode) and node.value.startswith(ID)}
    for name, number in {
        "triples": len(triples),
        "distinctSubjects": len(subjects),
        "distinctObjects": len({q.object for q in triples}),
        "properties": len({q.predicate for q in triples}),
        "classes": len({q.object for q in triples if q.predicate.value == RDF + "type"}),
        "entities": len(entities),
    }.items():
        assert values(description, CREATIVEKG, VOID + name) == [str(number)], name


@pytest.mark.parametrize(
    ("kind", "term", "count", "number"),
    [
        ("class", KG + "Technology", "entities", "2"),
        ("property", SKOS + "altLabel", "triples", "2"),
        ("property", SKOS + "related", "triples", "1"),
    ],
)
def test_a_partition_counts_one_class_or_property(
    kind: str, term: str, count: str, number: str, description: ox.Store
) -> None:
    parts = values(description, CREATIVEKG, f"{VOID}{kind}Partition")
    [part] = [part for part in parts if values(description, part, VOID + kind) == [term]]
    assert values(description, part, VOID + count) == [number]


def test_vocabularies_are_the_namespaces_in_use(description: ox.Store) -> None:
    assert {KG, SKOS, DCTERMS, VOID} <= set(values(description, CREATIVEKG, VOID + "vocabulary"))


def test_each_target_has_a_linkset_whose_parts_add_up(store: ox.Store, description: ox.Store) -> None:
    linksets = {iri for iri in values(description, CREATIVEKG, VOID + "subset") if "/linkset/" in iri}
    targets = (DATA / "mappings" / "targets.tsv").read_text(encoding="utf-8").splitlines()[1:]
    assert len(linksets) == len(targets)
    total = 0
    for linkset in linksets:
        [number] = values(description, linkset, VOID + "triples")
        parts = values(description, linkset, VOID + "propertyPartition")
        assert int(number) == sum(int(values(description, part, VOID + "triples")[0]) for part in parts) > 0
        [target] = values(description, linkset, VOID + "objectsTarget")
        assert values(description, target, DCTERMS + "title")
        total += int(number)
    matches = [q for q in store.quads_for_pattern(None, None, None, ox.NamedNode(LINKS_GRAPH))
               if q.predicate.value in (*MATCHES, *IDENTITY) and q.subject.value.startswith(ID)]  # fmt: skip
    assert total == len(matches)


def test_each_named_graph_states_its_licence_and_the_links_name_their_sources(description: ox.Store) -> None:
    for graph in (document_graph("001"), LINKS_GRAPH):
        assert values(description, graph, DCTERMS + "license") == ["https://creativecommons.org/licenses/by/4.0/"]
        assert values(description, graph, DCTERMS + "rights")
    assert values(description, document_graph("001"), DCTERMS + "title") == ["Claims of “A title”"]
    assert DATASET + "unesco" in values(description, LINKS_GRAPH, DCTERMS + "source")
    assert values(description, DATASET + "unesco", DCTERMS + "license") == [
        "http://creativecommons.org/licenses/by-sa/3.0/igo/"
    ]


def test_it_says_where_the_data_is(description: ox.Store) -> None:
    assert values(description, CREATIVEKG, VOID + "sparqlEndpoint") == [URL + "sparql"]
    dumps = sorted(f"{URL}download/{file}" for file, _ in FORMATS.values())
    assert values(description, CREATIVEKG, VOID + "dataDump") == dumps
    distributions = values(description, CREATIVEKG, DCAT + "distribution")
    assert sorted(values(description, each, DCAT + "downloadURL")[0] for each in distributions) == dumps
    media_types = {
        values(description, each, DCAT + "mediaType")[0].split("media-types/")[1] for each in distributions
    }
    assert media_types == {media_type for _, media_type in FORMATS.values()}


def test_two_stores_filled_alike_are_described_alike(store: ox.Store) -> None:
    first, second = describe(store, base_url=URL), describe(_store(), base_url=URL)
    assert first == second
    assert len(first) == len(set(first))
    assert not [q for q in first if isinstance(q.subject, ox.BlankNode) or isinstance(q.object, ox.BlankNode)]


def test_every_term_of_the_description_exists(description: ox.Store, linked_data: Path) -> None:
    names = ("void", "dcat", "dcterms", "foaf", "rdf", "owl")
    defined = {q.subject for name in names for q in ox.parse(path=linked_data / "vocabs" / f"{name}.nq")}
    assert not {q.predicate for q in description} - defined
