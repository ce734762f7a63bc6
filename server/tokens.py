"""The words of a SPARQL query, as far as a server must know them before it hands the query to an engine.

Used to refuse ``SERVICE`` and updates with a sentence that says so, and to put values into our own queries. It is
a lexer, not a parser: the engine decides what is well formed. It takes time linear in the length of the query,
whatever is in it, since it runs in the process that serves.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

_ESCAPED = r"\\[_~.\-!$&'()*+,;=/?#@%]"
# Beyond ASCII nothing separates two tokens: a character that may not be in a name is an error to the engine.
_NAME = r"\w\u0080-\U0010ffff"
_TOKEN = re.compile(
    rf"""
      (?P<space>[ \t\r\n]+)
    | (?P<comment>\#[^\n\r]*)
    | (?P<string>
        \"\"\"(?:"{{0,2}}(?:[^"\\]|\\.))*\"\"\" | \'\'\'(?:'{{0,2}}(?:[^'\\]|\\.))*\'\'\'
      | (?!\"\"\"|\'\'\')
        (?:"[^"\\\n\r]*(?:\\.[^"\\\n\r]*)*" | '[^'\\\n\r]*(?:\\.[^'\\\n\r]*)*') )
    | (?P<broken>["'])
    | (?P<iri><[^<>"{{}}|^`\x00-\x20]*>)
    | (?P<variable>[?$][{_NAME}]+)
    | (?P<language>@[A-Za-z]+(?:-[A-Za-z0-9]+)*)
    | (?P<word>(?=[{_NAME}:])(?:[{_NAME}][{_NAME}.\-]*)?(?:
        :(?:(?:[{_NAME}:]|%[0-9A-Fa-f]{{2}}|{_ESCAPED})(?:[{_NAME}:.\-]|%[0-9A-Fa-f]{{2}}|{_ESCAPED})*)?)?)
    | (?P<other>.)
    """,
    re.VERBOSE | re.DOTALL,
)
# "//" cannot occur in an expression, so what looks like this is an IRI and never two comparisons.
_SURELY_AN_IRI = re.compile(r"<[A-Za-z][A-Za-z0-9+.\-]*://")
# What reads differently when it is no IRI: a string or a comment begins, or the keyword itself is in it.
_OTHERWISE = re.compile(r"['#]|service", re.IGNORECASE)
_READINGS = 100
_ESCAPE = re.compile(r"\\u([0-9A-Fa-f]{4})|\\U([0-9A-Fa-f]{8})")
_UPDATES = frozenset(["INSERT", "DELETE", "LOAD", "CLEAR", "DROP", "CREATE", "COPY", "MOVE", "ADD", "WITH"])
_PROLOGUE = frozenset(("BASE", "PREFIX"))


def tokens(query: str, start: int = 0) -> Iterator[re.Match[str]]:
    """The tokens from ``start`` on; ``lastgroup`` names the kind, every character belongs to one token."""
    return _TOKEN.finditer(query, start)


def mentions_service(query: str) -> bool:
    """Whether an engine could read a ``SERVICE`` clause in the query: never wrong when the answer is no.

    ``<`` may open an IRI or compare two values, and what follows reads differently, so both readings are followed.
    Where a name may end is taken the same way: a prefix whose own name contains "service", or a name that has the
    word after a dot, counts as the keyword, because ``SERVICE:x`` and ``:x.SERVICE`` may be both.
    """
    readings = {query, _ESCAPE.sub(_unescape, query)}
    return any(_mentions_service(reading) for reading in readings)


def _mentions_service(query: str) -> bool:
    if "service" not in query.casefold():
        return False
    starts, seen, readings = [0], set[int](), 0
    while starts:
        readings += 1
        for token in tokens(query, starts.pop()):
            kind = token.lastgroup
            if token.start() in seen or kind == "broken":  # a quote that opens nothing: no engine reads this
                break
            seen.add(token.start())
            if kind == "word" and _may_be_keyword(token.group()):
                return True
            if kind == "iri" and _OTHERWISE.search(token.group()) and not _SURELY_AN_IRI.match(token.group()):
                starts.append(token.start() + 1)
        if readings > _READINGS:
            return True  # nobody writes this, and reading on would cost more than the query is worth
    return False


def _may_be_keyword(word: str) -> bool:
    prefix, _, local = word.casefold().partition(":")
    return "service" in prefix or "service" in local.partition(".")[2]


def _unescape(match: re.Match[str]) -> str:
    code = int(match[1] or match[2], 16)
    return chr(code) if code < 0x110000 else match[0]


def is_update(text: str) -> bool:
    """Whether the first keyword after the prologue is one of SPARQL Update's."""
    for token in tokens(text):
        if token.lastgroup == "broken":
            return False
        word = token.group().upper()
        if token.lastgroup == "word" and ":" not in word and word not in _PROLOGUE:
            return word in _UPDATES
    return False


def bind(query: str, values: Mapping[str, str]) -> str:
    """The query with each variable of ``values`` replaced, everywhere, by the SPARQL term given for it.

    A variable that is bound so may stand in patterns and expressions, not as a name to be projected, grouped by or
    assigned to.

    Raises:
        ValueError: the query has no such variable.
    """
    missing = set(values)
    parts = []
    for token in tokens(query):
        text = token.group()
        if token.lastgroup == "variable" and text[1:] in values:
            missing.discard(text[1:])
            text = values[text[1:]]
        parts.append(text)
    if missing:
        raise ValueError(f"the query has no variable ?{min(missing)}")
    return "".join(parts)
