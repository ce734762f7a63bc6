"""Bad input is one clear line each, the rest of the folder goes on, and nothing is left half-written."""

from __future__ import annotations

import io
import os
import sys
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from graph.documents import load_documents
from graph.errors import ReadingError
from graph.reading.read import read
from graph.reading.reading import Source

GOOD = "The theatre bought two projectors in March. Its stage crew was trained by the maker."


def _bomb() -> bytes:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("[Content_Types].xml", "<Types/>")
        archive.writestr("word/document.xml", b"0" * 40_000_000)
    return packed.getvalue()


def _archive() -> bytes:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        archive.writestr("xl/workbook.xml", "<workbook/>")
    return packed.getvalue()


def _broken_word_file() -> bytes:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        archive.writestr("word/document.xml", "<w:document")
    return packed.getvalue()


BAD = {
    "empty.txt": (b"", "empty"),
    "blank.md": (b" \n\t\n", "empty"),
    "dashes.txt": (b"--- *** ---", "no words"),
    "binary.txt": (bytes(range(256)) * 8, "not text"),
    "picture.txt": (b"\x89PNG\r\n\x1a\n" + bytes(40), "picture"),
    "unknown.txt": (bytes(range(128, 256)) * 3, "unknown encoding; save the file as UTF-8"),
    "cut.txt": ("é".encode() * 3 + b"\xc3", "unknown encoding"),
    "named.pdf": (GOOD.encode(), "named .pdf but is none"),
    "named.docx": (GOOD.encode(), "named .docx but is none"),
    "damaged.pdf": (b"%PDF-1.7\n1 0 obj\n<< /Type /Catalog /Pages 2 0 R >>\n", "PDF"),
    "sheet.xlsx": (_archive(), "ZIP archive"),
    "bomb.docx": (_bomb(), "unpacks to 40,000,008 bytes"),
    "broken.docx": (_broken_word_file(), "damaged"),
    "old.doc": (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(60), "old Word file"),
    "notes.rtf": (rb"{\rtf1 words}", "RTF"),
    "numbers.csv": (b"a,b\n1,2\n", "ending .csv"),
    "script.html": (b"<html><body><script>write('words')</script></body></html>", "no text"),
}


@pytest.mark.parametrize("name", BAD)
def test_a_bad_file_is_one_clear_line(desk: Any, name: str) -> None:
    content, reason = BAD[name]
    result = desk.read(desk.put(name, content))
    assert isinstance(result.exception, ReadingError)
    message = str(result.exception)
    assert name in message
    assert reason in message
    assert "\n" not in message
    assert list(desk.texts.iterdir()) == []
    assert load_documents(desk.data / "documents.yaml") == {}


def test_a_scanned_and_a_locked_pdf_say_what_to_do(desk: Any, scanned_pdf: bytes, locked_pdf: bytes) -> None:
    for name, content, reason in (
        ("s.pdf", scanned_pdf, "scanned"),
        ("l.pdf", locked_pdf, "locked with a password"),
    ):
        result = desk.read(desk.put(name, content))
        assert reason in str(result.exception)


@pytest.mark.parametrize("percent", [10, 35, 60, 90, 97])
def test_a_pdf_that_was_cut_off_is_refused_or_read_with_a_note(
    desk: Any, pdf: Callable[..., bytes], percent: int
) -> None:
    whole = pdf([[(60, 100, 10, GOOD)]])
    result = desk.read(desk.put("cut.pdf", whole[: len(whole) * percent // 100]))
    if result.exception is None:
        assert "the PDF is cut off at its end" in result.stdout
    else:
        assert "the PDF " in str(result.exception)


@settings(max_examples=60, deadline=None)
@given(data=st.data())
def test_a_pdf_with_bytes_changed_is_read_or_refused(pdf: Callable[..., bytes], data: st.DataObject) -> None:
    changed = bytearray(pdf([[(60, 100, 10, GOOD)]] * 2))
    for _ in range(data.draw(st.integers(1, 8))):
        at = data.draw(st.integers(20, len(changed) - 1))
        changed[at : at + data.draw(st.integers(0, 3))] = data.draw(st.binary(max_size=3))
    try:
        assert read(Source(bytes(changed), "a.pdf")).text
    except ReadingError as error:
        assert "\n" not in str(error)


def test_a_file_that_is_too_large_is_told_by_its_size_alone(desk: Any) -> None:
    path = desk.files / "large.txt"
    with path.open("wb") as file:
        file.truncate(500_000_000)
    result = desk.read(path)
    assert "it has 500,000,000 bytes; a file of more than 50,000,000 is not read" in str(result.exception)


def test_a_pdf_under_another_name_is_read_with_a_note(desk: Any, pdf: Callable[..., bytes]) -> None:
    result = desk.read(desk.put("report.txt", pdf([[(60, 100, 10, GOOD)]])))
    assert result.exit_code == 0
    assert "it is named .txt, but is PDF and was read as such" in result.stdout
    assert GOOD in desk.text()
    assert [file.suffix for file in sorted(desk.texts.glob("000_*"))] == [".pdf", ".json", ".txt"]


def test_the_same_text_twice_says_which_document_it_is(desk: Any) -> None:
    desk.read(desk.put("one.txt", GOOD))
    result = desk.read(desk.put("two.md", GOOD.replace(" ", "\n ")))
    assert "two.md: the same text is document 000 already" in str(result.exception)
    assert list(load_documents(desk.data / "documents.yaml")) == ["000"]


def test_the_rest_of_a_folder_goes_on(desk: Any, scanned_pdf: bytes) -> None:
    desk.put("a.txt", GOOD)
    desk.put("b.pdf", scanned_pdf)
    desk.put("deep/c.md", f"# Projectors\n\n{GOOD} It was cold.")
    desk.put("deep/d.txt", GOOD)
    desk.put(".hidden/e.txt", "Nobody reads these words at all.")
    (desk.files / "deep" / "loop").symlink_to(desk.files)
    result = desk.read(desk.files)
    assert str(result.exception) == "2 of 4 could not be read"
    assert result.exit_code == 1
    assert [document.title for document in load_documents(desk.data / "documents.yaml").values()] == [
        "a",
        "Projectors",
    ]
    assert "b.pdf: the PDF is scanned" in result.stderr
    assert "d.txt: the same text is document 000 already" in result.stderr


def test_a_folder_as_json(desk: Any) -> None:
    desk.put("a.txt", GOOD)
    desk.put("b.txt", "")
    found = desk.read_json(desk.files)
    assert [(each["id"], each["passages"]) for each in found["read"]] == [("000", 2)]
    assert [(Path(each["source"]).name, each["reason"]) for each in found["failed"]] == [("b.txt", "it is empty")]


@pytest.mark.parametrize("name", ["missing.txt", "ftp://example.org/a.txt", "file:///etc/hostname"])
def test_what_is_not_there_or_not_fetched(desk: Any, name: str) -> None:
    result = desk.read(name)
    assert isinstance(result.exception, ReadingError)
    assert name in str(result.exception)


def test_an_unreadable_file_is_a_line(desk: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(path: Path) -> bytes:
        raise PermissionError(13, "Permission denied", str(path))

    path = desk.put("secret.txt", GOOD)
    monkeypatch.setattr(Path, "read_bytes", refuse)
    assert "secret.txt: cannot be read (Permission denied)" in str(desk.read(path).exception)


def test_a_pipe_is_not_waited_for(desk: Any) -> None:
    os.mkfifo(desk.files / "pipe.txt")
    assert "not a regular file" in str(desk.read(desk.files / "pipe.txt").exception)


@pytest.mark.parametrize(
    ("name", "content", "library"),
    [("a.pdf", b"%PDF-1.5", "pdfplumber"), ("a.html", b"<html><p>Words.", "lxml.html"), ("a.docx", None, "docx")],
)
def test_a_library_that_is_missing_is_named_with_its_extra(
    desk: Any, monkeypatch: pytest.MonkeyPatch, name: str, content: bytes | None, library: str
) -> None:
    monkeypatch.setitem(sys.modules, library, None)
    message = str(desk.read(desk.put(name, content or _broken_word_file())).exception)
    assert f"reading this needs {library}: pip install 'creativekg[extract]'" in message
