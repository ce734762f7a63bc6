"""A reading becomes a document of a data folder, whole or not at all, and the build's own loaders take it."""

from __future__ import annotations

import hashlib
import shutil
from pathlib import Path
from typing import Any

import pytest

from graph.assemble import document_quads
from graph.coverage import check_passages, load_passages
from graph.defaults import DATA
from graph.documents import load_documents, read_text
from graph.errors import InputError
from graph.reading import freeze
from graph.reading.sidecar import load_sidecar
from graph.sources import load_sources

TEXT = (
    "Home | News | Contact\n\nThe harp of the town\n\nThe harp was restored in spring. Pupils play it on Sundays.\n"
)


def test_a_text_is_frozen_with_its_record_and_its_coverage(desk: Any) -> None:
    desk.read(desk.put("harp.txt", TEXT))
    (document,) = load_documents(desk.data / "documents.yaml").values()
    digest = hashlib.sha256(TEXT.encode()).hexdigest()
    assert (document.id, document.file, document.sha256) == ("000", f"000_{digest[:16]}.txt", digest)
    assert document.title == "The harp of the town"
    assert document.description.startswith("Read from harp.txt with creativekg ")
    assert document.original is None
    assert read_text(document, desk.texts) == TEXT
    passages = load_passages(desk.data / "coverage", {"000": document})["000"]
    check_passages(passages, TEXT)
    assert [(TEXT[each.start : each.end], each.reason) for each in passages] == [
        ("Home | News | Contact", "furniture"),
        ("The harp of the town", None),
        ("The harp was restored in spring.", None),
        ("Pupils play it on Sundays.", None),
    ]
    sidecar = load_sidecar(document, desk.texts)
    assert sidecar is not None
    assert (sidecar.source, sidecar.sha256, sidecar.bytes) == ("harp.txt", digest, len(TEXT.encode()))
    assert [(span.start, span.end, span.reason) for span in sidecar.furniture] == [(0, 21, "furniture")]


def test_a_folder_of_our_own_is_taken_by_the_build(desk: Any) -> None:
    desk.read(desk.put("harp.txt", TEXT), desk.put("drum.md", "# The drum\n\nIt was sold."))
    sources = load_sources(desk.data, desk.texts)
    assert list(sources.documents) == ["000", "001"]
    assert sources.texts["000"] == TEXT


def test_our_documents_stay_as_they_are_and_the_new_one_takes_the_next_number(desk: Any) -> None:
    desk.data.mkdir()
    shutil.copy(DATA / "documents.yaml", desk.data)
    before = (desk.data / "documents.yaml").read_text(encoding="utf-8")
    desk.read(desk.put("harp.txt", TEXT))
    after = (desk.data / "documents.yaml").read_text(encoding="utf-8")
    assert after.startswith(before)
    assert list(load_documents(desk.data / "documents.yaml"))[-1] == f"{before.count('- id:'):03}"


@pytest.mark.parametrize(
    "listed",
    ["documents: []\n", "# ours [1]\ndocuments:\n", "documents:", "documents:\n# first\n- id: '007'\n{}\n"],
)
def test_a_list_keeps_its_comments_and_its_indentation(desk: Any, listed: str) -> None:
    fields = f"  file: a.txt\n  sha256: {'0' * 64}\n  characters: 3\n  title: A\n  description: B"
    desk.data.mkdir()
    (desk.data / "documents.yaml").write_text(listed.format(fields), encoding="utf-8")
    desk.read(desk.put("harp.txt", TEXT))
    found = load_documents(desk.data / "documents.yaml")
    assert list(found) == (["007", "008"] if "007" in listed else ["000"])
    text = (desk.data / "documents.yaml").read_text(encoding="utf-8")
    assert ("# ours [1]" in text) == ("# ours [1]" in listed)


def test_a_list_that_is_not_the_last_thing_in_its_file_is_left_alone(desk: Any) -> None:
    desk.data.mkdir()
    (desk.data / "documents.yaml").write_text("documents:\n  - id: '000'\nother: thing\n", encoding="utf-8")
    assert isinstance(desk.read(desk.put("harp.txt", TEXT)).exception, InputError)


def test_words_that_yaml_does_not_hold_are_escaped(desk: Any) -> None:
    text = 'The \x7f harp \ufffe: "played" \u2028 # on\x85 Sundays\n\nIt 😀 was restored.'
    desk.read(desk.put("harp.txt", text))
    (document,) = load_documents(desk.data / "documents.yaml").values()
    passages = load_passages(desk.data / "coverage", {"000": document})["000"]
    check_passages(passages, text)


def test_where_a_step_fails_nothing_is_left(desk: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    desk.read(desk.put("drum.txt", "The drum was sold."))
    texts, listed = sorted(desk.texts.iterdir()), (desk.data / "documents.yaml").read_bytes()
    written = freeze._write

    def full(target: Path, content: bytes) -> Path:
        if target.parent.name == "coverage":
            raise OSError(28, "No space left on device", str(target))
        return written(target, content)

    monkeypatch.setattr(freeze, "_write", full)
    assert "No space left on device" in str(desk.read(desk.put("harp.txt", TEXT)).exception)
    assert sorted(desk.texts.iterdir()) == texts
    assert (desk.data / "documents.yaml").read_bytes() == listed
    assert [file.name for file in (desk.data / "coverage").iterdir()] == ["000.yaml"]


def test_many_texts_are_read_one_by_one(desk: Any) -> None:
    for number in range(200):
        desk.put(f"{number:03}.txt", f"Harp number {number} was restored. Pupils play it on Sundays.")
    assert len(desk.read_json(desk.files)["read"]) == 200
    assert len(load_documents(desk.data / "documents.yaml")) == 200


def test_one_process_at_a_time_reads_into_a_data_folder(desk: Any) -> None:
    drum, harp = desk.put("drum.txt", "The drum was sold."), desk.put("harp.txt", TEXT)
    with freeze.shelf_of(desk.data, desk.texts):
        refused = desk.read(drum)
        assert "another process is reading into" in str(refused.exception)
        assert not list(desk.texts.iterdir())
    assert desk.read(drum).exit_code == desk.read(harp).exit_code == 0
    assert list(load_documents(desk.data / "documents.yaml")) == ["000", "001"]


def test_how_a_document_was_read_is_not_a_fact_of_the_graph(desk: Any) -> None:
    desk.read(desk.put("page.html", f"<h1>The harp</h1><p>{TEXT}</p>"))
    (document,) = load_documents(desk.data / "documents.yaml").values()
    assert document.reader is not None and document.original is not None
    plain = document.model_copy(update={"reader": None, "original": None})
    assert document_quads(document, [], [], TEXT) == document_quads(plain, [], [], TEXT)
