"""Suggestions as a program gets them."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st


def suggest(server: Any, typed: str) -> Any:
    return server.request("GET", "/suggest?" + urlencode({"q": typed}))


def test_a_suggestion_says_what_matched_and_where_it_leads(real_server: Any) -> None:
    first = suggest(real_server, "intelligence artif").json()["suggestions"][0]
    description = real_server.request("GET", first["href"] + ".json")
    assert description.status == 200
    assert first["label"] == "Artificial intelligence"
    assert (first["matched"], first["language"], first["match"]) == ("Intelligence artificielle", "fr", "start")
    assert (first["kind"], first["href"]) == ("technology", "/id/artificial-intelligence")
    assert first["claims"] == len({row["claim"] for row in description.json()["rows"]})


def test_names_as_typed_stand_first_and_few_are_given(real_server: Any) -> None:
    found = suggest(real_server, "Film").json()
    assert found["query"] == "Film"
    assert found["suggestions"][0]["label"] == "Film"
    assert 3 < len(found["suggestions"]) <= 8
    assert len({each["iri"] for each in found["suggestions"]}) == len(found["suggestions"])


@pytest.mark.parametrize(
    ("typed", "label"), [("blokchain", "Blockchain"), ("augmentd realty", "Augmented reality")]
)
def test_misspellings_are_understood(real_server: Any, typed: str, label: str) -> None:
    first = suggest(real_server, typed).json()["suggestions"][0]
    assert (first["label"], first["match"]) == (label, "alike")


@pytest.mark.parametrize("typed", ["", " ", "?!", "qqqqqqqq"])
def test_nothing_is_suggested_for_nothing(real_server: Any, typed: str) -> None:
    reply = suggest(real_server, typed)
    assert (reply.status, reply.json()["suggestions"]) == (200, [])


def test_too_long_is_refused(real_server: Any) -> None:
    assert suggest(real_server, "x" * 201).status == 400


@settings(max_examples=100, deadline=None)
@given(typed=st.text(max_size=200))
def test_whatever_is_typed_is_answered(real_server: Any, typed: str) -> None:
    assert suggest(real_server, typed).status == 200
