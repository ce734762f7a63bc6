"""Every kind of error in a real browser: accessible in light and dark, narrow, and with a way on."""

from __future__ import annotations

import re
import shutil
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path
from typing import Any, Literal
from urllib.parse import urlencode

import pytest
from playwright.sync_api import Browser, Page, Route, expect

ROOT = Path(__file__).parents[2]
SCHEMES: tuple[Literal["light"], Literal["dark"]] = ("light", "dark")
SLOW = "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i }"
QUICK = "SELECT * { ?s ?p ?o FILTER(?o = 7) } LIMIT 1"
Start = Callable[..., AbstractContextManager[Any]]


def sparql(query: str, **more: str) -> str:
    return "/sparql?" + urlencode({"query": query, "format": "csv", **more})


@pytest.fixture(scope="module")
def strict(snapshot_home: Path, start_server: Start) -> Iterator[Any]:
    limits = {"deadline_s": 4, "query_chars": 5000, "queue": 1, "queue_wait_s": 0.3}
    with start_server(snapshot_home, readers=2, **limits) as server:
        yield server


@pytest.fixture
def tab(need: Callable[..., None], browser: Browser, strict: Any) -> Iterator[Page]:
    need("node")
    # axe is put in by the tools, past the policy of the page.
    context = browser.new_context(base_url=strict.url, bypass_csp=True, viewport={"width": 320, "height": 640})
    yield context.new_page()
    context.close()


@contextmanager
def asking(server: Any, times: int) -> Iterator[None]:
    """While so many slow queries are being asked."""
    threads = [threading.Thread(target=server.sparql, args=(SLOW,)) for _ in range(times)]
    for thread in threads:
        thread.start()
    time.sleep(0.4)
    try:
        yield
    finally:
        for thread in threads:
            thread.join()


def check(page: Page, status: int) -> None:
    expect(page.locator(".head .kind")).to_have_text(f"Error {status}")
    expect(page.get_by_role("heading", level=1)).to_have_count(1)
    expect(page.get_by_role("search")).to_have_count(1)
    assert page.evaluate("document.documentElement.scrollWidth") <= 320
    page.add_script_tag(path=str(ROOT / "node_modules" / "axe-core" / "axe.min.js"))
    for scheme in SCHEMES:
        page.emulate_media(color_scheme=scheme)
        found = page.evaluate("axe.run(document, {resultTypes: ['violations']})")["violations"]
        assert [(each["id"], [node["html"][:200] for node in each["nodes"]][:3]) for each in found] == [], scheme


@pytest.mark.parametrize(
    ("status", "path"),
    [
        (404, "/nothing-here"),
        (404, "/id/artifical-inteligence"),
        (400, sparql("SELECT * WHERE {\n\t?s ?p\n}\nLIMIT 5")),
        (403, "/sparql?" + urlencode({"update": "CLEAR ALL", "format": "csv"})),
        (406, sparql("ASK {}", format="ttl")),
        (413, sparql("ASK {} #" + "x" * 5000)),
        (504, sparql(SLOW, timeout="0.2")),
    ],
)
def test_an_error_is_accessible(tab: Page, status: int, path: str) -> None:
    response = tab.goto(path)
    assert response and response.status == status
    check(tab, status)


def test_a_method_that_is_not_there(tab: Page) -> None:
    tab.goto("/id/nesta")
    with tab.expect_navigation() as sent:
        tab.evaluate(
            "() => { const form = document.createElement('form'); form.method = 'post';"
            " document.body.append(form); form.submit() }"
        )
    assert sent.value and sent.value.status == 405
    check(tab, 405)
    tab.get_by_role("link", name="Look at the page instead").click()
    expect(tab.get_by_role("heading", level=1)).to_have_text("Nesta")


def test_a_busy_server_is_asked_again(tab: Page, strict: Any) -> None:
    with asking(strict, 2):
        response = tab.goto(sparql(QUICK))
        assert response and response.status == 503
        check(tab, 503)
    address = tab.get_by_role("link", name="try again").get_attribute("href")
    assert address == sparql(QUICK)
    assert tab.request.get(address).status == 200


def test_too_many_requests(
    need: Callable[..., None], browser: Browser, snapshot_home: Path, start_server: Start
) -> None:
    need("node")
    with start_server(snapshot_home, readers=2, queue_wait_s=3, deadline_s=2, client_requests=3) as server:
        context = browser.new_context(base_url=server.url, bypass_csp=True, viewport={"width": 320, "height": 640})
        page = context.new_page()
        # Style sheets count as requests too; here they come when there is room for them again.
        held: list[Route] = []
        context.route("**/static/**", lambda route: held.append(route))
        with asking(server, 3):
            response = page.goto("/quality", wait_until="commit")
            assert response and response.status == 429
        expect(page.get_by_role("search")).to_have_count(1)
        for route in held:
            route.continue_()
        context.unroute("**/static/**")
        page.wait_for_load_state()
        check(page, 429)
        page.get_by_role("link", name="try again").click()
        expect(page).to_have_title(re.compile("^Quality"))
        context.close()


def test_a_failure(
    need: Callable[..., None], browser: Browser, snapshot_home: Path, tmp_path: Path, start_server: Start
) -> None:
    need("node")
    home = tmp_path / "snapshots"
    shutil.copytree(snapshot_home, home)
    for file in home.glob("*/search.sqlite"):
        file.write_bytes(b"this is no database " * 100)
    with start_server(home, readers=1) as server:
        context = browser.new_context(base_url=server.url, bypass_csp=True, viewport={"width": 320, "height": 640})
        page = context.new_page()
        response = page.goto("/search?q=film")
        assert response and response.status == 500
        check(page, 500)
        context.close()


def test_a_slow_query_goes_back_into_the_editor(tab: Page) -> None:
    tab.goto(sparql(SLOW, timeout="0.2"))
    kept = tab.get_by_label("Your query is kept")
    expect(kept).to_have_value(SLOW)
    kept.fill(QUICK)
    tab.get_by_role("button", name="Run it in the editor").press("Enter")
    expect(tab).to_have_url(re.compile(r"/sparql\?query="))
    expect(tab.locator("#query")).to_have_value(QUICK)


def test_a_misspelt_address_leads_to_the_thing_by_keyboard(tab: Page) -> None:
    tab.goto("/id/agumented-reality")
    link = tab.locator("h2:has-text('Did you mean') + ul a").first
    link.focus()
    assert tab.evaluate("getComputedStyle(document.activeElement).outlineStyle") == "solid"
    link.press("Enter")
    expect(tab.get_by_role("heading", level=1)).to_have_text("Augmented reality")
