"""Everything a build starts from, read and checked: documents, claims, entities, vocabularies, links."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from importlib.metadata import version
from pathlib import Path
from typing import Literal

import pyoxigraph as ox

import ontology
import shapes
from graph import rules
from graph.assemble import check_references, concept_quads
from graph.claims import Claim, load_all_claims
from graph.concepts import FILE as CONCEPTS
from graph.concepts import check_concepts, load_concepts
from graph.coverage import Coverage, cover, load_passages
from graph.defaults import DATA
from graph.documents import Document, documents_folder, load_documents, read_text
from graph.entities import Entity, load_entities
from graph.errors import InputError
from graph.evidence import check_evidence
from graph.links import load_links
from graph.modules import ontology_quads
from graph.namespaces import ID
from graph.shacl_compiled import compiled_version
from graph.translations import FOLDER as LABELS
from graph.translations import label_quads

Quotes = Literal["full", "elided"]
Progress = Callable[[str], None]


@dataclass(frozen=True)
class Sources:
    """What was read. ``texts`` holds the attached documents, by id; ``digest`` is a SHA-256 of all that was read,
    and of the code and the libraries that make a graph of it."""

    documents: dict[str, Document]
    texts: dict[str, str]
    claims: list[Claim]
    coverage: list[Coverage]
    entities: list[Entity]
    ontology: list[ox.Quad]
    labels: list[ox.Quad]
    links: list[ox.Quad]
    quotes: Quotes
    digest: str

    @property
    def concepts(self) -> set[str]:
        """The IRIs of the concepts of our vocabularies: sectors, technologies, topics …"""
        return _concepts(self.ontology)


def load_sources(
    data: Path = DATA,
    documents: Path | None = None,
    quotes: Quotes = "full",
    progress: Progress = lambda step: None,
) -> Sources:
    """Read and check all sources below a data folder.

    ``documents`` is the folder of attached texts (see `documents_folder`). ``quotes`` says whether whole quotes of
    attached documents go into the graph; elided ones always do.

    Raises:
        InputError: a file is missing or wrong; a DocumentError or EvidenceError where texts are concerned.
    """
    if not (data / "documents.yaml").is_file():
        raise InputError("no documents.yaml here; name a data folder with --data", file=data)
    progress("reading documents")
    known_documents = load_documents(data / "documents.yaml")
    folder = documents_folder(documents)
    texts = {}
    for document in known_documents.values():
        text = read_text(document, folder)
        if text is not None:
            texts[document.id] = text
    progress("reading vocabularies")
    vocabulary = ontology_quads()
    added = load_concepts(data)
    check_concepts(added, _concepts(vocabulary))
    vocabulary += concept_quads(added)
    progress("reading entities")
    entities = load_entities(data / "entities")
    concepts = _concepts(vocabulary)
    _check_slugs(entities, concepts)
    known = {ID + entity.id for entity in entities} | concepts
    progress("reading claims")
    claims = load_all_claims(data / "claims")
    check_references(claims, known_documents, known)
    progress("checking evidence")
    check_evidence(claims, known_documents, texts)
    coverage = cover(known_documents, load_passages(data / "coverage", known_documents), claims, texts)
    links = load_links(data / "mappings", concepts, known - concepts)
    labels = label_quads(LABELS, concepts)
    digest = _digest(data, quotes, [known_documents[identifier] for identifier in texts])
    return Sources(known_documents, texts, claims, coverage, entities, vocabulary, labels, links, quotes, digest)


def _concepts(vocabulary: list[ox.Quad]) -> set[str]:
    subjects = (quad.subject.value for quad in vocabulary if isinstance(quad.subject, ox.NamedNode))
    return {iri for iri in subjects if iri.startswith(ID)}


def _check_slugs(entities: list[Entity], concepts: set[str]) -> None:
    for entity in entities:
        if ID + entity.id in concepts:
            raise entity.problem(f"the slug {entity.id!r} belongs to a concept of a vocabulary; choose another")


def _digest(data: Path, quotes: Quotes, attached: list[Document]) -> str:
    digest = hashlib.sha256()
    for package in ("pyoxigraph", "pyshacl", "rdflib", "sentencex"):
        digest.update(f"{package} {version(package)}\n".encode())
    digest.update(f"fast SHACL engine {compiled_version()}\n".encode())
    for folder, file in _files(data):
        content = hashlib.sha256(file.read_bytes()).hexdigest()
        digest.update(f"{folder.name}/{file.relative_to(folder).as_posix()} {content}\n".encode())
    for document in attached:
        digest.update(f"{quotes} quotes of {document.id} {document.sha256}\n".encode())
    return digest.hexdigest()


def _files(data: Path) -> Iterator[tuple[Path, Path]]:
    code = Path(__file__).parent
    for folder, patterns in (
        (
            data,
            ("documents.yaml", CONCEPTS, "claims/*.yaml", "coverage/*.yaml", "entities/*.yaml", "mappings/*.tsv"),
        ),
        (ontology.FOLDER, ("**/*.ttl", "*.jsonld")),
        (shapes.FOLDER, ("*.ttl", "ontology/*.ttl")),
        (rules.FOLDER, ("*/*.rq",)),
        (code, ("*.py", "rules/*.py")),
    ):
        for pattern in patterns:
            for file in sorted(folder.glob(pattern)):
                yield folder, file
