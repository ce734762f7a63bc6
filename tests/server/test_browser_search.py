"""Finding in a real browser: suggestions by keyboard and pointer, and filters on a narrow screen."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

ROOT = Path(__file__).parents[2]
FIELD = "Words from a name, a description or a claim"


@pytest.fixture
def search(visit: Callable[..., Page]) -> Page:
    return visit("/search?q=film")


def test_a_suggestion_by_keyboard(search: Page) -> None:
    field = search.get_by_role("combobox", name=FIELD)
    expect(field).to_have_attribute("aria-expanded", "false")
    field.fill("")
    field.press_sequentially("augm")
    options = search.get_by_role("listbox", name="Suggestions").get_by_role("option")
    expect(options.first).to_contain_text("Augmented reality")
    expect(field).to_have_attribute("aria-expanded", "true")
    expect(search.get_by_role("status")).to_contain_text(f"{options.count()} suggestions")
    field.press("ArrowDown")
    expect(options.first).to_have_attribute("aria-selected", "true")
    expect(field).to_have_attribute("aria-activedescendant", str(options.first.get_attribute("id")))
    field.press("ArrowUp")
    expect(field).not_to_have_attribute("aria-activedescendant", re.compile(".*"))
    field.press("ArrowUp")
    expect(options.last).to_have_attribute("aria-selected", "true")
    field.press("ArrowDown")
    field.press("ArrowDown")
    field.press("Enter")
    expect(search).to_have_url(re.compile(r"/id/augmented-reality$"))


def test_escape_closes_the_list_and_keeps_what_was_typed(search: Page) -> None:
    field = search.get_by_role("combobox", name=FIELD)
    field.fill("blokchain")
    listbox = search.get_by_role("listbox")
    expect(listbox.get_by_role("option").first).to_contain_text("Blockchain")
    field.press("Escape")
    expect(listbox).to_be_hidden()
    expect(field).to_have_value("blokchain")
    field.press("ArrowDown")
    expect(listbox).to_be_visible()
    field.press("Tab")
    expect(listbox).to_be_hidden()


def test_enter_without_a_choice_searches(search: Page) -> None:
    field = search.get_by_role("combobox", name=FIELD)
    field.fill("museum")
    expect(search.get_by_role("option").first).to_be_visible()
    field.press("Enter")
    expect(search).to_have_url(re.compile(r"/search\?q=museum$"))


def test_a_name_in_another_language_is_shown_as_such_and_clicked(search: Page) -> None:
    search.get_by_role("combobox", name=FIELD).fill("искусственный")
    option = search.get_by_role("option", name="Artificial intelligence")
    expect(option.locator("[lang=ru]")).to_have_text("Искусственный интеллект")
    expect(option).to_contain_text("(Russian)")
    option.click()
    expect(search).to_have_url(re.compile(r"/id/artificial-intelligence$"))


@pytest.mark.parametrize("width", [320, 1300])
def test_the_list_moves_nothing_and_stays_in_the_window(visit: Callable[..., Page], width: int) -> None:
    page = visit("/search", viewport={"width": width, "height": 800})
    height = page.evaluate("document.documentElement.scrollHeight")
    page.get_by_role("combobox", name=FIELD).fill("reality")
    expect(page.get_by_role("option").first).to_be_visible()
    box = page.get_by_role("listbox").bounding_box()
    assert box and box["x"] >= 0 and box["x"] + box["width"] <= width
    assert page.evaluate("document.documentElement.scrollHeight") == height
    assert page.evaluate("document.documentElement.scrollWidth") <= width


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("path", ["/search?q=art&sector=design", "/search?of=claims&view=table&direction=threat"])
def test_accessible_on_a_narrow_screen_with_filters_and_suggestions_open(
    need: Callable[..., None], visit: Callable[..., Page], path: str, scheme: str
) -> None:
    need("node")
    page = visit(path, viewport={"width": 320, "height": 900}, color_scheme=scheme, bypass_csp=True)
    page.get_by_role("checkbox", name="Filters").check()
    expect(page.get_by_role("navigation", name="Filters")).to_be_visible()
    assert page.evaluate("document.documentElement.scrollWidth") <= 320
    page.add_script_tag(path=str(ROOT / "node_modules" / "axe-core" / "axe.min.js"))
    for typed in ("", "museum"):
        field = page.get_by_role("combobox", name=FIELD)
        field.fill(typed)
        if typed:
            expect(page.get_by_role("option").first).to_be_visible()
            field.press("ArrowDown")
        found = page.evaluate("axe.run(document, {resultTypes: ['violations']})")["violations"]
        assert [(each["id"], [node["html"][:200] for node in each["nodes"]][:3]) for each in found] == []


def test_filters_without_scripts(visit: Callable[..., Page]) -> None:
    page = visit("/search?q=art", java_script_enabled=False, viewport={"width": 320, "height": 800})
    filters = page.get_by_role("navigation", name="Filters")
    expect(filters).to_be_hidden()
    box = page.get_by_role("checkbox", name="Filters")
    box.focus()
    page.keyboard.press("Space")
    filters.get_by_role("link", name=re.compile("^Design")).first.click()
    expect(page).to_have_url(re.compile(r"/search\?q=art&sector=design$"))
    page.get_by_role("link", name=re.compile("^Claims")).click()
    page.locator("article.fact figcaption a").first.click()
    expect(page.locator("mark:target")).to_be_in_viewport()
    page.go_back()
    page.get_by_role("list", name="Chosen filters").get_by_role("link").first.click()
    expect(page).to_have_url(re.compile(r"/search\?q=art&of=claims$"))


def test_from_a_facet_to_the_claims_it_counts(visit: Callable[..., Page]) -> None:
    page = visit("/search?of=claims&technology=blockchain")
    threat = page.get_by_role("navigation", name="Filters").get_by_role("link", name=re.compile("^opportunity"))
    (count,) = re.findall(r"\d+", threat.inner_text())
    threat.click()
    expect(page.locator("article.fact")).to_have_count(int(count))
    page.get_by_role("link", name="Table", exact=True).click()
    expect(page.locator("tbody tr")).to_have_count(int(count))
