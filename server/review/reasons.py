"""The reasons for which a passage carries no claim, as the ontology defines them."""

from __future__ import annotations

from functools import cache

import ontology
from graph.coverage import REASONS
from graph.modules import read_turtle
from graph.namespaces import KG, SKOS


@cache
def definitions() -> dict[str, str]:
    """The definition of each reason, by its name."""
    quads = list(read_turtle(ontology.FOLDER / "claims.ttl"))
    found = {q.subject.value: q.object.value for q in quads if q.predicate.value == SKOS + "definition"}  # type: ignore[union-attr]
    return {reason: found[KG + reason] for reason in REASONS}
