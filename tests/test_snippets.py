"""The Python in the documentation runs on a real export and prints what the page shows."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
PAGES = (ROOT / "docs" / "python.md", ROOT / "README.md")
_SNIPPET = re.compile(r"^```python\n(.*?)^```\n(?:\n```text\n(.*?)^```)?", re.MULTILINE | re.DOTALL)
SNIPPETS = [
    pytest.param(code, shown, id=f"{page.stem}-{number}")
    for page in PAGES
    for number, (code, shown) in enumerate(_SNIPPET.findall(page.read_text(encoding="utf-8")), 1)
]
_ADDRESS = "http://127.0.0.1:8000/"


@pytest.mark.parametrize(
    ("shown", "printed", "fit"),
    [
        ("a\n", "a\n", True),
        ("a\n", "b\n", False),
        ("a\n", "a\nb\n", False),
        ("a\n…\n", "a\n", True),
        ("a\n…\nd\n", "a\nb\nc\nd\n", True),
        ("a … c\n", "a b c\n", True),
        ("a … c\n", "a b\nc\n", False),
        ("a.c\n", "abc\n", False),
    ],
)
def test_an_ellipsis_stands_for_what_is_left_out(
    fits: Callable[[str, str], bool], shown: str, printed: str, fit: bool
) -> None:
    assert fits(shown, printed) is fit


@pytest.fixture(scope="module")
def exported(tmp_path_factory: pytest.TempPathFactory, snapshot_home: Path) -> Path:
    """A folder in which the commands at the head of the page were run."""
    folder = tmp_path_factory.mktemp("python")
    (folder / "snapshots").symlink_to(snapshot_home)
    commands = re.findall(r"^creativekg (export .+)$", PAGES[0].read_text(encoding="utf-8"), re.MULTILINE)
    assert commands
    for command in commands:
        subprocess.run([sys.executable, "-m", "graph.cli", *command.split()], cwd=folder, check=True, timeout=60)
    return folder


@pytest.fixture(scope="module")
def address(snapshot_home: Path) -> Iterator[str]:
    """Where a real server answers."""
    command = [sys.executable, "-m", "graph.cli", "serve", "--snapshots", str(snapshot_home), "--port", "0"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True) as process:
        assert process.stdout is not None
        match = re.search(r"http://\S+/", process.stdout.readline())
        try:
            assert match is not None
            yield match[0]
        finally:
            process.terminate()


def test_there_are_snippets_of_every_library() -> None:
    text = "".join(str(snippet.values[0]) for snippet in SNIPPETS)
    assert {"owlready2", "rdflib", "pyoxigraph", "SPARQLWrapper"} <= set(
        re.findall(r"^from (\w+)", text, re.MULTILINE)
    )


@pytest.mark.parametrize(("code", "shown"), SNIPPETS)
def test_a_snippet_prints_what_the_page_shows(
    code: str, shown: str, exported: Path, fits: Callable[[str, str], bool], request: pytest.FixtureRequest
) -> None:
    assert shown, "the page does not show what the snippet prints"
    if _ADDRESS in code:
        code = code.replace(_ADDRESS, request.getfixturevalue("address"))
    done = subprocess.run(
        [sys.executable, "-c", code],
        cwd=exported,
        env={**os.environ, "PYTHONIOENCODING": "utf-8"},
        capture_output=True,
        encoding="utf-8",
        timeout=280,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    assert fits(shown, done.stdout), done.stdout
