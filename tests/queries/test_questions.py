"""Every ready question is well described, and has an answer over real HTTP that says something."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Callable

import pytest

import queries
from server.questions import load_questions

Get = Callable[[str], tuple[int, bytes]]
QUESTIONS = sorted(path.stem for path in queries.FOLDER.glob("*.rq"))


def test_there_are_ten_at_least() -> None:
    assert len(QUESTIONS) >= 10


@pytest.mark.parametrize("name", QUESTIONS)
def test_metadata(name: str) -> None:
    question = load_questions()[name]
    assert question.summary.endswith("?")
    assert len(question.description) > 40
    assert question.tags
    assert "#+" not in question.query


@pytest.mark.parametrize("name", QUESTIONS)
def test_answer(get: Get, name: str) -> None:
    status, page = get(f"/questions/{name}")
    assert status == 200
    assert b"<tbody>" in page, "the question has no rows"
    status, body = get(f"/questions/{name}.json")
    table = json.loads(body)
    solutions = table["results"]["bindings"]
    assert status == 200 and solutions
    rows = list(csv.reader(io.StringIO(get(f"/questions/{name}.csv")[1].decode(), newline="")))
    assert rows[0] == table["head"]["vars"]
    assert len(rows) - 1 == len(solutions)
    empty = [column for column in rows[0] if not any(column in row for row in solutions)]
    assert not empty, f"columns without any value: {empty}"


def test_every_question_is_listed(get: Get) -> None:
    listing = get("/questions")[1].decode()
    assert all(f'href="/questions/{name}"' in listing for name in QUESTIONS)


def test_unknown_question(get: Get) -> None:
    assert get("/questions/nothing")[0] == 404
    assert get(f"/questions/{QUESTIONS[0]}.pdf")[0] == 404
