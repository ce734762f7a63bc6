"""Words without regard to case, accents and signs, and words that are spelled much alike.

Two words that differ by few letters become the same when each loses few letters, so an index of what words become
finds the word that was meant by look-ups alone (symmetric deletion).
"""

from __future__ import annotations

import re
import unicodedata
from itertools import combinations
from zlib import crc32

_COMPARED = 7  # the letters at the beginning of a word of which some are left out; the others are compared later
_WORD = re.compile(r"[^\W_]+")


def fold(text: str) -> list[str]:
    """The words of a text in lower case and without accents."""
    if text.isascii():
        return _WORD.findall(text.lower())
    apart = unicodedata.normalize("NFKD", text.casefold())
    return _WORD.findall("".join(letter for letter in apart if not unicodedata.combining(letter)))


def mistakes(word: str) -> int:
    """How many letters of a word somebody may get wrong: none of three, one of seven, else two."""
    return (len(word) > 3) + (len(word) > 7)


def shortened(word: str, most: int) -> set[int]:
    """What the beginning of a word becomes without at most so many of its letters, each as a number."""
    start = word[:_COMPARED]
    texts = {start}
    for count in range(1, min(most, len(start) - 1) + 1):
        texts.update("".join(kept) for kept in combinations(start, len(start) - count))
    return {crc32(text.encode()) for text in texts}


def shortened_in_index(word: str) -> set[int]:
    """What an index holds for a word, so that whoever writes it with :func:`mistakes` finds it."""
    return shortened(word, 1 if len(word) < 6 else 2)


def distance(typed: str, word: str, most: int) -> int | None:
    """How many letters are missing, wrong, too many or swapped with the next in ``typed``, against the beginning of
    ``word`` that is most like it; None where they are more than ``most``."""
    word = word[: len(typed) + most]
    far = [most + 1] * (len(word) + 1)
    earlier, before, row = far, far, list(range(len(word) + 1))
    for at, letter in enumerate(typed, 1):
        # Further from the diagonal nothing is near enough.
        first, last = max(1, at - most), min(len(word), at + most)
        earlier, before, row = before, row, far.copy()
        row[0] = at
        for place in range(first, last + 1):
            other = word[place - 1]
            cost = min(before[place] + 1, row[place - 1] + 1, before[place - 1] + (letter != other))
            if at > 1 and place > 1 and letter == word[place - 2] and typed[at - 2] == other:
                cost = min(cost, earlier[place - 2] + 1)
            row[place] = cost
        if min(row) > most:
            return None
    return min(row)
