"""Journeys in a real browser (Debian's Chromium), and what must hold on every page: accessible, quiet, narrow."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

from playwright.sync_api import Page, expect

ROOT = Path(__file__).parents[2]


def test_accessible_in_light_and_dark(
    need: Callable[..., None], visit: Callable[..., Page], kind_of_page: str
) -> None:
    need("node")
    # axe is put in by the tools, past the policy of the page.
    page = visit(kind_of_page, bypass_csp=True)
    page.add_script_tag(path=str(ROOT / "node_modules" / "axe-core" / "axe.min.js"))
    assert _violations(page, {}) == []
    page.emulate_media(color_scheme="dark")  # nothing but colours is another
    assert _violations(page, {"runOnly": ["color-contrast", "link-in-text-block"]}) == []


def _violations(page: Page, options: dict[str, object]) -> list[object]:
    found = page.evaluate("options => axe.run(document, options)", {"resultTypes": ["violations"], **options})
    return [(each["id"], [node["html"][:200] for node in each["nodes"]][:3]) for each in found["violations"]]


def test_no_sideways_scroll_on_a_narrow_screen_or_when_enlarged(
    visit: Callable[..., Page], kind_of_page: str
) -> None:
    page = visit(kind_of_page, viewport={"width": 320, "height": 640})
    assert page.evaluate("document.documentElement.scrollWidth") <= 320
    # A window of 1280 at 200 % has as much room as one of 640.
    page.set_viewport_size({"width": 640, "height": 480})
    assert page.evaluate("document.documentElement.scrollWidth") <= 640


def test_from_home_to_the_words_and_back(visit: Callable[..., Page]) -> None:
    page = visit("/")
    page.get_by_label("Search technologies").fill("scriptwriting")
    page.get_by_role("button", name="Search").click()
    page.locator(".hits").get_by_role("link", name="Scriptwriting", exact=True).click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Scriptwriting")
    fact = page.locator("article.fact").first
    words = fact.locator("blockquote").first.inner_text()
    fact.locator("figcaption a").first.click()
    expect(page).to_have_url(re.compile(r"/document/\d+#p\d+-\d+$"))
    passage = page.locator("mark:target")
    expect(passage).to_be_in_viewport()
    assert passage.inner_text().split()[0] == words.split()[0]
    plain = page.locator("mark:not(:target):not(.shown)").first
    ground = "element => getComputedStyle(element).backgroundColor"
    assert passage.evaluate(ground) != plain.evaluate(ground)
    page.go_back()
    expect(page.get_by_role("heading", level=1)).to_have_text("Scriptwriting")


def test_from_a_passage_to_its_claims(visit: Callable[..., Page], need: Callable[..., None]) -> None:
    need("documents")
    page = visit("/document/004")
    mark = page.locator("mark[data-passage]").nth(3)
    mark.click(position={"x": 4, "y": 4})
    note = page.locator("#passage .exact li").first
    expect(note).to_be_in_viewport()
    note.locator("a:not(.number)").click()
    expect(page).to_have_url(re.compile(r"/claim/004-\d+$"))
    page.locator("figcaption a").first.click()
    expect(page.locator("mark:target")).to_be_in_viewport()


def test_the_parts_of_a_split_passage_light_up_together(
    visit: Callable[..., Page], need: Callable[..., None]
) -> None:
    need("documents")
    page = visit("/document/003")
    name = page.evaluate("document.querySelector('mark[data-passage]:not([id])').dataset.passage")
    page.goto(f"/document/003#{name}")
    parts = page.locator(f'mark[data-passage="{name}"]')
    assert parts.count() > 1
    assert page.locator(f'mark.shown[data-passage="{name}"]').count() == parts.count()
    assert {part.evaluate("mark => getComputedStyle(mark).display") for part in parts.all()} == {"inline"}


def test_question_to_table_to_csv(visit: Callable[..., Page]) -> None:
    page = visit("/questions")
    page.get_by_role("link", name="Who recommends what").click()
    rows = page.locator("tbody tr").count()
    assert rows > 5
    with page.expect_download() as download:
        page.get_by_role("link", name="CSV", exact=True).click()
    assert download.value.suggested_filename == "recommendations.csv"
    assert download.value.path().read_text(encoding="utf-8").startswith("proposer,")
    page.get_by_role("link", name="Open in the editor").click()
    expect(page.locator("#result tbody tr")).to_have_count(rows)


def test_with_scripts_off(visit: Callable[..., Page]) -> None:
    page = visit("/search?q=copyright", java_script_enabled=False)
    page.locator(".hits").get_by_role("link", name="Copyright", exact=True).click()
    expect(page.locator("article.fact blockquote").first).to_be_visible()
    page.locator("figcaption a").first.click()
    expect(page.locator("mark:target")).to_be_in_viewport()
    page.goto("/sparql")
    page.get_by_label("Query").fill("SELECT ?s { ?s ?p ?o } LIMIT 3")
    page.get_by_role("button", name="Run").click()
    expect(page.locator("#result tbody tr")).to_have_count(3)


def test_by_keyboard_alone(visit: Callable[..., Page]) -> None:
    page = visit("/id/augmented-reality")
    page.keyboard.press("Tab")
    skip = page.get_by_role("link", name="Skip to content")
    expect(skip).to_be_focused()
    expect(skip).to_be_in_viewport()
    page.keyboard.press("Enter")
    expect(page.locator("main")).to_be_focused()
    page.keyboard.press("Tab")
    expect(page.locator(".crumbs a").first).to_be_focused()
    assert page.evaluate("getComputedStyle(document.activeElement).outlineStyle") == "solid"


def test_from_the_picture_to_the_words_of_a_claim_by_keyboard(visit: Callable[..., Page]) -> None:
    page = visit("/ontology")
    page.locator("svg.drawing a").nth(2).focus()
    page.keyboard.press("Tab")
    assert page.evaluate("getComputedStyle(document.activeElement).outlineStyle") == "solid"
    page.get_by_role("link", name="technology", exact=True).first.press("Enter")
    expect(page).to_have_url(re.compile(r"/ontology/term/Technology$"))
    expect(page.locator("article.fact blockquote").first).to_be_visible()
    page.locator("article.fact a.number").first.press("Enter")
    expect(page).to_have_url(re.compile(r"/claim/\d+-\d+$"))


def test_the_iri_of_a_term_lands_on_it(visit: Callable[..., Page]) -> None:
    page = visit("/ontology#Sector", java_script_enabled=False)
    term = page.locator(".term:target")
    expect(term).to_be_in_viewport()
    term.get_by_role("link").click()
    expect(page).to_have_url(re.compile(r"/ontology/term/Sector$"))


def test_a_tree_folds_and_shows_more_without_scripts(visit: Callable[..., Page]) -> None:
    page = visit("/scheme/sectors", java_script_enabled=False)
    music = page.locator(".tree li", has=page.locator('> a[href="/id/music"]')).last
    definition = music.locator("> .definition")
    expect(definition).to_be_hidden()
    box = page.get_by_label("definitions")
    box.focus()
    page.keyboard.press("Space")
    expect(definition).to_be_visible()
    expect(music.locator("> .names")).to_be_hidden()
    narrower = music.locator("> details > ul")
    expect(narrower).to_be_visible()
    music.locator("> details > summary").press("Enter")
    expect(narrower).to_be_hidden()


def test_copying_the_iri(visit: Callable[..., Page]) -> None:
    page = visit("/id/augmented-reality", permissions=["clipboard-read", "clipboard-write"])
    page.get_by_role("button", name="Copy https://w3id.org/creativekg/id/augmented-reality").click()
    expect(page.locator(".data button.copy")).to_have_text("Copied")
    assert page.evaluate("navigator.clipboard.readText()") == "https://w3id.org/creativekg/id/augmented-reality"
