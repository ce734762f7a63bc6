"""Site furniture is found by general signs, and what only looks like it is left alone."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from graph.claims import load_all_claims
from graph.coverage import accounts, load_passages
from graph.defaults import DATA
from graph.documents import load_documents, read_text
from graph.reading.furniture import furniture

PROSE = (
    "The opera in the harbour has hung forty cameras above its stage, and a small crew cuts their pictures while "
    "the singers are still on it. The films are shown in village halls the week after, with surtitles in Welsh."
)


def aside(text: str) -> dict[str, str]:
    return {text[span.start : span.end]: span.reason for span in furniture(text)}


@pytest.mark.parametrize(
    "line",
    [
        "Skip to content",
        "Log in",
        "Share this article",
        "Sign up for our monthly newsletter",
        "Like 0",
        "12 comments",
        "5 min read",
        "© 2025 Harbour Opera",
        "All rights reserved.",
        "We use cookies to improve your visit.",
        "Home | About | News | Contact",
        "EN | DE | FR",
        "Page 3 of 10",
        "press@opera.example",
        "@harbouropera",
        "Leave a comment",
    ],
)
def test_a_line_of_the_site_is_furniture(line: str) -> None:
    text = f"Films from the stage\n\n{PROSE}\n\n{line}\n\n{PROSE[::-1].capitalize()}."
    assert aside(text) == {line: "furniture"}


@pytest.mark.parametrize(
    "line",
    [
        "Films and games",
        "By Ida Brandt",
        "Music",
        "Search",
        "Home",
        "Contact between artists and engineers",
        "News",
        "Like the opera, the theatre films its shows.",
        "Comments on the first season were kind.",
        "Copyright law protects the pictures of the crew.",
        "Cookies were served in the foyer.",
        "Share of visitors who came again: 40 per cent",
        "5,000 views",
        "Data > information > knowledge",
        "Photo: Ida Brandt",
        "Page design matters to readers of programmes.",
        "Read more plays, says the director.",
        "Sources: the opera, 2024",
        "2024",
        "Further reading",
        "The archive | a place for all",
    ],
)
def test_a_line_of_the_text_is_not(line: str) -> None:
    assert aside(f"Films from the stage\n\n{PROSE}\n\n{line}\n\n{PROSE[::-1].capitalize()}.") == {}


def test_a_menu_is_a_run_of_short_lines_with_words_of_menus() -> None:
    menu = ["Home", "What's on", "Visit", "Shop", "Log in", "Opera films"]
    text = "\n".join(menu) + f"\n\nFilms from the stage\n\n{PROSE}"
    assert aside(text) == dict.fromkeys(menu, "furniture")


def test_a_short_title_beside_a_menu_is_not_of_it() -> None:
    text = (
        f"Home\n\nVisit\n\nLog in\n\nOpera films\n\n{PROSE}\n\nLight on stage\nShare\nPrint\nTweet\n\n{PROSE} Yes."
    )
    assert set(aside(text)) == {"Home", "Visit", "Log in", "Share", "Print", "Tweet"}


@pytest.mark.parametrize(
    "lines",
    [
        ["Music", "Film", "Games", "Architecture", "Design"],
        ["- Video", "- Audio", "- Events", "- Archive"],
        ["Video", "Audio", "Press", "Events"],
        ["Ida Brandt", "Jon Falk", "Eva Moor"],
        ["English", "and", "Welsh"],
    ],
)
def test_a_list_of_topics_or_names_is_not_a_menu(lines: list[str]) -> None:
    assert aside(f"{PROSE}\n\n" + "\n".join(lines) + f"\n\n{PROSE[::-1].capitalize()}.") == {}


def test_the_speakers_of_an_interview_are_not_a_logo() -> None:
    turns = "\n\n".join(
        f"{name}\n\n{PROSE} Turn {turn}." for turn in range(4) for name in ("Ida Brandt", "Jon Falk")
    )
    assert aside(f"Films from the stage\n\n{turns}") == {}


def test_a_logo_stands_on_slide_after_slide() -> None:
    slides = [
        f"# Slide of {topic}\n\nHarbour Opera\n\n- {topic} first" for topic in ("light", "sound", "film", "games")
    ]
    assert set(aside("\n\n".join(slides)).items()) == {("Harbour Opera", "furniture")}
    assert len(furniture("\n\n".join(slides))) == 4


def test_above_a_breadcrumb_stands_the_site() -> None:
    text = f"Harbour Opera\nHome > News > Films\nFilms from the stage\n118\n\n{PROSE}"
    assert aside(text) == dict.fromkeys(["Harbour Opera", "Home > News > Films", "118"], "furniture")


def test_teasers_come_after_the_text_and_one_of_this_very_text_is_none() -> None:
    text = (
        f"4 March 2025\n\nFilms from the stage\n\n{PROSE}\n\nLatest news\n\n"
        "4 March 2025\n\nFilms from the stage\n\nThe opera in the harbour has hung forty...\n\n"
        "1 March 2025\n\nA bar for the foyer\n\nFrom May on guests can..."
    )
    assert aside(text) == {
        "4 March 2025": "metadata",
        "Latest news": "furniture",
        "1 March 2025": "teaser",
        "A bar for the foyer": "teaser",
        "From May on guests can...": "teaser",
    }


def test_a_heading_like_latest_news_inside_the_text_is_left_alone() -> None:
    assert aside(f"{PROSE}\n\nLatest news\n\n{PROSE[::-1].capitalize()}. " + PROSE) == {}


def test_a_title_that_the_page_repeats_is_metadata() -> None:
    text = f"Films from the stage\n\nFilms from the stage\n\n{PROSE}"
    assert [span.reason for span in furniture(text)] == ["metadata", "metadata"]


@given(text=st.text(alphabet=st.sampled_from("aB .!|>@©1\n\t#*-"), max_size=200))
def test_furniture_is_in_order_within_the_text_and_never_blank(text: str) -> None:
    at = 0
    for span in furniture(text):
        assert at <= span.start < span.end <= len(text)
        assert text[span.start : span.end].strip()
        at = span.end


def test_furniture_of_the_five_documents(need: Callable[..., None], documents_folder: Path) -> None:
    """Against what the curator set aside: precision and recall (measured .95 and .93)."""
    need("documents")
    documents = load_documents(DATA / "documents.yaml")
    passages = load_passages(DATA / "coverage", documents)
    claims = load_all_claims(DATA / "claims")
    right = wrong = missed = 0
    for document in documents.values():
        text = read_text(document, documents_folder)
        assert text is not None
        spans = furniture(text)
        for account in accounts(passages[document.id], [each for each in claims if each.document == document.id]):
            passage = account.passage
            found = any(span.start < passage.end and passage.start < span.end for span in spans)
            expected = passage.reason in ("furniture", "teaser", "metadata")
            right += found and expected
            wrong += found and not expected
            missed += expected and not found
    assert right / (right + wrong) >= 0.95
    assert right / (right + missed) >= 0.9
