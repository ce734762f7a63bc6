"""HTML: all that is visible is kept, in the order of the page; what is not the main text is furniture."""

from __future__ import annotations

import pytest

from graph.errors import ReadingError
from graph.reading.html import read_html
from graph.reading.reading import Reading, Source

PAGE = """<!doctype html><html lang="en-GB"><head><title>The new roof | Harbour Theatre</title>
<meta property="article:published_time" content="2025-03-04">
<link rel="canonical" href="https://theatre.example/news/roof"></head><body>
<header><nav><ul><li><a href="/">Home</a></li><li><a href="/t">Tickets</a></li></ul></nav></header>
<main><article><h1>The new roof</h1><p>By Ida Brandt</p>
<p>The theatre has <b>replaced</b> its roof with one that carries solar cells, which power the lamps of the stage
and the projectors in the foyer.</p>
<h2>How it was built</h2><p>Two crews worked in turns.<br>A crane stood in the yard for six weeks, and no show was
cancelled.</p>
<ul><li>The cells came first.</li><li>The <i>tiles</i> followed.</li></ul>
<table><tr><th>Year</th><th>Shows</th></tr><tr><td>2023</td><td>1,200</td></tr><tr><td></td><td>1,850</td></tr></table>
<figure><img src="x.jpg" alt="unseen"><figcaption>The crane at dusk.</figcaption></figure>
<p>Visitors can see on a screen how much power the roof gives. The crew hopes that schools will come.</p>
</article></main>
<aside><h3>Related articles</h3><p><a href="/1">A bar for the foyer</a></p></aside>
<div style="display:none">hidden words</div><script>var a = "no text";</script>
<footer><p>© 2025 Harbour Theatre</p><p>Sign up for our newsletter</p></footer></body></html>"""


def read(page: str | bytes, charset: str | None = None) -> Reading:
    return read_html(Source(page.encode() if isinstance(page, str) else page, "a.html", charset=charset))


def aside(reading: Reading) -> list[str]:
    return [reading.text[span.start : span.end] for span in reading.furniture]


def test_the_whole_page_is_kept_and_its_site_is_set_aside() -> None:
    reading = read(PAGE)
    assert reading.text.split("\n\n") == [
        "- Home",
        "- Tickets",
        "# The new roof",
        "By Ida Brandt",
        "The theatre has replaced its roof with one that carries solar cells, which power the lamps of the stage "
        "and the projectors in the foyer.",
        "## How it was built",
        "Two crews worked in turns.\nA crane stood in the yard for six weeks, and no show was cancelled.",
        "- The cells came first.",
        "- The tiles followed.",
        "Year\tShows\n2023\t1,200\n\t1,850",
        "The crane at dusk.",
        "Visitors can see on a screen how much power the roof gives. The crew hopes that schools will come.",
        "### Related articles",
        "A bar for the foyer",
        "© 2025 Harbour Theatre",
        "Sign up for our newsletter",
        "",
    ]
    assert aside(reading) == [
        "- Home",
        "- Tickets",
        "### Related articles",
        "A bar for the foyer",
        "© 2025 Harbour Theatre",
        "Sign up for our newsletter",
    ]


def test_what_the_page_says_of_itself() -> None:
    reading = read(PAGE)
    assert (reading.title, reading.language, reading.issued, reading.url) == (
        "The new roof",
        "en",
        "2025-03-04",
        "https://theatre.example/news/roof",
    )
    assert reading.reader.startswith("trafilatura ")


def test_a_page_of_next_to_no_text_goes_by_its_own_word() -> None:
    reading = read("<html><body><nav>Start</nav><p>Closed on Monday.</p></body></html>")
    assert reading.text.split() == ["Start", "Closed", "on", "Monday."]
    assert aside(reading) == ["Start"]


def test_a_table_that_lays_out_the_page_is_not_data() -> None:
    reading = read("<table><tr><td><h2>Left</h2><p>One.</p></td><td><p>Two.</p></td></tr></table>")
    assert reading.text.split("\n\n") == ["## Left", "One.", "Two.", ""]


@pytest.mark.parametrize(
    ("page", "charset"),
    [
        ('<meta charset="iso-8859-1"><p>Café Müller</p>'.encode("latin-1"), None),
        ("<p>Café Müller</p>".encode("latin-1"), "iso-8859-1"),
        ("<p>Café Müller</p>".encode("utf-16"), None),
        ('<meta charset="iso-8859-1"><p>Café Müller</p>'.encode(), None),
        (b"<p>Caf&eacute; M&uuml;ller</p>", None),
    ],
)
def test_the_encoding_is_that_of_the_bytes_the_page_or_the_server(page: bytes, charset: str | None) -> None:
    assert read(page, charset).text.strip() == "Café Müller"


def test_a_page_nested_without_end_is_read_or_refused() -> None:
    deep = "<div>" * 20_000 + "words" + "</div>" * 20_000
    try:
        reading = read(f"<html><body><p>Above.</p>{deep}</body></html>")
    except ReadingError as error:
        assert "\n" not in str(error)
    else:
        assert "Above." in reading.text


@pytest.mark.parametrize(
    "page", ["<html></html>", "<!-- nothing -->", "<p>\u00ad</p>", "<html><script>1</script></html>"]
)
def test_a_page_without_text_is_refused(page: str) -> None:
    with pytest.raises(ReadingError, match="no text"):
        read(page)
