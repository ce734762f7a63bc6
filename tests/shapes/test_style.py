"""Our ontology keeps to its house style and out of known pitfalls; each rule has an example that breaks it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pyoxigraph as ox
import pytest

from graph.modules import read_turtle
from graph.namespaces import BASE, KG, OWL, PREFIXES, SH
from graph.shacl import DATA_SET, Engine, Report, validate
from graph.shacl_compiled import compiled_version
from graph.style import STYLE, check_style, located
from shapes import FOLDER as SHAPES
from shapes.examples import expected

# Some hundred files against some eighty rules: the fast engine where it is there.
ENGINE: Engine = "shacl" if compiled_version() else "pyshacl"
EXAMPLES = STYLE / "examples"
VALID = sorted((EXAMPLES / "valid").glob("*.ttl"))
INVALID = sorted((EXAMPLES / "invalid").glob("*.ttl"))
FILES = ("style.ttl", "pitfalls.ttl")
ROW = re.compile(r"^\| (?P<name>[^|]+) \| (?P<words>[^|]+) \| `(?P<shape>shape:[\w-]+)` \|$", re.MULTILINE)


@cache
def shapes() -> dict[str, dict[str, str]]:
    """Name, description, severity, target, message and query of each shape, by its short name."""
    store = ox.Store()
    for file in FILES:
        store.extend(read_turtle(STYLE / file))
    found = store.query(
        """SELECT ?shape ?name ?description ?severity ?targetNode ?message ?select {
            ?shape a sh:NodeShape OPTIONAL { ?shape sh:name ?name } OPTIONAL { ?shape sh:description ?description }
            OPTIONAL { ?shape sh:severity ?severity } OPTIONAL { ?shape sh:targetNode ?targetNode }
            OPTIONAL { ?shape sh:sparql ?rule . ?rule sh:message ?message ; sh:select ?select } }""",
        prefixes=PREFIXES,
    )
    assert isinstance(found, ox.QuerySolutions)
    names = [variable.value for variable in found.variables]
    rows = [{name: row[name].value for name in names if row[name] is not None} for row in found]
    return {row["shape"].replace(BASE + "shapes#", "shape:"): row for row in rows}


@cache
def common() -> list[ox.Quad]:
    return located(EXAMPLES / "common.ttl")


def quads(file: Path) -> list[ox.Quad]:
    alone = "\n# alone" in file.read_text(encoding="utf-8")
    return [*located(file), *([] if alone else common())]


def breaks(report: Report) -> list[tuple[str, str | None, str, str]]:
    return [(result.shape, result.path, result.component, result.focus) for result in report.results]


def test_our_ontology_breaks_no_rule() -> None:
    report = check_style()
    assert report.results == (), report.text()


def test_shapes_for_the_ontology_are_not_those_of_the_data() -> None:
    data = {quad.subject for file in SHAPES.glob("*.ttl") for quad in read_turtle(file)}
    style = {quad.subject for file in STYLE.glob("*.ttl") for quad in read_turtle(file)}
    assert not {node for node in data & style if isinstance(node, ox.NamedNode)}


@pytest.mark.parametrize("file", [EXAMPLES / "common.ttl", *VALID], ids=lambda file: file.stem)
def test_valid_example_breaks_nothing(file: Path) -> None:
    report = validate(quads(file), folder=STYLE, engine=ENGINE)
    assert report.results == (), report.text()


@pytest.mark.parametrize("file", INVALID, ids=lambda file: file.stem)
def test_invalid_example_breaks_what_it_says_and_only_that(file: Path) -> None:
    assert breaks(validate(quads(file), folder=STYLE, engine=ENGINE)) == [expected(file)]


def test_every_rule_has_an_example_that_breaks_it() -> None:
    broken = {expected(file).shape for file in INVALID}
    assert {BASE + "shapes#" + name.removeprefix("shape:") for name in shapes()} == broken


def without(name: str) -> Iterator[ox.Quad]:
    """All rules but one: the shape stays, its constraint is gone."""
    for file in sorted(STYLE.glob("*.ttl")):
        for quad in read_turtle(file):
            taken = quad.subject == ox.NamedNode(BASE + "shapes#" + name.removeprefix("shape:"))
            if not (taken and quad.predicate.value == SH + "sparql"):
                yield quad


@pytest.mark.parametrize("name", sorted(shapes()))
def test_without_the_rule_its_examples_pass(name: str) -> None:
    files = [file for file in INVALID if (expected(file).shape or "").endswith("#" + name.removeprefix("shape:"))]
    rest = list(without(name))
    for file in files:
        assert validate(quads(file), shapes=rest, engine=ENGINE).results == (), file.name


@cache
def store(file: Path) -> ox.Store:
    filled = ox.Store()
    filled.extend(ox.Quad(quad.subject, quad.predicate, quad.object) for quad in quads(file))
    return filled


@cache
def prologue() -> str:
    declared = ox.Store()
    declared.extend(read_turtle(STYLE / "prefixes.ttl"))
    found = declared.query("SELECT ?prefix ?name { ?d sh:prefix ?prefix ; sh:namespace ?name }", prefixes=PREFIXES)
    assert isinstance(found, ox.QuerySolutions)
    return "".join(f"PREFIX {prefix.value}: <{name.value}>\n" for prefix, name in found)


def asked(file: Path, query: str) -> list[str]:
    """What a query finds in an example, straight from Oxigraph; the data set stands in for ``$this``."""
    inner = query.replace("SELECT $this", "SELECT").replace("$this", f"(<{DATA_SET}> AS ?this)", 1)
    found = store(file).query(prologue() + inner)
    assert isinstance(found, ox.QuerySolutions)
    return sorted({str([term and term.value for term in row]) for row in found})


@pytest.mark.parametrize("name", sorted(shapes()))
def test_each_line_of_a_query_is_needed(name: str) -> None:
    """Take out one line: the query no longer parses, or some example tells it from what it was."""
    query = shapes()[name]["select"]
    own = [file for file in INVALID if (expected(file).shape or "").endswith("#" + name.removeprefix("shape:"))]
    files = [*own, *VALID, EXAMPLES / "common.ttl"]
    before = {file: asked(file, query) for file in files}
    lines = query.split("\n")
    idle = []
    for number in range(1, len(lines) - 1):
        rest = "\n".join([*lines[:number], *lines[number + 1 :]])
        try:
            if all(asked(file, rest) == before[file] for file in files):
                idle.append(lines[number].strip())
        except SyntaxError:
            continue
    assert idle == [], "\n".join(idle)


def test_both_engines_find_the_same_in_a_bad_ontology() -> None:
    pytest.importorskip("shacl")
    bad = [quad for file in INVALID for quad in quads(file)]
    one, other = (validate(bad, folder=STYLE, engine=engine) for engine in ("pyshacl", "shacl"))
    assert len(one.results) > 50
    assert sorted(map(repr, breaks(one))) == sorted(map(repr, breaks(other)))


@pytest.mark.parametrize("name", sorted(shapes()))
def test_a_rule_says_what_is_wrong_and_how_to_mend_it(name: str) -> None:
    said = shapes()[name]
    assert said["targetNode"] == DATA_SET
    assert re.fullmatch(r"[^.]+(\.[^.]+)*\. Mend: .+\.", said["message"], re.DOTALL), said["message"]
    assert said["severity"] in (SH + "Violation", SH + "Warning")
    assert "?value" in said["select"]


def test_the_readme_has_each_rule_in_the_words_of_its_shape() -> None:
    text = (STYLE / "README.md").read_text(encoding="utf-8")
    rows = {row["shape"]: (row["name"], row["words"]) for row in ROW.finditer(text)}
    assert rows == {name: (said["name"], said["description"]) for name, said in shapes().items()}


def test_a_mistake_in_a_file_of_the_ontology_is_found(tmp_path: Path) -> None:
    """The check reads files, so it can tell a term that stands in another module than it says."""
    for file in ("creativekg", "core"):
        text = (Path(__file__).parents[2] / "ontology" / f"{file}.ttl").read_text(encoding="utf-8")
        (tmp_path / f"{file}.ttl").write_text(text, encoding="utf-8")
    strayed = f"<{KG}Mood> a <{OWL}Class> ; <{PREFIXES['rdfs']}isDefinedBy> <{BASE}ontology> ."
    with (tmp_path / "core.ttl").open("a", encoding="utf-8") as core:
        core.write(strayed)
    found = {
        result.shape.rpartition("#")[2] for result in check_style(tmp_path).results if result.focus == KG + "Mood"
    }
    assert found >= {"DefinedWhere", "OOPS-P08-label", "OOPS-P08-definition", "TermExample", "OOPS-P04"}
