"""What the build found when it checked the snapshot that is served, and what the graph tells of its quality."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from graph.namespaces import DOCUMENT
from server.cached import per_snapshot
from server.engine import QueryEngine, Term, select
from server.presentation import PROLOGUE, Value, short

SEVERITIES = ("Violation", "Warning", "Info")
LINKS = """PREFIX sssom: <https://w3id.org/sssom/>
SELECT ?set ?title ?made ?vocabulary ?vocabularyLabel ?match (COUNT(?mapping) AS ?mappings)
       (MIN(?confidence) AS ?lowest) (AVG(?confidence) AS ?mean)
       (SUM(IF(?here, 0, 1)) AS ?dead) (SUM(IF(?labelled, 0, 1)) AS ?unlabelled) WHERE {
  ?set sssom:mappings ?mapping ; dcterms:title ?title ; dcterms:created ?made .
  ?mapping sssom:subject_id ?ours ; sssom:predicate_id ?match ; sssom:object_id ?theirs ;
    sssom:object_source ?vocabulary ; sssom:confidence ?confidence .
  ?vocabulary dcterms:title ?vocabularyLabel .
  BIND(EXISTS { ?ours skos:prefLabel ?name } AS ?here)
  BIND(EXISTS { ?theirs rdfs:label|skos:prefLabel ?label } AS ?labelled)
} GROUP BY ?set ?title ?made ?vocabulary ?vocabularyLabel ?match ORDER BY ?vocabularyLabel ?title ?match"""
EVIDENCE = """SELECT ?document ?title ?sha256 (COUNT(DISTINCT ?passage) AS ?passages) WHERE {
  ?document a foaf:Document ; dcterms:title ?title ; kg:sha256 ?sha256 .
  OPTIONAL { ?passage oa:hasSource ?document }
} GROUP BY ?document ?title ?sha256 ORDER BY ?document"""
CONFLICTS = """SELECT ?claim ?says ?caveat ?other ?otherSays ?otherCaveat WHERE {
  ?claim kg:conflictsWith ?other ; kg:gloss ?says . ?other kg:gloss ?otherSays
  FILTER(STR(?claim) < STR(?other))
  OPTIONAL { ?claim kg:caveat ?caveat } OPTIONAL { ?other kg:caveat ?otherCaveat }
} ORDER BY ?claim ?other"""


@dataclass(frozen=True)
class Found:
    """What was found at the nodes that one shape looked at, by message: ``nodes`` is how many they are, None where
    the snapshot does not say, and ``whole`` that it looked once at the whole graph."""

    shape: str
    label: str
    nodes: int | None
    whole: bool
    counts: dict[str, int]
    messages: list[tuple[str, str, str, list[Value]]]

    @property
    def results(self) -> int:
        return sum(self.counts.values())


@dataclass(frozen=True)
class Shapes:
    """A SHACL report. ``conforms`` is whether nothing of severity Violation was found."""

    conforms: bool
    engine: str
    counts: dict[str, int]
    found: list[Found]

    @property
    def nodes_known(self) -> bool:
        return any(each.nodes is not None for each in self.found)


@dataclass(frozen=True)
class Evidence:
    """The passages of a document: ``checked`` to the character against its text, or (false) by their offsets and
    elided words alone; None where the snapshot does not say."""

    document: Value
    sha256: str
    passages: int
    checked: bool | None


@dataclass(frozen=True)
class Links:
    """One kind of match in one mapping set, with ``dead`` ones whose own end is gone and ``unlabelled`` ones."""

    title: str
    set: str
    vocabulary: Value
    match: str
    mappings: int
    lowest: float
    mean: float
    made: str
    dead: int
    unlabelled: int


@dataclass(frozen=True)
class Conflict:
    """Two claims that cannot both be true, and what the curator says of it."""

    claims: tuple[Value, Value]
    caveats: tuple[str, ...]


@dataclass(frozen=True)
class Checks:
    """All of it. What an older snapshot does not say is None or empty."""

    snapshot: str
    published: datetime
    shapes: Shapes | None
    style: Shapes | None
    consistency: dict[str, Any] | None
    quotes: str
    evidence: list[Evidence]
    links: list[Links]
    conflicts: list[Conflict]


@per_snapshot
def checks(engine: QueryEngine) -> Checks:
    """What is known of the snapshot that is served.

    Raises:
        Problem: the engine could not answer.
    """
    snapshot = engine.snapshot
    # A snapshot has no time in it, so that the same input gives the same bytes: its file tells when it was written.
    published = datetime.fromtimestamp(snapshot.manifest_file.stat().st_mtime, UTC)
    report = json.loads(snapshot.report.read_text(encoding="utf-8")) if snapshot.report.is_file() else {}
    return Checks(
        snapshot=snapshot.name,
        published=published.replace(microsecond=0),
        shapes=_shapes(report.get("shacl")),
        style=_shapes(report.get("houseStyle")),
        consistency=report.get("consistency"),
        quotes=report.get("quotes", ""),
        evidence=_evidence(engine, report.get("evidenceCheckedAgainstText")),
        links=_links(engine),
        conflicts=_conflicts(engine),
    )


def _shapes(report: dict[str, Any] | None) -> Shapes | None:
    if report is None:
        return None
    looked = {each["shape"]: each for each in report.get("shapes", [])}
    by_shape: dict[str, list[dict[str, Any]]] = {shape: [] for shape in looked}
    for result in report["results"]:
        by_shape.setdefault(result["shape"], []).append(result)
    found = [_found(shape, looked.get(shape, {}), some) for shape, some in by_shape.items()]
    found.sort(key=lambda each: ([-each.counts[name] for name in SEVERITIES], each.label.casefold()))
    return Shapes(report["conforms"], report["engine"], report["counts"], found)


def _found(shape: str, looked: dict[str, Any], results: Sequence[dict[str, Any]]) -> Found:
    messages: dict[tuple[str, str, str], list[Value]] = {}
    for each in results:
        at = messages.setdefault((each["severity"], each["message"], each["mend"]), [])
        focus = Term(each["focus"], "blank" if each["focus"].startswith("_:") else "iri")
        at.append(Value(focus, each["focus_label"] or short(focus.value)))
    counts = Counter(each["severity"] for each in results)
    return Found(
        shape=shape,
        label=looked.get("label") or (results[0]["shape_label"] if results else short(shape)),
        nodes=looked.get("nodes"),
        whole=looked.get("whole", False),
        counts={name: counts[name] for name in SEVERITIES},
        messages=[(*key, nodes) for key, nodes in messages.items()],
    )


def _evidence(engine: QueryEngine, checked: list[str] | None) -> list[Evidence]:
    return [
        Evidence(
            Value(row["document"], row["title"].value),
            row["sha256"].value,
            int(row["passages"].value),
            None if checked is None else row["document"].value.removeprefix(DOCUMENT) in checked,
        )
        for row in select(engine, f"{PROLOGUE}\n{EVIDENCE}")
        if "document" in row
    ]


def _links(engine: QueryEngine) -> list[Links]:
    return [
        Links(
            title=row["title"].value,
            set=row["set"].value,
            vocabulary=Value(row["vocabulary"], row["vocabularyLabel"].value),
            match=row["match"].value,
            mappings=int(row["mappings"].value),
            lowest=float(row["lowest"].value),
            mean=float(row["mean"].value),
            made=row["made"].value,
            dead=int(row["dead"].value),
            unlabelled=int(row["unlabelled"].value),
        )
        for row in select(engine, f"{PROLOGUE}\n{LINKS}")
        if "set" in row
    ]


def _conflicts(engine: QueryEngine) -> list[Conflict]:
    return [
        Conflict(
            (Value(row["claim"], row["says"].value), Value(row["other"], row["otherSays"].value)),
            tuple(row[name].value for name in ("caveat", "otherCaveat") if name in row),
        )
        for row in select(engine, f"{PROLOGUE}\n{CONFLICTS}")
    ]
