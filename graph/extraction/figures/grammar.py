"""The grammar of figures: numbers in digits and words, scales, currencies, per cent, bounds, ranges, ranks.

It knows nothing of sentences: `graph.extraction.figures.figures` decides which of these say something of a thing.
A value is as written, in digits where the text has words: "a quarter" is 25 per cent, "two thirds" 66.7, about.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from graph.documents import Span
from graph.extraction.figures.bounds import after, before
from graph.extraction.figures.covered import covered
from graph.extraction.figures.quantity import PERCENT, Quantity
from graph.extraction.figures.signs import DIGITS, SCALE_OF, SIGN, UNIT, unit_in
from graph.extraction.figures.special import multiples, orders, ranks, shares
from graph.extraction.figures.words import NUMBER_WORDS, number_of

_SCALE = rf"(?:[ -]?(?P<scale>{'|'.join(sorted(SCALE_OF, key=len, reverse=True))})(?![A-Za-z²³]))"
_ATOM = re.compile(
    rf"(?<![A-Za-z0-9])(?P<sign>\\?(?:{SIGN}) ?)?(?P<minus>(?<![\w)%])-)?"
    rf"(?:(?P<digits>{DIGITS})|(?P<words>{NUMBER_WORDS}))"
    rf"{_SCALE}?(?P<plus>\+| ?plus\b)?(?:[ -]?(?P<unit>{UNIT})(?![A-Za-z]))?"
)
_RANGE = re.compile(r" ?[-–] ?| to ")
_LIST = re.compile(r", | and |, and | or |, or | versus | vs\.? ")
_COSTS = re.compile(rf"(?:{SIGN}) ?[\d.,]+ ?(?:[-–]|to ) ?$")
_PLURAL = re.compile(r"\+? (?:[a-z]+ ){0,2}[A-Za-z]+(?:s|people)\b")
_EDGES = "@#/\\=_"


def quantities(text: str, masked: Sequence[Span]) -> list[Quantity]:
    """Every quantity of a folded text, in its order, that overlaps none of the masked spans."""
    special = [*ranks(text), *shares(text), *multiples(text), *orders(text)]
    closed = covered(len(text), masked)
    kept = [each for each in special if 1 not in closed[each.start : each.end]]
    taken = covered(len(text), [*masked, *(each.whole for each in special)])
    plain = [each for each in _atoms(text) if 1 not in taken[each.whole.start : each.whole.end]]
    return sorted([*_bounded(text, _joined(text, plain)), *kept], key=lambda each: each.start)


def _atoms(text: str) -> Iterator[Quantity]:
    for match in _ATOM.finditer(text):
        number = "digits" if match["digits"] else "words"
        if not _stands_alone(text, match):
            continue
        unit, unit_span = unit_in(match)
        scale = SCALE_OF.get(match["scale"]) if match["scale"] else None
        if match["scale"] and len(match["scale"]) == 1 and unit is None and not _counts(text, match):
            continue
        value = number_of(match[number]) if number == "words" else _digits(match["digits"])
        if match["minus"]:
            value = f"-{value}"
        bound = "atLeast" if match["plus"] else "exactly"
        whole = Span(match.start(), match.end())
        yield Quantity(match.start(number) - bool(match["minus"]), match.end(number), value, whole, scale, unit,
                       unit_span, bound, number == "words")  # fmt: skip


def _stands_alone(text: str, match: re.Match[str]) -> bool:
    first, last = match.start(), match.end()
    ahead = text[max(0, first - 1) : first]
    behind = text[last : last + 2]
    if ahead.isalnum() or ahead in tuple(_EDGES) or (ahead in (".", ",") and text[first - 2 : first - 1].isdigit()):
        return False
    if (
        ahead == "-"
        and not re.search(r"(?:\d|%) ?-$", text[max(0, first - 3) : first])
        and text[first - 2 : first - 1].isalpha()
    ):
        return False
    if ahead == ".":
        return False
    if re.match(r"(?:st|nd|rd|th)\b", text[last : last + 3]):
        return False
    return not (behind[:1].isalnum() or behind[:1] in tuple(_EDGES) or re.match(r"[.,]\d", behind))


def _counts(text: str, match: re.Match[str]) -> bool:
    """Whether a letter without a currency is a scale, as in "5m visitors", and not metres or a name."""
    if _COSTS.search(text[max(0, match.start() - 16) : match.start()]):
        return True
    return match["scale"] in "kmMb" and _PLURAL.match(text, match.end()) is not None


def _digits(written: str) -> str:
    if re.fullmatch(r"\d{1,3}(?:\.\d{3})+,\d+|\d{1,3}(?:\.\d{3}){2,}", written):
        return written.replace(".", "").replace(",", ".")
    if re.fullmatch(r"\d+,\d{1,2}", written):
        return written.replace(",", ".")
    return written.replace(" ", "")


def _joined(text: str, atoms: Sequence[Quantity]) -> list[Quantity]:
    """Ranges and lists: what one number says of unit and scale holds of the one before it too."""
    found = list(atoms)
    for index in range(len(found) - 2, -1, -1):
        first, second = found[index], found[index + 1]
        gap = text[first.whole.end : second.whole.start]
        opening = re.search(
            r"\b(between|from)(?: [a-z]+)? $",
            text[max(0, first.whole.start - 25) : first.whole.start],
            re.IGNORECASE,
        )
        between = gap == " and " and opening is not None and opening[1].lower() == "between"
        is_range = between or _RANGE.fullmatch(gap) is not None
        if not (is_range or _LIST.fullmatch(gap)) or not _alike(first, second, gap):
            continue
        shared = replace(first, unit=first.unit or second.unit, unit_span=first.unit_span or second.unit_span)
        if (
            first.scale is None
            and "," not in first.value
            and (first.unit is None or second.unit in (None, first.unit))
        ):
            shared = replace(shared, scale=second.scale)
        second = replace(second, unit=second.unit or shared.unit, unit_span=second.unit_span or shared.unit_span)
        both = Span(first.whole.start, second.whole.end)
        if first.unit is None or is_range:
            shared, second = replace(shared, whole=both), replace(second, whole=both)
        if is_range and (opening is None or between or not _of_change(text, first)):
            shared, second = replace(shared, bound="atLeast"), replace(second, bound="atMost")
        elif is_range:
            shared, second = replace(shared, change="from"), replace(second, change="to")
        found[index], found[index + 1] = shared, second
    return found


def _alike(first: Quantity, second: Quantity, gap: str) -> bool:
    if first.unit is None:
        return second.unit != PERCENT or first.scale is None
    return first.unit == second.unit or (
        second.unit is None and gap.strip() in ("-", "–", "and", "to") and first.unit != PERCENT
    )


_CHANGE = re.compile(
    r"\b(?:r[io]se[ns]?|rising|gr[eo]w(?:n|s|ing)?|increas\w+|f[ae]ll(?:s|en|ing)?|declin\w+|dropp?\w*|jump\w*|climb\w*"
    r"|expand\w*|went|gone|mov\w+|shr[aiu]nk\w*|cut|reduc\w+|soar\w*|surg\w+|improv\w+|slip\w*|up|down|chang\w+|doubl\w+"
    r"|tripl\w+|quadrupl\w+|halv\w+)\b"
)


def _of_change(text: str, first: Quantity) -> bool:
    around = text[max(0, first.whole.start - 80) : first.whole.start]
    return _CHANGE.search(re.split(r"[.;]", around)[-1]) is not None


def _bounded(text: str, found: Sequence[Quantity]) -> Iterator[Quantity]:
    for each in found:
        bound, start = before(text, each.whole.start)
        if each.change:
            yield each
        elif bound is None or each.bound in ("atLeast", "atMost"):
            later, end = after(text, each.whole.end)
            yield replace(each, bound=later or each.bound, whole=Span(each.whole.start, end))
        else:
            yield replace(each, bound=bound, whole=Span(start, each.whole.end))
