"""Search over the real index: what is found, in which order, and signs that mean something to FTS5."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable
from typing import Any
from urllib.parse import urlencode

import pytest

from server.index import all_of, any_of, words

Search = Callable[..., Any]


@pytest.fixture
def search(real_server: Any) -> Search:
    def ask(ending: str = ".json", accept: str | None = None, **parameters: str) -> Any:
        path = f"/search{ending}?{urlencode(parameters)}"
        return real_server.request("GET", path, headers={"Accept": accept} if accept else None)

    return ask


def labels(reply: Any) -> list[str]:
    assert reply.status == 200
    return [row["label"] for row in reply.json()["rows"]]


def test_the_very_name_comes_first(search: Search) -> None:
    assert labels(search(q="film"))[0] == "Film"
    assert labels(search(q="artificial intelligence"))[0] == "Artificial intelligence"


def test_other_names_and_beginnings_are_found(search: Search) -> None:
    assert "Augmented reality" in labels(search(q="AR"))
    assert "Augmented reality" in labels(search(q="augm"))


def test_some_of_the_words_where_nothing_has_all(search: Search) -> None:
    assert "Augmented reality" in labels(search(q="augmented xyzzy"))
    assert "these have some" in search("", q="augmented xyzzy", accept="text/html").body.decode()


def test_counts_are_those_of_the_graph(search: Search, real_server: Any) -> None:
    row = next(
        row
        for row in search(q="artificial intelligence").json()["rows"]
        if row["iri"].endswith("/artificial-intelligence")
    )
    table = real_server.request("GET", "/id/artificial-intelligence.json").json()
    assert row["claims"] == len({fact["claim"] for fact in table["rows"]}) > 10


def test_one_kind_only(search: Search) -> None:
    rows = search(kind="technology").json()["rows"]
    assert len(rows) > 20
    assert {row["kind"] for row in rows} == {"technology"}


def test_csv_has_the_same_rows(search: Search) -> None:
    rows = csv.DictReader(io.StringIO(search(".csv", q="film").body.decode(), newline=""))
    assert [row["label"] for row in rows] == labels(search(q="film"))


def test_a_claim_is_found_with_its_words(search: Search, real_server: Any) -> None:
    claim = real_server.request("GET", "/claim/004-038.json").json()["rows"][0]
    page = search("", q=claim["gloss"], accept="text/html").body.decode()
    assert 'href="/claim/004-038"' in page
    assert f"/document/004#p{claim['start']}-{claim['end']}" in page


@pytest.mark.parametrize(
    "typed", ['"', "NOT", "film AND", "a*b", "NEAR(", "label:x", "^film", "-", "'; DROP", "\u202e", "%"]
)
def test_signs_of_the_index_mean_nothing(search: Search, typed: str) -> None:
    assert search(q=typed).status == 200
    assert search("", q=typed, accept="text/html").status == 200


def test_markup_that_is_typed_is_shown_as_text(search: Search) -> None:
    page = search("", q="<img src=x onerror=alert(1)>", accept="text/html").body.decode()
    assert "<img src=x" not in page
    assert "&lt;img" in page


def test_too_long_is_refused(search: Search) -> None:
    assert search(q="x" * 201).status == 400


def test_an_unknown_ending_is_not_found(search: Search) -> None:
    assert search(".xml", q="film").status == 404


def test_expressions() -> None:
    assert all_of(words('3D "printing" OR x')) == '"3D"* "printing"* "OR"* "x"*'
    assert any_of(words("a-b")) == '"a"* OR "b"*'
