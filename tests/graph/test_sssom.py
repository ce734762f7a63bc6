"""A wrong mapping set is refused with file and line."""

from __future__ import annotations

from pathlib import Path

import pyoxigraph as ox
import pytest

from graph.errors import InputError
from graph.links import load_links
from graph.namespaces import ID

HEADER = """\
# curie_map:
#   dataset: https://w3id.org/creativekg/dataset/
#   id: https://w3id.org/creativekg/id/
#   eurovoc: http://eurovoc.europa.eu/
#   owl: http://www.w3.org/2002/07/owl#
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
TARGETS = "target\ttitle\tversion\tlicense\trights\ndataset/eurovoc\tEuroVoc\t\t\tEuropean Union\n"


def load(folder: Path, text: str | bytes) -> list[ox.Quad]:
    (folder / "targets.tsv").write_text(TARGETS, encoding="utf-8")
    (folder / "eurovoc.sssom.tsv").write_bytes(text if isinstance(text, bytes) else text.encode())
    return load_links(folder, {ID + "film"}, {ID + "france"})


def test_the_example_that_the_wrong_ones_are_made_of_is_right(tmp_path: Path) -> None:
    assert any(q.object.value == "http://eurovoc.europa.eu/1363" for q in load(tmp_path, HEADER + COLUMNS + ROW))
    crlf = (HEADER + COLUMNS + ROW).replace("\n", "\r\n")
    assert load(tmp_path, crlf) == load(tmp_path, HEADER + COLUMNS + ROW)


@pytest.mark.parametrize(
    ("old", "new", "line", "message"),
    [
        ("eurovoc:1363", "euro:1363", 16, "the prefix 'euro' is not in the curie_map"),
        ("eurovoc:1363", "1363", 16, "'1363' is not a CURIE"),
        ("eurovoc:1363", "eurovoc:13 63", 16, "is not an IRI"),
        ("id:film", "id:flim", 16, "unknown subject 'id:flim'"),
        ("skos:exactMatch", "skos:broader", 16, "a concept takes a SKOS mapping property, not 'skos:broader'"),
        ("skos:exactMatch", "owl:sameAs", 16, "a concept takes a SKOS mapping property, not 'owl:sameAs'"),
        ("id:film", "id:france", 16, "an entity takes owl:sameAs where it is certain, else rdfs:seeAlso; not"),
        ("\t0.9\t", "\t1.01\t", 16, "the confidence '1.01' is not a number above 0"),
        ("\t0.9\t", "\t0\t", 16, "the confidence '0' is not a number above 0"),
        ("\t0.9\t", "\tnan\t", 16, "the confidence 'nan' is not a number above 0"),
        ("\t0.9\t", "\thigh\t", 16, "the confidence 'high' is not a number above 0"),
        ("\tfilm industry\t", "\t\t", 16, "the object_label is empty"),
        ("\t0.9\t\n", "\t0.9\n", 16, "this row does not have 9 cells"),
        ("\t0.9\t\n", "\t0.9\t\t\n", 16, "this row does not have 9 cells"),
        (ROW, ROW + ROW, 17, "this pair is already mapped on line 16"),
        ("confidence\t", "sureness\t", 15, "missing columns: confidence"),
        (COLUMNS + ROW, "", 15, "missing columns: subject_id"),
        ("# license", "# licence", 1, "the header lacks license"),
        ("dataset:eurovoc", "dataset:euro", 1, "is not in targets.tsv"),
        ("# license: ", "# : [", 8, "the header is not YAML"),
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
