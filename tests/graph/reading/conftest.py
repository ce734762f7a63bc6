"""Files of every kind that is read, made by code, and the command run on them."""

from __future__ import annotations

import io
import json
import zlib
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

from graph.reading.command import read_command

Line = tuple[float, float, float, str]


def _escaped(text: str) -> bytes:
    return text.encode("cp1252").replace(b"\\", rb"\\").replace(b"(", rb"\(").replace(b")", rb"\)")


def make_pdf(pages: Sequence[Sequence[Line]], drawing: Sequence[bytes] = (), title: str | None = None) -> bytes:
    """A PDF of A4 pages. A line is its left edge, its baseline from the top, its size in points and its words."""
    streams = []
    for index, lines in enumerate(pages):
        drawn = drawing[index] if index < len(drawing) else b""
        text = [
            b"BT /F1 %g Tf %g %g Td (%s) Tj ET" % (size, x, 842 - y, _escaped(words)) for x, y, size, words in lines
        ]
        streams.append(zlib.compress(b"\n".join([drawn, *text])))
    kids = b" ".join(b"%d 0 R" % (5 + 2 * index) for index in range(len(pages)))
    objects = [
        b"<< /Type /Catalog /Pages 2 0 R >>",
        b"<< /Type /Pages /Kids [%s] /Count %d >>" % (kids, len(pages)),
        b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >>",
        b"<< /Title (%s) >>" % _escaped(title) if title else b"<< >>",
    ]
    for index, stream in enumerate(streams):
        objects.append(
            b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents %d 0 R "
            b"/Resources << /Font << /F1 3 0 R >> >> >>" % (6 + 2 * index)
        )
        objects.append(b"<< /Length %d /Filter /FlateDecode >>\nstream\n%s\nendstream" % (len(stream), stream))
    return _assembled(objects)


def _assembled(objects: Sequence[bytes], trailer: bytes = b"") -> bytes:
    written, offsets = io.BytesIO(), []
    written.write(b"%PDF-1.5\n")
    for number, content in enumerate(objects, 1):
        offsets.append(written.tell())
        written.write(b"%d 0 obj\n%s\nendobj\n" % (number, content))
    table = written.tell()
    written.write(b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1))
    written.write(b"".join(b"%010d 00000 n \n" % offset for offset in offsets))
    written.write(b"trailer\n<< /Size %d /Root 1 0 R /Info 4 0 R %s >>\n" % (len(objects) + 1, trailer))
    written.write(b"startxref\n%d\n%%%%EOF\n" % table)
    return written.getvalue()


def make_scanned_pdf() -> bytes:
    """A PDF whose one page is a picture."""
    draw = b"q 500 0 0 700 40 60 cm /Im1 Do Q"
    return _assembled(
        [
            b"<< /Type /Catalog /Pages 2 0 R >>",
            b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
            b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 5 0 R "
            b"/Resources << /XObject << /Im1 6 0 R >> >> >>",
            b"<< >>",
            b"<< /Length %d >>\nstream\n%s\nendstream" % (len(draw), draw),
            b"<< /Type /XObject /Subtype /Image /Width 1 /Height 1 /ColorSpace /DeviceGray /BitsPerComponent 8 "
            b"/Length 1 >>\nstream\n\x80\nendstream",
        ]
    )


def make_locked_pdf() -> bytes:
    """A PDF that says it is encrypted, under a password that is not the empty one."""
    marks = b"<" + b"ab" * 32 + b">"
    encrypt = b"/Encrypt << /Filter /Standard /V 1 /R 2 /O %s /U %s /P -4 >> /ID [<00> <00>]" % (marks, marks)
    return _assembled(
        [
            b"<< /Type /Catalog /Pages 2 0 R >>",
            b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
            b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] >>",
            b"<< >>",
        ],
        encrypt,
    )


def set_lines(
    words: str, x: float, top: float, width: float, size: float = 10.0, leading: float = 13.0
) -> list[Line]:
    """Words broken to lines that fit a width in points, in Helvetica, as a typesetter would."""
    from pdfminer.fontmetrics import FONT_METRICS

    letters = FONT_METRICS["Helvetica"][1]
    lines: list[str] = []
    for word in words.split():
        longer = f"{lines[-1]} {word}" if lines else word
        if lines and sum(letters[letter] for letter in longer) * size / 1000 <= width:
            lines[-1] = longer
        else:
            lines.append(word)
    return [(x, top + index * leading, size, line) for index, line in enumerate(lines)]


@dataclass
class Desk:
    """A folder of files to read, a data folder and a documents folder, all empty at first."""

    files: Path
    data: Path
    texts: Path

    def put(self, name: str, content: bytes | str) -> Path:
        path = self.files / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content.encode() if isinstance(content, str) else content)
        return path

    def read(self, *sources: Path | str) -> Result:
        arguments = [*map(str, sources), "--data", str(self.data), "--documents", str(self.texts)]
        return CliRunner().invoke(read_command, arguments)

    def read_json(self, *sources: Path | str) -> dict[str, Any]:
        arguments = [*map(str, sources), "--data", str(self.data), "--documents", str(self.texts), "--json"]
        result = CliRunner().invoke(read_command, arguments)
        found: dict[str, Any] = json.loads(result.stdout)
        return found

    def text(self, identifier: str = "000") -> str:
        (file,) = self.texts.glob(f"{identifier}_*.txt")
        return file.read_bytes().decode()


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    made = Desk(tmp_path / "files", tmp_path / "data", tmp_path / "texts")
    made.files.mkdir()
    return made


@pytest.fixture(scope="session")
def pdf() -> Callable[..., bytes]:
    return make_pdf


@pytest.fixture(scope="session")
def scanned_pdf() -> bytes:
    return make_scanned_pdf()


@pytest.fixture(scope="session")
def locked_pdf() -> bytes:
    return make_locked_pdf()


@pytest.fixture(scope="session")
def typeset() -> Callable[..., list[Line]]:
    return set_lines
