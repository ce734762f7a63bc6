"""SHACL shapes that the data must satisfy, as Turtle files beside this module."""

from pathlib import Path

FOLDER = Path(__file__).parent
