"""Made-up heritage records: the same each time, as many as asked for, and as EDM wants them."""

from __future__ import annotations

from collections import Counter

import pyoxigraph as ox
import pytest

from graph.benches.heritage import FEWEST, heritage
from graph.benches.words import LANGUAGES

STATEMENTS = 20_000
CONCEPTS = [f"https://w3id.org/creativekg/id/concept-{number}" for number in range(30)]
PREFIXES = {
    "dc": "http://purl.org/dc/elements/1.1/",
    "edm": "http://www.europeana.eu/schemas/edm/",
    "ore": "http://www.openarchives.org/ore/terms/",
    "skos": "http://www.w3.org/2004/02/skos/core#",
}


@pytest.fixture(scope="module")
def triples() -> list[ox.Triple]:
    return list(heritage(STATEMENTS, CONCEPTS))


@pytest.fixture(scope="module")
def store(triples: list[ox.Triple]) -> ox.Store:
    store = ox.Store()
    store.extend(ox.Quad(*triple) for triple in triples)
    return store


def _ask(store: ox.Store, pattern: str) -> bool:
    return bool(store.query(f"ASK {{ {pattern} }}", prefixes=PREFIXES))


@pytest.mark.parametrize("statements", [FEWEST, STATEMENTS, 20_001])
def test_there_are_as_many_statements_as_asked_for_and_no_two_the_same(statements: int) -> None:
    assert len(set(heritage(statements, CONCEPTS))) == len(list(heritage(statements, CONCEPTS))) == statements


def test_the_same_seed_gives_the_same_and_another_something_else(triples: list[ox.Triple]) -> None:
    assert list(heritage(STATEMENTS, CONCEPTS)) == triples
    assert list(heritage(STATEMENTS, CONCEPTS, seed=2)) != triples


@pytest.mark.parametrize(("statements", "concepts"), [(FEWEST - 1, CONCEPTS), (FEWEST, [])])
def test_too_few_statements_or_no_concepts_are_refused(statements: int, concepts: list[str]) -> None:
    with pytest.raises(ValueError, match="heritage records take"):
        heritage(statements, concepts)


@pytest.mark.parametrize(
    "wanted",
    [
        "?aggregation edm:aggregatedCHO ?item ; a ore:Aggregation",
        "?aggregation edm:aggregatedCHO ?item ; edm:dataProvider ?one ; edm:provider ?other",
        "?aggregation edm:aggregatedCHO ?item ; edm:rights ?rights FILTER(isIRI(?rights))",
        "?aggregation edm:aggregatedCHO ?item ; edm:isShownBy ?file . ?file a edm:WebResource ; dc:format ?format",
        "?item dc:title ?title FILTER(LANG(?title) != '')",
        "?item edm:type ?type FILTER(?type IN ('IMAGE', 'TEXT', 'VIDEO', 'SOUND'))",
        "?item dc:language ?language",
        "?item dc:subject ?subject . ?subject a skos:Concept ; skos:prefLabel ?label",
    ],
)
def test_every_object_has_what_edm_wants(store: ox.Store, wanted: str) -> None:
    assert _ask(store, "?item a edm:ProvidedCHO")
    assert not _ask(store, f"?item a edm:ProvidedCHO FILTER NOT EXISTS {{ {wanted} }}")


@pytest.mark.parametrize("kind", ["edm:Agent", "edm:Place", "edm:TimeSpan", "skos:Concept"])
def test_what_records_link_to_has_an_english_label(store: ox.Store, kind: str) -> None:
    assert _ask(store, f"?thing a {kind}")
    assert not _ask(
        store, f"?thing a {kind} FILTER NOT EXISTS {{ ?thing skos:prefLabel ?label FILTER(LANG(?label) = 'en') }}"
    )


def test_concepts_make_a_tree(store: ox.Store) -> None:
    assert _ask(store, "?a skos:broader/skos:broader/skos:broader ?b")
    assert not _ask(store, "?a skos:broader+ ?a")


def test_subjects_are_also_concepts_of_ours(triples: list[ox.Triple]) -> None:
    subjects = Counter(each.object.value for each in triples if each.predicate.value.endswith("/subject"))
    assert set(CONCEPTS) <= set(subjects)


def test_a_few_things_have_most_of_the_links(triples: list[ox.Triple]) -> None:
    counts = Counter(each.object.value for each in triples if each.predicate.value.endswith("/dataProvider"))
    most, *_, least = (count for _, count in counts.most_common())
    assert most > 5 * least


def test_titles_are_in_every_language_and_words_are_of_ordinary_length(triples: list[ox.Triple]) -> None:
    titles = [each.object for each in triples if each.predicate.value.endswith("/title")]
    assert {title.language for title in titles} == set(LANGUAGES)
    words = [word for title in titles for word in title.value.split()]
    assert 4 < sum(map(len, words)) / len(words) < 8
