"""``/ontology/cookbook``: how to model a new kind of claim, from the Markdown file beside the ontology."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass
from functools import cache
from itertools import pairwise

from flask import Blueprint, Response, render_template
from markdown_it import MarkdownIt
from markdown_it.token import Token
from markupsafe import Markup

import ontology
from server.negotiation import HTML, Format
from server.problems import Problem
from server.representations import requested

blueprint = Blueprint("cookbook", __name__)

FILE = ontology.FOLDER / "cookbook.md"
MARKDOWN = Format("md", "text/markdown", "Markdown", ("text/x-markdown",))

# What is wider than a narrow screen scrolls by itself, by keyboard too. No text can contain these tags.
_WIDE = {
    "<pre>": '<pre class="code" tabindex="0">',
    "<table>": '<div class="scroll" tabindex="0" role="region" aria-label="Table"><table>',
    "</table>": "</table></div>",
}


@dataclass(frozen=True)
class Article:
    """A text as HTML: its first heading, its first paragraph without markup, the headings below with their
    anchors, and the rest."""

    title: str
    summary: str
    contents: tuple[tuple[str, str], ...]
    body: Markup


@blueprint.get("/ontology/cookbook")
@blueprint.get("/ontology/cookbook.<any(html, md):ending>")
def cookbook(ending: str = "") -> Response:
    if not FILE.is_file():
        raise Problem(404, "not-found", "This installation has no cookbook.")
    text = FILE.read_text(encoding="utf-8")
    asked = requested("ontology/", f"cookbook.{ending}" if ending else "cookbook", (HTML, MARKDOWN))
    if asked.format is MARKDOWN:
        response = Response(text, content_type=MARKDOWN.content_type)
    else:
        page = render_template("cookbook.html", article=article(text), address=asked.path)
        response = Response(page, mimetype="text/html")
    response.vary.add("Accept")
    return response


@cache
def article(text: str) -> Article:
    """Markdown (CommonMark with tables) as HTML. Markup in it is shown, not obeyed, and addresses that run code
    are no links. Headings get anchors."""
    markdown = MarkdownIt("commonmark", {"html": False}).enable("table")
    tokens = markdown.parse(text)
    title = summary = ""
    if tokens and tokens[0].tag == "h1":
        title, tokens = _plain(tokens[1]), tokens[3:]
    contents: list[tuple[str, str]] = []
    anchors: Counter[str] = Counter()
    for opening, inline in pairwise(tokens):
        if opening.type == "heading_open":
            anchor = re.sub(r"\W+", "-", _plain(inline).casefold()).strip("-")
            anchors[anchor] += 1
            opening.attrSet("id", anchor if anchors[anchor] == 1 else f"{anchor}-{anchors[anchor]}")
            if opening.tag == "h2":
                contents.append((str(opening.attrs["id"]), _plain(inline)))
        elif opening.type == "paragraph_open":
            summary = summary or _plain(inline)
    html = str(markdown.renderer.render(tokens, markdown.options, {}))
    for plain, wide in _WIDE.items():
        html = html.replace(plain, wide)
    return Article(title, summary, tuple(contents), Markup(html))


def _plain(inline: Token) -> str:
    """The text of a heading or paragraph without its markup."""
    return " ".join("".join(child.content or " " for child in inline.children or []).split())
