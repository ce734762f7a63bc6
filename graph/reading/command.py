"""``creativekg read``: freeze files, folders and pages as documents; a bad one is a line in the report."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterable
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from graph import options
from graph.errors import DocumentError, ReadingError

if TYPE_CHECKING:
    from graph.reading.freeze import Shelf


@dataclass(frozen=True)
class Outcome:
    """What became of a source: the id of its document, or the reason why there is none."""

    source: str
    id: str | None = None
    title: str | None = None
    reader: str | None = None
    characters: int | None = None
    passages: int | None = None
    aside: int | None = None
    pages: int | None = None
    notes: tuple[str, ...] = ()
    reason: str | None = None

    def as_json(self) -> dict[str, Any]:
        """The fields that have a value."""
        return {name: value for name, value in asdict(self).items() if value not in (None, ())}

    def line(self) -> str:
        """One line of the report, and one for each note."""
        if self.reason is not None:
            return f"{self.source}: {self.reason}"
        aside = f", {self.aside} of them set aside" if self.aside else ""
        lines = [f"{self.source} → {self.id}  {self.title} ({self.passages} passages{aside}; {self.reader})"]
        return "\n".join([*lines, *(f"    {note}" for note in self.notes)])


@click.command("read")
@click.argument("sources", nargs=-1, required=True, metavar="FILE|FOLDER|URL…")
@options.data
@options.documents
@options.json_
def read_command(sources: tuple[str, ...], data: Path, documents: Path | None, as_json: bool) -> None:
    """Read documents and freeze their texts: txt, Markdown, HTML, PDF and DOCX.

    \b
      creativekg read report.pdf
      creativekg read reports/ --data mine --documents mine/texts
      creativekg read https://example.org/news/article.html

    A folder is read with all below it. What cannot be read is a line in the report, and the rest goes on; the exit
    code is then 1. A data folder that has no documents yet is started afresh.
    """
    from graph.documents import documents_folder
    from graph.reading.freeze import shelf_of

    names = list(_expand(sources))
    with shelf_of(data, documents_folder(documents)) as shelf:
        outcomes = _with_progress(names, lambda name: _one(name, shelf))
    failed = [outcome for outcome in outcomes if outcome.reason is not None]
    if as_json:
        done = [outcome.as_json() for outcome in outcomes if outcome.reason is None]
        options.print_json({"read": done, "failed": [outcome.as_json() for outcome in failed]})
    else:
        for outcome in outcomes:
            if outcome.reason is None:
                click.echo(outcome.line())
        if len(outcomes) > 1:
            for outcome in failed:
                click.echo(outcome.line(), err=True)
    if failed and len(outcomes) == 1:
        raise ReadingError(failed[0].line())
    if failed:
        raise ReadingError(f"{len(failed)} of {len(outcomes)} could not be read")


def _expand(sources: Iterable[str]) -> Iterable[str]:
    from graph.reading.fetch import is_address
    from graph.reading.read import files_below

    for source in sources:
        if not is_address(source) and Path(source).is_dir():
            below = [str(file) for file in files_below(Path(source))]
            if not below:
                raise ReadingError(f"{source}: there are no files in this folder")
            yield from below
        else:
            yield source


def _with_progress(names: list[str], work: Callable[[str], Outcome]) -> list[Outcome]:
    if len(names) == 1:
        return [work(names[0])]
    outcomes = []
    with click.progressbar(length=len(names), label="Reading", file=sys.stderr) as bar:
        for name in names:
            outcomes.append(work(name))
            bar.update(1)
    return outcomes


def _one(name: str, shelf: Shelf) -> Outcome:
    from graph.reading.read import load, read

    try:
        source = load(name)
        reading = read(source)
        document, passages = shelf.add(reading, source)
    except (ReadingError, DocumentError) as error:
        return Outcome(name, reason=str(error))
    return Outcome(
        source=name,
        id=document.id,
        title=document.title,
        reader=document.reader,
        characters=document.characters,
        passages=len(passages),
        aside=sum(passage.reason is not None for passage in passages),
        pages=len(reading.pages.sizes) if reading.pages else None,
        notes=reading.notes,
    )
