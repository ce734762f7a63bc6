"""One family of errors: the command line prints them as one line, the server as one problem shape."""

from __future__ import annotations

from pathlib import Path


class CreativeKGError(Exception):
    """Something the user can mend; ``str()`` is one clear line that says what, where and how."""


class InputError(CreativeKGError):
    """A file we read is wrong. The line names the file and, where known, the line in it."""

    def __init__(self, message: str, *, file: Path | None = None, line: int | None = None) -> None:
        self.file = file
        self.line = line
        place = ""
        if file is not None:
            place = f"{file}:{line}: " if line is not None else f"{file}: "
        super().__init__(place + message)


class DocumentError(InputError):
    """A source document is missing, changed or not readable as frozen."""


class EvidenceError(InputError):
    """The offsets or the elided quote of a claim do not fit the text of its document."""


class CoverageError(CreativeKGError):
    """A passage of a document is not accounted for."""


class OntologyError(InputError):
    """An ontology, vocabulary, rule or shape file cannot be read."""


class InconsistentOntology(CreativeKGError):
    """The reasoner found a contradiction; the message names the axioms by their labels."""


class ValidationFailed(CreativeKGError):
    """The graph breaks a SHACL shape of severity Violation."""


class SnapshotError(CreativeKGError):
    """A snapshot is missing, damaged or cannot be written."""


class QueryError(CreativeKGError):
    """A SPARQL query cannot be parsed or evaluated."""


class ReadingError(CreativeKGError):
    """A file or a page cannot be read into a document."""


class ExtractionError(CreativeKGError):
    """Candidates cannot be extracted: a part is not installed, or a text cannot be worked on."""


class ReviewError(CreativeKGError):
    """A decision cannot be taken down or carried out."""
