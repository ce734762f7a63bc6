"""``/``: what is in here, and the ways in."""

from __future__ import annotations

from flask import Blueprint, Response, current_app, render_template

from graph.namespaces import CLAIM, ID, INFERRED_GRAPH, KG
from server.engine import iri, select
from server.facts import facts_where
from server.index import kinds
from server.presentation import PROLOGUE, Value, first_upper, language_name, local, short, spaced
from server.questions import by_topic, load_questions
from server.services import services
from server.terms import terms

blueprint = Blueprint("home", __name__)
blueprint.add_app_template_filter(first_upper)
blueprint.add_app_template_filter(language_name)
blueprint.add_app_template_filter(local)
blueprint.add_app_template_filter(short)
blueprint.add_app_template_filter(spaced)

_COUNTS = f"""{PROLOGUE}
SELECT ?class ?label (COUNT(DISTINCT ?thing) AS ?count) (SAMPLE(STR(?thing)) AS ?one) WHERE {{
  GRAPH ?graph {{ ?thing a ?class }}
  FILTER(?graph != ?inferred)
  FILTER(STRSTARTS(STR(?thing), "{ID}") || STRSTARTS(STR(?thing), "{CLAIM}"))
  ?class rdfs:label ?label
}} GROUP BY ?class ?label ORDER BY DESC(?count) ?label"""
_DOCUMENTS = f"""{PROLOGUE}
SELECT ?document ?title ?description (COUNT(DISTINCT ?claim) AS ?claims) WHERE {{
  ?document a foaf:Document ; dcterms:title ?title ; dcterms:description ?description .
  OPTIONAL {{ ?claim prov:hadPrimarySource ?document }}
}} GROUP BY ?document ?title ?description ORDER BY ?document"""
# The first adoption that a document states plainly, with a purpose, in one passage of a few words.
_EXAMPLE = """{ SELECT ?claim WHERE {
  ?claim a kg:Adoption ; kg:certainty kg:asserted ; kg:purpose ?purpose ; kg:evidence/oa:hasSelector ?selector .
  ?selector oa:start ?start ; oa:end ?end
  FILTER(?end - ?start > 60 && ?end - ?start < 260)
} ORDER BY ?claim LIMIT 1 }"""


@blueprint.get("/")
def home() -> str:
    engine = services().engine
    rows = select(engine, _COUNTS, inferred=iri(INFERRED_GRAPH))
    known = terms(engine)
    claims = [
        (known.linked(Value(row["class"], row["label"].value)), int(row["count"].value))
        for row in rows
        if row["one"].value.startswith(CLAIM)
    ]
    counts = {row["class"].value: int(row["count"].value) for row in rows}
    documents = [
        (Value(row["document"], row["title"].value), row["description"].value, int(row["claims"].value))
        for row in select(engine, _DOCUMENTS)
        if "document" in row
    ]
    entities = kinds()
    return render_template(
        "home.html",
        claims=claims,
        claim_total=sum(count for _, count in claims),
        entities=entities,
        entity_total=sum(count for _, count in entities),
        sectors=counts.get(KG + "Sector", 0),
        technologies=counts.get(KG + "Technology", 0),
        documents=documents,
        example=next(iter(facts_where(engine, _EXAMPLE)), None),
        topics=by_topic(load_questions().values()),
    )


@blueprint.get("/favicon.ico")
def favicon() -> Response:
    return current_app.send_static_file("favicon.svg")
