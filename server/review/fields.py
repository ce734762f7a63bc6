"""The fields of a claim as those of a form, and what a form that was filled in changes about a candidate."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from types import NoneType
from typing import Any, Literal, get_args, get_origin

from graph.claims import KINDS
from graph.documents import Span, locate
from graph.errors import ReviewError
from graph.extraction.candidates import Candidate, Mention
from graph.extraction.folding import fold
from graph.extraction.schema import verb_of
from graph.review.things import fields_of, is_list, names_things, usual_predicate

OF_ALL = ("kind", "gloss", "subject", "predicate", "object", "certainty", "polarity", "speaker")
_CHOICES: dict[str, tuple[str, ...]] = {
    "kind": tuple(KINDS),
    "certainty": ("asserted", "hedged", "projected"),
    "polarity": ("affirmed", "negated"),
}
_COMMON = ("inPlace", "inSector", "atStage", "inWork", "caveat", "conflictsWith", "arithmetic")


@dataclass(frozen=True)
class Field:
    """A field that some kinds of claim have. ``kinds`` are those; empty is all. ``choices`` is empty where anything
    may be written; ``things`` where it names a thing, or several (``many``)."""

    name: str
    kinds: tuple[str, ...]
    choices: tuple[str, ...]
    things: bool
    many: bool
    required: bool

    @property
    def label(self) -> str:
        """Its name in the ontology, else as it is written."""
        return label_of(self.name)


def label_of(name: str) -> str:
    """What the ontology calls a predicate, a field, a type or a reason; the name itself where it does not say."""
    try:
        return verb_of(name)
    except KeyError:
        return name


@cache
def own_fields() -> tuple[Field, ...]:
    """The fields besides those of every candidate: first those of single kinds, then those that all kinds have."""
    by_name: dict[str, list[str]] = {}
    for kind in KINDS:
        for name in fields_of(kind):
            by_name.setdefault(name, []).append(kind)
    names = [name for name in by_name if name not in _COMMON] + [name for name in _COMMON if name in by_name]
    return tuple(_field(name, by_name[name]) for name in names)


def _field(name: str, kinds: list[str]) -> Field:
    about = KINDS[kinds[0]].model_fields[name]
    every = tuple(kinds) if len(kinds) < len(KINDS) else ()
    many = is_list(kinds[0], name)
    return Field(name, every, _literals(about.annotation), names_things(name), many, about.is_required())


def _literals(annotation: Any) -> tuple[str, ...]:
    if get_origin(annotation) is Literal:
        return get_args(annotation)
    inner = [each for each in get_args(annotation) if each is not NoneType]
    return _literals(inner[0]) if len(inner) == 1 and get_origin(annotation) is not list else ()


def choices(name: str) -> tuple[str, ...]:
    """What a field of every candidate may be; empty where anything may be written."""
    return _CHOICES.get(name, ())


def written(value: Any) -> str:
    """A value as it stands in a form: a thing by its slug, a new one by its name."""
    if isinstance(value, Mention):
        return value.entity or value.name
    if isinstance(value, list | tuple):
        return ", ".join(written(each) for each in value)
    return "" if value is None else str(value)


def filled(candidate: Candidate) -> dict[str, str]:
    """The form of a candidate, filled in."""
    own = {name: written(getattr(candidate, name)) for name in OF_ALL}
    return own | {name: written(value) for name, value in candidate.fields.items()}


def changes_in(form: Mapping[str, str], shown: Candidate, before: Mapping[str, Any], text: str) -> dict[str, Any]:
    """What a form says otherwise than the candidate that it showed, besides what was changed ``before``.

    Raises:
        ReviewError: the text does not have the words that are to be evidence.
    """
    there = filled(shown)
    kind = form.get("kind", shown.kind)
    names = [*OF_ALL, *(fields_of(kind) if kind in KINDS else [])]
    changes = dict(before)
    for name in names:
        given = _plain(form[name]) if name in form else there.get(name, "")
        if given != _plain(there.get(name, "")):
            changes[name] = value_of(name, kind, given)
    if kind != shown.kind:
        changes |= {name: None for name in shown.fields if name not in names}
        if kind in KINDS and usual_predicate(kind):
            changes.pop("predicate", None)
        if kind == "Definition":
            changes["object"] = None
    if "evidence" in form and _lines(form["evidence"]) != _lines(evidence_of(shown, text)):
        changes["evidence"] = spans_in(form, text)
    return changes


def value_of(name: str, kind: str, given: str) -> Any:
    """A value as `graph.review.decisions.Edit` has it: words, a list of them, or None for nothing."""
    if not given:
        return None
    if kind in KINDS and is_list(kind, name):
        return [part.strip() for part in given.split(",") if part.strip()]
    return given


def spans_in(form: Mapping[str, str], text: str) -> list[Span]:
    """Where the words of a form stand: at its ``start`` and ``end`` where those are theirs, else where the text has
    them, each run of words on a line of its own; ``nth`` says which of several places.

    Raises:
        ReviewError: there are no words, or the text does not have them, or has them in several places.
    """
    words = form.get("evidence", "")
    start, end = (form.get(name, "") for name in ("start", "end"))
    if start.isdecimal() and end.isdecimal() and _plain(text[int(start) : int(end)]) == _plain(words):
        return [Span(int(start), int(end))]
    found = [_found(line, form, text) for line in _lines(words)]
    if not found:
        raise ReviewError("give the words of the text that carry the claim")
    return found


def _lines(words: str) -> list[str]:
    return [_plain(line) for line in words.splitlines() if line.strip()]


def _found(words: str, form: Mapping[str, str], text: str) -> Span:
    found = [span for span, _ in locate(fold(text), fold(words))]
    if not found:
        raise ReviewError(f"the text does not have the words “{words}”")
    nth = form.get("nth", "")
    if len(found) == 1:
        return found[0]
    if nth.isdecimal() and 1 <= int(nth) <= len(found):
        return found[int(nth) - 1]
    raise ReviewError(
        f"the text has the words “{words}” in {len(found)} places; say which (1 to {len(found)}), or more words"
    )


def _plain(words: str) -> str:
    return " ".join(words.split())


def evidence_of(candidate: Candidate, text: str) -> str:
    """The words of a candidate's evidence, a run of them a line."""
    return "\n".join(_plain(text[span.start : span.end]) for span in candidate.evidence)
