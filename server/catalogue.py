"""What the snapshot has things for: the kind of each, and where each concept stands in its vocabulary."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace

from graph.namespaces import ENTITIES_GRAPH, KG, ONTOLOGY_GRAPH, SKOS
from server.cached import per_snapshot
from server.engine import QueryEngine, Term, select
from server.presentation import PROLOGUE, Value

_THINGS = f"""{PROLOGUE}
SELECT ?thing ?label ?kind ?kindLabel ?broader WHERE {{
  VALUES ?graph {{ <{ONTOLOGY_GRAPH}> <{ENTITIES_GRAPH}> }}
  GRAPH ?graph {{ ?thing skos:prefLabel ?label . FILTER(LANG(?label) = "en") }}
  {{
    GRAPH ?graph {{ ?thing a ?kind }}
    OPTIONAL {{ ?kind rdfs:label ?kindLabel FILTER(LANG(?kindLabel) IN ("en", "")) }}
  }}
  UNION {{ GRAPH ?graph {{ ?thing skos:broader ?broader }} }}
}}"""
_TEXTS = f"""{PROLOGUE}
SELECT ?text WHERE {{
  {{ ?claim kg:gloss ?text }} UNION {{ GRAPH <{ONTOLOGY_GRAPH}> {{ ?concept skos:definition ?text }} }}
}}"""
_COMMON = frozenset({SKOS + "Concept", KG + "Policy"})
_PROPER = re.compile(r"\s(?:[A-Z][a-z]|\d)|^.[^a-z]")

_PLURALS = frozenset({KG + "ActorGroup", KG + "Sector"})
_PLURAL = re.compile(r"[a-z](?<![isu])(?<!ic)s\Z")


@dataclass
class Entry:
    """A thing: its kinds as somebody gave them (a concept's own class, not ``skos:Concept``), and the concepts
    directly above and below it."""

    value: Value
    classes: list[Value] = field(default_factory=list)
    broader: list[Value] = field(default_factory=list)
    narrower: list[Value] = field(default_factory=list)
    common: bool = False

    @property
    def kind(self) -> str:
        return self.classes[0].label if self.classes else ""


class Catalogue:
    """The things of a snapshot by IRI. ``written`` are sentences of ours: they tell common nouns from names."""

    def __init__(self, entries: Mapping[str, Entry], written: Iterable[str] = ()) -> None:
        self._entries = entries
        text = "\n".join(written)
        lower = set(re.findall(r"\b[a-z]+", text))
        self._names = {each for each in re.findall(r"(?<=[a-z,;] )[A-Z][a-z]+", text) if each.lower() not in lower}

    def __getitem__(self, iri: str) -> Entry:
        return self._entries.get(iri) or Entry(Value(Term(iri, "iri"), iri))

    def kind(self, iri: str) -> str:
        """What kind of thing this is, in a word; nothing for what is not here."""
        return self[iri].kind

    def path(self, iri: str) -> list[Value]:
        """The concepts above, from the top down; where there are several ways up, the first by label."""
        path: list[Value] = []
        while (above := self[iri].broader) and above[0] not in path:
            path.insert(0, above[0])
            iri = above[0].term.value
        return path

    def siblings(self, iri: str) -> list[Value]:
        """The concepts beside one, below the concept that :meth:`path` ends with."""
        above = self[iri].broader
        return [each for each in self[above[0].term.value].narrower if each.term.value != iri] if above else []

    def is_plural(self, value: Value) -> bool:
        """Whether a label is a plural: that of a group or a sector ends like one, that of an activity may too."""
        classes = {each.term.value for each in self[value.term.value].classes}
        return bool(_PLURALS & classes) and _PLURAL.search(value.label) is not None

    def in_sentence(self, value: Value) -> Value:
        """A value as it is written within a sentence: a concept begins with a small letter, a name does not."""
        label = value.label
        if not self[value.term.value].common or _PROPER.search(label) or re.split(r"\W", label)[0] in self._names:
            return value
        return replace(value, label=label[:1].lower() + label[1:])


@per_snapshot
def catalogue(engine: QueryEngine) -> Catalogue:
    """The things of the snapshot that is served."""
    entries: dict[str, Entry] = {}
    above: defaultdict[str, set[str]] = defaultdict(set)
    for row in select(engine, _THINGS):
        name = row["thing"].value
        entry = entries.setdefault(name, Entry(Value(row["thing"], row["label"].value)))
        if "broader" in row:
            above[name].add(row["broader"].value)
            continue
        entry.common = entry.common or row["kind"].value in _COMMON
        if row["kind"].value != SKOS + "Concept" and "kindLabel" in row:
            entry.classes.append(Value(row["kind"], row["kindLabel"].value))
    for name, broader in above.items():
        for each in broader & entries.keys():
            entries[name].broader.append(entries[each].value)
            entries[each].narrower.append(entries[name].value)
    for entry in entries.values():
        for values in (entry.classes, entry.broader, entry.narrower):
            values.sort(key=lambda value: value.label.casefold())
    return Catalogue(entries, (row["text"].value for row in select(engine, _TEXTS)))
