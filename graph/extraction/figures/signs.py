"""How numbers are written: digits, scale words, signs and names of currencies, parts of a hundred."""

from __future__ import annotations

import re

from graph.documents import Span
from graph.extraction.figures.quantity import PERCENT, POINTS

_SCALES = {
    "thousand": ["thousand", "k", "K"],
    "ten thousand": ["ten thousand"],
    "million": ["million", "millions", "mln", "mn", "m", "M"],
    "hundred million": ["hundred million"],
    "billion": ["billion", "billions", "bln", "bn", "b", "B"],
    "trillion": ["trillion", "trillions", "trn", "tn", "T"],
}
SCALE_OF = {word: scale for scale, words in _SCALES.items() for word in words}
_SIGNS = {
    "US$": "us-dollar", "A$": "Australian dollar", "AU$": "Australian dollar", "C$": "Canadian dollar",
    "CA$": "Canadian dollar", "NZ$": "New Zealand dollar", "HK$": "Hong Kong dollar", "S$": "Singapore dollar",
    "R$": "real", "$": "us-dollar", "USD": "us-dollar", "£": "pound", "GBP": "pound", "€": "euro", "EUR": "euro",
    "¥": "renminbi", "RMB": "renminbi", "CNY": "renminbi", "JPY": "yen", "₹": "rupee", "INR": "rupee", "₩": "won",
    "KRW": "won", "CHF": "Swiss franc", "SEK": "Swedish krona", "NOK": "Norwegian krone", "DKK": "Danish krone",
    "AUD": "Australian dollar", "CAD": "Canadian dollar", "HKD": "Hong Kong dollar",
}  # fmt: skip
CURRENCIES = {
    r"US dollars?|U\.S\. dollars?|dollars?": "us-dollar", "(?:pounds?|sterling|quid)(?: sterling)?": "pound",
    "euros?": "euro", "(?:RMB |Chinese )?yuan|renminbi": "renminbi", "yen": "yen", "won": "won", "rupees?": "rupee",
    "Swiss francs?": "Swiss franc", "(?:Swedish )?kron(?:a|or)": "Swedish krona",
    "(?:Danish|Norwegian) kroner?": "Danish krone", "pence": "pence", "cents": "cent",
}  # fmt: skip
_PERCENTS = {r"percentage[- ]points?|p\.p\.|ppts?\b|pp\b": POINTS, r"%|per ?cent|pct\b|percent": PERCENT,
             r"basis points|bps\b": "basis points"}  # fmt: skip
SIGN = "|".join(re.escape(sign) for sign in sorted(_SIGNS, key=len, reverse=True))
_AFTER = [*_PERCENTS.items(), *CURRENCIES.items(), *((re.escape(sign), name) for sign, name in _SIGNS.items())]
UNIT = "|".join(pattern for pattern, _ in _AFTER)
DIGITS = (
    r"\d{1,3}(?:\.\d{3})+,\d+|\d{1,3}(?:\.\d{3}){2,}|\d{1,3}(?:,\d{3})+(?:\.\d+)?|\d{1,3}(?: \d{3})+(?!\d)"
    r"|\d+,\d{1,2}(?= ?(?:%|per ?cent|million|billion|bn\b|€))|\d+(?:\.\d+)?"
)


def unit_in(match: re.Match[str]) -> tuple[str | None, Span | None]:
    if match.groupdict().get("sign"):
        sign = match["sign"].strip().lstrip("\\")
        return _SIGNS[sign], Span(match.start("sign"), match.start("sign") + len(match["sign"].rstrip()))
    if match["unit"]:
        name = next(name for pattern, name in _AFTER if re.fullmatch(pattern, match["unit"]))
        return name, Span(match.start("unit"), match.end("unit"))
    return None, None
