"""From the fields of a form to decisions: on a candidate, its new names, a passage, or a claim that was missed."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from graph.claims import KINDS
from graph.concepts import CONCEPT_TYPES
from graph.documents import Span
from graph.errors import ReviewError
from graph.extraction.candidates import Candidate, Mention
from graph.extraction.schema import predicates_between
from graph.extraction.store import read_extraction
from graph.review.decisions import Accept, Add, Countable, Edit, Merge, NoClaim, Reject, decision_from
from graph.review.desk import Desk
from graph.review.proposals import NewName
from graph.review.things import fields_of, mention_from, usual_predicate
from server.review.fields import changes_in, spans_in, value_of, written
from server.review.view import View

Form = Mapping[str, str]


def decision_of(view: View, form: Form) -> Countable:
    """The decision that a form makes.

    Raises:
        ReviewError: it makes none, or one that cannot be.
    """
    match form.get("action"):
        case "accept":
            return _accepted(view, form)
        case "add":
            return _added(view.desk, form)
        case "reject":
            return Reject(key=_key(view), reason=form.get("why", "").strip() or None)
        case "merge":
            if not form.get("into"):
                raise ReviewError("say which one it is merged into")
            return Merge(key=_key(view), into=view.desk.proposal(form["into"]).key)
        case "reason":
            if not form.get("reason"):
                raise ReviewError("say why the passage carries no claim")
            names = ("action", "start", "end", "reason")
            made = decision_from({name: form.get(name, "") for name in names})
            assert isinstance(made, NoClaim)
            return made
        case other:
            raise ReviewError(f"there is no action {other!r}")


def _key(view: View) -> str:
    if view.current is None:
        raise ReviewError("there is no candidate to decide on")
    return view.current.key


def _accepted(view: View, form: Form) -> Accept | Edit:
    key = _key(view)
    assert view.current is not None
    before = view.decision.changes if isinstance(view.decision, Edit) else {}
    changes = changes_in(form, view.current.result, before, view.desk.text)
    return Edit(key=key, changes=changes) if changes else Accept(key=key)


def _added(desk: Desk, form: Form) -> Add:
    kind = form.get("kind", "")
    if kind not in KINDS:
        raise ReviewError("choose the kind of the claim")
    spans = spans_in(form, desk.text)

    def thing(field: str) -> Mention:
        return mention_from(form.get(field, ""), field, kind, desk.known, desk.log.state.names)

    given = {name: value_of(name, kind, form.get(name, "").strip()) for name in fields_of(kind)}
    fields: dict[str, Any] = {name: value for name, value in given.items() if value is not None}
    made = Candidate(
        kind,
        thing("subject"),
        usual_predicate(kind) or form.get("predicate", "").strip(),
        None if kind == "Definition" else thing("object"),
        tuple(spans),
        "reviewer",
        1.0,
        form.get("gloss", "").strip(),
        certainty=form.get("certainty") or "asserted",  # type: ignore[arg-type]
        speaker=thing("speaker") if form.get("speaker", "").strip() else None,
        fields=fields,
    )
    return Add(key=made.key, candidate=made)


def names_in(form: Form, names: list[NewName]) -> list[Countable]:
    """What a form says that new names stand for, without those left for later.

    Raises:
        ReviewError: it says that one is known, and not as what.
    """
    return [made for name in names if (made := _name_in(form, name)) is not None]


def _name_in(form: Form, name: NewName) -> Countable | None:
    field = f"name.{name.name}"
    answer = form.get(field, "")
    said: dict[str, Any]
    if answer == "new":
        said = {"new": _new_thing(form, field)}
    elif answer == "known":
        slug = form.get(f"{field}.known", "").strip()
        if not slug:
            raise ReviewError(f"{name.mention.name}: name the known thing that it is")
        said = {"same": slug}
    elif answer.startswith("same:"):
        said = {"same": answer.removeprefix("same:")}
    else:
        return None
    return decision_from({"action": "entity", "name": name.name, **said})


def _new_thing(form: Form, field: str) -> dict[str, Any]:
    given = {part: form.get(f"{field}.{part}", "").strip() for part in ("type", "prefLabel", "id", "description")}
    broader = form.get(f"{field}.broader", "").strip()
    return given | ({"broader": broader} if broader and given["type"] in CONCEPT_TYPES else {})


def guessed(desk: Desk, words: Span) -> dict[str, str]:
    """A form for a missed claim, filled from its words as far as the names that were found in them tell."""
    extraction = read_extraction(desk.data, desk.document)
    found: dict[str, Mention] = {}
    for each in extraction.mentions if extraction else []:
        if words.start <= each.start and each.end <= words.end:
            found.setdefault(each.slug, each)
    things = list(found.values())[:2]
    form = dict(zip(("subject", "object"), map(written, things), strict=False))
    form |= {"evidence": " ".join(desk.text[words.start : words.end].split())}
    form |= {"start": str(words.start), "end": str(words.end)}
    if len(things) == 2:
        fitting = predicates_between(things[0].type, things[1].type)
        usual = {usual_predicate(kind): kind for kind in KINDS if usual_predicate(kind)}
        kind = next((usual[each] for each in fitting if each in usual), "Relation")
        form |= {"kind": kind, "predicate": next(iter(fitting), "")}
    return form
