"""One code point for one: the typography of a text made plain without moving an offset."""

from __future__ import annotations

_PLAIN = {
    "'": "‘’‚‛′`´",
    '"': "“”„‟″«»",
    "-": "‐‑‒−",
    "–": "—―",
    " ": "\t\n\r\v\f\u00a0\u1680\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a"
    "\u2028\u2029\u202f\u205f\u3000\u200b\ufeff\u00ad",
}
_TABLE = str.maketrans({mark: plain for plain, marks in _PLAIN.items() for mark in marks})


def fold(text: str) -> str:
    """The text with plain quotes, hyphens, dashes and spaces, as long as it was.

    >>> fold("the Commission’s “plan”")
    'the Commission\\'s "plan"'
    """
    return text.translate(_TABLE)
