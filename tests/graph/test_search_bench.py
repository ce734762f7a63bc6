"""The bench of the search, on few names."""

from __future__ import annotations

import json
from pathlib import Path
from random import Random

import pytest

from graph.benches import search
from graph.benches.search import Searches, Taken, made_up, misspelt


def test_it_measures_every_kind_of_typing_and_finds_what_is_meant(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(search, "_QUERIES", 20)
    monkeypatch.setattr(search, "_PEERS_QUERIES", 5)
    random = Random(1)
    path = tmp_path / "names.sqlite"
    search._write(path, list(made_up(2000, random, 300)))
    measured = search._searches(path, 1.0, 100.0, 1, random, lambda step: None)
    assert measured.names >= 2000
    assert [len(each.ours) for each in measured.taken] == [20] * 5
    for each in measured.taken[:3]:
        assert each.found == 20, each.kind
        assert each.peer_found == 5, each.kind
    assert measured.taken[3].found > 15 > measured.taken[3].peer_found
    assert (
        json.loads(json.dumps(measured.as_json()))["kinds"]["a misspelt word"]["found"] == measured.taken[3].found
    )


def test_the_report_says_whether_the_target_is_met() -> None:
    taken = [Taken("a", [1.0, 2.0], 2, [9.0], 0), Taken("b", [50.0], 1, [9.0], 1)]
    met, missed = Searches(10, 0.5, 60.0, taken), Searches(10, 0.5, 50.0, taken)
    assert "met: p99 under 60 ms; it is 50.00 ms" in met.text()
    assert "MISSED: p99 under 50 ms" in missed.text()
    assert "100%" in met.text() and "0%" in met.text()


def test_a_misspelt_word_keeps_its_first_letter_and_is_another() -> None:
    for seed in range(50):
        typed = misspelt("photography", Random(seed))
        assert typed[0] == "p"
        assert abs(len(typed) - len("photography")) <= 1
