"""Charts and the matrix in a real browser: every figure is drawn, in light and dark; a journey by keyboard."""

from __future__ import annotations

import gzip
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any, Literal

import pytest
from playwright.sync_api import Locator, Page, expect

import server

SCHEMES: tuple[Literal["light"], Literal["dark"]] = ("light", "dark")
TABLES = (
    "nesta-ai-research-by-country",
    "user-engagement-across-content-categories",
    "gateway-to-research-ai-creative-projects",
)
MARKS = "figure.chart .mark > *"
WIDTH = "bars => bars.map(bar => Number(bar.getAttribute('width')))"
_LINES = """
  const table = document.getElementById("table");
  table.tHead.innerHTML = '<tr><th>When</th><th data-kind="line" data-unit="films">Films</th></tr>';
  table.tBodies[0].innerHTML = [["2019", 4], ["2020", 7], ["2023", 5]].map(([year, films]) =>
    `<tr><th>${year}</th><td><span data-value="${films}"><a>${films}</a></span></td></tr>`).join("");
"""


@pytest.fixture(autouse=True)
def _built(need: Callable[..., None]) -> None:
    need("frontend")


def figures(real_server: Any, name: str) -> list[dict[str, str]]:
    return list(real_server.request("GET", f"/statistics/{name}.json").json()["rows"])


@pytest.mark.parametrize("name", TABLES)
def test_every_figure_is_drawn_in_light_and_dark(visit: Callable[..., Page], real_server: Any, name: str) -> None:
    rows = figures(real_server, name)
    colours = set()
    for scheme in SCHEMES:
        page = visit(f"/statistics/{name}", color_scheme=scheme)
        marks = page.locator(MARKS)
        expect(marks).to_have_count(len(rows))
        expect(page.locator("figure.chart .value > text")).to_have_count(len(rows))
        colours.add(marks.first.evaluate("mark => getComputedStyle(mark).fill"))
        assert page.locator("svg style").count() == 0
    assert len(colours) == 2, "the colours of marks are those of the page"


def test_bars_are_as_long_as_their_figures(visit: Callable[..., Page], real_server: Any) -> None:
    page = visit("/statistics/gateway-to-research-ai-creative-projects")
    rows = figures(real_server, "gateway-to-research-ai-creative-projects")
    values = sorted(float(row["value"]) for row in rows)
    widths = sorted(page.locator(MARKS).evaluate_all(WIDTH))
    assert [width / widths[-1] for width in widths] == pytest.approx(
        [value / values[-1] for value in values], abs=0.01
    )


def test_figures_that_sums_speak_against_look_otherwise(visit: Callable[..., Page], real_server: Any) -> None:
    name = "user-engagement-across-content-categories"
    page = visit(f"/statistics/{name}")
    odd = [row for row in figures(real_server, name) if row["arithmetic"]]
    dashed = "marks => marks.filter(mark => getComputedStyle(mark).strokeDasharray !== 'none').length"
    assert odd and page.locator(MARKS).evaluate_all(dashed) == len(odd)


def test_years_are_a_line(visit: Callable[..., Page], site: str) -> None:
    """No table of the documents goes over years: the script draws a table that does."""
    page = visit("/statistics/gateway-to-research-ai-creative-projects", java_script_enabled=True)
    page.route("**/vendor/charts.js", lambda route: route.fulfill(body=_LINES + route.fetch().text()))
    page.reload()
    expect(page.locator("figure.chart .line path")).to_have_count(1)
    expect(page.locator(MARKS)).to_have_count(3)
    left = page.locator(MARKS).evaluate_all("dots => dots.map(dot => dot.getBoundingClientRect().left)")
    assert (left[2] - left[1]) / (left[1] - left[0]) == pytest.approx(3, abs=0.05), "years lie where they are"


@pytest.mark.parametrize("path", ["/matrix", f"/statistics/{TABLES[0]}"])
def test_a_screen_reader_hears_of_a_chart_and_reads_the_table(visit: Callable[..., Page], path: str) -> None:
    page = visit(path)
    figure = page.locator("figure.chart")
    heard = figure.aria_snapshot()
    assert len(re.findall("- '?img", heard)) == figure.locator("svg").count() > 0
    names = page.locator("table tbody th > a:not(.open)").all_inner_texts()
    assert names and not any(name in heard for name in names)


def test_opportunity_against_threat_is_drawn_as_it_is_counted(visit: Callable[..., Page], real_server: Any) -> None:
    page = visit("/matrix?rows=artificial-intelligence")
    cells = page.locator("#matrix tbody .total")
    for way in ("opportunity", "threat"):
        name = {"opportunity": "opportunities", "threat": "threats"}[way]
        counts = cells.evaluate_all(f"cells => cells.map(cell => Number(cell.dataset.{name}))")
        widths = page.locator(f"figure.chart .mark.{way} > rect").evaluate_all(WIDTH)
        assert len(widths) == len(counts) and any(counts)
        unit = max(widths) / max(counts)
        assert widths == pytest.approx([count * unit for count in counts], abs=0.1)


def test_from_the_matrix_to_a_document_by_keyboard(visit: Callable[..., Page]) -> None:
    page = visit("/matrix")
    press_until(page, page.locator("#matrix tbody td a").first)
    number = int(re.findall(r"\d+", page.locator("#matrix tbody td a").first.inner_text())[0])
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_contain_text("Artificial intelligence ×")
    facts = page.locator("section[aria-labelledby=opportunity] article.fact")
    expect(facts).to_have_count(number)
    press_until(page, facts.first.locator("a[href^='/claim/']"))
    page.keyboard.press("Enter")
    expect(page).to_have_url(re.compile(r"/claim/\d+-\d+$"))
    press_until(page, page.locator("figcaption a").first)
    page.keyboard.press("Enter")
    expect(page).to_have_url(re.compile(r"/document/\d+#p\d+-\d+$"))


def press_until(page: Page, wanted: Locator) -> None:
    for _ in range(150):
        page.keyboard.press("Tab")
        if wanted.evaluate("element => element === document.activeElement"):
            return
    raise AssertionError(f"{wanted} cannot be reached by Tab")


def test_opening_and_closing_a_side_without_scripts(visit: Callable[..., Page]) -> None:
    page = visit("/matrix", java_script_enabled=False)
    everything = page.locator("#matrix tbody tr").count()
    page.get_by_role("link", name="Open what is in: Artificial intelligence").click()
    page.get_by_role("link", name="Open what is in: Audiovisual media").click()
    expect(page).to_have_url(re.compile(r"rows=artificial-intelligence&columns=audiovisual-media$"))
    expect(page.locator("#matrix thead")).to_contain_text("Film")
    page.get_by_role("navigation", name="Technologies shown").get_by_role("link", name="all").click()
    page.get_by_role("navigation", name="Sectors shown").get_by_role("link", name="all").click()
    expect(page.locator("#matrix tbody tr")).to_have_count(everything)


def test_without_scripts_the_tables_have_everything(visit: Callable[..., Page], real_server: Any) -> None:
    for name in TABLES:
        page = visit(f"/statistics/{name}", java_script_enabled=False)
        expect(page.locator("#table [data-value] > a")).to_have_count(len(figures(real_server, name)))
        expect(page.locator("figure.chart svg")).to_have_count(0)


def test_the_heads_of_rows_stay_in_view(visit: Callable[..., Page]) -> None:
    page = visit("/matrix", viewport={"width": 320, "height": 640})
    head = page.locator("#matrix tbody th").first
    before = head.bounding_box()
    page.locator(".matrix").evaluate("region => region.scrollLeft = 300")
    after = head.bounding_box()
    assert before and after and before["x"] == after["x"] >= 0


def test_data_and_query_are_one_click_away(visit: Callable[..., Page]) -> None:
    page = visit(f"/statistics/{TABLES[0]}")
    with page.expect_download() as download:
        page.locator(".actions").get_by_role("link", name="CSV").click()
    lines = download.value.path().read_text(encoding="utf-8").splitlines()
    figures = page.locator("#table [data-value]").count()
    assert len(lines) == figures + 1
    page.locator(".actions").get_by_role("link", name="Query").click()
    expect(page).to_have_url(re.compile(r"/sparql\?query="))


def test_the_script_is_small() -> None:
    script = Path(server.__file__).parent / "static" / "vendor" / "charts.js"
    assert len(gzip.compress(script.read_bytes())) < 150_000
