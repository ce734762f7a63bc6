"""A data folder with one document that nobody has reviewed, and the real ``creativekg serve --review`` over it."""

from __future__ import annotations

import hashlib
import http.client
import json
import os
import re
import subprocess
import sys
from collections.abc import Callable, Iterator, Mapping
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass
from email.message import Message
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

import pytest

from graph.documents import Span
from graph.extraction.candidates import Candidate, Extraction, Mention
from graph.extraction.store import file_of, write_extraction

ROOT = Path(__file__).parents[3]
TEXT = """Bells that answer\r
\r
The Carillon Museum uses virtual reality to let children ring a bell <that> & melted. Subscribe to our letter.
Ostrow Foundry works with virtual reality as well, and taught forty ringers. Its master says that casting stays.

Deepfakes threaten the trade in field recordings. 🎭 Ringers in Poland need augmented reality.
The Carillon Museum has long worked with virtual reality.
"""


def span(words: str, nth: int = 0) -> Span:
    """Where words stand in the text."""
    at = -1
    for _ in range(nth + 1):
        at = TEXT.index(words, at + 1)
    return Span(at, at + len(words))


def mention(words: str, type: str, entity: str | None = None, nth: int = 0) -> Mention:
    where = span(words, nth)
    return Mention(where.start, where.end, words, type, "names", 0.9, entity)


def candidates() -> list[Candidate]:
    """Two that say the same, one of a known and one of a new thing, and one that is wrong."""
    reality = ("virtual reality", "Technology", "virtual-reality")
    museum = ("Carillon Museum", "Museum")
    return [
        Candidate(
            "Adoption", mention(*museum), "usesTechnology", mention(*reality),
            (span("The Carillon Museum uses virtual reality to let children ring a bell <that> & melted."),),
            "verb", 0.8, "The Carillon Museum lets children ring a bell in virtual reality.",
            fields={"purpose": "to let children ring a bell"},
        ),
        Candidate(
            "Adoption", mention("Ostrow Foundry", "Corporation"), "usesTechnology", mention(*reality, nth=1),
            (span("Ostrow Foundry works with virtual reality as well"),),
            "verb", 0.7, "Ostrow Foundry works with virtual reality.",
        ),
        Candidate(
            "Impact", mention("Deepfakes", "Technology", "deepfake"), "affects",
            mention("field recordings", "Topic"), (span("Deepfakes threaten the trade in field recordings."),),
            "threat", 0.5, "Deepfakes threaten the trade in field recordings.", fields={"direction": "threat"},
        ),
        Candidate(
            "Relation", mention("Ringers", "ActorGroup", "musicians"), "needs",
            mention("augmented reality", "Technology", "augmented-reality"),
            (span("Ringers in Poland need augmented reality."),), "verb", 0.3, "Ringers need augmented reality.",
        ),
        Candidate(
            "Adoption", mention(*museum, nth=1), "usesTechnology", mention(*reality, nth=2),
            (span("The Carillon Museum has long worked with virtual reality."),),
            "verb", 0.6, "The Carillon Museum works with virtual reality.",
        ),
    ]  # fmt: skip


def write_data(folder: Path) -> Path:
    """A data folder with a document ``007``, and ``008`` without candidates; beside it the folder ``texts``."""
    data, texts = folder / "data", folder / "texts"
    data.mkdir(parents=True)
    texts.mkdir()
    (texts / "bells.txt").write_bytes(TEXT.encode())
    (texts / "bare.txt").write_bytes(b"Nothing was extracted from this.")
    listed = {
        "007": ("bells.txt", "Bells that <answer>", TEXT),
        "008": ("bare.txt", "Bare", "Nothing was extracted from this."),
    }
    (data / "documents.yaml").write_text(
        "documents:\n"
        + "".join(
            f'  - {{id: "{name}", file: {file}, title: "{title}", description: A text on bells., '
            f"sha256: {hashlib.sha256(text.encode()).hexdigest()}, characters: {len(text)}}}\n"
            for name, (file, title, text) in listed.items()
        ),
        encoding="utf-8",
    )
    made = candidates()
    mentions = [each for one in made for each in (one.subject, one.object) if each is not None]
    write_extraction(file_of(data, "007"), "007", TEXT, Extraction(mentions, made, "en_test 1.0"))
    return data


@dataclass(frozen=True)
class Reply:
    status: int
    headers: Message
    body: bytes

    def json(self) -> Any:
        return json.loads(self.body)

    @property
    def text(self) -> str:
        return self.body.decode()

    @property
    def message(self) -> str:
        """What the page says of the last action."""
        found = re.search(r'<p [^>]*id="message"[^>]*>(.*?)</p>', self.text, re.S)
        return re.sub(r"<[^>]+>", "", found[1]).strip() if found else ""


@dataclass(frozen=True)
class Reviewed:
    """A running server with review, its data folder and its process."""

    data: Path
    process: subprocess.Popen[str]
    port: int

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    def request(
        self, method: str, path: str, body: str | bytes | None = None, headers: Mapping[str, str] | None = None
    ) -> Reply:
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=60)
        try:
            connection.request(method, path, body, dict(headers or {}))
            response = connection.getresponse()
            return Reply(response.status, response.headers, response.read())
        finally:
            connection.close()

    def get(self, path: str, **headers: str) -> Reply:
        return self.request("GET", path, headers={"Accept": "text/html", **headers})

    def send(self, path: str, data: object, **headers: str) -> Reply:
        """JSON, as a script sends it."""
        return self.request("POST", path, json.dumps(data), {"Content-Type": "application/json", **headers})

    def submit(self, path: str, **fields: str) -> Reply:
        """A form, as a browser sends it that has loaded the page; what is filled in replaces what was there."""
        token = re.search(r'name="form_token" value="(\w+)"', self.get("/review/007").text)
        assert token
        head = {
            "Content-Type": "application/x-www-form-urlencoded",
            "Accept": "text/html",
            "Sec-Fetch-Site": "same-origin",
            "Origin": "null",
        }
        return self.request("POST", path, urlencode({"form_token": token[1], **fields}), head)

    def state(self) -> Any:
        return self.request("GET", "/review/007.json").json()

    def states(self) -> dict[str, str]:
        """The state of each candidate by its gloss."""
        return {each["gloss"]: each["state"] for each in self.state()["candidates"]}

    def key(self, beginning: str) -> str:
        """The key of the candidate whose gloss begins so."""
        return next(each["key"] for each in self.state()["candidates"] if each["gloss"].startswith(beginning))


@contextmanager
def _serve(data: Path, home: Path, *options: str, token: str = "", host: str = "127.0.0.1") -> Iterator[Reviewed]:
    # Without Java a build does not ask the reasoner, which takes longest.
    environment = {name: value for name, value in os.environ.items() if name != "CREATIVEKG_REVIEW_TOKEN"}
    environment |= {"PYTHONPATH": str(ROOT), "PATH": str(data.parent), "CREATIVEKG_DOCUMENTS": ""}
    environment |= {"CREATIVEKG_REVIEW_TOKEN": token} if token else {}
    arguments = ["serve", "--review", "--reviewer", "anna", "--port", "0", "--host", host, *options]
    folders = ["--data", str(data), "--documents", str(data.parent / "texts"), "--snapshots", str(home)]
    with (data.parent / "server.log").open("a+") as log:
        process = subprocess.Popen(
            [sys.executable, "-m", "graph.cli", *arguments, *folders],
            stdout=subprocess.PIPE,
            stderr=log,
            text=True,
            env=environment,
        )
        try:
            assert process.stdout is not None
            said = process.stdout.readline()
            address = re.search(r"http://[\w.\[\]:]+:(\d+)/", said)
            assert address, (data.parent / "server.log").read_text()
            yield Reviewed(data, process, int(address[1]))
        finally:
            process.terminate()
            try:
                process.communicate(timeout=20)
            finally:
                process.kill()
                process.wait()


@pytest.fixture(scope="session")
def start_review() -> Callable[..., AbstractContextManager[Reviewed]]:
    """``with start_review(data, home, token=…) as server``: a server of its own."""
    return _serve


@pytest.fixture(scope="session")
def new_data(tmp_path_factory: pytest.TempPathFactory) -> Callable[[], Path]:
    """``new_data()``: a data folder on which nothing is decided."""
    return lambda: write_data(tmp_path_factory.mktemp("review"))


@pytest.fixture(scope="session")
def text() -> str:
    """The text of document ``007``."""
    return TEXT
