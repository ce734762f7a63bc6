"""The words of a SPARQL query, as far as a server must know them before it hands the query to an engine.

Used to refuse ``SERVICE``, updates and bottomless nesting with a sentence that says so, to know which answers may
be kept, and to put values into our own queries. It is a lexer, not a parser: the engine decides what is well
formed. It takes time linear in the length of the query, whatever is in it: it runs in the process that serves.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Mapping

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
# The same for what makes an answer volatile.
_OTHERWISE_VOLATILE = re.compile(r"['#]|now|rand|uuid|bnode", re.IGNORECASE)
_READINGS = 100
_LONG_QUOTES = ('"""', "'''")
_DUBIOUS_ESCAPE = re.compile(r"\\[^tbnrf\"'\\]")
# Where prefix and local part make no IRI, Oxigraph takes the prefix alone and reads the local part anew: its IRI
# ends in the authority, where a port may be, or is written with escapes; or the name has a character that no IRI
# may have.
_SPLITS_NAMES = re.compile(r"//[^/?#<>\s\"]*[#>]|<[^\s<>\"\\]*\\|[\ufff0-\ufffd]")
_ESCAPE = re.compile(r"\\u([0-9A-Fa-f]{4})|\\U([0-9A-Fa-f]{8})")
_UPDATES = frozenset(["INSERT", "DELETE", "LOAD", "CLEAR", "DROP", "CREATE", "COPY", "MOVE", "ADD", "WITH"])
_OPENING, _CLOSING, _PREFIX_OPERATORS = "{([", "})]", "!+-^"
_HINTS = ("now", "rand", "uuid", "bnode", "construct", "\\u")
_VOLATILE = re.compile(r"(?:now|rand|uuid|bnode)\Z", re.IGNORECASE)
# Brackets of blank nodes and collections, and what RDF 1.2 adds: reified triples, reifiers and annotations.
_MAKES_NODES = "[(<~|"
_PROLOGUE = frozenset(("BASE", "PREFIX"))


def tokens(query: str, start: int = 0) -> Iterator[re.Match[str]]:
    """The tokens from ``start`` on; ``lastgroup`` names the kind, every character belongs to one token."""
    return _TOKEN.finditer(query, start)


def mentions_service(query: str) -> bool:
    """Whether an engine could read a ``SERVICE`` clause in the query: never wrong when the answer is no.

    ``<`` may open an IRI or compare two values, and what follows reads differently, so both readings are followed.
    Where a name may end is taken the same way: a prefix whose own name contains "service", or a name that has the
    word after a dot, counts as the keyword, because ``SERVICE:x`` and ``:x.SERVICE`` may be both. Three quotes may
    open a long string, or be an empty one and the quote of the next.
    """
    readings = {query, _ESCAPE.sub(_unescape, query)}
    return any(_mentions_service(reading) for reading in readings)


def _mentions_service(query: str) -> bool:
    if "service" not in query.casefold():
        return False
    splits = _splits_names(query)
    starts, seen, readings = [0], set[int](), 0
    while starts:
        readings += 1
        for token in tokens(query, starts.pop()):
            kind = token.lastgroup
            if token.start() in seen:
                break
            seen.add(token.start())
            if _may_be_two_strings(token):
                starts.append(token.start() + 2)
            if kind == "broken":  # a quote that opens nothing: no engine reads this
                break
            if kind == "word" and _may_be_service(token.group(), splits):
                return True
            if kind == "iri" and _OTHERWISE.search(token.group()) and not _SURELY_AN_IRI.match(token.group()):
                starts.append(token.start() + 1)
        if readings > _READINGS:
            return True  # nobody writes this, and reading on would cost more than the query is worth
    return False


def _may_be_service(word: str, splits: bool) -> bool:
    return "service" in _ends_of_tokens(word, splits).casefold()


def _ends_of_tokens(word: str, splits: bool) -> str:
    """What is left of a word without that which an engine takes for one name, whatever the name is."""
    prefix, colon, local = word.partition(":")
    return word if splits or not colon else f"{prefix}: {local.partition('.')[2]}"


def _splits_names(query: str) -> bool:
    """Whether an engine may read local parts of prefixed names as words: never wrong when the answer is no."""
    return _SPLITS_NAMES.search(query) is not None


def _may_be_two_strings(token: re.Match[str]) -> bool:
    """Whether three quotes may be an empty string and the quote of another: the long string is not one for sure."""
    if token.lastgroup == "broken":
        return token.string.startswith(_LONG_QUOTES, token.start())
    text = token.group() if token.lastgroup == "string" else ""
    return text.startswith(_LONG_QUOTES) and _DUBIOUS_ESCAPE.search(text) is not None


def _unescape(match: re.Match[str]) -> str:
    code = int(match[1] or match[2], 16)
    return chr(code) if code < 0x110000 else match[0]


def calls_only(query: str, allowed: Collection[str]) -> bool:
    """Whether every ``SERVICE`` of the query names an IRI of ``allowed``: never wrong when the answer is yes.

    The IRI has to be written out, as in the list: no prefix, no variable, no escape, nothing relative.
    """
    if "\\u" in query.lower() or _misleading(query):
        return False
    splits, named = _splits_names(query), {f"<{name}>" for name in allowed}
    read = [token for token in tokens(query) if token.lastgroup not in ("space", "comment")]
    for place, token in enumerate(read):
        if token.lastgroup != "word" or not _may_be_service(token.group(), splits):
            continue
        after = [each.group() for each in read[place + 1 : place + 3]]
        if after and after[0].upper() == "SILENT":
            del after[0]
        if token.group().upper() != "SERVICE" or not after or after[0] not in named:
            return False
    return True


def _misleading(query: str, otherwise: re.Pattern[str] = _OTHERWISE) -> bool:
    """Whether a ``<`` or three quotes may be read in two ways, so that what follows, or ``otherwise``, differs."""
    return any(
        token.lastgroup == "broken"
        or _may_be_two_strings(token)
        or (
            token.lastgroup == "iri" and otherwise.search(token.group()) and not _SURELY_AN_IRI.match(token.group())
        )
        for token in tokens(query)
    )


def deeper_than(query: str, most: int) -> bool:
    """Whether brackets and prefix operators nest more than ``most`` deep: never wrong when the answer is no.

    An engine that descends recursively runs out of stack on them, and the process ends.
    """
    unescaped = _ESCAPE.sub(_unescape, query) if "\\" in query else query
    return _deeper_than(query, most) or (unescaped != query and _deeper_than(unescaped, most))


def _deeper_than(query: str, most: int) -> bool:
    if sum(map(query.count, _OPENING + _PREFIX_OPERATORS)) <= most:
        return False
    if _misleading(query):
        return True  # nobody writes this with so many brackets, and one of its readings may be deep
    open_brackets: list[int] = []
    depth = run = 0
    for token in tokens(query):
        kind, text = token.lastgroup, token.group()
        if kind in ("space", "comment"):
            continue
        if kind == "other" and text in _OPENING:
            open_brackets.append(run + 1)
            depth += run + 1
            run = 0
        elif kind == "other" and text in _CLOSING:
            depth -= open_brackets.pop() if open_brackets else 0
            run = 0
        elif kind == "other" and text in _PREFIX_OPERATORS:
            run += 1
        elif kind == "iri" and not _SURELY_AN_IRI.match(text):
            # Where it is a comparison, its brackets count; they are closed later, or never.
            opened = sum(map(text.count, _OPENING + _PREFIX_OPERATORS))
            open_brackets += [1] * opened
            depth += opened
            run = 0
        else:
            run = 0
        if depth + run > most:
            return True
    return False


def is_volatile(query: str) -> bool:
    """Whether two evaluations over the same data may give different bytes: never wrong when the answer is no.

    They do where the query asks for the time, for chance, or for new blank nodes, in an expression or in the
    template of a CONSTRUCT.
    """
    if not _hints_at_volatile(query):
        return False
    unescaped = _ESCAPE.sub(_unescape, query) if "\\" in query else query
    return _is_volatile(query) or (unescaped != query and _is_volatile(unescaped))


def _hints_at_volatile(query: str) -> bool:
    folded = query.lower()
    return any(hint in folded for hint in _HINTS)


def _is_volatile(query: str) -> bool:
    if not _hints_at_volatile(query):
        return False
    if _misleading(query, _OTHERWISE_VOLATILE):
        return True
    splits = _splits_names(query)
    template = ""  # "", then "CONSTRUCT" until its bracket, then "{" until that closes
    for token in tokens(query):
        kind, text = token.lastgroup, token.group()
        if kind == "word" and _VOLATILE.search(_ends_of_tokens(text, splits)):
            return True
        if template == "{":
            if kind == "other" and text == "}":
                template = ""
            elif (kind == "word" and "_:" in text) or (kind == "other" and text in _MAKES_NODES):
                return True
        elif kind == "word" and "construct" in text.lower():  # CONSTRUCTWHERE is two words to an engine
            template = "CONSTRUCT"
        elif kind == "other" and template == "CONSTRUCT" and text == "{":
            template = "{"
    return False


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
