"""All stages together, and many documents: what the program promises of any text."""

from __future__ import annotations

import json
import multiprocessing
import os
import signal
import time
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from graph.claims import KINDS
from graph.defaults import DATA
from graph.documents import Span
from graph.extraction.candidates import Candidate, Mention
from graph.extraction.command import extract_command
from graph.extraction.extract import Known, extract
from graph.extraction.job import Job
from graph.extraction.many import REPORT, extract_many
from graph.extraction.schema import problem
from graph.extraction.settle import settle

REPORT_TEXT = """# Lights on: museums and new tools

## What we saw

The Harbour Museum in Bergen uses augmented reality to show visitors how the docks once looked. Machine learning
could threaten illustrators, because it lowers the price of pictures. In 2022 about 35% of the galleries in Norway
sold tickets online.

"We want our visitors to touch the past," says Ingrid Solheim, director of the Harbour Museum.

Threat: smaller galleries are left behind.

| Year | Visitors (in thousands) |
|---|---|
| 2021 | 120 |
| 2022 | 185 |
"""


@pytest.fixture(scope="module")
def known() -> Known:
    return Known.load(DATA)


def test_a_text_gives_candidates_of_several_kinds_each_with_its_words(known: Known) -> None:
    found = extract(REPORT_TEXT, known)
    by_kind: dict[str, list[Candidate]] = {}
    for candidate in found.candidates:
        by_kind.setdefault(candidate.kind, []).append(candidate)
        assert candidate.gloss.endswith(".")
        assert problem(candidate) is None
    adoption = next(
        each for each in by_kind["Adoption"] if each.object and each.object.entity == "augmented-reality"
    )
    assert "Harbour Museum" in adoption.subject.name
    words = " ".join(REPORT_TEXT[span.start : span.end] for span in adoption.evidence)
    assert "uses augmented reality" in words
    threat = next(each for each in by_kind["Impact"] if "illustrators" in str(each.object and each.object.name))
    assert (threat.fields["direction"], threat.certainty) == ("threat", "hedged")
    figures = {
        (each.fields["value"], each.fields["unit"].slug, each.fields["period"]) for each in by_kind["Observation"]
    }
    assert ("35", "percent", "2022") in figures
    assert {"120", "185"} <= {value for value, _, _ in figures}
    statement = next(each for each in by_kind["Statement"] if each.rule.startswith("quotation"))
    said = statement.evidence[0]
    assert REPORT_TEXT[said.start : said.end] == "We want our visitors to touch the past"
    assert statement.speaker is not None
    assert statement.speaker.name == "Ingrid Solheim"


def test_nothing_is_read_across_a_heading(known: Known) -> None:
    text = "## The Orchestra uses\n\nvirtual reality headsets.\n"
    assert not [each for each in extract(text, known).candidates if each.kind == "Adoption"]


def test_what_is_set_aside_makes_nothing(known: Known) -> None:
    text = "The British Museum uses augmented reality.\n\nThe Louvre uses blockchain.\n"
    aside = Span(text.index("The Louvre"), len(text) - 1)
    names = {mention.name for mention in extract(text, known, [aside]).mentions}
    assert "augmented reality" in names
    assert "blockchain" not in names


@given(st.text(max_size=300))
@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_any_text_can_be_extracted_from(known: Known, text: str) -> None:
    found = extract(text, known)
    for span in [*found.mentions, *(span for each in found.candidates for span in each.evidence)]:
        assert 0 <= span.start < span.end <= len(text)


def test_a_claim_that_the_text_repeats_is_one_candidate_with_both_places() -> None:
    def said(at: int, confidence: float, rule: str) -> Candidate:
        museum = Mention(at, at + 6, "Louvre", "Museum", "name", 1.0, "louvre")
        technique = Mention(at + 12, at + 22, "blockchain", "Technology", "gazetteer", 1.0, "blockchain")
        places = (Span(at, at + 22),)
        return Candidate("Adoption", museum, "usesTechnology", technique, places, rule, confidence)

    settled = settle([said(0, 0.6, "weak"), said(0, 0.9, "strong"), said(100, 0.7, "weak")])
    assert [(each.rule, each.evidence) for each in settled] == [("strong", (Span(0, 22), Span(100, 122)))]


def test_what_the_ontology_forbids_is_dropped() -> None:
    person = Mention(0, 4, "Anna", "Person", "name", 1.0)
    place = Mention(8, 12, "Rome", "City", "name", 1.0)
    adopted = Candidate("Adoption", person, "usesTechnology", place, (Span(0, 12),), "made up", 1.0)
    assert problem(adopted) is not None
    assert settle([adopted]) == []


def test_the_command_prints_json_for_other_tools(tmp_path: Path) -> None:
    file = tmp_path / "lights.md"
    file.write_text(REPORT_TEXT, encoding="utf-8")
    done = CliRunner().invoke(extract_command, [str(file), "--format", "json"], catch_exceptions=False)
    items: list[dict[str, Any]] = json.loads(done.stdout)
    kinds = {item["kind"] for item in items}
    assert {"Mention", "Adoption", "Observation", "Statement"} <= kinds <= {"Mention", *KINDS}
    for item in items:
        assert item["subject"]
        assert all(0 <= place["start"] < place["end"] <= len(REPORT_TEXT) for place in item["evidence"])
        if item["kind"] != "Mention":
            assert item["polarity"] in ("affirmed", "negated")
            assert item["certainty"] in ("asserted", "hedged", "projected")
            assert item["predicate"]


def _jobs(folder: Path, texts: dict[str, str]) -> list[Job]:
    jobs = []
    for name, text in texts.items():
        source = folder / name
        source.write_text(text, encoding="utf-8")
        jobs.append(Job(name, source, folder / "found" / f"{name}.json"))
    return jobs


def test_many_go_on_past_what_cannot_be_read_and_a_second_run_makes_only_what_is_missing(tmp_path: Path) -> None:
    jobs = _jobs(
        tmp_path,
        {"a.txt": "The Louvre uses blockchain.", "poison.txt": "\x00\x01\x02\x03" * 50, "b.txt": REPORT_TEXT},
    )
    report = tmp_path / "found" / REPORT
    first = {line.name: (line.problem, kept) for line, kept in extract_many(jobs, DATA, report, workers=1)}
    assert first["a.txt"] == first["b.txt"] == (None, False)
    assert first["poison.txt"][0]
    assert "\n" not in first["poison.txt"][0]
    assert json.loads((tmp_path / "found" / "b.txt.json").read_text(encoding="utf-8"))
    jobs[0].source.write_text("The Tate uses blockchain.", encoding="utf-8")
    with report.open("a", encoding="utf-8") as file:
        file.write('{"name": "b.txt", "sha2')  # as a crash leaves it
    second = {line.name: kept for line, kept in extract_many(jobs, DATA, report, workers=1)}
    assert second == {"a.txt": False, "poison.txt": False, "b.txt": True}


@pytest.mark.skipif(not hasattr(signal, "SIGKILL"), reason="this system cannot kill so")
@pytest.mark.parametrize("at", [0.0, 0.2])
def test_a_worker_that_dies_costs_one_document(tmp_path: Path, at: float) -> None:
    jobs = _jobs(tmp_path, {f"{n}.txt": REPORT_TEXT * 3 for n in range(6)})
    lines = []
    for line, _ in extract_many(jobs, DATA, tmp_path / "found" / REPORT, workers=1):
        lines.append(line)
        if len(lines) == 1:
            time.sleep(at)  # at work on the next document, or being given it
            for child in multiprocessing.active_children():
                os.kill(child.pid or 0, signal.SIGKILL)
    problems = [line.problem for line in lines if line.problem]
    assert len(lines) == 6
    assert len(problems) == 1, problems


def test_a_name_keeps_no_mark_that_closes_what_opened_before_it() -> None:
    found = extract("The ‘Kestrel-Wing’ collection shows the beauty of birds.", Known.load(DATA))
    names = [each.name for made in found.candidates for each in (made.subject, made.object) if each]
    assert not [name for name in names if "'" in name or "’" in name]
