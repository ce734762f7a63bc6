"""Review at the terminal: a candidate at a time beside its words, one key a decision."""

from __future__ import annotations

from collections.abc import Callable

import click

from graph.coverage import REASONS
from graph.documents import Span
from graph.errors import CreativeKGError, ReviewError
from graph.review import show
from graph.review.decisions import Accept, Countable, Merge, NoClaim, Reject
from graph.review.desk import Desk
from graph.review.forms import Forms, chosen
from graph.review.keys import END, ask, read_key
from graph.review.merge import Conflict
from graph.review.proposals import Proposal

HELP = """\
  a accept    e edit      r reject    R reject, with a reason
  m merge     n next      p previous  u undo
  d add a claim that is missing       o say why sentences carry no claim
  ? help      q quit"""
_OTHERS = 9


class Terminal:
    """A reviewer at a desk. ``settle`` goes through conflicts, and what is decided overrules the others."""

    def __init__(self, desk: Desk, look: show.Look, *, settle: bool = False) -> None:
        self.desk, self.look, self.settle = desk, look, settle
        self.forms = Forms(desk, look, settle)
        self.at: str | None = None
        self.actions: dict[str, Callable[[Proposal], None]] = {
            "a": self.accept,
            "e": self.edit,
            "r": self.reject,
            "R": self.reject_with_reason,
            "m": self.merge,
        }
        self.anywhere: dict[str, Callable[[], None]] = {
            "n": lambda: self.move(1),
            "p": lambda: self.move(-1),
            "u": self.undo,
            "d": self.add,
            "o": self.reasons,
            "?": lambda: click.echo(HELP),
        }

    def run(self) -> None:
        """Until the reviewer quits; every decision is on the disk before the next key is read."""
        click.echo(HELP)
        try:
            if self.settle:
                self.settle_matters()
            self.go_on()
            while (key := read_key()) not in END:
                self.press(key)
        except click.Abort:
            click.echo()
        click.echo(show.progress(self.desk))

    def press(self, key: str) -> None:
        """What a key does; what cannot be done is said in a line."""
        try:
            if key in self.anywhere:
                self.anywhere[key]()
            elif key in self.actions:
                self.actions[key](self.here())
            elif key.strip():
                click.echo(f"there is no key {key!r}; ? shows them")
        except CreativeKGError as error:
            click.echo(str(error))

    @property
    def row(self) -> list[Proposal]:
        """The candidates to walk through: all, or those in conflict."""
        if not self.settle:
            return self.desk.proposals
        keys = {each.subject[1] for each in self.desk.conflicts if each.subject[0] == "candidate"}
        same = self.desk.together.same
        return [each for each in self.desk.proposals if same.get(each.key, each.key) in keys]

    def here(self) -> Proposal:
        """The candidate that is shown.

        Raises:
            ReviewError: there is none.
        """
        if self.at is None:
            raise ReviewError("no candidate is left; d adds a claim, o gives reasons, q quits")
        return self.desk.proposal(self.at)

    def go_on(self) -> None:
        """Show the next candidate that is open, or in conflict."""
        following = next(iter(self.row), None) if self.settle else self.desk.next_open(self.at)
        self.at = following.key if following else None
        self.show()

    def move(self, by: int) -> None:
        """Show another candidate, decided on or not."""
        keys = [each.key for each in self.row]
        if not keys:
            raise ReviewError("there is no candidate")
        self.at = keys[(keys.index(self.at) + by) % len(keys)] if self.at in keys else keys[0 if by > 0 else -1]
        self.show()

    def show(self) -> None:
        """The candidate, and how far the review is."""
        click.echo()
        if self.at is None:
            click.echo("No candidate is in conflict." if self.settle else "No candidate is open.")
        else:
            click.echo(show.proposal(self.desk, self.here(), self.look))
            own = ("candidate", self.desk.together.same.get(self.at, self.at))
            for conflict in self.desk.conflicts:
                if self.settle and conflict.subject == own:
                    click.echo(self.look.strong(f"  in conflict: {conflict.said}"))
        click.echo(self.look.quiet(show.progress(self.desk)))

    def decide(self, decision: Countable) -> None:
        """Take a decision down."""
        self.desk.decide(decision, settle=self.settle)

    def accept(self, each: Proposal) -> None:
        self.decide(Accept(key=each.key))
        self.forms.name_things(each.key)
        self.go_on()

    def edit(self, each: Proposal) -> None:
        self.decide(self.forms.changes(each))
        self.forms.name_things(each.key)
        self.go_on()

    def reject(self, each: Proposal) -> None:
        self.decide(Reject(key=each.key))
        self.go_on()

    def reject_with_reason(self, each: Proposal) -> None:
        self.decide(Reject(key=each.key, reason=ask("why") or None))
        self.go_on()

    def merge(self, each: Proposal) -> None:
        others = [other for other in self.desk.proposals if other.key != each.key and other.state != "reject"]
        others.sort(key=lambda other: abs(other.position - each.position))
        for number, other in enumerate(others[:_OTHERS], 1):
            click.echo(f"  {number} {other.result.gloss or show.triple(other.result)}")
        into = chosen(ask("merge into which (empty: none)"), len(others[:_OTHERS]))
        if into is not None:
            self.decide(Merge(key=each.key, into=others[into].key))
            self.go_on()

    def add(self) -> None:
        self.decide(self.forms.addition())
        click.echo(show.progress(self.desk))

    def undo(self) -> None:
        undone = self.desk.undo()
        click.echo("there is nothing to undo" if undone is None else f"undone: {undone.action}")
        keys = [each.key for each in self.desk.proposals]
        if undone is not None and undone.subject[1] in keys:
            self.at = undone.subject[1]
        if self.at not in keys:
            self.at = None
        self.show()

    def reasons(self) -> None:
        """Go through the passages that nothing accounts for."""
        choices = ", ".join(f"{number} {reason}" for number, reason in enumerate(REASONS, 1))
        for covered in self.desk.coverage():
            if covered.state not in ("open", "proposed"):
                continue
            span = Span(covered.passage.start, covered.passage.end)
            click.echo(f"\n{show.sentences(self.desk, [span], show.Look(False, plain=True))}")
            if covered.proposed:
                click.echo(self.look.quiet(f"  {len(covered.proposed)} candidates wait here"))
            click.echo(f"  it carries no claim: {choices}; any other key leaves it, q ends")
            key = read_key()
            if key in END:
                break
            if (number := chosen(key, len(REASONS))) is not None:
                self.decide(NoClaim(start=span.start, end=span.end, reason=REASONS[number]))
        self.show()

    def settle_matters(self) -> None:
        """Go through the conflicts over names and passages."""
        for conflict in self.desk.conflicts:
            if conflict.subject[0] == "candidate":
                continue
            click.echo(f"\n{self.look.strong(conflict.text())}")
            for number, (reviewer, _) in enumerate(conflict.decisions, 1):
                click.echo(f"  {number} {reviewer} is right")
            right = chosen(ask("which (empty: leave it)"), len(conflict.decisions))
            if right is not None:
                try:
                    self.side_with(conflict, right)
                except CreativeKGError as error:
                    click.echo(str(error))

    def side_with(self, conflict: Conflict, number: int) -> None:
        """Decide as one of those in conflict did, against the others."""
        decision = conflict.decisions[number][1]
        for name, each in conflict.decisions:
            if name == self.desk.reviewer and each != decision:
                self.desk.undo(each.n)
        self.decide(decision.model_copy(update={"n": 0, "settles": {}}))
