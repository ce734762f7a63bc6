"""The measures and units of our own vocabularies, by their names."""

from __future__ import annotations

from functools import cache

import pyoxigraph as ox

import ontology
from graph.extraction.wordforms import WORD, plain
from graph.modules import read_turtle
from graph.namespaces import ID, SKOS

_NAMES = {SKOS + "prefLabel", SKOS + "altLabel"}


def form(words: str) -> str:
    """The form in which a name is looked up: without case, plurals or punctuation."""
    return " ".join(plain(word) for word in WORD.findall(words))


@cache
def known(scheme: str) -> dict[str, str]:
    """The slugs of the concepts of the scheme ``measures`` or ``units``, by the forms of their English names."""
    found = {}
    for quad in read_turtle(ontology.FOLDER / "schemes" / f"{scheme}.ttl"):
        concept, name = quad.subject, quad.object
        if quad.predicate.value in _NAMES and isinstance(concept, ox.NamedNode) and isinstance(name, ox.Literal):
            found[form(name.value)] = concept.value.removeprefix(ID)
    return {name: slug for name, slug in found.items() if name and ":" not in slug}
