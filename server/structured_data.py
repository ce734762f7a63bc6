"""What a page says of itself to search engines: schema.org in JSON-LD, drawn from what the page shows.

The breadcrumb is read from the page's own, so that the two cannot differ.
"""

from __future__ import annotations

import re
from html.parser import HTMLParser
from typing import Any

from graph.dumps import FORMATS as DUMPS
from graph.namespaces import BASE

SITE = "Creative Industries Knowledge Graph"
# No "@context": "https://schema.org", which a reader would have to fetch.
_CONTEXT = {"@vocab": "https://schema.org/"}
_LICENCE = "https://creativecommons.org/licenses/by/4.0/"
# What the page of a thing is about, by the folder of the thing's IRI.
_ABOUT = {
    "claim": "Claim",
    "document": "CreativeWork",
    "scheme": "DefinedTermSet",
    "dataset": "Dataset",
    "id": "Thing",
}


def structured_data(
    canonical: str, title: str, description: str, crumbs: str, formats: list[tuple[str, str]]
) -> dict[str, Any]:
    """A ``WebPage`` in JSON-LD.

    Args:
        crumbs: the HTML of the page's breadcrumb; nothing on the home page.
        formats: media type and address of the same page as data.
    """
    title, description = _one_line(title), _one_line(description)
    page: dict[str, Any] = {
        "@context": _CONTEXT,
        "@type": "WebPage",
        "url": canonical,
        "name": title,
        "description": description,
        "inLanguage": "en",
        "license": _LICENCE,
        "isPartOf": {"@type": "WebSite", "@id": BASE, "url": BASE, "name": SITE},
    }
    kind = _ABOUT.get(canonical.removeprefix(BASE).partition("/")[0])
    if kind:
        page["mainEntity"] = {"@type": kind, "@id": canonical, "name": title, "description": description}
        page["mainEntity"]["subjectOf"] = [
            {"@type": "DataDownload", "encodingFormat": media_type, "contentUrl": _ours(address)}
            for media_type, address in formats
        ]
    elif canonical == BASE:
        page["mainEntity"] = _dataset(title, description)
    steps = _steps(crumbs)
    if steps:
        page["breadcrumb"] = {
            "@type": "BreadcrumbList",
            "itemListElement": [
                {"@type": "ListItem", "position": place, "name": name, "item": address or canonical}
                for place, (name, address) in enumerate(steps, 1)
            ],
        }
    return page


def _dataset(title: str, description: str) -> dict[str, Any]:
    """The graph as a whole, as Google's data set search wants it."""
    return {
        "@type": "Dataset",
        "@id": BASE + "dataset/creativekg",
        "name": f"{SITE}: {title}",
        "description": description,
        "license": _LICENCE,
        "isAccessibleForFree": True,
        "url": BASE,
        "distribution": [
            {"@type": "DataDownload", "encodingFormat": media_type, "contentUrl": f"{BASE}download/{name}"}
            for name, media_type in DUMPS.values()
        ],
    }


def _ours(path: str) -> str:
    """The IRI of a page of ours, whichever server shows it."""
    return BASE + path.removeprefix("/")


def _one_line(text: str) -> str:
    return re.sub(r"\s+", " ", text).strip()


def _steps(crumbs: str) -> list[tuple[str, str]]:
    reader = _Steps()
    reader.feed(crumbs)
    return [(_one_line(name), _ours(address) if address else "") for name, address in reader.steps]


class _Steps(HTMLParser):
    """The items of a breadcrumb: the text of each ``li``, and where its link leads, or nothing."""

    def __init__(self) -> None:
        super().__init__()
        self.steps: list[tuple[str, str]] = []
        self._inside = False

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag == "li":
            self._inside = True
            self.steps.append(("", ""))
        elif tag == "a" and self._inside:
            self.steps[-1] = (self.steps[-1][0], dict(attrs).get("href") or "")

    def handle_endtag(self, tag: str) -> None:
        if tag == "li":
            self._inside = False

    def handle_data(self, data: str) -> None:
        if self._inside:
            name, address = self.steps[-1]
            self.steps[-1] = (name + data, address)
