"""How a candidate, its words and the matters around it look in a terminal."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

import click

from graph.documents import Span
from graph.extraction.candidates import Candidate, Mention
from graph.review.desk import Desk
from graph.review.passages import passages_under
from graph.review.proposals import NewName, Proposal

_SPACE = re.compile(r"\s+")


@dataclass(frozen=True)
class Look:
    """With colours, or with marks; ``plain`` is without either."""

    colour: bool
    plain: bool = False

    def evidence(self, words: str) -> str:
        """Words that are evidence."""
        if self.plain:
            return words
        return click.style(words, bold=True, reverse=True) if self.colour else f"«{words}»"

    def quiet(self, words: str) -> str:
        """Words beside the matter."""
        return click.style(words, dim=True) if self.colour else words

    def strong(self, words: str) -> str:
        """Words that matter most."""
        return click.style(words, bold=True) if self.colour else words


def sentences(desk: Desk, spans: Iterable[Span], look: Look) -> str:
    """The passages in which spans stand, a line each, the spans marked."""
    evidence = sorted(set(spans), key=lambda span: (span.start, span.end))
    under = passages_under(desk.passages, evidence)
    return "\n".join(_marked(desk.text, Span(each.start, each.end), evidence, look) for each in under)


def _marked(text: str, passage: Span, evidence: Iterable[Span], look: Look) -> str:
    shown, at = "", passage.start
    for span in evidence:
        start, end = max(span.start, at), min(span.end, passage.end)
        if start < end:
            shown += _SPACE.sub(" ", text[at:start]) + look.evidence(_SPACE.sub(" ", text[start:end]))
            at = end
    return shown + _SPACE.sub(" ", text[at : passage.end])


def proposal(desk: Desk, each: Proposal, look: Look) -> str:
    """A candidate with its words, and how it came about."""
    keys = [one.key for one in desk.proposals]
    found = each.result
    state = f"written as {each.claim}" if each.claim else each.state
    how = [found.kind, found.certainty, f"rule {found.rule}", f"confidence {found.confidence:.2f}"]
    if found.polarity == "negated":
        how.insert(1, "DENIED by the text")
    if each.score is not None:
        how.append(f"likely {each.score:.2f}")
    return "\n".join(
        [
            look.quiet(f"── {keys.index(each.key) + 1} of {len(keys)} · {each.key[:6]} · {state}"),
            sentences(desk, found.evidence, look),
            look.strong(found.gloss or "(no gloss)"),
            f"  {triple(found)}",
            *(f"  {name}: {value(given)}" for name, given in found.fields.items()),
            look.quiet("  " + " · ".join(how)),
        ]
    )


def triple(candidate: Candidate) -> str:
    """Subject, predicate and object; a thing that the graph does not know is marked as new."""
    parts = [value(candidate.subject), candidate.predicate]
    parts += [value(candidate.object)] if candidate.object else []
    said = f" — says {value(candidate.speaker)}" if candidate.speaker else ""
    return " → ".join(parts) + said


def value(given: object) -> str:
    """A field's value; nothing for None."""
    if isinstance(given, Mention):
        return given.slug if given.entity else f"{given.slug} (new {given.type})"
    if isinstance(given, list | tuple):
        return ", ".join(value(each) for each in given)
    return "" if given is None else str(given)


def progress(desk: Desk) -> str:
    """How far the review is, on one line."""
    done = desk.progress
    by_action = ", ".join(f"{count} {name}" for name, count in done.by_action.items())
    left = sum(1 for covered in desk.coverage() if covered.state in ("open", "proposed"))
    return f"{done.decided} of {done.total} decided ({by_action}); {left} of {len(desk.passages)} passages left"


def new_name(name: NewName, look: Look) -> str:
    """A new name with the known things that it may stand for, numbered."""
    lines = [f"What is {look.strong(name.mention.name)} ({name.mention.type})?"]
    for number, near in enumerate(name.nearest, 1):
        lines.append(f"  {number} {near.label} · {near.slug} · {near.type} · {near.likeness:.2f}")
    return "\n".join(lines)
