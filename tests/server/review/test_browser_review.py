"""Review in a real browser: by keyboard alone, accessible, narrow, without scripts; and on into the graph."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect

ROOT = Path(__file__).parents[3]
MUSEUM = "The Carillon Museum lets children ring a bell in virtual reality."
FOUNDRY = "Ostrow Foundry works with virtual reality."
DEEPFAKES = "Deepfakes threaten the trade in field recordings."
RINGERS = "Ringers need augmented reality."
AGAIN = "The Carillon Museum works with virtual reality."


@pytest.fixture(scope="module")
def server(start_review: Callable[..., Any], new_data: Callable[[], Path], small_home: Path) -> Iterator[Any]:
    with start_review(new_data(), small_home) as server:
        yield server


@pytest.fixture(scope="module")
def context(browser: Browser, server: Any) -> Iterator[BrowserContext]:
    context = browser.new_context(base_url=server.url, bypass_csp=False)
    context.set_default_timeout(30_000)
    yield context
    context.close()


@pytest.fixture
def page(context: BrowserContext, server: Any) -> Iterator[Page]:
    """The page of the document, with nothing decided; an error in the console fails the test."""
    for file in (server.data / "decisions").glob("*"):
        file.unlink()
    page, wrong = context.new_page(), []
    # A decision that is refused is a 422, which the browser notes as well.
    page.on("console", lambda said: said.type == "error" and "422" not in said.text and wrong.append(said.text))
    page.on("pageerror", lambda error: wrong.append(str(error)))
    page.goto("/review/007")
    yield page
    page.close()
    assert not wrong


def candidate(page: Page) -> Any:
    return page.locator("#candidate")


def press(page: Page, *keys: str) -> None:
    for key in keys:
        page.keyboard.press(key)


def test_accept_edit_reject_merge_and_undo_by_keyboard_alone(page: Page, server: Any) -> None:
    expect(candidate(page)).to_have_text(MUSEUM)
    press(page, "a")
    expect(candidate(page)).to_have_text(FOUNDRY)
    expect(candidate(page)).to_be_focused()
    expect(page.locator("#announced")).to_have_text(f"Accept: {MUSEUM}")
    expect(page.locator(".document mark")).to_have_text("Ostrow Foundry works with virtual reality as well")
    press(page, "e")
    expect(page.get_by_label("Gloss, in a sentence of yours").first).to_be_focused()
    press(page, "Control+a")
    page.keyboard.type("Ostrow Foundry casts and rejects in virtual reality.")  # a and r are letters here
    press(page, "Control+Enter")
    expect(candidate(page)).to_have_text(DEEPFAKES)
    press(page, "r")
    expect(candidate(page)).to_have_text(RINGERS)
    press(page, "n")
    expect(candidate(page)).to_have_text(AGAIN)
    press(page, "m")
    numbers = page.locator("#merge label")
    number = next(str(at + 1) for at in range(numbers.count()) if MUSEUM in numbers.nth(at).inner_text())
    press(page, number)
    expect(page.locator("#merge input:checked")).to_be_focused()
    press(page, "Enter")
    expect(candidate(page)).to_have_text(RINGERS)
    assert server.states() == {
        MUSEUM: "accept",
        "Ostrow Foundry casts and rejects in virtual reality.": "edit",
        DEEPFAKES: "reject",
        RINGERS: "open",
        AGAIN: "merge",
    }
    press(page, "u")
    expect(candidate(page)).to_have_text(AGAIN)
    expect(page.locator("#announced")).to_contain_text("Undone: merge")
    press(page, "p")
    expect(candidate(page)).to_have_text(RINGERS)
    assert server.states()[AGAIN] == "open"
    expect(page.locator(".progress label")).to_have_text("3 of 5 decided")


def test_what_is_refused_is_told_and_nothing_that_was_typed_is_lost(page: Page) -> None:
    press(page, "n", "n")
    page.wait_for_timeout(300)
    page.goto("/review/007?kind=Impact")
    expect(candidate(page)).to_have_text(DEEPFAKES)
    press(page, "e")
    page.locator("#e-object").fill("deepfakes")
    page.locator("#e-caveat").fill("Nobody counted them.")
    press(page, "Control+Enter")
    expect(page.locator("#message")).to_contain_text("Subject and object are the same thing")
    expect(page.locator("#announced")).to_contain_text("Not done")
    assert page.locator("#e-caveat").input_value() == "Nobody counted them."


def test_a_claim_is_added_on_words_that_the_keyboard_selects(page: Page, server: Any, text: str) -> None:
    page.locator(".document .sign[tabindex='0']").focus()
    for _ in range(10):
        if page.evaluate("document.activeElement.parentElement.textContent.includes('🎭')"):
            break
        press(page, "ArrowDown")
    press(page, "ArrowRight", *["Shift+ArrowRight"] * 6)
    chosen = page.evaluate("getSelection().toString()")
    assert "Ringers" in chosen
    press(page, "d")
    words = page.locator("#d-evidence")
    expect(words).to_have_value(" ".join(chosen.split()))
    expect(page.get_by_label("Gloss, in a sentence of yours").nth(1)).to_be_focused()
    start = int(page.locator("#add input[name=start]").get_attribute("value") or 0)
    assert " ".join(text[start:].split()).startswith(" ".join(chosen.split())), "code points, not those of UTF-16"
    page.keyboard.type("Ringers make use of augmented reality.")
    page.locator("#d-kind").select_option("Relation")
    page.locator("#d-subject").fill("musicians")
    page.locator("#d-predicate").fill("usesTechnology")
    page.locator("#d-object").fill("augmented-reality")
    press(page, "Enter")
    expect(page.locator("#message")).to_have_text("Add: Ringers make use of augmented reality.")
    assert server.states()["Ringers make use of augmented reality."] == "add"


def test_words_that_the_mouse_selects_are_evidence_by_their_offsets(page: Page, text: str) -> None:
    words = "Its master says"
    page.evaluate(
        """words => {
          const all = [...document.querySelectorAll(".passage")];
          const passage = all.find((each) => each.textContent.startsWith(words));
          const range = document.createRange();
          range.setStart(passage.firstChild, 0);
          range.setEnd(passage.firstChild, words.length);
          getSelection().removeAllRanges();
          getSelection().addRange(range);
        }""",
        words,
    )
    press(page, "d")
    expect(page.locator("#d-evidence")).to_have_value(words)
    assert page.locator("#add input[name=start]").get_attribute("value") == str(text.index(words))


def test_a_reason_is_given_where_the_focus_is(page: Page, server: Any) -> None:
    sign = page.locator(".part", has_text="Subscribe to our letter.").locator(".sign")
    sign.focus()
    press(page, "o")
    expect(page.locator("#reasons q")).to_have_text("Subscribe to our letter.")
    press(page, "1")
    expect(page.locator("#reasons input:checked")).to_have_value("furniture")
    press(page, "Enter")
    expect(page.locator("#announced")).to_have_text("No claim (furniture)")
    expect(page.locator(".part.reason")).to_contain_text("Subscribe")
    assert [each["reason"] for each in server.state()["passages"] if each["reason"]] == ["furniture"]


def test_keys_can_be_turned_off(page: Page, server: Any) -> None:
    press(page, "?")
    page.locator("#keys").uncheck()
    press(page, "Escape", "a")
    page.wait_for_timeout(300)
    assert server.state()["progress"]["decided"] == 0
    page.locator("#keys").check()


def test_accessible_in_light_and_dark_and_narrow(need: Callable[..., None], browser: Browser, server: Any) -> None:
    need("node")
    server.send("/review/007/decisions", {"action": "reject", "key": server.key(RINGERS)})
    context = browser.new_context(base_url=server.url, bypass_csp=True)
    page = context.new_page()
    for path in ("/review/007?show=open&do=edit", "/review", "/review/build"):
        page.goto(path)
        for details in page.locator("#review details").all():
            details.evaluate("element => { element.open = true }")
        page.set_viewport_size({"width": 1280, "height": 800})
        page.add_script_tag(path=str(ROOT / "node_modules" / "axe-core" / "axe.min.js"))
        assert violations(page, {}) == []
        page.emulate_media(color_scheme="dark")
        assert violations(page, {"runOnly": ["color-contrast", "link-in-text-block"]}) == []
        page.emulate_media(color_scheme="light")
        for width, height in ((320, 640), (640, 480)):
            page.set_viewport_size({"width": width, "height": height})
            assert page.evaluate("document.documentElement.scrollWidth") <= width, path
    page.set_viewport_size({"width": 320, "height": 640})
    page.goto("/review/007")
    expect(page.locator("[data-key=a]")).to_be_in_viewport()
    expect(page.locator(".document mark")).to_be_in_viewport()
    context.close()


def violations(page: Page, options: dict[str, object]) -> list[object]:
    found = page.evaluate("options => axe.run(document, options)", {"resultTypes": ["violations"], **options})
    return [(each["id"], [node["html"][:200] for node in each["nodes"]][:3]) for each in found["violations"]]


def test_everything_is_done_without_scripts(browser: Browser, server: Any) -> None:
    for file in (server.data / "decisions").glob("*"):
        file.unlink()
    context = browser.new_context(base_url=server.url, java_script_enabled=False)
    context.set_default_timeout(30_000)
    page = context.new_page()
    page.goto("/review/007")
    page.get_by_role("button", name="Accept a").click()
    expect(page.locator("#message")).to_have_text(f"Accept: {MUSEUM}")
    page.get_by_role("button", name="Reject r").click()
    page.get_by_role("button", name="Undo u").click()
    expect(candidate(page)).to_have_text(FOUNDRY)
    page.get_by_role("link", name="Next").click()
    page.locator("#merge summary").click()
    page.locator("#merge input[type=radio]").first.check()
    page.get_by_role("button", name="Merge", exact=True).click()
    page.locator(".part", has_text="Subscribe").locator(".sign").click()
    page.get_by_label("furniture").check()
    page.get_by_role("button", name="Say so").click()
    expect(page.locator("#message")).to_have_text("No claim (furniture)")
    assert server.state()["progress"]["byAction"] == {"accept": 1, "merge": 1, "open": 3}
    context.close()


def test_from_a_decision_to_the_pages_without_a_restart(
    start_review: Callable[..., Any],
    new_data: Callable[[], Path],
    publish: Callable[..., None],
    tmp_path: Path,
    browser: Browser,
) -> None:
    home = tmp_path / "snapshots"
    publish(home)
    with start_review(new_data(), home) as server:
        page = browser.new_context(base_url=server.url).new_page()
        page.set_default_timeout(120_000)
        page.goto("/review/007?kind=Adoption")
        press(page, "n")
        expect(candidate(page)).to_have_text(FOUNDRY)
        page.get_by_label("New to the graph").check()
        page.get_by_label("What it is, in a line").fill("Bell foundry.")
        page.get_by_role("button", name="Accept a").click()
        expect(page.locator("#message")).to_contain_text(FOUNDRY)
        press(page, "f")
        expect(page.locator("#message")).to_have_text(
            "Written: 1 claim, 1 new thing, 0 passages without a claim.", timeout=120_000
        )
        page.wait_for_load_state()  # the keys are there when the script is
        press(page, "b")
        expect(page.locator("#message")).to_have_text("Built, and this server shows it.", timeout=120_000)
        page.get_by_role("link", name="007-001").click()
        expect(page.get_by_role("heading", level=1)).to_have_text(FOUNDRY)
        page.goto("/document/007")
        expect(page.locator(".text .notes")).to_contain_text(FOUNDRY)
        page.goto("/search?q=ostrow+foundry&of=claims")
        expect(page.get_by_text(FOUNDRY).first).to_be_visible()
        page.context.close()
    assert "ostrow-foundry" in (server.data / "entities" / "organisations.yaml").read_text(encoding="utf-8")
