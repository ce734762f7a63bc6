"""The mapping sets: valid SSSOM, about things that exist, identifiers and labels as their sources have them."""

from __future__ import annotations

import csv
import gzip
import json
from collections import Counter
from collections.abc import Callable
from pathlib import Path

import pyoxigraph as ox
import pytest
from sssom.constants import DEFAULT_VALIDATION_TYPES
from sssom.parsers import parse_sssom_table
from sssom.validators import validate

from graph.assemble import ontology_quads
from graph.entities import Entity, load_entities
from graph.errors import InputError
from graph.links import NOTATION, SSSOM, load_links, read_mapping_set
from graph.namespaces import ID, LINKS_GRAPH, RDF, RDFS, SKOS

DATA = Path(__file__).parents[2] / "graph" / "data"
MAPPINGS = DATA / "mappings"
FILES = sorted(MAPPINGS.glob("*.sssom.tsv"))


@pytest.fixture(scope="module")
def entities() -> list[Entity]:
    return load_entities(DATA / "entities")


@pytest.fixture(scope="module")
def known(entities: list[Entity]) -> set[str]:
    concepts = {q.subject.value for q in ontology_quads() if isinstance(q.subject, ox.NamedNode)}
    return {ID + entity.id for entity in entities} | {iri for iri in concepts if iri.startswith(ID)}


@pytest.fixture(scope="module")
def links(known: set[str]) -> list[ox.Quad]:
    return load_links(MAPPINGS, known)


def rows(file: Path) -> list[dict[str, str]]:
    return [dict(row.cells) for row in read_mapping_set(file)[1]]


# ---------------------------------------------------------------- the files


def test_there_are_at_least_sixty_mappings_to_seven_vocabularies() -> None:
    assert {file.name.removesuffix(".sssom.tsv") for file in FILES} >= {
        "unesco", "eurovoc", "aat", "geonames", "wikidata", "europeana", "esco"
    }  # fmt: skip
    assert sum(len(rows(file)) for file in FILES) >= 60


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.name)
def test_the_sssom_tool_reads_the_file_and_finds_it_valid(file: Path) -> None:
    mapping_set = parse_sssom_table(str(file))
    assert len(mapping_set.df) == len(rows(file))
    reports = validate(mapping_set, DEFAULT_VALIDATION_TYPES, fail_on_error=False)
    problems = [result.message for report in reports.values() for result in report.results]
    assert not problems


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.name)
def test_rows_are_sorted_so_that_changes_show_well(file: Path) -> None:
    order = [(row["subject_id"], row["predicate_id"], row["object_id"]) for row in rows(file)]
    assert order == sorted(order)


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.name)
def test_a_thing_matches_one_other_exactly_at_most(file: Path) -> None:
    exact = [row for row in rows(file) if row["predicate_id"] == "skos:exactMatch"]
    assert max(Counter(row["subject_id"] for row in exact).values(), default=1) == 1
    assert max(Counter(row["object_id"] for row in exact).values(), default=1) == 1


def test_a_guessed_identity_is_not_linked(entities: list[Entity]) -> None:
    guessed = {f"id:{entity.id}" for entity in entities if entity.reading}
    assert guessed
    assert not guessed & {row["subject_id"] for file in FILES for row in rows(file)}


# ---------------------------------------------------------------- identifiers and labels, against the sources


def _pairs_json(file: Path) -> set[tuple[str, str]]:
    """(identifier, label) as the JSON files at hand write them, each in its own way."""
    text = gzip.decompress(file.read_bytes()).decode() if file.suffix == ".gz" else file.read_text(encoding="utf-8")
    pairs: set[tuple[str, str]] = set()

    def walk(node: object) -> None:
        if isinstance(node, dict):
            label = node.get("label") or node.get("name") or node.get("prefLabel")
            label = label.get("en") if isinstance(label, dict) else label
            same = [*node.get("exactMatch", []), *node.get("sameAs", [])] if "prefLabel" in node else []
            for key in ("uri", "id", "geonameid", "geonameId"):
                if key in node:
                    pairs.add((str(node[key]), str(label)))
            pairs.update((str(iri), str(label)) for iri in same)
        for child in node.values() if isinstance(node, dict) else node if isinstance(node, list) else ():
            walk(child)

    walk(json.loads(text))
    return pairs


def _pairs_rdf(file: Path) -> set[tuple[str, str]]:
    format = ox.RdfFormat.TURTLE if file.suffix == ".ttl" else ox.RdfFormat.RDF_XML
    return {
        (q.subject.value, q.object.value)
        for q in ox.parse(path=file, format=format)
        if q.predicate.value == SKOS + "prefLabel"
        and isinstance(q.subject, ox.NamedNode)
        and isinstance(q.object, ox.Literal)
        and q.object.language == "en"
    }


def _pairs_tsv(file: Path) -> set[tuple[str, str]]:
    with file.open(encoding="utf-8", newline="") as stream:
        table = list(csv.reader(stream, delimiter="\t"))
    return {(row[0], row[1]) for row in table}


_READERS: dict[str, Callable[[Path], set[tuple[str, str]]]] = {
    ".json": _pairs_json, ".gz": _pairs_json, ".ttl": _pairs_rdf, ".xml": _pairs_rdf, ".tsv": _pairs_tsv,
}  # fmt: skip


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.name)
def test_every_object_and_its_label_stand_in_the_source_that_the_row_names(file: Path, linked_data: Path) -> None:
    header, mappings = read_mapping_set(file)
    with (linked_data / "SOURCES.tsv").open(encoding="utf-8") as stream:
        hashes = {row["file"]: row["sha256"] for row in csv.DictReader(stream, delimiter="\t")}
    pairs: dict[str, set[tuple[str, str]]] = {}
    for row in mappings:
        source, digest = row["object_source_version"].split(" ")
        assert hashes[source].startswith(digest), row
        if source not in pairs:
            pairs[source] = _READERS[Path(source).suffix](linked_data / source)
        prefix, _, local = row["object_id"].partition(":")
        # Some files write the whole IRI, others only its number.
        names = {header["curie_map"][prefix] + local, local.strip("/")}
        assert any((name, row["object_label"]) in pairs[source] for name in names), (row.line, dict(row.cells))


@pytest.mark.parametrize(
    ("iri", "source"),
    [
        ("https://sws.geonames.org/", "entity-deref/dereference-geoname.xml"),
        ("http://vocab.getty.edu/aat/", "entity-deref/dereference-vocabulary.xml"),
        ("http://www.wikidata.org/entity/", "entity-mgmt/place_sweden.xml"),
    ],
)
def test_where_a_file_has_numbers_the_pattern_of_the_iri_stands_in_another(
    iri: str, source: str, linked_data: Path
) -> None:
    assert f'rdf:about="{iri}' in (linked_data / source).read_text(encoding="utf-8")
    assert iri in {iri for file in FILES for iri in read_mapping_set(file)[0]["curie_map"].values()}


def test_every_notation_stands_in_its_source(linked_data: Path) -> None:
    def codes(node: object) -> set[tuple[str, str]]:
        if isinstance(node, list):
            return set().union(*map(codes, node))
        if not isinstance(node, dict):
            return set()
        own = {(node[level], node["description"]) for level in ("division", "group", "class") if level in node}
        return own.union(*map(codes, node.values()))

    with (MAPPINGS / "notations.tsv").open(encoding="utf-8") as stream:
        notations = list(csv.DictReader(stream, delimiter="\t"))
    assert {row["scheme"] for row in notations} == {"uk-sic-2007", "isic-rev-4"}
    pairs = {}
    for row in notations:
        source = linked_data / row["source"]
        if source not in pairs:
            is_json = source.suffix == ".json"
            pairs[source] = codes(json.loads(source.read_text("utf-8"))) if is_json else _pairs_tsv(source)
        assert (row["code"], row["label"]) in pairs[source], row


# ---------------------------------------------------------------- the graph


def test_a_mapping_gives_the_direct_triple_the_label_and_a_node(links: list[ox.Quad]) -> None:
    store = ox.Store()
    store.extend(links)
    found = store.query(
        f"""SELECT ?label ?confidence ?set {{ GRAPH <{LINKS_GRAPH}> {{
            <{ID}virtual-reality> <{SKOS}exactMatch> ?object .
            ?object <{RDFS}label> ?label .
            ?mapping a <{SSSOM}Mapping> ; <{SSSOM}subject_id> <{ID}virtual-reality> ;
                <{SSSOM}predicate_id> <{SKOS}exactMatch> ; <{SSSOM}object_id> ?object ;
                <{SSSOM}confidence> ?confidence ; <{SSSOM}mapping_justification> ?justification .
            ?set <{SSSOM}mappings> ?mapping }} }}"""
    )
    assert isinstance(found, ox.QuerySolutions)
    [row] = found
    assert row["label"] == ox.Literal("virtual reality", language="en")
    assert float(row["confidence"].value) == 0.95
    assert row["set"].value.endswith("/mappings/eurovoc")


def test_every_row_has_one_node_of_its_own(links: list[ox.Quad]) -> None:
    nodes = [q.subject for q in links if q.predicate.value == RDF + "type" and q.object.value == SSSOM + "Mapping"]
    assert len(nodes) == len(set(nodes)) == sum(len(rows(file)) for file in FILES)


def test_a_code_without_an_iri_is_a_notation_with_a_datatype(links: list[ox.Quad]) -> None:
    code = ox.Literal("58.21", datatype=ox.NamedNode(NOTATION + "uk-sic-2007"))
    assert (ID + "games", SKOS + "notation", code) in {
        (q.subject.value, q.predicate.value, q.object) for q in links
    }


def test_links_are_the_same_each_time_and_have_no_blank_nodes(links: list[ox.Quad], known: set[str]) -> None:
    assert links == load_links(MAPPINGS, known)
    assert {q.graph_name for q in links} == {ox.NamedNode(LINKS_GRAPH)}
    assert not [q for q in links if isinstance(q.subject, ox.BlankNode) or isinstance(q.object, ox.BlankNode)]
    assert len(links) == len(set(links))


def test_a_folder_without_mappings_gives_no_links(tmp_path: Path) -> None:
    assert load_links(tmp_path, set()) == []


# ---------------------------------------------------------------- wrong files

HEADER = """\
# curie_map:
#   dataset: https://w3id.org/creativekg/dataset/
#   id: https://w3id.org/creativekg/id/
#   eurovoc: http://eurovoc.europa.eu/
#   semapv: https://w3id.org/semapv/vocab/
#   skos: http://www.w3.org/2004/02/skos/core#
# license: https://creativecommons.org/licenses/by/4.0/
# mapping_date: '2026-11-22'
# mapping_set_description: one
# mapping_set_id: https://w3id.org/creativekg/mappings/eurovoc
# mapping_set_title: one
# object_source: dataset:eurovoc
# subject_source: dataset:creativekg
"""
COLUMNS = (
    "subject_id\tsubject_label\tpredicate_id\tobject_id\tobject_label\tmapping_justification"
    "\tobject_source_version\tconfidence\tcomment\n"
)
ROW = "id:film\tFilm\tskos:exactMatch\teurovoc:1363\tfilm industry\tsemapv:ManualMappingCuration\tfile 0\t0.9\t\n"
TARGETS = "target\ttitle\tlicense\trights\neurovoc\tEuroVoc\t\tEuropean Union\n"


def load(folder: Path, text: str | bytes, name: str = "eurovoc.sssom.tsv") -> list[ox.Quad]:
    (folder / "targets.tsv").write_text(TARGETS, encoding="utf-8")
    (folder / name).write_bytes(text if isinstance(text, bytes) else text.encode())
    return load_links(folder, {ID + "film"})


def test_the_example_that_the_wrong_ones_are_made_of_is_right(tmp_path: Path) -> None:
    assert any(q.object.value == "http://eurovoc.europa.eu/1363" for q in load(tmp_path, HEADER + COLUMNS + ROW))
    crlf = (HEADER + COLUMNS + ROW).replace("\n", "\r\n")
    assert load(tmp_path, crlf) == load(tmp_path, HEADER + COLUMNS + ROW)


@pytest.mark.parametrize(
    ("old", "new", "line", "message"),
    [
        ("eurovoc:1363", "euro:1363", 15, "the prefix 'euro' is not in the curie_map"),
        ("eurovoc:1363", "1363", 15, "'1363' is not a CURIE"),
        ("eurovoc:1363", "eurovoc:13 63", 15, "is not an IRI"),
        ("id:film", "id:flim", 15, "unknown subject 'id:flim'"),
        ("skos:exactMatch", "skos:broader", 15, "is not a SKOS mapping property"),
        ("\t0.9\t", "\t1.01\t", 15, "the confidence '1.01' is not a number above 0"),
        ("\t0.9\t", "\t0\t", 15, "the confidence '0' is not a number above 0"),
        ("\t0.9\t", "\tnan\t", 15, "the confidence 'nan' is not a number above 0"),
        ("\t0.9\t", "\thigh\t", 15, "the confidence 'high' is not a number above 0"),
        ("\tfilm industry\t", "\t\t", 15, "the object_label is empty"),
        ("\t0.9\t\n", "\t0.9\n", 15, "this row does not have 9 cells"),
        ("\t0.9\t\n", "\t0.9\t\t\n", 15, "this row does not have 9 cells"),
        (ROW, ROW + ROW, 16, "this pair is already mapped on line 15"),
        ("confidence\t", "sureness\t", 14, "missing columns: confidence"),
        (COLUMNS + ROW, "", 14, "missing columns: subject_id"),
        ("# license", "# licence", 1, "the header lacks license"),
        ("dataset:eurovoc", "dataset:euro", 1, "is not in targets.tsv"),
        ("# license: ", "# : [", 7, "the header is not YAML"),
        (HEADER, "", 1, "no YAML header"),
    ],
)
def test_a_wrong_file_is_refused_with_its_line(tmp_path: Path, old: str, new: str, line: int, message: str) -> None:
    text = HEADER + COLUMNS + ROW
    assert old in text
    with pytest.raises(InputError) as caught:
        load(tmp_path, text.replace(old, new))
    assert message in str(caught.value)
    assert (caught.value.file, caught.value.line) == (tmp_path / "eurovoc.sssom.tsv", line)


def test_a_file_that_is_not_utf_8_is_refused(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="not UTF-8 at byte"):
        load(tmp_path, HEADER.encode() + b"\xff")


@pytest.mark.parametrize(
    ("row", "message"),
    [
        ("flim\teurovoc\t1\tOne\tfile", "unknown subject 'flim'"),
        ("film\tnace\t1\tOne\tfile", "the scheme 'nace' is not in targets.tsv"),
        ("film\teurovoc\t1\tOne\tfile\nfilm\teurovoc\t1\tOne\tfile", "the code 1 is already given on line 2"),
    ],
)
def test_a_wrong_notation_is_refused(tmp_path: Path, row: str, message: str) -> None:
    with pytest.raises(InputError, match=message):
        load(tmp_path, "subject\tscheme\tcode\tlabel\tsource\n" + row + "\n", "notations.tsv")
