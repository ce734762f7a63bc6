"""What the patterns of an attribute ruler match, asked only once of words that are alike.

The ruler of the English pipelines has some two hundred patterns, nearly all of one token, and tries each on every
token, which takes a sixth of the time of a parse. What such a pattern matches depends on the few attributes that it
names.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Literal

if TYPE_CHECKING:
    from spacy.pipeline import AttributeRuler
    from spacy.tokens import Doc

_ATTRIBUTES: list[int | str] = ["TAG", "LOWER", "DEP", "IS_SPACE"]


class RememberingMatcher:
    """Matches what the matcher of ``ruler`` does, in another order; the ruler sorts the matches itself. Patterns of
    one token that name nothing but tag, lower-case form, dependency and white space are remembered; the others are
    tried each time."""

    def __init__(self, ruler: AttributeRuler) -> None:
        from spacy.matcher import Matcher

        self._of_token, self._others = (Matcher(ruler.vocab, validate=False) for _ in range(2))
        self._matched: dict[tuple[int, ...], list[int]] = {}
        for number, rule in enumerate(ruler.patterns):
            patterns: list[list[dict[str, Any]]] = rule["patterns"]  # type: ignore[assignment]
            for pattern in patterns:
                alone = len(pattern) == 1 and pattern[0].keys() <= set(_ATTRIBUTES)
                (self._of_token if alone else self._others).add(str(number), [pattern])

    def __call__(self, doc: Doc, *, allow_missing: bool, as_spans: Literal[False]) -> list[tuple[int, int, int]]:
        """Each match as the hash of its rule's number, and its first token and the one after its last."""
        found: list[tuple[int, int, int]] = self._others(doc, allow_missing=allow_missing, as_spans=as_spans)
        for at, values in enumerate(map(tuple, doc.to_array(_ATTRIBUTES).tolist())):
            rules = self._matched.get(values)
            if rules is None:
                matches = self._of_token(doc[at : at + 1], allow_missing=allow_missing, as_spans=as_spans)
                rules = self._matched[values] = [rule for rule, _, _ in matches]
            found += [(rule, at, at + 1) for rule in rules]
        return found
