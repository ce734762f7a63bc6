"""The cookbook, followed step by step on a copy of the repository: every block is applied, every command is run."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
import urllib.request
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
PAGE = ROOT / "ontology" / "cookbook.md"
COPIED = ("ontology", "graph", "shapes", "server", "queries", "tests")
_BLOCK = re.compile(r"(?:\b(append to|create|change)\s+`([^`\n]+)`:\n\n)?^```(\w+)\n(.*?)^```$", re.M | re.S | re.I)
_ADDRESS = re.compile(r"<http://127\.0\.0\.1:8000/([^>]+)>")


@dataclass(frozen=True)
class Step:
    """A block of the page: what to do with it, to which file, and the text. ``shown`` is what commands print."""

    action: str
    target: str
    text: str
    shown: str = ""


def steps(page: str) -> list[Step]:
    """The blocks in their order; a ``text`` block belongs to the commands before it."""
    found: list[Step] = []
    for action, target, language, text in _BLOCK.findall(page):
        if language == "text" and found and found[-1].action == "run" and not found[-1].shown:
            found[-1] = Step("run", "", found[-1].text, text)
        elif language == "sh" and not action:
            found.append(Step("run", "", text))
        else:
            assert action, f"the page does not say what to do with: {text[:200]}"
            found.append(Step(action.lower(), target, text))
    return found


def changed(before: str, diff: str) -> str:
    """The text with a block of ``+``, ``-`` and context lines applied where it fits, which must be one place."""
    lines = diff.splitlines()
    old = "".join(line[1:] + "\n" for line in lines if line[:1] != "+")
    new = "".join(line[1:] + "\n" for line in lines if line[:1] != "-")
    assert before.count(old) == 1, f"these lines stand {before.count(old)} times in the file:\n{old}"
    return before.replace(old, new)


@dataclass(frozen=True)
class Repository:
    """A copy of the repository, whose code the commands run."""

    folder: Path
    environment: dict[str, str]

    def apply(self, step: Step) -> None:
        file = self.folder / step.target
        if step.action == "create":
            assert not file.exists(), f"{step.target} is there already"
            file.write_text(step.text, encoding="utf-8")
        else:
            before = file.read_text(encoding="utf-8")
            after = before + step.text if step.action == "append to" else changed(before, step.text)
            file.write_text(after, encoding="utf-8")

    def run(self, commands: str) -> tuple[int, str]:
        """The exit code of the first command that fails, else 0; and what was printed, the errors last."""
        done = subprocess.run(
            f"set -e\n{commands}",
            shell=True,
            cwd=self.folder,
            env=self.environment,
            capture_output=True,
            encoding="utf-8",
            timeout=240,
            check=False,
        )
        return done.returncode, done.stdout + done.stderr

    def serve(self) -> subprocess.Popen[str]:
        command = [sys.executable, "-m", "graph.cli", "serve", "--port", "0"]
        return subprocess.Popen(
            command,
            cwd=self.folder,
            env=self.environment,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            text=True,
        )


@pytest.fixture
def repository(tmp_path: Path, documents_folder: Path) -> Repository:
    # Without links to other vocabularies, of which the page says nothing, the build takes half the time.
    unwanted = shutil.ignore_patterns("__pycache__", "vendor", "*.sssom.tsv")
    for name in COPIED:
        shutil.copytree(ROOT / name, tmp_path / name, ignore=unwanted)
    shutil.copyfile(ROOT / "pyproject.toml", tmp_path / "pyproject.toml")
    path = os.pathsep.join([str(Path(sys.executable).parent), os.environ["PATH"]])
    ours = {"PATH": path, "PYTHONPATH": str(tmp_path), "PYTHONIOENCODING": "utf-8"}
    return Repository(tmp_path, {**os.environ, **ours, "CREATIVEKG_DOCUMENTS": str(documents_folder)})


def test_the_cookbook_works(
    repository: Repository, documents_folder: Path, fits: Callable[[str, str], bool]
) -> None:
    page = PAGE.read_text(encoding="utf-8")
    attached = any(documents_folder.glob("*.txt"))
    for step in steps(page):
        if step.action != "run":
            repository.apply(step)
        elif attached or "creativekg locate" not in step.text:
            code, printed = repository.run(step.text)
            assert fits(step.shown, printed), f"{step.text}\nprints\n{printed}"
            assert (code == 0) is not ("creativekg: " in step.shown), printed
    gloss = re.search(r'gloss: "(.+)"', page)
    assert gloss is not None
    addresses = _ADDRESS.findall(page)
    assert addresses
    with repository.serve() as server:
        try:
            assert server.stdout is not None
            address = server.stdout.readline().split()[-1]
            for path in addresses:
                with urllib.request.urlopen(address + path, timeout=30) as reply:
                    body = reply.read().decode("utf-8")
                    assert ("provision" if "ontology" in path else gloss[1].lower()) in body.lower(), path
        finally:
            server.terminate()


def test_every_block_is_used() -> None:
    page = PAGE.read_text(encoding="utf-8")
    found = steps(page)
    assert {step.action for step in found} == {"append to", "create", "change", "run"}
    assert len(_BLOCK.findall(page)) == len(re.findall("^```", page, re.M)) / 2
    assert all(step.shown for step in found if step.action == "run")


def test_a_change_that_fits_nowhere_is_named() -> None:
    assert changed("a\nb\nc\n", " a\n-b\n+d\n") == "a\nd\nc\n"
    with pytest.raises(AssertionError, match="0 times"):
        changed("a\nb\n", " b\n+c\n d\n")
    with pytest.raises(AssertionError, match="2 times"):
        changed("a\na\n", " a\n+b\n")
