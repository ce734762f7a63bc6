"""Look-ups, answered in the process that serves: what a query finds that is one triple pattern with a given end.

All other queries go to readers (:mod:`server.readers`), because a query can take any time and memory, or break the
engine. This one cannot: it is too short to nest, an index leads straight to what matches, nothing is joined, sorted
or left out, and where the answer gets long a reader takes over. The way to a reader and back takes several times as
long as a look-up itself.
"""

from __future__ import annotations

import re

import pyoxigraph as ox

from graph.errors import SnapshotError
from graph.namespaces import BASE
from graph.snapshot import Snapshot
from server.writing import Gathered, TooLarge, Unwritable, write_results

_QUERY_CHARS = 4096
_ANSWER_BYTES = 1 << 16

# Possessive throughout: a token is as long as it can be, as it is for the engine.
_IRI = r"<[A-Za-z][A-Za-z0-9+.\-]*+:[^<>\"{}|^`\\\x00-\x20]*+>"
_NAME = r"(?:[A-Za-z][\w\-]*+)?+:[A-Za-z0-9_][\w\-]*+"
_VARIABLE = r"[?$]\w++"
_LITERAL = rf"(?:\"[^\"\\\n\r]*+\"|'[^'\\\n\r]*+')(?:@[A-Za-z][A-Za-z0-9\-]*+|\^\^(?:{_IRI}|{_NAME}))?+"
_LOOKUP = re.compile(
    rf"""
    \s*+ (?: PREFIX \s++ (?:[A-Za-z][\w\-]*+)?+: \s*+ {_IRI} \s*+ )*+
    (?: ASK | SELECT \s*+ (?: \* | (?P<projected> (?: {_VARIABLE} \s*+ )++ ) ) ) \s*+ (?: WHERE \s*+ )?+
    \{{ \s*+ (?P<subject> {_IRI} | {_NAME} | {_VARIABLE} )
    \s*+ (?P<predicate> {_IRI} | {_NAME} | {_VARIABLE} | a(?![\w:\-]) )
    \s*+ (?P<object> {_IRI} | {_NAME} | {_VARIABLE} | {_LITERAL} ) \s*+ \.?+ \s*+ \}} \s*+
    (?: LIMIT \s++ [0-9]{{1,9}}+ \s*+ )?+ \Z
    """,
    re.VERBOSE | re.ASCII | re.IGNORECASE,
)


class Lookups:
    """Look-ups in one snapshot.

    Raises:
        SnapshotError: its store cannot be opened.
    """

    def __init__(self, snapshot: Snapshot) -> None:
        self.snapshot = snapshot
        try:
            self._store = ox.Store.read_only(str(snapshot.store))
        except (OSError, ValueError, RuntimeError) as error:
            raise SnapshotError(f"{snapshot.store}: cannot be opened ({error})") from error

    def find(self, query: str, media_type: str) -> bytes | None:
        """The answer, or None: this is no look-up, there is much to find, or a reader has to say what is wrong."""
        if not is_lookup(query):
            return None
        gathered = Gathered(media_type, _ANSWER_BYTES)
        try:
            write_results(self._store.query(query, base_iri=BASE), gathered, media_type)
            return gathered.whole()
        except (TooLarge, Unwritable, SyntaxError, OSError, ValueError, RuntimeError):
            return None


def is_lookup(query: str) -> bool:
    """Whether a query is one triple pattern with a given subject or object; never wrong when the answer is yes."""
    match = _LOOKUP.match(query) if len(query) <= _QUERY_CHARS else None
    if match is None:
        return False
    ends = match["subject"], match["object"]
    variables = [term[1:] for term in (*ends, match["predicate"]) if term[0] in "?$"]
    if all(term[0] in "?$" for term in ends) or len(variables) > len(set(variables)):
        return False
    projected = [name[1:] for name in (match["projected"] or "").split()]
    return set(projected) <= set(variables)
