"""Pages from the web, tried on a server of this machine that also lies, stalls and sends without end."""

from __future__ import annotations

import threading
import time
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

import pytest

from graph.documents import load_documents
from graph.errors import ReadingError
from graph.reading.fetch import fetch

ARTICLE = "<html lang='en'><body><article><h1>The harp</h1><p>{}</p></article></body></html>".format(
    "The harp of the town was restored last year. Pupils play it again on Sundays. " * 3
)


class Answers(BaseHTTPRequestHandler):
    def log_message(self, *arguments: Any) -> None:
        pass

    def do_GET(self) -> None:
        getattr(self, self.path.strip("/").partition("?")[0].replace("-", "_"))()

    def _send(self, body: bytes, media_type: str | None = "text/html; charset=utf-8", code: int = 200) -> None:
        self.send_response(code)
        if media_type:
            self.send_header("Content-Type", media_type)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def article(self) -> None:
        self._send(ARTICLE.encode())

    def latin(self) -> None:
        self._send("Die Harfe hängt im Café.".encode("latin-1"), "text/plain; charset=iso-8859-1")

    def moved(self) -> None:
        self.send_response(302)
        self.send_header("Location", "/article")
        self.end_headers()

    def round_and_round(self) -> None:
        self.send_response(302)
        self.send_header("Location", "/round-and-round?again")
        self.end_headers()

    def to_a_file(self) -> None:
        self.send_response(302)
        self.send_header("Location", "file:///etc/hostname")
        self.end_headers()

    def video(self) -> None:
        self._send(b"....", "video/mp4")

    def missing(self) -> None:
        self._send(b"no", code=404)

    def endless(self) -> None:
        self.send_response(200)
        self.end_headers()
        try:
            while True:
                self.wfile.write(b"words " * 1000)
        except OSError:
            pass

    def large(self) -> None:
        self.send_response(200)
        self.send_header("Content-Length", "500000000")
        self.end_headers()

    def trickle(self) -> None:
        self.send_response(200)
        self.end_headers()
        try:
            for _ in range(100):
                self.wfile.write(b"a ")
                time.sleep(0.05)
        except OSError:
            pass


@pytest.fixture(scope="module")
def site() -> Iterator[str]:
    server = ThreadingHTTPServer(("127.0.0.1", 0), Answers)
    server.daemon_threads = True
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    server.server_close()
    thread.join()


def test_a_page_is_read_and_its_address_recorded(desk: Any, site: str) -> None:
    result = desk.read(f"{site}/moved#top")
    assert result.exit_code == 0, result.output
    (document,) = load_documents(desk.data / "documents.yaml").values()
    assert document.title == "The harp"
    assert document.url == f"{site}/article"
    assert document.original is not None
    assert (desk.texts / document.original).read_text() == ARTICLE


def test_an_address_may_have_letters_of_any_script(site: str) -> None:
    assert fetch(f"{site}/article?näme=a b|c#top").url == f"{site}/article?n%C3%A4me=a%20b%7Cc"


def test_the_server_may_say_the_encoding(desk: Any, site: str) -> None:
    desk.read(f"{site}/latin")
    assert desk.text() == "Die Harfe hängt im Café."


@pytest.mark.parametrize(
    ("page", "reason"),
    [
        ("round-and-round", "it leads round in circles"),
        ("to-a-file", "or to an address that is not fetched"),
        ("video", "it is video/mp4, which is not read"),
        ("missing", "the server answers 404"),
        ("large", "it has 500,000,000 bytes"),
    ],
)
def test_what_is_not_a_page_is_a_clear_line(desk: Any, site: str, page: str, reason: str) -> None:
    message = str(desk.read(f"{site}/{page}").exception)
    assert f"{site}/{page}: " in message
    assert reason in message
    assert "\n" not in message


def test_a_server_that_sends_without_end_is_left(site: str) -> None:
    with pytest.raises(ReadingError, match="goes on and on; a file of more than 100,000"):
        fetch(f"{site}/endless", largest=100_000)


def test_a_server_that_takes_too_long_is_left(site: str) -> None:
    with pytest.raises(ReadingError, match="takes too long"):
        fetch(f"{site}/trickle", deadline=0.2)


def test_nobody_there(desk: Any) -> None:
    assert "cannot be fetched" in str(desk.read("http://127.0.0.1:9/").exception)
    assert "only addresses" in str(desk.read("https:///path").exception)
