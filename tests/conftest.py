"""What every test may ask for: parts that a machine may lack, and one real build of the repository's data."""

from __future__ import annotations

import os
import re
import shutil
import sys
from collections.abc import Callable
from ctypes.util import find_library
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import pytest
from filelock import FileLock
from hypothesis import settings

# What an example may take is no promise: a busy machine may need longer for any.
settings.register_profile("without deadline", deadline=None)
settings.load_profile("without deadline")

ROOT = Path(__file__).parents[1]
_SIBLING = ROOT.parent / "shared"


def _documents() -> Path | None:
    for folder in (os.environ.get("CREATIVEKG_DOCUMENTS"), ROOT / "documents", _SIBLING / "documents"):
        if folder and any(Path(folder).glob("*.txt")):
            return Path(folder)
    return None


def _linked_data() -> Path | None:
    for folder in (os.environ.get("CREATIVEKG_LINKED_DATA"), _SIBLING / "linked-data"):
        if folder and (Path(folder) / "SOURCES.tsv").is_file():
            return Path(folder)
    return None


_PARTS: dict[str, Callable[[], bool]] = {
    "java": lambda: shutil.which("java") is not None,
    "chromium": lambda: any(shutil.which(name) for name in ("chromium", "chromium-browser", "google-chrome")),
    "node": lambda: (ROOT / "node_modules" / "axe-core").is_dir(),
    "frontend": lambda: (ROOT / "server" / "static" / "vendor").is_dir(),
    "curl": lambda: shutil.which("curl") is not None,
    "comunica": lambda: (ROOT / "tests" / "clients" / "node_modules" / "@comunica" / "query-sparql").is_dir(),
    "lighthouse": lambda: (ROOT / "tests" / "clients" / "node_modules" / "lighthouse").is_dir(),
    "documents": lambda: _documents() is not None,
    "linked-data": lambda: _linked_data() is not None,
    "oxigraph": lambda: any(shutil.which("oxigraph", path=place) for place in (Path(sys.executable).parent, None)),
    "mimalloc": lambda: find_library("mimalloc") is not None,
    "matplotlib": lambda: find_spec("matplotlib") is not None,
}


# What takes longest begins first, so that at the end no process waits long for another.
_LONGEST = (
    "graph/test_reasoner.py",
    "test_cookbook.py",
    "server/test_attacks.py",
    "graph/test_cli.py",
    "graph/test_build.py",
    "server/test_browser.py",
    "graph/test_bench_serve.py",
    "server/test_quality_page.py",
    "server/test_every_page.py",
    "server/test_browser_sparql.py",
    "server/review/test_browser_review.py",
    "server/review/test_review_page.py",
    "graph/test_shacl_engines.py",
    "shapes/test_mutation.py",
    "shapes/test_examples.py",
    "graph/test_snapshot.py",
    "graph/test_rules.py",
    "graph/extraction/test_relations_nominal.py",
    "graph/extraction/test_relations_verbs.py",
    "graph/extraction/test_figures.py",
    "graph/extraction/test_extract.py",
    "graph/review/test_finish.py",
    "server/test_claim_page.py",
    "server/test_browser_errors.py",
    "server/test_browser_proof.py",
    "server/test_live_swap.py",
    "server/test_fuzz.py",
    "server/test_result_formats.py",
    "shapes/test_style.py",
    "test_snippets.py",
)


def pytest_ignore_collect(collection_path: Path, config: pytest.Config) -> bool | None:
    """Where only the tests that are alone are asked for, a file that has none is not even loaded."""
    if config.option.markexpr == "alone" and collection_path.name.startswith("test_"):
        return "mark.alone" not in collection_path.read_text(encoding="utf-8") or None
    return None


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    rank = {ROOT / "tests" / name: number for number, name in enumerate(_LONGEST)}
    items.sort(key=lambda item: rank.get(item.path, len(rank)))


def pytest_xdist_auto_num_workers() -> int:
    """One more process than there are processors: some of a test's time it waits, for a browser or a deadline."""
    return (os.cpu_count() or 1) + 1


@pytest.fixture(scope="session")
def need() -> Callable[..., None]:
    """``need("java")`` skips the test where the part is missing, or fails it where CREATIVEKG_REQUIRE names it.

    CREATIVEKG_REQUIRE is a comma-separated list of parts, or ``all``.
    """
    required = os.environ.get("CREATIVEKG_REQUIRE", "")
    names = set(_PARTS) if required == "all" else {name for name in required.split(",") if name}
    unknown = names - set(_PARTS)
    if unknown:
        raise pytest.UsageError(f"CREATIVEKG_REQUIRE names unknown parts: {', '.join(sorted(unknown))}")

    def check(*parts: str) -> None:
        for part in parts:
            if not _PARTS[part]():
                if part in names:
                    pytest.fail(f"{part} is required here (CREATIVEKG_REQUIRE) and missing")
                pytest.skip(f"{part} is not on this machine")

    return check


@pytest.fixture(scope="session")
def documents_folder() -> Path:
    """The folder of attached documents; an empty one where there is none, so that everything is elided."""
    return _documents() or ROOT / "documents"


@pytest.fixture(scope="session")
def linked_data(need: Callable[..., None]) -> Path:
    """The folder of open data that the links point to; skips where it is missing."""
    need("linked-data")
    folder = _linked_data()
    assert folder is not None
    return folder


@pytest.fixture(scope="session")
def made_once(tmp_path_factory: pytest.TempPathFactory) -> Callable[[str, Callable[[Path], object]], Path]:
    """``made_once(name, make)``: a folder that ``make`` makes, in whichever process of the run asks for it first.

    No test may change it. Several runs share the folders where CREATIVEKG_BUILDS names a place for them.
    """
    own = tmp_path_factory.getbasetemp()
    shared = own.parent if "PYTEST_XDIST_WORKER" in os.environ else own
    place = Path(os.environ.get("CREATIVEKG_BUILDS") or shared / "builds")
    place.mkdir(exist_ok=True)

    def run(name: str, make: Callable[[Path], object]) -> Path:
        made, unfinished = place / name, place / f"{name}.unfinished"
        with FileLock(place / f"{name}.lock"):
            if not made.exists():
                shutil.rmtree(unfinished, ignore_errors=True)
                make(unfinished)
                unfinished.rename(made)
        return made

    return run


@pytest.fixture(scope="session")
def built_once(made_once: Callable[..., Path]) -> Callable[..., Path]:
    """``built_once(name, …)``: a snapshot directory of the repository's own data, without the Java check."""

    def run(name: str, **how: Any) -> Path:
        from graph.build import build

        return made_once(name, lambda home: build(home, reasoner=False, **how))

    return run


@pytest.fixture(scope="session")
def snapshot_home(built_once: Callable[..., Path], documents_folder: Path) -> Path:
    """A snapshot directory with all that there is; not to be changed by a test."""
    return built_once("whole", documents_folder=documents_folder)


@pytest.fixture(scope="session")
def elided_home(built_once: Callable[..., Path], documents_folder: Path) -> Path:
    """The same with elided quotes."""
    return built_once("elided", documents_folder=documents_folder, quotes="elided")


@pytest.fixture(scope="session")
def textless_home(built_once: Callable[..., Path], tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The same where no document is attached."""
    return built_once("textless", documents_folder=tmp_path_factory.mktemp("nothing"))


@pytest.fixture(scope="session")
def fits() -> Callable[[str, str], bool]:
    """``fits(shown, printed)``: whether a page shows what was printed. Its ``…`` stands for any text, on a line of
    its own for any lines."""

    def compare(shown: str, printed: str) -> bool:
        lines = shown.splitlines(keepends=True)
        pattern = "".join("(?:.*\n)*" if line == "…\n" else re.escape(line).replace("…", ".*") for line in lines)
        return re.fullmatch(pattern, printed) is not None

    return compare
