"""What pages show in place of IRIs: labels, addresses of our own pages, names of vocabularies."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import lru_cache
from urllib.parse import quote

from graph.namespaces import BASE, KG, PREFIXES
from server.engine import Term

TERM_PAGES = "/ontology/term/"
_LONG = 500  # what is remembered must not grow with what somebody writes into a query
_PAGES = tuple(
    BASE + kind
    for kind in (
        "id/",
        "claim/",
        "document/",
        "evidence/",
        "derivation/",
        "rule/",
        "scheme/",
        "graph/",
        "dataset/",
        "mapping/",
        "classification/",
    )
)


@dataclass(frozen=True)
class Value:
    """One value of a property: a term, and its label where the graph has one.

    ``page`` is where it leads when that does not follow from its IRI: our page of a class that others defined.
    """

    term: Term
    label: str
    page: str | None = None

    @property
    def href(self) -> str | None:
        """Where the value leads: our page, an outside address, or nowhere."""
        if self.page:
            return self.page
        if self.term.kind != "iri":
            return None
        return local(self.term.value) or (self.term.value if self.term.value.startswith("http") else None)


@dataclass
class Thing:
    """What the rows of one query say of one node: its properties, each with its values in the order they came."""

    iri: str
    properties: dict[str, list[Value]] = field(default_factory=dict)

    def all(self, *properties: str) -> list[Value]:
        """The values of some properties, sorted by label."""
        values = [value for name in properties for value in self.properties.get(name, [])]
        return sorted(values, key=lambda value: (value.label.casefold(), value.term.value))

    def one(self, *properties: str) -> Value | None:
        """The first value of the first of these properties that has one; English before other languages."""
        for name in properties:
            values = self.properties.get(name, [])
            if values:
                return min(values, key=lambda value: value.term.language not in ("en", None))
        return None

    def text(self, *properties: str) -> str:
        """The label of :meth:`one`, or nothing."""
        value = self.one(*properties)
        return value.label if value else ""

    @property
    def name(self) -> str:
        return self.text(*LABELS) or short(self.iri)


LABELS = tuple(
    PREFIXES[prefix] + name
    for prefix, name in (("skos", "prefLabel"), ("rdfs", "label"), ("dcterms", "title"), ("kg", "gloss"))
)
_LANGUAGES = {"ar": "Arabic", "de": "German", "en": "English", "es": "Spanish", "fr": "French", "it": "Italian",
              "ru": "Russian", "zh": "Chinese"}  # fmt: skip
# Part of our queries: the label of ?value, in English where it has a language.
LABEL_PATTERN = (
    'OPTIONAL { ?value skos:prefLabel|rdfs:label|dcterms:title|kg:gloss ?label FILTER(LANG(?label) IN ("en", "")) }'
)
PROLOGUE = "".join(f"PREFIX {prefix}: <{namespace}>\n" for prefix, namespace in PREFIXES.items())


def things(rows: Iterable[dict[str, Term]]) -> dict[str, Thing]:
    """The nodes of a result with the columns ``node``, ``property``, ``value`` and perhaps ``label``."""
    found: dict[str, Thing] = {}
    seen: set[tuple[str, str, Term]] = set()
    for row in rows:
        node, name, value = row["node"].value, row["property"].value, row["value"]
        thing = found.setdefault(node, Thing(node))
        values = thing.properties.setdefault(name, [])
        if (node, name, value) not in seen:
            seen.add((node, name, value))
            values.append(Value(value, row["label"].value if "label" in row else shown(value)))
    return found


def shown(term: Term) -> str:
    """A term without a label, as a person reads it."""
    return short(term.value) if term.kind == "iri" else term.value


def local(iri: str) -> str | None:
    """The path at which this server describes an IRI of ours; None for any other IRI."""
    return (_local if len(iri) < _LONG else _local.__wrapped__)(iri)


@lru_cache(maxsize=10_000)
def _local(iri: str) -> str | None:
    if iri.startswith(_PAGES):
        return "/" + quote(iri.removeprefix(BASE), safe="/#-._~")
    if iri.startswith(KG):
        return TERM_PAGES + quote(iri.removeprefix(KG), safe="-._~")
    if iri == BASE + "ontology" or iri.startswith(BASE + "ontology/"):
        return "/" + quote(iri.removeprefix(BASE), safe="/-._~")
    return None


def short(iri: str) -> str:
    """An IRI with its prefix, or as it is where we have none for it."""
    for prefix, namespace in PREFIXES.items():
        if iri.startswith(namespace) and re.fullmatch(r"[\w.-]+", iri[len(namespace) :]):
            return f"{prefix}:{iri[len(namespace) :]}"
    return iri


def first_upper(text: str) -> str:
    """The text with a capital first letter, the rest as it is."""
    return text[:1].upper() + text[1:]


def language_name(tag: str) -> str:
    """The English name of a language that our labels come in; another keeps its tag."""
    return _LANGUAGES.get(tag, tag)


def spaced(name: str) -> str:
    """A variable's name in words: ``addressedTo`` is shown as "addressed to"."""
    return re.sub(r"(?<=[a-z])(?=[A-Z])|_", " ", name).lower()
