"""``/ontology``: the ontology and its modules, as pages and as data; their version IRIs; the JSON-LD context."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

from flask import Blueprint, Response, render_template
from rdflib import Graph, URIRef
from rdflib.namespace import DCTERMS, OWL, RDFS, SKOS

import ontology as ontology_folder
from graph.namespaces import KG
from server.axioms import axioms
from server.cached import per_snapshot
from server.diagram import diagram
from server.engine import QueryEngine
from server.negotiation import GRAPHS, Format
from server.presentation import Value
from server.problems import Problem
from server.representations import Requested, not_found, requested, respond, written
from server.scheme import schemes
from server.services import services
from server.term import COLUMNS, rows
from server.terms import KINDS, ONTOLOGY, Module, Terms, terms

blueprint = Blueprint("ontology", __name__)

_VERSION = re.compile(rf"{re.escape(ONTOLOGY)}/(?:(?P<module>[a-z]+)/)?\d+(?:\.\d+)+")
_PARTS = (
    ("Classes", (OWL.Class,)),
    ("Properties", (OWL.ObjectProperty, OWL.DatatypeProperty)),
    ("Fixed values", (OWL.NamedIndividual,)),
    ("Annotation properties", (OWL.AnnotationProperty,)),
)


@dataclass(frozen=True)
class Entry:
    """A term as a list shows it."""

    iri: str
    name: str
    short: str
    href: str
    text: str

    @property
    def anchor(self) -> str:
        """The fragment at which its own IRI lands: ``Sector``, ``foaf:Agent``."""
        return self.short.removeprefix("kg:")


@blueprint.get("/ontology", defaults={"ending": ""})
@blueprint.get("/ontology<ending>")
def whole(ending: str) -> Response:
    asked = requested("", "ontology" + ending)
    if asked.iri != ONTOLOGY:
        raise not_found(asked.iri)
    known = terms(services().engine)
    return _respond(asked, _module(known, asked.iri), known)


@blueprint.get("/ontology/<path:name>")
def module(name: str) -> Response:
    asked = requested("ontology/", name)
    known = terms(services().engine)
    found = _module(known, asked.iri)
    return _respond(Requested(str(found.iri), asked.format), found, known)


@blueprint.get("/ontology/context.jsonld")
def context() -> Response:
    body = (ontology_folder.FOLDER / "context.jsonld").read_text(encoding="utf-8")
    return Response(body, mimetype="application/ld+json")


def _module(known: Terms, iri: str) -> Module:
    """The module with this IRI, or with this version IRI while it is the current version."""
    for each in known.modules.values():
        if iri in (str(each.iri), each.text(OWL.versionIRI)):
            return each
    version = _VERSION.fullmatch(iri)
    if version and (current := known.modules.get(version["module"] or "")):
        detail = f"This server keeps only the current version: {current.text(OWL.versionIRI)}, at {current.iri}."
        raise Problem(404, "not-found", detail)
    raise not_found(iri)


def _respond(asked: Requested, found: Module, known: Terms) -> Response:
    names = known.iris if not found.name else known.declared(found)
    return respond(
        asked,
        page=lambda: _page(asked, found, known),
        rows=lambda: rows(known, names),
        columns=COLUMNS,
        graph=lambda rdf_format: _data(services().engine, found.name, rdf_format),
    )


@per_snapshot
def _data(engine: QueryEngine, name: str, rdf_format: Format) -> bytes:
    """A module as RDF: its own file where Turtle is wanted. The root gives what it imports as well, without the
    headers, so that whoever looks up the IRI of a term finds it described."""
    known = terms(engine)
    found = known.modules[name]
    if name:
        return found.file.read_bytes() if rdf_format is GRAPHS[0] else written(found.graph, rdf_format)
    together = Graph(bind_namespaces="core")
    for prefix, namespace in known.graph.namespaces():
        together.bind(prefix, namespace)
    together += found.graph
    headers = {each.iri for each in known.modules.values()}
    for each in _imported(known, found):
        for triple in each.graph:
            if triple[0] not in headers:
                together.add(triple)
    return written(together, rdf_format)


def _imported(known: Terms, root: Module) -> list[Module]:
    """The modules that a module imports, at any distance."""
    by_iri = {each.iri: each for each in known.modules.values()}
    found, ahead = [], list(root.imports)
    for iri in ahead:
        if iri in by_iri and by_iri[iri] not in found:
            found.append(by_iri[iri])
            ahead += by_iri[iri].imports
    return found


def _page(asked: Requested, found: Module, known: Terms) -> str:
    root = not found.name
    own = known.declared(found)
    ours = [iri for iri in (known.iris if root else own) if iri.startswith(KG)]
    others = [iri for iri in (known.iris if root else own) if not iri.startswith(KG)]
    modules = [each for each in known.modules.values() if each.name]
    # What others rest on comes first.
    modules.sort(key=lambda each: (len(_imported(known, each)), each.name))
    return render_template(
        "ontology.html",
        asked=asked,
        module=found,
        root=root,
        header=_header(found),
        changes=sorted(str(each) for each in found.graph.objects(found.iri, SKOS.changeNote)),
        modules=[(each, len([iri for iri in known.declared(each) if iri.startswith(KG)])) for each in modules],
        imports=[each for each in modules if each.iri in found.imports],
        parts=[(label, _entries(known, ours, kinds)) for label, kinds in _PARTS],
        others=[(label, _entries(known, others, kinds)) for label, kinds in _PARTS],
        aligned=_aligned(known, found),
        diagram=diagram(known) if root else None,
        schemes=schemes(services().engine) if root else [],
    )


def _header(found: Module) -> list[tuple[str, str]]:
    """What the header says, under labels; what it does not say is left out."""
    labels = (
        ("Version", OWL.versionInfo),
        ("Version IRI", OWL.versionIRI),
        ("Created", DCTERMS.created),
        ("Modified", DCTERMS.modified),
        ("Creator", DCTERMS.creator),
        ("Licence", DCTERMS.license),
        ("To be cited as", DCTERMS.bibliographicCitation),
    )
    return [(label, found.text(name)) for label, name in labels if found.text(name)]


def _entries(known: Terms, iris: Iterable[str], kinds: tuple[URIRef, ...]) -> list[Entry]:
    chosen = [iri for iri in iris if known.kinds(iri)[0] in kinds]
    entries = [
        Entry(iri, known.label(iri), known.short(iri), known.page(iri) or "", known.meaning(iri)) for iri in chosen
    ]
    return sorted(entries, key=lambda each: each.name.casefold())


def _aligned(known: Terms, found: Module) -> list[tuple[Entry, list[tuple[str, list[Value]]]]]:
    """The terms of other modules that a module aligns, each with what it is near to, by the kind of nearness."""
    subjects = {str(subject) for subject in found.graph.subjects()} & set(known.iris) - set(known.declared(found))
    aligned = []
    for entry in _entries(known, subjects, tuple(KINDS)):
        above = [
            (
                words,
                [known.value(name) for name in sorted(map(str, found.graph.objects(URIRef(entry.iri), relation)))],
            )
            for relation, words in ((RDFS.subClassOf, "kind of"), (RDFS.subPropertyOf, "narrower than"))
        ]
        near = axioms(services().engine).matches(entry.iri)
        aligned.append((entry, [each for each in above if each[1]] + near))
    return aligned
