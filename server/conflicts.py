"""Claims that contradict one another, side by side."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import chain

from server.engine import QueryEngine
from server.facts import Fact, facts_of


def pairs(engine: QueryEngine, found: Iterable[Fact]) -> list[tuple[Fact, Fact]]:
    """Each contradiction that one of these claims is part of, once; the other claim need not be among them."""
    known = {fact.iri: fact for fact in found}
    ends = sorted(
        {tuple(sorted((fact.iri, other.term.value))) for fact in known.values() for other in fact.conflicts}
    )
    missing = [claim for claim in dict.fromkeys(chain.from_iterable(ends)) if claim not in known]
    known |= {fact.iri: fact for fact in facts_of(engine, missing)}
    return [(known[one], known[other]) for one, other in ends if one in known and other in known]
