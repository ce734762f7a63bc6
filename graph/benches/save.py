"""What ``bench serve --save`` writes: a page, the figures, and a picture of them."""

from __future__ import annotations

import json
from importlib.util import find_spec
from pathlib import Path

from graph.benches.peers import BenchError
from graph.benches.report import Report


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


def save(report: Report, folder: Path) -> None:
    """Write ``serve.md``, ``serve.json`` and ``serve.svg``.

    Raises:
        BenchError: a file cannot be written.
    """
    from graph.benches.plot import draw

    try:
        (folder / "serve.md").write_text(report.markdown(), encoding="utf-8")
        text = json.dumps(report.as_json(), ensure_ascii=False, indent=1)
        (folder / "serve.json").write_text(text + "\n", encoding="utf-8")
        draw(report.rows, folder / "serve.svg")
    except OSError as error:
        raise BenchError(f"{folder}: cannot save here ({error.strerror})") from error
