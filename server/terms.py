"""The ontology of the snapshot that is served: its modules as their files have them, and the terms in them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from pathlib import Path

from rdflib import Graph, Literal, URIRef
from rdflib.namespace import DCTERMS, OWL, RDF, RDFS, SKOS
from rdflib.term import Node

from graph.namespaces import BASE, KG, PREFIXES
from server.cached import per_snapshot
from server.engine import QueryEngine, Term
from server.presentation import TERM_PAGES, Value

ONTOLOGY = BASE + "ontology"
# What a term can be, the telling kind first: a term that is several things is called by the first of them.
KINDS: Mapping[URIRef, str] = {
    OWL.Class: "class",
    OWL.ObjectProperty: "property",
    OWL.DatatypeProperty: "data property",
    OWL.AnnotationProperty: "annotation property",
    OWL.NamedIndividual: "fixed value",
}


@dataclass(frozen=True)
class Module:
    """One file of the ontology; ``name`` is the end of its IRI, and nothing for the root."""

    name: str
    file: Path
    graph: Graph

    @property
    def iri(self) -> URIRef:
        return URIRef(f"{ONTOLOGY}/{self.name}" if self.name else ONTOLOGY)

    @property
    def href(self) -> str:
        return "/" + self.iri.removeprefix(BASE)

    @property
    def title(self) -> str:
        return self.text(DCTERMS.title)

    @property
    def short_title(self) -> str:
        """The title up to its colon."""
        return self.title.partition(":")[0]

    @property
    def description(self) -> str:
        return self.text(DCTERMS.description)

    @property
    def version(self) -> str:
        return self.text(OWL.versionInfo)

    @property
    def imports(self) -> list[URIRef]:
        return sorted(URIRef(str(each)) for each in self.graph.objects(self.iri, OWL.imports))

    def text(self, name: URIRef) -> str:
        """What the header says by a property, or nothing."""
        return str(self.graph.value(self.iri, name) or "")


class Terms:
    """The modules of one snapshot, all of them as one ``graph``, and what its terms are called.

    A term is what a module gives a label and a kind of :data:`KINDS`, ours or taken over from others.
    """

    def __init__(self, modules: Iterable[Module]) -> None:
        self.modules = {module.name: module for module in sorted(modules, key=lambda module: module.name)}
        self.graph = Graph(bind_namespaces="core")
        self._prefixes = dict(PREFIXES)
        for module in self.modules.values():
            self.graph += module.graph
            for prefix, namespace in module.graph.namespaces():
                self._prefixes.setdefault(prefix, str(namespace))
        for prefix, iri in self._prefixes.items():
            self.graph.bind(prefix, iri)
        self._labels = {
            str(subject): str(label)
            for subject, label in self.graph.subject_objects(RDFS.label)
            if isinstance(label, Literal) and label.language in (None, "en")
        }
        self._homes = {
            str(subject): module
            for module in self.modules.values()
            for subject in module.graph.subjects(RDFS.label)
            if KINDS.keys() & set(self.graph.objects(subject, RDF.type))
        }
        self.iris = sorted(self._homes)
        self._kinds = {
            iri: [kind for kind in KINDS if (URIRef(iri), RDF.type, kind) in self.graph] for iri in self.iris
        }

    def label(self, iri: str) -> str:
        """What a term is called; an IRI that is no term keeps its short form."""
        return self._labels.get(iri) or self.short(iri)

    def short(self, iri: str) -> str:
        """An IRI with its prefix, ours or one that a module binds, or as it is."""
        for prefix, namespace in self._prefixes.items():
            if iri.startswith(namespace) and iri != namespace:
                return f"{prefix}:{iri.removeprefix(namespace)}"
        return iri

    def kinds(self, iri: str) -> list[URIRef]:
        """Which of :data:`KINDS` a term is."""
        return self._kinds[iri]

    def of(self, *kinds: URIRef) -> list[str]:
        """The terms that are first of all one of these kinds, sorted by label."""
        return sorted(
            (iri for iri in self.iris if self.kinds(iri)[0] in kinds), key=lambda iri: self.label(iri).casefold()
        )

    def texts(self, iri: str, name: URIRef) -> list[str]:
        """The values of a property of a term, as text."""
        return sorted(str(value) for value in self.graph.objects(URIRef(iri), name))

    def meaning(self, iri: str) -> str:
        """The definition of a term; for a term of others that has none here, in which sense we use it."""
        return " ".join(self.texts(iri, SKOS.definition) or self.texts(iri, SKOS.scopeNote))

    def page(self, iri: str) -> str | None:
        """The path of the page of a term; None for what is no term."""
        if iri not in self._homes:
            return None
        return TERM_PAGES + self.short(iri).removeprefix("kg:")

    def named(self, name: str) -> str | None:
        """The IRI of the term whose page has this name: ``Sector``, ``foaf:Agent``."""
        prefix, colon, rest = name.partition(":")
        iri = self._prefixes.get(prefix, "") + rest if colon else KG + name
        return iri if iri in self._homes else None

    def value(self, node: Node | str) -> Value:
        """A node of the ontology as pages show it: a term by its label, with the way to its page."""
        if isinstance(node, Literal):
            return Value(Term(str(node), "literal", language=node.language), str(node))
        return self.linked(Value(Term(str(node), "iri"), self.label(str(node))))

    def linked(self, value: Value) -> Value:
        """The same value; where it is a term, it leads to the page of the term."""
        page = self.page(value.term.value) if value.term.kind == "iri" else None
        return replace(value, page=page) if page else value

    def home(self, iri: str) -> Module | None:
        """The module that gives a term its label: the one that defines it, or takes it over from others."""
        return self._homes.get(iri)

    def declared(self, module: Module) -> list[str]:
        """The terms that are at home in a module."""
        return [iri for iri in self.iris if self.home(iri) is module]


@per_snapshot
def terms(engine: QueryEngine) -> Terms:
    """The ontology of the snapshot that is served; a snapshot without one has no terms."""
    return Terms(read_module(file) for file in sorted(engine.snapshot.ontology.glob("*.ttl")))


def read_module(file: Path) -> Module:
    """A module from its Turtle file."""
    graph = Graph(bind_namespaces="core")
    graph.parse(data=file.read_text(encoding="utf-8"), format="turtle")
    headers = [str(iri) for iri in graph.subjects(RDF.type, OWL.Ontology)]
    name = next((iri.removeprefix(ONTOLOGY).lstrip("/") for iri in headers if iri.startswith(ONTOLOGY)), file.stem)
    return Module(name, file, graph)
