"""Passages that are entries of a list of references by their form, where no sentence is to be read."""

from __future__ import annotations

from graph.extraction.language import Parsed
from graph.extraction.relations.lexicon import words
from graph.extraction.relations.references import Reference, reference

_KEPT = "entry of a list of references"
_LONGEST = 500
_OF_SENTENCES = words("is was are were be been has have had will would he she it they we who which")


def entry_of(parsed: Parsed) -> Reference | None:
    """What a passage refers to that reads as an entry of a list of references by itself; offsets of the passage."""
    kept: dict[str, Reference | None] = parsed.doc.user_data
    if _KEPT not in kept:
        kept[_KEPT] = _read(parsed)
    return kept[_KEPT]


def _read(parsed: Parsed) -> Reference | None:
    text = parsed.text
    if parsed.passage.kind not in ("item", "paragraph") or len(text) > _LONGEST:
        return None
    entry = reference(text, 0, len(text))
    if entry is None or not entry.authors or (entry.container or entry.publisher) is None:
        return None
    if any(word.lower_ in _OF_SENTENCES for word in parsed.doc if word.idx < entry.title.start):
        return None  # names, a year and capitals, but a sentence
    return entry
