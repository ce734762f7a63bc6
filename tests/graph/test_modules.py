"""A wrong ontology file is named with its line, and nothing that was good is lost."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

import ontology
from graph import snapshot as snapshots
from graph import sources
from graph.build import build
from graph.errors import OntologyError
from graph.modules import ontology_files, ontology_quads

MOOD = """
kg:Mood a owl:Class ; rdfs:isDefinedBy module:core ;
    rdfs:label "mood"@en ;
    skos:definition "A feeling that a work leaves behind."@en ;
    skos:example "Melancholy."@en .
"""
# What is added to core.ttl, what the error says, and the text of the line it names.
WRONG = {
    "syntax": (MOOD + "kg:Mood rdfs:label ;\n", "not Turtle", "kg:Mood rdfs:label ;"),
    "dangling import": (
        "\nmodule:core owl:imports module:moods .\n",
        "imports <https://w3id.org/creativekg/ontology/moods>, which none of the files is",
        "module:core owl:imports module:moods .",
    ),
    "two definitions": (
        MOOD + 'kg:Mood skos:definition "Something else."@en .\n',
        "has two definitions: A feeling that a work leaves behind. / Something else.",
        'kg:Mood skos:definition "Something else."@en .',
    ),
    "two labels": (
        MOOD + 'kg:Mood rdfs:label "temper"@en .\n',
        "has two labels: mood / temper",
        "kg:Mood rdfs:label",
    ),
    "defined in two files": (
        "\nkg:Claim a owl:Class .\n",
        "is defined here and in claims.ttl, line",
        "kg:Claim a owl:Class .",
    ),
}


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return Path(shutil.copytree(ontology.FOLDER, tmp_path / "ontology"))


def test_every_module_and_scheme_is_read_but_the_labels() -> None:
    files = ontology_files()
    assert set(ontology.MODULES) <= set(files)
    assert len([file for file in files if file.parent.name == "schemes"]) >= 10
    assert not [file for file in files if file.parent.name == "labels"]


@pytest.mark.parametrize("wrong", WRONG)
def test_what_is_wrong_is_named_with_file_and_line(folder: Path, wrong: str) -> None:
    more, message, text = WRONG[wrong]
    core = folder / "core.ttl"
    core.write_text(core.read_text(encoding="utf-8") + more, encoding="utf-8")
    with pytest.raises(OntologyError) as caught:
        ontology_quads(folder)
    error = caught.value
    assert message in str(error)
    assert error.file == core and error.line is not None
    assert core.read_text(encoding="utf-8").splitlines()[error.line - 1].startswith(text)


def test_a_folder_without_files_is_named(tmp_path: Path) -> None:
    with pytest.raises(OntologyError, match="no Turtle files here"):
        ontology_quads(tmp_path)


def test_the_last_good_snapshot_stays(
    folder: Path, snapshot_home: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    home = Path(shutil.copytree(snapshot_home, tmp_path / "home"))
    before = snapshots.current(home).name
    (folder / "core.ttl").write_text("kg:", encoding="utf-8")
    monkeypatch.setattr(sources, "ontology_quads", lambda: ontology_quads(folder))
    with pytest.raises(OntologyError, match=r"core\.ttl:1: not Turtle"):
        build(home, reasoner=False)
    assert snapshots.current(home).name == before
