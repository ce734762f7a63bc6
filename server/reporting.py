"""Where readers say that a claim is wrong: an address of the operator's, filled in for each claim."""

from __future__ import annotations

import re
from urllib.parse import SplitResult, quote, urlsplit

from graph.errors import CreativeKGError

_HOLES = re.compile(r"\{(\w*)\}|[{}]")
_NAMES = ("claim", "iri", "gloss")
_LETTER = "?subject=Claim%20{claim}&body={iri}%0A{gloss}%0A%0A"


def check_report_to(address: str) -> str:
    """The address as a template: ``{claim}``, ``{iri}``, ``{gloss}`` stand for a claim's number, IRI and sentence.

    A mail address alone is given a subject and a first line.

    Raises:
        CreativeKGError: it is neither https: nor mailto:, or has other names in braces.
    """
    parts = _parts(address)
    whole = {"https": bool(parts.netloc), "mailto": "@" in parts.path}.get(parts.scheme)
    if not whole or re.search(r"[\s\x00-\x1f\x7f<>\"\\]", address):
        raise CreativeKGError(f"{address!r}: reports go to an https: or a mailto: address")
    for hole in _HOLES.finditer(address):
        if hole[1] not in _NAMES:
            known = ", ".join(f"{{{name}}}" for name in _NAMES)
            raise CreativeKGError(f"{address!r}: in braces there may stand {known}, not {hole[0]}")
        if "?" not in address[: hole.start()]:
            raise CreativeKGError(f"{address!r}: what is filled in stands behind a question mark")
    return address + _LETTER if parts.scheme == "mailto" and not parts.query else address


def _parts(address: str) -> SplitResult:
    try:
        return urlsplit(address)
    except ValueError:
        return urlsplit("")


def report_address(template: str, claim: str, iri: str, gloss: str) -> str:
    """Where to report one claim."""
    values = dict(zip(_NAMES, (claim, iri, gloss), strict=True))
    return _HOLES.sub(lambda hole: quote(values[hole[1]], safe=""), template)
