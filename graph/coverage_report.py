"""What `creativekg coverage` prints: a table, one line a document, and what is still to be done."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from graph.claims import Claim
from graph.coverage import REASONS, Account, Coverage, untouched

_HEAD = ("document", "passages", "with claims", *REASONS, "open", "words", "under evidence")


def table(found: Iterable[Coverage]) -> str:
    """The counts, in columns; words are ``–`` where a text is not attached."""
    rows = [_HEAD, *(_row(each) for each in found)]
    widths = [max(len(row[column]) for row in rows) for column in range(len(_HEAD))]
    return "\n".join("  ".join(map(str.rjust, row, widths)) for row in rows)


def _row(found: Coverage) -> tuple[str, ...]:
    share = f"{100 * found.touched / found.words:.1f} %" if found.words and found.touched is not None else "–"
    return (
        found.document,
        str(len(found.accounts)),
        str(found.carrying),
        *(str(count) for count in found.reasons.values()),
        str(len(found.open)),
        "–" if found.words is None else str(found.words),
        share,
    )


def shortfalls(found: Iterable[Coverage]) -> list[str]:
    """What keeps the coverage from being complete, a line each."""
    lines = []
    for each in found:
        if not each.accounts:
            lines.append(f"{each.document}: no passage is accounted for; --draft {each.document} writes them down")
        for account in each.open:
            lines.append(f"{_name(each, account)}: neither a claim nor a reason: {account.passage.quote}")
        for first, second in each.repeats:
            lines.append(
                f"{_name(each, second)}: says the same as {first.passage.id} and is accounted for otherwise"
            )
    return lines


def gaps(found: Iterable[Coverage], claims: Mapping[str, Claim], texts: Mapping[str, str], least: int) -> list[str]:
    """Runs of at least so many words, in passages that carry claims, that are under no evidence; a line each."""
    return [
        f"{_name(each, account)}: {run}"
        for each in found
        if each.document in texts
        for account in each.accounts
        if account.claims
        for run in untouched(account, claims, texts[each.document])
        if len(run.split()) >= least
    ]


def _name(found: Coverage, account: Account) -> str:
    return f"{found.document} {account.passage.id}"
