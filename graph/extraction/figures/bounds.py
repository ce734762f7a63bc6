"""How exactly a figure holds, by the words before and after it."""

from __future__ import annotations

import re

_LITTLE = "(?:well |just |slightly |a little )?"
_BEFORE = {
    "atLeast": "at least|no (?:less|fewer) than|not less than|a minimum of|minimum(?: of)?|upwards of",
    "atMost": "at most|up to|no more than|not more than|a maximum of|maximum(?: of)?|not exceeding|"
    "(?:do|does|did) not exceed|as (?:many|much|high) as|capped at|limited to",
    "moreThan": f"(?:more|greater|higher|better|larger|longer) than|{_LITTLE}(?:over|above)|exceed(?:s|ed|ing)?|"
    "in excess of|topp(?:ed|ing)|surpass(?:es|ed|ing)?|upward of",
    "lessThan": f"(?:less|fewer|lower|smaller|shorter) than|{_LITTLE}(?:under|below)|short of",
    "nearly": "nearly|almost|close to|approaching|not quite|virtually",
    "about": r"about|around|approximately|approx\.?|roughly|some|circa|c\.|ca\.|~|≈|an estimated|estimated(?: at)?|"
    "in the (?:region|order) of|on the order of|somewhere around",
    "exactly": "exactly|precisely",
}
_BETWEEN = r"(?: (?:a|an|the|another|just|only|one))?"
_AHEAD = re.compile(
    "|".join(rf"(?P<{name}>(?<![\w-])(?:{words}){_BETWEEN}\s?$)" for name, words in _BEFORE.items()), re.IGNORECASE
)
_LATER = re.compile(
    r"(?:(?:-| )odd\b|,? or so\b)(?P<about>)|,? or (?:more|over|above)\b(?P<atLeast>)|,? or (?:less|fewer"
    r"|under)\b(?P<atMost>)|,? (?:at (?:the )?least)\b(?P<least>)|,? (?:at (?:the )?most)\b(?P<most>)"
    r"|,? approximately\b(?P<around>)"
)
_SAME = {"least": "atLeast", "most": "atMost", "around": "about"}
_WINDOW = 40


def before(text: str, at: int) -> tuple[str | None, int]:
    """The bound that the words before ``at`` give, or None; and where those words begin, else ``at``."""
    start = max(0, at - _WINDOW)
    match = _AHEAD.search(text[start:at])
    if match is None:
        return None, at
    return match.lastgroup, start + match.start()


def after(text: str, at: int) -> tuple[str | None, int]:
    """The bound that the words after ``at`` give, or None; and where those words end, else ``at``."""
    match = _LATER.match(text, at)
    if match is None:
        return None, at
    return _SAME.get(match.lastgroup or "", match.lastgroup), match.end()
