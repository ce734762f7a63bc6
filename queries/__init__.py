"""The ready questions: one SPARQL query a file, its metadata in ``#+`` lines."""

from pathlib import Path

FOLDER = Path(__file__).parent
