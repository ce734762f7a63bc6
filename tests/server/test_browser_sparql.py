"""The query page in a real browser: the editor, and the ways to see, take and pass on an answer."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

import pytest
from playwright.sync_api import Browser, Locator, Page, expect

from graph.namespaces import KG

ROOT = Path(__file__).parents[2]
PREFIX = f"PREFIX kg: <{KG}>\n"
BY_TECHNOLOGY = (
    PREFIX + "SELECT ?technology ?direction (COUNT(?claim) AS ?claims) {\n"
    "  ?claim a kg:Impact ; kg:subject ?technology ; kg:direction ?direction\n"
    "} GROUP BY ?technology ?direction ORDER BY DESC(?claims) ?technology LIMIT 12"
)
BY_YEAR = 'SELECT ?year ?films { VALUES (?year ?films) { ("2021" 3) ("2019" 5) ("2020" 4) } }'
TWO_NUMBERS = "SELECT ?a ?b { VALUES (?a ?b) { (1 10) (2 30) (3 20) } }"
THREATENS = PREFIX + "CONSTRUCT { ?a kg:threatens ?b } WHERE { ?a kg:threatens ?b }"
ADOPTIONS = PREFIX + "SELECT ?who ?claim { ?claim a kg:Adoption ; kg:subject ?who } ORDER BY ?claim LIMIT 5"


@pytest.fixture(autouse=True)
def built(need: Callable[..., None], request: pytest.FixtureRequest) -> None:
    if "without" not in request.node.name:
        need("frontend")


def write(page: Page, query: str) -> None:
    page.locator(".CodeMirror").evaluate("(element, query) => element.CodeMirror.setValue(query)", query)


def written(page: Page) -> str:
    return str(page.locator(".CodeMirror").evaluate("element => element.CodeMirror.getValue()"))


def run(page: Page, query: str) -> None:
    write(page, query)
    page.get_by_role("button", name="Run").click()
    expect(page.locator("#result")).not_to_have_attribute("aria-busy", "true")


def type_at_the_end(page: Page, text: str) -> None:
    page.locator(".CodeMirror").evaluate(
        "element => { const e = element.CodeMirror; e.focus(); e.setCursor(e.lineCount(), 0); }"
    )
    page.keyboard.type(text)


def tab(page: Page, name: str) -> Locator:
    return page.get_by_role("tab", name=name, exact=True)


def opened(query: str, view: str = "") -> str:
    return "/sparql?" + urlencode({"query": query}) + (f"#view={view}" if view else "")


def test_query_to_chart_to_table_to_csv_to_share_link(visit: Callable[..., Page]) -> None:
    page = visit("/sparql")
    expect(page.locator(".CodeMirror")).to_be_visible()
    expect(page.locator("textarea#query")).to_be_hidden()
    run(page, BY_TECHNOLOGY)
    expect(page.locator("#status")).to_have_text("12 rows.")
    expect(page.locator("#result tbody tr")).to_have_count(12)
    link = page.locator("#result tbody a").first
    assert not link.inner_text().startswith("id:"), "a label stands for the IRI"
    longest = page.locator("#result tbody tr").first.inner_text().split("\t")

    tab(page, "Chart").click()
    picture = page.get_by_role("img", name=re.compile("^Bars: claims for each technology"))
    expect(picture).to_be_visible()
    expect(page.locator("#result table")).to_be_hidden()
    names = page.locator("#result tbody tr td:first-child a").all_text_contents()
    bars = picture.locator('[data-part="bar"] rect')
    assert bars.count() == 12 and len(set(names)) < 12, "a part for each direction, in one bar"
    ground = "element => getComputedStyle(element).fill"
    assert len({bar.evaluate(ground) for bar in bars.all()}) == page.locator(".chart .series li").count() > 1

    page.get_by_label("Its length").select_option("number of rows")
    expect(page.get_by_role("img", name=re.compile("^Bars: number of rows"))).to_be_visible()
    share = page.get_by_role("link", name="Link to this query").get_attribute("href")
    assert share

    tab(page, "Table").click()
    expect(page.locator("#result table")).to_be_visible()
    with page.expect_download() as download:
        page.get_by_role("link", name="CSV", exact=True).click()
    assert download.value.suggested_filename == "result.csv"
    assert len(download.value.path().read_text(encoding="utf-8").splitlines()) == 13

    page.goto("/")
    page.goto(share)
    expect(page.get_by_role("img", name=re.compile("^Bars: number of rows"))).to_be_visible()
    assert written(page) == BY_TECHNOLOGY
    tab(page, "Table").click()
    assert page.locator("#result tbody tr").first.inner_text().split("\t") == longest
    link.click()
    expect(page).to_have_url(re.compile(r"/id/[a-z0-9-]+$"))


@pytest.mark.parametrize(("query", "name"), [(BY_YEAR, "Lines: films by year"), (TWO_NUMBERS, "Points: b by a")])
def test_the_columns_choose_the_chart(visit: Callable[..., Page], query: str, name: str) -> None:
    page = visit(opened(query, "chart"))
    picture = page.get_by_role("img", name=re.compile("^" + name))
    expect(picture).to_be_visible()
    assert picture.locator('[data-part="dot"] circle').count() == 3
    if query == BY_YEAR:
        places = [float(dot.get_attribute("cx") or 0) for dot in picture.locator("circle").all()]
        assert sorted(places) != places and len(set(places)) == 3, "years stand in their order, whatever the rows'"


def test_a_chart_without_numbers_counts_rows(visit: Callable[..., Page]) -> None:
    page = visit(opened("SELECT ?a { VALUES ?a { 'x' 'y' 'x' } }", "chart"))
    expect(page.get_by_role("img", name="the longest is x with 2")).to_be_visible()


def test_triples_as_a_graph(visit: Callable[..., Page], real_server: Any) -> None:
    rows = real_server.sparql(PREFIX + "SELECT ?a ?b { ?a kg:threatens ?b }").json()["results"]["bindings"]
    things = {row[name]["value"] for row in rows for name in ("a", "b")}
    page = visit(opened(THREATENS))
    expect(page.locator("#status")).to_have_text(f"{len(rows)} triples.")
    tab(page, "Graph").click()
    picture = page.get_by_role("img", name=f"Graph of {len(things)} nodes and {len(rows)} arrows")
    expect(picture.locator("canvas").first).to_be_visible()
    drawn = "c => c.getContext('2d').getImageData(0, 0, c.width, c.height).data.some((each) => each > 0)"
    assert any(canvas.evaluate(drawn) for canvas in picture.locator("canvas").all())
    tab(page, "Turtle").click()
    expect(page.get_by_label("Result in Turtle")).to_contain_text("threatens")


def test_values_are_drawn_when_they_are_asked_for(visit: Callable[..., Page]) -> None:
    page = visit(opened("DESCRIBE <https://w3id.org/creativekg/id/louvre>", "graph"))
    picture = page.locator(".graph")
    arrows = re.compile(r"(\d+) arrows")

    def count() -> int:
        found = arrows.search(picture.get_attribute("aria-label") or "")
        assert found
        return int(found[1])

    expect(picture).to_have_attribute("aria-label", arrows)
    few = count()
    page.get_by_label("values").check()
    assert count() == int(page.locator("#status").inner_text().split()[0]) > few


def test_only_what_hangs_together_is_offered_as_a_graph(visit: Callable[..., Page]) -> None:
    page = visit(opened("SELECT ?s ?p ?o { ?s ?p ?o } LIMIT 5"))
    expect(tab(page, "Graph")).to_be_visible()
    page.goto(opened(BY_TECHNOLOGY))
    expect(tab(page, "Chart")).to_be_visible()
    expect(tab(page, "Graph")).to_have_count(0)


def test_the_words_behind_an_answer_and_its_response(visit: Callable[..., Page]) -> None:
    page = visit(opened(ADOPTIONS))
    tab(page, "Words").click()
    expect(page.get_by_role("tabpanel", name="Words").locator("blockquote").first).to_be_visible()
    tab(page, "Response").click()
    expect(page.get_by_label("Response of the server")).to_contain_text('"bindings"')


def test_a_heading_sorts(visit: Callable[..., Page]) -> None:
    page = visit(opened(TWO_NUMBERS))
    heading = page.get_by_role("button", name="b", exact=True)
    column = page.locator("#result tbody td:nth-child(2)")
    for order in (["10", "20", "30"], ["30", "20", "10"], ["10", "30", "20"]):
        heading.click()
        expect(column).to_have_text(order)


def test_iris_are_shown_when_they_are_asked_for(visit: Callable[..., Page]) -> None:
    page = visit(opened(ADOPTIONS))
    iri = page.locator("#result td .iri").first
    expect(iri).to_be_hidden()
    page.get_by_label("Show IRIs").check()
    expect(iri).to_have_text(re.compile(r"^id:[\w-]+$"))


def test_completion_offers_our_terms_and_fills_in_the_prefix(visit: Callable[..., Page]) -> None:
    page = visit("/sparql")
    write(page, "SELECT * { ?s ?p ?o }\n")
    type_at_the_end(page, "# \n?who kg:uses")
    hints = page.locator(".CodeMirror-hints")
    expect(hints.locator("li").first).to_contain_text("kg:usesTechnology")
    expect(hints.locator("li").first).to_contain_text("uses technology · property")
    assert written(page).startswith(PREFIX)
    page.keyboard.press("Enter")
    assert written(page).endswith("?who kg:usesTechnology")
    page.keyboard.type(" id:augmented")
    expect(hints.locator("li").first).to_contain_text("id:augmented-reality")
    page.keyboard.press("Escape")
    expect(hints).to_have_count(0)


def test_after_a_only_classes_are_offered(visit: Callable[..., Page]) -> None:
    page = visit("/sparql")
    write(page, PREFIX)
    type_at_the_end(page, "SELECT ?s { ?s a kg:")
    hints = page.locator(".CodeMirror-hints li")
    expect(hints.first).to_contain_text("class")
    assert all("· class" in hint for hint in hints.all_inner_texts())


def test_a_word_of_a_label_finds_the_thing(visit: Callable[..., Page]) -> None:
    page = visit("/sparql")
    write(page, "")
    type_at_the_end(page, "SELECT * { ?s ?p museu")
    page.keyboard.press("Control+Space")
    hints = page.locator(".CodeMirror-hints li")
    expect(hints.first).to_be_visible()
    assert all(re.search(r"museu", hint, re.IGNORECASE) for hint in hints.all_inner_texts())
    page.keyboard.press("Enter")
    assert re.search(r"\?p [a-z]+:[\w-]+$", written(page))


def test_a_wrong_query_keeps_the_editor(browser: Browser, site: str) -> None:
    page = browser.new_page(base_url=site)
    wrong: list[str] = []
    page.on("console", lambda message: wrong.append(message.text) if "400" not in message.text else None)
    page.goto("/sparql")
    run(page, "SELECT * WHERE {\n  ?s ?p }")
    expect(page.get_by_role("alert")).to_contain_text("Malformed query")
    expect(page.get_by_label("Where the query is wrong")).to_have_text(re.compile(r"^  \?s \?p \}\n *\^$"))
    expect(page.locator(".CodeMirror")).to_be_visible()
    page.locator(".parseErrorIcon").hover()
    assert "Expected" in (page.locator(".parseErrorIcon").get_attribute("title") or "")
    run(page, "ASK {}")
    expect(page.locator("#status")).to_have_text("Yes.")
    assert page.get_by_role("alert").count() == 0 and wrong == []
    page.close()


def test_back_leads_to_the_query_before(visit: Callable[..., Page]) -> None:
    page = visit("/sparql")
    run(page, TWO_NUMBERS)
    run(page, BY_YEAR)
    expect(page.locator("#result thead")).to_contain_text("films")
    page.go_back()
    expect(page.locator("#result thead")).to_have_text(re.compile(r"a\s*b"))
    assert written(page) == TWO_NUMBERS
    page.go_forward()
    expect(page.locator("#result thead")).to_contain_text("films")
    page.reload()
    assert written(page) == BY_YEAR


def test_a_ready_question_is_loaded_and_answered(visit: Callable[..., Page]) -> None:
    page = visit("/sparql")
    page.get_by_text("Technologies", exact=False).locator("visible=true").last.click()
    page.get_by_role("link", name="Who uses which technology, and for what?").click()
    expect(page.locator("#result tbody tr").first).to_be_visible()
    assert "kg:Adoption" in written(page)


def test_the_programs_follow_the_query_and_are_copied(visit: Callable[..., Page]) -> None:
    page = visit("/sparql", permissions=["clipboard-read", "clipboard-write"])
    page.get_by_text("Python", exact=False).last.click()
    write(page, "")
    type_at_the_end(page, "ASK { ?s ?p 1234 }")
    expect(page.locator('[data-program="python"]')).to_contain_text("ASK { ?s ?p 1234 }")
    page.get_by_role("button", name="Copy the Python program").click()
    expect(page.get_by_role("button", name="Copy the Python program")).to_have_text("Copied")
    assert "ASK { ?s ?p 1234 }" in page.evaluate("navigator.clipboard.readText()")


def test_by_keyboard_alone(visit: Callable[..., Page]) -> None:
    page = visit("/sparql")
    expect(page.locator(".CodeMirror")).to_be_visible()
    page.locator(".crumbs a").first.focus()
    page.keyboard.press("Tab")
    expect(page.get_by_role("textbox", name="Query")).to_be_focused()
    page.keyboard.press("Control+Enter")
    expect(tab(page, "Table")).to_be_visible()
    page.keyboard.press("Escape")
    page.keyboard.press("Tab")
    expect(page.get_by_role("button", name="Run")).to_be_focused()
    tab(page, "Table").focus()
    page.keyboard.press("ArrowRight")
    expect(tab(page, "Chart")).to_be_focused()
    expect(page.get_by_role("img", name=re.compile("^Bars"))).to_be_visible()
    page.keyboard.press("ArrowLeft")
    expect(page.locator("#result table")).to_be_visible()


def test_a_query_can_be_stopped(start_server: Any, small_home: Path, browser: Browser) -> None:
    with start_server(small_home, deadline_s=30) as server:
        page = browser.new_page(base_url=server.url)
        page.goto("sparql")
        write(page, "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i FILTER(?a != ?g) }")
        page.get_by_role("button", name="Run").click()
        page.get_by_role("button", name="Stop").click()
        expect(page.locator("#status")).to_have_text("Stopped.")
        expect(page.get_by_role("button", name="Stop")).to_be_hidden()
        page.close()


@pytest.mark.parametrize("view", ["", "chart", "graph", "words", "response"])
def test_every_view_is_accessible_and_narrow(
    need: Callable[..., None], visit: Callable[..., Page], view: str
) -> None:
    need("node")
    query = {"chart": BY_TECHNOLOGY, "graph": THREATENS}.get(view, ADOPTIONS)
    page = visit(opened(query, view), bypass_csp=True, viewport={"width": 320, "height": 640})
    expect(page.get_by_role("tabpanel")).to_be_visible()
    expect(page.get_by_role("tabpanel")).not_to_have_attribute("aria-busy", "true")
    page.add_script_tag(path=str(ROOT / "node_modules" / "axe-core" / "axe.min.js"))
    for scheme in ("light", "dark"):
        page.emulate_media(color_scheme=scheme)  # type: ignore[arg-type]
        found = page.evaluate("axe.run(document, {resultTypes: ['violations']})")["violations"]
        assert [(each["id"], [node["html"][:200] for node in each["nodes"]][:3]) for each in found] == [], scheme
    assert page.evaluate("document.documentElement.scrollWidth") <= 320


def test_charts_and_graphs_are_fetched_when_they_are_wanted(visit: Callable[..., Page]) -> None:
    page = visit("/sparql")
    fetched: list[str] = []
    page.on("request", lambda request: fetched.append(request.url))
    run(page, BY_TECHNOLOGY)
    expect(tab(page, "Chart")).to_be_visible()
    assert not [url for url in fetched if "vendor" in url]
    tab(page, "Chart").click()
    expect(page.locator(".chart svg")).to_be_visible()
    assert [url.rpartition("/")[2] for url in fetched if "vendor" in url] == ["sparql-chart.js"]


def test_without_scripts_the_page_is_a_form(visit: Callable[..., Page]) -> None:
    page = visit("/sparql", java_script_enabled=False)
    page.get_by_label("Query").fill(ADOPTIONS)
    page.get_by_role("button", name="Run").click()
    expect(page.locator("#result tbody tr")).to_have_count(5)
    expect(page.locator('[data-view="words"] blockquote').first).to_be_visible()
    page.get_by_text("curl", exact=False).first.click()
    expect(page.locator('[data-program="curl"]')).to_contain_text("ORDER BY ?claim LIMIT 5")


def test_a_wrong_query_without_scripts(browser: Browser, site: str) -> None:
    context = browser.new_context(base_url=site, java_script_enabled=False)
    page = context.new_page()
    page.goto(opened("SELECT { }"))
    expect(page.get_by_role("alert")).to_contain_text("Malformed query")
    expect(page.get_by_label("Where the query is wrong")).to_contain_text("^")
    expect(page.get_by_label("Query", exact=True)).to_have_value("SELECT { }")
    context.close()
