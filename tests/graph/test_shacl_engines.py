"""The fast engine agrees with pySHACL finding by finding, on examples, on the real graph and on seeded mistakes."""

from __future__ import annotations

import random
import re
from collections.abc import Iterable
from functools import cache
from pathlib import Path
from typing import Any

import pyoxigraph as ox
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import ontology
import shapes
from graph import shacl
from graph import snapshot as snapshots
from graph.errors import OntologyError, ValidationFailed
from graph.modules import read_turtle
from graph.namespaces import BASE, CLAIM, ID, KG, RDF, SH, SKOS, XSD
from graph.scaled import scaled
from graph.shacl import ENGINES, validate
from graph.shacl_compiled import by_compiled
from graph.shacl_pyshacl import by_pyshacl
from graph.shacl_shapes import Finding, Shapes, prepare, read_shapes

pytest.importorskip("shacl", reason="the extra [fast] is not installed")

EXAMPLES = shapes.FOLDER / "examples"
_TYPE = ox.NamedNode(RDF + "type")


_COMPARING = {
    f"{SH}{name}" for name in ("lessThan", "minInclusive", "minExclusive", "maxInclusive", "maxExclusive")
}


@cache
def fragile() -> set[Any]:
    """Properties whose values are compared, where malformed ones are a known disagreement; and those of lists."""
    triples = constraints().triples
    parts = {t.subject for t in triples if t.predicate.value in _COMPARING}
    paths = {t.object for t in triples if t.subject in parts and t.predicate.value == SH + "path"}
    others = {t.object for t in triples if t.predicate.value == SH + "lessThan"}
    return paths | others | {ox.NamedNode(RDF + "first"), ox.NamedNode(RDF + "rest")}


@cache
def constraints() -> Shapes:
    return prepare(quad for quads in read_shapes(shapes.FOLDER).values() for quad in quads)


def turtle(text: str) -> list[ox.Quad]:
    prefixes = f"""@prefix sh: <{SH}> . @prefix xsd: <{XSD}> . @prefix ex: <http://example.org/> .
        @prefix ds: <{BASE}> ."""
    return list(ox.parse(prefixes + text, format=ox.RdfFormat.TURTLE))


def agreed(quads: Iterable[ox.Quad], rules: Shapes | None = None, *, messages: bool = True) -> set[Finding]:
    """What both engines find; fails where one finds what the other does not."""
    graph, rules = list(quads), rules or constraints()
    expected, found = by_pyshacl(graph, rules), by_compiled(graph, rules)
    if not messages:
        expected, found = ({finding._replace(message="") for finding in side} for side in (expected, found))
    assert sorted(map(str, expected - found)) == []
    assert sorted(map(str, found - expected)) == []
    return found


# ------------------------------------------------------------------------------------------------ mistakes

_VALUES = (
    *(ox.Literal(text, datatype=ox.NamedNode(XSD + kind)) for text, kind in (
        ("1.50", "decimal"), ("+7", "integer"), ("007", "nonNegativeInteger"), ("-3", "integer"),
        ("1e400", "double"), ("NaN", "double"), ("", "integer"), ("2023-02-30", "date"), ("maybe", "boolean"),
        ("99999999999999999999", "integer"), ("12", "decimal"), ("2019", "gYear"),
    )),
    *(ox.Literal(text) for text in ("", " ", "x", "two\nlines", "a" * 900, '" \\ \t', "🙂 é", "12,5 %")),
    *(ox.Literal("A label of two words", language=tag) for tag in ("en", "en-gb", "de", "zh-hant")),
    ox.NamedNode("https://w3id.org/creativekg/id/nobody-knows"), ox.NamedNode("https://example.org/a%20b?c=d#e"),
    ox.NamedNode("urn:uuid:3f0d"), ox.BlankNode("b0"), ox.BlankNode("N123"),
    ox.NamedNode(KG + "Sector"), ox.NamedNode(KG + "threat"), ox.NamedNode(SKOS + "Concept"),
)  # fmt: skip


def broken(quads: Iterable[ox.Quad], mistakes: int, seed: int) -> list[ox.Quad]:
    """The graph with so many mistakes of fourteen kinds, always the same for a seed."""
    chance = random.Random(seed)
    terms: dict[Any, Any] = {}

    def one(term: Any) -> Any:
        """One object for equal terms, so that they are compared by ``is``, at a tenth of the time."""
        return terms.setdefault(term, term)

    graph: list[Any] = sorted({(one(q.subject), one(q.predicate), one(q.object)) for q in quads}, key=str)
    type_ = one(_TYPE)
    for _ in range(mistakes):
        at = chance.randrange(len(graph))
        (s, p, o), (_, property_, value) = graph[at], chance.choice(graph)
        odd = one(chance.choice(_VALUES))
        if p in fragile() or property_ in fragile():
            continue
        match chance.randrange(14):
            case 0 | 1:
                del graph[at]
            case 2:
                graph = [t for t in graph if t[0] is not s or t[1] is not p]
            case 3 | 4:
                graph[at] = (s, p, odd)
            case 5:
                graph.append((s, p, odd))
            case 6:
                graph.append((s, p, chance.choice([t for t in graph if t[1] is p])[2]))
            case 7:
                graph.append((s, property_, value))
            case 8:
                graph[at] = (s, property_, o)
            case 9:
                graph.append((s, type_, chance.choice([t for t in graph if t[1] is type_])[2]))
            case 10:
                new = one(chance.choice((ox.BlankNode(f"n{at}"), ox.NamedNode(f"https://example.org/Other_{at}"))))
                graph = [(new if a is s else a, b, new if c is s else c) for a, b, c in graph]
            case 11 if isinstance(o, ox.Literal):
                graph[at] = (s, p, one(ox.Literal(o.value + " ")))
            case 12 if not isinstance(o, ox.Literal):
                graph.append((o, p, s))
            case 13 if not isinstance(o, ox.Literal):
                graph.append((s, p, s))
    return [ox.Quad(*triple) for triple in graph]


@cache
def valid() -> list[ox.Quad]:
    files = [*ontology.MODULES, EXAMPLES / "common.ttl", *sorted((EXAMPLES / "valid").glob("*.ttl"))]
    return [quad for file in files for quad in read_turtle(file)]


def test_examples_find_the_same() -> None:
    """All examples, thirty at a time: what they break together, both engines find."""
    background = [q for file in [*ontology.MODULES, EXAMPLES / "common.ttl"] for q in read_turtle(file)]
    files = sorted(EXAMPLES.glob("*/*.ttl"))
    assert len(files) > 100
    components: set[str] = set()
    for start in range(0, len(files), 30):
        batch = [quad for file in files[start : start + 30] for quad in read_turtle(file)]
        components |= {finding.component for finding in agreed([*background, *batch], messages=False)}
    assert len(components) >= 12


@pytest.fixture(scope="module")
def real(snapshot_home: Path) -> list[ox.Quad]:
    dump = snapshots.current(snapshot_home).dumps / "creativekg.nq"
    return list(ox.parse(path=dump, format=ox.RdfFormat.N_QUADS))


def test_the_real_graph_finds_the_same(real: list[ox.Quad]) -> None:
    agreed(real)


@settings(max_examples=6, deadline=None, derandomize=True)
@given(seed=st.integers(0, 2**32), mistakes=st.integers(1, 300))
@pytest.mark.filterwarnings("ignore::UserWarning")
def test_seeded_mistakes_find_the_same(seed: int, mistakes: int) -> None:
    agreed(broken(valid(), mistakes, seed), messages=False)


@pytest.mark.filterwarnings("ignore::UserWarning")
def test_the_real_graph_with_a_thousand_mistakes_finds_the_same(real: list[ox.Quad]) -> None:
    found = agreed(broken(real, 1000, seed=5), messages=False)
    assert len(found) > 500
    assert len({(finding.shape, finding.component) for finding in found}) > 60


def test_blank_nodes_keep_their_names() -> None:
    rules = prepare(
        turtle("ex:S a sh:NodeShape ; sh:targetSubjectsOf ex:p ; sh:closed true ; sh:nodeKind sh:IRI .")
    )
    data = turtle('[] ex:p [ ex:p "_:x1 in words _:y ." ] .')
    found = agreed(data, rules, messages=False)
    assert len(found) == 4 and {type(finding.focus) for finding in found} == {ox.BlankNode}


# ------------------------------------------------------------------------------------------------ disagreements

_SHAPE = "ex:S a sh:NodeShape ; sh:targetSubjectsOf ex:p ; sh:property [ sh:path ex:p ; {} ] ."
_SPARQL = (
    "ex:S a sh:NodeShape ; sh:targetSubjectsOf ex:p ; "
    "sh:sparql [ {} ; sh:message 'm {{?value}}' ; sh:select \"{}\" ] ."
)
_VALUE = "SELECT $this ?value WHERE { $this <http://example.org/p> ?value }"
_SUM = "SELECT $this ?value WHERE { $this <http://example.org/p> ?x BIND(?x + 1 AS ?value) }"

# As in shapes/ENGINES.md: shape, value of ex:p, how many findings pySHACL has alone, how many shacl has alone.
DISAGREEMENTS = {
    "blanks around a number": (_SHAPE.format("sh:datatype xsd:integer"), '" 5 "^^xsd:integer', 0, 1),
    "exponents in a decimal": (_SHAPE.format("sh:datatype xsd:decimal"), '"1.0E2"^^xsd:decimal', 0, 1),
    "midnight as 24:00:00": (_SHAPE.format("sh:datatype xsd:time"), '"24:00:00"^^xsd:time', 1, 0),
    "values that cannot be compared": (
        _SHAPE.format('sh:maxInclusive "2023"^^xsd:gYear'),
        '"1"^^xsd:boolean',
        0,
        1,
    ),
    "values outside their type": (_SHAPE.format("sh:minInclusive 2"), '"300"^^xsd:byte', 1, 0),
    "flags of patterns": (_SHAPE.format('sh:pattern "a.b" ; sh:flags "s"'), r'"a\nb"', 1, 0),
    "subtracted character classes": (_SHAPE.format('sh:pattern "^[a-z-[b]]+$"'), '"a"', 1, 0),
    "numbers that SPARQL returns": (_SPARQL.format("sh:name 'n'", _VALUE), '"007"^^xsd:integer', 1, 1),
    "values that SPARQL computes": (_SPARQL.format("sh:name 'n'", _SUM), "1", 1, 1),
    "severity of a SPARQL constraint": (_SPARQL.format("sh:severity sh:Warning", _VALUE), "ex:b", 1, 1),
    "SPARQL constraints switched off": (_SPARQL.format("sh:deactivated true", _VALUE), "ex:b", 0, 1),
}


@pytest.mark.parametrize("name", DISAGREEMENTS)
@pytest.mark.filterwarnings("ignore::UserWarning")
def test_known_disagreement_still_stands(name: str) -> None:
    """Fails when an engine has changed its mind: take the entry out here and in shapes/ENGINES.md."""
    shape, value, by_reference, by_other = DISAGREEMENTS[name]
    rules, data = prepare(turtle(shape)), turtle(f"ex:a ex:p {value} .")
    expected, found = by_pyshacl(data, rules), by_compiled(data, rules)
    assert (len(expected - found), len(found - expected)) == (by_reference, by_other)


@pytest.mark.parametrize("pattern", ["^(?!abc)", r"^(.)\\1$"])
def test_the_fast_engine_names_a_pattern_that_it_lacks(pattern: str) -> None:
    rules, data = prepare(turtle(_SHAPE.format(f'sh:pattern "{pattern}"'))), turtle('ex:a ex:p "x" .')
    by_pyshacl(data, rules)
    with pytest.raises(OntologyError, match=r"not for the fast SHACL engine, but --engine pyshacl may do: .*regex"):
        by_compiled(data, rules)


def test_pyshacl_says_when_it_gives_up() -> None:
    rules, data = prepare(turtle(_SHAPE.format("sh:lessThan ex:q"))), turtle("ex:a ex:p [] ; ex:q 1 .")
    with pytest.raises(ValidationFailed, match=r"pySHACL cannot check this graph: .*BlankNode"):
        by_pyshacl(data, rules)
    assert len(by_compiled(data, rules)) == 1


def test_every_disagreement_is_written_down() -> None:
    text = (shapes.FOLDER / "ENGINES.md").read_text(encoding="utf-8")
    written = re.findall(r"^\| \*\*(.+?)\*\* \|", text, re.MULTILINE)
    assert written == [*DISAGREEMENTS, "what patterns cannot say", "where pySHACL stops"]


# ------------------------------------------------------------------------------------------------ size


def test_the_size_chooses_the_engine(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(shacl, "LARGE", 100)
    rules = turtle(_SHAPE.format("sh:maxCount 0"))
    few, many = (turtle(" ".join(f"ex:a{i} ex:p {i} ." for i in range(count))) for count in (100, 101))
    assert validate(few, shapes=rules).engine.startswith("pySHACL ")
    fast = validate(many, shapes=rules)
    assert fast.engine.startswith("shacl ") and len(fast.results) == 101
    slow = validate(many, shapes=rules, engine="pyshacl")
    broken_by = [{(r.focus, r.component, r.shape) for r in report.results} for report in (slow, fast)]
    assert broken_by[0] == broken_by[1]


def test_without_the_fast_engine_pyshacl_does_it_and_says_why_it_is_slow(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(shacl, "LARGE", 0)
    monkeypatch.setattr(shacl, "compiled_version", lambda: None)
    said: list[str] = []
    rules = turtle(_SHAPE.format("sh:maxCount 0"))
    report = validate(turtle("ex:a ex:p 1 ."), shapes=rules, progress=said.append)
    assert report.engine.startswith("pySHACL ") and len(report.results) == 1
    assert said == ["pySHACL is slow on 1 statements; pip install 'creativekg[fast]' brings a faster engine"]
    with pytest.raises(OntologyError, match=r"not installed; pip install 'creativekg\[fast\]'"):
        validate([], engine="shacl")


def test_a_scaled_graph_is_like_the_one_it_is_made_of() -> None:
    graph = list(set(valid()))
    large = scaled(graph, 4 * len(graph), keep=[ID + "percent"])
    assert 4 * len(graph) <= len(large) < 5 * len(graph)
    assert len(set(large)) == len(set(graph)) + len(large) - len(graph)
    claims = [{q.subject for q in some if q.predicate.value == KG + "certainty"} for some in (graph, large)]
    assert len(claims[0]) > 10 and len(claims[1]) % len(claims[0]) == 0 and len(claims[1]) >= 4 * len(claims[0])
    assert all(re.fullmatch(CLAIM + r"\d{3,}-\d{3,}", claim.value) for claim in claims[1])
    assert {q.predicate for q in large} == {q.predicate for q in graph}


def test_a_result_names_the_part_of_the_shape() -> None:
    part = 'sh:property [ sh:path ex:p ; sh:name "P" ; sh:minCount 1 ]'
    shape = f'ex:S a sh:NodeShape ; sh:targetNode ex:a ; sh:name "S" ; {part} .'
    for engine in ENGINES:
        (result,) = validate([], shapes=turtle(shape), engine=engine).results
        assert (result.shape, result.shape_label, result.part) == ("http://example.org/S", "S", "P")
