"""What is remembered for a snapshot is worked out once, and never outlives it."""

from __future__ import annotations

from pathlib import Path
from types import SimpleNamespace
from typing import Any, cast

from server.cached import per_snapshot


def test_once_a_snapshot_and_argument() -> None:
    calls = []

    @per_snapshot
    def work(engine: Any, number: int) -> str:
        calls.append((engine.snapshot.path.name, number))
        return f"{engine.snapshot.path.name} {number}"

    engine = cast(Any, SimpleNamespace(snapshot=SimpleNamespace(path=Path("one"))))
    assert [work(engine, 1), work(engine, 1), work(engine, 2)] == ["one 1", "one 1", "one 2"]
    engine.snapshot = SimpleNamespace(path=Path("two"))
    assert [work(engine, 1), work(engine, 1)] == ["two 1", "two 1"]
    engine.snapshot = SimpleNamespace(path=Path("one"))
    assert work(engine, 1) == "one 1"
    assert calls == [("one", 1), ("one", 2), ("two", 1), ("one", 1)]
