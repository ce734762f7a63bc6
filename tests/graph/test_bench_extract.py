"""How extraction is measured: on made-up claims and candidates, and once on a real document."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from graph.benches.extraction import judged
from graph.benches.extraction.gold import Gold, GoldMention, GoldQuotation
from graph.benches.extraction.judged import draw, sheet, tally, verdicts
from graph.benches.extraction.matching import matches
from graph.benches.extraction.measure import measure
from graph.benches.extraction.report import ExtractReport
from graph.benches.extraction.scores import Score
from graph.benches.extraction.words import much_the_same, one_thing
from graph.benches.peers import BenchError
from graph.benches.save import save
from graph.claims import Adoption, Evidence, Observation
from graph.documents import Span
from graph.extraction.candidates import Candidate, Extraction, Mention

LABELS = {"louvre": ["Louvre"], "additive-manufacturing": ["3D printing"], "percent": ["per cent"]}


def mention(name: str, type: str = "Technology", entity: str | None = None, at: int = 0) -> Mention:
    return Mention(at, at + len(name), name, type, "made up", 1.0, entity)


def candidate(
    kind: str = "Adoption", object_: str = "3D printing", at: tuple[int, int] = (0, 30), **more: Any
) -> Candidate:
    predicate = "usesTechnology" if kind == "Adoption" else "hasMeasure"
    return Candidate(
        kind,
        mention("Louvre", "Museum", "louvre"),
        predicate,
        mention(object_),
        (Span(*at),),
        "made-up",
        1.0,
        **more,
    )


ADOPTION = Adoption(
    id="900-001",
    kind="Adoption",
    gloss="The Louvre uses 3D printing.",
    subject="louvre",
    object="additive-manufacturing",
    certainty="asserted",
    evidence=[Evidence(start=10, end=40, quote="x")],
)
FIGURE = Observation(
    id="900-002",
    kind="Observation",
    gloss="A third.",
    subject="louvre",
    object="share",
    value="7",
    unit="percent",
    period="2023",
    certainty="asserted",
    evidence=[Evidence(start=50, end=60, quote="x")],
)


@pytest.mark.parametrize(
    ("name", "label", "one", "much"),
    [
        ("3D printers", "3D printing", True, True),
        ("digital archives", "Digital archive", True, True),
        ("promoting accountability", "Accountability for AI outputs", False, True),
        ("museum", "Machine learning", False, False),
        ("the of", "Machine learning", False, False),
    ],
)
def test_names_are_of_one_thing_by_their_words(name: str, label: str, one: bool, much: bool) -> None:
    assert (one_thing(name, [label]), much_the_same(name, [label])) == (one, much)


@pytest.mark.parametrize(
    ("proposed", "said"),
    [
        (candidate(), True),
        (candidate(object_="3D printers"), True),
        (candidate(object_="blockchain"), False),
        (candidate(at=(40, 50)), False),
        (candidate(kind="Impact"), False),
        (candidate(polarity="negated"), False),
    ],
)
def test_a_candidate_says_a_claim_of_the_same_kind_ends_and_words(proposed: Candidate, said: bool) -> None:
    assert bool(matches([ADOPTION], [proposed], LABELS)) is said


@pytest.mark.parametrize(
    ("value", "unit", "said"), [("7", "percent", True), ("8", "percent", False), ("7", "euro", False)]
)
def test_a_figure_is_right_by_value_and_unit(value: str, unit: str, said: bool) -> None:
    fields = {"value": value, "unit": mention(unit, "Unit", unit), "period": "2023"}
    assert bool(matches([FIGURE], [candidate("Observation", "share", (50, 60), fields=fields)], LABELS)) is said


def test_scores_count_what_is_proposed_and_what_is_wanted_apart() -> None:
    gold = Gold(
        "900",
        [ADOPTION, FIGURE],
        [GoldMention(0, 6, "Museum"), GoldMention(20, 31, "Technology")],
        [GoldQuotation(70, 90, Span(95, 99))],
    )
    speaker = mention("Anna", "Person", at=95)
    statement = Candidate(
        "Statement", speaker, "commentsOn", mention("art"), (Span(70, 90),), "quotation.says", 1.0, speaker=speaker
    )
    found = Extraction(
        [mention("Louvre", "Museum", "louvre"), mention("printing", at=23), mention("growth", "Topic", at=50)],
        [candidate(), candidate(object_="blockchain"), statement],
    )
    scores = measure(gold, found, LABELS).scores
    assert scores["mentions", "same words"] == Score(2, 1, 2, 1)
    assert scores["mentions", "words that overlap"] == Score(2, 2, 2, 2)
    assert scores["all", "relations"] == Score(2, 1, 1, 1)
    assert scores["all", "figures"] == Score(0, 0, 1, 0)
    assert scores["quotations", "speaker"] == Score(1, 1, 1, 1)
    assert (scores["all", "relations"].precision, scores["all", "figures"].precision) == (0.5, None)
    assert Score(4, 3, 6, 3).f1 == pytest.approx(0.6)


def test_the_draw_is_the_same_for_the_same_candidates_and_the_tally_counts_only_it(tmp_path: Path) -> None:
    pairs = [("900", candidate(at=(n, n + 5))) for n in range(300)]
    drawn = draw(pairs)
    assert len(drawn) == judged.DRAWN
    assert drawn == draw(reversed(pairs))
    file = tmp_path / "judged.tsv"
    lines = sheet(drawn).splitlines()
    rest = "\n".join(line[:-2] + "\tacceptable\t" for line in lines[1:31])
    file.write_text(f"{lines[0]}\n{rest}\n0000\t900\tx\tAdoption\t1-2\twrong\tnot drawn\n", encoding="utf-8")
    found = tally(drawn, verdicts(file))
    assert (found.drawn, found.judged, found.acceptable) == (100, 30, 1.0)
    file.write_text(file.read_text(encoding="utf-8").replace("acceptable", "nice", 1), encoding="utf-8")
    with pytest.raises(BenchError, match="'nice' is not one of"):
        verdicts(file)


def test_the_report_says_which_targets_are_missed_and_is_saved_with_its_picture(
    tmp_path: Path, need: Callable[..., None]
) -> None:
    need("matplotlib")
    scores = {("all", "relations"): Score(10, 8, 10, 4), ("all", "figures"): Score(10, 10, 10, 9)}
    drawn = [("900", candidate())]
    report = ExtractReport({"900": scores}, scores, tally(drawn, {drawn[0][1].key: "acceptable"}), drawn, 1.0, {})
    met = {target.name: target.met for target in report.targets}
    assert met["figures, recall"]
    assert not met["relations, recall"]
    save(report, tmp_path, "extract")
    page = (tmp_path / "extract.md").read_text(encoding="utf-8")
    assert "relations, recall ≥ 0.55: 0.40 | MISSED" in page
    assert json.loads((tmp_path / "extract.json").read_text(encoding="utf-8"))["judged"] == {
        "drawn": 1,
        "acceptable": 1,
    }
    assert (tmp_path / "extract.svg").read_text(encoding="utf-8").lstrip().startswith("<?xml")
