"""What ``bench … --save`` writes: a page, the figures, and a picture of them."""

from __future__ import annotations

import json
from importlib.util import find_spec
from pathlib import Path
from typing import Any, Protocol

from graph.benches.peers import BenchError


class Savable(Protocol):
    """A result that has a page and a picture."""

    def markdown(self) -> str: ...

    def as_json(self) -> dict[str, Any]: ...

    def draw(self, file: Path) -> None: ...


def check_can_save(folder: Path) -> None:
    """Make the folder; better before minutes of measuring than after.

    Raises:
        BenchError: matplotlib is missing, or the folder cannot be made.
    """
    if find_spec("matplotlib") is None:
        raise BenchError("--save draws with matplotlib, which is not installed; pip install 'creativekg[bench]'")
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise BenchError(f"{folder}: cannot save here ({error.strerror})") from error


def save(result: Savable, folder: Path, name: str) -> None:
    """Write ``NAME.md``, ``NAME.json`` and ``NAME.svg``.

    Raises:
        BenchError: a file cannot be written.
    """
    try:
        (folder / f"{name}.md").write_text(result.markdown(), encoding="utf-8")
        text = json.dumps(result.as_json(), ensure_ascii=False, indent=1)
        (folder / f"{name}.json").write_text(text + "\n", encoding="utf-8")
        result.draw(folder / f"{name}.svg")
    except OSError as error:
        raise BenchError(f"{folder}: cannot save here ({error.strerror})") from error
