"""The OWL ontology, one module a reader, and below ``schemes`` the SKOS vocabularies: Turtle files."""

from pathlib import Path

FOLDER = Path(__file__).parent
MODULES = tuple(FOLDER / f"{name}.ttl" for name in ("creativekg", "core", "claims", "impacts", "statistics"))
