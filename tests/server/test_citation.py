"""Citing a page: in words, as BibTeX, as CSL-JSON, with the snapshot that was read; any title survives BibTeX."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime
from html import unescape
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from server.citation import Citation, escaped

PAGES = ("/id/artificial-intelligence", "/claim/004-038", "/document/003")
_UNESCAPED = {r"\textbackslash{}": "\\", r"\textasciitilde{}": "~", r"\textasciicircum{}": "^"}


def parsed(bibtex: str) -> tuple[str, dict[str, str]]:
    """The key and the fields of one entry; fails where braces do not match."""
    head = re.match(r"@misc\{([^\s,{}#%~\\]+),\n", bibtex)
    assert head and bibtex.endswith("\n}\n")
    fields = {}
    for line in bibtex[head.end() : -3].split(",\n"):
        field = re.fullmatch(r"  ([a-z]+) = \{(.*)\}", line)
        assert field, line
        depth = 0
        for brace in re.findall(r"\\?[{}]", field[2]):
            depth += {"{": 1, "}": -1}.get(brace, 0)
            assert depth >= 0
        assert depth == 0
        fields[field[1]] = field[2]
    return head[1], fields


def read(tex: str) -> str:
    """What TeX sets for an escaped text."""
    return re.sub(
        r"\\text[a-z]+\{\}|\\[{}$&#%_]|[\\{}$&#%_~^]",
        lambda found: _UNESCAPED.get(found[0]) or (found[0][1] if len(found[0]) == 2 else "<unescaped>"),
        tex,
    )


@pytest.mark.parametrize("path", PAGES)
def test_three_forms_say_the_same(real_server: Any, snapshot_home: Path, path: str) -> None:
    snapshot = (snapshot_home / "CURRENT").read_text().strip()
    made = datetime.fromtimestamp((snapshot_home / snapshot / "manifest.json").stat().st_mtime, UTC).date()
    iri = "https://w3id.org/creativekg" + path
    plain = real_server.request("GET", path + ".txt").body.decode()
    assert iri in plain and snapshot in plain and str(made.year) in plain
    _, fields = parsed(real_server.request("GET", path + ".bib").body.decode())
    (item,) = real_server.request("GET", path + ".csl").json()
    # The fields that the CSL data schema requires, and those without which nothing can be found again.
    assert item["type"] == "webpage" and item["id"]
    assert item["URL"] == fields["url"] == iri
    assert item["issued"]["date-parts"] == [[made.year, made.month, made.day]]
    assert fields["year"] == str(made.year) and item["version"] == fields["version"] == snapshot
    assert read(fields["title"].removeprefix("{").removesuffix("}")) == item["title"]
    assert item["title"] in plain
    html = real_server.request("GET", path, headers={"Accept": "text/html"}).body.decode()
    shown = unescape(html.partition('<details class="cite"')[2].partition("</details>")[0])
    assert plain.strip() in shown and fields["title"] in shown and f'href="{path}.bib"' in shown


@pytest.mark.parametrize(
    "media_type", ["application/x-bibtex", "application/vnd.citationstyles.csl+json", "text/plain"]
)
def test_by_accept(real_server: Any, media_type: str) -> None:
    reply = real_server.request("GET", "/id/film", headers={"Accept": media_type})
    assert reply.status == 200 and reply.headers.get_content_type() == media_type
    assert "Accept" in reply.headers["Vary"]


@pytest.mark.parametrize("path", ["/id/no-such-thing.bib", "/claim/009-001.csl", "/document/999.txt"])
def test_what_is_not_there_is_not_cited(real_server: Any, path: str) -> None:
    assert real_server.request("GET", path).status == 404


@given(st.text(st.characters(exclude_categories=("Cs", "Cc")), max_size=60))
def test_any_title_survives(title: str) -> None:
    shown = " ".join(title.split())
    assert read(escaped(title)) == shown
    cited = Citation(title, "https://w3id.org/creativekg/id/x", "0123456789abcdef", date(2026, 1, 2))
    _, fields = parsed(cited.bibtex)
    assert read(fields["title"][1:-1]) == shown
