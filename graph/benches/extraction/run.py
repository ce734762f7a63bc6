"""``creativekg bench extract``: each document read as if nobody had seen it, against what its curators found."""

from __future__ import annotations

import time
from collections import defaultdict
from collections.abc import Mapping
from pathlib import Path

import pyoxigraph as ox

from graph.benches.extraction.gold import gold
from graph.benches.extraction.judged import draw, tally, verdicts
from graph.benches.extraction.measure import Key, Measured, measure
from graph.benches.extraction.report import ExtractReport
from graph.benches.extraction.scores import Score
from graph.benches.machine import machine
from graph.benches.peers import BenchError
from graph.coverage import Coverage
from graph.defaults import DATA
from graph.documents import Span
from graph.extraction.extract import Known, extract
from graph.extraction.language import pipeline_name
from graph.namespaces import ID, SKOS
from graph.sources import Progress, Sources, load_sources


def bench_extract(documents: Path, progress: Progress) -> ExtractReport:
    """Extract from every attached document, with the labels that only it contributed left out, and score.

    Raises:
        BenchError: no document is attached.
        ExtractionError: the English pipeline is not installed.
    """
    sources = load_sources(documents=documents)
    if not sources.texts:
        raise BenchError("bench extract needs the documents; name their folder with --documents")
    labels = labels_of(sources)
    furniture = {covered.document: set_aside(covered) for covered in sources.coverage}
    measured = []
    started = time.perf_counter()
    for document, text in sources.texts.items():
        progress(f"document {document}")
        extraction = extract(text, Known.load(DATA, without=document), furniture[document])
        measured.append(measure(gold(document, sources.claims), extraction, labels))
    seconds = time.perf_counter() - started
    drawn = draw((each.document, candidate) for each in measured for candidate in each.relations)
    return ExtractReport(
        {each.document: each.scores for each in measured},
        total(measured),
        tally(drawn, verdicts()),
        drawn,
        seconds,
        {**machine(), "pipeline": pipeline_name()},
    )


def total(measured: list[Measured]) -> Mapping[Key, Score]:
    """The scores of all documents together."""
    scores: dict[Key, Score] = defaultdict(Score)
    for each in measured:
        for key, score in each.scores.items():
            scores[key] += score
    return scores


def labels_of(sources: Sources) -> dict[str, list[str]]:
    """The English labels of every thing of the graph, by slug."""
    labels: dict[str, list[str]] = defaultdict(list)
    for entity in sources.entities:
        labels[entity.id] += [entity.prefLabel, *entity.altLabel]
    for quad in sources.ontology:
        subject, value = quad.subject, quad.object
        if not (isinstance(subject, ox.NamedNode) and isinstance(value, ox.Literal)):
            continue
        if subject.value.startswith(ID) and quad.predicate.value in (SKOS + "prefLabel", SKOS + "altLabel"):
            labels[subject.value.removeprefix(ID)].append(value.value)
    return labels


def set_aside(covered: Coverage) -> list[Span]:
    """The passages of a document that its curators set aside as furniture of the site or teasers."""
    return [
        Span(account.passage.start, account.passage.end)
        for account in covered.accounts
        if account.passage.reason in ("furniture", "teaser")
    ]
