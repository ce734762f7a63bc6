"""The OWL ontology, its SKOS vocabularies and its alignments, as Turtle files beside this module."""

from pathlib import Path

FOLDER = Path(__file__).parent
