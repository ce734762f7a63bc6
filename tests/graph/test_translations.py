"""Labels in other languages: what the command makes, in a graph with a licence of its own, and in nobody's way."""

from __future__ import annotations

import csv
import hashlib
import shutil
import sqlite3
import sys
from collections import Counter
from collections.abc import Callable
from pathlib import Path

import pyoxigraph as ox
import pytest

import queries
from graph import snapshot
from graph.cli import main
from graph.defaults import DATA
from graph.describe import CREATIVEKG
from graph.dumps import FORMATS
from graph.errors import CreativeKGError, InputError, OntologyError
from graph.modules import ontology_quads, read_turtle
from graph.namespaces import DCTERMS, ID, SKOS, labels_graph
from graph.translations import FOLDER, label_quads, translate

BY = "https://creativecommons.org/licenses/by/4.0/"
BY_SA = "http://creativecommons.org/licenses/by-sa/3.0/igo/"
GRAPH = ox.NamedNode(labels_graph("unesco"))
FILE = FOLDER / "unesco.ttl"
MAPPINGS = DATA / "mappings" / "unesco.sssom.tsv"
PREFERRED, OTHER = ox.NamedNode(SKOS + "prefLabel"), ox.NamedNode(SKOS + "altLabel")
QUESTIONS = sorted(queries.FOLDER.glob("*.rq"))


def exact_matches() -> dict[str, str]:
    """The UNESCO concept of each of ours that the mapping set says is the same, read without our reader."""
    lines = [line for line in MAPPINGS.read_text(encoding="utf-8").splitlines() if not line.startswith("#")]
    return {
        row["subject_id"].replace("id:", ID): row["object_id"].replace(
            "unesco:", "http://vocabularies.unesco.org/thesaurus/"
        )
        for row in csv.DictReader(lines, delimiter="\t")
        if row["predicate_id"] == "skos:exactMatch"
    }


@pytest.fixture(scope="module")
def ours() -> list[ox.Quad]:
    return ontology_quads()


@pytest.fixture(scope="module")
def concepts(ours: list[ox.Quad]) -> set[str]:
    return {q.subject.value for q in ours if q.object == ox.NamedNode(SKOS + "Concept") and ID in q.subject.value}


@pytest.fixture(scope="module")
def labels(concepts: set[str]) -> list[ox.Quad]:
    return [q for q in label_quads(FOLDER, concepts) if q.subject != q.graph_name]


# ---------------------------------------------------------------- the file in the repository


def test_the_file_is_what_the_command_makes(linked_data: Path, tmp_path: Path) -> None:
    made = translate(linked_data, DATA, tmp_path)
    assert {each.file.name for each in made} == {file.name for file in FOLDER.iterdir()}
    for each in made:
        assert each.file.read_text(encoding="utf-8") == (FOLDER / each.file.name).read_text(encoding="utf-8"), (
            "run creativekg translate --linked-data FOLDER"
        )
        assert set(each.counts) >= {"es", "fr", "ru"}


def test_every_label_stands_in_the_source_in_its_language(labels: list[ox.Quad], linked_data: Path) -> None:
    source = set(read_turtle(linked_data / "unesco-thesaurus" / "unesco-thesaurus.ttl"))
    matches = exact_matches()
    for label in labels:
        outside = ox.NamedNode(matches[label.subject.value])
        assert ox.Quad(outside, label.predicate, label.object) in source
    assert {label.subject.value for label in labels} == set(matches)


def test_labels_add_to_the_english_ones_and_never_replace_them(ours: list[ox.Quad], labels: list[ox.Quad]) -> None:
    assert not [q for q in labels if q.object.language == "en"]
    assert not [q for q in ours if isinstance(q.object, ox.Literal) and q.object.language not in (None, "en")]
    english = Counter(q.subject for q in ours if q.predicate == PREFERRED)
    assert all(english[q.subject] == 1 for q in labels)


def test_one_preferred_label_a_language_and_other_names_differ_from_it(labels: list[ox.Quad]) -> None:
    preferred = [(q.subject, q.object.language) for q in labels if q.predicate == PREFERRED]
    assert len(preferred) == len(set(preferred))
    names = {(q.subject, q.object) for q in labels if q.predicate == PREFERRED}
    assert not [q for q in labels if q.predicate == OTHER and (q.subject, q.object) in names]


# ---------------------------------------------------------------- in the graph


@pytest.fixture(scope="module")
def built(snapshot_home: Path) -> snapshot.Snapshot:
    return snapshot.current(snapshot_home)


@pytest.fixture(scope="module")
def stores(built: snapshot.Snapshot) -> tuple[ox.Store, ox.Store]:
    """The union of all graphs with the labels in it, and without."""
    with_labels, without = ox.Store(), ox.Store()
    for quad in ox.parse(path=built.dumps / FORMATS["nquads"][0], format=ox.RdfFormat.N_QUADS):
        for store in (with_labels, without) if quad.graph_name != GRAPH else (with_labels,):
            store.add(ox.Quad(*quad.triple))
            store.add(quad)
    return with_labels, without


@pytest.mark.parametrize("file", QUESTIONS, ids=lambda file: file.stem)
def test_no_question_has_more_rows_for_the_labels(file: Path, stores: tuple[ox.Store, ox.Store]) -> None:
    query = file.read_text(encoding="utf-8")
    rows = [sorted(map(str, store.query(query))) for store in stores]
    assert rows[0]
    assert rows[1] == ([] if '"fr"' in query else rows[0]), (
        "only a question that names a language is about its labels"
    )


def test_the_labels_stand_in_a_graph_of_their_own(labels: list[ox.Quad], stores: tuple[ox.Store, ox.Store]) -> None:
    store = stores[0]
    found = {q for q in store.quads_for_pattern(None, None, None, GRAPH) if q.subject != GRAPH}
    assert found == set(labels)
    elsewhere = [
        q for predicate in (PREFERRED, OTHER) for q in store.quads_for_pattern(None, predicate, None)
        if q.object.language != "en" and q.graph_name not in (GRAPH, ox.DefaultGraph())
    ]  # fmt: skip
    assert not elsewhere


def test_the_description_states_the_licence_of_the_labels(built: snapshot.Snapshot) -> None:
    description = ox.Store()
    description.load(path=built.dumps / "void.ttl", format=ox.RdfFormat.TURTLE)

    def values(subject: str, predicate: str) -> list[str]:
        found = description.quads_for_pattern(ox.NamedNode(subject), ox.NamedNode(DCTERMS + predicate), None)
        return sorted(q.object.value for q in found)

    assert values(GRAPH.value, "license") == [BY_SA]
    assert "UNESCO" in values(GRAPH.value, "rights")[0]
    assert "http://vocabularies.unesco.org/thesaurus" in values(GRAPH.value, "source")
    assert values(labels_graph("").removesuffix("labels/") + "ontology", "license") == [BY]
    for node in (CREATIVEKG, *(f"{CREATIVEKG}/distribution/{name}" for name in FORMATS)):
        (rights,) = values(node, "rights")
        assert GRAPH.value in rights and BY_SA in rights


@pytest.mark.parametrize(
    ("typed", "label"),
    [
        ("intelligence artificielle", "Artificial intelligence"),
        ("inteligencia artificial", "Artificial intelligence"),
        ("искусственный интеллект", "Artificial intelligence"),
        ("МУЗЫКА", "Music"),
        ("propriete intellectuelle", "Intellectual property"),
        ("diseno por ordenador", "Computer-aided design"),
    ],
)
def test_the_search_index_finds_a_concept_in_any_language(built: snapshot.Snapshot, typed: str, label: str) -> None:
    index = sqlite3.connect(built.search)
    try:
        found = index.execute("SELECT label, names FROM entities WHERE entities MATCH ?", (typed,)).fetchall()
    finally:
        index.close()
    assert label in [row[0] for row in found]
    assert not any(typed in row[1].casefold() for row in found), "names stay English"


# ---------------------------------------------------------------- what goes wrong


VOCABULARY = """
@prefix skos: <http://www.w3.org/2004/02/skos/core#> .
@prefix : <http://vocabularies.unesco.org/thesaurus/> .
:concept353 skos:prefLabel "Music"@en , "Musique"@fr , "British music"@en-GB .
:concept353 skos:altLabel "Son"@fr , "Musique"@fr .
:concept340 skos:prefLabel "Architecture"@en , "Architecture"@fr ; skos:altLabel "Buildings"@en .
"""
ROW = "{subject}\tx\tskos:{match}\tunesco:{object}\tx\tsemapv:ManualMappingCuration\tv.ttl {digest}\t0.9\t\n"

Make = Callable[..., tuple[Path, Path, Path]]


@pytest.fixture
def make(tmp_path: Path) -> Make:
    """A vocabulary, a mapping set of (slug, match, concept) that names it, and an empty folder for the labels."""

    def run(
        vocabulary: str = VOCABULARY,
        rows: tuple[tuple[str, str, str], ...] = (("music", "exactMatch", "concept353"),),
    ) -> tuple[Path, Path, Path]:
        data, labels = tmp_path / "data", tmp_path / "labels"
        for folder in (data / "mappings", data / "entities", labels):
            folder.mkdir(parents=True)
        (tmp_path / "v.ttl").write_text(vocabulary, encoding="utf-8")
        digest = hashlib.sha256(vocabulary.encode()).hexdigest()[:12]
        shutil.copy(DATA / "mappings" / "targets.tsv", data / "mappings")
        lines = MAPPINGS.read_text(encoding="utf-8").splitlines()
        head = [line for line in lines if line.startswith(("#", "subject_id"))]
        body = "".join(ROW.format(subject=f"id:{s}", match=m, object=o, digest=digest) for s, m, o in rows)
        (data / "mappings" / MAPPINGS.name).write_text("\n".join(head) + "\n" + body, encoding="utf-8")
        return tmp_path, data, labels

    return run


def test_only_exact_matches_and_only_other_languages(make: Make) -> None:
    rows = (("music", "exactMatch", "concept353"), ("architecture", "closeMatch", "concept340"))
    linked_data, data, folder = make(rows=rows)
    (made,) = translate(linked_data, data, folder)
    assert made.counts == {"fr": 2}
    found = {(q.predicate, q.object) for q in read_turtle(made.file) if q.subject == ox.NamedNode(ID + "music")}
    assert found == {
        (PREFERRED, ox.Literal("Musique", language="fr")),
        (OTHER, ox.Literal("Son", language="fr")),
    }
    assert not [q for q in read_turtle(made.file) if q.subject == ox.NamedNode(ID + "architecture")]


def test_the_same_input_gives_the_same_bytes_whatever_the_order(make: Make) -> None:
    rows = (("music", "exactMatch", "concept353"), ("architecture", "exactMatch", "concept340"))
    linked_data, data, folder = make(rows=rows)
    (made,) = translate(linked_data, data, folder)
    first = made.file.read_bytes()
    file = data / "mappings" / MAPPINGS.name
    lines = file.read_text(encoding="utf-8").splitlines()
    file.write_text("\n".join([*lines[:-2], lines[-1], lines[-2]]) + "\n", encoding="utf-8")
    translate(linked_data, data, folder)
    assert made.file.read_bytes() == first


def test_a_missing_vocabulary_is_named(make: Make) -> None:
    linked_data, data, folder = make()
    with pytest.raises(InputError, match=r"v\.ttl: cannot read the vocabulary \(No such file.*--linked-data"):
        translate(linked_data / "nowhere", data, folder)
    assert not list(folder.iterdir())


def test_a_vocabulary_that_is_not_turtle_is_named_with_its_line(make: Make) -> None:
    linked_data, data, folder = make("\n<p>Not found</p>\n")
    with pytest.raises(OntologyError, match=r"v\.ttl:2: not Turtle"):
        translate(linked_data, data, folder)
    assert not list(folder.iterdir())


def test_another_version_than_the_mapped_one_is_refused(make: Make) -> None:
    linked_data, data, folder = make()
    (linked_data / "v.ttl").write_text(VOCABULARY + "# newer\n", encoding="utf-8")
    with pytest.raises(InputError, match=r"v\.ttl: has the SHA-256 [0-9a-f]{12}; what was mapped has [0-9a-f]{12}"):
        translate(linked_data, data, folder)


@pytest.mark.parametrize(
    ("addition", "rows", "message"),
    [
        (':concept353 skos:prefLabel "Zique"@fr .', (("music", "concept353"),), "two preferred labels in fr"),
        ("", (("music", "concept1"),), "no label in another language for <[^>]*concept1>, .* <[^>]*music>"),
        ("", (("music", "concept353"), ("music", "concept340")), "matches both <[^>]*340> and <[^>]*353> exactly"),
        ("", (("nothing-of-ours", "concept353"),), "unknown subject"),
        ("", (), "must name one version of it and name none"),
    ],
)  # fmt: skip
def test_what_cannot_be_translated_is_named(
    make: Make, addition: str, rows: tuple[tuple[str, str], ...], message: str
) -> None:
    linked_data, data, folder = make(VOCABULARY + addition, tuple((s, "exactMatch", o) for s, o in rows))
    with pytest.raises(InputError, match=message):
        translate(linked_data, data, folder)
    assert not list(folder.iterdir())


def test_a_folder_that_cannot_be_written_is_named(make: Make) -> None:
    linked_data, data, folder = make()
    with pytest.raises(CreativeKGError, match=r"unesco\.ttl: cannot be written"):
        translate(linked_data, data, folder / "nowhere")


@pytest.mark.parametrize(
    ("wrong", "right", "message"),
    [
        ('"Musique"@fr', '"Music"@en', "has an English label for <[^>]*music>"),
        ('"Musique"@fr', '"Music"@en-GB', "has an English label"),
        ('"Musique"@fr', '"Musique"', "has an English label"),
        ("skos:prefLabel", "skos:definition", "says more than labels"),
        ("id:music", "id:nothing-of-ours", "is no concept of ours"),
        ("dcterms:license", "dcterms:created", "does not state dcterms:license"),
        ("skos:prefLabel", "skos:prefLabel ,", r"unesco\.ttl:\d+: not Turtle"),
    ],
)
def test_a_label_file_changed_by_hand_is_refused(
    make: Make, concepts: set[str], wrong: str, right: str, message: str
) -> None:
    linked_data, data, folder = make()
    (made,) = translate(linked_data, data, folder)
    assert label_quads(folder, concepts)
    text = made.file.read_text(encoding="utf-8")
    assert wrong in text
    made.file.write_text(text.replace(wrong, right), encoding="utf-8")
    with pytest.raises(OntologyError, match=message):
        label_quads(folder, concepts)


def test_the_command(make: Make, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    linked_data, data, folder = make()
    monkeypatch.setattr("graph.translations.FOLDER", folder)
    monkeypatch.setattr(
        sys, "argv", ["creativekg", "translate", "--linked-data", str(linked_data), "--data", str(data)]
    )
    main()
    assert capsys.readouterr().out == f"Wrote {folder / 'unesco.ttl'}: 2 fr.\n"
    monkeypatch.setattr(sys, "argv", ["creativekg", "translate", "--linked-data", str(folder)])
    with pytest.raises(SystemExit) as stop:
        main()
    assert stop.value.code == 1
    error = capsys.readouterr().err
    assert error.startswith("creativekg: ") and error.count("\n") == 1 and "cannot read the vocabulary" in error
