"""What the pages with charts share: a page of a selection, the claims behind it as RDF, its query in the editor."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlencode

from flask import current_app

from graph.namespaces import BASE, PREFIXES
from server.engine import iri
from server.negotiation import HTML, Format
from server.presentation import PROLOGUE
from server.representations import FORMATS, Requested

_CLAIMS = f"""{PROLOGUE}
CONSTRUCT {{ ?node ?property ?value }} WHERE {{
  {{ SELECT DISTINCT ?node WHERE {{ #WHICH  ?claim (kg:evidence/oa:hasSelector?)? ?node }} }}
  ?node ?property ?value .
}}"""


@dataclass(frozen=True)
class Selected(Requested):
    """A page that a query string narrows: its data are narrowed likewise. ``query`` is without a question mark."""

    query: str = ""

    @property
    def canonical(self) -> str:
        return super().canonical + self._suffix

    @property
    def path(self) -> str:
        return "/" + self.iri.removeprefix(BASE)

    @property
    def alternates(self) -> list[tuple[Format, str]]:
        return [(each, f"{self.path}.{each.name}{self._suffix}") for each in FORMATS if each is not HTML]

    @property
    def _suffix(self) -> str:
        return f"?{self.query}" if self.query else ""


def drawn() -> bool:
    """Whether the script that draws was built; without it the tables stand alone."""
    return (Path(current_app.root_path) / "static" / "vendor" / "charts.js").is_file()


def editor(query: str) -> str:
    """The address of the query page with a query in it, which gets the prefixes that it uses."""
    used = [f"PREFIX {name}: <{space}>\n" for name, space in PREFIXES.items() if f"{name}:" in query]
    return "/sparql?" + urlencode({"query": "".join(used) + query})


def among(claims: Iterable[str]) -> str:
    """A pattern that binds ``?claim`` to these claims."""
    return "VALUES ?claim { " + " ".join(iri(claim).sparql() for claim in claims) + " }"


def as_rdf(which: str) -> str:
    """The CONSTRUCT query for claims, which a pattern binds to ``?claim``, with their evidence."""
    return _CLAIMS.replace("#WHICH", which)
