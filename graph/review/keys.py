"""Keys and lines from a terminal, or from a stream where a script sends them."""

from __future__ import annotations

import sys

import click

ARROWS = {"\x1b[C": "n", "\x1b[D": "p"}
END = ("", "\x03", "\x04", "q")


def read_key() -> str:
    """One key; at the end of a stream the empty string."""
    if not sys.stdin.isatty():
        return sys.stdin.read(1)
    try:
        key = click.getchar()
    except (EOFError, KeyboardInterrupt):
        return ""
    return ARROWS.get(key, key)


def ask(what: str) -> str:
    """A line of words, without white space around it.

    Raises:
        click.Abort: at the end of a stream.
    """
    return str(click.prompt(what, default="", show_default=False)).strip()
