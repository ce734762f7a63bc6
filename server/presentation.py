"""What pages show in place of IRIs: labels, addresses of our own pages, names of vocabularies."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from urllib.parse import quote

from graph.namespaces import BASE, PREFIXES
from server.engine import Term

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
    )
)


@dataclass(frozen=True)
class Value:
    """One value of a property: a term, and its label where the graph has one."""

    term: Term
    label: str

    @property
    def href(self) -> str | None:
        """Where the value leads: our page, an outside address, or nowhere."""
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
# Part of our queries: the label of ?value, in English where it has a language.
LABEL_PATTERN = (
    'OPTIONAL { ?value skos:prefLabel|rdfs:label|dcterms:title|kg:gloss ?label FILTER(LANG(?label) IN ("en", "")) }'
)
PROLOGUE = "".join(f"PREFIX {prefix}: <{namespace}>\n" for prefix, namespace in PREFIXES.items())


def things(rows: Iterable[dict[str, Term]]) -> dict[str, Thing]:
    """The nodes of a result with the columns ``node``, ``property``, ``value`` and perhaps ``label``."""
    found: dict[str, Thing] = {}
    for row in rows:
        node, value = row["node"].value, row["value"]
        thing = found.setdefault(node, Thing(node))
        values = thing.properties.setdefault(row["property"].value, [])
        if all(known.term != value for known in values):
            label = row["label"].value if "label" in row else shown(value)
            values.append(Value(value, label))
    return found


def shown(term: Term) -> str:
    """A term without a label, as a person reads it."""
    return short(term.value) if term.kind == "iri" else term.value


def local(iri: str) -> str | None:
    """The path at which this server describes an IRI of ours; None for any other IRI."""
    if iri.startswith(_PAGES):
        return "/" + quote(iri.removeprefix(BASE), safe="/#-._~")
    if iri == BASE + "ontology" or iri.startswith(BASE + "ontology#"):
        return "/" + iri.removeprefix(BASE)
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


def spaced(name: str) -> str:
    """A variable's name in words: ``addressedTo`` is shown as "addressed to"."""
    return re.sub(r"(?<=[a-z])(?=[A-Z])|_", " ", name).lower()
