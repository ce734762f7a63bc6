"""What a measurement was made with: the machine and the versions of the programs."""

from __future__ import annotations

import os
import platform
from ctypes.util import find_library
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

_PROGRAMS = (
    *("creativekg", "flask", "uvicorn", "waitress", "granian", "gunicorn", "pyoxigraph", "oxigraph"),
    *("rdflib-endpoint", "fastapi", "starlette", "rdflib"),
)


def machine() -> dict[str, str]:
    """Facts by name: processor, cores, memory, how busy it is now, system, Python, and the programs installed."""
    return {
        "processor": _processor(),
        "cores": str(os.cpu_count()),
        "memory": _memory(),
        "load when it began": _load(),
        "system": f"{platform.system()} {platform.release()}",
        "Python": platform.python_version(),
        "mimalloc for our readers": find_library("mimalloc") or "not installed",
        "programs": ", ".join(f"{name} {found}" for name in _PROGRAMS if (found := _version(name))),
    }


def _version(name: str) -> str | None:
    try:
        return version(name)
    except PackageNotFoundError:
        return None


def _processor() -> str:
    """The model; /proc has it on Linux only, and elsewhere it is the family."""
    try:
        lines = Path("/proc/cpuinfo").read_text(encoding="utf-8").splitlines()
    except OSError:
        lines = []
    models = (line.partition(":")[2].strip() for line in lines if line.startswith("model name"))
    return next(models, None) or platform.processor() or platform.machine()


def _memory() -> str:
    if not hasattr(os, "sysconf"):
        return "unknown"
    size = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES")
    return f"{size / (1 << 30):.0f} GiB"


def _load() -> str:
    """What others were doing, which slows everything that is measured."""
    if not hasattr(os, "getloadavg"):
        return "unknown"
    return f"{os.getloadavg()[0]:.2f} processes, averaged over a minute"
