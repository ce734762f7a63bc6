"""``creativekg review``: decide at the terminal, or ask a script's questions of what was decided."""

from __future__ import annotations

import getpass
import os
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from graph import options

if TYPE_CHECKING:
    from graph.review.desk import Desk


@click.command("review")
@click.argument("document", required=False)
@click.option("--reviewer", help="Whose decisions these are.  [default: your name in git, else your login]")
@click.option("--list", "what", flag_value="list", help="Print the candidates and what became of them.")
@click.option("--compare", "what", flag_value="compare", help="Print how far reviewers agree, and conflicts.")
@click.option("--settle", "what", flag_value="settle", help="Decide on conflicts; this overrules the others.")
@click.option("--finish", "what", flag_value="finish", help="Write what was accepted into the data.")
@click.option("--measure", "what", flag_value="measure", help="Measure the ranker on all decisions so far.")
@options.data
@options.documents
@options.json_
def review_command(
    document: str | None,
    reviewer: str | None,
    what: str | None,
    data: Path,
    documents: Path | None,
    as_json: bool,
) -> None:
    """Decide on the candidates of a DOCUMENT, one key each; ? shows the keys.

    \b
      creativekg review 005              at the terminal
      creativekg review 005 --finish     accepted candidates become claims

    Every decision is written at once; quit and go on whenever you like.
    """
    if what == "measure":
        _measure(data, as_json)
        return
    if document is None:
        raise click.UsageError("name the DOCUMENT to review")
    from graph.review.desk import Desk

    desk = Desk.open(data, documents, document, reviewer or default_reviewer())
    for note in [log.note for log in (desk.log, *desk.others) if log.note]:
        click.echo(note, err=True)
    match what:
        case "list":
            _list(desk, as_json)
        case "compare":
            _compare(desk, as_json)
        case "finish":
            _finish(desk, as_json)
        case _:
            if not desk.extracted:
                click.echo(f"There are no candidates yet; run: creativekg extract {document}", err=True)
            from graph.review.show import Look
            from graph.review.terminal import Terminal

            colour = sys.stdout.isatty() and not os.environ.get("NO_COLOR")
            Terminal(desk, Look(colour), settle=what == "settle").run()


def default_reviewer() -> str:
    """The name of the user in git, else of the login, as a slug."""
    from graph.extraction.candidates import slug_of

    try:
        asked = subprocess.run(["git", "config", "user.name"], capture_output=True, text=True, check=False)
        name = asked.stdout.strip()
    except OSError:
        name = ""
    return slug_of(name or getpass.getuser())


def _list(desk: Desk, as_json: bool) -> None:
    from graph.review.show import progress, triple

    if as_json:
        options.print_json(listing(desk))
        return
    for each in desk.proposals:
        state = each.claim or each.state
        click.echo(f"{each.key[:6]}  {state:8} {each.result.kind:14} {each.result.gloss or triple(each.result)}")
    click.echo(progress(desk))
    for name in desk.new_things():
        if name.settled is None:
            click.echo(f"not settled: {name.mention.name} ({name.mention.type}), {len(name.keys)} candidates")


def listing(desk: Desk) -> dict[str, Any]:
    """The whole review as plain data: candidates, new names, passages, progress."""
    done = desk.progress
    return {
        "document": desk.document.id,
        "reviewer": desk.reviewer,
        "progress": {"decided": done.decided, "total": done.total, "byAction": done.by_action},
        "candidates": [
            {
                **each.result.as_json(),
                "key": each.key,
                "state": each.state,
                "position": each.position,
                "score": None if each.score is None else round(each.score, 3),
                "into": each.into,
                "claim": each.claim,
            }
            for each in desk.proposals
        ],
        "newThings": [
            {
                "name": name.name,
                "words": name.mention.name,
                "type": name.mention.type,
                "candidates": list(name.keys),
                "settled": name.settled.model_dump(include={"same", "new"}) if name.settled else None,
                "nearest": [
                    {"slug": near.slug, "label": near.label, "type": near.type, "likeness": near.likeness}
                    for near in name.nearest
                ],
            }
            for name in desk.new_things()
        ],
        "passages": [
            {
                "start": each.passage.start,
                "end": each.passage.end,
                "kind": each.passage.kind,
                "state": each.state,
                "claims": list(each.claims),
                "accepted": list(each.accepted),
                "proposed": list(each.proposed),
                "reason": each.reason,
            }
            for each in desk.coverage()
        ],
    }


def _compare(desk: Desk, as_json: bool) -> None:
    from graph.review.agreement import agreement

    every = [log for log in (desk.log, *desk.others) if log.decisions]
    found = agreement(every)
    if as_json:
        options.print_json(
            {
                "document": desk.document.id,
                "reviewers": {log.reviewer: len(log.state.candidates) for log in every},
                "agreement": [each.as_json() for each in found],
                "conflicts": [each.as_json() for each in desk.conflicts],
            }
        )
        return
    for log in every:
        click.echo(f"{log.reviewer}: {len(log.state.candidates)} candidates decided on")
    for each in found:
        kappa = "not defined" if each.kappa is None else f"{each.kappa:.2f}"
        one, other = each.reviewers
        click.echo(f"{one} and {other}: {each.same} of {each.both} decided alike, Cohen's kappa {kappa}")
    for conflict in desk.conflicts:
        click.echo(f"conflict: {conflict.text()}")
    if desk.conflicts:
        click.echo(f"Settle them with: creativekg review {desk.document.id} --settle")


def _finish(desk: Desk, as_json: bool) -> None:
    done = desk.finish(progress=options.progress(as_json))
    if as_json:
        options.print_json(done.as_json())
        return
    if not done.files:
        click.echo("Nothing new was accepted; the data is as it was.")
        return
    click.echo(
        f"Wrote {len(done.claims)} claims, {len(done.things)} new things and {len(done.reasons)} reasons "
        f"into {', '.join(done.files)} in {desk.data}/. Next: creativekg build"
    )


def _measure(data: Path, as_json: bool) -> None:
    from graph.review.log import logs
    from graph.review.ranker import examples, measure

    found = measure(examples(list(logs(data))))
    if as_json:
        options.print_json(found.as_json())
        return
    click.echo(
        f"{found.examples} decisions, {found.kept} of them kept; average precision, precision in the first half:"
    )
    orders = {"ranker": found.ranker, "place in the text": found.place, "confidence of the rule": found.confidence}
    for name, each in orders.items():
        click.echo(f"  {name:24} {each.average_precision:.3f}  {each.first_half:.3f}")
