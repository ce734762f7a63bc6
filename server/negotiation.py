"""Which formats there are, what they are called, and which one a client prefers."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache

from werkzeug.datastructures import MIMEAccept
from werkzeug.http import parse_accept_header


@dataclass(frozen=True, eq=False)  # there is one of each: they are looked up for every request
class Format:
    """One way of writing an answer.

    ``name`` is the short name used in ``?format=`` and as a file ending, ``media_type`` what the engine and the
    answer call it, ``also`` the other media types by which clients ask for it.
    """

    name: str
    media_type: str
    label: str
    also: tuple[str, ...] = ()

    @property
    def content_type(self) -> str:
        """The value of ``Content-Type``: text says that it is UTF-8."""
        return self.media_type + ("; charset=utf-8" if self.media_type.startswith("text/") else "")


HTML = Format("html", "text/html", "HTML", ("application/xhtml+xml",))
SOLUTIONS = (
    Format("json", "application/sparql-results+json", "JSON", ("application/json",)),
    Format("xml", "application/sparql-results+xml", "XML", ("application/xml", "text/xml")),
    Format("csv", "text/csv", "CSV"),
    Format("tsv", "text/tab-separated-values", "TSV"),
)
GRAPHS = (
    Format("ttl", "text/turtle", "Turtle", ("application/turtle", "application/x-turtle")),
    Format("nt", "application/n-triples", "N-Triples"),
    Format("rdf", "application/rdf+xml", "RDF/XML", ("application/xml", "text/xml")),
    Format("jsonld", "application/ld+json", "JSON-LD", ("application/json",)),
)
# What CONSTRUCT and DESCRIBE can be answered in: as their triples stand in no named graph, the last two add nothing
# but the form that a client may want.
CONSTRUCTED = (
    *GRAPHS,
    Format("trig", "application/trig", "TriG", ("application/x-trig",)),
    Format("nq", "application/n-quads", "N-Quads", ("text/x-nquads",)),
)
# What a name means for the other kind of answer, and the names that other servers and SPARQLWrapper use.
_NAMES = {
    "json": ("json", "jsonld"),
    "xml": ("xml", "rdf"),
    "turtle": ("ttl",),
    "n3": ("ttl",),
    "ntriples": ("nt",),
    "nquads": ("nq",),
    "rdf+xml": ("rdf",),
    "rdfxml": ("rdf",),
    "json-ld": ("jsonld",),
} | {each.name: (each.name,) for each in SOLUTIONS[2:] + CONSTRUCTED}
_LONG = 1000  # what is remembered must not grow with what somebody sends
NAMES = tuple(each.name for each in SOLUTIONS + CONSTRUCTED)


def prefer(accept: str | None, offered: Iterable[Format]) -> Format | None:
    """The offered format that an ``Accept`` header (RFC 9110 §12.5.1) likes best, or None where it excludes all.

    The most specific range decides the quality of a format; between equals the one offered first wins. Parameters
    of media types (``charset``, ``profile``) are not looked at.
    """
    best = _best if len(accept or "") < _LONG else _best.__wrapped__
    return best(accept, tuple(offered))


@lru_cache(maxsize=512)
def _best(accept: str | None, offered: tuple[Format, ...]) -> Format | None:
    if not accept or not accept.strip():
        return offered[0]
    ranges = {
        value.partition(";")[0].strip().lower(): quality
        for value, quality in reversed(list(parse_accept_header(accept, MIMEAccept)))
    }
    quality, best = max(((_quality(each, ranges), each) for each in offered), key=lambda pair: pair[0])
    return best if quality > 0 else None


def _quality(offered: Format, ranges: dict[str, float]) -> float:
    """What the ranges give a format: by one of its names, else by a wildcard for the first of them."""
    named = [ranges[name] for name in (offered.media_type, *offered.also) if name in ranges]
    if named:
        return max(named)
    family = offered.media_type.partition("/")[0] + "/*"
    return ranges.get(family, ranges.get("*/*", 0))


def prefers_html(accept: str | None, others: Iterable[Format]) -> bool:
    """Whether a page suits the client better than any of the other formats; without a header it does not."""
    return bool(accept) and prefer(accept, (*others, HTML)) is HTML


def accept_of(name: str) -> str | None:
    """The ``Accept`` header that a short name stands for, or None where the name is unknown."""
    names = _NAMES.get(name.lower())
    if names is None:
        return None
    return ", ".join(each.media_type for each in SOLUTIONS + CONSTRUCTED if each.name in names)
