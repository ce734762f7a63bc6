"""Names of things as somebody begins to type them, in any language and misspelt: how they are written, and found.

Rows of ``names`` stand in the order in which they are wanted: labels before other names before names in other
languages, and among those what most claims name before the rest. So the first rows that match are the best, and
none need be ranked, however many there are.
"""

from __future__ import annotations

import sqlite3
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import islice

from graph.spelling import distance, fold, mistakes, shortened, shortened_in_index

# A name is indexed by its words, and once more by all its letters after a "_": so its beginning is found, and it
# makes no difference whether somebody writes "video game", "video-game" or "videogame".
_TABLES = """
CREATE TABLE names(id INTEGER PRIMARY KEY, thing INTEGER, name TEXT, language TEXT, rank INTEGER);
CREATE VIRTUAL TABLE name_words USING fts5(
  words, content='', detail=none, columnsize=0, prefix='1 2 3 4 5', tokenize="ascii tokenchars '_'");
CREATE TABLE words(id INTEGER PRIMARY KEY, word TEXT UNIQUE);
CREATE TABLE shortened(number INTEGER, word INTEGER, PRIMARY KEY (number, word)) WITHOUT ROWID;
"""
_FIND = """
SELECT names.thing, name, language, names.rank, iri, kind, label, description, claims
FROM name_words JOIN names ON names.id = name_words.rowid JOIN things ON things.id = names.thing
WHERE name_words MATCH ?
"""
# The more shortened forms two words share, the nearer they are to each other.
_ALIKE = """
SELECT words.id, words.word
FROM (SELECT word, COUNT(*) AS shared FROM shortened WHERE number IN ({}) GROUP BY word
      ORDER BY shared DESC, word LIMIT 400) AS near
JOIN words ON words.id = near.word
"""
_BEGINS = "SELECT 1 FROM words WHERE word >= ? AND word < ? LIMIT 1"
_LAST = "\U0010ffff"
_Row = tuple[int, str, str, int, str, str, str, str, int]
_LOOKED_AT = 200  # names that are misspelt, before the nearest of them are chosen
_VARIANTS = 8
_MOST_WORDS = 12


@dataclass(frozen=True)
class Name:
    """A name of a thing. ``rank`` is 0 for its label, 1 for another English name, 2 for one in another language;
    ``claims`` counts the claims that name the thing."""

    thing: int
    text: str
    language: str
    rank: int
    claims: int


@dataclass(frozen=True)
class Suggestion:
    """A thing that somebody may mean, by the name that matched; ``how`` is ``exact``, ``start``, ``word`` or
    ``alike``."""

    how: str
    name: str
    language: str
    rank: int
    iri: str
    kind: str
    label: str
    description: str
    claims: int


def write_names(connection: sqlite3.Connection, names: Iterable[Name]) -> None:
    """Write names into an index that has the table ``things``."""
    connection.executescript(_TABLES)
    ordered = sorted(names, key=lambda name: (name.rank, -name.claims, len(name.text), name.text, name.thing))
    connection.executemany(
        "INSERT INTO names VALUES (?, ?, ?, ?, ?)",
        ((at, name.thing, name.text, name.language, name.rank) for at, name in enumerate(ordered, 1)),
    )
    connection.executemany(
        "INSERT INTO name_words(rowid, words) VALUES (?, ?)",
        (
            (at, " ".join([*words, "_" + "".join(words)]))
            for at, words in enumerate((fold(each.text) for each in ordered), 1)
        ),
    )
    connection.execute("INSERT INTO name_words(name_words) VALUES ('optimize')")


def write_words(connection: sqlite3.Connection, *texts: Iterable[str]) -> None:
    """Write the words of some texts, the most frequent first; their misspellings will be understood."""
    count = Counter(word for some in texts for text in some for word in fold(text) if mistakes(word))
    words = sorted(count, key=lambda word: (-count[word], word))
    connection.executemany("INSERT INTO words VALUES (?, ?)", enumerate(words, 1))
    rows = sorted((number, at) for at, word in enumerate(words, 1) for number in shortened_in_index(word))
    connection.executemany("INSERT INTO shortened VALUES (?, ?)", rows)


def suggestions(connection: sqlite3.Connection, typed: str, most: int) -> list[Suggestion]:
    """Things whose names begin as typed, best first; where no name does, those with a name that is spelled alike.

    First what is called so exactly, then by the rank of names and, within it, names that begin so before names with
    words that begin so; where several words are typed, how a name begins counts before its rank.
    """
    words = fold(typed)[:_MOST_WORDS]
    if not words:
        return []
    whole = f'"_{"".join(words)}"'
    found: dict[int, Suggestion] = {}
    for how, match in (
        ("exact", whole),
        ("start", whole + "*"),
        ("word", " ".join(f'"{word}"*' for word in words)),
    ):
        _add(found, how, _named(connection, match), len(found) + most)
    if not found:
        _add(found, "alike", _misspelt(connection, words), most)
        return list(found.values())
    order = {"exact": 0, "start": 1, "word": 2}

    def place(each: Suggestion) -> tuple[bool, int, int]:
        how = each.rank, order[each.how]
        return (each.how != "exact", *(how if len(words) == 1 else how[::-1]))

    return sorted(found.values(), key=place)[:most]


def corrected(connection: sqlite3.Connection, typed: str) -> str:
    """What was typed, with each word that no word begins with replaced by the one that is most like it."""
    words = fold(typed)
    known = [
        word
        if not mistakes(word) or connection.execute(_BEGINS, (word, word + _LAST)).fetchone()
        else _best(connection, word)
        for word in words[:_MOST_WORDS]
    ]
    return " ".join(known)


def _best(connection: sqlite3.Connection, word: str) -> str:
    return next((each for each, _ in _alike(connection, word)), word)


def _add(found: dict[int, Suggestion], how: str, rows: Iterable[_Row], most: int) -> None:
    """The first name of each thing that is not known yet, until there are enough."""
    for row in rows:
        if len(found) >= most:
            return
        if row[0] not in found:
            found[row[0]] = Suggestion(how, *row[1:])


def _named(connection: sqlite3.Connection, match: str) -> Iterator[_Row]:
    yield from connection.execute(_FIND, (match,))


def _misspelt(connection: sqlite3.Connection, words: list[str]) -> Iterator[_Row]:
    """Names that have, for each word, the word itself or one that is spelled alike; the nearest first."""
    variants = [{word: 0, **dict(_alike(connection, word))} for word in words]
    match = " AND ".join(
        "(" + " OR ".join(f'"{each}"' + ("*" if each == word else "") for each in some) + ")"
        for word, some in zip(words, variants, strict=True)
    )
    rows = list(islice(_named(connection, match), _LOOKED_AT))

    def unlike(row: _Row) -> tuple[int, int]:
        """How many letters differ, a word of the name that is spelled as typed having none, and how many words."""
        have = fold(row[1])
        wrong = (min((some[each] for each in have if each in some), default=0) for some in variants)
        return sum(wrong), len(have)

    yield from sorted(rows, key=unlike)


def _alike(connection: sqlite3.Connection, word: str) -> list[tuple[str, int]]:
    """The words that are spelled much like a word or begin so, each with the number of letters that differ."""
    most = mistakes(word)
    if not most:
        return []
    numbers = sorted(shortened(word, most))
    rows = connection.execute(_ALIKE.format(",".join("?" * len(numbers))), numbers).fetchall()
    near = [
        (wrong, abs(len(other) - len(word)) > most, place, other)
        for place, other in rows
        if other != word and (wrong := distance(word, other, most)) is not None
    ]
    return [(other, wrong) for wrong, _, _, other in sorted(near)[:_VARIANTS]]
