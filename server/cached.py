"""What is worked out once a snapshot: a snapshot never changes, so neither does what follows from it."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from pathlib import Path
from typing import Any, Concatenate, ParamSpec, TypeVar

from server.engine import QueryEngine

P = ParamSpec("P")
T = TypeVar("T")


def per_snapshot(
    function: Callable[Concatenate[QueryEngine, P], T],
) -> Callable[Concatenate[QueryEngine, P], T]:
    """Remember what a function of the engine and of hashable arguments gives, until another snapshot is served."""
    known: dict[tuple[Path, Any], T] = {}

    @wraps(function)
    def remembered(engine: QueryEngine, /, *args: P.args, **kwargs: P.kwargs) -> T:
        snapshot = engine.snapshot.path
        key = (snapshot, (args, tuple(kwargs.items())))
        if key not in known:
            for old in [each for each in known if each[0] != snapshot]:
                known.pop(old, None)
            known[key] = function(engine, *args, **kwargs)
        return known[key]

    return remembered
