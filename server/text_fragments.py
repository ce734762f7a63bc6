"""Links to the very words on the publisher's page: ``https://…#:~:text=first words,last words``.

The form is that of https://wicg.github.io/scroll-to-text-fragment/. A document whose address is not known, or whose
text there is in another language, has no such links.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from urllib.parse import quote

from graph.namespaces import SCHEMA
from server.cached import per_snapshot
from server.engine import QueryEngine, select
from server.presentation import PROLOGUE

_ADDRESSES = f"{PROLOGUE}\nSELECT ?document ?url WHERE {{ ?document a foaf:Document ; <{SCHEMA}url> ?url }}"
_ELLIPSIS = "…"
_MARKUP = re.compile(r"[*_#|`]+")


@per_snapshot
def addresses(engine: QueryEngine) -> Mapping[str, str]:
    """Where publishers show the text of documents, by the IRI of the document."""
    return {row["document"].value: row["url"].value for row in select(engine, _ADDRESSES)}


def to_words(page: str, elided: str) -> str:
    """The address of some words on a page, of which the first and the last are enough."""
    first, _, last = (" ".join(_MARKUP.sub(" ", part).split()) for part in elided.partition(_ELLIPSIS))
    words = ",".join(encoded(part) for part in (first, last) if part)
    if not words:
        return page
    return f"{page}#:~:text={words}"


def encoded(text: str) -> str:
    """A text in percent encoding; hyphen, comma and ampersand mean something in a fragment and are encoded too."""
    return quote(text, safe="").replace("-", "%2D")
