"""What docs/population.md says of the claims and of the checks on them is what the data say."""

from __future__ import annotations

import re
from collections import Counter
from pathlib import Path

from graph.claims import KINDS, load_all_claims
from graph.coverage import REASONS, cover, load_passages
from graph.defaults import DATA
from graph.documents import load_documents

DOCS = Path(__file__).parents[1] / "docs"
TEXT = (DOCS / "population.md").read_text(encoding="utf-8")
DOCUMENTS = load_documents(DATA / "documents.yaml")
CLAIMS = load_all_claims(DATA / "claims")
VERDICTS = ("supported", "overstated", "wrong subject or object", "wrong span")


def shown(head: str) -> dict[str, list[int]]:
    """The rows of the table whose first column is headed so, by their first cell."""
    table = re.search(rf"^\| {head} \|.*\n\| ---.*\n((?:\|.*\n)+)", TEXT, re.MULTILINE)
    assert table, f"no table headed {head!r}"
    rows = ([cell.strip() for cell in line.strip("|").split("|")] for line in table[1].splitlines())
    return {first: [int(cell) for cell in rest] for first, *rest in rows}


def listed(file: str) -> list[list[str]]:
    return [line.split("\t") for line in (DOCS / file).read_text(encoding="utf-8").splitlines()[1:]]


def test_claims_by_document_and_kind() -> None:
    count = Counter((claim.document, claim.kind) for claim in CLAIMS)
    expected = {document: [count[document, kind] for kind in KINDS] for document in DOCUMENTS}
    expected["all"] = [sum(column) for column in zip(*expected.values(), strict=True)]
    assert shown(r"document \| Adoption") == {name: [*row, sum(row)] for name, row in expected.items()}


def test_passages_by_document_and_reason() -> None:
    found = cover(DOCUMENTS, load_passages(DATA / "coverage", DOCUMENTS), CLAIMS, {})
    assert shown(r"document \| passages") == {
        each.document: [len(each.accounts), each.carrying, *(each.reasons[reason] for reason in REASONS)]
        for each in found
    }


def test_the_second_reading_by_fault() -> None:
    lines = listed("second-reading.tsv")
    count = Counter((fault, document) for document, _, fault, _ in lines)
    expected = {fault: [count[fault, document] for document in DOCUMENTS] for fault in {line[2] for line in lines}}
    expected["all"] = [sum(column) for column in zip(*expected.values(), strict=True)]
    assert shown("fault") == {name: [*row, sum(row)] for name, row in expected.items()}


def test_the_verdicts_on_sixty_claims() -> None:
    lines = listed("judged-claims.tsv")
    assert len(lines) == len({line[0] for line in lines}) == 60
    assert {line[0] for line in lines} <= {claim.id for claim in CLAIMS}
    assert shown(r"verdict \| first judge") == {
        verdict: [
            sum(first == verdict for _, first, _, _, _ in lines),
            sum(second == verdict for _, _, _, second, _ in lines),
            sum(first == second == verdict for _, first, _, second, _ in lines),
        ]
        for verdict in VERDICTS
    }
    assert f"They agree on {sum(first == second for _, first, _, second, _ in lines)} of 60." in TEXT


def test_the_verdicts_on_two_later_draws() -> None:
    lines = listed("judged-claims-again.tsv")
    assert len({(draw, claim) for draw, claim, _, _ in lines}) == len(lines) == 120
    assert {claim for _, claim, _, _ in lines} <= {claim.id for claim in CLAIMS}
    count = Counter((verdict, draw) for draw, _, verdict, _ in lines)
    assert shown("verdict on a later draw") == {
        verdict: [count[verdict, draw] for draw in "23"] for verdict in VERDICTS
    }


def test_every_fault_says_what_was_wrong() -> None:
    assert all(len(line) == 4 and line[3] for line in listed("second-reading.tsv"))
    for _, first, why, second, too in listed("judged-claims.tsv"):
        assert (why or first == "supported") and (too or second == "supported")


def test_pairs_of_contradictions() -> None:
    pairs = {frozenset((claim.id, other)) for claim in CLAIMS for other in claim.conflictsWith}
    words = {8: "Eight", 9: "Nine", 10: "Ten"}
    assert re.search(rf"{words[len(pairs)]}\s+pairs are linked both ways", TEXT)
    assert all(claim.caveat for claim in CLAIMS if claim.conflictsWith)
