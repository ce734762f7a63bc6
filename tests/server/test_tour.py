"""The tour of ``docs/tour.md``: each stop is walked to in a real browser, and shows what its text says.

``CREATIVEKG_TOUR=1 pytest tests/server/test_tour.py`` takes the pictures anew and writes the page. The pictures are
of a snapshot with elided quotes, because the documents are not ours to copy.
"""

from __future__ import annotations

import os
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

import pytest
from playwright.sync_api import Page, expect

DOCS = Path(__file__).parents[2] / "docs"
TAKEN_ANEW = "CREATIVEKG_TOUR" in os.environ
WIDE = {"width": 1120, "height": 760}
QUERY = """\
PREFIX kg: <https://w3id.org/creativekg/ontology#>

# What is threatened or helped by how many claims of an impact?
SELECT ?cause ?direction (COUNT(?claim) AS ?claims) WHERE {
  ?claim a kg:Impact ; kg:subject ?cause ; kg:direction ?direction .
}
GROUP BY ?cause ?direction
ORDER BY DESC(?claims) ?cause
LIMIT 10
"""


@dataclass(frozen=True)
class Stop:
    """A picture of the tour; ``walk`` leads there from the home page."""

    name: str
    title: str
    text: str
    walk: Callable[[Page], None]


def _home(page: Page) -> None:
    expect(page.get_by_role("heading", level=1)).to_contain_text("What documents say")


def _suggestions(page: Page) -> None:
    field = page.get_by_label("Search technologies")
    field.press_sequentially("intelligence artif")
    expect(page.get_by_role("option", name=re.compile("Artificial intelligence")).first).to_be_visible()


def _entity(page: Page) -> None:
    page.get_by_label("Search technologies").fill("deepfake")
    page.get_by_role("button", name="Search").click()
    page.locator(".hits").get_by_role("link", name="Deepfake", exact=True).click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Deepfake")
    expect(page.locator("article.fact blockquote").first).to_be_visible()


def _facts(page: Page) -> None:
    _entity(page)
    page.get_by_role("heading", name="What documents say of it").evaluate("heading => heading.scrollIntoView()")


def _sentence(page: Page) -> None:
    _entity(page)
    page.locator("article.fact figcaption a").first.click()
    expect(page).to_have_url(re.compile(r"/document/\d+#p\d+-\d+$"))
    expect(page.locator("mark:target, mark.shown").first).to_be_in_viewport()


def _claim(page: Page) -> None:
    page.goto("/disagreement")
    page.locator("article.fact a[href^='/claim/']").first.click()
    expect(page).to_have_url(re.compile(r"/claim/\d+-\d+$"))
    expect(page.get_by_role("heading", name="The words")).to_be_visible()


def _neighbours(page: Page) -> None:
    _entity(page)
    page.get_by_role("heading", name="Neighbours").scroll_into_view_if_needed()
    page.wait_for_timeout(1500)  # the picture comes to rest
    page.get_by_role("heading", name="Neighbours").evaluate("heading => heading.scrollIntoView()")


def _facets(page: Page) -> None:
    page.goto("/search?" + urlencode({"of": "claims", "direction": "threat"}))
    page.get_by_role("navigation", name="Filters").get_by_role(
        "link", name=re.compile("Artificial intelligence")
    ).first.click()
    expect(page.get_by_role("list", name="Chosen filters")).to_contain_text("Artificial intelligence")
    expect(page.locator("article.fact").first).to_be_visible()


def _matrix(page: Page) -> None:
    page.get_by_role("navigation", name="Site").get_by_role("link", name="Matrix").click()
    expect(page.get_by_role("table").first).to_be_visible()


def _cell(page: Page) -> None:
    _matrix(page)
    page.get_by_role("row", name=re.compile("^Artificial intelligence")).get_by_role("cell").locator(
        "a.ways"
    ).first.click()
    expect(page.locator("article.fact").first).to_be_visible()


def _figures(page: Page) -> None:
    page.get_by_role("navigation", name="Site").get_by_role("link", name="Statistics").click()
    page.get_by_role("link", name="AI research publications on images, sound and text by country").first.click()
    expect(page.get_by_role("table").first).to_be_visible()


def _disagreement(page: Page) -> None:
    page.get_by_role("contentinfo").get_by_role("link", name="Disagreement").click()
    expect(page.locator("article.fact").nth(1)).to_be_visible()


def _sparql(page: Page) -> None:
    page.goto("/sparql?" + urlencode({"query": QUERY}) + "#view=chart")
    expect(page.get_by_role("tab", name="Chart")).to_be_visible()
    expect(page.get_by_role("img").last).to_be_visible()
    page.locator("#status").evaluate("line => line.scrollIntoView()")


TOUR = (
    Stop("home", "Where to begin", "Everything starts with a fact and the words that state it.", _home),
    Stop(
        "suggestions",
        "Finding a thing",
        "Names are found as you type, in every language that they come in, and when they are misspelt.",
        _suggestions,
    ),
    Stop(
        "entity",
        "A thing at a glance",
        "What it is, what documents call it, where it stands in its vocabulary, and what claims make of it.",
        _entity,
    ),
    Stop(
        "facts",
        "What documents say of it",
        "Each fact is a sentence of ours beside the words of the document, with who says it, how firmly, and what "
        "is wrong with it. Sentences in the plain type are ours; words on the ochre ground are the document's.",
        _facts,
    ),
    Stop(
        "sentence",
        "From the fact to its sentence",
        "One click opens the document at the passage, and beside it stand all claims that were made from it. Where "
        "the texts are not attached, as in these pictures, the first and last words of each passage stand for it.",
        _sentence,
    ),
    Stop(
        "claim",
        "A claim has an address of its own",
        "It can be cited, queried, taken as RDF, and reported as wrong. What contradicts it stands beside it.",
        _claim,
    ),
    Stop(
        "neighbours",
        "What a thing is connected with",
        "As a picture, and as a list that says the same.",
        _neighbours,
    ),
    Stop(
        "facets",
        "Narrowing down",
        "Filters combine, show how much is behind them, and stay in the address; the list is JSON and CSV as well.",
        _facets,
    ),
    Stop("matrix", "Opportunity against threat", "Sectors across, causes down; a cell opens its claims.", _matrix),
    Stop("cell", "The claims of a cell", "Whoever doubts a number can read every claim that it counts.", _cell),
    Stop(
        "figures",
        "Figures, and what is wrong with them",
        "Tables of the documents as charts. A figure that a sum speaks against is marked, with the sum.",
        _figures,
    ),
    Stop(
        "disagreement", "Where documents disagree", "Claims that cannot both be true, side by side.", _disagreement
    ),
    Stop(
        "sparql",
        "Asking anything",
        "SPARQL with completion from our own terms; the answer is a table, chart or graph, or the words behind it.",
        _sparql,
    ),
)


@pytest.fixture(scope="module")
def site(
    request: pytest.FixtureRequest,
    start_server: Callable[..., Any],
) -> Iterator[str]:
    """The server that is toured: the one that all tests share, but for pictures one with elided quotes."""
    if not TAKEN_ANEW:
        yield request.getfixturevalue("real_server").url.rstrip("/")
        return
    with start_server(request.getfixturevalue("elided_home")) as server:
        yield server.url.rstrip("/")


@pytest.mark.parametrize("stop", TOUR, ids=[stop.name for stop in TOUR])
def test_stop(need: Callable[..., None], visit: Callable[..., Page], stop: Stop) -> None:
    need("frontend")
    page = visit("/", viewport=WIDE, reduced_motion="reduce")
    stop.walk(page)
    if TAKEN_ANEW:
        page.wait_for_timeout(500)
        page.screenshot(path=DOCS / "tour" / f"{stop.name}.png")


def test_the_page_tells_of_these_stops_and_has_their_pictures() -> None:
    parts = [f"## {stop.title}\n\n{stop.text}\n\n![{stop.title}](tour/{stop.name}.png)\n" for stop in TOUR]
    written = "# A tour\n\nMade by `tests/server/test_tour.py`, which walks it.\n\n" + "\n".join(parts)
    file = DOCS / "tour.md"
    if TAKEN_ANEW:
        file.write_text(written, encoding="utf-8")
    assert file.read_text(encoding="utf-8") == written
    assert {path.stem for path in (DOCS / "tour").glob("*.png")} == {stop.name for stop in TOUR}
