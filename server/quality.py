"""``/quality``: how the snapshot that is served was checked, and what came of it; as RDF, the SHACL report."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import groupby

import pyoxigraph as ox
from flask import Blueprint, Response, render_template

from graph.links import IDENTITY, MATCHES
from graph.namespaces import BASE, PREFIXES
from server.accounts import Account, accounts
from server.charts import editor
from server.checks import CONFLICTS, EVIDENCE, LINKS, SEVERITIES, Checks, Links, Shapes, checks
from server.negotiation import Format
from server.presentation import Value
from server.problems import Problem
from server.representations import Requested, not_found, requested, respond
from server.services import services
from server.terms import terms

blueprint = Blueprint("quality", __name__)

COLUMNS = ("check", "about", "about_label", "outcome", "number", "of", "detail", "by", "snapshot", "published")
_OUTCOMES = dict(zip(SEVERITIES, ("violations", "warnings", "hints"), strict=True))


@dataclass(frozen=True)
class Outcome:
    """One line of the summary: ``tone`` is good, bad, or nothing where it is neither."""

    check: str
    anchor: str
    said: str
    tone: str
    detail: str
    by: str


@dataclass(frozen=True)
class Vocabulary:
    """The links of one mapping set: how many of each kind of match, and what holds of them together."""

    links: list[Links]

    def of(self, match: str) -> int:
        return sum(each.mappings for each in self.links if each.match == match)

    @property
    def total(self) -> int:
        return sum(each.mappings for each in self.links)

    @property
    def lowest(self) -> float:
        return min(each.lowest for each in self.links)

    @property
    def mean(self) -> float:
        return sum(each.mean * each.mappings for each in self.links) / self.total

    @property
    def dead(self) -> int:
        return sum(each.dead for each in self.links)

    @property
    def unlabelled(self) -> int:
        return sum(each.unlabelled for each in self.links)


@blueprint.get("/quality", defaults={"ending": ""})
@blueprint.get("/quality.<ending>")
def quality(ending: str) -> Response:
    asked = requested("", "quality" + (ending and "." + ending))
    if asked.iri != BASE + "quality":
        raise not_found(asked.iri)
    return respond(asked, page=lambda: _page(asked), rows=_rows, columns=COLUMNS, graph=_shacl_report)


def _shacl_report(wanted: Format) -> bytes:
    """The SHACL validation report as the build wrote it; in another format, the same triples."""
    file = services().engine.snapshot.shacl_report
    if not file.is_file():
        raise Problem(404, "not-found", "The SHACL report is not recorded in this snapshot.")
    if wanted.name == "ttl":
        return file.read_bytes()
    triples = [quad.triple for quad in ox.parse(path=file, format=ox.RdfFormat.TURTLE)]
    rdf_format = ox.RdfFormat.from_media_type(wanted.media_type)
    assert rdf_format is not None
    return ox.serialize(triples, format=rdf_format, prefixes=PREFIXES) or b""


def _page(asked: Requested) -> str:
    engine = services().engine
    found, read = checks(engine), accounts(engine)
    names = terms(engine)
    vocabularies = [Vocabulary(list(some)) for _, some in groupby(found.links, lambda each: each.set)]
    return render_template(
        "quality.html",
        asked=asked,
        found=found,
        accounts=read,
        titles={each.document.term.value: each.document for each in found.evidence},
        outcomes=list(_outcomes(found, read, vocabularies)),
        severities=_OUTCOMES,
        matches=[
            (match, names.linked(Value(names.value(match).term, names.label(match)))) for match in _matches(found)
        ],
        vocabularies=vocabularies,
        queries={"links": editor(LINKS), "evidence": editor(EVIDENCE), "conflicts": editor(CONFLICTS)},
    )


def _matches(found: Checks) -> list[str]:
    """The kinds of match that occur, the closest first."""
    order = (IDENTITY[0], *MATCHES, IDENTITY[1])
    return [match for match in order if any(each.match == match for each in found.links)]


def _outcomes(found: Checks, read: list[Account], vocabularies: list[Vocabulary]) -> Iterator[Outcome]:
    yield _of_shapes("Shapes of the graph", "shapes", found.shapes)
    yield _of_shapes("House style of the ontology", "style", found.style)
    yield _of_reasoner(found)
    known = [each for each in found.evidence if each.checked is not None]
    whole = sum(each.passages for each in known if each.checked)
    total = sum(each.passages for each in found.evidence)
    said, tone = ("checked", "good") if whole == total else (("partly checked" if whole else "elided only"), "")
    detail = f"{whole:,} of {total:,} passages against their text"
    yield Outcome("Evidence", "evidence", said, tone, detail, "") if known else _unrecorded("Evidence", "evidence")
    broken = sum(each.dead + each.unlabelled for each in vocabularies)
    links = f"{sum(each.total for each in vocabularies):,} in {len(vocabularies)} mapping sets"
    said, tone = (f"{broken} broken", "bad") if broken else ("whole", "good")
    yield Outcome("Links", "links", said, tone, links, "")
    open_ = sum(each.open for each in read)
    passages = f"{sum(each.total - each.open for each in read):,} of {sum(each.total for each in read):,} passages"
    said, tone = (f"{open_} open", "bad") if open_ else ("complete", "good")
    yield Outcome("Coverage", "coverage", said, tone, passages, "") if read else _unrecorded("Coverage", "coverage")
    left = sum(1 for each in found.conflicts if not each.caveats)
    said, tone = (f"{left} unexplained", "bad") if left else ("explained", "good")
    yield Outcome("Conflicts", "conflicts", said, tone, f"{len(found.conflicts)} pairs of claims", "")


def _of_shapes(check: str, anchor: str, shapes: Shapes | None) -> Outcome:
    if shapes is None:
        return _unrecorded(check, anchor)
    worst = next((name for name in SEVERITIES[:2] if shapes.counts[name]), "")
    said = "fails" if worst == "Violation" else "conforms, with warnings" if worst else "conforms"
    counts = ", ".join(f"{shapes.counts[name]} {word}" for name, word in _OUTCOMES.items())
    return Outcome(check, anchor, said, "bad" if worst else "good", counts, shapes.engine)


def _of_reasoner(found: Checks) -> Outcome:
    if found.consistency is None:
        return _unrecorded("Reasoner", "reasoner")
    if not found.consistency["checked"]:
        return Outcome("Reasoner", "reasoner", "not run", "", found.consistency["reason"], "")
    by = found.consistency.get("reasoner") or "HermiT"
    return Outcome("Reasoner", "reasoner", "consistent", "good", "no contradiction, no class without instances", by)


def _unrecorded(check: str, anchor: str) -> Outcome:
    return Outcome(check, anchor, "not recorded", "", "not recorded in this snapshot", "")


def _rows() -> Iterator[dict[str, str | int]]:
    engine = services().engine
    found = checks(engine)
    for cells in _cells(found, accounts(engine)):
        yield dict(zip(COLUMNS, (*cells, found.snapshot, found.published.isoformat()), strict=True))


def _cells(found: Checks, read: list[Account]) -> Iterator[tuple[str | int, ...]]:
    """One line a shape, document, kind of match in a mapping set, pair of claims: :data:`COLUMNS` up to ``by``."""
    for check, shapes in (("shape", found.shapes), ("house style", found.style)):
        if shapes is None:
            yield check, "", "", "not recorded", "", "", "", ""
            continue
        if not shapes.found:
            yield check, "", "", "conforms", 0, "", "", shapes.engine
        for each in shapes.found:
            worst = next((_OUTCOMES[name] for name in SEVERITIES if each.counts[name]), "conforms")
            said = " ".join(message for _, message, _, _ in each.messages)
            nodes = "" if each.nodes is None else each.nodes
            yield check, each.shape, each.label, worst, each.results, nodes, said, shapes.engine
    reasoner = _of_reasoner(found)
    yield "reasoner", "", "", reasoner.said, "", "", reasoner.detail, reasoner.by
    for one in found.evidence:
        said = {True: "checked", False: "elided only", None: "not recorded"}[one.checked]
        whole = one.passages if one.checked else 0
        yield "evidence", one.document.term.value, one.document.label, said, whole, one.passages, one.sha256, ""
    for link in found.links:
        said = f"{link.dead + link.unlabelled} broken" if link.dead + link.unlabelled else "whole"
        detail = f"{link.match} of lowest confidence {link.lowest:g}, mean {link.mean:.3f}, made {link.made}"
        yield "links", link.set, link.title, said, link.mappings, "", detail, ""
    for account in read:
        said = "open" if account.open else "complete"
        yield "coverage", account.iri, "", said, account.total - account.open, account.total, "", ""
    for pair in found.conflicts:
        first, second = pair.claims
        said = "explained" if pair.caveats else "unexplained"
        yield "conflict", first.term.value, first.label, said, "", "", second.term.value, ""
