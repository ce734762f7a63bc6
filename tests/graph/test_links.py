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

from graph.entities import Entity, load_entities
from graph.links import CLASSIFICATION, IDENTITY, MATCHES, SSSOM, load_links
from graph.modules import ontology_quads
from graph.namespaces import DCTERMS, ID, LINKS_GRAPH, OWL, RDF, RDFS, SKOS
from graph.sssom import read_mapping_set

DATA = Path(__file__).parents[2] / "graph" / "data"
MAPPINGS = DATA / "mappings"
FILES = sorted(MAPPINGS.glob("*.sssom.tsv"))


@pytest.fixture(scope="module")
def entities() -> list[Entity]:
    return load_entities(DATA / "entities")


@pytest.fixture(scope="module")
def known(entities: list[Entity]) -> tuple[set[str], set[str]]:
    subjects = {q.subject.value for q in ontology_quads() if isinstance(q.subject, ox.NamedNode)}
    return {iri for iri in subjects if iri.startswith(ID)}, {ID + entity.id for entity in entities}


@pytest.fixture(scope="module")
def links(known: tuple[set[str], set[str]]) -> list[ox.Quad]:
    return load_links(MAPPINGS, *known)


def rows(file: Path) -> list[dict[str, str]]:
    return [dict(row.cells) for row in read_mapping_set(file)[1]]


# ---------------------------------------------------------------- the files


def test_there_is_a_mapping_set_for_each_vocabulary() -> None:
    assert {file.name.removesuffix(".sssom.tsv") for file in FILES} >= {
        "unesco", "eurovoc", "aat", "geonames", "wikidata", "europeana", "esco", "uk-sic-2007", "isic-rev-4",
        "nace-rev-2.1", "dcms",
    }  # fmt: skip


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.name)
def test_the_sssom_tool_reads_the_file_and_finds_it_valid(file: Path) -> None:
    from sssom.constants import DEFAULT_VALIDATION_TYPES
    from sssom.parsers import parse_sssom_table
    from sssom.validators import validate

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
def test_every_subject_is_named_by_its_preferred_label(file: Path, entities: list[Entity]) -> None:
    names = {ID + entity.id: entity.prefLabel for entity in entities}
    for q in ontology_quads():
        if (
            q.predicate.value == SKOS + "prefLabel"
            and isinstance(q.object, ox.Literal)
            and q.object.language == "en"
        ):
            names[q.subject.value] = q.object.value
    ours = [row for row in rows(file) if row["subject_id"].startswith("id:")]
    assert [(row["subject_id"], row["subject_label"]) for row in ours] == [
        (row["subject_id"], names[ID + row["subject_id"][3:]]) for row in ours
    ]


def test_a_concept_is_matched_and_an_entity_is_identified(
    links: list[ox.Quad], known: tuple[set[str], set[str]]
) -> None:
    concepts, entities = known
    matched = {q.subject.value for q in links if q.predicate.value in MATCHES}
    identified = {q.subject.value for q in links if q.predicate.value in IDENTITY}
    assert identified and identified <= entities
    assert not matched & entities
    assert {iri for iri in matched if iri.startswith(ID)} <= concepts


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.name)
def test_a_thing_matches_one_other_exactly_at_most(file: Path) -> None:
    exact = [row for row in rows(file) if row["predicate_id"] in ("skos:exactMatch", "owl:sameAs")]
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
            for level in ("division", "group", "class"):
                if level in node:
                    pairs.add((str(node[level]), str(node["description"])))
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


def _pairs_csv(file: Path) -> set[tuple[str, str]]:
    """(code, title) of NACE without its national fifth level; of the DCMS the sector, which is all it has."""
    if file.parent.name == "dcms-sectors":
        return {(row["sector"], row["sector"]) for row in _csv(file, ",")}
    return {(row["code"], row["name"]) for row in _csv(file, ";") if row["level"] != "5"}


def _csv(file: Path, delimiter: str) -> list[dict[str, str]]:
    with file.open(encoding="utf-8", newline="") as stream:
        return list(csv.DictReader(stream, delimiter=delimiter))


_READERS: dict[str, Callable[[Path], set[tuple[str, str]]]] = {
    ".json": _pairs_json, ".gz": _pairs_json, ".ttl": _pairs_rdf, ".xml": _pairs_rdf, ".tsv": _pairs_tsv,
    ".csv": _pairs_csv,
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


# ---------------------------------------------------------------- classifications


@pytest.fixture(scope="module")
def titles(linked_data: Path) -> dict[str, dict[str, str]]:
    """Titles by code of each classification; codes of ISIC with the dot after two digits that the others have."""
    sources = {
        "nace": "nace/nacecodes.csv",
        "sic": "uksic/industrial-classification-2007.tsv",
        "isic": "isic/isic_rev4_en.json",
    }
    tables = {name: dict(_READERS[Path(file).suffix](linked_data / file)) for name, file in sources.items()}
    tables["isic"] = {f"{c[:2]}.{c[2:]}" if len(c) > 2 else c: title for c, title in tables["isic"].items()}
    return tables


def _exact_codes(file: Path) -> dict[str, str]:
    return {row["subject_id"]: row["object_id"] for row in rows(file) if row["predicate_id"] == "skos:exactMatch"}


def test_the_file_of_nace_is_revision_2_1(titles: dict[str, dict[str, str]], linked_data: Path) -> None:
    levels = Counter(row["level"] for row in _csv(linked_data / "nace/nacecodes.csv", ";"))
    assert [levels[level] for level in "1234"] == [22, 87, 287, 651]
    nace = titles["nace"]
    assert max(code for code in nace if code.isalpha()) == "V"
    only_in_2_1 = {
        "60.31": "News agency activities",
        "74.12": "Graphic design and visual communication activities",
        "91.30": "Conservation, restoration and other support activities for cultural heritage",
    }
    assert only_in_2_1.items() <= nace.items()
    # UK SIC 2007 is NACE Rev. 2 with British subclasses; revision 2 knew none of these codes.
    assert not only_in_2_1.keys() & titles["sic"].keys()


@pytest.mark.parametrize(
    ("code", "meanings"),
    [
        ("58.12", {"nace": "Publishing of newspapers", "sic": "Publishing of directories and mailing lists",
                   "isic": "Publishing of directories and mailing lists"}),
        ("58.13", {"nace": "Publishing of journals and periodicals", "sic": "Publishing of newspapers",
                   "isic": "Publishing of newspapers, journals and periodicals"}),
        ("63.91", {"nace": "Web search portal activities", "sic": "News agency activities",
                   "isic": "News agency activities"}),
        ("47.63", {"nace": "Retail sale of sporting equipment",
                   "sic": "Retail sale of music and video recordings in specialised stores",
                   "isic": "Retail sale of sporting equipment in specialized stores"}),
    ],
)  # fmt: skip
def test_equal_codes_mean_different_things_so_nothing_is_joined_by_code(
    code: str, meanings: dict[str, str], titles: dict[str, dict[str, str]]
) -> None:
    assert {name: titles[name][code] for name in meanings} == meanings


def test_a_blind_join_of_nace_and_sic_would_take_one_sector_for_another() -> None:
    nace, sic = (
        {code.partition(":")[2]: sector for sector, code in _exact_codes(MAPPINGS / f"{name}.sssom.tsv").items()}
        for name in ("nace-rev-2.1", "uk-sic-2007")
    )
    assert (nace["58.13"], sic["58.13"]) == ("id:periodicals", "id:newspapers")
    assert (nace["60.31"], sic["63.91"]) == ("id:news-agencies", "id:news-agencies")


def test_the_codes_of_a_dcms_sector_are_those_of_its_table(linked_data: Path) -> None:
    file = MAPPINGS / "dcms-to-uk-sic-2007.sssom.tsv"
    source = "dcms-sectors/DCMS_sectors.derived.csv"
    assert read_mapping_set(file)[0]["subject_source_version"].split(" ")[0] == source
    table = [row for row in _csv(linked_data / source, ",") if row["present"] == "True"]
    for sector in ("creative", "culture"):
        stated = {(row["SIC"], row["description"].strip()) for row in table if row["sector"] == sector}
        mapped = [row for row in rows(file) if row["subject_id"] == f"dcms:{sector}"]
        assert {(row["object_id"].removeprefix("sic:"), row["object_label"]) for row in mapped} == stated
        assert {row["predicate_id"] for row in mapped} == {"skos:narrowMatch"}


def test_a_chained_match_with_a_dcms_sector_follows_from_its_codes() -> None:
    codes = {(row["subject_id"], row["object_id"]) for row in rows(MAPPINGS / "dcms-to-uk-sic-2007.sssom.tsv")}
    sic = _exact_codes(MAPPINGS / "uk-sic-2007.sssom.tsv")
    chained = [
        row for row in rows(MAPPINGS / "dcms.sssom.tsv") if row["mapping_justification"].endswith("Chaining")
    ]
    assert chained
    for row in chained:
        code = sic[row["subject_id"]]
        assert row["predicate_id"] == "skos:broadMatch"
        assert (row["object_id"], code.partition("/")[0]) in codes, row


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


def test_a_code_without_an_iri_becomes_a_concept_in_a_scheme_with_title_and_version(links: list[ox.Quad]) -> None:
    code, scheme = CLASSIFICATION + "uk-sic-2007/47.78/1", CLASSIFICATION + "uk-sic-2007"
    said = {(q.subject.value, q.predicate.value): q.object for q in links}
    assert said[code, RDF + "type"] == ox.NamedNode(SKOS + "Concept")
    assert said[code, SKOS + "notation"] == ox.Literal("47.78/1")
    assert said[code, SKOS + "prefLabel"] == ox.Literal("Retail sale in commercial art galleries", language="en")
    assert said[code, SKOS + "inScheme"] == ox.NamedNode(scheme)
    assert said[scheme, OWL + "versionInfo"] == ox.Literal("2007")
    assert {DCTERMS + name for name in ("title", "rights", "license")} <= {p for s, p in said if s == scheme}
    matches = {(q.predicate.value, q.object.value) for q in links if q.subject.value == ID + "commercial-galleries"}
    assert (SKOS + "exactMatch", code) in matches


def test_every_code_that_a_mapping_names_is_described(links: list[ox.Quad]) -> None:
    named = {value.value for q in links for value in (q.subject, q.object) if isinstance(value, ox.NamedNode)}
    codes = {iri for iri in named if iri.startswith(CLASSIFICATION) and "/" in iri.removeprefix(CLASSIFICATION)}
    assert codes == {q.subject.value for q in links if q.predicate.value == SKOS + "notation"}
    titles = Counter(q.subject.value for q in links if q.predicate.value == SKOS + "prefLabel")
    assert titles == Counter(dict.fromkeys(codes, 1))


def test_links_are_the_same_each_time_and_have_no_blank_nodes(
    links: list[ox.Quad], known: tuple[set[str], set[str]]
) -> None:
    assert links == load_links(MAPPINGS, *known)
    assert {q.graph_name for q in links} == {ox.NamedNode(LINKS_GRAPH)}
    assert not [q for q in links if isinstance(q.subject, ox.BlankNode) or isinstance(q.object, ox.BlankNode)]
    assert len(links) == len(set(links))


def test_a_folder_without_mappings_gives_no_links(tmp_path: Path) -> None:
    assert load_links(tmp_path, set(), set()) == []
