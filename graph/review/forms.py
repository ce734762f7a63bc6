"""Questions at the terminal whose answers make a decision: the fields of a claim, its words, its names."""

from __future__ import annotations

from dataclasses import dataclass
from typing import cast

import click

from graph.claims import KINDS, Certainty
from graph.concepts import CONCEPT_TYPES
from graph.documents import Span, locate
from graph.errors import ReviewError
from graph.extraction.candidates import Candidate, Mention
from graph.extraction.folding import fold
from graph.review import show
from graph.review.decisions import Add, Edit, decision_from
from graph.review.desk import Desk
from graph.review.keys import ask
from graph.review.proposals import NewName, Proposal
from graph.review.things import fields_of, is_list, mention_from, names_things, unsettled, usual_predicate

_LEFT_OUT = "-"
_NEW = "+"
_OF_ALL = ("kind", "gloss", "subject", "predicate", "object", "certainty", "polarity", "speaker", "evidence")


@dataclass(frozen=True)
class Forms:
    """The questions for one desk. ``settle`` is passed on to `Desk.decide`."""

    desk: Desk
    look: show.Look
    settle: bool

    def changes(self, each: Proposal) -> Edit:
        """Ask for the fields to change, until none is named.

        Raises:
            ReviewError: there is no such field.
        """
        found = each.result
        changes: dict[str, object] = {}
        while True:
            kind = str(changes.get("kind", found.kind))
            names = [*_OF_ALL, *fields_of(kind)]
            click.echo(self.look.quiet("  " + " · ".join(names)))
            name = ask("field to change (empty: done)")
            if not name:
                return Edit(key=each.key, changes=changes)
            if name not in names:
                raise ReviewError(f"there is no field {name!r}; nothing is changed")
            before = show.value(getattr(found, name, found.fields.get(name)))
            changes[name] = self.value(name, kind, f"{name} [{before}]; {_LEFT_OUT} takes it out")

    def addition(self) -> Add:
        """Ask for a claim that nothing proposed: its words, then what it says.

        Raises:
            ReviewError: the text does not have the words, or there is no such kind of claim.
        """
        spans = self.spans(ask("the words that carry it"))
        click.echo(show.sentences(self.desk, spans, self.look))
        kind = ask(f"kind ({', '.join(KINDS)})")
        needed = [name for name in fields_of(kind) if KINDS[kind].model_fields[name].is_required()]
        subject = self.thing(ask("subject"), "subject", kind)
        predicate = usual_predicate(kind) or ask("predicate")
        thing = None if kind == "Definition" else self.thing(ask("object"), "object", kind)
        gloss = ask("gloss, in a sentence")
        certainty = cast(Certainty, ask("certainty (empty: asserted)") or "asserted")
        fields = {name: self.value(name, kind, name) for name in needed}
        while name := ask("another field (empty: done)"):
            fields[name] = self.value(name, kind, name)
        said = (kind, subject, predicate, thing, tuple(spans), "reviewer", 1.0, gloss)
        made = Candidate(*said, certainty=certainty, fields=fields)
        return Add(key=made.key, candidate=made)

    def value(self, name: str, kind: str, question: str) -> object:
        """The value of a field: words, things or spans; None where the reviewer takes it out."""
        words = ask(question)
        if words == _LEFT_OUT:
            return None
        if name == "evidence":
            return self.spans(words)
        if is_list(kind, name):
            parts = [part.strip() for part in words.split(",")]
            return [self.thing(part, name, kind) for part in parts] if names_things(name) else parts
        return self.thing(words, name, kind) if names_things(name) else words

    def thing(self, words: str, field: str, kind: str) -> Mention:
        """A thing that the reviewer names; of a new one she says at once what it is, for that decides what fits."""
        names = self.desk.log.state.names
        mention = mention_from(words, field, kind, self.desk.known, names)
        if mention.entity is None and mention.slug not in names:
            self.name_thing(self.desk.new_name(mention))
        return mention

    def spans(self, words: str) -> list[Span]:
        """Where words stand in the text; the reviewer says which, where they stand in several places.

        Raises:
            ReviewError: the text does not have them.
        """
        found = [span for span, _ in locate(fold(self.desk.text), fold(words))]
        if not found:
            raise ReviewError("the text does not have these words")
        if len(found) == 1:
            return found
        for number, span in enumerate(found, 1):
            click.echo(f"  {number} {show.sentences(self.desk, [span], self.look)}")
        one = chosen(ask("which (empty: all)"), len(found))
        return found if one is None else [found[one]]

    def name_things(self, key: str) -> None:
        """Ask what the new names in a candidate stand for."""
        for mention in unsettled(self.desk.proposal(key).result):
            self.name_thing(self.desk.new_name(mention))

    def name_thing(self, name: NewName) -> None:
        """Ask what a new name stands for: one of the nearest, another known thing, or a new one."""
        click.echo(show.new_name(name, self.look))
        answer = ask(f"number or slug of a known thing, {_NEW} for a new one, empty for later")
        number = chosen(answer, len(name.nearest))
        if number is not None:
            answer = name.nearest[number].slug
        if answer:
            said = {"new": self.new_thing(name)} if answer == _NEW else {"same": answer}
            decision = decision_from({"action": "entity", "name": name.name, **said})
            self.desk.decide(decision, settle=self.settle)

    def new_thing(self, name: NewName) -> dict[str, str]:
        """Ask for the record of a new thing."""
        draft = name.draft
        given = {
            "type": ask(f"type [{draft.type}]") or draft.type,
            "prefLabel": ask(f"name [{draft.prefLabel}]") or draft.prefLabel,
            "id": ask(f"slug [{draft.id}]") or draft.id,
            "description": ask("description, in a line"),
        }
        if given["type"] in CONCEPT_TYPES and (broader := ask("broader concept (may be left empty)")):
            given["broader"] = broader
        return given


def chosen(answer: str, of: int) -> int | None:
    """The place, from 0, of the answer's number among so many; None where it is none of them."""
    return int(answer) - 1 if answer.isdecimal() and 0 < int(answer) <= of else None
