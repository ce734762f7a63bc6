"""The search index: the same for the same graph, names in any spelling, and facets as the graph has them."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from random import Random

import pyoxigraph as ox
import pytest
from hypothesis import given
from hypothesis import strategies as st

from graph import snapshot
from graph.benches.search import made_up, misspelt
from graph.namespaces import ID, PREFIXES
from graph.search import write_search_index
from graph.search_facets import years
from graph.search_names import Name, corrected, suggestions, write_names, write_words
from graph.spelling import distance, fold, mistakes, shortened, shortened_in_index

WORDS = st.text("abcdefghijklmnop", min_size=4, max_size=14)


@pytest.fixture(scope="module")
def built(snapshot_home: Path) -> snapshot.Snapshot:
    return snapshot.current(snapshot_home)


@pytest.fixture(scope="module")
def index(built: snapshot.Snapshot) -> Iterator[sqlite3.Connection]:
    with closing(sqlite3.connect(built.search)) as connection:
        yield connection


def index_of(*names: Name) -> sqlite3.Connection:
    connection = sqlite3.connect(":memory:")
    connection.execute("CREATE TABLE things(id INTEGER PRIMARY KEY, iri, kind, label, description, claims)")
    labels = {name.thing: name for name in names if name.rank == 0}
    connection.executemany(
        "INSERT INTO things VALUES (?, ?, 'thing', ?, '', ?)",
        [(thing, f"{ID}{thing}", name.text, name.claims) for thing, name in labels.items()],
    )
    write_names(connection, names)
    write_words(connection, [name.text for name in names])
    return connection


def found(connection: sqlite3.Connection, typed: str, most: int = 8) -> list[tuple[str, str]]:
    return [(each.how, each.name) for each in suggestions(connection, typed, most)]


def test_the_same_graph_gives_the_same_file(built: snapshot.Snapshot, tmp_path: Path) -> None:
    store = ox.Store.read_only(str(built.store))
    for name in ("one", "two"):
        write_search_index(store, tmp_path / name)
    assert (tmp_path / "one").read_bytes() == (tmp_path / "two").read_bytes()


@pytest.mark.parametrize(
    ("typed", "label"),
    [
        ("blokchain", "Blockchain"),
        ("augmentd realty", "Augmented reality"),
        ("vitrual reality", "Virtual reality"),
        ("inteligense artifical", "Artificial intelligence"),
        ("fotography", "Photography"),
        ("copyrihgt", "Copyright"),
        ("blokch", "Blockchain"),
        ("videogames", "Games"),
        ("block-chain", "Blockchain"),
        ("intelligence artificielle", "Artificial intelligence"),
        ("МУЗЫКА", "Music"),
        ("propriete intellectuele", "Intellectual property"),
        ("AR", "Augmented reality"),
    ],
)
def test_names_are_found_in_any_language_and_misspelt(index: sqlite3.Connection, typed: str, label: str) -> None:
    assert label in [each.label for each in suggestions(index, typed, 5)]


def test_the_name_that_matched_is_told_with_its_language(index: sqlite3.Connection) -> None:
    first = suggestions(index, "искусственный инт", 1)[0]
    assert (first.name, first.language, first.label) == ("Искусственный интеллект", "ru", "Artificial intelligence")


def test_suggestions_stand_in_the_order_of_their_match() -> None:
    connection = index_of(
        Name(1, "Art", "en", 0, 0),
        Name(2, "Art fair", "en", 0, 5),
        Name(3, "Modern art", "en", 0, 9),
        Name(4, "Painting", "en", 0, 50),
        Name(4, "art of painting", "en", 1, 50),
        Name(5, "Craft", "en", 0, 90),
        Name(5, "artisanat", "fr", 2, 90),
        Name(6, "Artist", "en", 0, 7),
    )
    assert found(connection, "art") == [
        ("exact", "Art"),
        ("start", "Artist"),
        ("start", "Art fair"),
        ("word", "Modern art"),
        ("start", "art of painting"),
        ("start", "artisanat"),
    ]
    assert [name for _, name in found(connection, "art", 2)] == ["Art", "Artist"]


def test_each_thing_is_suggested_once_by_its_best_name() -> None:
    connection = index_of(
        Name(1, "Film", "en", 0, 1), Name(1, "films", "en", 1, 1), Name(1, "Filmkunst", "de", 2, 1)
    )
    assert found(connection, "film") == [("exact", "Film")]


def test_nothing_is_taken_for_a_misspelling_where_a_name_is_spelled_so() -> None:
    connection = index_of(Name(1, "Colour", "en", 0, 1), Name(2, "Color grading", "en", 0, 1))
    assert found(connection, "colour") == [("exact", "Colour")]
    assert found(connection, "colour grading") == [("alike", "Color grading")]
    assert found(connection, "colour gradnig") == [("alike", "Color grading")]


def test_a_word_that_is_known_stays_when_others_are_corrected() -> None:
    connection = index_of(Name(1, "Music streaming", "en", 0, 1), Name(2, "Musik", "de", 0, 1))
    assert corrected(connection, "Musik streeming") == "musik streaming"
    assert corrected(connection, "Music stre") == "music stre"
    assert corrected(connection, "qqqqqq zz") == "qqqqqq zz"


@given(st.text(max_size=60))
def test_whatever_is_typed_is_no_error(typed: str) -> None:
    connection = index_of(Name(1, "Ünïcode naïve", "en", 0, 1), Name(2, "电影", "zh", 0, 1))
    suggestions(connection, typed, 8)
    corrected(connection, typed)


@given(st.text(max_size=40))
def test_a_name_is_found_by_itself(text: str) -> None:
    expected = [("exact", text)] if fold(text) else []
    assert found(index_of(Name(1, text, "en", 0, 1)), text) == expected


@given(WORDS, st.integers(0, 2**32))
def test_one_mistake_is_always_understood(word: str, seed: int) -> None:
    typed = misspelt(word, Random(seed))
    most = mistakes(typed)
    if most:
        assert distance(typed, word, most) in (0, 1)
        assert shortened(typed, most) & shortened_in_index(word)


@given(WORDS, WORDS)
def test_distance_is_that_of_the_nearest_beginning(typed: str, word: str) -> None:
    most = 2
    expected = min(_edits(typed, word[:length]) for length in range(len(word) + 1))
    assert distance(typed, word, most) == (expected if expected <= most else None)


def _edits(one: str, other: str) -> int:
    """The plain definition, without bounds."""
    table = {(-1, place): place + 1 for place in range(-1, len(other))}
    table |= {(at, -1): at + 1 for at in range(-1, len(one))}
    for at, letter in enumerate(one):
        for place, against in enumerate(other):
            ways = [
                table[at - 1, place] + 1,
                table[at, place - 1] + 1,
                table[at - 1, place - 1] + (letter != against),
            ]
            if at and place and letter == other[place - 1] and one[at - 1] == against:
                ways.append(table[at - 2, place - 2] + 1)
            table[at, place] = min(ways)
    return table[len(one) - 1, len(other) - 1]


@pytest.mark.parametrize(
    ("date", "expected"),
    [
        ("2023", [2023]),
        ("2018-02/2020-02", [2018, 2019, 2020]),
        ("2019-07-23", [2019]),
        ("2021~/..", [2021]),
        ("not stated", []),
        ("2020/2018", []),
    ],
)
def test_years_of_a_period(date: str, expected: list[int]) -> None:
    assert list(years(date)) == expected


@pytest.mark.parametrize(
    ("facet", "pattern"),
    [
        (
            "sector",
            "?claim ?role ?thing . ?thing a kg:Sector . GRAPH graph:ontology { ?thing skos:broader* ?value }",
        ),
        ("technology", "?claim ?role ?t . ?t a kg:Technology . GRAPH graph:ontology { ?t skos:broader* ?value }"),
        ("place", "?claim ?role ?p . ?p a schema:Place ; schema:containedInPlace* ?value"),
        ("direction", "?claim kg:direction ?value"),
        ("certainty", "?claim kg:certainty ?value"),
        ("document", "?claim prov:hadPrimarySource ?value"),
    ],
)
def test_claims_have_the_facets_of_the_graph(
    index: sqlite3.Connection, built: snapshot.Snapshot, facet: str, pattern: str
) -> None:
    query = f"SELECT DISTINCT ?claim ?value WHERE {{ ?claim kg:gloss ?gloss . {pattern} }}"
    solutions = ox.Store.read_only(str(built.store)).query(query, prefixes=PREFIXES)
    assert isinstance(solutions, ox.QuerySolutions)
    expected = {(row["claim"].value, row["value"].value.replace("#", "/").rpartition("/")[2]) for row in solutions}
    sql = "SELECT iri, value FROM facets JOIN claims ON claims.rowid = claim WHERE facet = ?"
    assert set(index.execute(sql, (facet,))) == expected
    assert expected


def test_made_up_names_are_as_many_as_wanted_and_the_same_again() -> None:
    names = list(made_up(300, Random(1), 50))
    assert len(names) >= 300
    assert names == list(made_up(300, Random(1), 50))
    assert {name.rank for name in names} == {0, 1, 2}
