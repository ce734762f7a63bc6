"""Files in and out: the dumps of a snapshot, RDF files to validate, and writing without leaving halves behind."""

from __future__ import annotations

import shutil
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path

import pyoxigraph as ox

from graph.dumps import FORMATS
from graph.errors import CreativeKGError, InputError
from graph.snapshot import Snapshot


def export(snapshot: Snapshot, form: str, output: Path) -> int:
    """Copy a dump of the snapshot to a file (``-`` is standard output); returns its size in bytes.

    Raises:
        CreativeKGError: the file cannot be written, or an older version built the snapshot without this format.
    """
    dump = snapshot.dumps / FORMATS[form][0]
    if not dump.is_file():
        raise CreativeKGError(f"the snapshot {snapshot.name} has no {dump.name}; run: creativekg build")
    if str(output) == "-":
        with dump.open("rb") as source:
            shutil.copyfileobj(source, sys.stdout.buffer)
    else:
        write_atomically(output, lambda path: shutil.copyfile(dump, path))
    return dump.stat().st_size


def write_atomically(target: Path, write: Callable[[Path], object]) -> None:
    """Let ``write`` fill a temporary file beside the target, then rename it into place.

    Raises:
        CreativeKGError: the folder is missing or cannot be written.
    """
    try:
        with tempfile.TemporaryDirectory(dir=target.parent, prefix=".writing-") as folder:
            work = Path(folder) / target.name
            write(work)
            work.replace(target)
    except OSError as error:
        raise CreativeKGError(f"{target}: cannot be written ({error.strerror})") from error


def read_rdf(file: Path) -> list[ox.Quad]:
    """The statements of an RDF file, its format told by its extension.

    Raises:
        InputError: the file is missing, of a format unknown here, or not well-formed; with the line.
    """
    form = ox.RdfFormat.from_extension(file.suffix.removeprefix("."))
    if form is None:
        raise InputError("not an RDF file by its extension (.ttl, .nt, .nq, .trig, .rdf, .jsonld)", file=file)
    try:
        return list(ox.parse(path=file, format=form))
    except OSError as error:
        raise InputError(f"cannot read the file ({error.strerror})", file=file) from error
    except SyntaxError as error:
        raise InputError(f"not {form.name}: {error.msg}", file=file, line=error.lineno) from error
