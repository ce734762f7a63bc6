"""The command line as a person meets it: real processes, what they print and how they exit."""

from __future__ import annotations

import json
import os
import re
import shutil
import socket
import subprocess
import sys
from pathlib import Path

import click
import pytest

import queries
from graph.cli import cli
from graph.defaults import DATA
from graph.shacl import ENGINES


def run(*arguments: str | Path, stdin: str | None = None, **environment: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "graph.cli", *map(str, arguments)],
        capture_output=True,
        text=True,
        input=stdin,
        env={**os.environ, **environment},
        timeout=120,
        check=False,
    )


def error_line(result: subprocess.CompletedProcess[str]) -> str:
    """The last line of standard error, where the run failed in the way we promise: no traceback, exit code 1."""
    assert result.returncode == 1, result.stderr
    assert "Traceback" not in result.stderr
    lines = [line for line in result.stderr.splitlines() if line.startswith("creativekg: ")]
    assert len(lines) == 1
    return lines[0]


@pytest.fixture
def data(tmp_path: Path) -> Path:
    folder = tmp_path / "data"
    shutil.copytree(DATA, folder)
    return folder


def test_help_teaches_every_command() -> None:
    text = run("--help").stdout
    for name, command in cli.commands.items():
        assert name in text
        page = run(name, "--help").stdout
        assert command.help
        assert all(option.help for option in command.params if option.param_type_name == "option")
        assert "Usage:" in page


def test_the_help_is_there_at_once() -> None:
    libraries = {"owlready2", "pydantic", "pyshacl", "rdflib", "SPARQLWrapper", "spacy", "yaml"}
    code = "import sys; import graph.cli; print(*{name.split('.')[0] for name in sys.modules})"
    loaded = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout.split()
    assert "click" in loaded
    assert not libraries & set(loaded)


def test_the_engines_that_validate_offers_are_those_that_there_are() -> None:
    [engine] = [option for option in cli.commands["validate"].params if option.name == "engine"]
    assert isinstance(engine.type, click.Choice)
    assert tuple(engine.type.choices) == tuple(ENGINES)


def test_questions_that_the_help_names_exist() -> None:
    names = {file.stem for file in queries.FOLDER.glob("*.rq")} | {"list"}
    texts = [command.help or "" for command in (cli, *cli.commands.values())]
    named = {name for text in texts for name in re.findall(r"--question ([a-z][a-z-]*)", text)}
    assert named
    assert named <= names


def test_every_command_is_in_the_readme_or_contributing() -> None:
    root = Path(__file__).parents[2]
    text = "".join(
        (root / name).read_text(encoding="utf-8") for name in ("README.md", "CONTRIBUTING.md", "CHANGELOG.md")
    )
    for name in cli.commands:
        assert f"creativekg {name}" in text or f"`{name}`" in text


def test_build_prints_json(snapshot_home: Path, tmp_path: Path, documents_folder: Path) -> None:
    home = shutil.copytree(snapshot_home, tmp_path / "snapshots")
    result = run("build", "--json", "--no-reasoner", "--snapshots", home, "--documents", documents_folder)
    assert result.returncode == 0, result.stderr
    report = json.loads(result.stdout)
    assert report["counts"]["claims"] == sum(report["claimsByDocument"].values()) > 185
    assert report["shacl"]["conforms"] is True


@pytest.mark.parametrize(
    ("file", "before", "after", "expected"),
    [
        ("claims/001.yaml", "kind: Adoption", "kind: [", "claims/001.yaml:"),
        ("claims/001.yaml", "    subject: ", "\tsubject: ", "claims/001.yaml:"),
        (
            "claims/001.yaml",
            "object: virtual-reality",
            "object: virtual-unreality",
            "unknown entity 'virtual-unreality'",
        ),
        ("claims/002.yaml", "id: 002-002", "id: 002-001", "'002-001' stands twice"),
        ("entities/people.yaml", "type: Person", "type: Robot", "type: Input should be"),
        ("documents.yaml", "characters: 4288", "characters: many", "documents.yaml:5: 000: characters"),
    ],
)
def test_bad_input_is_one_line_that_names_the_file(
    tmp_path: Path, data: Path, file: str, before: str, after: str, expected: str
) -> None:
    path = data / file
    text = path.read_text(encoding="utf-8")
    assert before in text
    path.write_text(text.replace(before, after, 1), encoding="utf-8")
    result = run("build", "--data", data, "--snapshots", tmp_path / "s", "--documents", tmp_path, "--no-reasoner")
    assert expected in error_line(result)
    assert not (tmp_path / "s").exists()


def test_wrong_encoding_is_named(tmp_path: Path, data: Path) -> None:
    path = data / "claims" / "004.yaml"
    path.write_bytes(path.read_bytes() + "# caf\xe9\n".encode("latin-1"))
    assert "not UTF-8 at byte" in error_line(run("build", "--data", data, "--snapshots", tmp_path / "s"))


def test_missing_files_are_named(tmp_path: Path) -> None:
    assert "nowhere" in error_line(run("build", "--data", tmp_path / "nowhere"))
    assert "no snapshot here" in error_line(run("serve", "--snapshots", tmp_path))
    assert "no snapshot here" in error_line(run("query", "--snapshots", tmp_path, "ASK {}"))
    assert "cannot read the file" in error_line(run("query", "--file", tmp_path / "none.rq"))
    assert "cannot read the file" in error_line(run("validate", tmp_path / "none.ttl"))


def test_a_cycle_of_broader_concepts_is_found(tmp_path: Path, data: Path) -> None:
    claims = (data / "claims" / "000.yaml").read_text(encoding="utf-8")
    first = claims.split("evidence:")[1].split("- {")[1].split("}")[0]
    cycle = "".join(
        f"""
  - id: 000-{number}
    kind: Relation
    gloss: "Nonsense for a test."
    subject: {narrow}
    predicate: skos:broader
    object: {broad}
    certainty: asserted
    evidence:
      - {{{first}}}"""
        for number, narrow, broad in (("998", "artificial-intelligence", "deepfake"), ("999", "film", "film"))
    )
    (data / "claims" / "000.yaml").write_text(claims.rstrip("\n") + cycle + "\n", encoding="utf-8")
    result = run("build", "--data", data, "--snapshots", tmp_path / "s", "--documents", tmp_path, "--no-reasoner")
    assert "breaks its shapes" in error_line(result)
    assert "deepfake" in result.stderr
    assert not (tmp_path / "s" / "CURRENT").exists()


@pytest.mark.skipif(not hasattr(os, "geteuid"), reason="needs POSIX permissions")
def test_a_folder_that_cannot_be_written_is_named(tmp_path: Path, snapshot_home: Path) -> None:
    full = Path("/proc/creativekg") if Path("/proc").is_dir() else Path("/dev/null/creativekg")
    result = run("build", "--snapshots", full, "--no-reasoner", "--documents", tmp_path)
    assert "cannot write a snapshot here" in error_line(result)
    assert "reading" not in result.stderr, "it is known before anything is read"
    result = run("export", "--snapshots", snapshot_home, "--format", "nquads", "--output", full / "dump.nq")
    assert "cannot be written" in error_line(result)


def test_a_port_in_use_is_named(snapshot_home: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        assert str(port) in error_line(run("serve", "--snapshots", snapshot_home, "--port", str(port)))


@pytest.mark.parametrize(
    ("form", "start"), [("nquads", "<"), ("ntriples", "<"), ("turtle", "@prefix"), ("jsonld", "[")]
)
def test_export_writes_each_format(tmp_path: Path, snapshot_home: Path, form: str, start: str) -> None:
    target = tmp_path / "dump"
    result = run("export", "--snapshots", snapshot_home, "--format", form, "--output", target)
    assert result.returncode == 0, result.stderr
    assert target.read_text(encoding="utf-8").startswith(start)
    piped = run("export", "--snapshots", snapshot_home, "--format", form, "--output", "-")
    assert piped.stdout == target.read_text(encoding="utf-8")


def test_a_format_that_an_older_snapshot_lacks_is_named(tmp_path: Path, snapshot_home: Path) -> None:
    home = tmp_path / "snapshots"
    shutil.copytree(snapshot_home, home)
    next(home.glob("*/dumps/creativekg.nt")).unlink()
    result = run("export", "--snapshots", home, "--format", "ntriples", "--output", tmp_path / "dump.nt")
    assert "has no creativekg.nt; run: creativekg build" in error_line(result)


def test_query_answers_in_each_format(snapshot_home: Path) -> None:
    query = "SELECT ?label WHERE { id:virtual-reality skos:prefLabel ?label }"
    ask = ("query", "--snapshots", snapshot_home)
    assert "Virtual reality" in run(*ask, query).stdout
    assert run(*ask, query, "--format", "csv").stdout.split() == ["label", "Virtual", "reality"]
    assert json.loads(run(*ask, query, "--format", "json").stdout)["results"]["bindings"]
    assert run(*ask, "ASK { id:virtual-reality a kg:Technology }").stdout == "yes\n"
    assert "skos:prefLabel" in run(*ask, "CONSTRUCT WHERE { id:louvre ?p ?o }").stdout
    assert "(1 row)" in run(*ask, "--file", "-", stdin=query).stdout


def test_a_table_cuts_texts_and_never_addresses(snapshot_home: Path) -> None:
    query = "SELECT ?why ?words WHERE { ?why a kg:Derivation BIND('" + "word " * 40 + "' AS ?words) } LIMIT 1"
    row = run("query", "--snapshots", snapshot_home, query).stdout.splitlines()[2]
    assert re.match(r"<https://w3id\.org/creativekg/derivation/[0-9a-f]{40}>  word word .*…$", row)


def test_wrong_queries_are_one_line(snapshot_home: Path, tmp_path: Path) -> None:
    ask = ("query", "--snapshots", snapshot_home)
    assert "not SPARQL: error at 1:" in error_line(run(*ask, "SELECT * WHERE {"))
    assert "list" in error_line(run(*ask, "--question", "no-such-question"))
    assert "one query" in error_line(run(*ask))
    assert "choose turtle" in error_line(run(*ask, "CONSTRUCT WHERE { ?s ?p ?o }", "--format", "csv"))
    assert "127.0.0.1:9" in error_line(run("query", "ASK {}", "--endpoint", "http://127.0.0.1:9/sparql"))


def test_every_ready_question_runs_at_the_command_line(snapshot_home: Path) -> None:
    names = [line.split()[0] for line in run("query", "--question", "list").stdout.splitlines()]
    assert len(names) >= 10
    for name in names[:2]:
        result = run("query", "--snapshots", snapshot_home, "--question", name)
        assert result.returncode == 0, result.stderr
        assert "(0 rows)" not in result.stdout
    table = run("query", "--snapshots", snapshot_home, "--question", "figures-that-cannot-be-right").stdout
    assert "…" in table and max(len(cell) for cell in re.split(r"\n|  +", table)) <= 60, "long texts are cut"


def test_validate_reads_rdf_files(tmp_path: Path) -> None:
    file = tmp_path / "claim.ttl"
    file.write_text(
        "@prefix kg: <https://w3id.org/creativekg/ontology#> .\n"
        "<https://w3id.org/creativekg/claim/000-001> a kg:Impact .\n",
        encoding="utf-8",
    )
    report = tmp_path / "report.ttl"
    result = run("validate", file, "--report", report)
    assert "breaks its shapes" in error_line(result)
    assert "000-001" in result.stdout
    assert "ValidationReport" in report.read_text(encoding="utf-8")
    file.write_text("<a> <b> .", encoding="utf-8")
    assert "claim.ttl:1: not Turtle" in error_line(run("validate", file))


def test_locate_prints_evidence(tmp_path: Path, documents_folder: Path, need: object) -> None:
    assert callable(need)
    need("documents")
    result = run("locate", "003", "John Davies, Joel Klinger", "--documents", documents_folder)
    assert result.stdout.splitlines()[0].startswith("- {start: ")
    assert "does not have these words" in error_line(
        run("locate", "003", "no such words", "--documents", documents_folder)
    )
    assert "not attached" in error_line(run("locate", "003", "John", "--documents", tmp_path))
    assert "there is no document '777'" in error_line(run("locate", "777", "x"))
