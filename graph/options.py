"""Options that several commands share, and how all of them report progress and print JSON."""

from __future__ import annotations

import json
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import click

from graph.defaults import DATA, DOCUMENTS, DOCUMENTS_VARIABLE, SNAPSHOTS

data = click.option(
    "--data", type=click.Path(path_type=Path), default=DATA, help="Folder of claims and entities.  [default: ours]"
)
documents = click.option(
    "--documents",
    type=click.Path(path_type=Path),
    help=f"Folder of the source texts.  [default: ${DOCUMENTS_VARIABLE}, else {DOCUMENTS}/]",
)
home = click.option(
    "--snapshots",
    "home",
    type=click.Path(path_type=Path),
    default=SNAPSHOTS,
    show_default=True,
    help="Folder of published snapshots.",
)
reasoner = click.option(
    "--reasoner/--no-reasoner",
    default=True,
    help="Check consistency with HermiT, where Java is there.  [default: on]",
)
json_ = click.option("--json", "as_json", is_flag=True, help="Machine-readable output.")


def progress(quiet: bool) -> Callable[[str], None]:
    started = time.monotonic()

    def show(step: str) -> None:
        if not quiet:
            click.echo(f"{time.monotonic() - started:6.1f} s  {step}", err=True)

    return show


def print_json(data: Any) -> None:
    click.echo(json.dumps(data, ensure_ascii=False, indent=2))
