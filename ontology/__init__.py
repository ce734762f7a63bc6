"""The OWL ontology, one module a reader; ``schemes/`` holds the SKOS vocabularies. Turtle files beside this module."""

from pathlib import Path

FOLDER = Path(__file__).parent
MODULES = tuple(FOLDER / f"{name}.ttl" for name in ("core", "claims"))
