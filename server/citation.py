"""How to cite a page: in words, as BibTeX, as CSL-JSON; each at an address of its own and by ``Accept``."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from datetime import UTC, date, datetime
from pathlib import Path

from flask import Response

from graph.namespaces import BASE
from server.negotiation import Format
from server.representations import Requested
from server.structured_data import SITE

PLAIN = Format("txt", "text/plain", "Plain text")
BIBTEX = Format("bib", "application/x-bibtex", "BibTeX", ("text/x-bibtex",))
# What the resolvers of DOIs call it.
CSL = Format("csl", "application/vnd.citationstyles.csl+json", "CSL-JSON")
CITATIONS = (PLAIN, BIBTEX, CSL)
_AUTHOR = SITE + " contributors"
_BIBTEX = {
    "\\": r"\textbackslash{}",
    "~": r"\textasciitilde{}",
    "^": r"\textasciicircum{}",
    **{sign: "\\" + sign for sign in "{}$&#%_"},
}


@dataclass(frozen=True)
class Citation:
    """What a citation of a page says. A snapshot never changes, so its name and day tell what was read."""

    title: str
    url: str
    snapshot: str
    made: date

    @property
    def key(self) -> str:
        name = re.sub(r"[^A-Za-z0-9]+", "-", self.url.removeprefix(BASE).removeprefix("id/")).strip("-")
        return f"creativekg-{name}-{self.snapshot}"

    @property
    def plain(self) -> str:
        made = f"{self.made.day} {self.made:%B %Y}"
        return f"{_AUTHOR}: “{self.title}”. {SITE}, snapshot {self.snapshot} of {made}. {self.url}"

    @property
    def bibtex(self) -> str:
        fields = {
            "author": f"{{{escaped(_AUTHOR)}}}",
            "title": f"{{{escaped(self.title)}}}",
            "year": f"{self.made:%Y}",
            "month": f"{self.made.month}",
            "howpublished": escaped(SITE),
            "version": self.snapshot,
            "note": f"Snapshot {self.snapshot} of {self.made.isoformat()}",
            "url": self.url,
        }
        lines = ",\n".join(f"  {name} = {{{value}}}" for name, value in fields.items())
        return f"@misc{{{self.key},\n{lines}\n}}\n"

    @property
    def csl(self) -> str:
        item = {
            "id": self.key,
            "type": "webpage",
            "title": self.title,
            "author": [{"literal": _AUTHOR}],
            "container-title": SITE,
            "issued": {"date-parts": [[self.made.year, self.made.month, self.made.day]]},
            "version": self.snapshot,
            "language": "en",
            "URL": self.url,
        }
        return json.dumps([item], ensure_ascii=False, indent=2) + "\n"

    def respond(self, asked: Requested) -> Response:
        """The citation in the format that is asked for."""
        body = {PLAIN: self.plain + "\n", BIBTEX: self.bibtex, CSL: self.csl}[asked.format]
        charset = "; charset=utf-8" if asked.format is BIBTEX else ""  # its own default is older than UTF-8
        response = Response(body, content_type=asked.format.content_type + charset)
        response.headers["Link"] = f'<{asked.canonical}>; rel="canonical"'
        response.vary.add("Accept")
        return response


def citation(asked: Requested, title: str, snapshot: Path) -> Citation:
    """The citation of a page; a snapshot was made when its manifest was written."""
    written = (snapshot / "manifest.json").stat().st_mtime
    return Citation(title, asked.canonical, snapshot.name, datetime.fromtimestamp(written, UTC).date())


def escaped(text: str) -> str:
    """A text as BibTeX reads it: on one line, and without signs that mean something to TeX."""
    return "".join(_BIBTEX.get(sign, sign) for sign in " ".join(text.split()))
