"""Tables of many shapes: a figure a cell, with its headings, unit, scale and time."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from graph.claims import Observation
from graph.documents import Block
from graph.extraction import tables
from graph.extraction.blocks import Passage, passages
from graph.extraction.candidates import Candidate
from graph.extraction.relations import tabulated

Find = Callable[[str, list[Passage], list[Passage], list[Passage]], list[Candidate]]


def found(text: str) -> list[Candidate]:
    """The candidates of the rows of a text; its other passages stand above the table or below it."""
    return _read(text, tables.find)


def stated(text: str) -> set[tuple[str, str, str]]:
    """What the form of the table in a text says: subject, predicate, object."""
    told = _read(text, lambda text, rows, above, _: list(tabulated.find(text, rows, above)))
    return {(each.subject.name, each.predicate, each.object.name) for each in told if each.object is not None}


def _read(text: str, find: Find) -> list[Candidate]:
    all_passages = [_as_row(text, each) for each in passages(text)]
    rows = [index for index, each in enumerate(all_passages) if each.kind == "row"]
    if not rows:
        return []
    above, below = all_passages[: rows[0]], all_passages[rows[-1] + 1 :]
    return find(text, [all_passages[index] for index in rows], above, below)


def _as_row(text: str, passage: Passage) -> Passage:
    """Lines of pipes are rows here, as a reader of Markdown hands them on."""
    if not text[passage.start : passage.end].startswith("|"):
        return passage
    row = Block(passage.start, passage.end, "row", passage.sentences)
    return Passage(row.start, row.end, row.kind, row.sentences, passage.headings)


def short(candidate: Candidate) -> str:
    fields = candidate.fields
    assert candidate.object is not None
    parts = [candidate.subject.name, "|", candidate.object.name, "|", fields["value"], fields.get("scale")]
    parts += [fields["unit"].slug, f"({fields['period']})" if fields["period"] != "not stated" else None]
    return " ".join(part for part in parts if part)


def test_one_figure_a_cell_with_three_evidences() -> None:
    text = "Genre\tViewing time (hours)\tShare (%)\nDrama\t420\t31\nComedy\t390\t28\n"
    candidates = found(text)
    assert [short(each) for each in candidates] == [
        "Drama | viewing time | 420 hour",
        "Drama | share | 31 percent",
        "Comedy | viewing time | 390 hour",
        "Comedy | share | 28 percent",
    ]
    assert [text[span.start : span.end] for span in candidates[3].evidence] == ["28", "Comedy", "Share (%)"]


@pytest.mark.parametrize(
    ("heading", "expected"),
    [
        ("Revenue (£m)", "revenue | 12.5 million pound"),
        ("Revenue in € million", "revenue | 12.5 million euro"),
        ("Revenue (US$ bn)", "revenue | 12.5 billion us-dollar"),
        ("Visitors (in thousands)", "visitors | 12.5 thousand visitors"),
        ("Visitors ('000)", "visitors | 12.5 thousand visitors"),
        ("Score (0-100)", "score | 12.5 score-point"),
        ("Growth rate", "growth rate | 12.5 percent"),
    ],
)
def test_the_heading_says_unit_and_scale(heading: str, expected: str) -> None:
    (candidate,) = found(f"Studio\t{heading}\nAardvark\t12.5\n")
    assert short(candidate) == f"Aardvark | {expected}"


def test_a_unit_in_the_cell_counts_before_the_heading() -> None:
    assert [short(each) for each in found("Town\tBudget\nWells\t£3.1m\nBath\t€900k\n")] == [
        "Wells | budget | 3.1 million pound",
        "Bath | budget | 900 thousand euro",
    ]


def test_numbers_of_rows_years_and_references_are_no_figures() -> None:
    text = "No.\tCity\tFounded\tCinemas\n1\tLeeds\t1207\t14\n2\tHull\t1299\t9\n"
    assert [short(each) for each in found(text)] == ["Leeds | cinemas | 14 cinemas", "Hull | cinemas | 9 cinemas"]


def test_a_column_of_ranks_says_so_or_follows_from_figures_that_fall() -> None:
    text = "\tCity\tMuseums\n1\tLeeds\t24\n2\tHull\t19\n3\tYork\t12\n"
    rank, count = found(text)[:2]
    assert [each.fields["value"] for each in found(text)] == ["1", "24", "2", "19", "3", "12"]
    assert short(rank) == "Leeds | rank by museums | 1 rank"
    assert [text[span.start : span.end] for span in count.evidence] == ["24", "Leeds", "Museums"]
    told = found("Rank\tCity\tCinemas\n1\tLeeds\t9\n2\tHull\t14\n")
    assert short(told[0]) == "Leeds | rank | 1 rank"


def test_rows_that_are_only_numbered_are_no_ranking() -> None:
    text = "\tCity\tMuseums\n1\tLeeds\t12\n2\tHull\t24\n3\tYork\t19\n"
    assert [each.fields["value"] for each in found(text)] == ["12", "24", "19"]


def test_years_over_the_columns_are_the_periods() -> None:
    text = "Table 2. Employment by sector (thousands)\nSector\t2021\t2022\nMusic\t33\t35\nFashion\t120\t118\n"
    assert [short(each) for each in found(text)] == [
        "Music | employment by sector | 33 thousand items (2021)".replace("items", "item-count"),
        "Music | employment by sector | 35 thousand item-count (2022)",
        "Fashion | employment by sector | 120 thousand item-count (2021)",
        "Fashion | employment by sector | 118 thousand item-count (2022)",
    ]


def test_years_before_the_rows_are_the_periods() -> None:
    text = "Games industry\nYear\tRevenue (£m)\n2020\t7,000\n2021\t7,160\n"
    assert [short(each) for each in found(text)] == [
        "Games industry | revenue | 7,000 million pound (2020)",
        "Games industry | revenue | 7,160 million pound (2021)",
    ]


def test_measures_before_the_rows_and_years_over_the_columns() -> None:
    text = "Craft council\nMeasure\t2019\t2020\nMembers (number)\t410\t395\nIncome (£)\t52,000\t49,500\n"
    assert [short(each) for each in found(text)][2:] == [
        "Craft council | income | 52,000 pound (2019)",
        "Craft council | income | 49,500 pound (2020)",
    ]


def test_headings_of_two_levels() -> None:
    text = "\tJobs\t\tFirms\t\n\tNorth\tSouth\tNorth\tSouth\nFilm\t10\t20\t3\t4\n"
    candidates = found(text)
    assert [each.fields["value"] for each in candidates] == ["10", "20", "3", "4"]
    assert [text[span.start : span.end] for span in candidates[1].evidence] == ["20", "Film", "Jobs", "South"]
    assert [text[span.start : span.end] for span in candidates[2].evidence] == ["3", "Film", "Firms", "North"]


def test_a_row_heading_holds_for_the_rows_below_it() -> None:
    text = "Region\tSector\tFirms\nWales\tMusic\t41\n\tCrafts\t77\nKent\tMusic\t30\n"
    candidates = found(text)
    assert [text[span.start : span.end] for span in candidates[1].evidence] == ["77", "Wales", "Crafts", "Firms"]
    assert [each.subject.name for each in candidates] == ["Music", "Crafts", "Music"]


def test_a_total_is_of_the_whole_table() -> None:
    text = "Table 1: Museums in Wales\nKind\tMuseums\nArt\t14\nOther\t20\nTotal\t34\n"
    last = found(text)[-1]
    assert (last.subject.name, last.fields["value"]) == ("Museums in Wales", "34")
    assert [text[span.start : span.end] for span in last.evidence] == ["34", "Total", "Museums"]


def test_the_source_below_is_who_measured() -> None:
    (candidate,) = found("Town\tFilms\nWells\t31\nSource: Crafts Council analysis\n")
    assert candidate.fields["measuredBy"].name == "Crafts Council"


def test_a_table_of_pipes() -> None:
    text = "| Town | Films | Share (%) |\n|---|--:|--:|\n| Wells | 31 | **4.5** |\n| Bath | n/a | – |\n"
    assert [short(each) for each in found(text)] == ["Wells | films | 31 films", "Wells | share | 4.5 percent"]


def test_a_table_without_headings_says_by_its_rows_what_is_measured() -> None:
    assert [short(each) for each in found("Loom Lab\nEmployees\t12\nAnnual turnover\t£400,000\n")] == [
        "Loom Lab | employees | 12 employees",
        "Loom Lab | annual turnover | 400,000 pound",
    ]


@pytest.mark.parametrize(
    "text",
    [
        "Tool\tUse\nScanner\tcapture\nLoom\tweaving\n",
        "Name\tYear\nAda\t2019\nBen\t2021\n",
        "Name\tPhone\nAda\t555\nBen\t556\n",
        "\t\n\t\t\n",
        "| a |\n",
    ],
)
def test_a_table_without_figures_makes_none(text: str) -> None:
    assert found(text) == []


_CELLS = st.sampled_from(
    ["", "12", "3.5%", "£4m", "2020", "(7)", "Name", "True", "n/a", "Rate (%)", "1", "2", "*", "’"]
)
_LINES = st.lists(st.lists(_CELLS | st.text(max_size=5), max_size=5), max_size=6)


@settings(max_examples=150, deadline=None)
@given(_LINES, st.sampled_from(["\t", " | "]))
def test_any_rows_give_cells_that_lie_in_the_text(lines: list[list[str]], mark: str) -> None:
    text = "Above\n" + "\n".join(("| " if mark == " | " else "") + mark.join(cells) for cells in lines)
    pattern = Observation.model_fields["value"].metadata[0].pattern
    for candidate in found(text):
        cell = candidate.evidence[0]
        assert all(0 <= span.start < span.end <= len(text) for span in candidate.evidence)
        assert any(digit in text[cell.start : cell.end] for digit in candidate.fields["value"])
        assert re.match(pattern, candidate.fields["value"])


TITLED = """Table 2. Visits to Galleries

Kind of show	Visitors (thousands)
Light shows	40
Sound walks	12
Total	52
"""


def test_a_titled_table_is_about_what_its_columns_hold() -> None:
    told = stated(TITLED)
    assert ("Visits to Galleries", "dcterms:subject", "Visitors") in told
    assert ("Visits to Galleries", "dcterms:subject", "Kind of show") in told


def test_the_first_column_lists_members_of_the_kind_that_heads_it_and_no_total() -> None:
    kinds = {(name, kind) for name, predicate, kind in stated(TITLED) if predicate == "skos:broader"}
    assert kinds == {("Light shows", "Kind of show"), ("Sound walks", "Kind of show")}


@pytest.mark.parametrize(
    "table",
    [
        "Year\tVisitors\n2019\t40\n2020\t12\n2021\t15\n",
        "Name\tVisitors\nLight shows\t40\nSound walks\t12\n",
        "Country\tVisitors\nPeru\t40\nChile\t12\n",
        "\tVisitors\nLight shows\t40\nSound walks\t12\n",
        "Kind of show\tVisitors\nLight shows\t40\n",
    ],
)
def test_a_first_column_without_a_kind_lists_no_members(table: str) -> None:
    assert not {each for each in stated(table) if each[1] != "dcterms:subject"}
