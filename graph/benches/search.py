"""``creativekg bench search``: suggestions for what somebody types, among our own names and among a million."""

from __future__ import annotations

import sqlite3
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import closing
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from random import Random
from typing import Any

import pyoxigraph as ox

from graph.benches.figures import percentile
from graph.benches.machine import machine
from graph.benches.report import Table
from graph.benches.seconds import seconds_of
from graph.benches.words import LANGUAGES, Lexicon, Skewed
from graph.build import assemble
from graph.defaults import DATA
from graph.namespaces import ID, SKOS
from graph.search import write_search_index
from graph.search_names import Name, suggestions, write_names, write_words
from graph.sources import Progress, load_sources

NAMES = 1_000_000
_OURS_MS, _MANY_MS = 30.0, 100.0
_QUERIES, _PEERS_QUERIES = 300, 10
_MOST = 8
_WORDS = 25_000  # of each language
_PEER = "SPARQL CONTAINS"
_CONTAINS = """
SELECT DISTINCT ?thing WHERE { ?thing ?property ?name FILTER(CONTAINS(LCASE(STR(?name)), "#TYPED")) } LIMIT #MOST
"""


@dataclass(frozen=True)
class Taken:
    """Milliseconds of queries of one kind, ours and the peer's, and how many of each found something."""

    kind: str
    ours: list[float]
    found: int
    peer: list[float]
    peer_found: int

    def row(self) -> list[str]:
        shares = (self.found / len(self.ours), self.peer_found / len(self.peer))
        times = [percentile(ms, share) for ms in (self.ours, self.peer) for share in (0.5, 0.99)]
        return [self.kind, *(f"{ms:.2f}" for ms in times), *(f"{share:.0%}" for share in shares)]


@dataclass(frozen=True)
class Searches:
    """What was measured over some names: our p99 is to be under ``limit``, and ``seconds`` is what writing took."""

    names: int
    seconds: float
    limit: float
    taken: list[Taken]

    @property
    def p99(self) -> float:
        """Over all queries."""
        return percentile([ms for each in self.taken for ms in each.ours], 0.99)

    def text(self) -> str:
        columns = ("typed", "p50", "p99", "peer p50", "peer p99", "found", "peer found")
        title = f"{self.names:,} names, written in {self.seconds:.1f} s; milliseconds"
        table = Table(title, columns, [each.row() for each in self.taken])
        mark = "met" if self.p99 < self.limit else "MISSED"
        return f"{table.text()}\n\n{mark}: p99 under {self.limit:g} ms; it is {self.p99:.2f} ms"

    def as_json(self) -> dict[str, Any]:
        kinds = {
            each.kind: {
                "ours_ms": each.ours,
                "found": each.found,
                "peer_ms": each.peer,
                "peer_found": each.peer_found,
            }
            for each in self.taken
        }
        return {
            "names": self.names,
            "write_seconds": self.seconds,
            "limit_ms": self.limit,
            "p99_ms": self.p99,
            "kinds": kinds,
        }


@dataclass(frozen=True)
class Suggesting:
    """The result of the bench."""

    sizes: list[Searches]
    machine: dict[str, str]

    def text(self) -> str:
        peer = f"peer: {_PEER} with LIMIT {_MOST} on pyoxigraph, in this process, over the same names."
        return "\n\n".join([*(each.text() for each in self.sizes), peer])

    def as_json(self) -> dict[str, Any]:
        return {"peer": _PEER, "machine": self.machine, "sizes": [each.as_json() for each in self.sizes]}


def bench_search(documents: Path, runs: int, progress: Progress) -> Suggesting:
    """Suggest among our own names, and among a million; each query is another one, asked once a run."""
    random = Random(6)
    with tempfile.TemporaryDirectory() as folder:
        progress("assembling the graph")
        store = ox.Store()
        store.extend(quad for each in assemble(load_sources(DATA, documents)) for quad in (each, _in_default(each)))
        ours = Path(folder) / "ours.sqlite"
        seconds = seconds_of(partial(write_search_index, store, ours))
        sizes = [_searches(ours, seconds, _OURS_MS, runs, random, progress)]
        progress(f"making {NAMES:,} names")
        many = Path(folder) / "many.sqlite"
        names = list(made_up(NAMES, random))
        seconds = seconds_of(partial(_write, many, names))
        sizes.append(_searches(many, seconds, _MANY_MS, runs, random, progress))
    return Suggesting(sizes, machine())


def made_up(count: int, random: Random, words: int = _WORDS) -> Iterator[Name]:
    """Names of made-up things, of so many words: a label, for half of them another name, two in other languages."""
    lexicons = {language: Lexicon(language, random, words) for language in LANGUAGES}
    claims = Skewed(range(1000))
    thing = made = 0
    while made < count:
        thing += 1
        known = claims.one(random)
        foreign = random.sample([each for each in LANGUAGES if each != "en"], 2)
        for rank, language in [(0, "en"), *[(1, "en")] * random.randint(0, 1), *((2, each) for each in foreign)]:
            yield Name(thing, lexicons[language].phrase(random, 1, 4), language, rank, known)
            made += 1


def misspelt(word: str, random: Random) -> str:
    """A word with one letter left out, doubled, wrong, or swapped with the next; its first letter stays."""
    at = random.randrange(1, len(word) - 1)
    ways = ("", word[at] * 2, random.choice("abcdefghijklmnopqrstuvwxyz"), word[at + 1] + word[at])
    way = random.randrange(len(ways))
    return word[:at] + ways[way] + word[at + 1 + (way == 3) :]


def _typed(names: Sequence[str], random: Random) -> dict[str, Iterator[str]]:
    """What somebody may type who means one of the names, by kind."""

    def any_name() -> str:
        return random.choice(names).casefold()

    def words() -> list[str]:
        """Of a name, those that somebody may misspell; of some names none, so another is drawn."""
        return [each for each in any_name().split() if len(each) > 4 and each.isalpha()] or words()

    def wrong_and_begun() -> str:
        first, *others = words()
        return " ".join([misspelt(first, random), *(each[:4] for each in others[:1])])

    kinds: dict[str, Callable[[], str]] = {
        "one or two letters": lambda: any_name()[: random.randint(1, 2)].strip() or "a",
        "the beginning of a name": lambda: (name := any_name())[: random.randint(3, max(3, len(name)))],
        "a word of a name": lambda: random.choice(words()),
        "a misspelt word": lambda: misspelt(random.choice(words()), random),
        "two words, one misspelt": wrong_and_begun,
    }
    return {kind: iter(draw, None) for kind, draw in kinds.items()}


def _searches(path: Path, seconds: float, limit: float, runs: int, random: Random, progress: Progress) -> Searches:
    with closing(sqlite3.connect(f"{path.as_uri()}?mode=ro&immutable=1", uri=True)) as index:
        rows = index.execute("SELECT thing, name, rank FROM names").fetchall()
        progress(f"loading {len(rows):,} names into pyoxigraph")
        peer = ox.Store()
        peer.bulk_extend(
            ox.Quad(
                ox.NamedNode(f"{ID}{thing}"),
                ox.NamedNode(SKOS + ("altLabel" if rank == 1 else "prefLabel")),
                ox.Literal(name),
            )
            for thing, name, rank in rows
        )
        taken = []
        for kind, typed in _typed([row[1] for row in rows], random).items():
            progress(f"{len(rows):,} names: {kind}")
            queries = [next(typed) for _ in range(_QUERIES * runs)]
            ours = [_timed(partial(suggestions, index, query, _MOST)) for query in queries]
            theirs = [_timed(partial(_ask_peer, peer, query)) for query in queries[: _PEERS_QUERIES * runs]]
            taken.append(
                Taken(
                    kind,
                    [ms for ms, _ in ours],
                    sum(found for _, found in ours),
                    [ms for ms, _ in theirs],
                    sum(found for _, found in theirs),
                )
            )
    return Searches(len(rows), seconds, limit, taken)


def _ask_peer(store: ox.Store, typed: str) -> list[Any]:
    query = _CONTAINS.replace("#TYPED", typed.replace("\\", "").replace('"', "")).replace("#MOST", str(_MOST))
    return list(store.query(query))  # type: ignore[arg-type]


def _write(path: Path, names: list[Name]) -> None:
    with closing(sqlite3.connect(path)) as index, index:
        index.execute("CREATE TABLE things(id INTEGER PRIMARY KEY, iri, kind, label, description, claims)")
        labels = [
            (name.thing, f"{ID}{name.thing}", "technology", name.text, "", name.claims)
            for name in names
            if not name.rank
        ]
        index.executemany("INSERT INTO things VALUES (?, ?, ?, ?, ?, ?)", labels)
        write_names(index, names)
        write_words(index, (name.text for name in names))


def _in_default(quad: ox.Quad) -> ox.Quad:
    return ox.Quad(quad.subject, quad.predicate, quad.object)


def _timed(ask: Callable[[], list[Any]]) -> tuple[float, bool]:
    started = time.perf_counter()
    found = ask()
    return (time.perf_counter() - started) * 1000, bool(found)
