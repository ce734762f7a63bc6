"""The pieces of an answer on their way out of a reader process."""

from __future__ import annotations

import io
import struct

import pytest

from server.writing import TooLarge, Unwritable, Writer

XML = "application/rdf+xml"
LONG = b"<a/>" * 20_000


def data(output: io.BytesIO) -> bytes:
    """The payloads of the data frames."""
    raw, found = output.getvalue(), b""
    while raw:
        kind, length = struct.unpack_from(">cI", raw)
        found += raw[5 : 5 + length] if kind == b"D" else b""
        raw = raw[5 + length :]
    return found


@pytest.mark.parametrize("cut", range(0, 24))
@pytest.mark.parametrize("sign", ["\ufffe".encode(), b'<oxprefix: xmlns:oxprefix="http://e/1"/>', b"\x01"])
def test_what_xml_cannot_hold_is_found_wherever_a_piece_ends(sign: bytes, cut: int) -> None:
    """Some of the answer may be out by then; it is broken off."""
    writer = Writer(io.BytesIO(), XML, 1 << 24)
    with pytest.raises(Unwritable):
        writer.write(LONG + sign[:cut])
        writer.write(sign[cut:] + LONG)
        writer.finish()


@pytest.mark.parametrize("cut", range(0, 24))
def test_a_name_is_a_name_wherever_a_piece_ends(cut: int) -> None:
    output = io.BytesIO()
    writer, sign = Writer(output, XML, 1 << 24), b'<oxprefix:name xmlns:oxprefix="http://e/"/>'
    writer.write(LONG + sign[:cut])
    writer.write(sign[cut:] + LONG)
    writer.finish()
    assert data(output) == LONG + sign + LONG


def test_an_answer_that_is_too_long_stops() -> None:
    for media_type in (XML, "text/csv"):
        output = io.BytesIO()
        writer = Writer(output, media_type, 100_000)
        with pytest.raises(TooLarge):
            for _ in range(4):
                writer.write(LONG)
        assert len(data(output)) <= 100_000
