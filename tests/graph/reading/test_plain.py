"""Plain text and Markdown: the frozen text is the file's own, so that offsets are those of the file."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from graph.errors import ReadingError
from graph.reading.plain import decode, read_markdown, read_plain
from graph.reading.reading import Source

ENGLISH = (
    "The café’s owner says that the museum’s “digital twin” – a model of the hall – costs £4,000 a year, and that "
    "visitors’ spending grew after it opened. She finds the naïve paintings in it charming."
)


@given(text=st.text(min_size=1).filter(lambda text: not text.startswith("\ufeff")))
def test_utf_8_is_kept_byte_for_byte(text: str) -> None:
    data = text.encode()
    if not data.startswith((b"\xff\xfe", b"\xfe\xff")):
        assert read_plain(Source(data, "a.txt")).text.encode() == data


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le-bom", "utf-32", "cp1252"])
def test_encodings_that_are_clear(encoding: str) -> None:
    data = b"\xff\xfe" + ENGLISH.encode("utf-16-le") if encoding == "utf-16-le-bom" else ENGLISH.encode(encoding)
    assert decode(data)[0] == ENGLISH


def test_another_encoding_is_noted() -> None:
    assert read_plain(Source(ENGLISH.encode("cp1252"), "a.txt")).notes == (
        "its encoding is cp1252; the text is frozen as UTF-8",
    )
    assert read_plain(Source(ENGLISH.encode(), "a.txt")).notes == ()


@pytest.mark.parametrize("encoding", ["mac_roman", "cp437", "cp1250", "iso8859-2", "cp1251", "koi8-r"])
@pytest.mark.parametrize(
    "text",
    [
        "Die Künstlerin erzählte, das Gemälde hänge größtenteils im Süden.",
        "Le musée a numérisé près de deux mille tableaux, dit la conservatrice. Le projet s'achève en février.",
        "Музей оцифровал около двух тысяч картин, сообщил куратор. Проект завершится в феврале.",
        "Muzeum zdigitalizowało około dwóch tysięcy dzieł. Żółta łódź płynie przez jezioro.",
    ],
)
def test_an_encoding_in_doubt_is_refused_rather_than_guessed(text: str, encoding: str) -> None:
    try:
        data = text.encode(encoding)
    except UnicodeEncodeError:
        return
    try:
        found = decode(data)[0]
    except ReadingError as error:
        assert str(error) == "unknown encoding; save the file as UTF-8"
    else:
        assert found == text


def test_a_server_may_say_the_encoding() -> None:
    assert decode("Gemälde".encode("mac_roman"), "mac_roman") == ("Gemälde", "mac-roman")


def test_markdown_keeps_its_marks_and_gives_its_title() -> None:
    text = "Draft\r\n\r\n# The **harp**\r\n\r\nIt was [restored](https://example.org)."
    reading = read_markdown(Source(text.encode(), "a.md"))
    assert reading.text == text
    assert reading.media_type == "text/markdown"


@pytest.mark.parametrize(
    ("text", "title"),
    [
        ("# The harp of the town\n\nIt was restored.", "The harp of the town"),
        ("The harp of the town\n\nIt was restored in May.", "The harp of the town"),
        ("News\n\nThe harp 2.0\n\nThe harp 2.0\n\nIt was restored in May.", "The harp 2.0"),
        ("Home > News > Harps\nThe harp of the town\n\nIt was restored in May.", "The harp of the town"),
        ("The harp was restored in May. It is old.", None),
    ],
)
def test_the_title_is_the_line_that_reads_as_one(text: str, title: str | None) -> None:
    assert read_plain(Source(text.encode(), "a.txt")).title == title


def test_the_file_name_stands_in_for_a_title(desk: Any) -> None:
    found = desk.read_json(desk.put("harps in may.txt", "The harp was restored in May. It is old."))
    assert found["read"][0]["title"] == "harps in may"
