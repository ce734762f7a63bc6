"""Which content coding a client gets, and that nothing is lost by it."""

from __future__ import annotations

import gzip

import brotli
import pytest
import zstandard
from hypothesis import given
from hypothesis import strategies as st

from server.coding import CODINGS, Compressor, choose, compress, compressible

DECODE = {
    "gzip": gzip.decompress,
    "br": brotli.decompress,
    "zstd": lambda data: zstandard.ZstdDecompressor().decompressobj().decompress(data),
}


@pytest.mark.parametrize(
    ("accept_encoding", "coding"),
    [
        (None, None),
        ("", None),
        ("identity", None),
        ("gzip", "gzip"),
        ("GZIP", "gzip"),
        ("gzip, deflate, br, zstd", "zstd"),
        ("gzip, deflate, br", "br"),
        ("gzip;q=1, br;q=0.5", "gzip"),
        ("gzip;q=0.2, br;q=0.5, zstd;q=0", "br"),
        ("*", "zstd"),
        ("*;q=0", None),
        ("zstd;q=0, *", "br"),
        ("gzip;q=0", None),
        ("gzip;q=0.5, identity", None),
        ("gzip, identity;q=0.5", "gzip"),
        ("gzip, identity;q=0", "gzip"),
        ("deflate", None),
        ("gzip;q=much", None),
        ("gzip;q=2, br", "br"),
        ("gzip;q=nan", None),
        (" gzip ; q=0.5 ,, ", "gzip"),
        ("x" * 100_000 + ", gzip", "gzip"),
    ],
)
def test_what_a_client_gets(accept_encoding: str | None, coding: str | None) -> None:
    assert choose(accept_encoding) == coding


@pytest.mark.parametrize("content_type", ["text/html; charset=utf-8", "text/javascript"])
@pytest.mark.parametrize("coding", CODINGS)
@given(pieces=st.lists(st.binary(max_size=2000), max_size=8))
def test_nothing_is_lost(coding: str, content_type: str, pieces: list[bytes]) -> None:
    whole = b"".join(pieces)
    compressor = Compressor(coding, content_type)
    in_pieces = b"".join([compressor.compress(piece) for piece in pieces] + [compressor.flush()])
    assert DECODE[coding](compress(whole, coding, content_type)) == DECODE[coding](in_pieces) == whole
    assert compress(whole, coding, content_type) == compress(whole, coding, content_type)


@pytest.mark.parametrize(
    ("content_type", "expected"),
    [
        ("text/html; charset=utf-8", True),
        ("application/sparql-results+json", True),
        ("application/rdf+xml", True),
        ("application/n-triples", True),
        ("application/trig", True),
        ("application/problem+json", True),
        ("text/javascript", True),
        ("image/svg+xml", True),
        ("image/png", False),
        ("application/octet-stream", False),
        ("", False),
    ],
)
def test_what_is_worth_compressing(content_type: str, expected: bool) -> None:
    assert compressible(content_type) is expected
