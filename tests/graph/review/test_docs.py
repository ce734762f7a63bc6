"""docs/review.md: its piece of Python runs, and it names the keys that there are."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

import pytest

from graph.review.desk import Desk
from graph.review.ranker import LEAST
from graph.review.show import Look
from graph.review.terminal import Terminal

PAGE = (Path(__file__).parents[3] / "docs" / "review.md").read_text(encoding="utf-8")


def test_the_python_runs(
    data: Path, sit: Callable[..., Desk], monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    (code,) = re.findall(r"^```python\n(.*?)^```", PAGE, re.MULTILINE | re.DOTALL)
    (data.parent / "mine").symlink_to(data)
    (data / "texts").symlink_to(data.parent / "texts")
    monkeypatch.chdir(data.parent)
    exec(code.replace('"005"', '"007"').replace('"adoption"', '"verb"'), {})
    assert "claims=['007-001']" in capsys.readouterr().out
    assert [each.state for each in sit().proposals] == ["written", "open", "open"]


def test_the_keys_are_those_that_there_are(sit: Callable[..., Desk]) -> None:
    terminal = Terminal(sit(), Look(False))
    rows = [row.split("|")[1] for row in PAGE.splitlines() if row.startswith("| `")][: len(terminal.actions) + 5]
    shown = {key for row in rows for key in re.findall(r"`(.)`", row)}
    assert shown == {*terminal.actions, *terminal.anywhere, "q"}


def test_the_ranker_starts_where_the_page_says() -> None:
    assert f"Until there are {LEAST} decisions" in PAGE
