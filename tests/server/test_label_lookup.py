"""Labels are looked up in few queries, none longer than a query may be."""

from __future__ import annotations

import re
from typing import Any

import pytest

from server import labels
from server.engine import Limits, Term, iri


@pytest.fixture
def asked(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The queries that were asked; each IRI in them is called by its last letters."""
    queries: list[str] = []

    def select(engine: Any, query: str) -> list[dict[str, Term]]:
        queries.append(query)
        names = re.findall(r"<(https://a\.example/\S+)>", query)
        return [{"value": iri(name), "label": Term("called " + name[-4:], "literal")} for name in names]

    monkeypatch.setattr(labels, "select", select)
    return queries


def test_each_iri_once_and_nothing_else(asked: list[str]) -> None:
    terms = [
        iri("https://a.example/0001"),
        Term("x", "literal"),
        iri("https://a.example/0001"),
        Term("b0", "blank"),
    ]
    assert labels.labels(None, terms) == {"https://a.example/0001": "called 0001"}  # type: ignore[arg-type]
    assert len(asked) == 1 and asked[0].count("a.example") == 1


def test_many_are_asked_for_in_parts(asked: list[str]) -> None:
    names = [f"https://a.example/{'x' * 60}{number:04}" for number in range(3000)]
    found = labels.labels(None, (iri(name) for name in names))  # type: ignore[arg-type]
    assert found == {name: "called " + name[-4:] for name in names}
    assert 1 < len(asked) < 5
    assert max(map(len, asked)) < Limits().query_chars


def test_what_is_no_iri_is_passed_over(asked: list[str]) -> None:
    wrong = [iri("not an iri"), iri("https://a.example/> ?x"), iri("https://a.example/0002")]
    assert labels.labels(None, wrong) == {"https://a.example/0002": "called 0002"}  # type: ignore[arg-type]
    assert labels.labels(None, []) == {} and len(asked) == 1  # type: ignore[arg-type]
