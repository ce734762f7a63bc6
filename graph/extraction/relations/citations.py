"""Works that a document refers to: its list of references, "(Lee, 2020)", "UNESCO (2018) notes", "the report …"."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence

from graph.documents import Span
from graph.extraction.blocks import Passage
from graph.extraction.candidates import Candidate, Mention
from graph.extraction.relations.fitting import document_at
from graph.extraction.relations.references import Reference, reference

_HEADING = re.compile(
    r"[\W\d]*(?:selected |key |list of |cited )?(references?|bibliography|works cited|literature(?: cited)?|sources"
    r"|reference list|further reading|recommended reading|(?:end|foot)?notes|citations)\W*$",
    re.IGNORECASE,
)
_CAPITAL = r"[A-ZÀ-ÖØ-Þ]"
_SURNAME = rf"{_CAPITAL}[\w'’-]*\w(?: (?:de|van|von|der|la|le|di) {_CAPITAL}[\w'’-]*\w)?"
_NAMES = rf"(?P<names>{_SURNAME}(?:(?:, {_SURNAME})*,? (?:and|&) {_SURNAME}| et al\.?)?)"
_YEAR = r"(?P<year>(?:1[89]|20)\d\d)[a-z]?"
_IN_TEXT = re.compile(rf"{_NAMES},? ?\({_YEAR}(?:[,:] ?p{{0,2}}\.? ?[\d–-]+)?\)")
_IN_BRACKETS = re.compile(
    rf"(?<=[(;])\s?(?:see |e\.g\.,? |cf\. )?{_NAMES},? {_YEAR}(?:[,:] ?p{{0,2}}\.? ?[\d–-]+)?(?=[;)])"
)
_KIND = (
    r"(?P<kind>report|study|paper|article|book|survey|white paper|green paper|publication|essay|review|handbook)"
)
_TITLED = re.compile(
    rf"\b{_KIND},?\s+(?:titled|entitled|called|named|on)?\s*[\"“‘*_](?P<title>{_CAPITAL}[^\"”’*_\n]{{5,150}})[\"”’*_]"
)
_CAPITALISED = re.compile(
    rf"\b(?:the|a|its|their|recent|new|this|latest) {_KIND},?\s+(?:titled |entitled |called )?"
    rf"(?P<title>{_CAPITAL}[\w.]*(?:[ :–-]+[\w.'’]+){{2,14}}?)(?=[,;.](?:\s|$)|\s\(|$)"
)
_ISSUED = re.compile(
    rf"(?P<by>{_CAPITAL}\w+(?: (?:of |for |the )*{_CAPITAL}\w+){{0,4}})['’]s (?P<title>(?:{_CAPITAL}\w+ )?"
    r"(?:Communication|White Paper|Green Paper|Report|Strategy|Review|Recommendation|Guidelines)"
    r"(?: (?:on|for) [\w -]{2,40}?)?)"
    r"(?=\s(?:defin|set|not|stat|says|said|was|is|has|of|find|found|argu|describ|recommend|published|calls|identif)"
    r"|[,.;)(])"
)
_MONTHS = (
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
)
_BODY_NAME = re.compile(r"[A-Z]{3,}|.*\b(?:Council|Commission|Institute|Agency|Ministry|Association|Foundation)\b")
_TYPES = {
    "report": "Report",
    "survey": "Report",
    "white paper": "Report",
    "green paper": "Report",
    "study": "Report",
    "review": "Report",
    "paper": "ScholarlyArticle",
    "article": "Article",
}
_LIST = "citations.reference-list"


def find(text: str, passages: Sequence[Passage]) -> list[Candidate]:
    """Candidates for the works that a document refers to, and for who wrote and published them and where."""
    entries = list(entries_of(text, passages))
    found = [candidate for entry in entries for candidate in _of_reference(text, entry)]
    listed = {(author.name.split()[-1].lower(), entry.year) for entry in entries for author in entry.authors}
    inside = [Span(entry.start, entry.end) for entry in entries]
    for passage in passages:
        if not any(span.start <= passage.start < span.end for span in inside):
            found += _in_text(text, passage, listed)
            found += _named_works(text, passage)
    return found


def entries_of(text: str, passages: Iterable[Passage]) -> Iterator[Reference]:
    """The entries of the lists of references, and what is numbered as one elsewhere."""
    for passage in passages:
        if passage.kind in ("heading", "row", "caption"):
            continue
        entry = reference(text, passage.start, passage.end, marked=not in_list(text, passage))
        if entry is not None:
            yield entry


def in_list(text: str, passage: Passage) -> bool:
    """Whether a passage stands under a heading such as "References" or "Further reading"."""
    return any(_HEADING.match(text[heading.start : heading.end]) for heading in passage.headings)


def work_of(text: str, entry: Reference) -> Mention:
    """The work that an entry refers to."""
    return _named(text, entry.title, entry.type)


def _of_reference(text: str, entry: Reference) -> Iterator[Candidate]:
    work = work_of(text, entry)
    fields = {"citedDate": entry.year} if entry.year else {}
    yield _candidate(
        "Citation", document_at(entry.start, entry.end), "dcterms:references", work, [entry], _LIST, 0.95, fields
    )
    for author in entry.authors:
        who = Mention(
            author.start, author.end, author.name, "Person" if author.person else "Organization", "reference", 0.9
        )
        yield _candidate("Relation", work, "schema:author", who, [author, entry.title], "citations.author", 0.9)
    held = work
    if entry.container is not None:
        held = _named(text, entry.container, "CreativeWork")
        spans = [Span(entry.container.start, entry.container_end), entry.title]
        yield _candidate("Relation", work, "dcterms:isPartOf", held, spans, "citations.appeared-in", 0.85)
    if entry.publisher is None or entry.place is None:
        return
    house = _named(text, entry.publisher, "Corporation")
    spans = [Span(held.start, house.end)] if work.end < entry.place.start else [entry.publisher]
    yield _candidate("Relation", held, "schema:publisher", house, spans, "citations.publisher", 0.8)
    at = [Span(entry.place.start, house.end)]
    place = _named(text, entry.place, "Place")
    yield _candidate("Relation", house, "schema:location", place, at, "citations.publisher-place", 0.7)


def _named(text: str, span: Span, type_: str) -> Mention:
    return Mention(span.start, span.end, " ".join(text[span.start : span.end].split()), type_, "reference", 0.8)


def _candidate(
    kind: str,
    subject: Mention,
    predicate: str,
    object_: Mention,
    spans: Iterable[Span],
    rule: str,
    sure: float,
    fields: dict[str, str] | None = None,
) -> Candidate:
    evidence = tuple(sorted({Span(span.start, span.end) for span in spans}, key=lambda span: span.start))
    return Candidate(kind, subject, predicate, object_, evidence, rule, sure, fields=fields or {})


def _in_text(text: str, passage: Passage, listed: set[tuple[str, str | None]]) -> Iterator[Candidate]:
    """ "UNESCO (2018)" and "(Lee and Park, 2020)", where no list of references has it."""
    for pattern in (_IN_TEXT, _IN_BRACKETS):
        for found in pattern.finditer(text, passage.start, passage.end):
            names = found["names"]
            last = re.split(r",| and | & | et al", names)[0].split()[-1].lower()
            if (last, found["year"]) in listed or names.split()[0] in _MONTHS:
                continue
            listed.add((last, found["year"]))
            span = Span(found.start("names"), found.end("year") + text.startswith(")", found.end("year")))
            name = f"{names} ({found['year']})"
            work = Mention(span.start, span.end, name, "CreativeWork", "reference", 0.7)
            document, fields = document_at(span.start, span.end), {"citedDate": found["year"]}
            yield _candidate(
                "Citation", document, "dcterms:references", work, [span], "citations.in-text", 0.75, fields
            )
            for author in re.finditer(_SURNAME, names):
                if author[0] != "et":
                    at = found.start("names") + author.start()
                    type_ = "Organization" if _BODY_NAME.match(author[0]) else "Person"
                    who = Mention(at, at + len(author[0]), author[0], type_, "reference", 0.6)
                    yield _candidate(
                        "Relation", work, "schema:author", who, [span], "citations.in-text-author", 0.7
                    )


def _named_works(text: str, passage: Passage) -> Iterator[Candidate]:
    """ "the report Title of a Report", "the paper “Title”", "the Council's Strategy on …"."""
    seen: list[Span] = []
    for pattern, sure in ((_TITLED, 0.8), (_CAPITALISED, 0.6), (_ISSUED, 0.7)):
        for found in pattern.finditer(text, passage.start, passage.end):
            title = Span(*found.span("title"))
            if any(span.overlaps(title) for span in seen):
                continue
            seen.append(title)
            kind = found.groupdict().get("kind")
            name = " ".join(found["title"].split())
            work = Mention(
                title.start,
                title.end,
                name,
                _TYPES.get((kind or "report").lower(), "CreativeWork"),
                "reference",
                sure,
            )
            document = document_at(found.start(), found.end())
            spans = [Span(found.start(), found.end("title"))]
            yield _candidate("Citation", document, "dcterms:references", work, spans, "citations.named-work", sure)
            if by := found.groupdict().get("by"):
                who = Mention(*found.span("by"), by.removeprefix("The "), "Organization", "reference", 0.7)
                yield _candidate("Relation", work, "schema:author", who, spans, "citations.issued-by", 0.75)
