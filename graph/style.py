"""The ontology checked against its own house style and against known pitfalls: SHACL over its files."""

from __future__ import annotations

from pathlib import Path

import pyoxigraph as ox

import ontology
import shapes
from graph.modules import ontology_files, read_turtle
from graph.namespaces import BASE, OWL, RDF
from graph.shacl import Report, validate

STYLE = shapes.FOLDER / "ontology"
_IN_MODULE = ox.NamedNode(BASE + "shapes#inModule")
_TYPE = ox.NamedNode(RDF + "type")
_ONTOLOGY = ox.NamedNode(OWL + "Ontology")


def check_style(folder: Path = ontology.FOLDER) -> Report:
    """What in the modules and schemes of a folder departs from ``shapes/ontology`` (in words: its README).

    Raises:
        OntologyError: a file cannot be read.
    """
    return validate([quad for file in ontology_files(folder) for quad in located(file)], folder=STYLE)


def located(file: Path) -> list[ox.Quad]:
    """The triples of a file and, for each IRI that a module's file types, ``shape:inModule`` with the module."""
    quads = read_turtle(file)
    typed = [quad for quad in quads if quad.predicate == _TYPE and isinstance(quad.subject, ox.NamedNode)]
    modules = [quad.subject for quad in typed if quad.object == _ONTOLOGY]
    return quads + [
        ox.Quad(quad.subject, _IN_MODULE, module) for module in modules for quad in typed if quad.subject != module
    ]
