"""Facts as pages show them: claims with their words."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from graph.namespaces import CLAIM, DOCUMENT, KG, OA, PROV, QB, RDF
from server.catalogue import Catalogue, catalogue
from server.engine import QueryEngine, iri
from server.labels import described
from server.phrasing import Sentence, sentence
from server.presentation import PROLOGUE, Thing, Value
from server.terms import Terms, terms
from server.text_fragments import addresses, to_words

# How a claim may name a thing, the closest tie first: a claim stands on a page once, by its closest tie. Ties that
# only a new kind of claim knows come after these.
ROLES = (
    KG + "subject",
    KG + "object",
    KG + "speaker",
    KG + "addressee",
    KG + "beneficiary",
    KG + "inWork",
    KG + "inSector",
    KG + "atStage",
    KG + "mechanism",
    KG + "inPlace",
    KG + "measuredBy",
    KG + "unit",
    QB + "dataSet",
    PROV + "hadPrimarySource",
)
_FURTHER = (*ROLES[3:-1], KG + "purpose", KG + "period")
_ELSEWHERE = {
    *(*ROLES[:3], ROLES[-1], RDF + "type", KG + "predicate", KG + "gloss", KG + "certainty", KG + "direction"),
    *(KG + "caveat", KG + "evidence", KG + "conflictsWith", KG + "value", KG + "statedValue", KG + "bound"),
}

ABOUT = "{ SELECT DISTINCT ?claim WHERE { ?claim ?role ?entity ; kg:gloss ?gloss } }"
OF_DOCUMENT = "?claim prov:hadPrimarySource ?entity ."
WITH_CONFLICTS = "{ VALUES ?claim { ?entity } } UNION { ?entity kg:conflictsWith ?claim }"

_FACTS = f"""{PROLOGUE}
SELECT ?node ?property ?value WHERE {{
  #CLAIMS
  {{ ?claim ?property ?value . BIND(?claim AS ?node) }}
  UNION
  {{
    ?claim kg:evidence ?node . ?node oa:hasSelector ?selector . ?selector ?property ?value
    FILTER(?property IN (oa:start, oa:end, oa:exact, kg:elidedQuote))
  }}
}}"""


@dataclass(frozen=True)
class Quote:
    """A passage of a document: code points ``[start, end)``, its words where the snapshot holds them, else only the
    first and last of them. ``published`` is where the publisher's page shows it, as far as that is known."""

    document: Value
    start: int
    end: int
    exact: str | None
    elided: str
    published: str | None = None

    @property
    def anchor(self) -> str:
        return f"p{self.start}-{self.end}"

    @property
    def href(self) -> str:
        return f"{self.document.href}#{self.anchor}"

    @property
    def page(self) -> str:
        """The page of the passage itself, with every claim made on it."""
        return f"/evidence/{self.document.term.value.removeprefix(DOCUMENT)}-{self.start}-{self.end}"

    @property
    def shortened(self) -> bool:
        """Whether words are missing: the snapshot has none of the documents' texts, or may not show them."""
        return self.exact is None and "…" in self.elided


@dataclass(frozen=True)
class Fact:
    """A claim as a page shows it. ``figure`` is the value of an observation in words; ``details`` are its further
    properties, each with its values; ``sentence`` is what it says of its subject."""

    iri: str
    kind: Value
    gloss: str
    subject: Value
    predicate: Value
    object: Value | None
    certainty: str
    direction: str
    figure: str
    speaker: Value | None
    caveat: str
    document: Value
    quotes: tuple[Quote, ...]
    conflicts: tuple[Value, ...]
    details: tuple[tuple[Value, tuple[Value, ...]], ...]
    sentence: Sentence
    thing: Thing

    @property
    def id(self) -> str:
        return self.iri.removeprefix(CLAIM)

    @property
    def href(self) -> str:
        return "/claim/" + self.id

    @property
    def main(self) -> Quote:
        """The longest of its passages, which comes first: the others are mostly headings, dates and cells."""
        return self.quotes[0]

    def role(self, entity: str) -> str | None:
        """The closest tie of the claim to a thing: one of :data:`ROLES`, or another property of the claim."""
        for role in dict.fromkeys([*ROLES, *sorted(self.thing.properties)]):
            if any(value.term.value == entity for value in self.thing.properties.get(role, ())):
                return role
        return None


def facts(engine: QueryEngine, which: str, entity: str) -> list[Fact]:
    """The claims that a pattern binds to ``?claim``, in the order of their numbers. ``entity`` is an IRI.

    Raises:
        Problem: the engine could not answer.
    """
    return _facts(engine, described(engine, _FACTS.replace("#CLAIMS", which), entity=iri(entity)))


def facts_of(engine: QueryEngine, claims: Iterable[str]) -> list[Fact]:
    """The claims with these IRIs, in the order given; those that do not exist are left out."""
    order = list(claims)
    if not order:
        return []
    which = "VALUES ?claim { " + " ".join(iri(claim).sparql() for claim in order) + " }"
    found = {fact.iri: fact for fact in facts_where(engine, which)}
    return [found[claim] for claim in order if claim in found]


def facts_where(engine: QueryEngine, which: str) -> list[Fact]:
    """The claims that a pattern of ours binds to ``?claim``, in the order of their numbers."""
    return _facts(engine, described(engine, _FACTS.replace("#CLAIMS", which)))


def _facts(engine: QueryEngine, nodes: dict[str, Thing]) -> list[Fact]:
    known = terms(engine), catalogue(engine), addresses(engine)
    return [_fact(thing, nodes, *known) for name, thing in sorted(nodes.items()) if name.startswith(CLAIM)]


def _fact(
    claim: Thing, nodes: dict[str, Thing], names: Terms, things: Catalogue, published: Mapping[str, str]
) -> Fact:
    subject, predicate, kind = (claim.one(name) for name in (KG + "subject", KG + "predicate", RDF + "type"))
    document = claim.one(PROV + "hadPrimarySource")
    assert subject and predicate and kind and document, f"{claim.iri} is not a whole claim"
    page = published.get(document.term.value)
    quotes = [_quote(nodes[value.term.value], document, page) for value in claim.all(KG + "evidence")]
    order = dict.fromkeys([*_FURTHER, *sorted(claim.properties)])
    shown = [name for name in order if name in claim.properties and name not in _ELSEWHERE]
    details = [(names.value(name), tuple(claim.all(name))) for name in shown]
    figure = _figure(claim)
    return Fact(
        iri=claim.iri,
        kind=names.linked(kind),
        gloss=claim.text(KG + "gloss"),
        subject=subject,
        predicate=names.linked(predicate),
        object=claim.one(KG + "object"),
        certainty=claim.text(KG + "certainty"),
        direction=claim.text(KG + "direction"),
        figure=figure,
        speaker=claim.one(KG + "speaker"),
        caveat=claim.text(KG + "caveat"),
        document=document,
        quotes=tuple(sorted(quotes, key=lambda quote: (quote.start - quote.end, quote.start))),
        conflicts=tuple(claim.all(KG + "conflictsWith")),
        details=tuple(details),
        sentence=sentence(claim, details, figure, names, things),
        thing=claim,
    )


def _figure(claim: Thing) -> str:
    bound = claim.text(KG + "bound")
    parts = [bound if bound != "exactly" else "", claim.text(KG + "statedValue"), claim.text(KG + "unit")]
    return " ".join(part for part in parts if part) if parts[1] else ""


def _quote(passage: Thing, document: Value, page: str | None) -> Quote:
    exact = passage.one(OA + "exact")
    elided = passage.text(KG + "elidedQuote")
    return Quote(
        document=document,
        start=int(passage.text(OA + "start")),
        end=int(passage.text(OA + "end")),
        exact=exact.label if exact else None,
        elided=elided,
        published=to_words(page, elided) if page else None,
    )


COLUMNS = (
    *(
        "claim",
        "kind",
        "gloss",
        "subject",
        "subject_label",
        "predicate",
        "predicate_label",
        "object",
        "object_label",
    ),
    *("certainty", "direction", "value", "unit", "period", "speaker", "caveat"),
    *("document", "document_title", "start", "end", "words"),
)


def table(some: Iterable[Fact]) -> Iterator[dict[str, str | int]]:
    """Facts as rows with :data:`COLUMNS`: one row a passage, so that each row can be cited."""
    for fact in some:
        row: dict[str, str | int] = {
            "claim": fact.iri,
            "kind": fact.kind.label,
            "gloss": fact.gloss,
            "subject": fact.subject.term.value,
            "subject_label": fact.subject.label,
            "predicate": fact.predicate.term.value,
            "predicate_label": fact.predicate.label,
            "object": fact.object.term.value if fact.object else "",
            "object_label": fact.object.label if fact.object else "",
            "certainty": fact.certainty,
            "direction": fact.direction,
            "value": fact.thing.text(KG + "value"),
            "unit": fact.thing.text(KG + "unit"),
            "period": fact.thing.text(KG + "period"),
            "speaker": fact.speaker.label if fact.speaker else "",
            "caveat": fact.caveat,
            "document": fact.document.term.value,
            "document_title": fact.document.label,
        }
        for quote in fact.quotes:
            yield {**row, "start": quote.start, "end": quote.end, "words": quote.exact or quote.elided}
