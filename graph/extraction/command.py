"""``creativekg extract``: candidate claims from documents of the data folder, or from any file."""

from __future__ import annotations

import sys
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import click

from graph import options
from graph.errors import ExtractionError

if TYPE_CHECKING:
    from graph.documents import Document
    from graph.extraction.candidates import Extraction
    from graph.extraction.job import Job
    from graph.proposer.settings import Settings

_ASIDE = ("furniture", "teaser")


@click.command("extract")
@click.argument("sources", nargs=-1, metavar="[ID|FILE|FOLDER]…")
@click.option(
    "--format",
    "form",
    type=click.Choice(["text", "json"]),
    help="Print what is found in one document: lines to read, or a JSON list for other tools.",
)
@click.option("--output", type=click.Path(path_type=Path), help="Write a JSON list for each file into this folder.")
@click.option(
    "--model", "with_model", is_flag=True, help="Also ask the language model that CREATIVEKG_MODEL names."
)
@click.option("--workers", type=click.IntRange(1), help="Processes at work.  [default: as many as there are cores]")
@options.data
@options.documents
def extract_command(
    sources: tuple[str, ...],
    form: str | None,
    output: Path | None,
    with_model: bool,
    workers: int | None,
    data: Path,
    documents: Path | None,
) -> None:
    """Propose claims that documents may make, with their words, for a person to decide on.

    \b
      creativekg extract                              every document that has no claims yet
      creativekg extract 005                          one of the data folder; next: creativekg review 005
      creativekg extract report.pdf                   any file, nothing kept
      creativekg extract report.pdf --format json     a list of mentions and candidates for other tools
      creativekg extract reports/ --output found/     many; run it again to go on where it stopped
    """
    from graph.documents import documents_folder

    model = _model(data) if with_model else None
    folder = documents_folder(documents)
    jobs = list(_jobs(sources, data, folder, output))
    if not jobs:
        raise ExtractionError("every document that is attached has claims; name one to extract from it again")
    if form or (jobs[0].document is None and output is None):
        if len(jobs) > 1:
            raise ExtractionError("what is found in several files needs a folder; name one with --output")
        _print(jobs[0], form or "text", data, model)
        return
    _run(jobs, data, output, workers, model)


def _model(data: Path) -> Settings:
    from graph.proposer.settings import Settings

    return Settings.from_environment(data / "candidates" / "model-cache")


def _jobs(sources: Sequence[str], data: Path, folder: Path, output: Path | None) -> Iterator[Job]:
    """A job for each source. Ids and paths are not mixed, as they are kept in different places."""
    from graph.documents import load_documents

    known = load_documents(data / "documents.yaml") if (data / "documents.yaml").is_file() else {}
    named = [known[source] for source in sources if source in known]
    if sources and not named:
        yield from _of_files(sources, output or Path())
    elif len(named) < len(sources):
        raise ExtractionError("name documents by their ids, or files, not both at once")
    else:
        yield from _of_documents(named or _without_claims(known.values(), data, folder), data, folder)


def _without_claims(documents: Iterable[Document], data: Path, folder: Path) -> list[Document]:
    return [
        document
        for document in documents
        if (folder / document.file).is_file() and not (data / "claims" / f"{document.id}.yaml").is_file()
    ]


def _of_documents(documents: Iterable[Document], data: Path, folder: Path) -> Iterator[Job]:
    from graph.coverage import load_passages
    from graph.documents import Span, load_documents
    from graph.extraction.job import Job
    from graph.extraction.store import file_of

    coverage = load_passages(data / "coverage", load_documents(data / "documents.yaml"))
    for document in documents:
        source = folder / document.file
        if not source.is_file():
            raise ExtractionError(f"document {document.id} is not attached; name its folder with --documents")
        aside = [Span(each.start, each.end) for each in coverage.get(document.id, ()) if each.reason in _ASIDE]
        yield Job(document.id, source, file_of(data, document.id), document.id, tuple(aside))


def _of_files(sources: Sequence[str], output: Path) -> Iterator[Job]:
    from graph.extraction.job import Job
    from graph.reading.read import files_below

    for source in map(Path, sources):
        if source.is_dir():
            for file in files_below(source):
                name = file.relative_to(source).as_posix()
                yield Job(name, file, output / f"{name}.json")
        elif source.is_file():
            yield Job(source.name, source, output / f"{source.name}.json")
        else:
            raise ExtractionError(f"{source}: there is no such file or document")


def _print(job: Job, form: str, data: Path, model: Settings | None) -> None:
    from graph.extraction.extract import Known
    from graph.extraction.work import as_text, proposed, text_of

    text, furniture = text_of(job)
    found, notes = proposed(text, furniture, Known.load(data), model)
    click.echo(as_text(found) if form == "json" else _lines(found, text), nl=False)
    for note in notes:
        click.echo(note, err=True)


def _lines(found: Extraction, text: str) -> str:
    """A line for each candidate, with the first and last words of its evidence."""
    from graph.documents import elide

    lines = [
        f"{each.confidence:.2f}  {each.kind:14} {each.gloss}  [{elide(text[span.start : span.end])}]\n"
        for each in found.candidates
        for span in each.evidence[:1]
    ]
    return "".join([*lines, f"{len(found.candidates)} candidates, {len(found.mentions)} mentions.\n"])


def _run(jobs: list[Job], data: Path, output: Path | None, workers: int | None, model: Settings | None) -> None:
    from graph.extraction.many import REPORT, extract_many

    report = (output or data / "candidates") / REPORT
    failed = kept = 0
    with click.progressbar(length=len(jobs), label="Extracting", file=sys.stderr) as bar:
        for line, was_kept in extract_many(jobs, data, report, workers=workers, model=model):
            bar.update(1)
            kept += was_kept
            failed += line.problem is not None
            if line.problem or line.notes:
                click.echo(
                    "\n".join(f"{line.name}: {note}" for note in (line.problem, *line.notes) if note), err=True
                )
            elif len(jobs) == 1:
                click.echo(f"{line.name}: {line.candidates} candidates, {line.mentions} mentions.")
    if len(jobs) > 1:
        click.echo(f"{len(jobs) - failed} of {len(jobs)} documents, {kept} of them kept from before; see {report}.")
    if failed:
        raise ExtractionError(f"{failed} of {len(jobs)} documents failed; {report} says why")
