"""The libraries of the extra ``extract``, imported when a file needs them."""

from __future__ import annotations

from importlib import import_module
from typing import Any

from graph.errors import ReadingError


def library(name: str) -> Any:
    """A module of a library that the default install does not have.

    Raises:
        ReadingError: it is not installed.
    """
    try:
        return import_module(name)
    except ImportError as error:
        raise ReadingError(f"reading this needs {name}: pip install 'creativekg[extract]'") from error
