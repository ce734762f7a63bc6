"""``/coverage``: what each document gave, passage by passage, and what only one document speaks of."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field

from flask import Blueprint, Response, render_template

from graph.namespaces import BASE, DOCUMENT, KG
from server.accounts import Account, Span, Stretch, accounts
from server.cached import per_snapshot
from server.charts import editor
from server.engine import QueryEngine, select
from server.presentation import PROLOGUE, Value
from server.representations import Requested, not_found, requested, respond
from server.services import services
from server.terms import terms

blueprint = Blueprint("coverage", __name__)

COLUMNS = ("document", "document_title", "start", "end", "kind", "words", "claims", "reason", "reason_label")
KINDS = """SELECT ?document ?title ?kind (COUNT(*) AS ?claims) WHERE {
  ?document a foaf:Document ; dcterms:title ?title .
  OPTIONAL { ?claim prov:hadPrimarySource ?document ; kg:gloss ?gloss ; a ?kind }
} GROUP BY ?document ?title ?kind ORDER BY ?document"""
THINGS = """SELECT ?document ?thing ?label ?kind ?claims WHERE {
  { SELECT ?document ?thing (COUNT(DISTINCT ?claim) AS ?claims) WHERE {
    ?claim prov:hadPrimarySource ?document ; kg:gloss ?gloss ; ?role ?thing FILTER(ISIRI(?thing))
  } GROUP BY ?document ?thing }
  ?thing skos:prefLabel ?label FILTER(LANG(?label) = "en")
  OPTIONAL { VALUES ?kind { kg:Sector kg:Technology } ?thing a ?kind }
}"""
_EVIDENCE = "SELECT DISTINCT ?passage WHERE { ?claim kg:evidence ?passage }"
_GRAPH = f"""{PROLOGUE}
CONSTRUCT {{ ?node ?property ?value }} WHERE {{
  {{ ?node oa:hasSource ?document ; ?property ?value }}
  UNION {{ ?passage oa:hasSource ?document ; oa:hasSelector ?node . ?node ?property ?value }}
  UNION {{ ?node kg:evidence ?value BIND(kg:evidence AS ?property) }}
}}"""
ONLY = ("Technology", "Sector")


@dataclass
class Source:
    """A document and what it gave: claims by the IRI of their kind, how many things it names, and of which sectors
    and technologies it alone speaks, each with the number of its claims."""

    iri: str
    title: str
    claims: Counter[str] = field(default_factory=Counter)
    things: int = 0
    alone: dict[str, list[tuple[Value, int]]] = field(default_factory=dict)
    account: Account | None = None
    stretches: list[Stretch] = field(default_factory=list)

    @property
    def id(self) -> str:
        return self.iri.removeprefix(DOCUMENT)

    @property
    def href(self) -> str:
        return "/document/" + self.id


@blueprint.get("/coverage", defaults={"ending": ""})
@blueprint.get("/coverage.<ending>")
def coverage(ending: str) -> Response:
    asked = requested("", "coverage" + (ending and "." + ending))
    if asked.iri != BASE + "coverage":
        raise not_found(asked.iri)
    return respond(asked, page=lambda: _page(asked), rows=_rows, columns=COLUMNS, graph=_GRAPH, exists=lambda: True)


@per_snapshot
def sources(engine: QueryEngine) -> list[Source]:
    """The documents in their order."""
    found: dict[str, Source] = {}
    for row in select(engine, f"{PROLOGUE}\n{KINDS}"):
        source = found.setdefault(row["document"].value, Source(row["document"].value, row["title"].value))
        if "kind" in row:
            source.claims[row["kind"].value] += int(row["claims"].value)
    _add_things(engine, found)
    evidence = _evidence(engine)
    for account in accounts(engine):
        if account.iri in found:
            found[account.iri].account = account
            found[account.iri].stretches = account.stretches(evidence[account.document])
    return list(found.values())


def _add_things(engine: QueryEngine, found: dict[str, Source]) -> None:
    rows = [row for row in select(engine, f"{PROLOGUE}\n{THINGS}") if row["document"].value in found]
    named = Counter(row["thing"].value for row in rows)
    for row in sorted(rows, key=lambda row: (-int(row["claims"].value), row["label"].value.casefold())):
        source = found[row["document"].value]
        source.things += 1
        if named[row["thing"].value] == 1 and "kind" in row:
            thing = Value(row["thing"], row["label"].value), int(row["claims"].value)
            source.alone.setdefault(row["kind"].value.removeprefix(KG), []).append(thing)


def _evidence(engine: QueryEngine) -> dict[str, list[Span]]:
    """The passages that are evidence, by document, in order: their IRIs are made of their offsets."""
    found: dict[str, list[Span]] = defaultdict(list)
    for row in select(engine, f"{PROLOGUE}\n{_EVIDENCE}"):
        document, start, end = row["passage"].value.removeprefix(BASE + "evidence/").split("-")
        found[document].append((int(start), int(end)))
    return {document: sorted(spans) for document, spans in found.items()}


def _rows() -> Iterator[dict[str, str | int]]:
    """Every passage of every document, one a row."""
    engine = services().engine
    names = terms(engine)
    for source in sources(engine):
        for passage in source.account.passages if source.account else ():
            yield {
                "document": source.iri,
                "document_title": source.title,
                "start": passage.start,
                "end": passage.end,
                "kind": passage.kind,
                "words": passage.words,
                "claims": " ".join(passage.claims),
                "reason": KG + passage.reason if passage.reason else "",
                "reason_label": names.label(KG + passage.reason) if passage.reason else "",
            }


def _page(asked: Requested) -> str:
    engine = services().engine
    names = terms(engine)
    found = sources(engine)
    reasons = sum((Counter(source.account.reasons) for source in found if source.account), Counter[str]())
    kinds = sum((source.claims for source in found), Counter[str]())
    return render_template(
        "coverage.html",
        asked=asked,
        snapshot=engine.snapshot.name,
        sources=found,
        recorded=[source.account for source in found if source.account],
        reasons=[
            (reason, names.value(KG + reason), names.meaning(KG + reason)) for reason, _ in reasons.most_common()
        ],
        kinds=[(kind, names.value(kind)) for kind, _ in kinds.most_common()],
        alone=[(kind, names.label(KG + kind)) for kind in ONLY],
        queries={"kinds": editor(KINDS), "things": editor(THINGS)},
    )
