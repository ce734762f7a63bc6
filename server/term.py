"""``/ontology/term/NAME``: a class, property or fixed value: what it means, how it is used and in which words.

Terms of ours are named as in their IRI (``Sector``), those of others with their prefix (``foaf:Agent``).
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from difflib import get_close_matches
from urllib.parse import urlencode

from flask import Blueprint, Response, redirect, render_template
from rdflib import URIRef
from rdflib.namespace import OWL, RDFS, SKOS
from werkzeug.wrappers import Response as AnyResponse

from graph.namespaces import BASE, KG
from server.axioms import Axioms, Branch, Phrase, axioms
from server.constraints import constraints
from server.facts import facts_of
from server.negotiation import Format
from server.presentation import PROLOGUE, TERM_PAGES, Value, short
from server.problems import Problem
from server.representations import Requested, requested, respond, written
from server.services import services
from server.terms import KINDS, Terms, terms
from server.usage import Counts, Kind, examples, instances, usage

blueprint = Blueprint("term", __name__)

COLUMNS = ("subject", "property", "property_label", "value", "value_label")
_EXAMPLES = 5
_INSTANCES = 12
_WORDS = {
    "kind": "Claims of this kind, with their words",
    "said": "Claims that say it, with their words",
    "qualified": "Claims that have it, with their words",
    "about": "Claims about such things, with their words",
    "named": "Claims that name such things, with their words",
    "valued": "Claims that have this value, with their words",
    "follows": "Claims from which it follows, with their words",
}


@blueprint.get(TERM_PAGES + "<path:name>")
def term(name: str) -> AnyResponse:
    asked = requested("ontology/term/", name)
    name = asked.iri.removeprefix(BASE + "ontology/term/")
    if name.startswith("kg:"):
        return redirect(TERM_PAGES + name.removeprefix("kg:"), 301)
    known = terms(services().engine)
    iri = known.named(name)
    if iri is None:
        raise _unknown(name, known)
    asked = Requested(iri, asked.format, page=asked.iri)
    return _respond(asked, known)


def _respond(asked: Requested, known: Terms) -> Response:
    def graph(rdf_format: Format) -> bytes:
        return written(known.graph.cbd(URIRef(asked.iri)), rdf_format)

    return respond(
        asked, page=lambda: _page(asked, known), rows=lambda: rows(known, [asked.iri]), columns=COLUMNS, graph=graph
    )


def rows(known: Terms, iris: list[str]) -> Iterator[dict[str, str | int]]:
    """What the ontology states of some terms, one row a statement; expressions without a name are left out."""
    for iri in iris:
        for name, node in sorted(known.graph.predicate_objects(URIRef(iri))):
            value = known.value(node)
            if value.term.kind != "blank":
                yield {
                    "subject": iri,
                    "property": str(name),
                    "property_label": known.label(str(name)),
                    "value": value.term.value,
                    "value_label": value.label,
                }


def _unknown(name: str, known: Terms) -> Problem:
    """A 404 that names terms that are written or called alike."""
    names = {known.short(iri).removeprefix("kg:"): iri for iri in known.iris}
    spelled = {each.casefold(): each for each in names} | {
        known.label(iri).casefold(): n for n, iri in names.items()
    }
    near = dict.fromkeys(spelled[each] for each in get_close_matches(name.casefold(), spelled, 5))
    suggestions = [{"label": known.label(names[each]), "href": known.page(names[each])} for each in near]
    detail = f"The ontology has no term {name!r}; /ontology lists them all."
    return Problem(404, "not-found", detail, suggestions=suggestions or None)


def _page(asked: Requested, known: Terms) -> str:
    engine = services().engine
    said = axioms(engine)
    iri = asked.iri
    kinds = known.kinds(iri)
    kind: Kind = "class" if kinds[0] == OWL.Class else "value" if kinds[0] == OWL.NamedIndividual else "property"
    way, claims = examples(engine, iri, kind, _EXAMPLES)
    home = known.home(iri)
    return render_template(
        "term.html",
        asked=asked,
        name=known.label(iri),
        short=known.short(iri),
        ours=iri.startswith(KG),
        kind=kind,
        kinds=[KINDS[each] for each in kinds],
        texts={part: known.texts(iri, name) for part, name in _TEXTS},
        home=home,
        rows=_rows(said, iri, kind),
        tree=_tree(said, iri, kind),
        uses=[(end, said.uses(iri, end)) for end in ("domain", "range")] if kind == "class" else [],
        figures=_figures(usage(engine).get(iri, Counts()), kind),
        query=_query(iri, kind),
        examples=facts_of(engine, claims),
        examples_title=_WORDS[way] if way else "",
        instances=instances(engine, iri, _INSTANCES) if kind == "class" else [],
        constraints=constraints().get(iri, []),
    )


_TEXTS = (
    ("definition", SKOS.definition),
    ("example", SKOS.example),
    ("scope", SKOS.scopeNote),
    ("note", SKOS.note),
    ("editorial", SKOS.editorialNote),
    ("change", SKOS.changeNote),
)


def _figures(counts: Counts, kind: Kind) -> list[tuple[int, str, str]]:
    """How often a term is used, each number with what it counts, for one and for several."""
    if kind == "class":
        inferred = counts.instances - counts.typed
        below = counts.below if counts.below > counts.instances else 0
        return [
            (counts.instances, "instance", "instances"),
            (inferred, "of them inferred", "of them inferred"),
            (below, "instance of the classes below", "instances of the classes below"),
        ]
    if kind == "value":
        return [(counts.named, "claim has this value", "claims have this value")]
    return [
        (counts.said, "claim says it", "claims say it"),
        (counts.derived, "statement derived from claims", "statements derived from claims"),
        (counts.inferred, "statement inferred", "statements inferred"),
        (counts.stated, "statement as it is", "statements as they are"),
    ]


def _tree(said: Axioms, iri: str, kind: Kind) -> list[Branch]:
    """The tree around a class or a property, where there is more in it than the term itself."""
    if kind == "value":
        return []
    tree = said.tree(iri, RDFS.subClassOf if kind == "class" else RDFS.subPropertyOf)
    return tree if any(not branch.here or branch.below for branch in tree) else []


def _rows(said: Axioms, iri: str, kind: Kind) -> list[tuple[str, list[Phrase]]]:
    """What the axioms say, as a list of terms with their descriptions; what is empty is left out."""

    def links(values: list[Value]) -> list[Phrase]:
        return [tuple(part for value in values for part in (", ", value))[1:]] if values else []

    found: list[tuple[str, list[Phrase]]] = []
    if kind == "property":
        found.append(("Traits", [(f"{name}: {words}",) for name, words in said.traits(iri)]))
        for label, end in (("Goes from", "domain"), ("Goes to", "range")):
            phrases: list[Phrase] = []
            for each in said.ends(iri, end):
                stated: Phrase = (" (as ", each.stated, " does)") if each.stated else ()
                phrases.append(
                    (*each.phrase, *stated, " (checked by the shapes; nothing follows by logic)" * each.loose)
                )
            found.append((label, phrases))
        found.append(("Inverse", links(said.inverses(iri))))
        found.append(("Holds too when", said.conditions(iri)))
        found.append(("Leads to", said.consequences(iri)))
    elif kind == "class":
        found.append(("Always", said.restrictions(iri)))
        found.append(("Fixed values", links(said.members(iri))))
    else:
        found.append(("Value of", links(said.classes(iri))))
    found.append(("Nothing in common with", links(said.disjoint(iri))))
    found += [(words[0].upper() + words[1:], links(values)) for words, values in said.matches(iri)]
    return [(label, phrases) for label, phrases in found if phrases]


def _query(iri: str, kind: Kind) -> str:
    """The address of a query that lists all of what the page shows a little of."""
    patterns = {
        "class": f"?thing a <{iri}>",
        "property": f"?thing <{iri}> ?value",
        "value": f"?thing ?property <{iri}>",
    }
    pattern = patterns[kind].replace(f"<{iri}>", short(iri)) if short(iri) != iri else patterns[kind]
    used = set(re.findall(r"\b(\w+):", pattern))
    prefixes = [line for line in PROLOGUE.splitlines() if line.split(":")[0].split()[1] in used]
    query = "".join(f"{line}\n" for line in prefixes) + f"SELECT * WHERE {{ {pattern} }} LIMIT 100"
    return "/sparql?" + urlencode({"query": query})
