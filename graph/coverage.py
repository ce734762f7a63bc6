"""Coverage: what became of every sentence of a document.

``data/coverage/ID.yaml`` cuts a document into passages – sentences, headings, captions, list items, table cells –
that leave no word out. A passage carries claims, whose evidence lies in it, or it has one reason for carrying none.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal, get_args

from graph.claims import Claim, Evidence
from graph.documents import Block, Document, blocks, elide, load_documents, read_text
from graph.errors import CoverageError, EvidenceError, InputError
from graph.records import load_records
from graph.yamlfile import quoted

PassageKind = Literal["sentence", "heading", "caption", "item", "cell"]
Reason = Literal["furniture", "teaser", "metadata", "heading", "signpost", "rhetoric"]

REASONS: tuple[Reason, ...] = get_args(Reason)


class Passage(Evidence):
    """A sentence, heading, caption, list item or table cell, whether it is evidence of a claim or of none.

    ``reason`` says why it carries no claim; what each reason means stands at `kg:NoClaimReason` in the ontology.
    """

    kind: PassageKind
    reason: Reason | None = None

    @property
    def id(self) -> str:
        return f"{self.start}-{self.end}"


@dataclass(frozen=True)
class Account:
    """A passage with the claims that it carries."""

    passage: Passage
    claims: tuple[str, ...]

    @property
    def is_open(self) -> bool:
        """Nobody has said yet what becomes of the passage."""
        return not self.claims and self.passage.reason is None


@dataclass(frozen=True)
class Coverage:
    """The account of one document. ``words`` counts the words of passages that carry claims, ``touched`` those of
    them that are under evidence; both are None where the text is not attached. ``repeats`` are the pairs that
    `repeated_otherwise` finds."""

    document: str
    accounts: list[Account]
    repeats: list[tuple[Account, Account]]
    words: int | None = None
    touched: int | None = None

    @property
    def carrying(self) -> int:
        """How many passages carry claims."""
        return sum(1 for account in self.accounts if account.claims)

    @property
    def reasons(self) -> dict[Reason, int]:
        """How many passages carry none, by reason."""
        found = Counter(account.passage.reason for account in self.accounts)
        return {reason: found[reason] for reason in REASONS}

    @property
    def open(self) -> list[Account]:
        """The passages that nobody has accounted for."""
        return [account for account in self.accounts if account.is_open]

    def as_json(self) -> dict[str, Any]:
        """Counts, and every passage with its claims or its reason."""
        return {
            "document": self.document,
            "passages": len(self.accounts),
            "carrying": self.carrying,
            "reasons": self.reasons,
            "open": len(self.open),
            "words": self.words,
            "touched": self.touched,
            "accounts": [
                {**account.passage.model_dump(), "claims": list(account.claims)} for account in self.accounts
            ],
        }


def load_passages(folder: Path, documents: Mapping[str, Document]) -> dict[str, list[Passage]]:
    """The passages of each document that has a file ``ID.yaml`` below a folder, by document, in order.

    Raises:
        InputError: a passage is not as the schema has it, or stands twice; there is no such document.
    """
    found = {}
    for file in sorted(folder.glob("*.yaml")):
        if file.stem not in documents:
            raise InputError(f"there is no document {file.stem} in documents.yaml", file=file)
        found[file.stem] = sorted(load_records(file, "passages", Passage), key=lambda passage: passage.start)
    return found


def cover(
    documents: Mapping[str, Document],
    passages: Mapping[str, list[Passage]],
    claims: Iterable[Claim],
    texts: Mapping[str, str],
) -> list[Coverage]:
    """The account of every document; checked against its text where that is attached.

    Raises:
        EvidenceError: as `accounts` and `check_passages`.
    """
    by_document: dict[str, list[Claim]] = {document: [] for document in documents}
    for claim in claims:
        by_document[claim.document].append(claim)
    return [
        _cover(document, passages.get(document, []), made, texts.get(document))
        for document, made in by_document.items()
    ]


def _cover(document: str, passages: list[Passage], claims: list[Claim], text: str | None) -> Coverage:
    found = accounts(passages, claims)
    if text is None or not passages:
        return Coverage(document, found, [])
    check_passages(passages, text)
    by_id = {claim.id: claim for claim in claims}
    carrying = [account for account in found if account.claims]
    words = sum(len(_words(text[each.passage.start : each.passage.end])) for each in carrying)
    left = sum(len(_words(run)) for each in carrying for run in untouched(each, by_id, text))
    return Coverage(document, found, repeated_otherwise(found, text), words, words - left)


def accounts(passages: Iterable[Passage], claims: Iterable[Claim]) -> list[Account]:
    """Each passage of one document with the claims whose evidence overlaps it, in the order of the text.

    Raises:
        EvidenceError: a passage carries claims and has a reason for carrying none.
    """
    spans = [(evidence, claim.id) for claim in claims for evidence in claim.evidence]
    found = []
    for passage in passages:
        carried = sorted({identifier for evidence, identifier in spans if _overlap(passage, evidence)})
        if carried and passage.reason:
            raise _error(passage, f"it has the reason {passage.reason!r}, but carries {', '.join(carried)}")
        found.append(Account(passage, tuple(carried)))
    return found


def check_passages(passages: Iterable[Passage], text: str) -> None:
    """Check passages, in their order, against the text: quotes are right, every word is in just one passage.

    Raises:
        EvidenceError: at the first passage that does not fit, or the first word that no passage has.
    """
    at = 0
    for passage in passages:
        words = text[passage.start : passage.end]
        if passage.start < at:
            raise _error(passage, "it overlaps the passage before it")
        if elide(words) != passage.quote:
            raise _error(passage, f"it should read {passage.quote!r}, but the text there is {elide(words)!r}")
        if left := _WORD.search(text, at, passage.start):
            raise _error(passage, f"before it {left[0]!r} at {left.start()} is in no passage")
        at = passage.end
    if left := _WORD.search(text, at):
        raise EvidenceError(f"{left[0]!r} at {left.start()} is in no passage")


def repeated_otherwise(found: Iterable[Account], text: str) -> list[tuple[Account, Account]]:
    """Pairs of passages of the same words, the second of which is accounted for otherwise than the first.

    Table cells are left out: equal numbers say different things.
    """
    first: dict[str, Account] = {}
    pairs = []
    for account in found:
        words = " ".join(re.findall(r"\w+", text[account.passage.start : account.passage.end].casefold()))
        if account.passage.kind != "cell":
            before = first.setdefault(words, account)
            if (before.claims, before.passage.reason) != (account.claims, account.passage.reason):
                pairs.append((before, account))
    return pairs


def untouched(account: Account, claims: Mapping[str, Claim], text: str) -> list[str]:
    """The runs of words of a passage that carries claims which no evidence touches."""
    evidence = [each for identifier in account.claims for each in claims[identifier].evidence]
    runs: list[list[str]] = [[]]
    for word in re.finditer(r"\S+", text[account.passage.start : account.passage.end]):
        at = account.passage.start + word.start()
        if any(each.start <= at < each.end for each in evidence):
            runs.append([])
        else:
            runs[-1].append(word[0])
    return [" ".join(run) for run in runs if run]


def draft(text: str) -> list[Passage]:
    """The passages of a text that nobody has accounted for, as the segmenter finds them."""
    return [
        Passage(
            start=span.start,
            end=span.end,
            kind=_kind(block, text[span.start : span.end]),
            quote=elide(text[span.start : span.end]),
        )
        for block in blocks(text)
        for span in block.sentences
        if _WORD.search(text, span.start, span.end)
    ]


def write_draft(document: str, data: Path, documents_folder: Path) -> Path:
    """Write the passages of an attached document to its coverage file, and give the file.

    Raises:
        CoverageError: the document is unknown or not attached, or has a coverage file already.
    """
    known = load_documents(data / "documents.yaml")
    file = data / "coverage" / f"{document}.yaml"
    if document not in known:
        raise CoverageError(f"there is no document {document!r}; there are {', '.join(known)}")
    if file.exists():
        raise CoverageError(f"{file} is there already; mend it by hand")
    text = read_text(known[document], documents_folder)
    if text is None:
        raise CoverageError(f"document {document} is not attached; name its folder with --documents")
    file.parent.mkdir(exist_ok=True)
    temporary = file.with_suffix(".part")
    temporary.write_text(as_yaml(document, draft(text)), encoding="utf-8")
    return temporary.replace(file)


def as_yaml(document: str, passages: Iterable[Passage]) -> str:
    """A coverage file of passages, with the reasons that they have."""
    lines = [
        f"# Document {document}, sentence by sentence: each carries claims, or has a reason for carrying none."
    ]
    lines.append("passages:")
    for each in passages:
        reason = f", reason: {each.reason}" if each.reason else ""
        fields = f"start: {each.start}, end: {each.end}, kind: {each.kind}, quote: {quoted(each.quote)}{reason}"
        lines.append(f"  - {{{fields}}}")
    return "\n".join(lines) + "\n"


_WORD = re.compile(r"\w+")


def _words(text: str) -> list[str]:
    return [word for word in text.split() if _WORD.search(word)]


_HEADING_WORDS = 20
_KIND_OF_BLOCK: dict[str, PassageKind] = {"row": "cell", "heading": "heading", "caption": "caption", "item": "item"}


def _kind(block: Block, words: str) -> PassageKind:
    if block.kind in _KIND_OF_BLOCK:
        return _KIND_OF_BLOCK[block.kind]
    whole = len(block.sentences) == 1 and not re.search(r"[.!?:,;”\"’)]\W*$", words)
    return "heading" if whole and len(words.split()) <= _HEADING_WORDS else "sentence"


def _overlap(passage: Passage, evidence: Evidence) -> bool:
    return evidence.start < passage.end and evidence.end > passage.start


def _error(passage: Passage, message: str) -> EvidenceError:
    place = passage.problem("")
    return EvidenceError(f"passage {passage.id}: {message}", file=place.file, line=place.line)
