"""Proof both ways in a real browser: from a fact to its sentence, from a sentence to every claim made from it."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

Visit = Callable[..., Page]
PASSAGE = "p1238-1631"  # of document 004: a long sentence, with other passages inside it


def claims_in_panel(page: Page) -> set[str]:
    links = page.locator("#passage .exact li > a:not(.number)")
    return {str(link.get_attribute("href")) for link in links.all()}


def claims_of(page: Page, name: str) -> set[str]:
    notes = page.locator(f'.text .notes li[data-passages~="{name}"] > a:not(.number)')
    return {str(link.get_attribute("href")) for link in notes.all()}


def test_search_to_entity_to_fact_to_sentence_and_back(visit: Visit) -> None:
    page = visit("/search?q=sunspring")
    page.locator("main").get_by_role("link", name="Sunspring", exact=True).first.click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Sunspring")
    fact = page.locator("article.fact", has_text="uses artificial intelligence for writing the script").first
    claim = fact.locator("a.number").get_attribute("href")
    words = fact.locator("blockquote").first.inner_text()
    fact.locator("figcaption a").first.click()
    expect(page).to_have_url(re.compile(r"/document/004#p\d+-\d+$"))
    sentence = page.locator("mark.shown").first
    expect(sentence).to_be_in_viewport()
    assert sentence.inner_text().split()[0] == words.split()[0]
    assert claim in claims_in_panel(page), "the sentence shows the claim that led here"
    page.locator(f'#passage a[href="{claim}"]').click()
    expect(page).to_have_url(re.compile(f"{claim}$"))
    page.go_back()
    expect(page.locator("#passage")).to_be_visible()
    page.go_back()
    expect(page.get_by_role("heading", level=1)).to_have_text("Sunspring")


def test_choosing_a_sentence_shows_every_claim_made_from_it(visit: Visit, need: Callable[..., None]) -> None:
    need("documents")
    page = visit("/document/004")
    expect(page.locator("#passage")).to_be_hidden()
    page.locator(f"#{PASSAGE}").click(position={"x": 5, "y": 5})
    expect(page.locator("#passage")).to_be_visible()
    name = page.url.partition("#")[2]  # the innermost of the passages at that point
    assert claims_in_panel(page) == claims_of(page, name) != set()
    start, end = (int(each) for each in name[1:].split("-"))
    inside = {
        str(note.locator("> a:not(.number)").get_attribute("href"))
        for note in page.locator(".text .notes li").all()
        if any(
            int(a) < end and start < int(b)
            for a, b in re.findall(r"p(\d+)-(\d+)", str(note.get_attribute("data-passages")))
        )
    }
    near = page.locator("#passage .near li > a:not(.number)")
    shown = claims_in_panel(page) | {str(link.get_attribute("href")) for link in near.all()}
    assert shown == inside
    assert claims_of(page, PASSAGE) <= shown, "and those of the whole sentence around it"
    page.go_back()
    expect(page.locator("#passage")).to_be_hidden()


def test_a_sentence_to_its_claims_by_keyboard_alone(visit: Visit) -> None:
    page = visit("/document/004")
    first = page.locator("mark[id][data-passage]").first
    for _ in range(60):
        if first.evaluate("mark => mark === document.activeElement"):
            break
        page.keyboard.press("Tab")
    expect(first).to_be_focused()
    page.keyboard.press("ArrowDown")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("ArrowUp")
    name = page.evaluate("document.activeElement.dataset.passage")
    assert name == page.locator("mark[id][data-passage]").nth(1).get_attribute("data-passage")
    page.keyboard.press("Enter")
    expect(page.locator("#passage")).to_be_visible()
    expect(page.locator("#passage-title")).to_be_focused()
    assert claims_in_panel(page) == claims_of(page, name)
    page.keyboard.press("Escape")
    expect(page.locator("#passage")).to_be_hidden()
    assert page.evaluate("document.activeElement.dataset.passage") == name
    page.keyboard.press("Enter")
    for _ in range(3):  # the button, the number of the first claim, the claim
        page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    expect(page).to_have_url(re.compile(r"/claim/004-\d+$"))
    page.go_back()  # a browser without a window has no key for it
    expect(page.locator("#passage")).to_be_visible()


def test_an_address_with_a_passage_shows_its_claims(visit: Visit) -> None:
    page = visit(f"/document/004#{PASSAGE}")
    expect(page.locator("#passage-title")).to_have_text(f"{len(claims_of(page, PASSAGE))} claims from these words")
    expect(page.locator(f"#{PASSAGE}")).to_be_in_viewport()
    expect(page.get_by_role("link", name="The page of this passage")).to_have_attribute(
        "href", "/evidence/004-" + PASSAGE[1:]
    )


def test_many_claims_open_beside_the_text_and_lead_to_a_page_without_scripts(visit: Visit) -> None:
    page = visit("/document/003")
    many = page.locator("a[data-opens]").first
    name = str(many.get_attribute("data-opens"))
    many.press("Enter")
    expect(page).to_have_url(re.compile(rf"/document/003#{name}$"))
    assert claims_in_panel(page) == claims_of(page, name)
    plain = visit("/document/003", java_script_enabled=False)
    expected = claims_of(plain, name)
    plain.locator(f'a[data-opens="{name}"]').click()
    expect(plain).to_have_url(re.compile(rf"/evidence/003-{name[1:]}$"))
    found = {str(link.get_attribute("href")) for link in plain.locator('main a[href^="/claim/"]').all()}
    assert expected <= found


def test_a_broken_address_shows_nothing(visit: Visit) -> None:
    page = visit("/document/004#p1-2")
    expect(page.locator("#passage")).to_be_hidden()
    page = visit("/document/004#p9999999-1")
    expect(page.locator("#passage")).to_be_hidden()


@pytest.mark.parametrize("width", [320, 800])
def test_the_panel_leaves_the_sentence_in_sight(visit: Visit, width: int) -> None:
    page = visit(f"/document/004#{PASSAGE}", viewport={"width": width, "height": 740})
    expect(page.locator("#passage")).to_be_visible()
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    mark, panel = page.locator(f"#{PASSAGE}").bounding_box(), page.locator("#passage").bounding_box()
    assert mark and panel and mark["y"] + 30 < panel["y"], "its first line is above the panel"


def test_folded_facts_open(visit: Visit) -> None:
    page = visit("/id/artificial-intelligence", java_script_enabled=False)
    folded = page.locator("details.more").first
    expect(folded.locator("article.fact").first).to_be_hidden()
    folded.locator("summary").press("Enter")
    expect(folded.locator("article.fact").first).to_be_visible()
