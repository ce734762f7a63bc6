"""``/disagreement``: claims that cannot both be true, side by side, and what is an opportunity in one document
and a threat in another."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import product

from flask import Blueprint, Response, render_template

from graph.namespaces import BASE, KG
from server.cached import per_snapshot
from server.charts import among, as_rdf
from server.engine import QueryEngine, Term, select
from server.facts import Fact, facts_of
from server.presentation import PROLOGUE, Value
from server.questions import load_questions
from server.representations import not_found, requested, respond
from server.services import services

blueprint = Blueprint("disagreement", __name__)

_SIDE = ("claim", "gloss", "direction", "speaker", "caveat", "document", "document_title")
COLUMNS = ("kind", *_SIDE, *(f"other_{name}" for name in _SIDE))
_QUESTIONS = ("contradictions-explained", "opposite-verdicts")
_CLAIMS = f"""{PROLOGUE}
SELECT ?claim ?direction ?matter ?document WHERE {{
  {{ ?claim kg:conflictsWith ?other }}
  UNION {{ ?claim kg:direction ?direction ; kg:object ?matter ; prov:hadPrimarySource ?document }}
}}"""


@dataclass(frozen=True)
class Conflict:
    """A claim, and claims each of which cannot be true beside it."""

    claim: Fact
    others: tuple[Fact, ...]

    @property
    def documents(self) -> tuple[Value, ...]:
        found = {fact.document.term.value: fact.document for fact in (self.claim, *self.others)}
        return tuple(found[name] for name in sorted(found))


@dataclass(frozen=True)
class Verdicts:
    """What documents hold of one matter, perhaps of one cause alone."""

    matter: Value
    cause: Value | None
    better: tuple[Fact, ...]
    worse: tuple[Fact, ...]
    open: tuple[Fact, ...]

    @property
    def pairs(self) -> Iterator[tuple[Fact, Fact]]:
        """An opportunity in one document and a threat in another."""
        return ((one, other) for one, other in product(self.better, self.worse) if one.document != other.document)

    @property
    def documents(self) -> list[tuple[Value, list[tuple[str, list[Fact]]]]]:
        """Each document with its claims for the better, for the worse and without a verdict."""
        found = {fact.document.term.value: fact.document for fact in (*self.better, *self.worse, *self.open)}
        groups = (("opportunities", self.better), ("threats", self.worse), ("without a verdict", self.open))
        return [
            (document, [(name, [f for f in facts if f.document == document]) for name, facts in groups])
            for _, document in sorted(found.items())
        ]


@dataclass(frozen=True)
class Disagreement:
    """``between`` documents and ``within`` one; ``causes`` are verdicts on one cause and matter, ``matters`` on a
    matter whatever the cause; ``facts`` are the claims of all of them."""

    between: tuple[Conflict, ...]
    within: tuple[Conflict, ...]
    causes: tuple[Verdicts, ...]
    matters: tuple[Verdicts, ...]
    facts: tuple[Fact, ...]


@blueprint.get("/disagreement", defaults={"ending": ""})
@blueprint.get("/disagreement<ending>")
def disagreement(ending: str) -> Response:
    asked = requested("", "disagreement" + ending)
    if asked.iri != BASE + "disagreement":
        raise not_found(asked.iri)
    found = disagreements(services().engine)
    return respond(
        asked,
        page=lambda: render_template(
            "disagreement.html",
            asked=asked,
            found=found,
            questions=[load_questions()[name] for name in _QUESTIONS],
        ),
        rows=lambda: _rows(found),
        columns=COLUMNS,
        graph=as_rdf(among(fact.iri for fact in found.facts)),
        exists=lambda: True,
    )


@per_snapshot
def disagreements(engine: QueryEngine) -> Disagreement:
    """What documents disagree on in the snapshot.

    Raises:
        Problem: the engine could not answer.
    """
    facts = {fact.iri: fact for fact in facts_of(engine, _which(select(engine, _CLAIMS)))}
    conflicts = sorted(_conflicts(facts), key=lambda each: each.claim.iri)
    impacts = [fact for fact in facts.values() if fact.direction and fact.object]
    return Disagreement(
        between=tuple(each for each in conflicts if len(each.documents) > 1),
        within=tuple(each for each in conflicts if len(each.documents) == 1),
        causes=_verdicts(impacts, of_cause=True),
        matters=_verdicts(impacts, of_cause=False),
        facts=tuple(facts.values()),
    )


def _which(rows: list[dict[str, Term]]) -> list[str]:
    """Claims that contradict another, and every impact on what one document sees helped and another threatened."""
    said: dict[Term, dict[str, set[Term]]] = {}
    for row in rows:
        if "matter" in row:
            ways = said.setdefault(row["matter"], {})
            ways.setdefault(row["direction"].value.removeprefix(KG), set()).add(row["document"])
    disputed = {
        matter
        for matter, ways in said.items()
        if any(one != other for one, other in product(ways.get("opportunity", ()), ways.get("threat", ())))
    }
    return sorted({row["claim"].value for row in rows if "matter" not in row or row["matter"] in disputed})


def _conflicts(facts: dict[str, Fact]) -> Iterator[Conflict]:
    """Each pair once: the claim with the most contradictions first, with all of those that remain to it; those in
    other documents apart from those in its own."""
    pairs = {tuple(sorted((fact.iri, other.term.value))) for fact in facts.values() for other in fact.conflicts}
    while pairs:
        counts = Counter(name for pair in sorted(pairs) for name in pair)
        (hub, _), *_ = counts.most_common(1)
        taken = {pair for pair in pairs if hub in pair}
        others = [facts[name] for name in sorted({name for pair in taken for name in pair} - {hub})]
        for own in (True, False):
            group = tuple(each for each in others if (each.document == facts[hub].document) is own)
            if group:
                yield Conflict(facts[hub], group)
        pairs -= taken


def _verdicts(impacts: Iterable[Fact], *, of_cause: bool) -> tuple[Verdicts, ...]:
    groups: dict[tuple[Value | None, Value | None], list[Fact]] = {}
    for fact in impacts:
        groups.setdefault((fact.object, fact.subject if of_cause else None), []).append(fact)
    found = []
    for (matter, cause), facts in groups.items():
        ways = (tuple(f for f in facts if f.direction == way) for way in ("opportunity", "threat", "mixed"))
        assert matter
        verdicts = Verdicts(matter, cause, *ways)
        if any(verdicts.pairs):
            found.append(verdicts)
    return tuple(sorted(found, key=lambda each: (each.matter.label, each.cause.label if each.cause else "")))


def _rows(found: Disagreement) -> Iterator[dict[str, str | int]]:
    pairs = [
        ("contradiction", conflict.claim, other)
        for conflict in (*found.between, *found.within)
        for other in conflict.others
    ]
    pairs += [("opposite verdicts", one, other) for verdicts in found.causes for one, other in verdicts.pairs]
    for kind, one, other in pairs:
        yield dict(zip(COLUMNS, (kind, *_side(one), *_side(other)), strict=True))


def _side(fact: Fact) -> tuple[str, ...]:
    speaker = fact.speaker.label if fact.speaker else ""
    document = fact.document
    return (fact.iri, fact.gloss, fact.direction, speaker, fact.caveat, document.term.value, document.label)
