"""A small snapshot, and the real server over it: a process of its own, asked over HTTP."""

from __future__ import annotations

import http.client
import json
import os
import re
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass
from email.message import Message
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

import pyoxigraph as ox
import pytest
from playwright.sync_api import Browser, BrowserContext, ConsoleMessage, Page, sync_playwright

from graph import snapshot
from graph.namespaces import ID, KG, RDF, SKOS, document_graph

ROOT = Path(__file__).parents[2]
CLIENTS = ROOT / "tests" / "clients"
_ARGUMENTS = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)
# One of each kind of page.
KINDS_OF_PAGE = (
    "/",
    "/search?of=claims&direction=threat",
    "/id/artificial-intelligence",
    "/id/the-lion-king-2019",
    "/claim/004-038",
    "/document/003",
    "/scheme",
    "/scheme/technologies",
    "/rule/impact",
    "/evidence/004-73-84",
    "/graph/links",
    "/matrix",
    "/matrix?technology=artificial-intelligence&sector=audiovisual-media",
    "/statistics",
    "/statistics/nesta-ai-research-by-country",
    "/disagreement",
    "/coverage",
    "/quality",
    "/questions",
    "/questions/uk-and-us-publications",
    "/ontology",
    "/ontology/impacts",
    "/ontology/term/usesTechnology",
    "/ontology/cookbook",
    "/sparql",
    "/download",
    "/id/no-such-thing",
)
# The same kinds of other things, or asked in other ways.
PAGES = (
    *KINDS_OF_PAGE,
    "/search",
    "/search?q=film",
    "/search?kind=technology",
    "/search?q=art&sector=design&view=table",
    "/search?q=blokchain",
    "/id/film",
    "/id/nesta",
    "/id/shanghai",
    "/document/000",
    "/scheme/sectors",
    "/ontology/alignments",
    "/ontology/term/Claim",
    "/ontology/term/hedged",
    "/ontology/term/schema:Museum",
)
ENTITIES = 2500
FIRST = "0123456789abcdef"
# Every character that one of the formats has to write in a way of its own.
AWKWARD = 'one, "two" & <three>\r\nfour\tfïve\\ \U0001f3ad'
_MAIN = """
import json, sys
from pathlib import Path
from server.engine import Limits
from server.serve import serve
serve(Path(sys.argv[1]), port=0, limits=Limits(**json.loads(sys.argv[2])), access_log=sys.argv[3] or None)
"""


def quads(entities: int, version: str) -> Iterator[ox.Quad]:
    label, kind = ox.NamedNode(SKOS + "prefLabel"), ox.NamedNode(RDF + "type")
    for number in range(entities):
        entity = ox.NamedNode(f"{ID}thing-{number}")
        yield ox.Quad(entity, kind, ox.NamedNode(KG + "Technology"))
        yield ox.Quad(entity, label, ox.Literal(f"Thing {number}", language="en"))
    awkward = ox.NamedNode(ID + "awkward")
    yield ox.Quad(awkward, label, ox.Literal(AWKWARD, language="en"))
    yield ox.Quad(awkward, ox.NamedNode(KG + "version"), ox.Literal(version))
    for number in ("001", "002"):
        graph = ox.NamedNode(document_graph(number))
        yield ox.Quad(awkward, ox.NamedNode(KG + "in"), ox.Literal(number), graph)


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    """A test that takes ``any_page`` is run for each, one that takes ``kind_of_page`` for one of each kind."""
    for name, pages in (("any_page", PAGES), ("kind_of_page", KINDS_OF_PAGE)):
        if name in metafunc.fixturenames:
            metafunc.parametrize(name, pages)


@pytest.fixture(scope="session")
def publish() -> Callable[..., None]:
    """``publish(home, name, version)`` makes a snapshot the current one; ``id:awkward`` has that ``kg:version``."""

    def run(home: Path, name: str = FIRST, version: str = "first", entities: int = ENTITIES) -> None:
        def fill(target: snapshot.Snapshot) -> None:
            store = ox.Store(str(target.store))
            store.bulk_extend(quads(entities, version))
            store.flush()
            (target.path / "manifest.json").write_text(json.dumps({"name": name}))

        snapshot.publish(home, name, fill)

    return run


@dataclass(frozen=True)
class Reply:
    status: int
    headers: Message
    body: bytes

    def json(self) -> Any:
        return json.loads(self.body)


@dataclass(frozen=True)
class Server:
    """A running server. ``readers()`` are the process ids of its readers, where the system tells; ``log`` is where
    its standard error goes."""

    home: Path
    process: subprocess.Popen[str]
    port: int
    said: str
    log: Path

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}/"

    def connect(self) -> http.client.HTTPConnection:
        return http.client.HTTPConnection("127.0.0.1", self.port, timeout=20)

    def request(
        self, method: str, path: str, body: str | bytes | None = None, headers: Mapping[str, str] | None = None
    ) -> Reply:
        connection = self.connect()
        try:
            connection.request(method, path, body, dict(headers or {}))
            response = connection.getresponse()
            return Reply(response.status, response.headers, response.read())
        finally:
            connection.close()

    def sparql(self, query: str, accept: str | None = None, **parameters: str) -> Reply:
        path = "/sparql?" + urlencode({"query": query, **parameters})
        return self.request("GET", path, headers={"Accept": accept} if accept else None)

    def health(self) -> Any:
        return self.request("GET", "/healthz").json()

    def open_files(self) -> int:
        """File descriptors of the server, where the system tells."""
        folder = Path(f"/proc/{self.process.pid}/fd")
        return len(list(folder.iterdir())) if folder.is_dir() else 0

    def readers(self) -> list[int]:
        # A child belongs to the thread that started it.
        children = Path(f"/proc/{self.process.pid}/task").glob("*/children")
        return [int(pid) for file in children for pid in file.read_text().split()]


@contextmanager
def _serve(home: Path, access_log: str | None = None, **limits: Any) -> Iterator[Server]:
    # Standard error goes to a file: a pipe that nobody reads would fill, and hold the server.
    with tempfile.NamedTemporaryFile("w+", suffix=".log") as log:
        process = subprocess.Popen(
            [sys.executable, "-c", _MAIN, str(home), json.dumps(limits), access_log or ""],
            stdout=subprocess.PIPE,
            stderr=log,
            text=True,
            env=os.environ | {"PYTHONPATH": str(ROOT)},
        )
        try:
            assert process.stdout is not None
            said = process.stdout.readline()
            address = re.search(r"http://127\.0\.0\.1:(\d+)/", said)
            assert address, Path(log.name).read_text()
            while not (warned := Path(log.name).read_text()).endswith("\n"):
                time.sleep(0.01)
            yield Server(home, process, int(address[1]), said + warned, Path(log.name))
        finally:
            process.terminate()
            try:
                process.communicate(timeout=20)
            finally:
                process.kill()
                process.wait()


@pytest.fixture(scope="session")
def start_server() -> Callable[..., AbstractContextManager[Server]]:
    """``with start_server(home, deadline_s=1) as server``: a server of its own, with its own limits."""
    return _serve


@pytest.fixture(scope="session")
def small_home(tmp_path_factory: pytest.TempPathFactory, publish: Callable[..., None]) -> Path:
    """A directory with the small snapshot; not to be changed by a test."""
    home = tmp_path_factory.mktemp("small") / "snapshots"
    publish(home)
    return home


@pytest.fixture(scope="session")
def served(small_home: Path) -> Iterator[Server]:
    """A server with tight limits over the small snapshot, shared by all tests."""
    limits = {"deadline_s": 1, "memory_bytes": 96 << 20, "result_bytes": 1 << 20, "query_chars": 20_000}
    with _serve(small_home, readers=4, queue=4, queue_wait_s=0.9, **limits) as server:
        yield server


@pytest.fixture
def wait_until() -> Callable[[Callable[[], object]], None]:
    """Wait until something is true; fail after ten seconds."""

    def wait(condition: Callable[[], object]) -> None:
        until = time.monotonic() + 10
        while not condition():
            assert time.monotonic() < until, "it did not come true in time"
            time.sleep(0.02)

    return wait


@pytest.fixture(scope="session")
def real_server(snapshot_home: Path) -> Iterator[Server]:
    """A server over the real build of the repository's data, shared by all tests of pages."""
    with _serve(snapshot_home, readers=3) as server:
        yield server


@pytest.fixture(scope="session")
def site(real_server: Server) -> str:
    """The address of that server, without a slash at its end."""
    return real_server.url.rstrip("/")


@pytest.fixture(scope="session")
def node() -> Callable[..., Any]:
    """``node(script, argument, …)``: what a script in ``tests/clients`` prints, read as JSON."""
    path = os.pathsep.join([os.environ.get("PATH", ""), str(Path(sys.executable).parent)])

    def run(script: str, *arguments: str) -> Any:
        program = shutil.which("node", path=path)
        assert program is not None
        done = subprocess.run(
            [program, str(CLIENTS / script), *arguments], capture_output=True, timeout=200, encoding="utf-8"
        )
        assert done.returncode == 0, done.stderr
        return json.loads(done.stdout)

    return run


@pytest.fixture(scope="session")
def chromium(need: Callable[..., None]) -> str:
    """The path of Debian's Chromium, or of what else there is."""
    need("chromium")
    return next(path for name in ("chromium", "chromium-browser", "google-chrome") if (path := shutil.which(name)))


@pytest.fixture(scope="module")
def browser(chromium: str) -> Iterator[Browser]:
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium, args=list(_ARGUMENTS))
        yield browser
        browser.close()


@pytest.fixture
def visit(browser: Browser, site: str) -> Iterator[Callable[..., Page]]:
    """``visit(path, …)`` opens a page in a context of its own; console errors and outside requests fail a test."""
    contexts: list[BrowserContext] = []
    wrong: list[str] = []

    def heard(message: ConsoleMessage) -> None:
        # The page for what does not exist is itself a 404.
        if message.type in ("error", "warning") and "404 (Not Found)" not in message.text:
            wrong.append(message.text)

    def asked(url: str) -> None:
        if not url.startswith((site, "data:", "blob:")):
            wrong.append(f"request to {url}")

    def open_page(path: str, **options: Any) -> Page:
        context = browser.new_context(base_url=site, **options)
        context.set_default_timeout(15_000)
        contexts.append(context)
        page = context.new_page()
        page.on("console", heard)
        page.on("pageerror", lambda error: wrong.append(str(error)))
        page.on("request", lambda request: asked(request.url))
        page.goto(path)
        return page

    yield open_page
    for context in contexts:
        context.close()
    assert not wrong
