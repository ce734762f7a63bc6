"""The command line: one verb a stage. Errors are one line on standard error and a non-zero exit.

A command imports what it needs when it runs, so that the help and the small commands answer at once.
"""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from graph import options, query
from graph.dumps import FORMATS
from graph.errors import CoverageError, CreativeKGError, ValidationFailed
from graph.extraction.command import extract_command
from graph.reading.command import read_command
from graph.review.command import default_reviewer, review_command

if TYPE_CHECKING:
    from graph.shacl import Engine


@click.group(context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100})
@click.version_option(package_name="creativekg")
def cli() -> None:
    """What documents say about technology in the creative industries, as a graph with the words behind it.

    \b
    A first session:
      creativekg build                        claims → checked graph → snapshot
      creativekg serve                        browse it at http://127.0.0.1:8000/
      creativekg query --question adopters    ask a ready question at the command line

    \b
    A document of your own:
      creativekg read report.pdf              freeze its text
      creativekg extract 005                  propose claims, with their words
      creativekg review 005                   decide on each
      creativekg build                        take it in
    """


for _command in (read_command, extract_command, review_command):
    cli.add_command(_command)


@cli.command("build")
@options.data
@options.documents
@options.home
@click.option(
    "--quotes",
    type=click.Choice(["full", "elided"]),
    default="full",
    show_default=True,
    help="Whole quotes where documents are attached, or elided ones only (for a public server).",
)
@options.reasoner
@options.json_
def build_command(
    data: Path, documents: Path | None, home: Path, quotes: Any, reasoner: bool, as_json: bool
) -> None:
    """Build the graph, check it, and publish it as the current snapshot.

    Nothing is published where a check fails: the snapshot that was current stays so. The same input gives the
    same snapshot, so a second build of it only makes it current again.
    """
    from graph.build import build

    snapshot = build(
        home,
        data=data,
        documents_folder=documents,
        quotes=quotes,
        reasoner=reasoner,
        progress=options.progress(as_json),
    )
    summary = json.loads(snapshot.report.read_text(encoding="utf-8"))
    if as_json:
        options.print_json({"snapshot": snapshot.name, "path": str(snapshot.path), **summary})
    else:
        click.echo(_summary(summary))
        click.echo(f"Snapshot {snapshot.name} is current in {home}/. Next: creativekg serve")


@cli.command("validate")
@click.argument("files", nargs=-1, type=click.Path(path_type=Path))
@options.data
@options.documents
@options.reasoner
@click.option("--report", type=click.Path(path_type=Path), help="Write the SHACL report as Turtle to this file.")
@click.option(
    "--engine",
    type=click.Choice(["pyshacl", "shacl"]),
    help="The SHACL engine.  [default: pyshacl; shacl above 50,000 statements where it is installed]",
)
@options.json_
def validate_command(
    files: tuple[Path, ...],
    data: Path,
    documents: Path | None,
    reasoner: bool,
    report: Path | None,
    engine: Engine | None,
    as_json: bool,
) -> None:
    """Check everything and publish nothing; or check RDF FILES against the shapes.

    Without FILES: documents, evidence, the ontology's house style, SHACL, and consistency with HermiT. Exits with 1
    where a check fails.
    """
    from graph.build import check
    from graph.export import read_rdf, write_atomically
    from graph.shacl import validate
    from graph.sources import load_sources

    if files:
        quads = [quad for file in files for quad in read_rdf(file)]
        reports = [validate(quads, engine=engine, progress=options.progress(as_json))]
        result = {"shacl": reports[0].as_json()}
    else:
        sources = load_sources(data, documents, progress=options.progress(as_json))
        checked = check(sources, reasoner=reasoner, engine=engine, progress=options.progress(as_json))
        reports, result = [checked.report, checked.style], checked.as_json()
    if report is not None:
        write_atomically(report, lambda path: path.write_text(reports[0].turtle(), encoding="utf-8"))
    if as_json:
        options.print_json(result)
    else:
        click.echo(reports[0].text())
        if not files:
            click.echo(f"House style of the ontology:\n{reports[1].text()}")
            click.echo(_summary(result))
    if not reports[0].conforms:
        raise ValidationFailed("the graph breaks its shapes")
    if not reports[-1].conforms:
        raise ValidationFailed("the ontology breaks its house style")


@cli.command("serve")
@options.home
@click.option("--port", type=click.IntRange(0, 65535), default=8000, show_default=True, help="0 takes a free one.")
@click.option("--host", default="127.0.0.1", show_default=True, help="Address to listen on.")
@click.option("--access-log", metavar="FILE", help="Write a JSON object a request; - is standard error.")
@click.option(
    "--allow-service", metavar="IRI", multiple=True, help="An endpoint that SERVICE may call; repeatable."
)
@click.option(
    "--report-to",
    metavar="ADDRESS",
    help="Where readers report a wrong claim: https: or mailto:, in its query perhaps {claim}, {iri}, {gloss}.",
)
@click.option("--review", is_flag=True, help="Add the pages of review; from other machines they need a token.")
@options.data
@options.documents
@click.option("--reviewer", help="Whose decisions are taken down.  [default: your name in git, else your login]")
def serve_command(
    home: Path,
    port: int,
    host: str,
    access_log: str | None,
    allow_service: tuple[str, ...],
    report_to: str | None,
    review: bool,
    data: Path,
    documents: Path | None,
    reviewer: str | None,
) -> None:
    """Serve pages and the SPARQL endpoint from the current snapshot.

    \b
      creativekg serve --review     with the pages where you decide on candidates
    """
    from server.engine import Limits
    from server.serve import serve

    desk = None
    if review:
        from server.review.setup import Review

        desk = Review.from_environment(data, documents, reviewer or default_reviewer())
    serve(home, host, port, Limits(services=allow_service), access_log, report_to, desk)


@cli.command("query")
@click.argument("text", required=False)
@options.home
@click.option("--file", type=click.Path(path_type=Path), help="Read the query from a file; - is standard input.")
@click.option("--question", help="Run a ready question by name; 'list' lists them.")
@click.option("--endpoint", help="Ask a SPARQL endpoint over HTTP instead of the current snapshot.")
@click.option(
    "--format",
    "form",
    type=click.Choice(["table", *query.FORMATS]),
    default="table",
    show_default=True,
    help="table (cuts long texts), json, csv, tsv, xml: SELECT and ASK; turtle: CONSTRUCT and DESCRIBE.",
)
def query_command(
    text: str | None, home: Path, file: Path | None, question: str | None, endpoint: str | None, form: str
) -> None:
    """Ask the graph in SPARQL.

    \b
      creativekg query 'SELECT ?t WHERE { ?t a kg:Technology } LIMIT 5'
      creativekg query --question list
      creativekg query --file my.rq --format csv

    The prefixes of the project (kg:, id:, skos:, prov: …) need not be declared.
    """
    if question == "list":
        for name, summary in query.questions():
            click.echo(f"{name:28} {summary}")
        return
    sparql = query.text(text, file, question)
    answer = query.ask_endpoint(endpoint, sparql, form) if endpoint else query.ask_snapshot(home, sparql, form)
    click.echo(answer, nl=not answer.endswith("\n"))


@cli.command("export")
@options.home
@click.option(
    "--format", "form", type=click.Choice(list(FORMATS)), required=True, help="Serialisation of the dump."
)
@click.option(
    "--output", type=click.Path(path_type=Path), required=True, help="File to write; - is standard output."
)
def export_command(home: Path, form: str, output: Path) -> None:
    """Write the whole graph to a file. N-Quads keeps the named graphs; the other formats hold their union."""
    from graph.export import export
    from graph.snapshot import current

    size = export(current(home), form, output)
    if str(output) != "-":
        click.echo(f"Wrote {output} ({size:,} bytes).")


@cli.command("locate")
@click.argument("document")
@click.argument("words")
@options.data
@options.documents
def locate_command(document: str, words: str, data: Path, documents: Path | None) -> None:
    """Find WORDS in a DOCUMENT and print the evidence lines that a claim needs; … leaves words out.

    \b
      creativekg locate 001 "the Louvre recreated the spectacular scenes"
    """
    from graph.documents import documents_folder, load_documents, locate, read_text

    known = load_documents(data / "documents.yaml")
    if document not in known:
        raise CreativeKGError(f"there is no document {document!r}; there are {', '.join(known)}")
    text = read_text(known[document], documents_folder(documents))
    if text is None:
        raise CreativeKGError(f"document {document} is not attached; name its folder with --documents")
    found = locate(text, words)
    if not found:
        raise CreativeKGError(f"document {document} does not have these words")
    for span, quote in found:
        click.echo(f"- {{start: {span.start}, end: {span.end}, quote: {json.dumps(quote, ensure_ascii=False)}}}")


@cli.command("coverage")
@click.option("--gaps", type=click.IntRange(1), metavar="N", help="Print runs of N words or more without evidence.")
@click.option("--draft", metavar="ID", help="Write down the passages of a document that has no coverage file yet.")
@options.data
@options.documents
@options.json_
def coverage_command(
    gaps: int | None, draft: str | None, data: Path, documents: Path | None, as_json: bool
) -> None:
    """Account for every sentence: it carries claims, or has a reason for carrying none.

    Fails where a sentence has neither, or where a repeated one is accounted for otherwise than the first. Where the
    text is attached every word has to be in a passage.
    """
    from graph.coverage import write_draft
    from graph.coverage_report import gaps as gaps_of
    from graph.coverage_report import shortfalls, table
    from graph.documents import documents_folder
    from graph.sources import load_sources

    if draft:
        click.echo(f"Wrote {write_draft(draft, data, documents_folder(documents))}.")
        return
    sources = load_sources(data, documents)
    if as_json:
        options.print_json([covered.as_json() for covered in sources.coverage])
    else:
        click.echo(table(sources.coverage))
    if gaps:
        claims = {claim.id: claim for claim in sources.claims}
        for line in gaps_of(sources.coverage, claims, sources.texts, gaps):
            click.echo(line, err=as_json)
    lines = shortfalls(sources.coverage)
    for line in lines:
        click.echo(line, err=True)
    if lines:
        raise CoverageError(
            f"not everything is accounted for (lines above: {len(lines)}); "
            f"give each passage a claim, or a reason in {data / 'coverage'}"
        )


@cli.command("translate")
@click.option(
    "--linked-data",
    type=click.Path(path_type=Path),
    required=True,
    help="Folder of the outside vocabularies, under the names that the mapping sets give them.",
)
@options.data
def translate_command(linked_data: Path, data: Path) -> None:
    """Make the labels in other languages anew, for the concepts that a mapping set matches exactly."""
    from graph.translations import FOLDER, translate

    for made in translate(linked_data, data, FOLDER):
        counts = ", ".join(f"{count} {language}" for language, count in made.counts.items())
        click.echo(f"Wrote {made.file}: {counts}.")


@cli.command("bench")
@click.argument("what", type=click.Choice(["build", "extract", "many", "search", "serve", "shacl"]))
@options.documents
@click.option("--runs", type=click.IntRange(1, 50), default=3, show_default=True, help="Runs of each measurement.")
@click.option(
    "--triples",
    type=click.IntRange(100_000),
    default=1_000_000,
    show_default=True,
    help="Size of the graph that is served (serve).",
)
@click.option(
    "--save", type=click.Path(path_type=Path), help="Write a page, the figures and a picture here (extract, serve)."
)
@options.json_
def bench_command(
    what: Any, documents: Path | None, runs: int, triples: int, save: Path | None, as_json: bool
) -> None:
    """Measure on this machine, in one run, against named peers.

    \b
      build    a build; rdflib reading its result
      extract  candidates from the documents; what their curators found
      many     extraction from a thousand documents; spaCy's pipeline alone
      search   suggestions among our names and a million; SPARQL CONTAINS on pyoxigraph
      serve    the server; Oxigraph's own and rdflib-endpoint (pip install 'creativekg[bench]')
      shacl    a validation; pySHACL
    """
    from graph.benches.bench import bench
    from graph.documents import documents_folder

    result = bench(what, documents_folder(documents), runs, options.progress(as_json), triples=triples, folder=save)
    if as_json:
        options.print_json(result.as_json())
    else:
        click.echo(result.text())


def _summary(result: dict[str, Any]) -> str:
    counts, consistency = result["counts"], result["consistency"]
    absent = result["documentsAbsent"]
    lines = [
        f"{counts['claims']} claims from {counts['documents']} documents about {counts['entities']} entities"
        f" and {counts['concepts']} concepts;"
        f" {counts['evidence']} passages, {counts['quads']:,} statements.",
        "Evidence: every passage checked against its text."
        if not absent
        else f"Evidence: not checked for {', '.join(absent)}, whose text is not attached (see --documents).",
        "Shapes: the graph conforms." if result["shacl"]["conforms"] else "Shapes: the graph does not conform.",
        "Consistency: HermiT finds no contradiction."
        if consistency["checked"]
        else f"Consistency: not checked; {consistency['reason']}.",
    ]
    return "\n".join(lines)


def main() -> None:
    """The console script: run a command, and turn our errors into one line and exit code 1."""
    try:
        cli.main(standalone_mode=False)
    except CreativeKGError as error:
        click.echo(f"creativekg: {error}", err=True)
        sys.exit(1)
    except click.ClickException as error:
        error.show()
        sys.exit(error.exit_code)
    except click.Abort:
        click.echo("creativekg: stopped", err=True)
        sys.exit(130)


if __name__ == "__main__":
    main()
