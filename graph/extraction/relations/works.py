"""Works that a document holds or lists: a heading with the names of its authors in the line below it."""

from __future__ import annotations

import re
from collections.abc import Iterator

from graph.documents import Span
from graph.extraction.candidates import Candidate, Mention
from graph.extraction.language import Parsed
from graph.extraction.relations.fitting import relation
from graph.extraction.relations.headlines import is_title, of_title

_MARKS = "#*_ "
_LEAST_WORDS = 3
_LONGEST_LINE = 160
# Handles, dates and times stand beside the names in a byline.
_BESIDE = re.compile(
    r"@\w+|\b(?:by|and|with|updated|published|posted|min(?:ute)?s?|read|am|pm|[A-Z]{2,4}T)\b"
    r"|\b(?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)[a-z]*\b"
    r"|\b(?:Mon|Tue|Wed|Thu|Fri|Sat|Sun)[a-z]*\b",
)
_MOSTLY = 0.8


def find(parsed: Parsed, before: Parsed | None = None) -> Iterator[Candidate]:
    """Candidates for who wrote the work that the heading before a byline is the title of, and what it is about."""
    if before is None or before.passage.kind != "heading" or not before.passage.headings:
        return
    authors = byline(parsed)
    if not authors or is_title(before, None):
        return
    work = _titled(before)
    if work is None or any(author.name in work.name for author in authors):
        return
    for author in authors:
        spans = (Span(work.start, work.end), Span(author.start, author.end))
        yield from relation(parsed, work, "schema:author", author, spans, "works.author", 0.75)
    for made in of_title(before, work, "works.title"):
        if made.confidence >= _MOSTLY - 0.1:
            yield made


def byline(parsed: Parsed) -> list[Mention]:
    """The people named in the first line of a passage, where it holds little but names."""
    line = parsed.text.split("\n", 1)[0]
    start = parsed.passage.start
    people = [each for each in parsed.mentions if each.type == "Person" and each.end <= start + len(line)]
    if not people or len(line) > _LONGEST_LINE or line[: people[0].start - start].strip(_MARKS + "Bby"):
        return []
    letters = sum(letter.isalpha() for letter in _BESIDE.sub("", line))
    named = sum(letter.isalpha() for each in people for letter in each.name)
    return people if named >= _MOSTLY * letters else []


def _titled(heading: Parsed) -> Mention | None:
    """The words of a heading as the title of a work; None where they are too few for one."""
    words = heading.text.strip()
    name = " ".join(words.strip(_MARKS).split())
    if len(name.split()) < _LEAST_WORDS:
        return None
    start = heading.passage.start + heading.text.index(words.lstrip(_MARKS)[:1])
    return Mention(start, start + len(words.strip(_MARKS)), name, "CreativeWork", "title above a byline", 0.75)
