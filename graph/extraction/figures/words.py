"""Numbers in words: cardinals, ordinals, fractions."""

from __future__ import annotations

import re

_ONES = """
    zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen
    eighteen nineteen
    """.split()
_TENS = "twenty thirty forty fifty sixty seventy eighty ninety".split()
_VALUES = {word: number for number, word in enumerate(_ONES)} | {w: 10 * (i + 2) for i, w in enumerate(_TENS)}
_ORDINAL = "first second third fourth fifth sixth seventh eighth ninth tenth eleventh twelfth".split()
_PARTS = {
    "half": 2, "halve": 2, "third": 3, "quarter": 4, "fifth": 5, "sixth": 6, "seventh": 7, "eighth": 8, "ninth": 9,
    "tenth": 10,
}  # fmt: skip

ORDINALS = "(?:" + "|".join(_ORDINAL) + ")"
_ONE = "(?:" + "|".join(sorted(_ONES[1:], key=len, reverse=True)) + ")"
_TEN = "(?:" + "|".join(_TENS) + f")(?:[- ](?:{'|'.join(_ONES[1:10])}))?"
_SCALED = "(?=[ -](?:thousand|million|billion|trillion))"
NUMBER_WORDS = (
    rf"\b(?i:half a{_SCALED}|(?:a )?quarter of a{_SCALED}|{_ONE}[ -]and[ -]a[ -]half|"
    rf"(?:an? |{_ONE} )hundred(?: and (?:{_TEN}|{_ONE}))?|{_TEN}|{_ONE}|a{_SCALED})\b"
)
_PART = "(?:halves|thirds?|quarters?|fifths?|sixths?|sevenths?|eighths?|ninths?|tenths?)"
_PARTS_OF = "(?:halves|thirds|quarters|fifths|sixths|sevenths|eighths|ninths|tenths)"
_OF = (
    r"(?= of (?!a (?:million|billion|thousand|century|hour|mile)|an hour)"
    r"| (?:the|its|their|our|all|these|those)\b(?! time\b))"
)
_BY = "|".join(rf"(?<=\b{word} )" for word in "by to than about around nearly almost of over".split())
_NOT_HALF = "".join(f"(?<!{word} )" for word in "first second last other latter former and a".split())
_NOT_ORDINAL = r"(?! (?:party|parties|of an? |[a-z]+s?\b(?! (?:in|of|by)\b)))"
FRACTION = re.compile(
    rf"(?<![\w-])(?:(?:{_ONE}|an?)[- ]{_PART}{_OF}|(?:{_BY})(?:{_ONE}|an?)[- ]{_PART}\b{_NOT_ORDINAL}"
    rf"|{_ONE}[- ]{_PARTS_OF}\b|{_NOT_HALF}half{_OF}|(?:{_BY})half\b(?! (?:an?|past|hour)\b))",
    re.IGNORECASE,
)


def number_of(words: str) -> str:
    """The number that words stand for, in digits.

    >>> [number_of(words) for words in ("forty-two", "a hundred and five", "two and a half", "three quarters")]
    ['42', '105', '2.5', '0.75']
    """
    low = " ".join(re.split(r"[\s-]+", words.strip().lower()))
    if digits := re.fullmatch(r"([\d.,]+)(?:st|nd|rd|th)?", low):
        return digits[1]
    if low in _ORDINAL:
        return str(_ORDINAL.index(low) + 1)
    if low.endswith("and a half"):
        return f"{_cardinal(low.removesuffix('and a half').split())}.5"
    return _fraction(low) or str(_cardinal(low.split()))


def _fraction(low: str) -> str | None:
    if low == "half a":
        return "0.5"
    if low.endswith("quarter of a"):
        return "0.25"
    words = low.split()
    part = _PARTS.get(words[-1].removesuffix("s"))
    if part is None:
        return None
    share = (_cardinal(words[:-1]) or 1) / part
    return str(share)


def _cardinal(words: list[str]) -> int:
    total = 0
    for word in words:
        if word == "hundred":
            total = (total or 1) * 100
        elif word in ("a", "an"):
            total = total or 1
        else:
            total += _VALUES.get(word, 0)
    return total
