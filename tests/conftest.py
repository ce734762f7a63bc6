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

import pytest

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
def snapshot_home(tmp_path_factory: pytest.TempPathFactory, documents_folder: Path) -> Path:
    """A snapshot directory built from the repository's own data, by the real build, without the Java check."""
    from graph.build import build

    home = tmp_path_factory.mktemp("snapshots")
    build(home, documents_folder=documents_folder, reasoner=False)
    return home


@pytest.fixture(scope="session")
def fits() -> Callable[[str, str], bool]:
    """``fits(shown, printed)``: whether a page shows what was printed. Its ``…`` stands for any text, on a line of
    its own for any lines."""

    def compare(shown: str, printed: str) -> bool:
        lines = shown.splitlines(keepends=True)
        pattern = "".join("(?:.*\n)*" if line == "…\n" else re.escape(line).replace("…", ".*") for line in lines)
        return re.fullmatch(pattern, printed) is not None

    return compare
