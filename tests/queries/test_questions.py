"""Every ready question is well described, and answers over real HTTP what is expected of it."""

from __future__ import annotations

import csv
import io
import json
import re
from collections import Counter
from collections.abc import Callable
from urllib.parse import quote

import pytest

import queries
from graph.documents import elide
from server.questions import load_questions

Get = Callable[[str], tuple[int, bytes]]
QUESTIONS = sorted(path.stem for path in queries.FOLDER.glob("*.rq"))
AUDIENCES = {"analyst", "museum technologist", "investor", "heritage data person"}

# What a question with such a tag has to have in its query.
FEATURES = {
    "negation": r"NOT EXISTS|\bMINUS\b",
    "aggregation": r"\b(COUNT|SUM|AVG|MIN|MAX|GROUP_CONCAT)\(",
    "hierarchy": r"(skos:broader|skos:narrower|schema:containedInPlace|rdfs:subClassOf)[*+/]?",
    "time": r"kg:period|dcterms:issued",
    "provenance": r"kg:evidence|prov:|kg:speaker|kg:measuredBy|kg:citedFor",
    "polarity": r"kg:(direction|threatens|createsOpportunityFor|opportunity|threat)\b",
    "contradiction": r"kg:conflictsWith|kg:arithmetic",
    "inference": r"graph:inferred|kg:exposedTo|kg:rule",
    "across documents": r"prov:hadPrimarySource",
}


def test_there_are_sixty_at_least_for_four_audiences() -> None:
    questions = load_questions().values()
    assert len(questions) >= 60
    asked = Counter(audience for question in questions for audience in question.audience)
    assert set(asked) == AUDIENCES
    assert min(asked.values()) >= 10, asked
    assert len({question.summary for question in questions}) == len(questions)


@pytest.mark.parametrize("feature", FEATURES)
def test_questions_of_each_feature(feature: str) -> None:
    found = [question for question in load_questions().values() if feature in question.tags]
    assert len(found) >= 4
    for question in found:
        assert re.search(FEATURES[feature], question.query), f"{question.name} has no {feature}"


@pytest.mark.parametrize("name", QUESTIONS)
def test_metadata(name: str) -> None:
    question = load_questions()[name]
    assert question.summary.endswith("?")
    assert len(question.description) > 40
    assert question.tags and question.audience
    assert "#+" not in question.query
    assert question.tags[0] not in FEATURES, "the first tag is the topic"


@pytest.mark.parametrize("name", QUESTIONS)
def test_answer(get: Get, name: str) -> None:
    """The answer is the one that stands beside the question; words of documents are compared as elided quotes."""
    expected = _rows((queries.FOLDER / f"{name}.csv").read_text(encoding="utf-8"))
    status, body = get(f"/questions/{name}.csv")
    assert status == 200
    found = _rows(body.decode())
    assert found[0] == expected[0]
    assert Counter(map(tuple, found[1:])) == Counter(map(tuple, expected[1:]))
    assert found == expected, "the rows are the same, their order is not"


@pytest.mark.parametrize("name", QUESTIONS)
def test_page(get: Get, name: str) -> None:
    status, page = get(f"/questions/{name}")
    assert status == 200
    status, body = get(f"/questions/{name}.json")
    solutions = json.loads(body)["results"]["bindings"]
    assert status == 200 and solutions, "a question that nothing answers asks for nothing"
    assert b"<tbody>" in page, "the page has no rows"
    empty = [column for column in json.loads(body)["head"]["vars"] if not any(column in row for row in solutions)]
    assert not empty, f"columns without any value: {empty}"


def _rows(text: str) -> list[list[str]]:
    """The rows of a CSV file without the titles of documents, for which their IRIs stand, and with the column
    ``words`` elided, as texts may be attached or not."""
    head, *rows = csv.reader(io.StringIO(text, newline=""))
    kept = [at for at, name in enumerate(head) if name != "documentLabel"]
    cells = ([elide(row[at]) if head[at] == "words" else row[at] for at in kept] for row in rows)
    return [[head[at] for at in kept], *cells]


def test_every_question_is_listed(get: Get) -> None:
    listing = get("/questions")[1].decode()
    assert all(f'href="/questions/{name}"' in listing for name in QUESTIONS)


@pytest.mark.parametrize("audience", sorted(AUDIENCES))
def test_questions_of_one_audience(get: Get, audience: str) -> None:
    listing = get(f"/questions?audience={quote(audience)}")[1].decode()
    shown = set(re.findall(r'href="/questions/([a-z0-9-]+)"', listing))
    assert shown == {question.name for question in load_questions().values() if audience in question.audience}
    assert get("/questions?audience=nobody")[0] == 404


def test_unknown_question(get: Get) -> None:
    assert get("/questions/nothing")[0] == 404
    assert get(f"/questions/{QUESTIONS[0]}.pdf")[0] == 404
